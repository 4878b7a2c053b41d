"""The working days (工作日) of mainland China, with public holidays and make-up working days.

A make-up working day (调休) is a weekend day on which people work, in exchange for a day off next
to a holiday. The State Council, China's government, usually publishes the holiday schedule of a
year in the autumn of the year before. Days after `WorkingCalendar.official_through` are marked as
projected.

A `WorkingCalendar` is an immutable table. The time to find the n-th working day does not depend on
n. On its first call, `china_calendar` builds the table from the package `holidays`. No other
function in this module uses `holidays`.
"""

import datetime as dt
import re
import zlib
from collections.abc import Iterable
from functools import cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import argument, article, checked, day, instances, listed, print_repr
from icp_rules.notices import FESTIVALS, read_notice
from icp_rules.texts import Source, optional_source
from icp_rules.vocabulary import Term, Text, language

if TYPE_CHECKING:
    from dateutil.rrule import rruleset

__all__ = [
    "BEIJING",
    "Basis",
    "BeyondHorizon",
    "CalendarChange",
    "CalendarDay",
    "WorkingCalendar",
    "beijing_day",
    "china_calendar",
]

#: China Standard Time: UTC+8. China has no summer time in the years of the calendar.
BEIJING: Final = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
_AHEAD: Final = dt.timedelta(hours=8)

_FIRST = dt.date(2007, 1, 1)  # the notices of earlier years are incomplete
_PROJECTED_YEARS = 10
_LAST_ASKED = 2075  # the last year that is looked up in `holidays`
#: The last day that can no longer change, and the checksum of the table through this day. If the
#: installed `holidays` leads to another checksum, its data is wrong.
_SETTLED = dt.date(2026, 12, 28), 0xFF938BE2

WEEKDAYS: Final = (
    Text("Monday", "星期一"),
    Text("Tuesday", "星期二"),
    Text("Wednesday", "星期三"),
    Text("Thursday", "星期四"),
    Text("Friday", "星期五"),
    Text("Saturday", "星期六"),
    Text("Sunday", "星期日"),
)


class Basis(Term):
    """Whether a day of the calendar, or a window, is official or projected.

    Official days are based on a published holiday schedule. Projected days are based only on
    weekends and the statutory holidays.
    """

    OFFICIAL = "official", "official", "依据官方安排"
    PROJECTED = "projected", "projected", "推算"


class BeyondHorizon(ValueError):
    """The error for a day that the calendar does not cover.

    The day is outside the calendar; or `strict` is true, and the day is later than the calendar's
    `official_through`.
    """


def beijing_day(value: dt.date | dt.datetime) -> dt.date:
    """The date of a datetime, in Beijing time; a date is returned as a plain `date`.

    A datetime without a time zone raises `DataError`, because its day in Beijing is unknown.

    >>> beijing_day(dt.datetime(2018, 2, 14, 20, tzinfo=dt.timezone.utc))
    datetime.date(2018, 2, 15)
    """
    if not isinstance(value, dt.datetime):
        if isinstance(value, dt.date):
            return day(value)
        raise DataError.of(
            "wrong_type",
            f"expected a date or a datetime with a time zone, got {article(value)}",
        )
    # NaT, the missing time of pandas, is an instance of datetime
    if type(value) is not dt.datetime and value != value:
        raise DataError.of("wrong_type", "this time is missing (NaT); give a date or a datetime")
    offset = value.utcoffset()
    if offset is None:
        raise DataError.of(
            "naive_time",
            "a time without a time zone is ambiguous; add its UTC offset (Beijing is +08:00) "
            "or give a date",
        )
    try:
        there = value + (_AHEAD - offset)
        return dt.date(there.year, there.month, there.day)
    except OverflowError:
        pass
    raise DataError.of(
        "out_of_range", "the date of this time in Beijing is before the year 1 or after 9999"
    )


# -- The notices -----------------------------------------------------------------------------------


def _notice(
    year: int,
    published: str,
    address: str,
    title: str = "国务院办公厅关于{}年部分节假日安排的通知",
) -> tuple[int, Source]:
    url = "https://www.gov.cn/zhengce/zhengceku/" + address
    return year, Source(title.format(year), url, dt.date.fromisoformat(published))


#: The State Council's notices, each with the year whose holiday schedule it sets or amends. Three
#: old notices have no date of their own; their date here is the day they were posted. The installed
#: `holidays` may know a later year that is missing here. That year is official too, but the address
#: of its notice is unknown.
NOTICES: Final = (
    _notice(2007, "2008-03-28", "2008-03/28/content_1761.htm"),
    _notice(2008, "2008-03-28", "2008-03/28/content_1645.htm"),
    _notice(2009, "2008-12-10", "2008-12/10/content_1572.htm"),
    _notice(2010, "2009-12-08", "2009-12/08/content_1476.htm"),
    _notice(2011, "2010-12-10", "2010-12/10/content_1423.htm"),
    _notice(2012, "2011-12-06", "2011-12/06/content_1411.htm"),
    _notice(2013, "2012-12-10", "2012-12/10/content_1353.htm"),
    _notice(2014, "2014-01-02", "2014-01/02/content_1194.htm"),
    _notice(2015, "2014-12-16", "2014-12/16/content_9302.htm"),
    _notice(
        2015,
        "2015-05-13",
        "2015-05/13/content_9742.htm",
        "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知",
    ),
    _notice(2016, "2015-12-10", "2015-12/10/content_10394.htm"),
    _notice(2017, "2016-12-01", "2016-12/01/content_5141603.htm"),
    _notice(2018, "2017-11-30", "2017-11/30/content_5243579.htm"),
    _notice(2019, "2018-12-06", "2018-12/06/content_5346276.htm"),
    _notice(
        2019,
        "2019-03-22",
        "2019-03/22/content_5375877.htm",
        "国务院办公厅关于调整{}年劳动节假期安排的通知",
    ),
    _notice(2020, "2019-11-21", "2019-11/21/content_5454164.htm"),
    _notice(
        2020,
        "2020-01-27",
        "2020-01/27/content_5472352.htm",
        "国务院办公厅关于延长{}年春节假期的通知",
    ),
    _notice(2021, "2020-11-25", "2020-11/25/content_5564127.htm"),
    _notice(2022, "2021-10-25", "2021-10/25/content_5644835.htm"),
    _notice(2023, "2022-12-08", "2022-12/08/content_5730844.htm"),
    _notice(2024, "2023-10-25", "202310/content_6911528.htm"),
    _notice(2025, "2024-11-12", "202411/content_6986383.htm"),
    _notice(2026, "2025-11-04", "202511/content_7047091.htm"),
)


def _arranged_by(one: dt.date) -> tuple[int, ...]:
    """The years whose holiday schedules cover a day.

    The last three days of December are also covered by the schedule of the next year.
    """
    return (one.year, one.year + 1) if (one.month, one.day) > (12, 28) else (one.year,)


# -- The table -------------------------------------------------------------------------------------


def _days(values: Iterable[dt.date]) -> tuple[dt.date, ...]:
    dates = enumerate(listed("dates", values))
    return tuple(sorted({argument(str(i), day, value) for i, value in dates}))


def _table(value: bytes) -> bytes:
    if type(value) is not bytes or not value or value.strip(b"\0\1"):
        raise DataError.of(
            "wrong_type", "expected one byte for each day: 1 for a working day, 0 for any other"
        )
    return value


@attrs.frozen(field_transformer=checked)
class CalendarChange:
    """The days that one call of `WorkingCalendar.with_changes` or `with_notice` changed.

    Attributes:
        off:
            The days that were set as days off, in order.

        working:
            The days that were set as working days, in order.

        source:
            Where the change is published, such as an address; None if not given.

        year:
            The year whose whole holiday schedule was set; None if only some days were set.

        notice:
            The State Council's notice that the days were read from; None if there is no notice.
    """

    off: tuple[dt.date, ...] = attrs.field(default=(), converter=_days)
    working: tuple[dt.date, ...] = attrs.field(default=(), converter=_days)
    source: str | None = None
    year: int | None = None
    notice: Source | None = attrs.field(default=None, converter=optional_source, repr=False)

    def __attrs_post_init__(self) -> None:
        if not set(self.off).isdisjoint(self.working):
            raise DataError.of("out_of_range", "a day cannot be both off and working", "/working")
        if self.source is not None and type(self.source) is not str:
            raise DataError.of(
                "wrong_type", f"expected text, got {article(self.source)}", "/source"
            )
        if self.year is not None and (
            type(self.year) is not int or not dt.MINYEAR < self.year <= dt.MAXYEAR
        ):
            raise DataError.of("out_of_range", "expected a year such as 2027", "/year")


@attrs.frozen
class CalendarDay:
    """One day of a calendar, with the reason why it is, or is not, a working day.

    Attributes:
        day:
            The date.

        weekday:
            The name of the weekday.

        works:
            Whether the day is a working day.

        make_up:
            Whether the day is a make-up working day (调休), a weekend day on which people work.

        holiday:
            The name of the holiday or day off, such as "National Day" or "day off in exchange for
            2018-02-11"; None if the day has no name.

        basis:
            Whether the day is official or projected.

        notices:
            The State Council's notices about the holiday schedules that cover the day. Empty if the
            day is projected or if neither this package nor the calendar has a notice for it.

        change:
            The last change by `with_changes` or `with_notice` that affects this day, or None.
    """

    day: dt.date = attrs.field(converter=day)
    weekday: Text
    works: bool
    make_up: bool
    holiday: Text | None
    basis: Basis
    notices: tuple[Source, ...]
    change: CalendarChange | None

    @property
    def words(self) -> Text:
        """The kind of day as a `Text`, such as "working day" or the name of a holiday."""
        if self.make_up:
            return Text("make-up working day", "调休上班")
        if self.works:
            return Text("working day", "工作日")
        return self.holiday or (
            Text("weekend", "周末") if self.day.weekday() >= 5 else Text("day off", "休息日")
        )

    def explain(self, lang: str = "en") -> str:
        """The day in plain words, in English ("en") or Chinese ("zh").

        >>> print(china_calendar().explain(dt.date(2018, 9, 29)).explain())  # doctest: +ELLIPSIS
        2018-09-29, Saturday: make-up working day (official). https://www.gov.cn/zhengce/...
        """
        zh = language(lang) == "zh"
        said = (
            f"{self.day}（{self.weekday.zh}）：{self.words.zh}（{self.basis.zh}）。"
            if zh
            else f"{self.day}, {self.weekday.en}: {self.words.en} ({self.basis.en}). "
        )
        if self.change is not None and self.change.notice is None:
            source = self.change.source
            by = f"{'：' if zh else ': '}{source}" if source else ""
            said += f"另行设定{by}。" if zh else f"Changed{by}. "
        return (said + " ".join(one.url or one.title for one in self.notices)).strip()


def _names(values: Iterable[tuple[dt.date, Text]]) -> tuple[tuple[dt.date, Text], ...]:
    values = tuple(values) if isinstance(values, Iterable) else (values,)
    if not all(type(one) is tuple and len(one) == 2 and type(one[1]) is Text for one in values):
        raise DataError.of("wrong_type", "expected a list of pairs of a date and a Text")
    _days(one for one, _ in values)
    return tuple((day(one), text) for one, text in values)


def _changes(values: Iterable[CalendarChange]) -> tuple[CalendarChange, ...]:
    return instances(CalendarChange, values)


@attrs.frozen(repr=False, cache_hash=True, field_transformer=checked)
class WorkingCalendar:
    """An immutable calendar of working days.

    Two calendars with the same content are equal. A calendar can be hashed and pickled.

    Attributes:
        first_day:
            The first day that the calendar covers.

        official_through:
            The last day for which the published holiday schedules are final.

        working:
            One byte for each day from `first_day` on: 1 for a working day, 0 for any other.

        names:
            The names of the holidays and other days off, as pairs (day, name).

        changes:
            The changes made by `with_changes` and `with_notice`, in order.
    """

    first_day: dt.date = attrs.field(converter=day)
    official_through: dt.date = attrs.field(converter=day)
    working: bytes = attrs.field(converter=_table)
    names: tuple[tuple[dt.date, Text], ...] = attrs.field(default=(), converter=_names)
    changes: tuple[CalendarChange, ...] = attrs.field(default=(), converter=_changes)
    _ranks: dict[dt.date, int] = attrs.field(init=False, eq=False)
    _workdays: tuple[dt.date, ...] = attrs.field(
        default=attrs.Factory(
            lambda self: tuple(compress(self._ranks, self.working)), takes_self=True
        ),
        init=False,
        eq=False,
    )
    _name: dict[dt.date, Text] = attrs.field(
        default=attrs.Factory(lambda self: dict(self.names), takes_self=True), init=False, eq=False
    )

    @_ranks.default
    def _counted(self) -> dict[dt.date, int]:
        """For each day, the number of working days from `first_day` to that day."""
        start = self.first_day.toordinal()
        if start + len(self.working) - 1 > dt.date.max.toordinal():
            raise DataError.of("out_of_range", "the table must end by the year 9999", "/working")
        days = map(dt.date.fromordinal, range(start, start + len(self.working)))
        return dict(zip(days, accumulate(self.working), strict=True))

    def __attrs_post_init__(self) -> None:
        if not self.first_day <= self.official_through <= self.last_day:
            raise DataError.of(
                "out_of_range", "this day must be within the table", "/official_through"
            )

    @property
    def last_day(self) -> dt.date:
        """The last day of the calendar."""
        return self.first_day + dt.timedelta(len(self.working) - 1)

    def _rank(self, value: dt.date, name: str = "day") -> int:
        try:
            return self._ranks[value]
        except (KeyError, TypeError):
            pass
        raise BeyondHorizon(
            f"{argument(name, day, value)} is outside this calendar, which runs from "
            f"{self.first_day} to {self.last_day}"
        )

    def is_working_day(self, day: dt.date) -> bool:
        """Whether a day is a working day.

        Raises `BeyondHorizon` if the day is outside the calendar.

        >>> china_calendar().is_working_day(
        ...     dt.date(2018, 9, 29)  # a Saturday, worked in exchange for a day off
        ... )
        True
        """
        rank = self._rank(day)
        return rank > 0 and self._workdays[rank - 1] == day

    def nth_working_day(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after a day, or before it if n is negative.

        `day` itself is never counted.

        Args:
            day:
                The day to start from.

            n:
                How many working days to go forward, or back if negative. 0 is refused, because its
                meaning would be unclear.

        Raises:
            DataError: n is 0 or not a whole number, or `day` is not a date.
            BeyondHorizon: `day` or the answer is outside the calendar.

        >>> china_calendar().nth_working_day(dt.date(2018, 2, 14), 1)
        datetime.date(2018, 2, 22)
        """
        if type(n) is int and n > 0:
            try:
                return self._workdays[self._ranks[day] + n - 1]
            except (KeyError, IndexError, TypeError):
                pass  # outside the calendar, or not a date: checked below
        if type(n) is not int or n == 0:
            raise DataError.of("out_of_range", "expected a whole number other than 0", "/n")
        at = self._rank(day) - self.is_working_day(day) + n
        if n > 0 or at < 0:
            raise BeyondHorizon(
                f"counting that many working days from {day} goes beyond this calendar, which runs "
                f"from {self.first_day} to {self.last_day}"
            )
        return self._workdays[at]

    def count_working_days(self, start: dt.date, end: dt.date) -> int:
        """The number of working days after `start`, up to and including `end`.

        The number is negative if `end` is before `start`.

        >>> china_calendar().count_working_days(dt.date(2018, 2, 14), dt.date(2018, 2, 23))
        2
        """
        return self._rank(end, "end") - self._rank(start, "start")

    def basis(self, day: dt.date) -> Basis:
        """Whether a day is official or projected.

        Raises `BeyondHorizon` if the day is outside the calendar.
        """
        self._rank(day)
        return Basis.OFFICIAL if day <= self.official_through else Basis.PROJECTED

    def explain(self, day: dt.date) -> CalendarDay:
        """What the calendar says about a day, such as its holiday and the notices that cover it.

        Raises `BeyondHorizon` if the day is outside the calendar.

        >>> china_calendar().explain(dt.date(2018, 10, 1)).holiday
        Text(en='National Day', zh='国庆节')
        """
        works, basis, years = self.is_working_day(day), self.basis(day), _arranged_by(day)
        changes = [
            one for one in self.changes if day in one.off or day in one.working or one.year in years
        ]
        read = {one.notice.title: one.notice for one in changes if one.notice}
        known = {source.title: source for year, source in NOTICES if year in years}
        notices = (*{**known, **read}.values(),) if basis is Basis.OFFICIAL else ()
        return CalendarDay(
            day,
            WEEKDAYS[day.weekday()],
            works,
            works and day.weekday() >= 5,
            self._name.get(day),
            basis,
            notices,
            changes[-1] if changes else None,
        )

    def with_changes(
        self,
        off: Iterable[dt.date] = (),
        working: Iterable[dt.date] = (),
        *,
        source: str | None = None,
        year: int | None = None,
    ) -> Self:
        """A copy of the calendar in which some days are changed to days off or working days.

        A later change overrides an earlier one.

        Args:
            off:
                Days that become days off.

            working:
                Days that become working days.

            source:
                Where the changes are published, such as the address of the notice.

            year:
                Pass a year only if `off` and `working` are the whole holiday schedule of that year,
                such as the schedule in the State Council's next notice. The calendar is then
                official through 28 December of that year.

        Raises:
            DataError: a day is both off and working, or is not a date. If `year` is later than the
                last official year, these are errors too: `year` is not the very next year; a day
                cannot be in the schedule of `year`; `working` has no make-up working day; or a
                projected holiday on a weekday is in neither `off` nor `working`.
            BeyondHorizon: a changed day is outside the calendar; or `year` is later than the last
                official year, and 31 December of `year` is outside the calendar.

        >>> day = dt.date(2018, 2, 14)
        >>> closed = china_calendar().with_changes(off=[day], source="the provider's notice")
        >>> closed.is_working_day(day), china_calendar().is_working_day(day)
        (False, True)
        """
        change = CalendarChange(off, working, source, year)
        table = self._table_with(change)
        through = self.official_through
        if change.year is not None and change.year > through.year:
            self._check_whole(change, change.year)
            through = dt.date(change.year, 12, 28)
        return type(self)(self.first_day, through, table, self.names, (*self.changes, change))

    def _table_with(self, change: CalendarChange) -> bytes:
        table = bytearray(self.working)
        for days, works in ((change.off, False), (change.working, True)):
            for one in days:
                self._rank(one)
                table[(one - self.first_day).days] = works
        return bytes(table)

    def with_notice(self, text: str, url: str = "") -> Self:
        """A new calendar with the holidays of a State Council notice (节假日安排的通知).

        If the notice sets the schedule of the first year without one, the new calendar is official
        through 28 December of that year, because the notice for the year after can still change the
        last three days of December. An amendment, such as the notice of January 2020, is accepted
        only for a year whose schedule the calendar already has. If the notice sets a whole schedule
        for a year that already has one, the new schedule replaces the old one and all its
        amendments.

        Recommendations in the notice (鼓励…) are ignored. If a clause has a phrase that the package
        does not know, the method raises `DataError`. Days in the notice before the calendar's first
        day are ignored.

        Args:
            text:
                The whole notice in Chinese, from its title to its date.

            url:
                The address of the notice, which `explain` shows for the days that the notice
                affects.

        Raises:
            DataError: the text is not a holiday notice of the State Council; the notice amends
                the schedule of a year, but the calendar has no schedule for that year; the notice
                sets the schedule of a year, but the calendar has none for the year before; or the
                notice contradicts itself or the law. Examples of contradictions are a wrong weekday
                in brackets, a wrong count of days, and a number of days off that is not the number
                that the law grants. `.problems` lists every problem. If a problem is in one clause,
                the pointer of the problem is the number of the clause, such as "/3".
            BeyondHorizon: the last day that the notice sets is outside the calendar.

        >>> text = '''
        ... 国务院办公厅关于2026年部分节假日安排的通知
        ... 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        ... 二、春节：2月15日（周日）至23日（周一）放假调休，共9天。
        ... 2月14日（周六）、2月28日（周六）上班。
        ... 三、清明节：4月4日（周六）至6日（周一）放假，共3天。
        ... 四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
        ... 五、端午节：6月19日（周五）至21日（周日）放假，共3天。
        ... 六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
        ... 七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。
        ... 9月20日（周日）、10月10日（周六）上班。'''
        >>> china_calendar().with_notice(text).working == china_calendar().working
        True
        >>> china_calendar().with_notice(text.replace("共5天", "共6天"))
        Traceback (most recent call last):
        icp_rules.errors.DataError: /4: the count of days (共N天) is wrong [bad_notice]
        """
        through = self.official_through
        arranged = through.year - ((through.month, through.day) < (12, 28))
        notice = read_notice(text, arranged, _statutory(), url)
        whole = notice.year if notice.kind == "arranges" else None
        names = {one: clause.name for clause in notice.clauses for one in clause.off}
        off, working = {*names}, {one for clause in notice.clauses for one in clause.working}
        self._rank(notice.last if whole else max(off))
        if whole or notice.kind == "replaces":
            for one in self._irregular(notice.first, notice.last) - off - working:
                (working if one.weekday() < 5 else off).add(one)
        off, working = ({one for one in days if one >= self.first_day} for days in (off, working))
        written = url or notice.source.title
        change = CalendarChange(off, working, written, whole, notice.source)
        table = self._table_with(change)
        if notice.kind == "replaces" and sum(table) != sum(self.working):
            raise DataError.of(
                "bad_notice",
                "it is unclear which earlier days off and make-up days this notice replaces",
                f"/{notice.clauses[0].number}",
            )
        names = {one: name for one, name in names.items() if one in off} | self._name
        return type(self)(
            self.first_day,
            max(through, notice.last) if whole else through,
            table,
            sorted((one, name) for one, name in names.items() if one not in working),
            (*self.changes, change),
        )

    def _irregular(self, first: dt.date, last: dt.date) -> set[dt.date]:
        """The weekdays off and the make-up working days from `first` to `last`, both included."""
        return {
            one
            for one in map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
            if self.first_day <= one <= self.last_day
            and self.is_working_day(one) != (one.weekday() < 5)
        }

    def _check_whole(self, change: CalendarChange, year: int) -> None:
        """Raise `DataError` if the holiday schedule of a year is not complete.

        The whole year becomes official, so the calendar would be wrong about a missing day.
        """
        expected = self.official_through.year + 1
        if year != expected:
            raise DataError.of(
                "out_of_range", f"the next holiday schedule to add is that of {expected}", "/year"
            )
        self._rank(dt.date(year, 12, 31))
        if strays := [
            str(one) for one in (*change.off, *change.working) if year not in _arranged_by(one)
        ]:
            raise DataError.of(
                "out_of_range",
                f"the holiday schedule of {year} cannot include {', '.join(strays)}",
                "/year",
            )
        if not any(one.weekday() >= 5 for one in change.working):
            raise DataError.of(
                "missing",
                f"the make-up working days of {year} are missing; add them",
                "/working",
            )
        named = {*change.off, *change.working}
        if unsaid := [
            str(one)
            for one, _ in self.names
            if one.year == year and one.weekday() < 5 and one not in named
        ]:
            raise DataError.of(
                "missing",
                f"the holiday schedule is incomplete; put {', '.join(unsaid)} into off or working",
                "/off",
            )

    def rruleset(self, start: dt.date, end: dt.date) -> "rruleset":
        """The working days from `start` to `end`, both included, as a dateutil rule set.

        Schedulers and calendar programs can use the rule set. The rule set has a weekly rule for
        Monday to Friday; weekdays that are days off are excluded, and make-up working days are
        added. dateutil works with datetimes only, so each day is a datetime at 00:00, without a
        time zone.

        Raises:
            DataError: `end` is before `start`, or one of them is not a date.
            BeyondHorizon: `start` or `end` is outside the calendar.

        >>> days = china_calendar().rruleset(dt.date(2018, 9, 28), dt.date(2018, 10, 8))
        >>> [f"{one:%m-%d}" for one in days]
        ['09-28', '09-29', '09-30', '10-08']
        """
        # not at the top: importing icp_rules must not import dateutil
        from dateutil.rrule import FR, MO, TH, TU, WE, WEEKLY, rrule, rruleset

        self._rank(start, "start"), self._rank(end, "end")
        if end < start:
            raise DataError.of("out_of_range", "the end is before the start", "/end")
        days = rruleset(cache=True)
        from_, until = map(dt.datetime.fromordinal, (start.toordinal(), end.toordinal()))
        days.rrule(rrule(WEEKLY, dtstart=from_, until=until, byweekday=(MO, TU, WE, TH, FR)))
        for i in range(start.toordinal(), end.toordinal() + 1):
            one = dt.datetime.fromordinal(i)
            if self.is_working_day(one.date()) != (one.weekday() < 5):
                (days.exdate if one.weekday() < 5 else days.rdate)(one)
        return days

    def __repr__(self) -> str:
        changed = f", {len(self.changes)} changes" if self.changes else ""
        return (
            f"<WorkingCalendar {self.first_day} to {self.last_day}, official through "
            f"{self.official_through}{changed}>"
        )

    _repr_pretty_ = print_repr

    def __reduce__(self) -> Any:
        return type(self), (
            self.first_day,
            self.official_through,
            self.working,
            self.names,
            self.changes,
        )


def _statutory() -> dict[dt.date, set[str]]:
    """The statutory holidays by day, each with the names of its festivals as notices use them."""
    named = (
        (one, {*name.zh.replace("农历除夕", "春节").split("; ")})
        for one, name in china_calendar().names
    )
    return {one: festivals for one, festivals in named if festivals <= FESTIVALS.keys()}


def _named(en: str, zh: str) -> Text:
    """The name of a day, from the names that `holidays` has for it in both languages.

    The result is the same for every version of `holidays`. If another day is worked in exchange for
    this day off, the name says which one.
    """
    swapped = re.search(r"\d{4}-\d\d-\d\d", zh)
    return (
        Text(f"day off in exchange for {swapped[0]}", f"调休（{swapped[0]} 上班）")
        if swapped
        else Text(en, zh.replace("（观察日）", "（补假）"))
    )


@cache
def china_calendar() -> WorkingCalendar:
    """The calendar of mainland China, from 2007-01-01 to ten years after the last official year.

    The calendar is built from the package `holidays` on the first call. Later calls return the same
    immutable value. The last official year is the last year for which the installed `holidays` has
    the holiday schedule. The calendar is official through 28 December of that year, because the
    schedule of the next year can still change the last three days of December.

    Raises:
        RuntimeError: the installed package `holidays` has wrong data: a day before 2026-12-29
            differs from the State Council's notices, or the make-up working days of a year are
            missing.

    >>> china_calendar().is_working_day(dt.date(2026, 10, 1))
    False
    """
    import holidays  # not at the top: importing icp_rules must not import it

    # A year with a published schedule has make-up working days, and a year without one has none.
    # So the make-up working days show how far the data is official. Days after 28 December do not
    # count here, because they can come from the schedule of the next year.
    china = holidays.country_holidays(
        "CN", years=range(_FIRST.year, _LAST_ASKED + 1), language="zh_CN"
    )
    arranged = {
        one.year
        for one in china.weekend_workdays
        if one >= _FIRST and (one.month, one.day) <= (12, 28)
    }
    last = max(arranged, default=0)
    end = dt.date(min(max(last, _FIRST.year) + _PROJECTED_YEARS, _LAST_ASKED), 12, 31)
    days = range(_FIRST.toordinal(), end.toordinal() + 1)
    table = bytes(china.is_working_day(dt.date.fromordinal(i)) for i in days)
    settled, checksum = _SETTLED
    if (
        arranged != set(range(_FIRST.year, last + 1))
        or last + _PROJECTED_YEARS > _LAST_ASKED
        or last < settled.year
        or zlib.crc32(table[: days.index(settled.toordinal()) + 1]) != checksum
    ):
        raise RuntimeError(
            "the installed holidays package is wrong: its working days since 2007 differ from the "
            "State Council's notices, or a year's make-up working days are missing; install "
            "holidays>=0.92"
        )
    english = holidays.country_holidays(
        "CN", years=range(_FIRST.year, end.year + 1), language="en_US"
    )
    names = [(one, _named(english[one], zh)) for one, zh in china.items() if _FIRST <= one <= end]
    return WorkingCalendar(_FIRST, dt.date(last, 12, 28), table, sorted(names))
