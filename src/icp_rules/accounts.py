"""Importing an old filing (导入) and recovering a lost account (找回): FAQ, questions 3 and 4.

The rules decide which procedure applies. For each step, the table `STEPS` says what to do and
quotes the sentence on which the step is based.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any, Final, Literal, TypeAlias

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import account as as_account
from icp_rules.fields import argument, checked, each, flag, member, optional_day
from icp_rules.findings import Explained, Finding, Lines, Place, Says, findings_of, found, numbered
from icp_rules.rules import (
    BOTH,
    DEFAULT_EDITION,
    Answer,
    AnyEdition,
    Column,
    Reason,
    Rule,
    Ruling,
    Table,
    as_edition,
    per_edition,
    together,
    where,
)
from icp_rules.sla import Stage, StageValue, level_ruling
from icp_rules.subjects import Filing, FilingIndex, as_index
from icp_rules.vocabulary import Term, Text, any_of, both, words

__all__ = [
    "ACCESS_RULES",
    "ACCOUNT_WARNINGS",
    "DATE_RULES",
    "IMPORT_RULES",
    "PERIOD_STARTS",
    "RECOVERY_RULES",
    "STEPS",
    "FilingOrigin",
    "FilingOriginValue",
    "Instruction",
    "Outcome",
    "Period",
    "Route",
    "Step",
    "Way",
    "as_origin",
    "import_route",
    "import_ruling",
    "is_taken",
    "joined",
    "period_of",
    "recovery_route",
    "recovery_ruling",
]


# -- Vocabulary ------------------------------------------------------------------------------------


class FilingOrigin(Term):
    """How the old filing was obtained."""

    OLD_HICHINA_PLATFORM = (
        "old_hichina_platform",
        "old HiChina ICP Filing platform",
        "原万网备案平台",
    )
    OFFICIAL_STORE = "official_store", "official store", "旺铺"
    OFFICIAL_COMPANY_WEBSITE = "official_company_website", "official company website", "企业官网"
    OTHER = "other", "something else", "其他"


#: The values of `FilingOrigin` in JSON, for type checkers.
FilingOriginValue: TypeAlias = Literal[
    "old_hichina_platform",
    "official_store",
    "official_company_website",
    "other",
]


def as_origin(value: FilingOrigin | FilingOriginValue) -> FilingOrigin:
    """Convert a value to a `FilingOrigin`. An unknown value raises `DataError`."""
    return member(FilingOrigin, value)


class Outcome(Term):
    """What a route leads to, or why an import is not possible."""

    IMPORT = "import", "import the filing", "导入备案信息"
    RETRIEVE_PASSWORD = "retrieve_password", "retrieve the old password", "找回密码"
    EMAIL_INITIALIZATION = (
        "email_initialization",
        "initialize the account's e-mail",
        "备案账号邮箱初始化",
    )
    CLAIM = "claim", "claim the filing", "认领备案"
    LOG_ON = "log_on", "log on directly", "直接登录"
    LOOK_UP = "look_up", "look up the account by the filed domain", "通过已备案的域名查询账号"
    NOT_ELIGIBLE = "not_eligible", "the filing cannot be imported", "不能导入"
    DATE_NEEDED = "date_needed", "the date of the filing is needed", "须提供取得备案的日期"


class Period(Term):
    """When the old filing was obtained. Periods begin and end at the dates that the rules name."""

    UNKNOWN = "unknown", "not given", "未提供"
    BEFORE_JUNE_2010 = "before_2010_06", "before 2010-06-01", "2010-06-01 之前"
    BEFORE_2017 = "before_2017", "2010-06-01 to 2016-12-31", "2010-06-01 至 2016-12-31"
    JANUARY_2017 = "2017_01", "January 2017", "2017 年 1 月"
    LATER = "later", "after 2017-01-31", "2017-01-31 之后"


#: The first day of each period except `UNKNOWN`, with the latest period first.
PERIOD_STARTS: Final = (
    (dt.date(2017, 2, 1), Period.LATER),
    (dt.date(2017, 1, 1), Period.JANUARY_2017),
    (dt.date(2010, 6, 1), Period.BEFORE_2017),
    (dt.date.min, Period.BEFORE_JUNE_2010),
)


def period_of(obtained_on: dt.date | None) -> Period:
    """Return the period that a day belongs to; `UNKNOWN` if the day is None."""
    if obtained_on is None:
        return Period.UNKNOWN
    return next(period for start, period in PERIOD_STARTS if obtained_on >= start)


def joined(periods: Collection[Period]) -> Text:
    """Describe the given periods in a `Text`. Adjacent periods are merged.

    >>> joined([Period.BEFORE_JUNE_2010, Period.BEFORE_2017]).en
    'before 2017-01-01'
    >>> joined([Period.LATER, Period.BEFORE_JUNE_2010]).en
    'before 2010-06-01 or after 2017-01-31'
    """
    dated = [(start, period in periods) for start, period in reversed(PERIOD_STARTS)]
    spans = [next(several) for _, several in groupby(dated, itemgetter(1))]
    ends = zip_longest(spans, [start for start, _ in spans[1:]])
    return any_of(_span(start, end) for (start, included), end in ends if included)


def _span(start: dt.date, end: dt.date | None) -> Text:
    """Describe the days from `start` to the day before `end`."""
    one_day = dt.timedelta(days=1)
    if start == dt.date.min:
        return Text(f"before {end}", f"{end} 之前") if end else Text("any day", "任何日期")
    if end is None:
        return Text(f"after {start - one_day}", f"{start - one_day} 之后")
    return Text(f"{start} to {end - one_day}", f"{start} 至 {end - one_day}")


@attrs.frozen
class Route(Explained):
    """How to import a filing or recover an account, step by step.

    Attributes:
        outcome:
            What the route leads to, or why an import is not possible. If the user must recover the
            account or its password before the import, the outcome is the recovery, not the import.

        steps:
            The steps to take, in order; empty if no procedure is possible.

        findings:
            Errors that prevent the import or the recovery, and warnings and notes about it.

        rules:
            The ids of the rules that applied, including those of the steps. `find_rule` finds a
            rule by its id.

        reasons:
            Why each rule in `rules` applied, in the same order. `==` ignores the reasons, and JSON
            does not contain them.
    """

    outcome: Outcome
    steps: tuple[Text, ...]
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]
    reasons: tuple[Reason, ...] = attrs.field(
        default=(), eq=False, repr=False, metadata={"json": False}
    )

    @property
    def step_reasons(self) -> tuple[Reason, ...]:
        """The reasons for the steps, one for each step. They are the last items of `reasons`."""
        return self.reasons[len(self.reasons) - len(self.steps) :] if self.reasons else ()

    def lines(self, lang: str) -> Lines:
        """The outcome, the steps and the findings, each with its reason."""
        way, *more = self.reasons[: len(self.reasons) - len(self.steps)] or [None]
        outcome = self.outcome.to(lang)
        yield outcome[:1].upper() + outcome[1:] + ("。" if lang == "zh" else "."), way
        yield from ((Text("How to proceed:", "具体途径：").to(lang), reason) for reason in more)
        yield from numbered(self.steps, self.step_reasons, lang)
        for finding in self.findings:
            yield from finding.lines(lang)


# -- The rules -------------------------------------------------------------------------------------


class Step(Term):
    """A step of a procedure. The table `STEPS` says what to do in the step."""

    OPEN_IMPORT = "open_import", "open the import", "打开导入"
    CONTINUE_IMPORT = "continue_import", "choose to continue", "选择继续备案"
    ENTER_OLD_ACCOUNT = "enter_old_account", "enter the old account", "输入原账号"
    IMPORTED = "imported", "import the filing", "导入备案信息"
    RETRIEVE_PASSWORD = "retrieve_password", "retrieve the password", "找回密码"
    PREPARE = "prepare", "prepare the documents", "准备资料"
    BE_TRUTHFUL = "be_truthful", "check what you enter and upload", "核对信息和资料"
    INITIALIZE = "initialize", "initialize the e-mail", "邮箱初始化"
    WAIT = "wait", "wait", "等待处理"
    LOG_ON_ANEW = "log_on_anew", "log on with the new account", "使用新账号登录"
    RESET_PASSWORD = "reset_password", "reset the password", "重设密码"
    OPEN_CLAIM = "open_claim", "open the filing system", "登录备案系统"
    FILL_CLAIM = "fill_claim", "fill in the claim", "填写认领信息"
    SUBMIT_CLAIM = "submit_claim", "submit the claim", "提交认领"
    LOG_ON_DIRECTLY = "log_on_directly", "log on directly", "直接登录"
    OPEN_LOOK_UP = "open_look_up", "open the page for looking up log-on names", "打开登录名查询"
    ENTER_DOMAIN = "enter_domain", "enter the filed domain", "填写已备案的域名"
    CLAIM_FOUND = (
        "claim_found",
        "claim the filing if it is in the old system",
        "认领原备案系统中的备案",
    )
    VERIFY_BY_CODE = "verify_by_code", "verify your identity with a code", "通过验证码验证"
    RECEIVE_LOG_ON_NAME = "receive_log_on_name", "receive the log-on name", "接收登录名"


def _stage(value: Stage | StageValue | None) -> Stage | None:
    return member(Stage, value)  # not called for None, see `checked`


def _outcome(value: Outcome | str) -> Outcome:
    return member(Outcome, value)


def _steps(values: Iterable[Step | str]) -> tuple[Step, ...]:
    return tuple(each(member, Step, values))


@attrs.frozen(field_transformer=checked)
class Instruction:
    """The consequence of a rule: what to do in a step.

    Attributes:
        text:
            What to do. `{}` is replaced by the number of working days that a service level states,
            such as "1 to 2 working days".

        stage:
            The stage whose service level gives the number for `{}`; None if `text` has no `{}`.
    """

    text: Text
    stage: Stage | None = attrs.field(default=None, converter=_stage)

    @property
    def words(self) -> Text:
        """What to do, with "the stated number of working days" in place of `{}`."""
        return self.text.format(Text("the stated number of working days", "规定的工作日数"))

    def worded(self, edition: AnyEdition) -> Text:
        """What to do, with the number of working days that `edition` states."""
        if self.stage is None:
            return self.text
        try:
            return self.text.format(level_ruling(edition, self.stage).answer.days)
        except DataError:  # an edition of your own may have withdrawn the service level
            return self.text.format(Text("an unstated number of working days", "未载明的工作日数"))


_IMPORT: Final = (Step.OPEN_IMPORT, Step.CONTINUE_IMPORT, Step.ENTER_OLD_ACCOUNT, Step.IMPORTED)
_INITIALIZATION: Final = (
    Step.PREPARE,
    Step.INITIALIZE,
    Step.BE_TRUTHFUL,
    Step.WAIT,
    Step.LOG_ON_ANEW,
    Step.RESET_PASSWORD,
)
_CLAIM: Final = (Step.OPEN_CLAIM, Step.FILL_CLAIM, Step.SUBMIT_CLAIM)
_CLAIM_BY_DOMAIN: Final = (Step.OPEN_LOOK_UP, Step.ENTER_DOMAIN, Step.CLAIM_FOUND)
_LOOK_UP: Final = (*_CLAIM_BY_DOMAIN, Step.VERIFY_BY_CODE, Step.RECEIVE_LOG_ON_NAME)


def _step(step: Step, en: str, zh: str, stage: Stage | None = None) -> Rule[Instruction]:
    id = f"steps.{step.value.replace('_', '-')}"
    return Rule(id, where(action={step}), Instruction(Text(en, zh), stage))


# fmt: off
#: What to do in each step. Only the guide of 2019 has a page about claiming a filing, and only the
#: help pages of 2025 say how to look up an account by a filed domain.
STEPS: Final = Table[Instruction](
    "steps", Text("What to do", "操作步骤"), "collect",
    (
        Column("action", tuple(Step), Text("the step is “{}”", "步骤为“{}”")),
    ),
    (
        _step(Step.OPEN_IMPORT,
              "Log on to the Alibaba Cloud ICP Filing system and choose “Import ICP Filing "
              "Information”.",
              "登录阿里云备案系统，单击“导入备案信息”。"),
        _step(Step.CONTINUE_IMPORT,
              "Choose “Import Information and Continue ICP Filing”.",
              "单击“导入信息继续备案”。"),
        _step(Step.ENTER_OLD_ACCOUNT,
              "Enter the account and password of the old platform.",
              "输入原备案平台的账号和密码进行验证。"),
        _step(Step.IMPORTED,
              "Once verified, import the filing information to the new platform.",
              "验证成功后，将备案信息导入新平台。"),
        _step(Step.RETRIEVE_PASSWORD,
              "Retrieve the password of the old account with “Retrieve ICP Filing Logon "
              "Password”.",
              "通过“找回备案登录密码”找回原账号的密码。"),
        _step(Step.PREPARE,
              "Prepare the documents in advance.",
              "提前准备资料。"),
        _step(Step.INITIALIZE,
              "Open “ICP Filing Account Email Initialization”, enter the filing information and "
              "upload the credentials.",
              "进入“备案账号邮箱初始化”，填写备案信息并上传证件。"),
        _step(Step.BE_TRUTHFUL,
              "Check that what you enter is true and that the images are clear. Upload only "
              "authentic and valid documents.",
              "确认所填信息真实准确、图片清晰，只上传真实有效的资料。"),
        _step(Step.WAIT,
              "Wait for the application to be processed: {} after receipt.",
              "等待处理。收到申请后的处理时间：{}。",
              Stage.EMAIL_INITIALIZATION),
        _step(Step.LOG_ON_ANEW,
              "Log on to the ICP Filing system with the new account.",
              "使用新账号登录备案系统。"),
        _step(Step.RESET_PASSWORD,
              "Reset the password with “Password Retrieval” (recommended).",
              "建议通过“密码找回”重新设置登录密码。"),
        _step(Step.OPEN_CLAIM,
              "Log on to the Alibaba Cloud ICP Filing system.",
              "登录阿里云备案系统。"),
        _step(Step.FILL_CLAIM,
              "Enter the subject and the domain to claim. The system decides the kind of filing.",
              "填写要认领的主体信息和域名，由系统判定备案类型。"),
        _step(Step.SUBMIT_CLAIM,
              "Upload images or colour scans of the credentials and submit the claim. The review "
              "takes {}.",
              "上传证件图片或彩色扫描件，提交认领。审核时间：{}。",
              Stage.CLAIM_REVIEW),
        _step(Step.LOG_ON_DIRECTLY,
              "Log on to the Alibaba Cloud ICP Filing system directly.",
              "直接登录阿里云备案系统。"),
        _step(Step.OPEN_LOOK_UP,
              "Open the page for looking up log-on names and choose “filing information”.",
              "打开登录名查询页面，选择备案信息。"),
        _step(Step.ENTER_DOMAIN,
              "Enter the filed domain.",
              "填写已备案的域名。"),
        _step(Step.CLAIM_FOUND,
              "If the look-up finds the filing in the old system, claim it for an account that "
              "holds no other subject.",
              "如查询到备案在原备案系统中，请认领该备案；认领所用的账号下不能有其他主体。"),
        _step(Step.VERIFY_BY_CODE,
              "If the look-up finds an account, verify your identity with the code sent to the "
              "account's phone number. If that number is no longer in use, contact customer "
              "service.",
              "如查询到账号，请用绑定手机收到的验证码验证；绑定手机已停用的，请联系客服验证。"),
        _step(Step.RECEIVE_LOG_ON_NAME,
              "Log on with the log-on name that you receive by text message.",
              "使用短信中的登录名登录。"),
    ),
)
# fmt: on


@attrs.frozen(field_transformer=checked)
class Way:
    """The consequence of a rule that selects a procedure.

    Attributes:
        outcome:
            What the procedure leads to, or why an import is not possible.

        actions:
            The steps of the procedure, in order.

        says:
            The finding that the rule leads to, such as an error if an import is not possible; None
            if the rule leads to no finding.
    """

    outcome: Outcome = attrs.field(converter=_outcome)
    actions: tuple[Step, ...] = attrs.field(default=(), converter=_steps)
    says: Says | None = None

    @property
    def words(self) -> Text:
        """A description of the outcome, the steps and the finding."""
        said = self.says.words if self.says else Text("", "")
        if self.says and not self.actions:
            return said
        listed = both([words(step) for step in self.actions], ", then ", "；")
        steps = Text(": {}", "：{}").format(listed) if len(self.actions) > 1 else Text("", "")
        return Text(
            f"{self.outcome.en}{steps.en}. {said.en}".strip(),
            f"{self.outcome.zh}{steps.zh}。{said.zh}",
        )


_HICHINA, _STORE, _COMPANY, _OTHER_ORIGIN = FilingOrigin
_OLD: Final = {_HICHINA, _STORE, _COMPANY}
_BY_2016: Final = {Period.BEFORE_JUNE_2010, Period.BEFORE_2017}
_SINCE_2017: Final = {Period.JANUARY_2017, Period.LATER}
_FROM_2010: Final = {Period.BEFORE_2017, Period.JANUARY_2017}

_NOT_IMPORTED: Final = Way(Outcome.NOT_ELIGIBLE, (), Says("import_not_eligible"))
_DATE_FIRST: Final = Way(Outcome.DATE_NEEDED, (), Says("import_date_unknown"))
_GO: Final = Way(Outcome.IMPORT)
_CLAIM_IT: Final = Way(
    Outcome.CLAIM,
    _CLAIM,
    Says(
        "import_not_eligible",
        Text("Claim the filing instead of importing it.", "请认领该备案，无需导入。"),
    ),
)
_LOG_ON: Final = Way(
    Outcome.LOG_ON,
    (Step.LOG_ON_DIRECTLY,),
    Says(
        "import_not_eligible",
        Text(
            "Log on to the Alibaba Cloud ICP Filing system directly. No import is needed.",
            "请直接登录阿里云备案系统，无需导入。",
        ),
    ),
)

_CLAIM_IT_BY_DOMAIN: Final = Way(
    Outcome.CLAIM,
    _CLAIM_BY_DOMAIN,
    Says(
        "import_not_eligible",
        Text(
            "Look up the filed domain, and claim the filing once it is found in the old system.",
            "请用已备案的域名查询；如查到备案在原备案系统中，请认领该备案。",
        ),
    ),
)
_LOOK_IT_UP: Final = Way(
    Outcome.LOOK_UP,
    _LOOK_UP,
    Says(
        "import_not_eligible",
        Text(
            "Look up the filed domain. If the filing is in the old system, claim it. If it is not, "
            "the look-up finds the account that holds it.",
            "请用已备案的域名查询：备案在原备案系统中的，请认领；不在原备案系统中的，可以查到备案"
            "所在的账号。",
        ),
    ),
)
_NO_IMPORT: Final = Way(
    Outcome.LOOK_UP,
    _LOOK_UP,
    Says(
        "procedure_not_offered",
        Text(
            "The guide of 2019-08-01 offered this import. Today's pages mention only filings of "
            "the old HiChina platform, which have to be claimed. Look up the filed domain to see "
            "where this filing is.",
            "2019-08-01 的指南提供此类导入；当前的帮助页面只提到原万网平台的备案，并要求认领。"
            "请用已备案的域名查询，确认该备案目前在哪里。",
        ),
    ),
)

_ORIGIN: Final = Column(
    "origin", tuple(FilingOrigin), Text("the old filing was obtained through: {}", "旧备案来源为{}")
)
_PERIOD: Final = Column(
    "period",
    tuple(Period),
    (
        Text("the day it was obtained is unknown", "未提供取得备案的日期"),
        Text("it was obtained before 1 June 2010", "取得日期在 2010 年 6 月 1 日之前"),
        Text(
            "it was obtained from 1 June 2010 to 31 December 2016",
            "取得日期在 2010 年 6 月 1 日至 2016 年 12 月 31 日之间",
        ),
        Text("it was obtained in January 2017", "取得日期在 2017 年 1 月"),
        Text("it was obtained after 31 January 2017", "取得日期在 2017 年 1 月 31 日之后"),
    ),
)

# fmt: off
#: Question 3: can the filing be imported? In every edition, exactly one rule applies to each
#: combination of origin and period.
IMPORT_RULES: Final = Table[Way](
    "imports", Text("Which old filings can be imported", "哪些旧备案可以导入"), "unique",
    (
        _ORIGIN,
        _PERIOD,
    ),
    (
        Rule("imports.old-platform", where(origin={_HICHINA}), _GO, note=Text(
            'In the English text, "before January 2017" applies only to stores and websites, '
            'so there is no date limit for the old platform.',
            "英文版中“2017 年 1 月之前”仅修饰旺铺和企业官网，因此原万网平台的备案没有日期限制。")),
        Rule("imports.store", where(origin={_STORE, _COMPANY}, period=_BY_2016), _GO),
        Rule("imports.store-too-late", where(origin={_STORE, _COMPANY}, period=_SINCE_2017),
             _NOT_IMPORTED, note=Text(
            "1 January 2017 is not before January 2017.",
            "2017 年 1 月 1 日不属于“2017 年 1 月之前”。")),
        Rule("imports.store-undated", where(origin={_STORE, _COMPANY}, period={Period.UNKNOWN}),
             _DATE_FIRST),
        Rule("imports.before-2017", where(origin=_OLD, period=_BY_2016), _GO, note=Text(
            "In the Chinese text the date comes first and applies to all three origins.",
            "中文版把“2017 年 1 月之前”写在三种来源之前，因此三种来源都受这一日期限制。")),
        Rule("imports.too-late", where(origin=_OLD, period=_SINCE_2017), _NOT_IMPORTED),
        Rule("imports.undated", where(origin=_OLD, period={Period.UNKNOWN}), _DATE_FIRST),
        Rule("imports.claim", where(origin=_OLD, period={Period.BEFORE_JUNE_2010}),
             _CLAIM_IT, note=Text(
            "The request does not say whether the filing was moved to another provider or imported "
            "before; we assume that neither happened. The guide goes by the day the filing was "
            "submitted; the request has only the day it was obtained.",
            "请求中没有该备案是否接入过其他服务商、是否已经导入这两项信息，此处假定都没有。指南以提交"
            "备案的日期为界；请求中没有这一日期，此处以取得备案的日期代替。")),
        Rule("imports.june-2010-to-january-2017", where(origin=_OLD, period=_FROM_2010),
             _GO, note=Text(
            'The beginning of the guide still says "before January 2017"; we follow the sentence '
            "that names the day. The guide goes by the day the filing was submitted; the "
            "request has only the day it was obtained.",
            "指南开头仍写“2017 年 1 月之前”；此处以写明具体日期的句子为准。指南以提交备案的日期为"
            "界；请求中没有这一日期，此处以取得备案的日期代替。")),
        Rule("imports.log-on", where(origin=_OLD, period={Period.LATER}), _LOG_ON, note=Text(
            "The guide goes by the day the filing was submitted; the request has only the day "
            "it was obtained.",
            "指南以提交备案的日期为界；请求中没有这一日期，此处以取得备案的日期代替。")),
        Rule("imports.claim-by-domain", where(origin={_HICHINA}, period=_BY_2016),
             _CLAIM_IT_BY_DOMAIN),
        Rule("imports.look-up", where(origin={_HICHINA}, period=_SINCE_2017 | {Period.UNKNOWN}),
             _LOOK_IT_UP, note=Text(
            "The pages mention only filings before January 2017, not those of that month; the "
            "guide of 2019 included them. The look-up shows where the filing is, so it does not "
            "matter when it was obtained.",
            "页面只提到 2017 年 1 月之前的备案，2019 年的指南还包括当月的备案。查询结果会显示备案在"
            "哪里，因此不需要知道取得日期。")),
        Rule("imports.store-unmentioned", where(origin={_STORE, _COMPANY}), _NO_IMPORT, note=Text(
            "The pages do not mention filings obtained through official stores or official "
            "company websites, whenever they were obtained.",
            "页面没有提到通过旺铺或企业官网取得的备案，因此无论何时取得，都适用本规则。")),
        Rule("imports.other-origin", where(origin={_OTHER_ORIGIN}), _NOT_IMPORTED, note=Text(
            "Only filings obtained through the channels that the page names can be imported, "
            "whenever they were obtained.",
            "不是通过页面所列途径取得的旧备案，无论何时取得，都不能导入。")),
    ),
)

#: Which date is doubtful, even if the edition does not need the date.
DATE_RULES: Final = Table[Says](
    "dates",
    Text("Whether the date of an old filing can be right", "旧备案的日期是否可信"), "collect",
    (
        _ORIGIN,
        _PERIOD,
    ),
    (
        Rule("dates.after-closing", where(origin={_HICHINA}, period={Period.LATER}),
             Says("filing_date_implausible"), note=Text(
            "The guide says that the old platform has accepted no filings since January 2017, "
            "but the next sentences mention filings submitted up to 31 January 2017. The guide "
            "means the day of submission; the request has the day the filing was obtained, which "
            "is later. So a day in January is accepted, and a later day leads only to a warning.",
            "指南写明，原万网平台自 2017 年 1 月起不再提供备案服务，但后文又提到 2017 年 1 月 31 日"
            "及以前提交的备案，因此取得日期在 2017 年 1 月的，不给出警告。指南以提交备案的日期为"
            "界，而请求中只有取得备案的日期：1 月提交的备案，可能 2 月才取得。因此取得日期更晚的，"
            "只给出警告，不算错误。")),
    ),
)
# fmt: on

_KNOWS_ACCOUNT: Final = Column(
    "knows_account",
    BOTH,
    (
        Text("the old account is known", "记得原账号"),
        Text("the old account is forgotten", "忘记原账号"),
    ),
)

# fmt: off
#: Questions 3 and 4: how to get into the old account before an import. Exactly one rule applies.
ACCESS_RULES: Final = Table[Way](
    "access", Text("How to get into the old account", "如何登录原账号"), "unique",
    (
        _KNOWS_ACCOUNT,
        Column("knows_password", BOTH, (
            Text("its password is known", "记得原密码"),
            Text("its password is forgotten", "忘记原密码"),
        )),
    ),
    (
        Rule("access.known", where(knows_account={True}, knows_password={True}),
             Way(Outcome.IMPORT, _IMPORT)),
        Rule("access.password-lost", where(knows_account={True}, knows_password={False}),
             Way(Outcome.RETRIEVE_PASSWORD, (Step.RETRIEVE_PASSWORD, *_IMPORT))),
        Rule("access.account-lost", where(knows_account={False}),
             Way(Outcome.EMAIL_INITIALIZATION, (*_INITIALIZATION, *_IMPORT)), note=Text(
            "Without the account, one can neither log on nor retrieve the password, so this rule "
            "applies whether or not the password is known.",
            "忘记账号时，既不能登录，也不能找回密码，因此无论是否记得密码，都适用这条规则。")),
    ),
)

#: Question 4: the old account or its password is lost. Exactly one rule applies.
RECOVERY_RULES: Final = Table[Way](
    "recovery", Text("How to recover a lost account", "如何找回账号"), "unique",
    (
        _KNOWS_ACCOUNT,
        Column("can_retrieve_password", BOTH, (
            Text("its password can be retrieved", "可以找回密码"),
            Text("its password cannot be retrieved", "无法找回密码"),
        )),
    ),
    (
        Rule("recovery.retrieve", where(knows_account={True}, can_retrieve_password={True}),
             Way(Outcome.RETRIEVE_PASSWORD, (Step.RETRIEVE_PASSWORD,))),
        Rule("recovery.password-lost", where(knows_account={True}, can_retrieve_password={False}),
             Way(Outcome.EMAIL_INITIALIZATION, _INITIALIZATION)),
        Rule("recovery.account-lost", where(knows_account={False}),
             Way(Outcome.EMAIL_INITIALIZATION, _INITIALIZATION), note=Text(
            "The question is about a forgotten account. Nobody can retrieve the password of an "
            "account they cannot name.",
            "原文问的是忘记账号怎么办。不知道账号就无法找回密码，因此只能初始化账号邮箱。")),
        Rule("recovery.look-up", where(knows_account={False}), Way(Outcome.LOOK_UP, _LOOK_UP)),
        Rule("recovery.look-up-password", where(knows_account={True}),
             Way(Outcome.LOOK_UP, _LOOK_UP, Says("not_stated", Text(
            "The pages say how to find the log-on name of the account, but not how to retrieve or "
            "reset the password of an old account.",
            "页面只说明如何找回账号的登录名，没有说明如何找回或重设原账号的密码。")))),
    ),
)

#: What always follows from an e-mail initialization, and what prevents an import into an account.
ACCOUNT_WARNINGS: Final = Table[Says](
    "account-warnings",
    Text("What to know about an account", "账号须知"), "collect",
    (
        Column("initializes_email", BOTH, (
            Text("the account's e-mail is to be initialized", "需要初始化账号邮箱"),
            Text("no e-mail is to be initialized", "无需初始化账号邮箱"),
        )),
        Column("imports_into_taken_account", BOTH, (
            Text("the account to import into already holds a subject", "导入的目标账号下已有主体"),
            Text("the account to import into holds no subject", "导入的目标账号下没有主体"),
        )),
    ),
    (
        Rule("account-warnings.replaced", where(initializes_email={True}),
             Says("replaces_email_account")),
        Rule("account-warnings.not-offered", where(initializes_email={True}),
             Says("procedure_not_offered", Text(
            "No page after 2019-08-28 offers the e-mail initialization. Find the log-on name by "
            "the filed domain instead.",
            "2019-08-28 之后的页面均未提供邮箱初始化。请通过已备案的域名找回登录名。"))),
        Rule("account-warnings.taken", where(imports_into_taken_account={True}),
             Says("account_already_has_subject"), note=Text(
            "An import request does not name the subject, so the import is refused if the account "
            "holds any subject.",
            "导入请求中没有主体信息，无法判断账号下的主体是否就是旧备案的主体，因此只要账号下已有主"
            "体，就不能导入。")),
    ),
)
# fmt: on


# -- Routes --------------------------------------------------------------------------------------


def import_route(
    origin: FilingOrigin | FilingOriginValue,
    obtained_on: dt.date | None = None,
    knows_old_account: bool = True,
    knows_old_password: bool = True,
    *,
    edition: AnyEdition | str = DEFAULT_EDITION,
    account: str | None = None,
    index: FilingIndex | Iterable[Filing] | None = None,
) -> Route:
    """How to import an old filing into an Alibaba Cloud account, if that is possible.

    Args:
        origin:
            How the filing was obtained.

        obtained_on:
            The day on which the filing was obtained; None if the day is unknown. The editions of
            2018 and 2019 need the day unless `origin` is "other". As an exception, the edition
            "faq-en-2018-01-08" does not need the day if `origin` is "old_hichina_platform". In
            "help-2025-04-23" this day makes a difference only if `origin` is
            "old_hichina_platform".

        knows_old_account:
            Whether the user knows the account on the old platform. This argument makes a difference
            only if the filing can be imported. In "help-2025-04-23" no filing can be imported.

        knows_old_password:
            Whether the user knows the password of the account on the old platform. This argument
            makes a difference only if the filing can be imported and the user knows the account.

        edition:
            Which edition of the rules to apply.

        account:
            The account to import into. An import is refused if this account holds a subject in
            `index`.

        index:
            The existing filings: a list of filings, a `FilingRegister` or another `FilingIndex`. By
            default there are no existing filings.

    Returns:
        The route. If the import is not possible, the findings of the route say why.

    Raises:
        DataError: an argument has an unknown value or the wrong type.

    Source: FAQ, question 3.

    >>> str(import_route("official_store", dt.date(2016, 12, 31)).outcome)
    'import'
    >>> [finding.code for finding in import_route("official_store", dt.date(2017, 1, 1)).findings]
    ['import_not_eligible']
    """
    return import_ruling(
        as_edition(edition),
        argument("origin", as_origin, origin),
        period_of(argument("obtained_on", optional_day, obtained_on)),
        argument("knows_old_account", flag, knows_old_account),
        argument("knows_old_password", flag, knows_old_password),
        account is not None and is_taken(argument("account", as_account, account), index),
    ).answer


def is_taken(account: str, index: FilingIndex | Iterable[Filing] | None) -> bool:
    """Whether an account already holds a subject, according to the existing filings."""
    return any(True for _ in as_index(index).subjects_of(account))


@per_edition
def import_ruling(
    edition: AnyEdition,
    origin: FilingOrigin,
    period: Period,
    knows_account: bool,
    knows_password: bool,
    taken: bool,
) -> Ruling[Route]:
    """The answer of `import_route`, the reasons, and the editions that answer differently."""
    asked = [(IMPORT_RULES.only(edition, origin, period), "/origin")]
    (hit,) = asked[0][0].hits
    if "period" in dict(hit.row.when):
        asked = [(asked[0][0], "/obtained_on")]
    if hit.row.then.outcome is Outcome.IMPORT and hit.row.then.says is None:
        access = ACCESS_RULES.only(edition, knows_account, knows_password)
        asked.append((access, "/knows_old_account"))
    dates = DATE_RULES.at(edition, origin, period)
    return _route(edition, asked, taken, (dates, "/obtained_on", None))


def recovery_route(
    knows_account: bool, can_retrieve_password: bool, edition: AnyEdition | str = DEFAULT_EDITION
) -> Route:
    """How to recover a lost account that holds a filing.

    The account is a login at the provider (Alibaba Cloud), not an e-mail account. The rules do not
    cover accounts without a filing.

    Args:
        knows_account:
            Whether the user knows the name of the account.

        can_retrieve_password:
            Whether the user can retrieve the password of the account. This argument makes a
            difference only in the editions of 2018 and 2019, and only if the user knows the name of
            the account.

        edition:
            Which edition of the rules to apply.

    Returns:
        The route. In the editions of 2018 and 2019, the user retrieves the password or, if that is
        not possible, initializes the account's e-mail. In the edition of 2025, the user looks up
        the account by a filed domain.

    Raises:
        DataError: an argument is not a boolean, or the edition is unknown.

    Source: FAQ, question 4.

    >>> str(recovery_route(knows_account=True, can_retrieve_password=False).outcome)
    'email_initialization'
    """
    return recovery_ruling(
        as_edition(edition),
        argument("knows_account", flag, knows_account),
        argument("can_retrieve_password", flag, can_retrieve_password),
    ).answer


@per_edition
def recovery_ruling(
    edition: AnyEdition, knows_account: bool, can_retrieve_password: bool
) -> Ruling[Route]:
    """The answer of `recovery_route`, the reasons, and the editions that answer differently."""
    answer = RECOVERY_RULES.only(edition, knows_account, can_retrieve_password)
    return _route(edition, [(answer, "")])


def _route(
    edition: AnyEdition,
    asked: list[tuple[Answer[Way], str]],
    taken: bool = False,
    *doubts: Place,
) -> Ruling[Route]:
    """The route that the last rule leads to, with the findings of every rule and the warnings."""
    hits = [(answer.hits[0], path) for answer, path in asked]
    refused = [found(hit, hit.row.then.says, path) for hit, path in hits if hit.row.then.says]
    way = hits[-1][0].row.then
    # with these outcomes nothing is imported
    taken = taken and way.outcome not in (Outcome.LOG_ON, Outcome.LOOK_UP)
    warnings = ACCOUNT_WARNINGS.at(edition, Step.INITIALIZE in way.actions, taken)
    warned = findings_of(*doubts, (warnings, "", None))
    # The steps do not work if the account is taken or the procedure is not offered.
    blocked = any(finding.is_error for finding in warned.answer)
    steps = [STEPS.at(edition, step) for step in way.actions if not blocked]
    answers: list[Answer[Any]] = [*(answer for answer, _ in asked), *steps]
    reasons = tuple(reason for answer in answers for reason in answer.reasons)
    route = Route(
        way.outcome,
        tuple(then.worded(edition) for answer in steps for then in answer.thens),
        (*refused, *warned.answer),
        tuple(reason.rule for reason in reasons),
        reasons,
    )
    return together(route, *answers, warned)
