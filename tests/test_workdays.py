"""The working calendar, against chinesecalendar and against counting day by day."""

import bisect
import copy
import datetime as dt
import pickle
import threading
import zoneinfo

import attrs
import chinese_calendar
import holidays
import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import Basis, BeyondHorizon, DataError, Text, WorkingCalendar, china_calendar
from icp_rules.workdays import BEIJING, NOTICES, beijing_day
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


def midnight(day):
    return dt.datetime.combine(day, dt.time())


def rule_set(start, end):
    """The working days straight from the package `holidays`, as a dateutil rule set; not by
    way of the calendar."""
    china = holidays.country_holidays("CN", years=range(start.year, end.year + 1))
    made = rrule.rruleset()
    made.rrule(
        rrule.rrule(rrule.DAILY, dtstart=midnight(start), until=midnight(end), byweekday=range(5))
    )
    for day in china:
        made.exdate(midnight(day))
    for day in china.weekend_workdays:
        made.rdate(midnight(day))
    return made


ORACLE = [
    one.date() for one in rule_set(CHINA.first_day, CHINA.last_day) if one.date() >= CHINA.first_day
]


class TestTruth:
    """ "The calendar of mainland China follows the State Council's notices for 2007 to 2026 day by
    day" (docs/design.md, "Working days and service levels")"""

    @own.law(
        "From 2007-01-01 to 2026-12-28, the working days are those of the State Council's notices"
    )
    def test_every_day_from_2007_to_2026_as_an_independent_calendar_has_it(self):
        days = [
            dt.date(2007, 1, 1) + ONE * i
            for i in range((dt.date(2027, 1, 1) - dt.date(2007, 1, 1)).days)
        ]
        assert len(days) == 7305
        assert [
            day for day in days if CHINA.is_working_day(day) != chinese_calendar.is_workday(day)
        ] == []

    def test_built_the_other_way_from_weekdays_and_every_change_to_them(self):
        first, last = dt.date(2007, 1, 1), dt.date(2026, 12, 31)
        plain = bytes((first + ONE * i).weekday() < 5 for i in range((last - first).days + 1))
        off = [day for day in chinese_calendar.holidays if first <= day <= last]
        built = WorkingCalendar(first, last, plain).with_changes(
            off, working=[day for day in chinese_calendar.workdays if first <= day <= last]
        )
        assert len(built.working) == 7305 and built.working == CHINA.working[:7305]

    def test_the_calendar_is_official_through_28_december_of_the_last_arranged_year(self):
        # undocumented; here only as a cross-check
        last = max(holidays.country_holidays("CN").special_public_holidays)
        assert CHINA.official_through == dt.date(last, 12, 28)
        assert (
            CHINA.basis(CHINA.official_through) is Basis.OFFICIAL
            and CHINA.basis(CHINA.official_through + ONE) is Basis.PROJECTED
        )

    def test_projected_years_know_the_statutory_days_and_no_make_up_days(self):
        year = CHINA.official_through.year + 1
        days = [dt.date(year, 1, 1) + ONE * i for i in range(365)]
        assert not any(CHINA.is_working_day(day) for day in days if day.weekday() >= 5)
        assert not CHINA.is_working_day(dt.date(year, 1, 1)) and not CHINA.is_working_day(
            dt.date(year, 10, 1)
        )


class TestSteps:
    """ "If a and b have the same sign, `nth_working_day(nth_working_day(day, a), b)` is
    `nth_working_day(day, a + b)`." (docs/design.md, "Working days and service levels") "If n is
    positive, `count_working_days(day, nth_working_day(day, n))` returns n." """

    @own.law(
        "`nth_working_day(day, n)` is the n-th working day after a day; a negative n counts back"
    )
    @given(st.dates(CHINA.first_day, CHINA.last_day), STEPS)
    def test_against_a_dateutil_rule_set(self, day, n):
        at = (
            bisect.bisect_right(ORACLE, day) + n - 1
            if n > 0
            else bisect.bisect_left(ORACLE, day) + n
        )
        if 0 <= at < len(ORACLE):
            assert CHINA.nth_working_day(day, n) == ORACLE[at]
        else:
            with pytest.raises(BeyondHorizon):
                CHINA.nth_working_day(day, n)

    @own.law(
        "`nth_working_day(day, n)` is the n-th working day after a day; a negative n counts back"
    )
    @given(own.days, st.integers(-20, 20).filter(bool))
    def test_against_one_day_at_a_time(self, day, n):
        assert CHINA.nth_working_day(day, n) == stepping(day, n)

    @own.law(
        "If a and b have the same sign, `nth_working_day(nth_working_day(day, a), b)` is "
        "`nth_working_day(day, a + b)`"
    )
    @given(
        st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), st.integers(1, 300), st.integers(1, 300)
    )
    def test_steps_add_up(self, day, a, b):
        assert CHINA.nth_working_day(CHINA.nth_working_day(day, a), b) == CHINA.nth_working_day(
            day, a + b
        )
        assert CHINA.nth_working_day(CHINA.nth_working_day(day, -a), -b) == CHINA.nth_working_day(
            day, -a - b
        )

    @own.law("`nth_working_day` returns a working day, never the start day itself")
    @given(st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), STEPS)
    def test_lands_on_a_working_day_never_on_the_day_itself(self, day, n):
        landed = CHINA.nth_working_day(day, n)
        assert CHINA.is_working_day(landed) and (landed > day) == (n > 0) and landed != day

    @own.law("If n is positive, `count_working_days(day, nth_working_day(day, n))` returns n")
    @given(st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), st.integers(1, 300))
    def test_counting_undoes_stepping(self, day, n):
        assert CHINA.count_working_days(day, CHINA.nth_working_day(day, n)) == n

    @own.law(
        "`count_working_days(start, end)` counts the working days after start, up to and including "
        "end"
    )
    @given(own.days, own.days)
    def test_counting_against_one_day_at_a_time(self, start, end):
        low, high = sorted((start, min(end, start + 400 * ONE)))
        assert CHINA.count_working_days(low, high) == sum(
            CHINA.is_working_day(low + ONE * i) for i in range(1, (high - low).days + 1)
        )
        assert CHINA.count_working_days(high, low) == -CHINA.count_working_days(low, high)

    @own.law("A later start day never gives an earlier n-th working day")
    @given(st.dates(dt.date(2010, 1, 1), dt.date(2033, 1, 1)), STEPS)
    def test_never_earlier_for_a_later_day(self, day, n):
        assert CHINA.nth_working_day(day, n) <= CHINA.nth_working_day(day + ONE, n)


class TestRefusals:
    """ "A day outside the calendar always raises `BeyondHorizon`." (docs/design.md, "Working days
    and service levels") There is a clear error or the right answer, never an OverflowError or a
    wrapped index."""

    @pytest.mark.parametrize("n", [0, 1.0, "1", None, True, dt.date(2020, 1, 1)])
    def test_n_is_a_whole_number_and_not_0(self, n):
        with pytest.raises(DataError, match="/n"):
            CHINA.nth_working_day(dt.date(2020, 1, 1), n)

    @pytest.mark.parametrize("n", [10**6, 10**30, -(10**6), -(10**30), 8000])
    def test_a_far_step_is_beyond_the_horizon(self, n):
        with pytest.raises(BeyondHorizon):
            CHINA.nth_working_day(dt.date(2020, 1, 1), n)

    @pytest.mark.parametrize(
        "day", [dt.date.min, dt.date.max, dt.date(2006, 12, 31), CHINA.last_day + ONE]
    )
    def test_a_day_outside_the_table(self, day):
        for ask in (
            CHINA.is_working_day,
            CHINA.basis,
            lambda d: CHINA.nth_working_day(d, 1),
            lambda d: CHINA.count_working_days(d, d),
        ):
            with pytest.raises(BeyondHorizon, match=str(CHINA.first_day)):
                ask(day)

    def test_both_ends_of_the_table(self):
        assert CHINA.nth_working_day(CHINA.first_day, 1) == dt.date(2007, 1, 4)
        with pytest.raises(BeyondHorizon):
            CHINA.nth_working_day(CHINA.first_day, -1)
        with pytest.raises(BeyondHorizon):
            CHINA.nth_working_day(CHINA.last_day, 1)
        assert CHINA.nth_working_day(CHINA.last_day, -1) < CHINA.last_day

    @pytest.mark.parametrize(
        "day",
        [dt.datetime(2020, 1, 2), dt.datetime(2020, 1, 2, tzinfo=dt.UTC), "2020-01-02", None, 5],
    )
    def test_a_datetime_is_no_day(self, day):
        with pytest.raises(DataError):
            CHINA.is_working_day(day)
        with pytest.raises(DataError):
            CHINA.nth_working_day(day, 1)


class TestChanges:
    """ "`with_changes(off, working, source=…, year=…)` returns a new calendar." (docs/design.md,
    "Working days and service levels") The old one stays as it is, later changes win, and `explain`
    shows what changed."""

    DAYS = (dt.date(2026, 2, 24), dt.date(2026, 3, 7))

    def test_a_new_calendar_and_the_old_as_it_was(self):
        closed = CHINA.with_changes(
            off=[self.DAYS[0]], working=[self.DAYS[1]], source="https://example.cn/notice"
        )
        assert CHINA.is_working_day(self.DAYS[0]) and not CHINA.is_working_day(self.DAYS[1])
        assert not closed.is_working_day(self.DAYS[0]) and closed.is_working_day(self.DAYS[1])
        assert (
            closed != CHINA
            and closed.changes[0].off == self.DAYS[:1]
            and closed.official_through == CHINA.official_through
        )
        assert closed.count_working_days(dt.date(2026, 2, 23), self.DAYS[0]) == 0
        for day in self.DAYS:
            assert (
                closed.explain(day).change.source == "https://example.cn/notice"
                and "https://example.cn/notice" in closed.explain(day).explain()
            )
            assert (
                "另行设定" in closed.explain(day).explain("zh")
                and CHINA.explain(day).change is None
            )
        assert (
            closed.explain(self.DAYS[1]).make_up
            and closed.explain(dt.date(2026, 3, 9)).change is None
        )

    def test_later_changes_win(self):
        there = CHINA.with_changes(off=[self.DAYS[0]], source="a").with_changes(
            working=[self.DAYS[0]], source="b"
        )
        assert there.is_working_day(self.DAYS[0]) and there.working == CHINA.working
        assert there.explain(self.DAYS[0]).change.source == "b"

    def test_what_makes_no_sense_is_refused(self):
        with pytest.raises(DataError, match="/working"):
            CHINA.with_changes(off=self.DAYS, working=self.DAYS)
        for bad in ([self.DAYS[0], "2026-02-24"], [self.DAYS[0], dt.datetime(2026, 2, 24)]):
            with pytest.raises(DataError, match="/off/1"):
                CHINA.with_changes(off=bad)
        for bad in ("2026-02-24", dt.date(2026, 2, 24), 5):
            with pytest.raises(DataError, match="/off"):
                CHINA.with_changes(off=bad)
        for bad in ({"source": 5}, {"year": "2027"}, {"year": True}, {"year": 10**9}):
            with pytest.raises(DataError, match="/" + next(iter(bad))):
                CHINA.with_changes(off=self.DAYS, **bad)
        with pytest.raises(BeyondHorizon):
            CHINA.with_changes(off=[dt.date(1999, 1, 1)])


#: The year after the last one the installed `holidays` knows, and an arrangement of it, made up for
#: these tests: every holiday the projection has, 31 December before it, and two make-up days.
NEXT = CHINA.official_through.year + 1
EVE = dt.date(NEXT - 1, 12, 31)
OFF = [day for day, _ in CHINA.names if day.year == NEXT] + [EVE]
MADE_UP = [
    day
    for day in (dt.date(NEXT, 2, 1) + ONE * i for i in range(28))
    if day.weekday() >= 5 and day not in OFF
][:2]


class TestNextArrangement:
    """ "If `year` is the first year without a notice, the changes are taken as the whole holiday
    schedule of that year, and `official_through` moves to 28 December of that year."
    (docs/design.md, "Working days and service levels")"""

    def test_it_moves_the_horizon_and_shows(self):
        known = CHINA.with_changes(
            OFF, working=MADE_UP, source="https://example.cn/next", year=NEXT
        )
        assert known.official_through == dt.date(NEXT, 12, 28)
        assert (
            known.basis(EVE) is known.basis(dt.date(NEXT, 6, 1)) is Basis.OFFICIAL
            and known.basis(dt.date(NEXT, 12, 29)) is Basis.PROJECTED
        )
        assert not known.is_working_day(EVE) and all(known.explain(day).make_up for day in MADE_UP)
        assert known.explain(dt.date(NEXT, 6, 1)).change.source == "https://example.cn/next"
        assert known.explain(EVE - 3 * ONE).change is None
        assert "2 changes" in repr(known.with_changes(off=[dt.date(NEXT, 6, 1)]))

    @given(st.sampled_from([day for day in OFF if day.weekday() < 5 and day.year == NEXT]))
    def test_an_arrangement_that_forgets_a_holiday_is_refused(self, forgotten):
        with pytest.raises(DataError, match=f"put {forgotten} into off"):
            CHINA.with_changes([day for day in OFF if day != forgotten], working=MADE_UP, year=NEXT)

    def test_one_that_forgets_the_make_up_days_is_refused(self):
        with pytest.raises(DataError, match="/working: the make-up working days of"):
            CHINA.with_changes(OFF, year=NEXT)

    def test_one_that_leaves_a_year_out_is_refused(self):
        with pytest.raises(
            DataError, match=f"/year: the next holiday schedule to add is that of {NEXT}"
        ):
            CHINA.with_changes(OFF, working=MADE_UP, year=NEXT + 1)

    def test_one_that_reaches_into_another_year_is_refused(self):
        for stray in (dt.date(NEXT - 1, 12, 28), dt.date(NEXT + 1, 1, 1)):
            with pytest.raises(DataError, match=f"cannot include {stray}"):
                CHINA.with_changes([*OFF, stray], working=MADE_UP, year=NEXT)

    def test_one_for_a_year_already_official_changes_days_only(self):
        again = CHINA.with_changes(off=[dt.date(2020, 1, 31)], source="extension", year=2020)
        assert again.official_through == CHINA.official_through and again.working == CHINA.working

    def test_one_after_another_up_to_the_end_of_the_table(self):
        there = CHINA
        while there.official_through.year < there.last_day.year:
            year = there.official_through.year + 1
            off = [day for day, _ in there.names if day.year == year]
            free = (dt.date(year, 3, 1) + ONE * i for i in range(20))
            there = there.with_changes(
                off,
                working=[day for day in free if day.weekday() >= 5 and day not in off][:1],
                year=year,
            )
        assert there.basis(dt.date(there.last_day.year, 12, 28)) is Basis.OFFICIAL
        with pytest.raises(BeyondHorizon):
            there.with_changes(
                [dt.date(year + 1, 1, 1)], working=[dt.date(year + 1, 3, 1)], year=year + 1
            )


class TestExplain:
    """ "weekday, holiday name, whether it is a make-up day, and source" (docs/design.md, "Working
    days and service levels"): `explain(day)` in both languages, with the notice and its address."""

    @pytest.mark.parametrize("day", [dt.date(2018, 6, 4) + ONE * i for i in range(7)])
    def test_a_day_off_without_a_name_is_a_weekend_only_on_saturday_and_sunday(self, day):
        words = CHINA.with_changes(off=[day] if day.weekday() < 5 else []).explain(day).words
        assert words == (
            Text("weekend", "周末")
            if day.strftime("%a") in ("Sat", "Sun")
            else Text("day off", "休息日")
        )

    @own.law("For every day, `WorkingCalendar.explain` agrees with `is_working_day` and `basis`")
    @given(own.days)
    def test_it_says_what_the_look_ups_say(self, day):
        told = CHINA.explain(day)
        assert (told.day, told.works, told.basis) == (
            day,
            CHINA.is_working_day(day),
            CHINA.basis(day),
        )
        assert (
            told.make_up == (told.works and day.weekday() >= 5) and told.weekday.en == f"{day:%A}"
        )
        assert (told.holiday is not None) or told.works or day.weekday() >= 5, (
            "a weekday off has a name"
        )
        for lang in ("en", "zh"):
            words = told.explain(lang)
            assert (
                str(day) in words
                and told.weekday.to(lang) in words
                and told.words.to(lang) in words
                and getattr(told.basis, lang) in words
            )
            assert all(notice.url in words for notice in told.notices)
        assert bool(told.notices) == (told.basis is Basis.OFFICIAL) or day.year > NOTICES[-1][0]

    def test_names(self):
        names = {
            dt.date(2018, 2, 16): Text("Chinese New Year (Spring Festival)", "春节"),
            dt.date(2018, 10, 4): Text(
                "day off in exchange for 2018-09-29", "调休（2018-09-29 上班）"
            ),
            dt.date(2018, 9, 29): None,
            dt.date(2018, 3, 3): None,
        }
        assert {day: CHINA.explain(day).holiday for day in names} == names
        words = {
            dt.date(2018, 9, 29): "make-up working day",
            dt.date(2018, 3, 3): "weekend",
            dt.date(2018, 3, 1): "working day",
        }
        assert {day: CHINA.explain(day).words.en for day in words} == words

    def test_the_day_a_day_off_is_exchanged_for_is_worked(self):
        exchanged = [
            text.en[-10:] for _, text in CHINA.names if text.en.startswith("day off in exchange")
        ]
        assert len(exchanged) > 100 and all(
            CHINA.explain(dt.date.fromisoformat(day)).make_up for day in exchanged if day >= "2007"
        )

    def test_an_unknown_language_is_refused(self):
        with pytest.raises(DataError, match="/lang"):
            CHINA.explain(dt.date(2018, 3, 1)).explain("fr")

    def test_every_year_has_its_notice(self):
        assert {year for year, _ in NOTICES} == set(range(2007, 2027)) and len(
            {source.url for _, source in NOTICES}
        ) == len(NOTICES) == 23
        assert all(
            (
                source.url.startswith("https://www.gov.cn/zhengce/zhengceku/20")
                and str(year) in source.title
            )
            or "周年" in source.title
            for year, source in NOTICES
        )
        for _, source in NOTICES:
            digits = source.url.removeprefix("https://www.gov.cn/zhengce/zhengceku/")[:7].replace(
                "-", ""
            )[:6]
            assert digits == f"{source.date:%Y%m}", "the address carries the month of publication"

    def test_a_projected_day_rests_on_no_notice(self):
        known = attrs.evolve(CHINA, official_through=dt.date(2026, 12, 28))
        assert [len(known.explain(dt.date(2026, 12, day)).notices) for day in (28, 29, 30, 31)] == [
            1,
            0,
            0,
            0,
        ]

    def test_the_last_days_of_december_rest_on_two_notices(self):
        assert [source.date.year for source in CHINA.explain(dt.date(2018, 12, 29)).notices] == [
            2017,
            2018,
            2019,
        ]
        assert [source.date.year for source in CHINA.explain(dt.date(2018, 12, 28)).notices] == [
            2017
        ]


class TestRuleSet:
    """ "the working days as a dateutil rule set" (docs/design.md, "Working days and service
    levels"): `rruleset(start, end)`, for schedulers and calendars."""

    @own.law("`rruleset(start, end)` lists the working days")
    @given(st.dates(CHINA.first_day, dt.date(2034, 1, 1)), st.integers(0, 200))
    def test_it_lists_the_working_days(self, start, length):
        end = start + ONE * length
        listed = [one.date() for one in CHINA.rruleset(start, end)]
        assert listed == [day for day in ORACLE if start <= day <= end]

    def test_the_whole_table(self):
        assert [one.date() for one in CHINA.rruleset(CHINA.first_day, CHINA.last_day)] == ORACLE

    def test_it_steps(self):
        days = CHINA.rruleset(dt.date(2018, 9, 1), dt.date(2018, 10, 31))
        assert days.after(dt.datetime(2018, 9, 28)) == dt.datetime(2018, 9, 29) and days.before(
            dt.datetime(2018, 10, 8)
        ) == dt.datetime(2018, 9, 30)

    def test_refusals(self):
        with pytest.raises(DataError, match="/end"):
            CHINA.rruleset(dt.date(2018, 3, 2), dt.date(2018, 3, 1))
        with pytest.raises(DataError):
            CHINA.rruleset(dt.datetime(2018, 3, 2), dt.date(2018, 3, 3))
        with pytest.raises(BeyondHorizon):
            CHINA.rruleset(dt.date(2006, 3, 2), dt.date(2018, 3, 3))


class Wrong:
    """What `holidays` gives, with some days as they are not."""

    def __init__(self, real, flipped=(), workdays=None):
        self.real, self.flipped, self.weekend_workdays = (
            real,
            set(flipped),
            real.weekend_workdays if workdays is None else workdays,
        )

    def is_working_day(self, day):
        return self.real.is_working_day(day) != (day in self.flipped)

    def __getattr__(self, name):
        return getattr(self.real, name)

    def __getitem__(self, day):
        return self.real[day]


class TestBuilding:
    """ "`china_calendar()` raises a `RuntimeError` if the installed package `holidays` has
    wrong data." (docs/design.md, "Errors and limits") Eight threads that ask for the first calendar
    at once get the same right value."""

    def build(self, monkeypatch, **wrong):
        real = holidays.country_holidays
        monkeypatch.setattr(
            holidays, "country_holidays", lambda *a, **k: Wrong(real(*a, **k), **wrong)
        )
        return china_calendar.__wrapped__()

    def test_a_right_one_is_taken(self, monkeypatch):
        assert self.build(monkeypatch) == CHINA

    @given(day=st.dates(dt.date(2007, 1, 1), dt.date(2026, 12, 28)))
    def test_a_wrong_day_is_refused(self, day):
        with (
            pytest.MonkeyPatch.context() as patch,
            pytest.raises(RuntimeError, match=r"holidays>=0\.92"),
        ):
            self.build(patch, flipped=[day])

    @pytest.mark.parametrize("year", [2007, 2015, 2026])
    def test_a_year_without_make_up_days_is_refused(self, monkeypatch, year):
        known = holidays.country_holidays("CN", years=range(2006, 2040)).weekend_workdays
        with pytest.raises(RuntimeError, match=r"holidays>=0\.92"):
            self.build(monkeypatch, workdays={day for day in known if day.year != year})

    @pytest.mark.parametrize("workdays", [set(), {dt.date(2080, 2, 1)}, {dt.date(2070, 2, 1)}])
    def test_nonsense_is_refused(self, monkeypatch, workdays):
        with pytest.raises(RuntimeError):
            self.build(monkeypatch, workdays=workdays)

    def test_a_newer_one_moves_the_horizon(self, monkeypatch):
        known = holidays.country_holidays("CN", years=range(2006, 2040)).weekend_workdays
        newer = self.build(monkeypatch, workdays=known | {MADE_UP[0]}, flipped=[MADE_UP[0]])
        assert (
            newer.official_through == dt.date(NEXT, 12, 28)
            and newer.explain(MADE_UP[0]).make_up
            and newer.last_day.year == NEXT + 10
        )
        assert newer.explain(MADE_UP[0]).notices == (), (
            "official, though the address of its notice is not known here"
        )

    def test_many_threads_get_the_same_right_value(self):
        for _ in range(12):
            china_calendar.cache_clear()
            gate, got = threading.Barrier(8), []

            def ask(gate=gate, got=got):
                gate.wait()
                got.append(china_calendar())

            threads = [threading.Thread(target=ask) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert got == [CHINA] * 8


class TestValue:
    """ "`WorkingCalendar` is an immutable value" (docs/design.md, "Working days and service
    levels"): it hashes, compares, pickles and copies by content."""

    def test_compares_hashes_copies_and_pickles_by_content(self):
        again = WorkingCalendar(CHINA.first_day, CHINA.official_through, CHINA.working, CHINA.names)
        for other in (
            again,
            pickle.loads(pickle.dumps(CHINA)),
            copy.copy(CHINA),
            copy.deepcopy(CHINA),
        ):
            assert other == CHINA and hash(other) == hash(CHINA)
            assert other.nth_working_day(dt.date(2018, 9, 28), 2) == dt.date(2018, 9, 30)
        assert china_calendar() is china_calendar()
        assert CHINA.with_changes(off=[EVE]) == CHINA.with_changes(off=[EVE]) != CHINA
        assert len({CHINA, again, CHINA.with_changes(off=[EVE])}) == 2

    def test_nothing_can_be_set(self):
        for name in ("first_day", "working", "official_through", "names", "changes"):
            with pytest.raises(AttributeError):
                setattr(CHINA, name, None)

    @pytest.mark.parametrize(
        ("args", "place"),
        [
            ((dt.datetime(2018, 1, 1), dt.date(2018, 1, 1), b"\1"), "/first_day"),
            (("2018-01-01", dt.date(2018, 1, 1), b"\1"), "/first_day"),
            ((dt.date(2018, 1, 1), None, b"\1"), "/official_through"),
            ((dt.date(2018, 1, 1), dt.date(2018, 1, 2), b"\1"), "/official_through"),
            ((dt.date(2018, 1, 1), dt.date(2017, 12, 31), b"\1"), "/official_through"),
            ((dt.date(2018, 1, 1), dt.date(2018, 1, 1), b""), "/working"),
            ((dt.date(2018, 1, 1), dt.date(2018, 1, 1), b"\2"), "/working"),
            ((dt.date(2018, 1, 1), dt.date(2018, 1, 1), "1"), "/working"),
            ((dt.date(2018, 1, 1), dt.date(2018, 1, 1), [1]), "/working"),
        ],
    )
    def test_what_is_no_calendar_is_refused(self, args, place):
        with pytest.raises(DataError, match=place):
            WorkingCalendar(*args)

    def test_a_calendar_of_the_last_days_there_are(self):
        last = dt.date.max
        made = WorkingCalendar(last, last, b"\1")
        assert made.last_day == last and made.is_working_day(last)
        with pytest.raises(DataError) as caught:
            WorkingCalendar(last, last, b"\1\1")
        assert [one[:2] for one in caught.value.problems] == [("/working", "out_of_range")]

    def test_a_calendar_of_one_day(self):
        one = WorkingCalendar(dt.date(2018, 1, 1), dt.date(2018, 1, 1), b"\1")
        assert (
            one.first_day == one.last_day
            and one.is_working_day(one.first_day)
            and one.count_working_days(one.first_day, one.first_day) == 0
        )
        with pytest.raises(BeyondHorizon):
            one.nth_working_day(one.first_day, 1)
        with pytest.raises(BeyondHorizon):
            one.nth_working_day(one.first_day, -1)
        rest = WorkingCalendar(dt.date(2018, 1, 1), dt.date(2018, 1, 1), b"\0")
        assert (
            not rest.is_working_day(rest.first_day)
            and rest.count_working_days(rest.first_day, rest.first_day) == 0
        )

    def test_a_subclass_of_date_is_a_day(self):
        class Day(dt.date):
            pass

        day = Day(2018, 9, 28)
        assert (
            CHINA.nth_working_day(day, 1) == dt.date(2018, 9, 29)
            and CHINA.is_working_day(day)
            and CHINA.explain(day).works
        )


class MissingTime(dt.datetime):
    """A time that is not equal to itself, as NaT of pandas."""

    def __ne__(self, other):
        return True


class LaterTime(dt.datetime):
    """A time of another class, as Timestamp of pandas."""


class TestTimesOfPandas:
    """ "Invalid data raises a `DataError` and no other error." (docs/design.md, "Errors and
    limits")"""

    def test_a_missing_time_is_refused_and_no_other(self):
        given = 2018, 2, 14, 20, 0, 0, 0, dt.UTC
        assert beijing_day(LaterTime(*given)) == dt.date(2018, 2, 15)
        with pytest.raises(DataError) as caught:
            beijing_day(MissingTime(*given))
        said = "this time is missing (NaT); give a date or a datetime"
        assert caught.value.problems == (("", "wrong_type", said),)


class TestBeijing:
    """ "China Standard Time is UTC+8 on every day of the calendar, without summer time."
    (docs/design.md, "Working days and service levels")"""

    @own.law("China Standard Time is UTC+8 on every day of the calendar")
    @given(own.instants)
    def test_the_fixed_offset_is_exact_over_the_whole_table(self, moment):
        assert (
            beijing_day(moment)
            == moment.astimezone(zoneinfo.ZoneInfo("Asia/Shanghai")).date()
            == moment.astimezone(BEIJING).date()
        )
