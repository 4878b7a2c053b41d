"""Service levels and processing windows (处理时间): when an application is processed.

The FAQ (question 4) promises an answer "within one or two business days of receiving it". The day
of receipt is never counted (Civil Code, art. 201). A window begins and ends on a working day, and
its last day ends at midnight, Beijing time (Civil Code, art. 203). A window says when to expect an
answer; it is not a legal deadline.
"""

import datetime as dt
from functools import lru_cache
from typing import Final, Literal, TypeAlias

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import argument, checked, flag, instance, member, text
from icp_rules.findings import Says, because
from icp_rules.rules import (
    DEFAULT_EDITION,
    AnyEdition,
    Column,
    Edition,
    Reason,
    Rule,
    Ruling,
    Source,
    Table,
    as_edition,
    per_edition,
    where,
)
from icp_rules.sources import CITED
from icp_rules.texts import optional_source
from icp_rules.vocabulary import Term, Text, both, conjoined
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
    "WINDOW_RULES",
    "ProcessingWindow",
    "ReceiptRule",
    "ReceiptRuleValue",
    "ServiceLevel",
    "Stage",
    "StageValue",
    "WindowStatus",
    "level_ruling",
    "processing_window",
    "service_level",
]


class Stage(Term):
    """A step, such as a review, that takes a stated number of working days.

    The FAQs state the duration of only one stage, the e-mail initialization. The guide pages of
    2019 state how long each stage takes.
    """

    EMAIL_INITIALIZATION = (
        "email_initialization",
        "initialization of the account's e-mail",
        "备案账号邮箱初始化",
    )
    CLAIM_REVIEW = "claim_review", "review of a claim", "认领审核"
    FIRST_REVIEW = "first_review", "first review by the provider", "阿里云初审"
    PHOTO_REVIEW = "photo_review", "review of the photo before the backdrop", "幕布拍照照片审核"
    FORWARDING = "forwarding", "forwarding to the authority", "提交管局"
    POSTED_DOCUMENTS = "posted_documents", "entry of posted documents", "邮寄资料录入"
    AUTHORITY_REVIEW = "authority_review", "review by the communications authority", "管局审核"


#: The wire values of `Stage`, for type checkers.
StageValue: TypeAlias = Literal[
    "email_initialization",
    "claim_review",
    "first_review",
    "photo_review",
    "forwarding",
    "posted_documents",
    "authority_review",
]


class ReceiptRule(Term):
    """Which day counts as the day of receipt if an application arrives on a rest day.

    The count of working days begins on the day after the day of receipt.
    """

    EXCLUDE_DAY = "exclude_day", "on the day it arrives", "到达当日"
    NEXT_WORKING_DAY = "next_working_day", "on the next working day", "下一个工作日"


#: The wire values of `ReceiptRule`, for type checkers.
ReceiptRuleValue: TypeAlias = Literal["exclude_day", "next_working_day"]


class WindowStatus(Term):
    """Whether a time is before, within or after a window."""

    BEFORE = "before", "before the window", "尚未到处理时间"
    WITHIN = "within", "within the window", "在处理时间内"
    OVERDUE = "overdue", "overdue", "已超过处理时间"


def _receipt_rule(value: ReceiptRule | ReceiptRuleValue) -> ReceiptRule:
    return member(ReceiptRule, value)


def _count(value: int) -> int:
    if type(value) is not int or value < 1:
        raise DataError.of("out_of_range", "expected a whole number of working days, 1 or more")
    return value


def _clock(value: dt.time | None) -> dt.time | None:
    if value is not None and (type(value) is not dt.time or value.tzinfo is not None):
        raise DataError.of("wrong_type", "expected a time of day in Beijing, without a time zone")
    return value


@attrs.frozen(field_transformer=checked)
class ServiceLevel:
    """How many working days a stage takes.

    Attributes:
        name:
            The name of the level, such as "authority_review".

        minimum:
            The smallest number of working days from receipt to the answer; 1 or more.

        maximum:
            The largest number of working days from receipt to the answer; not less than `minimum`.

        source:
            The passage that states the level; None if unknown.

        cutoff:
            The time of day, in Beijing time, after which an application counts as received on the
            next day. None if the level has no cutoff.

        receipt:
            Which day counts as the day of receipt if an application arrives on a rest day.
    """

    name: str = attrs.field(converter=text)
    minimum: int = attrs.field(converter=_count)
    maximum: int = attrs.field(converter=_count)
    source: Source | None = attrs.field(default=None, converter=optional_source)
    cutoff: dt.time | None = attrs.field(default=None, converter=_clock)
    receipt: ReceiptRule = attrs.field(default=ReceiptRule.EXCLUDE_DAY, converter=_receipt_rule)

    @property
    def beyond_faq(self) -> bool:
        """Whether this service level differs from the one in the FAQ.

        False only for `EMAIL_INITIALIZATION`, the one service level that the FAQ states.
        """
        return self != EMAIL_INITIALIZATION

    @property
    def days(self) -> Text:
        """The number of working days as a `Text`.

        >>> ServiceLevel("review", 1, 2).days.en, ServiceLevel("review", 1, 1).days.en
        ('1 to 2 working days', '1 working day')
        """
        low, high = self.minimum, self.maximum
        if low == high:
            return Text(f"{high} working day{'s' * (high > 1)}", f"{high} 个工作日")
        return Text(f"{low} to {high} working days", f"{low} 至 {high} 个工作日")

    @property
    def words(self) -> Text:
        """A `Text` that says how many working days after receipt to expect the answer."""
        return Text("{} after the day of receipt", "自收到次日起 {}").format(self.days)

    @property
    def received(self) -> Text:
        """A `Text` about the day of receipt, with `{}` where the day goes.

        If the level has a cutoff or the receipt rule `next_working_day`, the text also says why the
        day of receipt can be later than the day of arrival.

        >>> ServiceLevel("ours", 1, 2, cutoff=dt.time(17)).received.en
        'Counts as received on {}, since what arrives after 17:00 counts as received the next day'
        """
        why = []
        if self.cutoff is not None:
            at = self.cutoff.isoformat("auto" if self.cutoff.second else "minutes")
            why.append(
                Text(
                    f"what arrives after {at} counts as received the next day",
                    f" {at} 之后到达的视为次日收到",
                )
            )
        if self.receipt is ReceiptRule.NEXT_WORKING_DAY:
            why.append(
                Text(
                    "what arrives on a rest day counts as received on the next working day",
                    "休息日到达的视为下一个工作日收到",
                )
            )
        if not why:
            return Text("Received on {}", "收到日期：{}")
        counts = Text("Counts as received on {}", "视为收到的日期：{}")
        return both([counts, conjoined(why)], ", since ", "，因为")

    def __attrs_post_init__(self) -> None:
        if self.maximum < self.minimum:
            raise DataError.of(
                "out_of_range", "the maximum cannot be less than the minimum", "/maximum"
            )


def _level(stage: Stage, minimum: int, maximum: int, edition: Edition) -> ServiceLevel:
    """A level that an edition states. Its source is the passage that its rule is based on."""
    source = CITED[f"windows.{stage.value.replace('_', '-')}"][edition]
    return ServiceLevel(stage.value, minimum, maximum, source)


_GUIDE: Final = Edition.GUIDE_ZH_2019_08_01

#: The one service level that the FAQ promises.
EMAIL_INITIALIZATION: Final = _level(Stage.EMAIL_INITIALIZATION, 1, 2, DEFAULT_EDITION)

# fmt: off
#: The service levels of the FAQ and of the guide of 2019, and the finding for projected days.
WINDOW_RULES: Final = Table[ServiceLevel | Says](
    "windows", Text("How long processing takes", "处理需要多久"), "collect",
    (
        Column("stage", tuple(Stage), Text("the stage is the {}", "所处环节为{}")),
        Column("basis", tuple(Basis), (
            Text("the working days are official", "这段时间的工作日依据官方安排"),
            Text("the working days are projected", "这段时间的工作日为推算"),
        )),
    ),
    (
        Rule("windows.email-initialization", where(stage={Stage.EMAIL_INITIALIZATION}),
             EMAIL_INITIALIZATION, note=Text(
            "The day of receipt is not counted. No edition states a closing time, so none is "
            "assumed.",
            "收到当日不计。各版本原文均未写明每日受理的截止时刻，因此当日 24:00 之前收到的，都算当"
            "日收到。")),
        Rule("windows.claim-review", where(stage={Stage.CLAIM_REVIEW}),
             _level(Stage.CLAIM_REVIEW, 1, 1, _GUIDE)),
        Rule("windows.first-review", where(stage={Stage.FIRST_REVIEW}),
             _level(Stage.FIRST_REVIEW, 1, 1, _GUIDE)),
        Rule("windows.photo-review", where(stage={Stage.PHOTO_REVIEW}),
             _level(Stage.PHOTO_REVIEW, 1, 1, _GUIDE)),
        Rule("windows.forwarding", where(stage={Stage.FORWARDING}),
             _level(Stage.FORWARDING, 1, 1, _GUIDE)),
        Rule("windows.posted-documents", where(stage={Stage.POSTED_DOCUMENTS}),
             _level(Stage.POSTED_DOCUMENTS, 1, 2, _GUIDE)),
        Rule("windows.authority-review", where(stage={Stage.AUTHORITY_REVIEW}),
             _level(Stage.AUTHORITY_REVIEW, 3, 20, _GUIDE), note=Text(
            "The law allows the authority at most 20 working days: Measures for the filing of "
            "non-commercial internet information services, Order 33 of 2005 of the Ministry of "
            "Information Industry, art. 12.",
            "管局审核按规定最长为 20 个工作日，见《非经营性互联网信息服务备案管理办法》（2005 年信"
            "息产业部令第 33 号）第十二条。")),
        Rule("windows.projected", where(basis={Basis.PROJECTED}),
             Says("window_projected"), note=Text(
            "The working days of a year are not certain until the State Council has published "
            "the year's holiday schedule.",
            "国务院公布某年的节假日安排之前，该年的工作日还不能确定。")),
    ),
)
# fmt: on


def service_level(
    stage: Stage | StageValue, edition: AnyEdition | str = DEFAULT_EDITION
) -> ServiceLevel:
    """How many working days a stage takes.

    Args:
        stage:
            The stage, such as "authority_review".

        edition:
            Which edition of the rules to apply. The FAQs state a level only for
            `email_initialization`. The guide of 2019 states a level for every stage. The help pages
            of 2025 do not state any level.

    Returns:
        The service level, with its source.

    Raises:
        DataError: the stage or the edition is unknown, or the edition does not say how long the
            stage takes (the message lists the editions that do).

    Source: FAQ, question 4, for `email_initialization`; the guide pages of 2019 for all stages.

    >>> level = service_level("authority_review", "guide-zh-2019-08-01")
    >>> level.minimum, level.maximum, level.beyond_faq
    (3, 20, True)
    """
    return level_ruling(as_edition(edition), argument("stage", member, Stage, stage)).answer


@per_edition
def level_ruling(edition: AnyEdition, stage: Stage) -> Ruling[ServiceLevel]:
    """The answer of `service_level`, the reason, and the editions that answer differently."""
    answer = WINDOW_RULES.at(edition, stage, Basis.OFFICIAL)
    for hit in answer.hits:
        if isinstance(hit.row.then, ServiceLevel):
            return Ruling(hit.row.then, (hit.reason,), answer.others, (hit.row.id,))
    speak = [one for one in Edition if WINDOW_RULES.matching(one, stage, Basis.OFFICIAL)]
    raise DataError.of(
        "unknown_value",
        f"edition {edition} does not say how long this stage takes; "
        f"editions that do: {', '.join(speak) or 'none'}",
        "/stage",
    )


@attrs.frozen
class ProcessingWindow:
    """The days on which to expect an answer to an application.

    Attributes:
        received_on:
            The day that counts as the day of receipt: the day of arrival in Beijing time or, if the
            level's `cutoff` or `receipt` says so, a later day.

        earliest:
            The first working day on which to expect an answer.

        latest:
            The last working day on which to expect an answer.

        due:
            The instant at which `latest` ends: midnight, Beijing time.

        basis:
            `official` if published holiday schedules cover every day up to `latest`, else
            `projected`.

        official_through:
            The last day for which the published holiday schedules are final.

        level:
            The service level that the window was computed with.
    """

    received_on: dt.date
    earliest: dt.date
    latest: dt.date
    due: dt.datetime
    basis: Basis
    official_through: dt.date
    level: ServiceLevel = EMAIL_INITIALIZATION

    def __str__(self) -> str:
        return f"{self.earliest} to {self.latest} ({self.basis})"

    def status(self, now: dt.date | dt.datetime) -> WindowStatus:
        """Whether a time is before, within or after the window.

        Before `earliest`, the status is `before`. After `latest`, it is `overdue`.

        Args:
            now:
                A datetime with a time zone, or a date in Beijing time.

        Raises:
            DataError: `now` is a datetime without a time zone, or is neither a date nor a datetime.

        >>> window = processing_window(dt.date(2018, 2, 14))
        >>> print(window)
        2018-02-22 to 2018-02-23 (official)
        >>> window.status(dt.datetime(2018, 2, 23, 23, 59, tzinfo=BEIJING))
        <within>
        """
        today = argument("now", beijing_day, now)
        if today < self.earliest:
            return WindowStatus.BEFORE
        return WindowStatus.WITHIN if today <= self.latest else WindowStatus.OVERDUE

    def working_days_left(
        self, today: dt.date | dt.datetime, calendar: WorkingCalendar | None = None
    ) -> int:
        """The number of working days after `today`, up to and including `latest`.

        The number is negative if there have been working days since `latest`.

        Args:
            today:
                A date in Beijing time, or a datetime with a time zone, as for `status`.

            calendar:
                The calendar the window was computed with; `china_calendar()` by default.

        Raises:
            DataError: `today` is a datetime without a time zone, or is neither a date nor a
                datetime.
            BeyondHorizon: `today` or `latest` is outside the calendar.
        """
        today = argument("today", beijing_day, today)
        return _calendar(calendar).count_working_days(today, self.latest)

    def reason(self, edition: AnyEdition | str | None = None) -> Reason | None:
        """Why this service level applies: the rule, its condition and the published sentence.

        If you pass no edition, the reason is from the first edition that states this level. The
        result is None if the edition that you pass does not state the level, or if no edition does.
        """
        asked = tuple(Edition) if edition is None else (as_edition(edition),)
        answers = (WINDOW_RULES.at(one, stage, self.basis) for one in asked for stage in Stage)
        hits = (hit for answer in answers for hit in answer.hits)
        return next((hit.reason for hit in hits if hit.row.then == self.level), None)

    def explain(
        self,
        lang: str = "en",
        calendar: WorkingCalendar | None = None,
        edition: AnyEdition | str | None = None,
    ) -> str:
        """The window in plain words.

        The text says when the application was received, when to expect an answer, which days are
        not counted, and on which rule and passage the service level is based. If the newest edition
        no longer states this level, the text says so.

        Args:
            lang:
                "en" or "zh".

            calendar:
                The calendar the window was computed with; `china_calendar()` by default.

            edition:
                Which edition of the rules to quote; by default the earliest that states this level.

        Raises:
            DataError: the language or the edition is unknown, or the window was computed with
                another calendar.

        >>> for line in processing_window(dt.date(2018, 9, 28)).explain().splitlines()[:3]:
        ...     print(line)  # doctest: +NORMALIZE_WHITESPACE
        Received on 2018-09-28 (Friday). That day is not counted.
        Working days needed (initialization of the account's e-mail): 1-2.
        Expected from 2018-09-29 (Saturday, make-up working day)
            to 2018-09-30 (Sunday, make-up working day), 24:00 in Beijing.
        """
        calendar = _calendar(calendar)
        level = self.level
        if _window(self.received_on, level, calendar) != self:
            raise DataError.of(
                "out_of_range",
                "this window was computed with another calendar; pass that one",
                "/calendar",
            )
        length = (self.latest - self.received_on).days + 1
        days = [calendar.explain(self.received_on + _ONE_DAY * i) for i in range(length)]
        named = {one.day: _named(one, lang) for one in days}
        passed = [named[one.day] for one in days[1:] if not one.works]
        listed = Text("Not counted: {}.\n", "期间不计：{}。\n").to(lang) if passed else ""
        stated = None if level.source is None else Reason(level.name, None, level.source)
        newest = tuple(Edition)[-1]
        gone = self.reason() is not None and self.reason(newest) is None
        return _WORDS.to(lang).format(
            received=level.received.to(lang).format(named[self.received_on]),
            stage=next((stage.to(lang) for stage in Stage if stage == level.name), level.name),
            span="-".join(str(n) for n in sorted({level.minimum, level.maximum})),
            earliest=named[self.earliest],
            latest=named[self.latest],
            passed=listed.format(("、" if lang == "zh" else ", ").join(passed)),
            basis=_RESTS_ON[self.basis].to(lang).format(self.official_through),
            why="".join(f"\n{line}" for line in because(self.reason(edition) or stated, lang)),
            now=_NO_LONGER_STATED.to(lang).format(newest) if gone else "",
        )


def processing_window(
    received: dt.date | dt.datetime,
    level: ServiceLevel | Stage | StageValue = EMAIL_INITIALIZATION,
    calendar: WorkingCalendar | None = None,
    strict: bool = False,
) -> ProcessingWindow:
    """The window in which an application is processed, computed from its time of receipt.

    Args:
        received:
            The day of receipt, in Beijing time; or the moment of receipt, as a datetime with a time
            zone.

        level:
            The service level. If you pass a stage instead, such as "authority_review", the level is
            taken from the earliest edition that states one for this stage. The newest edition
            states no service level, and it no longer offers the e-mail initialization.

        calendar:
            The calendar of working days; `china_calendar()` by default.

        strict:
            Whether to raise `BeyondHorizon` if the window is only projected.

    Raises:
        DataError: `received` is a datetime without a time zone; or it is a date although the level
            has a cutoff; or an argument is of the wrong type; or the stage is unknown.
        BeyondHorizon: a day is outside the calendar; or `strict` is true, and the published holiday
            schedules do not cover the whole window.

    Source: FAQ, question 4; for the counting of days, Civil Code, art. 201 and 203.

    >>> window = processing_window(
    ...     dt.date(2018, 9, 28)  # a Friday; people work on the weekend after it
    ... )
    >>> window.earliest.isoformat(), window.latest.isoformat(), window.due.isoformat()
    ('2018-09-29', '2018-09-30', '2018-10-01T00:00:00+08:00')
    """
    on = received if type(received) is dt.date else argument("received", beijing_day, received)
    usual = level is EMAIL_INITIALIZATION and strict is False
    if usual and (calendar is None or calendar is china_calendar()):
        return _usual(on)
    calendar = _calendar(calendar)
    agreed = argument("level", _as_level, level)
    if agreed.cutoff is not None:
        if not isinstance(received, dt.datetime):
            raise DataError.of(
                "time_needed",
                (
                    "this service level has a cutoff, so the time of receipt is needed: pass a "
                    "datetime with a time zone"
                ),
                "/received",
            )
        if received.astimezone(BEIJING).time() > agreed.cutoff:
            on = _next_day(on)
    if agreed.receipt is ReceiptRule.NEXT_WORKING_DAY and not calendar.is_working_day(on):
        on = calendar.nth_working_day(on, 1)
    window = _window(on, agreed, calendar)
    if strict is not False and argument("strict", flag, strict) and window.basis is Basis.PROJECTED:
        raise BeyondHorizon(
            f"the calendar is official only through {calendar.official_through}; add the holiday "
            f"schedule of {calendar.official_through.year + 1} with "
            "WorkingCalendar.with_notice(text, url), or install a newer holidays package"
        )
    return window


def _as_level(value: ServiceLevel | Stage | StageValue) -> ServiceLevel:
    if not isinstance(value, str):
        return instance(ServiceLevel, value)
    stage = member(Stage, value)
    speak = (one for one in Edition if WINDOW_RULES.matching(one, stage, Basis.OFFICIAL))
    return level_ruling(next(speak), stage).answer


def _next_day(day: dt.date) -> dt.date:
    if day < dt.date.max:
        return day + _ONE_DAY
    raise DataError.of("out_of_range", "the window would end after the year 9999", "/received")


def _window(on: dt.date, level: ServiceLevel, calendar: WorkingCalendar) -> ProcessingWindow:
    earliest = calendar.nth_working_day(on, level.minimum)
    latest = calendar.nth_working_day(on, level.maximum)
    due = dt.datetime.combine(_next_day(latest), dt.time(), BEIJING)
    return ProcessingWindow(
        on, earliest, latest, due, calendar.basis(latest), calendar.official_through, level
    )


@lru_cache(maxsize=4096)
def _usual(on: dt.date) -> ProcessingWindow:
    """The window for the FAQ's level and China's calendar, cached because most calls need it."""
    return _window(on, EMAIL_INITIALIZATION, china_calendar())


def _calendar(calendar: WorkingCalendar | None) -> WorkingCalendar:
    return (
        china_calendar()
        if calendar is None
        else argument("calendar", instance, WorkingCalendar, calendar)
    )


# -- In plain words --------------------------------------------------------------------------------

_ONE_DAY: Final = dt.timedelta(days=1)
_WORDS: Final = Text(
    "{received}. That day is not counted.\n"
    "Working days needed ({stage}): {span}.\n"
    "Expected from {earliest} to {latest}, 24:00 in Beijing.\n"
    "{passed}{basis}{why}{now}",
    "{received}。收到当日不计。\n"
    "{stage}所需工作日：{span} 个。\n"
    "预计处理时间：{earliest}至 {latest}，截至北京时间当日 24:00。\n"
    "{passed}{basis}{why}{now}",
)
_NO_LONGER_STATED: Final = Text(
    "\nThe newest edition, {}, does not state this service level.",
    "\n最新版本（{}）未规定这一处理时限。",
)
_RESTS_ON: Final = {
    Basis.OFFICIAL: Text(
        "Official: the holiday schedule is published through {}.",
        "依据官方安排：节假日安排已公布至 {}。",
    ),
    Basis.PROJECTED: Text(
        (
            "Projected: the holiday schedule is published only through {}; the next one may "
            "change these days."
        ),
        "推算：节假日安排仅公布至 {}；之后的安排公布后，日期可能变动。",
    ),
}


def _named(one: CalendarDay, lang: str) -> str:
    """A day with its weekday. If it is not an ordinary day, also what kind of day it is."""
    plain = one.works != (one.day.weekday() >= 5) and not one.holiday
    about = [one.weekday] if plain else [one.weekday, one.words]
    return str(one.day) + Text(" ({})", "（{}）").format(both(about, ", ", "，")).to(lang)
