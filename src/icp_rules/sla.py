"""How long it takes (处理时间): service levels and the window in which an application is processed (FAQ, question 4).

"Within one or two business days of receiving it": the day of receipt is never counted (Civil Code, art. 201), both ends of the window are
working days, and the last one ends at midnight, Beijing time (art. 203). The FAQ is a promise of service: a window is what to expect, not
a legal deadline.
"""

import datetime as dt
from typing import Final

import attrs

from icp_rules.findings import Says
from icp_rules.rules import (
    Column,
    DataError,
    Rule,
    Source,
    Table,
    Term,
    Text,
    argument,
    article,
    checked,
    cite,
    day,
    flag,
    instance,
    member,
    where,
)
from icp_rules.workdays import BEIJING, Basis, BeyondHorizon, WorkingCalendar, beijing_day, china_calendar

__all__ = ["EMAIL_INITIALIZATION", "ProcessingWindow", "Receipt", "ServiceLevel", "WindowStatus", "processing_window"]


class Receipt(Term):
    """When something that arrives on a rest day counts as received; either way that day is not counted."""

    EXCLUDE_DAY = "exclude_day", "on the day it arrives", "到达当日"
    NEXT_WORKING_DAY = "next_working_day", "on the next working day", "下一个工作日"


class WindowStatus(Term):
    """Where an instant lies with regard to a window."""

    BEFORE = "before", "before the window", "尚未到处理时间"
    WITHIN = "within", "within the window", "处理时间内"
    OVERDUE = "overdue", "overdue", "已超过处理时间"


def as_receipt(value: Receipt | str) -> Receipt:
    """The convention a value is or names."""
    return member(Receipt, value)


def _count(value: int) -> int:
    if type(value) is not int or value < 1:
        raise DataError.of("out_of_range", "a whole number of working days, 1 or more, is needed here")
    return value


def _clock(value: dt.time | None) -> dt.time | None:
    if value is not None and (type(value) is not dt.time or value.tzinfo is not None):
        raise DataError.of("wrong_type", "a time of day in Beijing, without a time zone, is needed here")
    return value


@attrs.frozen(field_transformer=checked)
class ServiceLevel:
    """How many working days a step takes.

    Attributes:
        name:
            Its name.

        minimum:
            The earliest working day after receipt, 1 or more.

        maximum:
            The latest working day after receipt.

        source:
            Where it stands written.

        cutoff:
            The time of day in Beijing after which what arrives counts as received the next day; None where none is stated.

        receipt:
            What arriving on a rest day means.
    """

    name: str
    minimum: int = attrs.field(converter=_count)
    maximum: int = attrs.field(converter=_count)
    source: Source | None = None
    cutoff: dt.time | None = attrs.field(default=None, converter=_clock)
    receipt: Receipt = attrs.field(default=Receipt.EXCLUDE_DAY, converter=as_receipt)

    def __attrs_post_init__(self) -> None:
        if self.maximum < self.minimum:
            raise DataError.of("out_of_range", "the maximum cannot be less than the minimum", "/maximum")


_PROMISE_EN = "Alibaba Cloud processes your application within one or two business days of receiving it."
_PROMISE_ZH = "阿里云会在收到您申请后 1-2 个工作日进行处理。"
_PROMISE = cite(_PROMISE_EN, _PROMISE_ZH, _PROMISE_ZH, "阿里云会在收到您申请后1~2个工作日进行处理。")

#: The one service level the FAQ promises.
EMAIL_INITIALIZATION: Final = ServiceLevel("email_initialization", 1, 2, _PROMISE[0][1])

#: What the FAQ promises, and what is found when the calendar cannot answer for it officially.
WINDOW_RULES: Final = Table[ServiceLevel | Says](
    "windows", Text("How long processing takes", "处理需要多久"), "collect", (Column("basis", tuple(Basis)),),
    (
        Rule("windows.email-initialization", where(), EMAIL_INITIALIZATION, _PROMISE,
             "The day of receipt is not counted. No hour of closing is stated anywhere, so none is assumed."),
        Rule("windows.projected", where(basis={Basis.PROJECTED}), Says("window_projected"), _PROMISE,
             "Which days are business days is not settled until the State Council has published the year's arrangement."),
    ),
)  # fmt: skip


@attrs.frozen
class ProcessingWindow:
    """When to expect the answer.

    Attributes:
        received_on:
            The day of receipt in Beijing, after cutoff and receipt convention.

        earliest:
            The first working day on which it may be processed.

        latest:
            The last one.

        due:
            The instant `latest` ends: midnight, Beijing time.

        basis:
            Official, if every day up to `latest` rests on a published arrangement.

        official_through:
            The last day the calendar is official through.

        level:
            The service level.
    """

    received_on: dt.date
    earliest: dt.date
    latest: dt.date
    due: dt.datetime
    basis: Basis
    official_through: dt.date
    level: ServiceLevel = EMAIL_INITIALIZATION

    def status(self, now: dt.datetime) -> WindowStatus:
        """Where `now` lies: before the earliest day begins, within the window, or overdue from `due` on.

        `DataError` for a naive datetime.

        >>> window = processing_window(dt.date(2018, 2, 14))
        >>> window.status(dt.datetime(2018, 2, 23, 23, 59, tzinfo=BEIJING))
        <within>
        """
        if not isinstance(now, dt.datetime):
            raise DataError.of("wrong_type", f"a datetime with a time zone is needed here, not {article(now)}", "/now")
        today = argument("now", beijing_day, now)
        if today < self.earliest:
            return WindowStatus.BEFORE
        return WindowStatus.WITHIN if today <= self.latest else WindowStatus.OVERDUE

    def working_days_left(self, today: dt.date, calendar: WorkingCalendar | None = None) -> int:
        """How many working days after `today` are left up to `latest`; negative when it has passed."""
        return (calendar or china_calendar()).count_working_days(argument("today", day, today), self.latest)


def processing_window(
    received: dt.date | dt.datetime,
    level: ServiceLevel = EMAIL_INITIALIZATION,
    calendar: WorkingCalendar | None = None,
    strict: bool = False,
) -> ProcessingWindow:
    """The window in which an application received at some time is processed.

    Args:
        received:
            The day of receipt in Beijing, or the instant, with a time zone.

        level:
            The service level.

        calendar:
            The working days; `china_calendar()` if left out.

        strict:
            Refuse an answer that is only projected.

    Raises:
        DataError: a naive datetime, or a date where a cutoff needs the hour.
        BeyondHorizon: outside the calendar, or, when strict, past the last official arrangement.

    Source: FAQ, question 4; Civil Code, art. 201 and 203, for how days are counted.

    >>> window = processing_window(dt.date(2018, 9, 28))  # a Friday before National Day: the weekend is worked
    >>> window.earliest.isoformat(), window.latest.isoformat(), window.due.isoformat()
    ('2018-09-29', '2018-09-30', '2018-10-01T00:00:00+08:00')
    """
    calendar = china_calendar() if calendar is None else argument("calendar", instance, WorkingCalendar, calendar)
    level = argument("level", instance, ServiceLevel, level)
    strict = argument("strict", flag, strict)
    on = argument("received", beijing_day, received)
    if level.cutoff is not None:
        if not isinstance(received, dt.datetime):
            raise DataError.of("time_needed", "this service level has a cutoff, so the hour of receipt is needed: give a datetime", "/received")
        if received.astimezone(BEIJING).time() > level.cutoff:
            on += _ONE_DAY
    if level.receipt is Receipt.NEXT_WORKING_DAY and not calendar.is_working_day(on):
        on = calendar.nth_working_day(on, 1)
    earliest = calendar.nth_working_day(on, level.minimum)
    latest = calendar.nth_working_day(on, level.maximum)
    basis = calendar.basis(latest)
    if strict and basis is Basis.PROJECTED:
        raise BeyondHorizon(
            f"the calendar is official through {calendar.official_through} only; supply the next arrangement with "
            "WorkingCalendar.with_changes, or install a newer holidays package"
        )
    due = dt.datetime.combine(latest + _ONE_DAY, dt.time(), BEIJING)
    return ProcessingWindow(on, earliest, latest, due, basis, calendar.official_through, level)


_ONE_DAY = dt.timedelta(days=1)
