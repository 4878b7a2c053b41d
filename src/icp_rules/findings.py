"""Findings: the codes with their severity, message and remedy, and how an answer is explained.

Every message is in English and Chinese. A `{}` in a message is replaced by the name of a `Term`,
such as a document, or by text from the rule, never by text from the request. So no message contains
what somebody entered.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby, zip_longest
from typing import Any, Final, Literal

import attrs

from icp_rules.rules import Answer, Hit, Reason, Ruling, Source, together
from icp_rules.vocabulary import Term, Text, conjoined

__all__ = [
    "MESSAGES",
    "Code",
    "Explained",
    "Finding",
    "Lines",
    "Message",
    "Place",
    "RuleViolation",
    "Says",
    "Severity",
    "because",
    "findings_of",
    "found",
    "numbered",
    "passage",
]


class Severity(Term):
    """How serious a finding is; only an error prevents a request from being accepted."""

    ERROR = "error", "error", "错误"
    WARNING = "warning", "warning", "警告"
    NOTE = "note", "note", "提示"


Code = Literal[
    "account_holds_another_subject",
    "subject_filed_under_another_account",
    "website_filed_under_another_subject",
    "parent_domain_filed_under_another_subject",
    "filing_number_of_another_subject",
    "same_credential_other_name",
    "same_name_other_credential",
    "purchase_account_differs",
    "service_number_needed",
    "filing_can_be_moved",
    "credential_number_invalid",
    "credential_number_doubtful",
    "credential_not_for_nature",
    "document_missing",
    "side_missing",
    "not_an_original",
    "wrong_credential_held",
    "seal_missing",
    "template_not_used",
    "image_unclear",
    "document_not_authentic",
    "credential_expired",
    "validity_not_checked",
    "document_not_needed",
    "import_not_eligible",
    "filing_date_implausible",
    "import_date_unknown",
    "account_already_has_subject",
    "replaces_email_account",
    "procedure_not_offered",
    "not_stated",
    "window_projected",
    "entity_leader_not_legal_representative",
    "leaders_must_be_one_person",
    "leaders_must_differ",
    "id_from_another_province",
    "sources_disagree",
    "rules_of_their_day",
]


_DOCUMENT: Final = Text("the document in question", "（材料名称）")


@attrs.frozen
class Message:
    """The meaning of a code: its topic, severity, message and remedy.

    Attributes:
        topic:
            What the finding is about. If all errors are about documents, the request is incomplete;
            with any other error it is rejected.

        severity:
            How serious the finding is.

        message:
            What was found. `{}` is replaced by the name of a `Term`, such as a document, or by text
            from the rule.

        remedy:
            What to do about it; None if there is nothing to do.

        about:
            The default replacement for `{}`, used, for example, when the rules are listed.
    """

    topic: Literal["subject", "documents", "account", "calendar"]
    severity: Severity
    message: Text
    remedy: Text | None
    about: Text = _DOCUMENT


ERROR, WARNING, NOTE = Severity

MESSAGES: Final[Mapping[Code, Message]] = {
    "account_holds_another_subject": Message(
        "subject",
        ERROR,
        Text(
            "This account already holds the filing of another subject.",
            "该账号下已有其他主体的备案。",
        ),
        Text(
            "Submit the application from a different account.", "请使用其他阿里云账号提交备案申请。"
        ),
    ),
    "subject_filed_under_another_account": Message(
        "subject",
        ERROR,
        Text("This subject is already filed under another account.", "该主体已在其他账号下备案。"),
        Text(
            "Log on to the account that holds the subject's filing and add the website there.",
            "请登录该主体备案所在的账号，在该主体下新增网站。",
        ),
    ),
    "website_filed_under_another_subject": Message(
        "subject",
        ERROR,
        Text("This domain is filed under another subject.", "该域名已在其他主体名下备案。"),
        Text(
            (
                "File it from that subject's account, or have the earlier filing of the domain "
                "cancelled first."
            ),
            "请用该主体的账号备案，或先注销该域名原有的备案。",
        ),
    ),
    "parent_domain_filed_under_another_subject": Message(
        "subject",
        WARNING,
        Text(
            "A parent domain of this domain is filed under another subject.",
            "该域名的上级域名已在其他主体名下备案。",
        ),
        Text(
            (
                "Check who owns the parent domain. If this subject owns it, have the earlier "
                "filing of the parent domain cancelled and file it again. Otherwise ask the owner "
                "whether the subdomain may be used."
            ),
            (
                "请核实上级域名归谁所有。归本主体所有的，请先注销上级域名原有的备案，再重新备案；"
                "归他人所有的，请向对方确认能否使用该子域名。"
            ),
        ),
    ),
    "filing_number_of_another_subject": Message(
        "subject",
        WARNING,
        Text(
            (
                "A subject has only one filing number. This number belongs to another subject, or "
                "it differs from the number of another website of this filing."
            ),
            (
                "一个主体只有一个主体备案号。所填备案号属于其他主体，或与本次备案中其他网站的"
                "主体备案号不一致。"
            ),
        ),
        Text(
            "Look up the filing number of the subject, and enter each website's own number.",
            "请查询本主体的主体备案号，并核对每个网站的备案号：连字符之前的部分须与主体备案号"
            "一致。",
        ),
    ),
    "same_credential_other_name": Message(
        "subject",
        WARNING,
        Text(
            "This credential is already filed under another name.",
            "该证件号码已备案，但备案的主体名称与本次填写的不同。",
        ),
        Text(
            "Check the name. If the name has changed, have the existing filing changed first.",
            "请核对主体名称；如已更名，请先办理变更备案。",
        ),
    ),
    "same_name_other_credential": Message(
        "subject",
        NOTE,
        Text(
            (
                "An organization of this name is already filed with another credential. It counts "
                "as a different subject."
            ),
            "已有同名单位使用其他证件备案；两者视为不同主体。",
        ),
        Text(
            "If it is the same organization, use the credential of the existing filing.",
            "如为同一单位，请使用已备案的证件。",
        ),
    ),
    "purchase_account_differs": Message(
        "subject",
        NOTE,
        Text(
            (
                "The {} was bought through another account. This is allowed and does not affect "
                "the review."
            ),
            "{}由其他账号购买。允许这样做，不影响备案审核。",
        ),
        None,
        Text("domain or server", "域名或服务器"),
    ),
    "service_number_needed": Message(
        "subject",
        NOTE,
        Text(
            (
                "The server was bought through another account. This is allowed, but the filing "
                "needs a service number from that account."
            ),
            "服务器由其他账号购买。允许这样做，但备案时需要该账号的备案服务号。",
        ),
        Text(
            (
                "Log on to the account through which the server was bought, get a service number "
                "there, and enter it in the filing. Each number can be used only once."
            ),
            "请登录购买服务器的账号获取备案服务号，并在备案时填写。每个备案服务号只能使用一次。",
        ),
    ),
    "filing_can_be_moved": Message(
        "subject",
        NOTE,
        Text(
            "The subject's filing can also be moved to this account.",
            "也可以将该主体的备案转移到本账号。",
        ),
        Text(
            (
                "Both accounts must belong to the China site, and this account must have no filing "
                "order in progress."
            ),
            "原账号和本账号均须为中国站账号，且本账号下不能有进行中的备案订单。",
        ),
    ),
    "credential_number_invalid": Message(
        "subject",
        ERROR,
        Text(
            "The number of the {} is invalid: the format or the check digit is wrong.",
            "{}号码无效：格式或校验位有误。",
        ),
        Text(
            (
                "Enter the full number again from the credential itself. A spreadsheet may have "
                "rounded it (then it ends in 000 or looks like 1.1E+17), or it may be masked."
            ),
            (
                "请对照证件原件重新填写完整号码。号码可能被电子表格改写（末尾变为 000，或显示为 "
                "1.1E+17），也可能已经脱敏。"
            ),
        ),
        Text("credential", "该类证件"),
    ),
    "credential_number_doubtful": Message(
        "subject",
        WARNING,
        Text(
            "The number of the {} looks wrong, but may be valid.",
            "{}号码看似有误，但也可能是有效的。",
        ),
        Text(
            "Compare it with the credential itself, and enter it as it is printed there.",
            "请对照证件原件核对，并按原件填写。",
        ),
        Text("credential", "该类证件"),
    ),
    "credential_not_for_nature": Message(
        "subject",
        WARNING,
        Text(
            "For a subject of this kind, the regulator's code list does not have the {}.",
            "该类主体的可用证件中没有{}。",
        ),
        Text(
            (
                "Check the kind of credential and, if it is given, the nature against the "
                "regulator's code list."
            ),
            "请对照主管部门的代码表核对证件类型；填写了单位性质的，也请核对单位性质。",
        ),
        Text("credential in question", "这种证件"),
    ),
    "document_missing": Message(
        "documents",
        ERROR,
        Text("A required document is missing: {}.", "缺少：{}。"),
        Text("Upload this document.", "请上传该材料。"),
    ),
    "side_missing": Message(
        "documents",
        ERROR,
        Text("The {} of the ID credential is missing.", "缺少身份证件的{}。"),
        Text("Upload every side of the ID credential.", "请上传身份证件的每一面。"),
        Text("front or back", "正面或反面"),
    ),
    "not_an_original": Message(
        "documents",
        ERROR,
        Text("A copy was used, not the original: {}.", "未使用原件：{}。"),
        Text(
            "Scan or photograph the original, not a copy of it.",
            "请使用原件扫描或拍照，不要使用复印件。",
        ),
    ),
    "wrong_credential_held": Message(
        "documents",
        ERROR,
        Text(
            "The half-length photograph does not show the applicant holding the {}.",
            "半身照中申请人手持的不是{}。",
        ),
        Text(
            "Take the photograph again, with the applicant holding that credential.",
            "请手持该证件重新拍照。",
        ),
        Text("required credential", "所要求的证件"),
    ),
    "seal_missing": Message(
        "documents",
        ERROR,
        Text("A document has no company seal: {}.", "未加盖单位公章：{}。"),
        Text("Stamp it with the company seal and upload it again.", "请加盖单位公章后重新上传。"),
    ),
    "template_not_used": Message(
        "documents",
        ERROR,
        Text("The provider's template was not used: {}.", "未使用规定的样例：{}。"),
        Text(
            "Download the template, fill it in and upload it again.", "请下载样例，填写后重新上传。"
        ),
    ),
    "image_unclear": Message(
        "documents",
        ERROR,
        Text("The image is not clear: {}.", "图片不清晰：{}。"),
        Text("Upload a clear image.", "请上传清晰的图片。"),
    ),
    "document_not_authentic": Message(
        "documents",
        ERROR,
        Text("A document is not authentic: {}.", "材料不真实：{}。"),
        Text("Upload only authentic documents.", "请上传真实有效的材料。"),
    ),
    "credential_expired": Message(
        "documents",
        ERROR,
        Text(
            "A document was no longer valid on the day of receipt: {}.",
            "收到申请当日，材料已过有效期：{}。",
        ),
        Text("Upload a document that is still valid.", "请上传在有效期内的材料。"),
    ),
    "validity_not_checked": Message(
        "documents",
        WARNING,
        Text(
            ("The expiry date of a document was not checked: {}. The day of receipt is unknown."),
            "无法核对是否过期：{}。材料载有有效期，但未提供收到申请的日期。",
        ),
        Text("Give the day of receipt.", "请提供收到申请的日期。"),
    ),
    "document_not_needed": Message(
        "documents",
        NOTE,
        Text("This applicant does not need to hand in: {}.", "该申请人无需提供：{}。"),
        None,
    ),
    "import_not_eligible": Message(
        "account",
        ERROR,
        Text("This filing cannot be imported.", "该备案不能导入。"),
        None,  # a rule has a remedy of its own if its page names one
    ),
    "filing_date_implausible": Message(
        "account",
        WARNING,
        Text(
            "The old platform accepted no filings after January 2017, so this date may be wrong.",
            "原万网平台在 2017 年 1 月之后不再受理备案，因此所填的取得日期可能有误。",
        ),
        Text("Check the day the filing was obtained.", "请核对取得备案的日期。"),
    ),
    "import_date_unknown": Message(
        "account",
        ERROR,
        Text(
            (
                "Whether the filing can be imported depends on the day it was obtained, which is "
                "not given."
            ),
            "未提供取得备案的日期，无法判断能否导入。",
        ),
        Text(
            "Give the day the filing was obtained (obtained_on).",
            "请提供取得备案的日期（obtained_on）。",
        ),
    ),
    "account_already_has_subject": Message(
        "account",
        ERROR,
        Text(
            "The account to import into already holds a subject.", "导入的目标账号下已有备案主体。"
        ),
        Text(
            (
                "If that is the subject of the old filing, file from this account directly. "
                "Otherwise import into an account that holds no subject."
            ),
            (
                "如该主体就是旧备案的主体，请直接在该账号下备案；如为其他主体，请换用没有备案主体的"
                "阿里云账号导入。"
            ),
        ),
    ),
    "replaces_email_account": Message(
        "account",
        WARNING,
        Text(
            "E-mail initialization replaces the original ICP Filing e-mail account.",
            "邮箱初始化将替换原来用于登录备案系统的邮箱账号。",
        ),
        Text(
            "Proceed only if the original account cannot be recovered.",
            "请确认原账号无法找回后再操作。",
        ),
    ),
    "procedure_not_offered": Message(
        "account",
        ERROR,
        Text(
            "The pages of this edition do not offer this procedure.",
            "该版本的页面不提供此项操作。",
        ),
        Text("Use what the pages offer instead.", "请改用该版本页面提供的其他办法。"),
    ),
    "not_stated": Message(
        "account",
        NOTE,
        Text("The pages of this edition do not mention this case.", "该版本的页面未提及此情形。"),
        None,  # the rules have remedies of their own
    ),
    "window_projected": Message(
        "calendar",
        WARNING,
        Text(
            (
                "The processing window goes beyond the last published holiday schedule, so its "
                "dates are projected: make-up working days and bridge days are not known yet."
            ),
            "预计处理时间超出已公布的节假日安排，调休尚未确定，因此日期仅为推算。",
        ),
        Text(
            (
                "Compute it again once the State Council has published the holiday schedule of "
                "that year."
            ),
            "请在国务院公布该年度的节假日安排后重新计算。",
        ),
    ),
    "entity_leader_not_legal_representative": Message(
        "subject",
        ERROR,
        Text(
            "In this province only the legal representative can be the entity leader.",
            "该省的主体负责人只能是法定代表人。",
        ),
        Text("Name the legal representative as entity leader.", "请将主体负责人改为法定代表人。"),
    ),
    "leaders_must_be_one_person": Message(
        "subject",
        ERROR,
        Text(
            (
                "In this province an entity leader who is not the legal representative must also "
                "be the service leader."
            ),
            "在该省，主体负责人不是法定代表人的，须同时担任互联网信息服务负责人。",
        ),
        Text(
            (
                "Name the entity leader as service leader too, or the legal representative as "
                "entity leader."
            ),
            "请将互联网信息服务负责人改为主体负责人本人，或将主体负责人改为法定代表人。",
        ),
    ),
    "leaders_must_differ": Message(
        "subject",
        ERROR,
        Text(
            "In this province the entity leader and the service leader must be different people.",
            "在该省，主体负责人与互联网信息服务负责人不能是同一人。",
        ),
        Text("Name another person as service leader.", "请将互联网信息服务负责人改为另一人。"),
    ),
    "id_from_another_province": Message(
        "subject",
        ERROR,
        Text(
            (
                "This province does not accept filings of individuals whose ID is from another "
                "province."
            ),
            "该省不受理持外省证件的个人备案。",
        ),
        Text("File in the province that the ID is from.", "请在证件所属省份备案。"),
    ),
    "sources_disagree": Message(
        "documents",
        WARNING,
        Text("Another source says something else: {}.", "其他来源说法不同：{}。"),
        Text("Ask the provider which one applies today.", "请向服务商确认目前以哪种说法为准。"),
        Text("the source, its day and what it says", "来源、日期和说法"),
    ),
    "rules_of_their_day": Message(
        "documents",
        NOTE,
        Text(
            "These are the rules as of the date of the page; provinces change them. {}",
            "答案依据的是服务商页面发布时的规则，各省会不定期调整。{}",
        ),
        Text("Check the province's current rules before you file.", "备案前请核对该省目前的要求。"),
        Text(
            "The date of the page and its other requirements follow.",
            "后文注明页面的日期和其他要求。",
        ),
    ),
}


@attrs.frozen
class Says:
    """The consequence of a rule that reports a finding.

    Attributes:
        code:
            The code of the finding.

        remedy:
            The rule's own remedy; None to use the remedy that `MESSAGES` has for the code. Like the
            message, a remedy can contain `{}`.

        about:
            The words that replace `{}` in the message and the remedy; None if the rule has no words
            of its own.
    """

    code: Code
    remedy: Text | None = None
    about: Text | None = None

    @property
    def words(self) -> Text:
        """The severity, the message and the remedy, as one text."""
        return _in_full(MESSAGES[self.code].severity, *self.filled())

    def filled(self, about: Term | Text | None = None) -> tuple[Text, Text | None]:
        """The message and the remedy, with a term in place of `{}`.

        The term is the first of these that is not None: the rule's own `about`, the argument
        `about`, and the `about` that `MESSAGES` has for the code.
        """
        text = MESSAGES[self.code]
        term = self.about or about or text.about
        remedy = self.remedy or text.remedy
        return text.message.format(term), remedy and remedy.format(term)


def _in_full(severity: Severity, message: Text, remedy: Text | None) -> Text:
    advice = Text(f" {remedy.en}", remedy.zh) if remedy else Text("", "")
    return Text(
        f"{severity.en}: {message.en}{advice.en}", f"{severity.zh}：{message.zh}{advice.zh}"
    )


# -- Explanations --------------------------------------------------------------------------------

Lines = Iterator[tuple[str, Reason | None]]

#: The style of a table cell in a notebook, for pages that have no style for tables.
CELL: Final = 'style="text-align:left;vertical-align:top;padding:4px 10px"'


class Explained(ABC):
    """Base class of answers that can be explained, in plain words or as a table in a notebook."""

    __slots__ = ()

    @abstractmethod
    def lines(self, lang: str) -> Lines:
        """The lines of the answer in one language, as pairs (line, its reason or None)."""

    def explain(self, lang: str = "en") -> str:
        """Explain the answer in plain words, in the language "en" or "zh".

        Each line that is based on a rule is followed by the conditions that matched, the rule, the
        published sentence and the address of its page. A sentence in the other language comes with
        our translation, which is marked as ours. If consecutive lines have the same reason, the
        reason follows only the last of them. An unknown language raises `DataError`.
        """
        lines = []
        for reason, told in groupby(self.lines(lang), key=lambda one: one[1]):
            lines += [said for said, _ in told] + [f"  {why}" for why in because(reason, lang)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        heads = "".join(
            f"<th {CELL}>{head}</th>" for head in ("answer", "because", "rule", "sentence")
        )
        rows = "".join(
            f"<tr>{_cells('<br>'.join(escape(said) for said, _ in told), reason)}</tr>"
            for reason, told in groupby(self.lines("en"), key=lambda one: one[1])
        )
        return f"<table><tr>{heads}</tr>{rows}</table>"


def numbered(steps: Iterable[Text], reasons: Iterable[Reason], lang: str) -> Lines:
    """Numbered steps in one language, as pairs (line, its reason or None)."""
    for (i, step), reason in zip_longest(enumerate(steps, 1), reasons):
        # the only condition is the step itself, which is already in the line
        yield f"{i}. {step.to(lang)}", reason and attrs.evolve(reason, conditions=None)


def because(reason: Reason | None, lang: str) -> list[str]:
    """The lines that explain a reason, in one language; an empty list if there is no reason."""
    if reason is None:
        return []
    source, matched = reason.source, []
    if reason.conditions is not None:
        said = Text("Because {}.", "依据：{}。").format(conjoined(reason.conditions))
        matched = [(said if reason.conditions else Text("Always.", "一律适用。")).to(lang)]
    date = source.dated(lang)
    page = (
        Text("{} ({})", "《{}》（{}）").to(lang).format(source.title, date)
        if date
        else source.title
    )
    rule = Text("Rule {}, {}: {} {}", "规则 {}，{}：{} {}").to(lang)
    return [*matched, rule.format(reason.rule, page, passage(source, lang), source.url)]


def passage(source: Source, lang: str) -> str:
    """The quote of a source, with our translation if the quote is not in the language `lang`.

    >>> import datetime as dt
    >>> passage(Source("t", "u", dt.date(2018, 6, 9), "备案", gist=Text("Filing.", "备案。")), "en")
    '“备案” (our translation: Filing.)'
    """
    quote, ours = source.quote and f"“{source.quote}”", source.translated(lang)
    mark = Text("{} (in our words; not quoted)", "{}（本包转述，非原文）")
    if quote:
        mark = Text(" (our translation: {})", "（本包译文：{}）")
    marked = mark.to(lang).format(ours)
    return quote + marked if ours else quote


def _cells(said: str, reason: Reason | None) -> str:
    """The cells of one row: a line of the answer, as HTML, and its reason."""
    if reason is None:
        return f'<td colspan="4" {CELL}>{said}</td>'
    source, left = reason.source, f"<td {CELL}>"
    link = escape(source.title)
    if source.url.startswith("https://"):  # in an edition of your own, the address may be any text
        link = f'<a href="{escape(source.url)}">{link}</a>'
    why = "" if reason.conditions is None else conjoined(reason.conditions).en or "always"
    return (
        f"{left}{said}</td>{left}{escape(why)}</td>{left}{escape(reason.rule)}</td>"
        f"{left}{escape(passage(source, 'en'))} {link}, {escape(source.dated('en'))}</td>"
    )


@attrs.frozen
class Finding(Explained):
    """One thing that was found in a request: an error, a warning or a note, with its rule.

    Attributes:
        code:
            The kind of finding, as a stable id such as "document_missing".

        severity:
            Whether it is an error, a warning or a note.

        rule:
            The id of the rule that led to the finding; `find_rule` returns the rule.

        path:
            The place in the request that the finding is about, as a JSON Pointer; "" means the
            whole request.

        message:
            What was found. The message never contains text from the request.

        remedy:
            What to do about it; None if there is nothing to do.

        source:
            The published sentence on which the rule is based in the applied edition, and its page.

        reason:
            The rule, the conditions that matched and the published sentence. `==` ignores the
            reason, and JSON does not contain it.
    """

    code: Code
    severity: Severity
    rule: str
    path: str
    message: Text
    remedy: Text | None
    source: Source
    reason: Reason | None = attrs.field(
        default=None, eq=False, repr=False, metadata={"json": False}
    )

    @property
    def is_error(self) -> bool:
        """Whether the finding prevents the request from being accepted."""
        return self.severity is Severity.ERROR

    def lines(self, lang: str) -> Lines:
        """The message and the remedy as one line, with the reason for the finding."""
        said = _in_full(self.severity, self.message, self.remedy).to(lang)
        yield said[:1].upper() + said[1:], self.reason or Reason(self.rule, None, self.source)


def found(hit: Hit[Any], said: Says, path: str, about: Term | Text | None = None) -> Finding:
    """The finding that a rule leads to. `path` is the place in the request
    that the finding is about.

    `about` replaces the `{}` in the message and the remedy, unless the rule has its own `about`. If
    the finding is that the account already holds a subject, the path is always "/account".
    """
    text, reason = MESSAGES[said.code], hit.reason
    path = "/account" if said.code in _OF_ACCOUNT else path
    message, remedy = said.filled(about)
    return Finding(
        said.code,
        text.severity,
        reason.rule,
        path,
        message,
        remedy,
        reason.source,
        reason,
    )


_OF_ACCOUNT: Final = {"account_holds_another_subject", "account_already_has_subject"}


#: The answer of a table, the path in the request, and the term that replaces `{}`.
Place = tuple[Answer[Any], str, Term | None]


def findings_of(*places: Place) -> Ruling[tuple[Finding, ...]]:
    """The findings from the answers of several tables, each with its path in the request."""
    findings = [
        found(hit, hit.row.then, path, about)
        for answer, path, about in places
        for hit in answer.hits
        if isinstance(hit.row.then, Says)
    ]
    return together(tuple(findings), *[answer for answer, _, _ in places])


def joined(*rulings: Ruling[tuple[Finding, ...]]) -> Ruling[tuple[Finding, ...]]:
    """One ruling with the findings of several rulings, in order."""
    return together(tuple([finding for one in rulings for finding in one.answer]), *rulings)


class RuleViolation(ValueError):
    """The error raised when a filing breaks a rule and so cannot be added to a register.

    Attributes:
        findings:
            All findings about the filing: errors, warnings and notes.
    """

    findings: tuple[Finding, ...]

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "; ".join(f"{f.message.en} [{f.code}]" for f in self.findings if f.is_error)
