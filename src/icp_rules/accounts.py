"""Bringing an old filing over (导入) and getting a lost account back (找回):
FAQ, questions 3 and 4.

Which way leads there is one row of a table; what to do on the way are the rows of `STEPS`, each a
sentence of the text.
"""

import datetime as dt
from functools import lru_cache
from typing import Final

import attrs

from icp_rules.findings import Explained, Finding, Says, Told, found
from icp_rules.rules import (
    ACCOUNT_FAQ_2019,
    BOTH,
    CLAIM_GUIDE_2019,
    DEFAULT_EDITION,
    Answer,
    AnyEdition,
    Column,
    Edition,
    Reason,
    Rule,
    Sources,
    Table,
    Term,
    Text,
    argument,
    as_edition,
    cite,
    flag,
    member,
    optional_day,
    where,
)
from icp_rules.subjects import FilingIndex
from icp_rules.subjects import account as as_account

__all__ = ["FilingOrigin", "Outcome", "Route", "Way", "import_route", "recovery_route"]


# -- Vocabulary ------------------------------------------------------------------------------------


class FilingOrigin(Term):
    """Through what the old filing was obtained."""

    OLD_HICHINA_PLATFORM = (
        "old_hichina_platform",
        "old HiChina ICP Filing platform",
        "原万网备案平台",
    )
    OFFICIAL_STORE = "official_store", "official store", "旺铺"
    OFFICIAL_COMPANY_WEBSITE = "official_company_website", "official company website", "企业官网"
    OTHER = "other", "something else", "其他"


def as_origin(value: FilingOrigin | str) -> FilingOrigin:
    """The origin a value is or names."""
    return member(FilingOrigin, value)


class Outcome(Term):
    """Where a route leads."""

    IMPORT = "import", "import the filing", "导入备案信息"
    RETRIEVE_PASSWORD = "retrieve_password", "retrieve the old password", "找回密码"
    EMAIL_INITIALIZATION = (
        "email_initialization",
        "initialize the account's e-mail",
        "备案账号邮箱初始化",
    )
    CLAIM = "claim", "claim the filing", "认领备案"
    LOG_ON = "log_on", "log on directly", "直接登录"
    NOT_ELIGIBLE = "not_eligible", "the filing cannot be imported", "不能导入"
    DATE_NEEDED = "date_needed", "the date of the filing is needed", "需要备案日期"


class Period(Term):
    """When the old filing was obtained, as far as any edition asks: days are data once they are
    sorted into these.
    """

    UNKNOWN = "unknown", "not given", "未提供"
    BEFORE_JUNE_2010 = "before_2010_06", "before 2010-06-01", "2010-06-01 之前"
    BEFORE_2017 = "before_2017", "2010-06-01 to 2016-12-31", "2010-06-01 至 2016-12-31"
    JANUARY_2017 = "2017_01", "January 2017", "2017 年 1 月"
    LATER = "later", "after 2017-01-31", "2017-01-31 之后"


#: The first day of each period that has one.
PERIOD_STARTS: Final = (
    (dt.date(2017, 2, 1), Period.LATER),
    (dt.date(2017, 1, 1), Period.JANUARY_2017),
    (dt.date(2010, 6, 1), Period.BEFORE_2017),
    (dt.date.min, Period.BEFORE_JUNE_2010),
)


def _period(obtained_on: dt.date | None) -> Period:
    if obtained_on is None:
        return Period.UNKNOWN
    return next(period for start, period in PERIOD_STARTS if obtained_on >= start)


@attrs.frozen
class Route(Explained):
    """The way to where a filing or an account should be.

    Attributes:
        outcome:
            Where the way leads, or its first stop when a password or an account has to
            be recovered before.

        steps:
            What to do, in order.

        findings:
            What stands in the way, or should be known.

        rules:
            The ids of the rows that answered, the steps' among them; `find_rule` gives a row.

        reasons:
            For each of these the row, the conditions that matched and the sentence; they are
            neither compared nor written to JSON.
    """

    outcome: Outcome
    steps: tuple[Text, ...]
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]
    reasons: tuple[Reason, ...] = attrs.field(
        default=(), eq=False, repr=False, metadata={"json": False}
    )

    def told(self, lang: str) -> Told:
        """Where the way leads, the steps, and what stands in the way, and why."""
        rows = len(self.reasons) - len(self.steps)
        outcome = self.outcome.to(lang)
        yield (
            outcome[:1].upper() + outcome[1:] + ("。" if lang == "zh" else "."),
            self.reasons[0] if self.reasons else None,
        )
        for reason in self.reasons[1:rows]:
            yield _MOREOVER.to(lang), reason
        for i, step in enumerate(self.steps):
            yield f"{i + 1}. {step.to(lang)}", self.reasons[rows + i] if self.reasons else None
        for finding in self.findings:
            yield from finding.told(lang)


_MOREOVER: Final = Text("How to get there:", "具体途径：")


# -- The rules -------------------------------------------------------------------------------------


class Action(Term):
    """A thing to do; the name of a step."""

    OPEN_IMPORT = "open_import", "open the import", "打开导入"
    CONTINUE_IMPORT = "continue_import", "choose to continue", "选择继续备案"
    ENTER_OLD_ACCOUNT = "enter_old_account", "enter the old account", "输入原账号"
    IMPORTED = "imported", "imported", "导入完成"
    RETRIEVE_PASSWORD = "retrieve_password", "retrieve the password", "找回密码"
    PREPARE = "prepare", "prepare the documents", "准备资料"
    BE_TRUTHFUL = "be_truthful", "be truthful", "真实准确"
    INITIALIZE = "initialize", "initialize the e-mail", "邮箱初始化"
    WAIT = "wait", "wait", "等待处理"
    LOG_ON_ANEW = "log_on_anew", "log on anew", "使用新账号登录"
    RESET_PASSWORD = "reset_password", "reset the password", "重设密码"
    OPEN_CLAIM = "open_claim", "open the filing system", "登录备案系统"
    FILL_CLAIM = "fill_claim", "fill in the claim", "填写认领信息"
    SUBMIT_CLAIM = "submit_claim", "submit the claim", "提交认领"
    LOG_ON_DIRECTLY = "log_on_directly", "log on directly", "直接登录"


A = Action
_IMPORT = (A.OPEN_IMPORT, A.CONTINUE_IMPORT, A.ENTER_OLD_ACCOUNT, A.IMPORTED)
_INITIALIZATION = (A.PREPARE, A.INITIALIZE, A.BE_TRUTHFUL, A.WAIT, A.LOG_ON_ANEW, A.RESET_PASSWORD)
_CLAIM = (A.OPEN_CLAIM, A.FILL_CLAIM, A.SUBMIT_CLAIM)

_OPEN_ZH = "单击 导入备案信息 按钮"
_FORGOTTEN_EN = (
    "If you have forgotten your account or password for the old ICP Filing platform, click ICP "
    "Filing Account Email Initialization or Retrieve ICP Filing Logon Password to reset your "
    "account name or retrieve your password."
)
_FORGOTTEN_ZH = (
    "如果忘记原备案平台账户或密码，可以进行 备案账号邮箱初始化 或 找回备案登录密码 "
    "进入相应页面进行重置登录名或找回密码。"
)
_FORGOTTEN_GUIDE = (
    "如果您忘记原备案平台账号或密码，请参见找回原万网备案登录账号及密码章节重置登录名或找回密码。"
)
_FORGOTTEN = cite(_FORGOTTEN_EN, _FORGOTTEN_ZH, _FORGOTTEN_ZH, _FORGOTTEN_GUIDE)
_CANNOT_EN = (
    "If you cannot retrieve the password for your account on the old HiChina ICP Filing system, "
    "you can click ICP Filing Account Email Initialization, enter your ICP Filing information, "
    "and upload your credentials. Then, you can reset your ICP Filing account."
)
_CANNOT_ZH = "填写您的备案信息并上传证件，重置您的备案账号。"
_CANNOT = cite(_CANNOT_EN, _CANNOT_ZH, _CANNOT_ZH, _CANNOT_ZH)
_REPLACES_ZH = "此操作将替换您原备案登录邮箱账号"
_VERIFY_ZH = "输入原备案平台的备案账号及密码进行备案账号验证，验证成功后即可将备案信息导入新平台。"
_VERIFY_EN = "Enter your account and password used for ICP Filing on the old ICP Filing platform."
_NEW_ACCOUNT_ZH = "使用新账号登录备案系统"
_TRUTH_ZH = "请填写真实准确的信息，上传真实有效的清晰图片。"
_OLD_PAGE_CLOSED = "自2017年1月起，原万网备案平台不再提供备案服务，仅支持登录。"


def _step(action: Action, en: str, zh: str, sources: Sources) -> Rule[Text]:
    return Rule(
        f"steps.{action.value.replace('_', '-')}", where(action={action}), Text(en, zh), sources
    )


# fmt: off
#: What to do, a sentence of the text a step. The claim is a way of the 2019 guide only.
STEPS: Final = Table[Text](
    "steps", Text("What to do", "操作步骤"), "collect",
    (
        Column("action", tuple(Action), Text("the step is “{}”", "步骤为“{}”")),
    ),
    (
        _step(A.OPEN_IMPORT, "Log on to the Alibaba Cloud ICP Filing system and choose Import ICP Filing Information.",  # noqa: E501
              "登录阿里云备案系统，单击“导入备案信息”。",
              cite("Log on to the Alibaba Cloud ICP Filing system (only available in Chinese) and click the Import ICP Filing Information "  # noqa: E501
                   "button in the upper-right corner of page.", "单击页面右上角导入备案信息按钮。", _OPEN_ZH, "单击导入备案信息")),  # noqa: E501
        _step(A.CONTINUE_IMPORT, "Choose Import Information and Continue ICP Filing.", "单击“导入信息继续备案”。",  # noqa: E501
              cite("Click Import Information and Continue ICP Filing.", "单击导入信息继续备案。", "单击 导入信息继续备案。", "单击导入信息继续备案。")),  # noqa: E501
        _step(A.ENTER_OLD_ACCOUNT, "Enter the account and password of the old platform.", "输入原备案平台的账号和密码进行验证。",  # noqa: E501
              cite(_VERIFY_EN, _VERIFY_ZH, _VERIFY_ZH, _VERIFY_ZH)),
        _step(A.IMPORTED, "Once verified, import the filing information to the new platform.", "验证成功后，将备案信息导入新平台。",  # noqa: E501
              cite("After verification, you can import your filing information to the new platform.", _VERIFY_ZH, _VERIFY_ZH, _VERIFY_ZH)),  # noqa: E501
        _step(A.RETRIEVE_PASSWORD, "Retrieve the password of the old account with Retrieve ICP Filing Logon Password.",  # noqa: E501
              "通过“找回备案登录密码”找回原账号的密码。", _FORGOTTEN),
        _step(A.PREPARE, "Prepare the documents in advance.", "提前准备资料。",
              cite("Prepare the necessary documents in advance.", "请提前准备资料。", "请提前准备资料。", "准备资料。")),  # noqa: E501
        _step(A.INITIALIZE, "Open ICP Filing Account Email Initialization, enter the filing information and upload the credentials.",  # noqa: E501
              "进入“备案账号邮箱初始化”，填写备案信息并上传证件。", _CANNOT),
        _step(A.BE_TRUTHFUL, "See that what you enter is true and the images are clear; upload only authentic and valid documents.",  # noqa: E501
              "信息须真实准确，图片须清晰，资料须真实有效。",
              cite("Make sure the information you provide is truthful and accurate, that document images are clear, and uploaded documents "  # noqa: E501
                   "are authentic and valid.", _TRUTH_ZH, _TRUTH_ZH, _TRUTH_ZH)),
        _step(A.WAIT, "Wait: the application is processed within one or two working days of receipt.", "等待处理：收到申请后 1 至 2 个工作日。",  # noqa: E501
              cite("Alibaba Cloud processes your application within one or two business days of receiving it.",  # noqa: E501
                   "阿里云会在收到您申请后 1-2 个工作日进行处理。", "阿里云会在收到您申请后 1-2 个工作日进行处理。",  # noqa: E501
                   "阿里云会在收到您申请后1~2个工作日进行处理。")),
        _step(A.LOG_ON_ANEW, "Log on to the ICP Filing system with the new account.", "使用新账号登录备案系统。",  # noqa: E501
              cite("After completing account email initialization, you can use your new account to log on to the ICP Filing system.",  # noqa: E501
                   "账号邮箱初始化完成后，您可使用新账号登录备案系统", "账号邮箱初始化完成后，您可使用新账号登录备案系统", _NEW_ACCOUNT_ZH)),  # noqa: E501
        _step(A.RESET_PASSWORD, "Reset the password with Password Retrieval (recommended).", "建议通过“密码找回”重新设置登录密码。",  # noqa: E501
              cite("We recommend that you use the Password Retrieval function to reset your password.", "登录密码建议您通过 密码找回 进行重新设置。",  # noqa: E501
                   "登录密码建议您通过 密码找回 进行重新设置。", "登录密码建议您通过找回密码进行重新设置。")),  # noqa: E501
        _step(A.OPEN_CLAIM, "Log on to the Alibaba Cloud ICP Filing system.", "登录阿里云备案系统。",  # noqa: E501
              cite(guide=CLAIM_GUIDE_2019.quoting("登录阿里云备案系统。"))),
        _step(A.FILL_CLAIM, "Enter the subject and the domain to claim; the system decides the kind of filing.",  # noqa: E501
              "填写要认领的主体信息和域名，由系统判定备案类型。",
              cite(guide=CLAIM_GUIDE_2019.quoting("在开始备案页面，填写要认领的主体信息和域名。系统自动判定备案类型。"))),
        _step(A.SUBMIT_CLAIM, "Upload images or colour scans of the credentials and submit the claim; it is reviewed within one working day.",  # noqa: E501
              "上传证件图片或彩色扫描件，提交认领；1 个工作日内审核。",
              cite(guide=CLAIM_GUIDE_2019.quoting(
                  "在上传资料页面，根据页面提示上传备案证件图片或彩色扫描件，单击提交认领。 … "
                  "提交认领后，阿里云会在 1 个工作日内进行审核，通过审核后认领完成。"))),
        _step(A.LOG_ON_DIRECTLY, "Log on to the Alibaba Cloud ICP Filing system directly.", "直接登录阿里云备案系统。",  # noqa: E501
              cite(guide="如果您是2017年1月31日之后提交的备案，您可以直接登录阿里云备案系统进行备案。")),
    ),
)
# fmt: on


@attrs.frozen
class Way:
    """The consequence "go this way": an outcome, the actions in order, and what is found."""

    outcome: Outcome
    actions: tuple[Action, ...] = ()
    says: Says | None = None

    @property
    def words(self) -> Text:
        """Where it leads and over which steps, in words."""
        if self.says and not self.actions:
            return self.says.words
        said = self.says.words if self.says else Text("", "")
        listed = len(self.actions) > 1
        steps = (
            Text(
                ": " + ", then ".join(a.en for a in self.actions),
                "：" + "，再".join(a.zh for a in self.actions),
            )
            if listed
            else Text("", "")
        )
        return Text(
            f"{self.outcome.en}{steps.en}. {said.en}".strip(),
            f"{self.outcome.zh}{steps.zh}。{said.zh}",
        )


_HICHINA, _STORE, _COMPANY, _OTHER_ORIGIN = FilingOrigin
_OLD = {_HICHINA, _STORE, _COMPANY}
_BY_2016 = {Period.BEFORE_JUNE_2010, Period.BEFORE_2017}
_SINCE_2017 = {Period.JANUARY_2017, Period.LATER}

_WHICH_EN = (
    "If you obtained an ICP Filing through the old HiChina ICP Filing management platform or "
    "obtained an official store/official company website ICP Filing before January 2017, log on "
    "to the ICP Filing system to import the filing information to your Alibaba Cloud account to "
    "facilitate subsequent ICP Filing operations."
)
_WHICH_ZH = (
    "如您在 2017 年 1 月之前在原万网 ICP 代备案管理平台做过备案或者做过旺铺/企业官网备案，"
    "您可以登录备案系统将您的备案信息导入阿里云账号，以便继续备案。"
)
_WHICH_GUIDE = (
    "如您在2017年1月之前在原万网ICP代备案管理平台做过备案或者做过旺铺和企业官网备案，"
    "您可以登录备案系统将您的备案信息导入阿里云账号，"
    "以便后续在阿里云ICP代备案系统中管理维护备案信息。"
)
_CLAIM_GUIDE = (
    "如果您是2010年6月1日前在原万网备案平台提交的备案，且之后未将该备案接入其他服务商，"
    "也未将备案信息导入到您的阿里云账号中，您需要认领原万网备案"
)
_WINDOW_GUIDE = CLAIM_GUIDE_2019.quoting(
    "如果您是2010年6月1日至2017年1月31日之间提交的备案，您只需导入备案信息，不必认领备案。"
)
_LATER_GUIDE = "如果您是2017年1月31日之后提交的备案，您可以直接登录阿里云备案系统进行备案。"
_NOT_IMPORTED = Way(Outcome.NOT_ELIGIBLE, (), Says("import_not_eligible"))
_DATE_FIRST = Way(Outcome.DATE_NEEDED, (), Says("import_date_unknown"))
_GO = Way(Outcome.IMPORT)

_ORIGIN: Final = Column(
    "origin", tuple(FilingOrigin), Text("the old filing was obtained through: {}", "旧备案取自：{}")
)
_PERIOD: Final = Column(
    "period",
    tuple(Period),
    (
        Text("the day it was obtained is not given", "未提供备案取得的日期"),
        Text("it was obtained before 1 June 2010", "取得于 2010 年 6 月 1 日之前"),
        Text(
            "it was obtained from 1 June 2010 to 31 December 2016",
            "取得于 2010 年 6 月 1 日至 2016 年 12 月 31 日",
        ),
        Text("it was obtained in January 2017", "取得于 2017 年 1 月"),
        Text("it was obtained after 31 January 2017", "取得于 2017 年 1 月 31 日之后"),
    ),
)

# fmt: off
#: Question 3: may the filing be imported? Exactly one row answers every origin and
#: period in every edition.
IMPORT_RULES: Final = Table[Way](
    "imports", Text("Which old filings can be imported", "哪些旧备案可以导入"), "unique",
    (
        _ORIGIN,
        _PERIOD,
    ),
    (
        Rule("imports.old-platform", where(origin={_HICHINA}), _GO, cite(_WHICH_EN),
             Text('In English "before January 2017" stands with the stores and websites only, so the old platform has no date.',  # noqa: E501
                  "英文版中“2017 年 1 月之前”仅修饰旺铺和企业官网，因此原万网平台没有日期限制。")),
        Rule("imports.store", where(origin={_STORE, _COMPANY}, period=_BY_2016), _GO, cite(_WHICH_EN)),  # noqa: E501
        Rule("imports.store-too-late", where(origin={_STORE, _COMPANY}, period=_SINCE_2017), _NOT_IMPORTED, cite(_WHICH_EN),  # noqa: E501
             Text("1 January 2017 is not before January 2017.", "2017 年 1 月 1 日不在 2017 年 1 月之前。")),  # noqa: E501
        Rule("imports.store-undated", where(origin={_STORE, _COMPANY}, period={Period.UNKNOWN}), _DATE_FIRST, cite(_WHICH_EN)),  # noqa: E501
        Rule("imports.before-2017", where(origin=_OLD, period=_BY_2016), _GO, cite(zh06=_WHICH_ZH, zh08=_WHICH_ZH),  # noqa: E501
             Text("In Chinese the date stands first and governs all three origins.", "中文版中日期位于句首，适用于全部三种来源。")),  # noqa: E501
        Rule("imports.too-late", where(origin=_OLD, period=_SINCE_2017), _NOT_IMPORTED, cite(zh06=_WHICH_ZH, zh08=_WHICH_ZH)),  # noqa: E501
        Rule("imports.undated", where(origin=_OLD, period={Period.UNKNOWN}), _DATE_FIRST,
             cite(zh06=_WHICH_ZH, zh08=_WHICH_ZH, guide=_WINDOW_GUIDE)),
        Rule("imports.claim", where(origin=_OLD, period={Period.BEFORE_JUNE_2010}),
             Way(Outcome.CLAIM, _CLAIM, Says("import_not_eligible", Text("Claim the filing instead of importing it.", "请认领该备案，无需导入。"))),  # noqa: E501
             cite(guide=_CLAIM_GUIDE),
             Text("That the filing was never moved to another provider or imported before is taken as given: the request does not say.",  # noqa: E501
                  "该备案之后未接入其他服务商、也未曾导入，以此为前提：请求中没有这项信息。")),
        Rule("imports.june-2010-to-january-2017", where(origin=_OLD, period={Period.BEFORE_2017, Period.JANUARY_2017}), _GO,  # noqa: E501
             cite(guide=_WINDOW_GUIDE),
             Text("The guide's opening still says before January 2017; the day is taken from the sentence that names it.",  # noqa: E501
                  "指南开头仍写 2017 年 1 月之前；此处以写明具体日期的句子为准。")),
        Rule("imports.log-on", where(origin=_OLD, period={Period.LATER}),
             Way(Outcome.LOG_ON, (A.LOG_ON_DIRECTLY,),
                 Says("import_not_eligible", Text("Log on to the Alibaba Cloud ICP Filing system directly; nothing has to be imported.",  # noqa: E501
                                                  "请直接登录阿里云备案系统，无需导入。"))),
             cite(guide=_LATER_GUIDE)),
        Rule("imports.other-origin", where(origin={_OTHER_ORIGIN}), _NOT_IMPORTED, cite(_WHICH_EN, _WHICH_ZH, _WHICH_ZH, _WHICH_GUIDE),  # noqa: E501
             Text("Only the origins that are named can be imported, whatever the day.", "只有列明的来源可以导入，与日期无关。")),  # noqa: E501
    ),
)
# fmt: on

# fmt: off
#: What makes a date doubtful, whether or not the edition goes by it.
DATE_RULES: Final = Table[Says](
    "dates", Text("Whether the date of an old filing can be right", "备案日期是否可信"), "collect",
    (
        _ORIGIN,
        _PERIOD,
    ),
    (
        Rule("dates.after-closing", where(origin={_HICHINA}, period={Period.LATER}), Says("filing_date_implausible"),  # noqa: E501
             cite(every=cite(guide=_OLD_PAGE_CLOSED)[0][1]), Text("The old platform took no filings after January 2017.",  # noqa: E501
                                                                  "原万网平台自 2017 年 1 月之后不再受理备案。")),  # noqa: E501
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
#: Questions 3 and 4: how to get into the old account before an import. Exactly one row answers.
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
        Rule("access.known", where(knows_account={True}, knows_password={True}), Way(Outcome.IMPORT, _IMPORT),  # noqa: E501
             cite(_VERIFY_EN, _VERIFY_ZH, _VERIFY_ZH, _VERIFY_ZH)),
        Rule("access.password-lost", where(knows_account={True}, knows_password={False}),
             Way(Outcome.RETRIEVE_PASSWORD, (A.RETRIEVE_PASSWORD, *_IMPORT)), _FORGOTTEN),
        Rule("access.account-lost", where(knows_account={False}),
             Way(Outcome.EMAIL_INITIALIZATION, (*_INITIALIZATION, *_IMPORT)), _FORGOTTEN,
             Text("Without the account the password cannot be retrieved, so this holds whether or not the password is known.",  # noqa: E501
                  "忘记账号则无法找回密码，因此无论是否记得密码均适用。")),
    ),
)
# fmt: on

# fmt: off
#: Question 4: the old account or its password is lost. Exactly one row answers.
RECOVERY_RULES: Final = Table[Way](
    "recovery", Text("How to get a lost account back", "如何找回账号"), "unique",
    (
        _KNOWS_ACCOUNT,
        Column("can_retrieve_password", BOTH, (
            Text("its password can be retrieved", "可以找回密码"),
            Text("its password cannot be retrieved", "无法找回密码"),
        )),
    ),
    (
        Rule("recovery.retrieve", where(knows_account={True}, can_retrieve_password={True}),
             Way(Outcome.RETRIEVE_PASSWORD, (A.RETRIEVE_PASSWORD,)), _FORGOTTEN),
        Rule("recovery.password-lost", where(knows_account={True}, can_retrieve_password={False}),
             Way(Outcome.EMAIL_INITIALIZATION, _INITIALIZATION), _CANNOT),
        Rule("recovery.account-lost", where(knows_account={False}), Way(Outcome.EMAIL_INITIALIZATION, _INITIALIZATION),  # noqa: E501
             cite(f"I forgot my logon account for the old HiChina ICP Filing system. … {_CANNOT_EN}", _CANNOT_ZH, _CANNOT_ZH, _CANNOT_ZH),  # noqa: E501
             Text("The question is about a forgotten account: a password cannot be retrieved for an account one cannot name.",  # noqa: E501
                  "该问题针对忘记账号的情形：说不出账号，就无法找回密码。")),
    ),
)
# fmt: on

_BOTH_ONE_SUBJECT_ZH = "一个阿里云账号只能备案一个主体（公司或个人）信息"

# fmt: off
#: What e-mail initialization always brings with it, and what the target account of an
#: import must not hold.
ACCOUNT_WARNINGS: Final = Table[Says](
    "account-warnings", Text("What an account must not hold, and what it loses", "账号须知"), "collect",  # noqa: E501
    (
        Column("initializes_email", BOTH, (
            Text("the account's e-mail is to be initialized", "需进行账号邮箱初始化"),
            Text("no e-mail is to be initialized", "无需进行账号邮箱初始化"),
        )),
        Column("imports_into_taken_account", BOTH, (
            Text("the account to import into already holds a subject", "要导入的账号下已有主体"),
            Text("the account to import into holds no subject", "要导入的账号下没有主体"),
        )),
    ),
    (
        Rule("account-warnings.replaced", where(initializes_email={True}), Says("replaces_email_account"),  # noqa: E501
             cite("This operation replaces your original ICP Filing email account, so proceed with caution.",  # noqa: E501
                  _REPLACES_ZH, _REPLACES_ZH, _REPLACES_ZH)),
        Rule("account-warnings.taken", where(imports_into_taken_account={True}), Says("account_already_has_subject"),  # noqa: E501
             cite("One Alibaba Cloud account corresponds to one set of ICP Filing subject (company or individual) information.",  # noqa: E501
                  _BOTH_ONE_SUBJECT_ZH, _BOTH_ONE_SUBJECT_ZH, ACCOUNT_FAQ_2019.quoting(_BOTH_ONE_SUBJECT_ZH)),  # noqa: E501
             Text("An import names no subject, so an account that holds any subject is refused, as the provider's merger FAQ does.",  # noqa: E501
                  "导入时不指明主体，因此账号下已有任何主体即不予导入，与服务商合并常见问题的做法一致。")),
    ),
)
# fmt: on


# -- Routes ----------------------------------------------------------------------------------------


#: A route, and the published editions that would take another.
Routed = tuple[Route, frozenset[Edition]]


def _route(
    edition: AnyEdition,
    asked: list[Answer[Way]],
    findings: list[Finding],
    others: frozenset[Edition],
    taken: bool = False,
) -> Routed:
    """The last row names the way; warnings that go with it are added."""
    way = asked[-1].hits[0].row.then
    steps = [STEPS.at(edition, action) for action in way.actions]
    done = [hit for step in steps for hit in step.hits]
    warnings = ACCOUNT_WARNINGS.at(edition, A.INITIALIZE in way.actions, taken)
    findings += [
        found(
            hit,
            hit.row.then,
            "/account" if hit.row.then.code == "account_already_has_subject" else "",
        )
        for hit in warnings.hits
    ]
    reasons = (*(answer.hits[0].reason for answer in asked), *(hit.reason for hit in done))
    others = others.union(
        warnings.others, *(answer.others for answer in asked), *(step.others for step in steps)
    )
    return Route(
        way.outcome,
        tuple(hit.row.then for hit in done),
        tuple(findings),
        tuple(reason.rule for reason in reasons),
        reasons,
    ), others


@lru_cache(maxsize=4096)
def _import(
    edition: AnyEdition,
    origin: FilingOrigin,
    period: Period,
    knows_account: bool,
    knows_password: bool,
    taken: bool,
) -> Routed:
    asked = [IMPORT_RULES.at(edition, origin, period)]
    dates = DATE_RULES.at(edition, origin, period)
    findings = [found(hit, hit.row.then, "/obtained_on") for hit in dates.hits]
    (hit,) = asked[0].hits
    if hit.row.then.says is not None:
        by_origin = origin is FilingOrigin.OTHER
        findings.insert(
            0, found(hit, hit.row.then.says, "/origin" if by_origin else "/obtained_on")
        )
    else:
        asked.append(ACCESS_RULES.at(edition, knows_account, knows_password))
    return _route(edition, asked, findings, dates.others, taken)


@lru_cache(maxsize=4096)
def recovery(edition: AnyEdition, knows_account: bool, can_retrieve_password: bool) -> Routed:
    """What `recovery_route` answers, and the editions that would answer otherwise."""
    return _route(
        edition, [RECOVERY_RULES.at(edition, knows_account, can_retrieve_password)], [], frozenset()
    )


def import_route(
    origin: FilingOrigin | str,
    obtained_on: dt.date | None = None,
    knows_old_account: bool = True,
    knows_old_password: bool = True,
    edition: AnyEdition | str = DEFAULT_EDITION,
    *,
    account: str | None = None,
    index: FilingIndex | None = None,
) -> Route:
    """How an old filing is brought over to an Alibaba Cloud account, if it can be.

    Args:
        origin:
            Through what it was obtained.

        obtained_on:
            The day, if known; whether it is needed depends on the edition and the origin.

        knows_old_account:
            Whether the account on the old platform is known.

        knows_old_password:
            Whether its password is.

        edition:
            Which text of the rules to apply.

        account:
            The account to import into; asked together with `index`.

        index:
            What is filed already, to see whether that account is free.

    Raises:
        DataError: an argument is unknown or of the wrong type.

    Source: FAQ, question 3.

    >>> str(import_route("official_store", dt.date(2016, 12, 31)).outcome)
    'import'
    >>> [finding.code for finding in import_route("official_store", dt.date(2017, 1, 1)).findings]
    ['import_not_eligible']
    """
    return bring_over(
        origin, obtained_on, knows_old_account, knows_old_password, edition, account, index
    )[0]


def bring_over(
    origin: FilingOrigin | str,
    obtained_on: dt.date | None,
    knows_old_account: bool,
    knows_old_password: bool,
    edition: AnyEdition | str,
    account: str | None,
    index: FilingIndex | None,
) -> Routed:
    """What `import_route` answers, and the editions that would answer otherwise."""
    edition = as_edition(edition)
    origin = argument("origin", as_origin, origin)
    period = _period(argument("obtained_on", optional_day, obtained_on))
    knows_account = argument("knows_old_account", flag, knows_old_account)
    knows_password = argument("knows_old_password", flag, knows_old_password)
    taken = (
        index is not None
        and account is not None
        and index.subject_of(argument("account", as_account, account)) is not None
    )
    return _import(edition, origin, period, knows_account, knows_password, taken)


def recovery_route(
    knows_account: bool, can_retrieve_password: bool, edition: AnyEdition | str = DEFAULT_EDITION
) -> Route:
    """How a lost account of the old platform is got back.

    Args:
        knows_account:
            Whether the account's name is still known.

        can_retrieve_password:
            Whether its password can be retrieved.

        edition:
            Which text of the rules to apply.

    Raises:
        DataError: an argument is not true or false, or the edition is unknown.

    Source: FAQ, question 4. The provider now finds accounts by the filed domain; this is
    the route of the texts.

    >>> str(recovery_route(knows_account=True, can_retrieve_password=False).outcome)
    'email_initialization'
    """
    edition = as_edition(edition)
    knows = argument("knows_account", flag, knows_account)
    return recovery(
        edition,
        knows,
        argument("can_retrieve_password", flag, can_retrieve_password),
    )[0]
