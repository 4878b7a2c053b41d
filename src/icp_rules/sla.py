"""How long it takes (处理时间): service levels and the window in which an application is processed
(FAQ, question 4).

"Within one or two business days of receiving it": the day of receipt is never counted (Civil Code,
art. 201), both ends of the window are working days, and the last one ends at midnight, Beijing time
(art. 203). The FAQ is a promise of service: a window is what to expect, not a legal deadline.
"""

import datetime as dt
from functools import lru_cache
from typing import Final

import attrs

from icp_rules.findings import Says, because
from icp_rules.rules import (
    CLAIM_GUIDE_2019,
    DEFAULT_EDITION,
    MAIL_GUIDE,
    REVIEW_GUIDE,
    AnyEdition,
    Column,
    DataError,
    Reason,
    Rule,
    Source,
    Table,
    Term,
    Text,
    argument,
    article,
    as_edition,
    checked,
    cite,
    day,
    flag,
    instance,
    member,
    where,
)
from icp_rules.workdays import (
    BEIJING,
    Basis,
    BeyondHorizon,
    CalendarDay,
    WorkingCalendar,
    beijing_day,
    china_calendar,
)

__all__ = [
    "EMAIL_INITIALIZATION",
    "ProcessingWindow",
    "Receipt",
    "ServiceLevel",
    "Stage",
    "WindowStatus",
    "processing_window",
    "service_level",
]


class Stage(Term):
    """What is waited for. The FAQ speaks of the first alone; the others stand in the
    provider's guide pages.
    """

    EMAIL_INITIALIZATION = (
        "email_initialization",
        "initialization of the account's e-mail",
        "备案账号邮箱初始化",
    )
    CLAIM_REVIEW = "claim_review", "review of a claim", "认领审核"
    FIRST_REVIEW = "first_review", "the provider's first review", "阿里云初审"
    PHOTO_REVIEW = "photo_review", "review of the photo before the backdrop", "幕布拍照照片审核"
    FORWARDING = "forwarding", "forwarding to the authority", "提交管局"
    POSTED_DOCUMENTS = "posted_documents", "entry of posted documents", "邮寄资料录入"
    AUTHORITY_REVIEW = "authority_review", "review by the communications authority", "管局审核"


class Receipt(Term):
    """When something that arrives on a rest day counts as received; either way
    that day is not counted.
    """

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
        raise DataError.of(
            "out_of_range", "a whole number of working days, 1 or more, is needed here"
        )
    return value


def _clock(value: dt.time | None) -> dt.time | None:
    if value is not None and (type(value) is not dt.time or value.tzinfo is not None):
        raise DataError.of(
            "wrong_type", "a time of day in Beijing, without a time zone, is needed here"
        )
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
            The time of day in Beijing after which what arrives counts as received the next day;
            None where none is stated.

        receipt:
            What arriving on a rest day means.
    """

    name: str
    minimum: int = attrs.field(converter=_count)
    maximum: int = attrs.field(converter=_count)
    source: Source | None = None
    cutoff: dt.time | None = attrs.field(default=None, converter=_clock)
    receipt: Receipt = attrs.field(default=Receipt.EXCLUDE_DAY, converter=as_receipt)

    @property
    def beyond_faq(self) -> bool:
        """Whether the FAQ does not promise this: true of every level but `EMAIL_INITIALIZATION`."""
        return self != EMAIL_INITIALIZATION

    @property
    def words(self) -> Text:
        """How long it takes, in words."""
        days = (
            str(self.minimum)
            if self.minimum == self.maximum
            else f"{self.minimum} to {self.maximum}"
        )
        return Text(
            f"{days} working day{'s' * (self.maximum > 1)} after the day of receipt",
            f"收到之日后 {days.replace(' to ', ' 至 ')} 个工作日",
        )

    def __attrs_post_init__(self) -> None:
        if self.maximum < self.minimum:
            raise DataError.of(
                "out_of_range", "the maximum cannot be less than the minimum", "/maximum"
            )


_PROMISE_EN = (
    "Alibaba Cloud processes your application within one or two business days of receiving it."
)
_PROMISE_ZH = "阿里云会在收到您申请后 1-2 个工作日进行处理。"
_PROMISE = cite(
    _PROMISE_EN, _PROMISE_ZH, _PROMISE_ZH, "阿里云会在收到您申请后1~2个工作日进行处理。"
)

#: The one service level the FAQ promises.
EMAIL_INITIALIZATION: Final = ServiceLevel("email_initialization", 1, 2, _PROMISE[0][1])


def _beyond(
    id: str, stage: Stage, minimum: int, maximum: int, source: Source, note: Text | None = None
) -> Rule[ServiceLevel | Says]:
    """A level the FAQ does not speak of; it stands on one text, whatever the edition."""
    level = ServiceLevel(stage.value, minimum, maximum, source)
    return Rule(
        id,
        where(stage={stage}),
        level,
        cite(every=source),
        note or Text("Beyond the FAQ.", "常见问题之外。"),
    )


# fmt: off
#: What the FAQ promises, what the guide pages state beyond it, and what is found when the calendar
#: cannot answer officially.
WINDOW_RULES: Final = Table[ServiceLevel | Says](
    "windows", Text("How long processing takes", "处理需要多久"), "collect",
    (
        Column("stage", tuple(Stage), Text("what is waited for is the {}", "等待的环节为{}")),
        Column("basis", tuple(Basis), Text("the working days are {}", "工作日{}")),
    ),
    (
        Rule("windows.email-initialization", where(stage={Stage.EMAIL_INITIALIZATION}), EMAIL_INITIALIZATION, _PROMISE,  # noqa: E501
             Text("The day of receipt is not counted. No hour of closing is stated anywhere, so none is assumed.",  # noqa: E501
                  "收到当日不计。各文本均未写明截止时刻，因此不作假定。")),
        _beyond("windows.claim-review", Stage.CLAIM_REVIEW, 1, 1, CLAIM_GUIDE_2019.quoting(
            "提交认领后，阿里云会在 1 个工作日内进行审核，通过审核后认领完成。")),
        _beyond("windows.first-review", Stage.FIRST_REVIEW, 1, 1, REVIEW_GUIDE.quoting(
            "备案初审：提交备案初审订单后，订单将会在 1 个工作日内进行审核。")),
        _beyond("windows.photo-review", Stage.PHOTO_REVIEW, 1, 1, REVIEW_GUIDE.quoting(
            "幕布拍照照片审核：当幕布拍照照片上传完成后，订单将会在1 个工作日进行审核。")),
        _beyond("windows.forwarding", Stage.FORWARDING, 1, 1, REVIEW_GUIDE.quoting(
            "提交管局：订单状态为待提交管局，阿里云审核专员将会在 1 个工作日内将您的订单提交至管局审核。")),  # noqa: E501
        _beyond("windows.posted-documents", Stage.POSTED_DOCUMENTS, 1, 2, MAIL_GUIDE.quoting(
            "您邮寄的备案资料签收后，阿里云会在1-2个工作日录入处理，录入完成后备案系统会自动更新状态，请您耐心等待。")),
        _beyond("windows.authority-review", Stage.AUTHORITY_REVIEW, 3, 20, REVIEW_GUIDE.quoting(
            "各地管局审核时间不同，一般为 3 到 20 个工作日。"),
            Text("Beyond the FAQ. At most 20 working days by law: Measures for the filing of non-commercial internet information services, "  # noqa: E501
                 "Order 33 of 2005, art. 12.", "常见问题之外。法定最长 20 个工作日：《非经营性互联网信息服务备案管理办法》（2005 年第 33 号令）第十二条。")),  # noqa: E501
        Rule("windows.projected", where(basis={Basis.PROJECTED}), Says("window_projected"), _PROMISE,  # noqa: E501
             Text("Which days are business days is not settled until the State Council has published the year's arrangement.",  # noqa: E501
                  "国务院公布该年度安排之前，工作日尚未确定。")),
    ),
)
# fmt: on


@lru_cache(maxsize=1024)
def _level(edition: AnyEdition, stage: Stage) -> ServiceLevel:
    levels = [
        row.then
        for row in WINDOW_RULES.collect(edition, stage, Basis.OFFICIAL)
        if isinstance(row.then, ServiceLevel)
    ]
    if not levels:
        raise DataError.of(
            "unknown_value",
            f"edition {edition} says nothing of how long this stage takes",
            "/stage",
        )
    return levels[0]


def service_level(stage: Stage | str, edition: AnyEdition | str = DEFAULT_EDITION) -> ServiceLevel:
    """How many working days a stage takes. `DataError` for no known stage or edition, or for a
    stage the edition says nothing of.

    Source: FAQ, question 4, for `email_initialization`; the provider's guide pages, beyond the FAQ,
    for the others.

    >>> level = service_level("authority_review")
    >>> level.minimum, level.maximum, level.beyond_faq
    (3, 20, True)
    """
    return _level(as_edition(edition), argument("stage", member, Stage, stage))


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
        """Where `now` lies: before the earliest day begins, within the window, or
        overdue from `due` on.

        `DataError` for a naive datetime.

        >>> window = processing_window(dt.date(2018, 2, 14))
        >>> window.status(dt.datetime(2018, 2, 23, 23, 59, tzinfo=BEIJING))
        <within>
        """
        if not isinstance(now, dt.datetime):
            raise DataError.of(
                "wrong_type",
                f"a datetime with a time zone is needed here, not {article(now)}",
                "/now",
            )
        today = argument("now", beijing_day, now)
        if today < self.earliest:
            return WindowStatus.BEFORE
        return WindowStatus.WITHIN if today <= self.latest else WindowStatus.OVERDUE

    def working_days_left(self, today: dt.date, calendar: WorkingCalendar | None = None) -> int:
        """How many working days after `today` are left up to `latest`; negative when
        it has passed.
        """
        return _calendar(calendar).count_working_days(argument("today", day, today), self.latest)

    def reason(self, edition: AnyEdition | str = DEFAULT_EDITION) -> Reason | None:
        """The row that states the service level, the condition that matched and the sentence; None
        for a level no row states.
        """
        edition = as_edition(edition)
        for stage in Stage:
            for row, reason in WINDOW_RULES.at(edition, stage, self.basis).hits:
                if row.then == self.level:
                    return reason
        return None

    def explain(
        self,
        lang: str = "en",
        calendar: WorkingCalendar | None = None,
        edition: AnyEdition | str = DEFAULT_EDITION,
    ) -> str:
        """The window in plain words, "en" or "zh": what was promised, which days were passed over
        and why, and what it rests on.

        Args:
            lang:
                "en" or "zh".

            calendar:
                The calendar the window was made with; `china_calendar()` if left out.

            edition:
                Which text of the rules to quote.

        Raises:
            DataError: another language or edition, or a calendar that does not give this window.

        >>> for line in processing_window(dt.date(2018, 9, 28)).explain().splitlines()[:3]:
        ...     print(line)  # doctest: +NORMALIZE_WHITESPACE
        Received on 2018-09-28 (Friday). That day is not counted.
        Working days needed for the initialization of the account's e-mail: 1-2.
        To be expected from 2018-09-29 (Saturday, make-up working day)
            to 2018-09-30 (Sunday, make-up working day), 24:00 in Beijing.
        """
        calendar = _calendar(calendar)
        level = self.level
        if _window(self.received_on, level, calendar) != self:
            raise DataError.of(
                "out_of_range",
                "this calendar does not give this window; pass the one it was made with",
                "/calendar",
            )
        days = [
            calendar.explain(self.received_on + _ONE_DAY * i)
            for i in range((self.latest - self.received_on).days + 1)
        ]
        passed = [f"{one.day}{_about(one, lang)}" for one in days[1:] if not one.works]
        span = (
            str(level.minimum)
            if level.minimum == level.maximum
            else f"{level.minimum}-{level.maximum}"
        )
        return _WORDS.to(lang).format(
            received=f"{self.received_on}{_about(days[0], lang)}",
            stage=next((stage.to(lang) for stage in Stage if stage == level.name), level.name),
            span=span,
            earliest=(
                f"{self.earliest}{_about(days[(self.earliest - self.received_on).days], lang)}"
            ),
            latest=f"{self.latest}{_about(days[-1], lang)}",
            passed=_PASSED.to(lang).format(("、" if lang == "zh" else ", ").join(passed))
            if passed
            else "",
            basis=_RESTS_ON[self.basis].to(lang).format(self.official_through),
            source="".join(
                f"\n{line}" for line in because(self.reason(edition) or _stated(level), lang)
            ),
        )


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

    >>> window = processing_window(
    ...     dt.date(2018, 9, 28)  # a Friday before National Day: the weekend is worked
    ... )
    >>> window.earliest.isoformat(), window.latest.isoformat(), window.due.isoformat()
    ('2018-09-29', '2018-09-30', '2018-10-01T00:00:00+08:00')
    """
    if calendar is None:
        calendar = china_calendar()
    if level is EMAIL_INITIALIZATION and strict is False:
        try:
            ready: ProcessingWindow = calendar._answers[
                received if type(received) is dt.date else beijing_day(received)
            ]
            return ready
        except (KeyError, AttributeError, DataError):
            pass  # not asked for yet, or a mistake: either is seen to below
    calendar = _calendar(calendar)
    level = argument("level", instance, ServiceLevel, level)
    on = argument("received", beijing_day, received)
    if level.cutoff is not None:
        if not isinstance(received, dt.datetime):
            raise DataError.of(
                "time_needed",
                (
                    "this service level has a cutoff, so the hour of receipt is needed: give a "
                    "datetime"
                ),
                "/received",
            )
        if received.astimezone(BEIJING).time() > level.cutoff:
            on += _ONE_DAY
    if level.receipt is Receipt.NEXT_WORKING_DAY and not calendar.is_working_day(on):
        on = calendar.nth_working_day(on, 1)
    window = _window(on, level, calendar)
    if strict is not False and argument("strict", flag, strict) and window.basis is Basis.PROJECTED:
        raise BeyondHorizon(
            f"the calendar is official through {calendar.official_through} only; supply the "
            f"arrangement of {calendar.official_through.year + 1} with "
            "WorkingCalendar.with_changes(off=..., working=..., source=..., year=...), or install "
            "a newer holidays package"
        )
    return window


def _stated(level: ServiceLevel) -> Reason | None:
    """What a level of one's own rests on, if it says so."""
    return None if level.source is None else Reason(level.name, (), level.source)


def _window(on: dt.date, level: ServiceLevel, calendar: WorkingCalendar) -> ProcessingWindow:
    """The window of what counts as received on a day. Those of the FAQ's own level are shared: they
    are asked for again and again.
    """
    earliest = calendar.nth_working_day(on, level.minimum)
    latest = calendar.nth_working_day(on, level.maximum)
    due = dt.datetime.combine(latest + _ONE_DAY, dt.time(), BEIJING)
    window = ProcessingWindow(
        on, earliest, latest, due, calendar.basis(latest), calendar.official_through, level
    )
    if level is EMAIL_INITIALIZATION:
        calendar._answers[on] = window
    return window


def _calendar(calendar: WorkingCalendar | None) -> WorkingCalendar:
    return (
        china_calendar()
        if calendar is None
        else argument("calendar", instance, WorkingCalendar, calendar)
    )


# -- In plain words --------------------------------------------------------------------------------

_ONE_DAY: Final = dt.timedelta(days=1)
_WORDS: Final = Text(
    "Received on {received}. That day is not counted.\n"
    "Working days needed for the {stage}: {span}.\n"
    "To be expected from {earliest} to {latest}, 24:00 in Beijing.\n"
    "{passed}{basis}{source}",
    "收到日期：{received}，当日不计。\n"
    "{stage}所需工作日：{span} 个。\n"
    "预计处理时间：{earliest}至{latest}，截至北京时间当日 24:00。\n"
    "{passed}{basis}{source}",
)
_PASSED: Final = Text("Passed over: {}.\n", "其间不计：{}。\n")
_RESTS_ON: Final = {
    Basis.OFFICIAL: Text(
        "Official: the working days are arranged through {}.",
        "依据官方安排：工作日安排已公布至 {}。",
    ),
    Basis.PROJECTED: Text(
        (
            "Projected: the working days are arranged only through {}; the next arrangement may "
            "move these days."
        ),
        "推算：工作日安排仅公布至 {}，后续安排公布后日期可能变动。",
    ),
}


def _about(one: CalendarDay, lang: str) -> str:
    """A day's weekday and, where it is not plain, what sort of day it is, in brackets."""
    plain = (
        (one.weekday.to(lang),) if one.works != (one.day.weekday() >= 5) and not one.holiday else ()
    )
    words = plain or (one.weekday.to(lang), one.words.to(lang))
    return f"（{'，'.join(words)}）" if lang == "zh" else f" ({', '.join(words)})"
