"""Requests and their answers: `assess` takes one request and returns one answer.

An answer has a verdict, findings, the documents to hand in, a processing window, steps, and the ids
of the rules that applied. `assess` calls the functions of the other modules and adds only the
verdict and `differs_in`, which lists the editions that would answer differently.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs

from icp_rules import accounts, documents, identifiers, provinces, sla, subjects
from icp_rules.accounts import (
    ACCOUNT_WARNINGS,
    FilingOrigin,
    Route,
    as_origin,
    import_ruling,
    is_taken,
    period_of,
    recovery_ruling,
)
from icp_rules.documents import (
    Applicant,
    Requirement,
    SubmittedDocument,
    find_faults,
    requirements_ruling,
    review_ruling,
)
from icp_rules.errors import DataError
from icp_rules.fields import (
    account,
    argument,
    article,
    checked,
    flag,
    instance,
    instances,
    listed,
    optional_day,
)
from icp_rules.findings import MESSAGES, Explained, Finding, Lines, findings_of, numbered
from icp_rules.identifiers import SubjectType, as_subject_type
from icp_rules.provinces import (
    EntityLeader,
    Province,
    ServiceLeader,
    as_entity_leader,
    as_province,
    as_service_leader,
    filing_documents_ruling,
)
from icp_rules.rules import (
    DEFAULT_EDITION,
    AnyEdition,
    Edition,
    OwnEdition,
    Reason,
    Rule,
    Ruling,
    Table,
    as_edition,
    per_edition,
    together,
)
from icp_rules.sla import WINDOW_RULES, ProcessingWindow, Stage, level_ruling, processing_window
from icp_rules.subjects import Filing, FilingIndex, filing_ruling, is_index
from icp_rules.vocabulary import Term, Text, both, words
from icp_rules.workdays import BEIJING, Basis, WorkingCalendar, beijing_day

__all__ = [
    "REQUEST_KINDS",
    "Assessment",
    "EmailInitializationRequest",
    "FilingDocumentsRequest",
    "FilingRequest",
    "ImportRequest",
    "RecoveryRequest",
    "Request",
    "Verdict",
    "as_request",
    "assess",
    "find_rule",
    "tables",
]


class Verdict(Term):
    """Whether a request is accepted, incomplete or rejected."""

    ACCEPTED = "accepted", "accepted", "通过"
    INCOMPLETE = "incomplete", "incomplete", "资料不全"
    REJECTED = "rejected", "rejected", "不通过"


# -- The requests ----------------------------------------------------------------------------------


def _filing(value: Filing) -> Filing:
    return instance(Filing, value)


def _applicant(value: Applicant) -> Applicant:
    return instance(Applicant, value)


def _documents(value: Iterable[SubmittedDocument]) -> tuple[SubmittedDocument, ...]:
    return instances(SubmittedDocument, value)


def _received(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    day = beijing_day(value)  # raises DataError if it is neither a day nor a time
    if not isinstance(value, dt.datetime):
        return day
    # JSON has UTC offsets in whole minutes, but offsets of the 19th century also have seconds
    offset = value.utcoffset() or dt.timedelta()
    return value.astimezone(BEIJING) if offset.seconds % 60 or offset.microseconds else value


@attrs.frozen(field_transformer=checked)
class FilingRequest:
    """A request that asks whether a filing may be submitted.

    Attributes:
        filing:
            The filing to check. In JSON, the request has the fields of the filing, such as
            `account`, and no field `filing`.
    """

    filing: Filing = attrs.field(converter=_filing)


@attrs.frozen(field_transformer=checked)
class ImportRequest:
    """A request that asks whether an old filing can be imported, and how.

    Attributes:
        account:
            The account to import into.

        origin:
            How the filing was obtained.

        obtained_on:
            The day on which the filing was obtained; None if the day is unknown.

        knows_old_account:
            Whether the user knows the account on the old platform.

        knows_old_password:
            Whether the user knows the password of the account on the old platform.

    The documentation of `import_route` says in which editions `obtained_on`, `knows_old_account`
    and `knows_old_password` make a difference.
    """

    account: str = attrs.field(converter=account)
    origin: FilingOrigin = attrs.field(converter=as_origin)
    obtained_on: dt.date | None = attrs.field(default=None, converter=optional_day)
    knows_old_account: bool = attrs.field(default=True, converter=flag)
    knows_old_password: bool = attrs.field(default=True, converter=flag)


@attrs.frozen(field_transformer=checked)
class RecoveryRequest:
    """A request that asks how to recover a lost account that holds a filing.

    The account is a login at the provider (Alibaba Cloud), not an e-mail account. The rules do not
    cover accounts without a filing.

    Attributes:
        knows_account:
            Whether the user knows the name of the account.

        can_retrieve_password:
            Whether the user can retrieve the password of the account.
    """

    knows_account: bool = attrs.field(converter=flag)
    can_retrieve_password: bool = attrs.field(converter=flag)


@attrs.frozen(field_transformer=checked)
class EmailInitializationRequest:
    """A request that asks whether an application for an e-mail initialization is complete.

    The answer also says when to expect the application to be processed.

    Attributes:
        applicant:
            Who applies for the e-mail initialization.

        received_at:
            When the application was received: a datetime with a time zone, or a date in Beijing
            time.

        documents:
            The files that were handed in.
    """

    applicant: Applicant = attrs.field(converter=_applicant)
    received_at: dt.datetime | dt.date = attrs.field(converter=_received)
    documents: tuple[SubmittedDocument, ...] = attrs.field(default=(), converter=_documents)


@attrs.frozen(field_transformer=checked)
class FilingDocumentsRequest:
    """A request that asks which documents a filing needs in a province.

    Attributes:
        province:
            The province in which the subject files.

        type:
            Whether the subject is an individual or an organization.

        entity_leader:
            Who the entity leader of an organization's filing is. The default is the legal
            representative. Ignored if `type` is "individual".

        service_leader:
            Who the service leader of an organization's filing is. The default is the legal
            representative, even if `entity_leader` is "other". If the entity leader is also the
            service leader, pass "entity_leader". Ignored if `type` is "individual".

        local_id:
            Whether an individual's ID is from this province; True by default. Ignored if `type` is
            "organization".
    """

    province: Province = attrs.field(converter=as_province)
    type: SubjectType = attrs.field(converter=as_subject_type)
    entity_leader: EntityLeader = attrs.field(
        default=EntityLeader.LEGAL_REPRESENTATIVE, converter=as_entity_leader
    )
    service_leader: ServiceLeader = attrs.field(
        default=ServiceLeader.LEGAL_REPRESENTATIVE, converter=as_service_leader
    )
    local_id: bool = attrs.field(default=True, converter=flag)


Request = (
    FilingRequest
    | ImportRequest
    | RecoveryRequest
    | EmailInitializationRequest
    | FilingDocumentsRequest
)

#: The request class for each value of the key "kind" in JSON.
REQUEST_KINDS: Final[dict[str, type[Any]]] = {
    "filing": FilingRequest,
    "import": ImportRequest,
    "recovery": RecoveryRequest,
    "email_initialization": EmailInitializationRequest,
    "filing_documents": FilingDocumentsRequest,
}


# -- The answer ------------------------------------------------------------------------------------


@attrs.frozen
class Assessment(Explained):
    """The answer to a request.

    Attributes:
        verdict:
            `accepted` if there are no errors; `incomplete` if all errors are about documents;
            `rejected` otherwise.

        findings:
            Errors, warnings and notes, each with its rule and its source.

        required_documents:
            The documents to hand in, for a `FilingDocumentsRequest` or an
            `EmailInitializationRequest`. Empty for other requests, and for an e-mail initialization
            that the edition does not offer.

        window:
            When to expect an answer to the application for an e-mail initialization. None for
            other requests, and if the edition does not offer the e-mail initialization.

        steps:
            The steps to take, in order; empty if there are none.

        rules:
            The ids of all rules that applied. They include the rules that led to the steps, and
            rules that only permit something. `find_rule` finds a rule by its id.

        edition:
            The edition that was applied. In an answer read from JSON, an edition of your own is
            given only as its id, a string.

        differs_in:
            The published editions that would answer this request differently, oldest first.

        reasons:
            Why each rule applied. `==` ignores these reasons, and JSON does not contain them.

        step_reasons:
            The reason for each step, in the order of `steps`. `==` ignores these reasons, and JSON
            does not contain them.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    required_documents: tuple[Requirement, ...]
    window: ProcessingWindow | None
    steps: tuple[Text, ...]
    rules: tuple[str, ...]
    edition: AnyEdition | str
    differs_in: tuple[Edition, ...] = ()
    reasons: tuple[Reason, ...] = attrs.field(
        default=(), eq=False, repr=False, metadata={"json": False}
    )
    step_reasons: tuple[Reason, ...] = attrs.field(
        default=(), eq=False, repr=False, metadata={"json": False}
    )

    def lines(self, lang: str) -> Lines:
        """The verdict, the findings, the documents, the window and the steps, as lines of text.

        Each line comes with its reason, or with None if no rule is behind it. Rules that only
        permit something have lines of their own.
        """
        told = [line for finding in self.findings for line in finding.lines(lang)]
        hand_in = Text("To hand in: {}.", "须提供：{}。").to(lang)
        for requirement in self.required_documents:
            told += [
                (hand_in.format(said), reason or self._cited(requirement.rule))
                for said, reason in requirement.lines(lang)
            ]
        if self.window is not None:
            reason = self.window.reason(self.edition) if self._knows_rows else None
            told.append((_expected(self.window).to(lang), reason))
        yield Text("Verdict: {}.", "结论：{}。").format(self.verdict).to(lang), None
        yield from told
        shown = {*self.step_reasons, *(reason for _, reason in told)}
        rules = {reason.rule for reason in shown if reason is not None}
        # an answer read from JSON has only the ids of its rules, not the reasons
        cited = [self._cited(rule) for rule in self.rules if rule not in rules]
        steps = self.step_reasons or [one for one in cited if one and one.rule[:6] == "steps."]
        steps = steps if len(steps) == len(self.steps) else []
        shown |= {None, *steps}
        also = [one for one in dict.fromkeys(self.reasons or cited) if one not in shown]
        yield from ((Text("This rule applies:", "适用规则：").to(lang), reason) for reason in also)
        yield from numbered(self.steps, steps, lang)
        edition = self.edition
        applied = edition.to(lang) if isinstance(edition, Edition | OwnEdition) else edition
        yield Text("Edition applied: {}.", "适用版本：{}。").to(lang).format(applied), None
        if self.differs_in:
            named = both([words(one) for one in self.differs_in], "; ", "、")
            differ = Text(
                "These editions would answer differently: {}.", "以下版本的答案不同：{}。"
            )
            yield differ.format(named).to(lang), None

    @property
    def _knows_rows(self) -> bool:
        """Whether the edition's rules are known.

        For an edition of your own, the JSON contains only its id.
        """
        return isinstance(self.edition, Edition | OwnEdition)

    def _cited(self, rule: str) -> Reason | None:
        """Return the reason that cites a rule, for an answer that was read from JSON.

        It has the sentence of the rule, but not the conditions that matched.
        """
        try:
            return Reason(rule, None, find_rule(rule, self.edition).source(self.edition))
        except DataError:  # the rule is not in force in this edition, or the edition is unknown
            return None


def _expected(window: ProcessingWindow) -> Text:
    on, earliest, latest, basis = window.received_on, window.earliest, window.latest, window.basis
    expected = Text(
        f"; expected from {earliest} to {latest} ({basis.en}).",
        f"；预计处理时间：{earliest} 至 {latest}（{basis.zh}）。",
    )
    return both([window.level.received.format(Text(str(on), str(on))), expected], "", "")


_EDITIONS: Final = tuple(Edition)


def _verdict(findings: Sequence[Finding]) -> Verdict:
    if not findings:
        return Verdict.ACCEPTED
    topics = {MESSAGES[finding.code].topic for finding in findings if finding.is_error}
    if topics - {"documents"}:
        return Verdict.REJECTED
    return Verdict.INCOMPLETE if topics else Verdict.ACCEPTED


def as_request(value: Request | Filing) -> Request:
    """Convert a `Filing` to a `FilingRequest`; return a request as it is.

    Any other value raises a `DataError` with the pointer `/request`.
    """
    if type(value) is Filing:
        return FilingRequest(value)
    if type(value) in REQUEST_KINDS.values():
        return value  # type: ignore[return-value]
    raise DataError.of(
        "wrong_type",
        f"expected a request, as load returns it, got {article(value)}",
        "/request",
    )


def assess(
    request: Request | Filing,
    index: FilingIndex | Iterable[Filing] | None = None,
    calendar: WorkingCalendar | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> Assessment:
    """Answer a request and give the reasons.

    Args:
        request:
            A request of one of the five types; `load` reads it from JSON. You can also pass a
            `Filing` instead of a `FilingRequest`.

        index:
            The existing filings: a list of filings, a `FilingRegister` or another `FilingIndex`. By
            default there are no existing filings.

        calendar:
            The calendar of working days; `china_calendar()` by default.

        edition:
            Which edition of the rules to apply.

    Returns:
        An `Assessment` with the verdict, the findings, the reasons and more.

    Raises:
        DataError: an argument is of the wrong type, the edition is unknown, or an edition of your
            own has no rule for the request.
        BeyondHorizon: the day of receipt or the processing window is outside the calendar.

    >>> answer = assess(ImportRequest("1001", "official_store", dt.date(2016, 12, 31)))
    >>> answer.verdict, answer.differs_in
    (<accepted>, (<help-2025-04-23>,))
    >>> assess(EmailInitializationRequest(Applicant("organization"), dt.date(2018, 2, 14))).verdict
    <incomplete>
    """
    request, edition = as_request(request), as_edition(edition)
    if calendar is not None:  # checked even if this request does not use it
        argument("calendar", instance, WorkingCalendar, calendar)
    if index is not None and not is_index(index):
        argument("index", listed, "Filing", index)
    match request:
        case FilingRequest(filing):
            ruling = filing_ruling(filing, index, edition)
            return _assessment(edition, ruling, ruling.answer)
        case ImportRequest(account, origin, obtained_on):
            period, taken = period_of(obtained_on), is_taken(account, index)
            knows = request.knows_old_account, request.knows_old_password
            way = import_ruling(edition, origin, period, *knows, taken)
        case RecoveryRequest(knows_account, can_retrieve):
            way = recovery_ruling(edition, knows_account, can_retrieve)
        case EmailInitializationRequest():
            return _initialization(request, calendar, edition)
        case FilingDocumentsRequest():
            asked = filing_documents_ruling(edition, *attrs.astuple(request))
            required, findings = asked.answer
            return _assessment(edition, asked, findings, required=required)
    return _assessment(edition, way, way.answer.findings, way.answer)


def _initialization(
    request: EmailInitializationRequest, calendar: WorkingCalendar | None, edition: AnyEdition
) -> Assessment:
    route = recovery_ruling(edition, False, False).answer  # the applicant has lost the account
    refused = _refusal(edition)
    if refused is not None:
        return _assessment(edition, refused, refused.answer, route)
    applicant, stage = request.applicant, Stage.EMAIL_INITIALIZATION
    window = processing_window(request.received_at, level_ruling(edition, stage).answer, calendar)
    required = requirements_ruling(
        edition, applicant.type, applicant.is_administrator, applicant.id_credential
    )
    faults = find_faults(required.answer, request.documents, window.received_on)
    review = review_ruling(edition, applicant.type, faults)
    rest = _waiting(edition, stage, window.basis)
    ruling = together((*review.answer, *rest.answer), required, review, rest)
    return _assessment(edition, ruling, ruling.answer, route, required.answer, window)


@per_edition
def _refusal(edition: AnyEdition) -> Ruling[tuple[Finding, ...]] | None:
    """The findings if an edition does not offer the e-mail initialization; None if it does."""
    way = recovery_ruling(edition, False, False)
    offer = findings_of((ACCOUNT_WARNINGS.at(edition, True, False), "", None))
    if not any(finding.code == "procedure_not_offered" for finding in offer.answer):
        return None
    more = [one for one in way.answer.findings if one not in offer.answer]
    return together((*offer.answer, *more), offer, way)


@per_edition
def _waiting(edition: AnyEdition, stage: Stage, basis: Basis) -> Ruling[tuple[Finding, ...]]:
    """The findings about the recovery and the processing window, with the rules of both."""
    way = recovery_ruling(edition, False, False)
    waiting = findings_of((WINDOW_RULES.at(edition, stage, basis), "/received_at", None))
    return together((*way.answer.findings, *waiting.answer), waiting, way)


def _assessment(
    edition: AnyEdition,
    ruling: Ruling[Any],
    findings: tuple[Finding, ...],
    route: Route | None = None,
    required: tuple[Requirement, ...] = (),
    window: ProcessingWindow | None = None,
) -> Assessment:
    return Assessment(
        _verdict(findings),
        findings,
        required,
        window,
        () if route is None else route.steps,
        ruling.rules,
        edition,
        tuple([one for one in _EDITIONS if one in ruling.others]) if ruling.others else (),
        ruling.reasons,
        () if route is None else route.step_reasons,
    )


# -- All rules -------------------------------------------------------------------------------------


def tables(edition: AnyEdition | str | None = None) -> tuple[Table[Any], ...]:
    """All rule tables, in the order of the FAQ.

    Args:
        edition:
            Pass an edition of your own to get its tables. By default, and for a published edition,
            the tables contain the rules of all published editions.

    Raises:
        DataError: the edition is unknown.

    >>> sum(len(table.rows) for table in tables()) > 60
    True
    """
    known: tuple[Table[Any], ...] = (
        subjects.ACCOUNT_RULES,
        subjects.HOLDER_RULES,
        identifiers.NUMBER_RULES,
        identifiers.NATURE_RULES,
        subjects.PURCHASE_RULES,
        subjects.FILING_NUMBER_RULES,
        accounts.IMPORT_RULES,
        accounts.DATE_RULES,
        accounts.ACCESS_RULES,
        accounts.RECOVERY_RULES,
        accounts.ACCOUNT_WARNINGS,
        accounts.STEPS,
        documents.DOCUMENT_RULES,
        documents.REVIEW_RULES,
        sla.WINDOW_RULES,
        provinces.FILING_DOCUMENT_RULES,
    )
    if edition is not None and type(own := as_edition(edition)) is OwnEdition:
        return tuple(own.tables[table.name] for table in known)
    return known


def find_rule(id: str, edition: AnyEdition | str | None = None) -> Rule[Any]:
    """Find the rule with this id.

    Args:
        id:
            The id of a rule, such as "documents.individual".

        edition:
            If you pass an edition, the rule must be in force in it. For an edition of your own, you
            get its version of the rule. By default, the rule can be from any published edition.

    Raises:
        DataError: there is no such rule, or it is not in force in this edition. If it is not
            in force, the message names the editions in which it is.

    >>> rule = find_rule("documents.individual")
    >>> rule.source().quote.startswith("Prepare the necessary documents")
    True
    """
    asked = None if edition is None else as_edition(edition)
    everywhere = (*tables(asked), *tables())  # tables() also has rules that were withdrawn
    row = next((row for table in everywhere for row in table.rows if row.id == id), None)
    if row is None:
        message = "there is no rule with this id; icp_rules.tables() lists the rules"
        raise DataError.of("unknown_value", message, "/id")
    if asked is not None and not row.holds_in(str(asked)):
        raise row.not_in_force(asked)
    return row
