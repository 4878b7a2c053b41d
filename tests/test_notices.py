"""`WorkingCalendar.with_notice`: notices composed from facts, those of the State Council where they
are at hand, and both with something wrong in them."""

import datetime as dt
import os
import pickle
import random
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import Basis, BeyondHorizon, DataError, Text, china_calendar
from icp_rules.fields import article
from icp_rules.notices import FESTIVALS, holidays_due, read_notice
from icp_rules.workdays import CalendarChange
from tests import composed_notices as composed
from tests import strategies as own
from tests.composed_notices import AMENDMENTS, ONE, STATUTORY, STYLES, YEARS, Item, between

CHINA = china_calendar()
URL = "https://example.cn/notice"
DAYS = between(dt.date(2007, 1, 1), dt.date(2026, 12, 31))
START = composed.plain_weeks(dt.date(2006, 12, 29), dt.date(2006, 12, 29), DAYS[-1])
each_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)


def texts(style):
    """Every year's notice and amendment, composed, in the order of their publication."""
    for year in YEARS:
        yield year, composed.notice(year, composed.items(year), style, year < 2009)
        if year in AMENDMENTS:
            yield year, AMENDMENTS[year]


def wrong_days(calendar):
    return [day for day in DAYS if calendar.is_working_day(day) != CHINA.is_working_day(day)]


def as_of(year):
    """China's calendar before the notice of a year."""
    official = max(CHINA.first_day, dt.date(year - 1, 12, 28))
    return attrs.evolve(CHINA, official_through=official)


def all_told(text, calendar=CHINA, url=""):
    with pytest.raises(DataError) as caught:
        calendar.with_notice(text, url)
    return caught.value.problems


def problems(text, calendar=CHINA, url=""):
    return [(one.pointer, one.message) for one in all_told(text, calendar, url)]


NOTICE_2026 = composed.notice(2026, composed.items(2026), composed.of_2025)


class TestComposed:
    """ "`with_notice(text, url)` reads a notice of the State Council … and returns a new calendar."
    (docs/design.md, "Working days and service levels")"""

    @each_style
    def test_every_day_from_2007_to_2026(self, style):
        calendar = START
        for year, text in texts(style):
            calendar = calendar.with_notice(text)
            assert calendar.official_through == dt.date(year, 12, 28)
        assert len(DAYS) == 7305 and wrong_days(calendar) == []
        assert len(calendar.changes) == 23

    @pytest.mark.parametrize("official", [dt.date(2007, 1, 1), DAYS[-1]])
    def test_a_calendar_that_begins_with_the_first_year(self, official):
        """The notice of 2007 also names days of 2006; and a year may be read once more."""
        calendar = composed.plain_weeks(DAYS[0], official, DAYS[-1])
        for _, text in texts(composed.of_2018):
            calendar = calendar.with_notice(text)
        assert wrong_days(calendar) == []
        assert calendar.official_through == max(official, dt.date(2026, 12, 28))

    @each_style
    def test_the_calendar_of_china_stays_as_it_is(self, style):
        calendar = CHINA
        for _, text in texts(style):
            calendar = calendar.with_notice(text)
        assert calendar.working == CHINA.working
        assert calendar.official_through == CHINA.official_through
        amended = {day for one in calendar.changes if not one.year for day in one.off}
        lost = {day for day, _ in {*CHINA.names} - {*calendar.names}}
        assert lost <= amended, "a day off keeps its name"

    def test_days_without_a_year_are_near_the_others_of_their_clause(self):
        """30 December in the notice of 2008 is in 2007."""
        text = composed.notice(2008, composed.items(2008), composed.of_2010)
        assert "2007年12月30日" in text
        bare = text.replace("12月29日", "2007年12月29日").replace("2007年2007年", "2007年")
        for other in (
            bare,
            bare.replace("2007年12月29日", "12月29日"),
            text.replace("至2008年1月1日", "至1月1日"),
        ):
            assert as_of(2008).with_notice(other).working == CHINA.working
        text = composed.notice(2007, composed.items(2007), composed.of_2010)
        assert "1月1日至3日" in text and "2006年12月30日" in text
        bare = text.replace("2006年12月30日", "12月30日")
        assert as_of(2007).with_notice(bare).working == CHINA.working

    def test_it_replaces_every_day_of_its_year_even_at_the_ends_of_the_calendar(self):
        first, last = dt.date(2025, 12, 29), dt.date(2026, 12, 28)
        closed = composed.plain_weeks(first, first, last).with_changes(off=[first, last])
        assert not closed.is_working_day(first) and not closed.is_working_day(last)
        calendar = closed.with_notice(NOTICE_2026)
        for day in between(first, last):
            assert calendar.is_working_day(day) == CHINA.is_working_day(day)

    def test_a_date_in_chinese_numerals(self):
        text = NOTICE_2026.replace("2025年12月1日", "二○二五年十二月十一日")
        (notice,) = CHINA.with_notice(text).explain(dt.date(2026, 5, 1)).notices
        assert notice.date == dt.date(2025, 12, 11)
        text = NOTICE_2026.replace("2025年12月1日", "二〇二五年十月二十日")
        (notice,) = CHINA.with_notice(text).explain(dt.date(2026, 5, 1)).notices
        assert notice.date == dt.date(2025, 10, 20)
        text = NOTICE_2026.replace("2025年12月1日", "")
        (notice,) = CHINA.with_notice(text).explain(dt.date(2026, 5, 1)).notices
        assert notice.date is None

    def test_what_the_law_gives(self):
        assert {year: sum(holidays_due(year).values()) for year in range(2006, 2028)} == {
            2006: 0,
            2007: 10,
            **dict.fromkeys(range(2008, 2025), 11),
            **dict.fromkeys((2025, 2026, 2027), 13),
        }
        for year in YEARS:
            named = [name for day, names in STATUTORY.items() if day.year == year for name in names]
            assert {name: named.count(name) for name in named} == holidays_due(year)


# -- Notices that were invented --------------------------------------------------------------------


@st.composite
def invented(draw):
    """A year to come and what a notice of it might arrange."""
    year = draw(st.integers(2027, 2036))
    days = {
        name: sorted(day for day, names in STATUTORY.items() if name in names and day.year == year)
        for name in FESTIVALS
    }
    groups = [(name,) for name in FESTIVALS]
    if abs((days["中秋节"][0] - days["国庆节"][0]).days) < 8:
        groups = [*groups[:-2], ("中秋节", "国庆节")]
    spans = []
    for names in groups:
        fixed = sorted({day for name in names for day in days[name]})
        first = fixed[0] - ONE * draw(st.integers(0, 3))
        span = between(first, fixed[-1] + ONE * draw(st.integers(0, 3)))
        due = sum(len(days[name]) for name in names)
        while sum(day.weekday() < 5 for day in span) < due:
            span.append(span[-1] + ONE)
        spans.append((names, span, sum(day.weekday() < 5 for day in span) - due))
    taken = {day for _, span, _ in spans for day in span}
    clauses = []
    for names, span, more in spans:
        near = between(span[0] - 14 * ONE, span[-1] + 14 * ONE)
        free = [
            day
            for day in near
            if day.weekday() >= 5 and day not in taken and day >= composed.first_day(year)
        ]
        # two long holidays close to each other may leave too few weekend days to make up
        assume(len(free) >= more)
        worked = draw(st.permutations(free))[:more]
        taken |= {*worked}
        clauses.append(Item(names, tuple(span), tuple(sorted(worked))))
    return year, sorted(clauses, key=lambda one: one.off[0])


blanks = st.lists(
    st.tuples(st.integers(0, 5_000), st.sampled_from(["\n", " ", "\u3000", "\r\n  ", "\u200b"])),
    max_size=20,
)


class TestInvented:
    """ "A notice composed from a holiday schedule is read back as that schedule." (docs/design.md,
    "Working days and service levels")"""

    @own.law("A notice composed from a holiday schedule is read back as that schedule")
    @given(invented(), st.sampled_from(STYLES), st.booleans(), blanks)
    def test_reading_undoes_writing(self, made, style, half_width, breaks):
        year, clauses = made
        text = composed.typed(composed.notice(year, clauses, style), half_width, breaks)
        calendar = as_of(year).with_notice(text, URL)
        off = {day for one in clauses for day in one.off}
        worked = {day for one in clauses for day in one.worked}
        first, last = composed.first_day(year), dt.date(year, 12, 28)
        assert calendar.official_through == last
        start, end = ((day - CHINA.first_day).days for day in (first, last + ONE))
        decided = [
            day in worked or (day.weekday() < 5 and day not in off) for day in between(first, last)
        ]
        assert calendar.working[start:end] == bytes(decided)
        assert calendar.working[:start] == CHINA.working[:start]
        assert calendar.working[end:] == CHINA.working[end:]
        for day in off | worked:
            told = calendar.explain(day)
            assert told.basis is Basis.OFFICIAL and told.make_up == (day in worked)
            assert told.change.notice.url == URL and told.change.notice in told.notices
            assert (told.holiday is None) == (day in worked) or day.weekday() >= 5
        again = {day for day, _ in calendar.names if calendar.is_working_day(day)}
        assert not {day for day in again if day.year == year}, "a working day is no holiday"

    @given(invented(), st.randoms(use_true_random=False))
    def test_with_something_wrong_only_what_is_consistent_differs(self, made, chance):
        year, clauses = made
        text = composed.notice(year, clauses, composed.of_2025)
        only_consistent(as_of(year), text, chance, 3)


# -- Damage ----------------------------------------------------------------------------------------


def only_consistent(calendar, text, chance, times):
    """How many of so many damaged texts give a calendar that differs from the right one: each of
    these is consistent in itself. It has a make-up day some weeks earlier or later."""
    right, different = calendar.with_notice(text), 0
    for _ in range(times):
        what, damaged = "", text
        while damaged == text:
            what, damaged = composed.damaged(text, chance)
        try:
            got = calendar.with_notice(damaged)
        except DataError:
            continue
        assert got.official_through == right.official_through
        if got.working == right.working:
            continue
        different += 1
        ours, theirs = ({*one.changes[-1].working} for one in (right, got))
        (before,), (after,) = ours - theirs, theirs - ours
        assert what == "digit" and abs(after - before).days in (7, 14, 21)
        assert right.changes[-1].off == got.changes[-1].off
    return different


class TestDamaged:
    """ "a passage that is not understood, a wrong weekday in brackets, a 共N天 that does not add
    up" (docs/design.md, "Working days and service levels"): 200 damaged copies of each text."""

    @each_style
    def test_only_what_is_consistent_differs(self, style):
        calendar, chance, different = START, random.Random(style.__name__), 0
        for _, text in texts(style):
            different += only_consistent(calendar, text, chance, 200 // len(STYLES))
            calendar = calendar.with_notice(text)
        assert different < 10

    WRONG = (
        ("1月4日（周日）", "1月4日（周六）", "/1", "weekday"),
        ("1月4日（周日）", "1月4日（周八）", "/1", "in brackets"),
        ("1月4日（周日）", "1月4日（）", "/1", "in brackets"),
        ("1月4日（周日）", "1月5日（周一）", "/1", "not on a weekend"),
        ("1月4日（周日）上班", "1月3日（周六）上班", "/1", "both a day off and a working day"),
        ("1月4日（周日）", "1月24日（周六）", "/1", "more than 14 days"),
        ("1月4日（周日）", "2月30日（周日）", "/1", "does not exist"),
        ("一、元旦：1月1日", "一、元旦：1日", "/1", "no month"),
        ("1月4日（周日）", "2024年1月4日（周四）", "/1", "outside"),
        ("共9天", "共8天", "/2", "count of days"),
        (
            "三、清明节：4月4日（周六）至6日（周一）",
            "三、清明节：4月6日（周一）至4日（周六）",
            "/3",
            "before",
        ),
        ("清明节：", "清明节、植树节：", "/3", "festival"),
        ("清明节：", "春节：", "/3", "twice"),
        ("清明节：", "", "/3", "festival"),
        (
            "4月4日（周六）至6日（周一）放假，共3天",
            "4月3日（周五）至4日（周六）放假，共2天",
            "/3",
            "statutory",
        ),
        ("放假调休，共5天", "酌情放假，共5天", "/4", "phrase"),
        ("5月9日（周六）上班", "5月9日（周六）上班D", "/4", "phrase"),
        (
            "6月19日（周五）至21日（周日）放假，共3天",
            "6月19日放假，6月22日（周一）补休",
            "/5",
            "law grants",
        ),
        (
            "6月19日（周五）至21日（周日）放假，共3天",
            "6月18日放假，与周末连休",
            "/5",
            "Monday or a Friday",
        ),
        ("6月19日（周五）至21日（周日）放假", "不放假", "/5", "names no day"),
        ("七、国庆节", "八、国庆节", "/7", "in order"),
        (
            "6月19日（周五）至21日（周日）放假，共3天",
            "6月20日放假，6月23日（周二）补休",
            "/5",
            "in lieu",
        ),
        ("9月20日（周日）、", "", "/7", "law grants"),
        ("1月4日（周日）", "2026年12月29日（周二）", "/1", "outside"),
        ("1月4日（周日）", "2027年1月4日（周一）", "/1", "outside"),
        ("4日（周日）上班", "4日（周日）上班，1月5日（周一）起正常上班", "/1", "must resume"),
        ("现将2026年", "现将2025年", "", "the years in the title"),
        ("2025年12月1日", "2024年12月1日", "", "the years in the title"),
        ("2025年12月1日", "2025年13月1日", "", "does not exist"),
        ("六、中秋节", "七、中秋节", "/6", "in order"),
    )

    @pytest.mark.parametrize(("right", "wrong", "pointer", "message"), WRONG)
    def test_each_flaw_is_told_with_its_clause(self, right, wrong, pointer, message):
        assert right in NOTICE_2026
        told = problems(NOTICE_2026.replace(right, wrong))
        assert [said for where, said in told if where == pointer and message in said], told

    SAID = (
        "a date does not exist or has no month",
        "a date is outside the days that this notice covers",
        "a day is both a day off and a working day",
        "a day off in lieu (补休) must be the next weekday",
        "a day off that joins a weekend must be a Monday or a Friday",
        "a festival appears twice",
        "a make-up working day is more than 14 days from the days off",
        "a make-up working day is not on a weekend",
        "a note in brackets is neither a weekday nor a lunar day",
        "a statutory holiday of this festival is not a day off",
        "a weekday in brackets does not match its date",
        "contains a phrase that is not known from earlier notices",
        "expected the full text of a State Council notice, from its title to its date",
        "expected the names of festivals before the colon",
        "names no day off",
        "the clauses are not numbered in order",
        "the count of days (共N天) is wrong",
        "the date of the notice does not exist",
        "the days off end before they begin",
        "the last day off must be 1 to 31 days after the festival",
        "the year differs from the year in the title",
        "the years in the title, the text and the date disagree",
        "weekdays off minus make-up days must equal the days off that the law grants",
        "work must resume on the day after the last day off",
    )

    def test_in_these_words(self):
        """Every flaw of the notice of 2026 and of the amendments, word for word, with its code."""
        texts = [NOTICE_2026.replace(right, wrong) for right, wrong, *_ in self.WRONG]
        texts += [
            AMENDMENTS[year].replace(right, wrong, 1)
            for year, right, wrong, _ in TestAmendments.WRONG
        ]
        told = [one for text in texts for one in all_told(text)]
        assert {one.message: one.code for one in told} == {
            **dict.fromkeys(self.SAID, "bad_notice"),
            "no clause sets any day": "missing",
            "no clause sets the days of Tomb-Sweeping Day": "missing",
        }

    @pytest.mark.parametrize(
        ("right", "wrong", "told"),
        [
            # only what follows the last clause may be anything
            (
                "1月4日（周日）上班",
                "1月4日（周日）上班。节假日期间，5月20日放假",
                ["contains a phrase that", "the count of days", "weekdays off minus"],
            ),
            ("1月4日（周日）上班", "1月4日（周日）上班。说明：无", ["contains a phrase that"]),
            (
                "共3天。1月4日（周日）",
                "共3天。2月30日（周日）",
                ["a date does not", "weekdays off"],
            ),
            (
                "三、清明节：",
                "三、元旦、春节、清明节、劳动节、端午节、中秋节、国庆节：",
                ["a statutory holiday of this", "a festival appears twice", "weekdays off minus"],
            ),
        ],
    )
    def test_these_flaws_and_no_other(self, right, wrong, told):
        found = problems(NOTICE_2026.replace(right, wrong))
        wrong = {next(one for one in (*told, said) if said.startswith(one)) for _, said in found}
        assert wrong == {*told}

    @pytest.mark.parametrize(
        ("right", "wrong"),
        [
            ("2月14日（周六）、28日（周六）上班", "2月14日（周六）上班，28日（周六）上班"),
            ("共3天。1月4日", "共3天。鼓励错峰出行。1月4日"),
            ("经国务院批准，", "2015年9月3日全国放假1天。经国务院批准，"),
        ],
    )
    def test_said_otherwise_it_is_the_same(self, right, wrong):
        assert right in NOTICE_2026
        assert CHINA.with_notice(NOTICE_2026.replace(right, wrong)).working == CHINA.working

    def test_a_holiday_that_the_law_of_the_year_does_not_have(self):
        """Tomb-Sweeping Day is a holiday from 2008 on; a day off for it in 2007 is granted by no
        law."""
        more = "五、清明节：4月5日（星期四）放假，共1天。节假日期间"
        text = composed.notice(2007, composed.items(2007), composed.of_2010)
        assert problems(text.replace("节假日期间", more), as_of(2007)) == [
            ("/5", "weekdays off minus make-up days must equal the days off that the law grants")
        ]

    def test_a_statutory_day_that_has_two_names_or_is_an_eve(self):
        """1 October 2020 was the Mid-Autumn Festival too; the eve is Spring Festival's from 2025
        on."""
        said = "a statutory holiday of this festival is not a day off"
        text = composed.notice(2020, composed.items(2020), composed.of_2025)
        days = text[text.index("六、") : text.index("节假日期间")]
        late = days.replace("10月1日（周四）至", "10月2日（周五）至")
        assert late != days
        told = problems(text.replace(days, late), as_of(2020))
        assert ("/6", said) in told
        spring = "2月15日（农历腊月二十八、周日）至23日"
        told = problems(NOTICE_2026.replace(spring, "2月17日（周二）至23日"))
        assert ("/2", said) in told

    def test_two_festivals_are_missing(self):
        text = NOTICE_2026.replace("清明节：", "植树节：").replace("中秋节：", "妇女节：")
        lacking = "no clause sets the days of Tomb-Sweeping Day and Mid-Autumn Festival"
        assert ("", "missing", lacking) in all_told(text)

    def test_everything_at_once_and_no_value_repeated(self):
        text = NOTICE_2026
        for right, wrong in (
            ("共9天", "共77天"),
            ("5月9日（周六）", "5月9日（周三）"),
            ("国庆节", "某某节"),
        ):
            text = text.replace(right, wrong)
        told = problems(text)
        assert [where for where, _ in told] == ["", "/2", "/4", "/7", "/7"]
        assert "National Day" in told[0][1] and not any("77" in said for _, said in told)
        assert not any("某某" in said for _, said in told)

    @pytest.mark.parametrize("number", range(1, 8))
    def test_a_festival_is_missing(self, number):
        lines = NOTICE_2026.splitlines()
        (at,) = [i for i, line in enumerate(lines) if line.startswith("一二三四五六七"[number - 1])]
        del lines[at]
        assert any("no clause sets" in said for _, said in problems("\n".join(lines)))

    @pytest.mark.parametrize(
        "more", ["八、妇女节：3月8日放假。", "八、元旦：1月1日放假。", "八、其他。"]
    )
    def test_a_clause_too_many(self, more):
        text = NOTICE_2026.replace("节假日期间", f"{more}节假日期间")
        assert "/8" in [where for where, _ in problems(text)]

    def test_more_clauses_than_numbers(self):
        more = "".join(f"{i}、春节：2月1日放假。" for i in "八九十一二三")
        told = problems(NOTICE_2026.replace("节假日期间", more + "节假日期间"))
        assert "/13" in [where for where, _ in told]

    @pytest.mark.parametrize(
        ("right", "wrong", "message"),
        [
            (
                "6日（星期六）、7日（星期日）照常公休",
                "5日（星期五）照常公休",
                "a day of rest (公休日) is not on a weekend",
            ),
            (
                "2日（星期二）、3日（星期三）为法定",
                "8日（星期一）为法定",
                "a holiday or day of rest is not among the days off",
            ),
            ("两个公休日", "三个公休日", "the numbers of exchanged days differ"),
            (
                "4日（星期四）、5日（星期五），9月",
                "4日（星期四），9月",
                "the numbers of exchanged days differ",
            ),
            (
                "4日（星期四）、5日（星期五），9月",
                "8日（星期一）、9日（星期二），9月",
                "a holiday or day of rest is not among the days off",
            ),
            (
                "4日（星期四）、5日（星期五），9月",
                "4日（星期四）、6日（星期六），9月",
                "a weekend day must be exchanged for a weekday",
            ),
            (
                "30日（星期日）两个公休日",
                "28日（星期五）两个公休日",
                "a weekend day must be exchanged for a weekday",
            ),
            (
                "、30日（星期日）两个公休日分别调至10月4日（星期四）、5日（星期五）",
                "两个公休日分别调至10月4日（星期四）",
                "the numbers of exchanged days differ",
            ),
            (
                "1日（星期一）、2日（星期二）",
                "8日（星期一）为法定节假日，2日（星期二）",
                "a holiday or day of rest is not among the days off",
            ),
        ],
    )
    def test_the_exchanges_of_2007(self, right, wrong, message):
        text = composed.notice(2018, composed.items(2018), composed.of_2007)
        assert right in text.splitlines()[10]
        told = problems(text.replace(right, wrong))
        assert ("/7", message) in told

    def test_a_moved_day_of_rest_is_worked_though_no_sentence_says_so(self):
        """As National Day of 2008."""
        text = composed.notice(2018, composed.items(2018), composed.of_2007)
        bare = text.replace("，9月29日（星期六）、30日（星期日）上班", "")
        assert bare != text and as_of(2018).with_notice(bare).working == CHINA.working
        both, first = (
            "、30日（星期日）两个公休日分别调至10月4日（星期四）、5日",
            "公休日调至10月4日",
        )
        each = bare.replace(both, f"{first}，将9月30日公休日调至10月5日")
        assert each != bare and as_of(2018).with_notice(each).working == CHINA.working

    @given(
        st.text(max_size=300)
        | st.text("一二、：，。（）至放假上班共天年月日0123456789", max_size=300)
    )
    def test_any_text_is_read_or_refused(self, text):
        for whole in (text, NOTICE_2026.replace("元旦：", f"元旦：{text}"), NOTICE_2026 + text):
            try:
                assert CHINA.with_notice(whole).working == CHINA.working
            except DataError as error:
                assert all(one.code and one.message for one in error.problems)


class TestArguments:
    """ "Invalid data raises a `DataError` and no other error." (docs/design.md, "Errors and
    limits")"""

    @pytest.mark.parametrize("bad", [None, 5, b"x", ["x"], Path("x"), Text("x", "x")])
    def test_of_the_wrong_type(self, bad):
        said = f"expected text, got {article(bad)}"
        assert all_told(bad) == (("/text", "wrong_type", said),)
        assert all_told(NOTICE_2026, url=bad) == (("/url", "wrong_type", said),)

    def test_too_long(self):
        assert {one.code for one in all_told("一" * 10_001)} == {"too_long"}
        assert problems("一" * 10_001) == [("/text", "at most 10000 characters")]
        assert problems(NOTICE_2026, url="x" * 2_001) == [("/url", "at most 2000 characters")]
        assert CHINA.with_notice(NOTICE_2026 + " " * (10_000 - len(NOTICE_2026)), "x" * 2_000)

    @pytest.mark.parametrize(
        "text", ["", " ", "元旦：1月1日放假。", "关于2026年部分节假日安排的通知"]
    )
    def test_no_notice(self, text):
        assert problems(text)[0] == (
            "",
            "expected the full text of a State Council notice, from its title to its date",
        )

    def test_a_change_is_made_from_a_notice_only(self):
        with pytest.raises(DataError, match="/notice"):
            CalendarChange(notice="国务院办公厅")


class TestYears:
    """ "The schedule of a year is accepted only if the calendar has the schedule of the year
    before." (docs/design.md, "Working days and service levels")"""

    def test_a_year_is_left_out(self):
        text = composed.notice(2026, composed.items(2026), composed.of_2025)
        told = problems(text, as_of(2025))
        assert told == [("", "the next holiday schedule to add is that of 2025")]
        assert [one.code for one in all_told(text, as_of(2025))] == ["out_of_range"]
        almost = attrs.evolve(CHINA, official_through=dt.date(2025, 12, 27))
        assert problems(text, almost) == told
        assert as_of(2026).with_notice(text).working == CHINA.working

    @pytest.mark.parametrize("year", ["0000", "1999", "2006", "9999"])
    def test_a_year_of_which_none_is_read(self, year):
        said = "only notices for 2007 and later years can be read"
        told = all_told(NOTICE_2026.replace("2026", year))
        assert told == (("", "out_of_range", said),)

    def test_a_year_outside_the_table(self):
        ends = composed.plain_weeks(dt.date(2025, 1, 1), dt.date(2025, 12, 28), DAYS[-1] - 4 * ONE)
        with pytest.raises(BeyondHorizon):
            ends.with_notice(NOTICE_2026)
        later = composed.plain_weeks(dt.date(2027, 1, 1), dt.date(2027, 1, 1), dt.date(2028, 1, 1))
        with pytest.raises(BeyondHorizon):
            later.with_notice(NOTICE_2026)
        with pytest.raises(BeyondHorizon):
            later.with_notice(AMENDMENTS[2015])

    def test_the_projection_gives_way(self):
        """A day that the projection has off and the notice does not name is worked."""
        guessed = as_of(2026).with_changes(off=[dt.date(2026, 3, 4)], working=[dt.date(2026, 3, 7)])
        calendar = guessed.with_notice(NOTICE_2026)
        assert calendar.working == CHINA.working


class TestAmendments:
    """ "`with_notice` also reads the amendments of 2015, 2019 and 2020 if the calendar has the
    schedule of their year." (docs/design.md, "Working days and service levels")"""

    @pytest.mark.parametrize("year", AMENDMENTS)
    def test_against_the_year_as_it_was(self, year):
        text = composed.notice(year, composed.items(year), composed.of_2018)
        before = as_of(year).with_notice(text)
        after = before.with_notice(AMENDMENTS[year], URL)
        assert before.working != CHINA.working == after.working
        assert after.official_through == before.official_through
        (changed,) = after.changes[-1:]
        assert changed.year is None and changed.notice.url == URL
        for day in (*changed.off, *changed.working):
            told = after.explain(day)
            assert told.change is changed
            assert len(told.notices) == len(CHINA.explain(day).notices)
        assert after.with_notice(AMENDMENTS[year]).working == CHINA.working, "once more"

    @pytest.mark.parametrize("year", AMENDMENTS)
    def test_without_the_year(self, year):
        assert (
            "",
            "out_of_range",
            "the calendar has no holiday schedule for the year that this notice amends",
        ) in all_told(AMENDMENTS[year], as_of(year))

    WRONG = (
        (2015, "9月6日（星期日）上班", "9月6日（星期日）", "/1"),
        (2015, "，9月6日（星期日）上班", "", "/1"),
        (2015, "全国放假1天", "全国放假2天", "/1"),
        (2015, "全国放假1天", "全国放假", ""),
        (2015, "共3天", "共4天", "/1"),
        (2015, "特作如下调休：", "", ""),
        (2019, "2019年5月1日", "2018年5月1日", "/1"),
        (2019, "共4天", "共5天", "/1"),
        (2019, "4月28日（星期日）、", "", "/1"),
        (2019, "调整2019年劳动节假期安排的", "调整2019年五月节假期安排的", "/1"),
        (2019, "一、2019年5月1日至4日", "一、2019年5月2日至4日", "/1"),
        (2019, "二、各地", "二、5月8日放假。各地", "/2"),
        (2020, "星期日", "星期六", "/1"),
        (2020, "2月3日（星期一）", "2月4日（星期二）", "/1"),
        (2020, "延长2020年春节假期至", "延长2021年春节假期至", "/1"),
        (
            2020,
            "至2月2日（农历正月初九，星期日），2月3日（星期一）",
            "至1月27日，1月28日",
            "/1",
        ),
        (2020, "至2月2日（农历正月初九，星期日），2月3日（星期一）", "至5月2日，5月3日", "/1"),
        (
            2020,
            "一、延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。",
            "",
            "",
        ),
    )

    @pytest.mark.parametrize(("year", "right", "wrong", "pointer"), WRONG)
    def test_with_something_wrong(self, year, right, wrong, pointer):
        assert right in AMENDMENTS[year]
        told = problems(AMENDMENTS[year].replace(right, wrong, 1))
        assert pointer in [where for where, _ in told], told

    def test_a_day_off_at_the_end_of_the_calendar(self):
        text = AMENDMENTS[2015]
        days = text[text.index("2015年9月3日全国") : text.index("调休放假期间")]
        more = "2015年12月21日全国放假1天。特作如下调休：12月21日放假，共1天。"
        official, day = dt.date(2015, 12, 28), dt.date(2015, 12, 21)
        calendar = composed.plain_weeks(dt.date(2015, 1, 1), official, dt.date(2015, 12, 31))
        changed = calendar.with_notice(text.replace(days, more))
        assert changed.official_through == official
        assert calendar.is_working_day(day) and not changed.is_working_day(day)

    def test_a_clause_without_days_may_come_first(self):
        one, two = "一、2019年5月1日至4日", "二、各地区"
        first, advice = AMENDMENTS[2019].index(one), AMENDMENTS[2019].index(two)
        end = AMENDMENTS[2019].index("国务院办公厅\n2019年3月22日")
        days, more = AMENDMENTS[2019][first:advice], AMENDMENTS[2019][advice:end]
        text = (
            AMENDMENTS[2019][:first]
            + more.replace("二、", "一、")
            + days.replace("一、", "二、")
            + AMENDMENTS[2019][end:]
        )
        assert CHINA.with_notice(text).working == CHINA.working

    def test_a_holiday_is_extended_by_31_days_at_most(self):
        days = "至2月2日（农历正月初九，星期日），2月3日（星期一）"
        text = AMENDMENTS[2020].replace(days, "至2月27日，2月28日")  # the 27th is a statutory day
        calendar = CHINA.with_notice(text)
        january = dt.date(2020, 1, 25)
        assert not any(map(calendar.is_working_day, between(january, dt.date(2020, 2, 27))))
        text = AMENDMENTS[2020].replace(days, "至2月28日，2月29日")
        assert ("/1", "the last day off must be 1 to 31 days after the festival") in problems(text)

    def test_an_extension_with_one_more_day_off(self):
        text = AMENDMENTS[2020].replace("起正常上班", "起正常上班，2月7日放假")
        day = dt.date(2020, 2, 7)
        assert CHINA.is_working_day(day) and not CHINA.with_notice(text).is_working_day(day)

    def test_a_festival_that_the_calendar_does_not_have_like_that(self):
        closed = CHINA.with_changes(off=[dt.date(2019, 5, 8)])
        said = "it is unclear which earlier days off and make-up days this notice replaces"
        assert all_told(AMENDMENTS[2019], closed) == (("/1", "bad_notice", said),)

    def test_a_year_that_nobody_knows_the_festivals_of(self):
        last = dt.date(2060, 12, 31)
        far = composed.plain_weeks(dt.date(2050, 1, 1), last, last)
        text = AMENDMENTS[2020].replace("2020", "2055").replace("2026年", "2055年")
        text = text.replace("星期日", "星期二").replace("星期一", "星期三")
        assert problems(text, far) == [
            ("/1", "the last day off must be 1 to 31 days after the festival")
        ]

    def test_the_title_that_comes_first_counts(self):
        """An amendment may name the notice it amends."""
        cited = "《国务院办公厅关于2019年部分节假日安排的通知》"
        text = AMENDMENTS[2019].replace("经国务院批准", f"根据{cited}，经国务院批准")
        assert CHINA.with_notice(text).working == CHINA.working


class TestExplained:
    """ "For every day that the notice changed, `explain(day)` names the notice." (docs/design.md,
    "Working days and service levels")"""

    YEAR = 2027
    MADE_UP = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
国务院办公厅
2026年12月2日"""

    def test_with_its_title_address_and_day(self):
        calendar = as_of(2027).with_notice(self.MADE_UP, URL)
        told = calendar.explain(dt.date(2027, 2, 14))
        assert told.make_up and told.notices == (
            icp.Source("国务院办公厅关于2027年部分节假日安排的通知", URL, dt.date(2026, 12, 2)),
        )
        assert told.explain() == f"2027-02-14, Sunday: make-up working day (official). {URL}"
        assert told.explain("zh") == f"2027-02-14（星期日）：调休上班（依据官方安排）。{URL}"
        told = as_of(2027).with_notice(self.MADE_UP).explain(dt.date(2027, 2, 12))
        assert told.explain() == (
            "2027-02-12, Friday: Spring Festival holiday (official). "
            "国务院办公厅关于2027年部分节假日安排的通知"
        )
        assert told.change.source == told.notices[0].title and told.change.year == 2027

    def test_a_value_like_any_other(self):
        calendar = as_of(2027).with_notice(self.MADE_UP, URL)
        again = pickle.loads(pickle.dumps(calendar))
        assert again == calendar == as_of(2027).with_notice(self.MADE_UP, URL) != as_of(2027)
        assert len({again, calendar}) == 1 and "公" not in repr(calendar.changes)

    def test_the_horizon_moves(self):
        calendar = as_of(2027).with_notice(self.MADE_UP)
        assert calendar.official_through == dt.date(2027, 12, 28)
        day = dt.date(2026, 12, 30)
        assert calendar.basis(day) is Basis.OFFICIAL is not as_of(2027).basis(day)
        assert calendar.basis(dt.date(2027, 12, 29)) is Basis.PROJECTED
        window = icp.processing_window(dt.date(2027, 9, 24), calendar=calendar, strict=True)
        assert (window.earliest, window.basis) == (dt.date(2027, 9, 26), Basis.OFFICIAL)
        with pytest.raises(BeyondHorizon, match=r"of 2027 with WorkingCalendar\.with_notice"):
            icp.processing_window(dt.date(2027, 9, 24), calendar=as_of(2027), strict=True)

    def test_names(self):
        calendar = as_of(2027).with_notice(self.MADE_UP)
        names = {day.strftime("%m-%d"): name.zh for day, name in calendar.names if day.year == 2027}
        assert names["02-05"] == "农历除夕" and names["02-12"] == "春节假期"
        assert names["05-01"] == "劳动节" and names["05-05"] == "劳动节假期"
        assert "02-14" not in names

    def test_the_words_of_a_clause(self):
        notice = read_notice(AMENDMENTS[2015], 2015, STATUTORY, URL)
        assert (notice.kind, notice.year, notice.source.url) == ("adds", 2015, URL)
        (clause,) = notice.clauses
        assert clause.name == Text("commemoration holiday", "纪念日假期")
        assert [day.day for day in clause.off] == [3, 4, 5] and clause.number == 1
        assert clause.working == (dt.date(2015, 9, 6),)
        notice = read_notice(composed.notice(2025, composed.items(2025), STYLES[-1]), 2024, {})
        assert notice.source.url == ""
        assert notice.clauses[-1].name == Text(
            "Mid-Autumn Festival and National Day holiday", "中秋节、国庆节假期"
        )
        assert (notice.first, notice.last) == (dt.date(2024, 12, 29), dt.date(2025, 12, 28))


# -- The State Council's own texts -----------------------------------------------------------------

FOLDER = os.environ.get("ICP_RULES_NOTICES")


@pytest.mark.skipif(not FOLDER, reason="ICP_RULES_NOTICES names no folder with the notices")
class TestTheirOwnWords:
    """ "The calendar of mainland China follows the State Council's notices for 2007 to 2026 day by
    day" (docs/design.md, "Working days and service levels"): their texts are no part of this
    package. ICP_RULES_NOTICES names a folder that has them as 2007.txt to 2026.txt and
    2015-amendment.txt, 2019-amendment.txt and 2020-amendment.txt."""

    def texts(self, years=YEARS):
        for year in years:
            for name in (f"{year}.txt", f"{year}-amendment.txt"):
                if (path := Path(FOLDER, name)).exists():
                    yield path.read_text(encoding="utf-8")

    def test_every_day_from_2007_to_2026(self):
        calendar = START
        for text in self.texts():
            calendar = calendar.with_notice(text)
        assert len(calendar.changes) == 23 and wrong_days(calendar) == []
        assert all(
            one.notice.date or one.year == 2008 or one.year == 2009 for one in calendar.changes
        )

    def test_200_damaged_copies_of_each(self, record_property):
        calendar, different = START, 0
        for i, text in enumerate(self.texts()):
            different += only_consistent(calendar, text, random.Random(i), 200)
            calendar = calendar.with_notice(text)
        record_property("different", different)
        assert different <= 10

    @given(st.sampled_from(YEARS), st.booleans(), blanks)
    def test_other_copies(self, year, half_width, breaks):
        calendar = as_of(year)
        for text in self.texts([year]):
            calendar = calendar.with_notice(composed.typed(text, half_width, breaks))
        assert calendar.official_through.year == year and calendar.working == CHINA.working
