"""Working days in mainland China (工作日): weekends, public holidays and make-up working days (调休).

A `WorkingCalendar` is one frozen table; every look-up is an index into it, whatever n is. `china_calendar` builds it from the package
`holidays`, once and eagerly, and nothing else here touches that package. The State Council publishes a year's arrangement in the autumn
before; past the last one the calendar is only projected, and says so.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from typing import Any, Final, Self

import attrs

from icp_rules.rules import DataError, Term, argument, article, day

__all__ = ["BEIJING", "Basis", "BeyondHorizon", "WorkingCalendar", "beijing_day", "china_calendar"]

#: China Standard Time: UTC+8, without summer time over the whole of the calendar.
BEIJING: Final = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")

_FIRST = dt.date(2007, 1, 1)  # before, the notices are not complete
_PROJECTED_YEARS = 10
_LAST_ASKED = 2075  # how far `holidays` is asked for arrangements


class Basis(Term):
    """What a day rests on: a published arrangement, or the statutory holidays alone."""

    OFFICIAL = "official", "official", "依据官方安排"
    PROJECTED = "projected", "projected", "推算"


class BeyondHorizon(ValueError):
    """A day the calendar cannot answer for: outside its table, or, in strict mode, past the last official arrangement."""


def beijing_day(value: dt.date | dt.datetime) -> dt.date:
    """The day in Beijing of an instant; a date stays as it is. `DataError` for a naive datetime: whose midnight would it mean?

    >>> beijing_day(dt.datetime(2018, 2, 14, 20, tzinfo=dt.timezone.utc))
    datetime.date(2018, 2, 15)
    """
    if type(value) is dt.date:
        return value
    if not isinstance(value, dt.datetime):
        raise DataError.of("wrong_type", f"a date or a datetime with a time zone is needed here, not {article(value)}")
    if value.utcoffset() is None:
        raise DataError.of("naive_time", "a time without a time zone is ambiguous; add its UTC offset (Beijing is +08:00) or give a date")
    try:
        return value.astimezone(BEIJING).date()
    except OverflowError:
        pass
    raise DataError.of("out_of_range", "this instant has no date in Beijing that can be written")


def _days(name: str, values: Iterable[dt.date]) -> frozenset[dt.date]:
    return frozenset(argument(f"{name}/{i}", day, value) for i, value in enumerate(values))


@attrs.frozen(repr=False)
class WorkingCalendar:
    """Which days are working days, as a value: it compares, hashes and pickles by content.

    Attributes:
        first_day:
            The first day of the table.

        official_through:
            The last day that rests on a published arrangement.

        working:
            A byte a day from `first_day` on: 1 for a working day.

        changes:
            What `with_changes` changed, as (day, working, source), in order.
    """

    first_day: dt.date
    official_through: dt.date
    working: bytes
    changes: tuple[tuple[dt.date, bool, str | None], ...] = ()
    _start: int = attrs.field(init=False, eq=False)
    _upto: tuple[int, ...] = attrs.field(init=False, eq=False)
    _ordinals: tuple[int, ...] = attrs.field(init=False, eq=False)

    @_start.default
    def _first_ordinal(self) -> int:
        return self.first_day.toordinal()

    @_upto.default
    def _ranks(self) -> tuple[int, ...]:
        """For each day, how many working days the table has before it; one more entry closes the table."""
        return (0, *accumulate(self.working))

    @_ordinals.default
    def _positions(self) -> tuple[int, ...]:
        start = self.first_day.toordinal()
        return tuple(start + i for i, works in enumerate(self.working) if works)

    @property
    def last_day(self) -> dt.date:
        """The last day of the table."""
        return dt.date.fromordinal(self._start + len(self.working) - 1)

    def _index(self, value: dt.date) -> int:
        if type(value) is not dt.date:
            day(value)
        i = value.toordinal() - self._start
        if not 0 <= i < len(self.working):
            raise BeyondHorizon(f"{value} is outside this calendar, which runs from {self.first_day} to {self.last_day}")
        return i

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices work on this day. `BeyondHorizon` outside the table.

        >>> china_calendar().is_working_day(dt.date(2018, 9, 29))  # a Saturday, made up for National Day
        True
        """
        return self.working[self._index(day)] == 1

    def nth_working_day(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after a day, or for a negative n before it; the day itself is never counted.

        Args:
            day:
                Where to start.

            n:
                How many working days on (or back); 0 is refused, since it could mean several things.

        Raises:
            DataError: n is 0 or no whole number, or `day` is no date.
            BeyondHorizon: the answer lies outside the table.

        >>> china_calendar().nth_working_day(dt.date(2018, 2, 14), 1)
        datetime.date(2018, 2, 22)
        """
        if type(n) is not int or n == 0:
            raise DataError.of("out_of_range", "n is a whole number, 1 or more, or -1 or less", "/n")
        i = self._index(day)
        at = self._upto[i + 1] + n - 1 if n > 0 else self._upto[i] + n
        if not 0 <= at < len(self._ordinals):
            raise BeyondHorizon(f"that many working days from {day} lie outside this calendar ({self.first_day} to {self.last_day})")
        return dt.date.fromordinal(self._ordinals[at])

    def count_working_days(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after `start`, up to and including `end`; negative when `end` comes first.

        >>> china_calendar().count_working_days(dt.date(2018, 2, 14), dt.date(2018, 2, 23))
        2
        """
        return self._upto[self._index(end) + 1] - self._upto[self._index(start) + 1]

    def basis(self, day: dt.date) -> Basis:
        """Whether a day rests on a published arrangement. `BeyondHorizon` outside the table."""
        self._index(day)
        return Basis.OFFICIAL if day <= self.official_through else Basis.PROJECTED

    def with_changes(
        self,
        off: Iterable[dt.date] = (),
        working: Iterable[dt.date] = (),
        source: str | None = None,
        official_through: dt.date | None = None,
    ) -> Self:
        """A new calendar in which these days are off and those are working days; later changes win.

        Args:
            off:
                Days on which nobody works.

            working:
                Days on which offices work.

            source:
                Where that stands written, such as the notice's address.

            official_through:
                The last day the calendar is official through from now on, when the changes are a new year's arrangement.

        Raises:
            DataError: a day is both, or is no date.
            BeyondHorizon: a day is outside the table.
        """
        rest, work = _days("off", off), _days("working", working)
        if rest & work:
            raise DataError.of("out_of_range", "a day cannot be off and working at once", "/working")
        table = bytearray(self.working)
        changed = sorted([(one, False, source) for one in rest] + [(one, True, source) for one in work])
        for one, works, _ in changed:
            table[self._index(one)] = works
        through = self.official_through if official_through is None else argument("official_through", day, official_through)
        self._index(through)
        return attrs.evolve(self, working=bytes(table), changes=(*self.changes, *changed), official_through=through)

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.first_day} to {self.last_day}, official through {self.official_through}>"

    def __reduce__(self) -> Any:
        return type(self), (self.first_day, self.official_through, self.working, self.changes)


@cache
def china_calendar() -> WorkingCalendar:
    """The calendar of mainland China, from 2007-01-01 to some years past the last official arrangement.

    It is official through 28 December of the last year whose arrangement the installed `holidays` knows: the next year's arrangement
    may still move the last three days. Built once, from `holidays`; afterwards it is a frozen value like any other.

    Raises:
        RuntimeError: the installed `holidays` lacks the make-up working days of a year, so its answers would be wrong.

    >>> china_calendar().is_working_day(dt.date(2026, 10, 1))
    False
    """
    import holidays  # here and nowhere else: importing icp_rules must not import it

    # A year with an arrangement has make-up working days, one without has none: the data itself says how far it is official. Days after
    # 28 December are left aside, since the next year's arrangement decides those.
    china = holidays.country_holidays("CN", years=range(_FIRST.year, _LAST_ASKED + 1))
    arranged = {one.year for one in china.weekend_workdays if one >= _FIRST and (one.month, one.day) <= (12, 28)}
    last = max(arranged, default=0)
    if arranged != set(range(_FIRST.year, last + 1)) or last + _PROJECTED_YEARS > _LAST_ASKED:
        raise RuntimeError("the installed holidays package lacks the make-up working days of some year since 2007; install holidays>=0.92")
    start, end = _FIRST.toordinal(), dt.date(last + _PROJECTED_YEARS, 12, 31).toordinal()
    table = bytes(china.is_working_day(dt.date.fromordinal(i)) for i in range(start, end + 1))
    return WorkingCalendar(_FIRST, dt.date(last, 12, 28), table)
