"""The working calendar, against chinesecalendar and against counting day by day."""

import copy
import datetime as dt
import pickle
import zoneinfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import Basis, BeyondHorizon, DataError, WorkingCalendar, china_calendar
from icp_rules.workdays import BEIJING, beijing_day
from tests import strategies as own

CHINA = china_calendar()
ONE = dt.timedelta(days=1)
STEPS = st.integers(-300, 300).filter(bool)


def stepping(day, n):
    """The n-th working day, found one day at a time."""
    step = ONE if n > 0 else -ONE
    for _ in range(abs(n)):
        day += step
        while not CHINA.is_working_day(day):
            day += step
    return day


class TestTruth:
    """ "the State Council notices 2007-2026, day by day" (facts, section 4)"""

    def test_every_day_from_2007_to_2026_as_an_independent_calendar_has_it(self):
        days = [dt.date(2007, 1, 1) + ONE * i for i in range((dt.date(2027, 1, 1) - dt.date(2007, 1, 1)).days)]
        assert len(days) == 7305
        assert [day for day in days if CHINA.is_working_day(day) != chinese_calendar.is_workday(day)] == []

    def test_the_calendar_is_official_through_28_december_of_the_last_arranged_year(self):
        import holidays

        last = max(holidays.country_holidays("CN").special_public_holidays)  # undocumented; here only as a cross-check
        assert CHINA.official_through == dt.date(last, 12, 28)
        assert CHINA.basis(CHINA.official_through) is Basis.OFFICIAL and CHINA.basis(CHINA.official_through + ONE) is Basis.PROJECTED

    def test_projected_years_know_the_statutory_days_and_no_make_up_days(self):
        year = CHINA.official_through.year + 1
        days = [dt.date(year, 1, 1) + ONE * i for i in range(365)]
        assert not any(CHINA.is_working_day(day) for day in days if day.weekday() >= 5)
        assert not CHINA.is_working_day(dt.date(year, 1, 1)) and not CHINA.is_working_day(dt.date(year, 10, 1))


class TestSteps:
    """ "nth(nth(d,a),b) = nth(d,a+b); counting and stepping are inverse" (design, section 8)"""

    @given(own.days, st.integers(-20, 20).filter(bool))
    def test_against_one_day_at_a_time(self, day, n):
        assert CHINA.nth_working_day(day, n) == stepping(day, n)

    @given(st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), st.integers(1, 300), st.integers(1, 300))
    def test_steps_add_up(self, day, a, b):
        assert CHINA.nth_working_day(CHINA.nth_working_day(day, a), b) == CHINA.nth_working_day(day, a + b)
        assert CHINA.nth_working_day(CHINA.nth_working_day(day, -a), -b) == CHINA.nth_working_day(day, -a - b)

    @given(st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), STEPS)
    def test_lands_on_a_working_day_never_on_the_day_itself(self, day, n):
        landed = CHINA.nth_working_day(day, n)
        assert CHINA.is_working_day(landed) and (landed > day) == (n > 0) and landed != day

    @given(st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), st.integers(1, 300))
    def test_counting_undoes_stepping(self, day, n):
        assert CHINA.count_working_days(day, CHINA.nth_working_day(day, n)) == n

    @given(own.days, own.days)
    def test_counting_against_one_day_at_a_time(self, start, end):
        low, high = sorted((start, min(end, start + 400 * ONE)))
        assert CHINA.count_working_days(low, high) == sum(CHINA.is_working_day(low + ONE * i) for i in range(1, (high - low).days + 1))
        assert CHINA.count_working_days(high, low) == -CHINA.count_working_days(low, high)

    @given(st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), STEPS)
    def test_never_earlier_for_a_later_day(self, day, n):
        assert CHINA.nth_working_day(day, n) <= CHINA.nth_working_day(day + ONE, n)


class TestRefusals:
    """ "each a clear error or the right answer, never an OverflowError or a wrapped index" (issue 3)"""

    @pytest.mark.parametrize("n", [0, 1.0, "1", None, True, dt.date(2020, 1, 1)])
    def test_n_is_a_whole_number_and_not_0(self, n):
        with pytest.raises(DataError, match="/n"):
            CHINA.nth_working_day(dt.date(2020, 1, 1), n)

    @pytest.mark.parametrize("n", [10**6, 10**30, -(10**6), -(10**30), 8000])
    def test_a_far_step_is_beyond_the_horizon(self, n):
        with pytest.raises(BeyondHorizon):
            CHINA.nth_working_day(dt.date(2020, 1, 1), n)

    @pytest.mark.parametrize("day", [dt.date.min, dt.date.max, dt.date(2006, 12, 31), CHINA.last_day + ONE])
    def test_a_day_outside_the_table(self, day):
        for ask in (CHINA.is_working_day, CHINA.basis, lambda d: CHINA.nth_working_day(d, 1), lambda d: CHINA.count_working_days(d, d)):
            with pytest.raises(BeyondHorizon, match=str(CHINA.first_day)):
                ask(day)

    def test_both_ends_of_the_table(self):
        assert CHINA.nth_working_day(CHINA.first_day, 1) == dt.date(2007, 1, 4)
        with pytest.raises(BeyondHorizon):
            CHINA.nth_working_day(CHINA.first_day, -1)
        with pytest.raises(BeyondHorizon):
            CHINA.nth_working_day(CHINA.last_day, 1)
        assert CHINA.nth_working_day(CHINA.last_day, -1) < CHINA.last_day

    @pytest.mark.parametrize("day", [dt.datetime(2020, 1, 2), dt.datetime(2020, 1, 2, tzinfo=dt.UTC), "2020-01-02", None, 5])
    def test_a_datetime_is_no_day(self, day):
        with pytest.raises(DataError):
            CHINA.is_working_day(day)
        with pytest.raises(DataError):
            CHINA.nth_working_day(day, 1)


class TestChanges:
    """ "`.with_changes(off=(), working=(), source=None)`" (design, section 8)"""

    DAYS = (dt.date(2026, 2, 24), dt.date(2026, 3, 7))

    def test_a_new_calendar_and_the_old_as_it_was(self):
        closed = CHINA.with_changes(off=[self.DAYS[0]], working=[self.DAYS[1]], source="https://example.cn/notice")
        assert CHINA.is_working_day(self.DAYS[0]) and not CHINA.is_working_day(self.DAYS[1])
        assert not closed.is_working_day(self.DAYS[0]) and closed.is_working_day(self.DAYS[1])
        assert closed != CHINA and closed.changes[0] == (self.DAYS[0], False, "https://example.cn/notice")
        assert closed.count_working_days(dt.date(2026, 2, 23), self.DAYS[0]) == 0

    def test_later_changes_win(self):
        there = CHINA.with_changes(off=[self.DAYS[0]]).with_changes(working=[self.DAYS[0]])
        assert there.is_working_day(self.DAYS[0]) and there.working == CHINA.working

    def test_a_new_arrangement_moves_the_horizon(self):
        year = CHINA.official_through.year + 1
        known = CHINA.with_changes(official_through=dt.date(year, 12, 28))
        assert known.basis(dt.date(year, 6, 1)) is Basis.OFFICIAL

    def test_what_makes_no_sense_is_refused(self):
        with pytest.raises(DataError):
            CHINA.with_changes(off=self.DAYS, working=self.DAYS)
        with pytest.raises(DataError, match="/off/1"):
            CHINA.with_changes(off=[self.DAYS[0], "2026-02-24"])
        with pytest.raises(BeyondHorizon):
            CHINA.with_changes(off=[dt.date(1999, 1, 1)])


class TestValue:
    """ "`WorkingCalendar` is a frozen value" (design, section 8)"""

    def test_compares_hashes_copies_and_pickles_by_content(self):
        again = WorkingCalendar(CHINA.first_day, CHINA.official_through, CHINA.working)
        for other in (again, pickle.loads(pickle.dumps(CHINA)), copy.deepcopy(CHINA)):
            assert other == CHINA and hash(other) == hash(CHINA)
            assert other.nth_working_day(dt.date(2018, 9, 28), 2) == dt.date(2018, 9, 30)
        assert china_calendar() is CHINA

    def test_an_installed_holidays_with_gaps_is_refused(self, monkeypatch):
        import holidays

        class Forgetful:
            weekend_workdays = frozenset({dt.date(2007, 2, 17), dt.date(2009, 1, 4)})

        monkeypatch.setattr(holidays, "country_holidays", lambda *a, **k: Forgetful())
        with pytest.raises(RuntimeError, match=r"holidays>=0\.92"):
            china_calendar.__wrapped__()


class TestBeijing:
    """ "China Standard Time is UTC+8 without summer time since 1992" (facts, section 4)"""

    @given(own.instants)
    def test_the_fixed_offset_is_exact_over_the_whole_table(self, moment):
        assert beijing_day(moment) == moment.astimezone(zoneinfo.ZoneInfo("Asia/Shanghai")).date() == moment.astimezone(BEIJING).date()
