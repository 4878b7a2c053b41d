"""One request in, one answer out: `assess`.

The answer has the verdict, what was found, what to hand in, how long it takes and what to do, each
with its rule. `assess` asks the other modules and adds nothing of its own but the verdict and
`differs_in`: the editions that would answer differently.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import attrs

from icp_rules import accounts, documents, identifiers, sla, subjects
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
from icp_rules.fields import account, article, checked, flag, instance, instances, optional_day
from icp_rules.findings import MESSAGES, Explained, Finding, Lines, findings_of, numbered
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
from icp_rules.subjects import Filing, FilingIndex, filing_ruling
from icp_rules.vocabulary import Term, Text, both, words
from icp_rules.workdays import Basis, WorkingCalendar, beijing_day

__all__ = [
    "REQUEST_KINDS",
    "Assessment",
    "EmailInitializationRequest",
    "FilingRequest",
    "ImportRequest",
    "RecoveryRequest",
    "Request",
    "Verdict",
    "assess",
    "find_rule",
    "tables",
]


class Verdict(Term):
    """Whether a request is accepted."""

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
    day = beijing_day(value)  # refuses what is no day or instant
    return value if isinstance(value, dt.datetime) else day


@attrs.frozen(field_transformer=checked)
class FilingRequest:
    """Asks whether something may be filed.

    Attributes:
        filing:
            What is to be filed. In JSON its fields stand directly in the request.
    """

    filing: Filing = attrs.field(converter=_filing)


@attrs.frozen(field_transformer=checked)
class ImportRequest:
    """Asks whether an old filing can be imported, and how.

    Attributes:
        account:
            The account to import into.

        origin:
            How the filing was obtained.

        obtained_on:
            The day it was obtained, if known.

        knows_old_account:
            Whether the old account is known.

        knows_old_password:
            Whether its password is known.
    """

    account: str = attrs.field(converter=account)
    origin: FilingOrigin = attrs.field(converter=as_origin)
    obtained_on: dt.date | None = attrs.field(default=None, converter=optional_day)
    knows_old_account: bool = attrs.field(default=True, converter=flag)
    knows_old_password: bool = attrs.field(default=True, converter=flag)


@attrs.frozen(field_transformer=checked)
class RecoveryRequest:
    """Asks how to recover a lost account.

    Attributes:
        knows_account:
            Whether the account is known.

        can_retrieve_password:
            Whether its password can be retrieved.
    """

    knows_account: bool = attrs.field(converter=flag)
    can_retrieve_password: bool = attrs.field(converter=flag)


@attrs.frozen(field_transformer=checked)
class EmailInitializationRequest:
    """Asks whether an application for an e-mail initialization is complete, and how long it takes.

    Attributes:
        applicant:
            Who applies.

        received_at:
            When it was received: an instant with a time zone, or a day in Beijing.

        documents:
            What was handed in.
    """

    applicant: Applicant = attrs.field(converter=_applicant)
    received_at: dt.datetime | dt.date = attrs.field(converter=_received)
    documents: tuple[SubmittedDocument, ...] = attrs.field(default=(), converter=_documents)


Request = FilingRequest | ImportRequest | RecoveryRequest | EmailInitializationRequest

#: The value of "kind" in JSON.
REQUEST_KINDS: Final[dict[str, type[Any]]] = {
    "filing": FilingRequest,
    "import": ImportRequest,
    "recovery": RecoveryRequest,
    "email_initialization": EmailInitializationRequest,
}


# -- The answer ------------------------------------------------------------------------------------


@attrs.frozen
class Assessment(Explained):
    """The answer to a request.

    Attributes:
        verdict:
            Rejected for any error that is not about documents, else incomplete for one that is,
            else accepted.

        findings:
            Errors, warnings and notes, each with its rule, remedy and source.

        required_documents:
            What this applicant hands in (e-mail initialization).

        window:
            When to expect the answer (e-mail initialization, where the edition offers it).

        steps:
            What to do, in order.

        rules:
            The ids of all rows that had a part in the answer, those that permit and those of the
            steps included; `find_rule` gives a row.

        edition:
            Which edition was applied.

        differs_in:
            The editions that would answer this request differently, in order.

        reasons:
            Why each row answered. Like `step_reasons`, the reasons of the steps in their order,
            they are neither compared nor written to JSON.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    required_documents: tuple[Requirement, ...]
    window: ProcessingWindow | None
    steps: tuple[Text, ...]
    rules: tuple[str, ...]
    edition: AnyEdition
    differs_in: tuple[Edition, ...] = ()
    reasons: tuple[Reason, ...] = attrs.field(
        default=(), eq=False, repr=False, metadata={"json": False}
    )
    step_reasons: tuple[Reason, ...] = attrs.field(
        default=(), eq=False, repr=False, metadata={"json": False}
    )

    def lines(self, lang: str) -> Lines:
        """The verdict, what was found, what to hand in, how long it takes and what to do.

        Each comes with the reason, and so do the rows that merely permit.
        """
        told = [line for finding in self.findings for line in finding.lines(lang)]
        hand_in = Text("To hand in: {}.", "需提供：{}。").to(lang)
        for requirement in self.required_documents:
            told += [
                (hand_in.format(said), reason or _cited(requirement.rule, self.edition))
                for said, reason in requirement.lines(lang)
            ]
        if self.window is not None:
            told.append((_expected(self.window).to(lang), self.window.reason(self.edition)))
        yield Text("Verdict: {}.", "结论：{}。").format(self.verdict).to(lang), None
        yield from told
        shown = {*self.step_reasons, *(reason for _, reason in told)}
        rules = {reason.rule for reason in shown if reason is not None}
        # an answer read from JSON has ids in place of reasons
        cited = [_cited(rule, self.edition) for rule in self.rules if rule not in rules]
        steps = self.step_reasons or [one for one in cited if one and one.rule[:6] == "steps."]
        steps = steps if len(steps) == len(self.steps) else []
        shown |= {None, *steps}
        also = [one for one in dict.fromkeys(self.reasons or cited) if one not in shown]
        yield from ((Text("This applies:", "适用规则：").to(lang), reason) for reason in also)
        yield from numbered(self.steps, steps, lang)
        applied = self.edition.to(lang)
        yield Text("Edition applied: {}.", "适用版本：{}。").to(lang).format(applied), None
        if self.differs_in:
            named = both([words(one) for one in self.differs_in], "; ", "、")
            differ = Text(
                "These editions would answer differently: {}.", "以下版本的结论不同：{}。"
            )
            yield differ.format(named).to(lang), None


def _cited(rule: str, edition: AnyEdition) -> Reason | None:
    """A row as an answer read from JSON knows it: its sentence, not the conditions that matched."""
    rows = (row for table in tables(edition) for row in table.rows if row.id == rule)
    try:
        return next((Reason(rule, None, row.source(edition)) for row in rows), None)
    except DataError:  # it is not in force in this edition
        return None


def _expected(window: ProcessingWindow) -> Text:
    on, earliest, latest, basis = window.received_on, window.earliest, window.latest, window.basis
    expected = Text(
        f"; to be expected from {earliest} to {latest} ({basis.en}).",
        f"；预计处理时间：{earliest} 至 {latest}（{basis.zh}）。",
    )
    return both([window.level.received.format(Text(str(on), str(on))), expected], "", "")


_EDITIONS: Final = tuple(Edition)


def _verdict(findings: Iterable[Finding]) -> Verdict:
    topics = {MESSAGES[finding.code].topic for finding in findings if finding.is_error}
    if topics - {"documents"}:
        return Verdict.REJECTED
    return Verdict.INCOMPLETE if topics else Verdict.ACCEPTED


def assess(
    request: Request,
    index: FilingIndex | Iterable[Filing] | None = None,
    calendar: WorkingCalendar | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> Assessment:
    """Answer a request, and say why.

    Args:
        request:
            One of the four requests; `load` reads one from JSON.

        index:
            What is filed already: a list of filings, a `FilingRegister` or another `FilingIndex`.
            Left out, nothing is.

        calendar:
            The working days; `china_calendar()` if left out.

        edition:
            Which edition of the rules to apply.

    Raises:
        DataError: `request` is not a request object, the edition is unknown, or it does not offer
            what is asked for.
        BeyondHorizon: the day of receipt is outside the calendar.

    >>> answer = assess(ImportRequest("1001", "official_store", dt.date(2016, 12, 31)))
    >>> answer.verdict, answer.differs_in
    (<accepted>, (<help-2025-04-23>,))
    >>> assess(EmailInitializationRequest(Applicant("organization"), dt.date(2018, 2, 14))).verdict
    <incomplete>
    """
    if type(request) not in REQUEST_KINDS.values():
        raise DataError.of(
            "wrong_type",
            f"a request is needed here, as load gives it, not {article(request)}",
            "/request",
        )
    edition = as_edition(edition)
    match request:
        case FilingRequest(filing):
            ruling = filing_ruling(filing, index, edition)
            return _assessment(edition, ruling, ruling.answer)
        case ImportRequest(account, origin, obtained_on, knows_account, knows_password):
            period, taken = period_of(obtained_on), is_taken(account, index)
            way = import_ruling(edition, origin, period, knows_account, knows_password, taken)
        case RecoveryRequest(knows_account, can_retrieve):
            way = recovery_ruling(edition, knows_account, can_retrieve)
        case EmailInitializationRequest():
            return _initialization(request, calendar, edition)
    return _assessment(edition, way, way.answer.findings, way.answer)


def _initialization(
    request: EmailInitializationRequest, calendar: WorkingCalendar | None, edition: AnyEdition
) -> Assessment:
    way = recovery_ruling(edition, False, False)  # whoever applies for it has lost the account
    offer = findings_of((ACCOUNT_WARNINGS.at(edition, True, False), "", None))
    if any(finding.code == "procedure_not_offered" for finding in offer.answer):
        route = way.answer
        findings = (*offer.answer, *(one for one in route.findings if one not in offer.answer))
        return _assessment(edition, together(findings, offer, way), findings, route)
    applicant, stage = request.applicant, Stage.EMAIL_INITIALIZATION
    window = processing_window(request.received_at, level_ruling(edition, stage).answer, calendar)
    required = requirements_ruling(
        edition, applicant.type, applicant.is_administrator, applicant.id_credential
    )
    faults = find_faults(required.answer, request.documents, window.received_on)
    review = review_ruling(edition, applicant.type, faults)
    waiting = _waiting(edition, stage, window.basis)
    findings = (*review.answer, *way.answer.findings, *waiting.answer)
    ruling = together(findings, required, review, waiting, way)
    return _assessment(edition, ruling, findings, way.answer, required.answer, window)


@per_edition
def _waiting(edition: AnyEdition, stage: Stage, basis: Basis) -> Ruling[tuple[Finding, ...]]:
    return findings_of((WINDOW_RULES.at(edition, stage, basis), "/received_at", None))


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
        tuple(dict.fromkeys([reason.rule for reason in ruling.reasons])),
        edition,
        tuple([one for one in _EDITIONS if one in ruling.others]),
        ruling.reasons,
        () if route is None else route.step_reasons,
    )


# -- All rules -------------------------------------------------------------------------------------


def tables(edition: AnyEdition | str | None = None) -> tuple[Table[Any], ...]:
    """Every rule table, in the order of the FAQ; or those of an edition of your own.

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
    )
    if edition is not None and type(own := as_edition(edition)) is OwnEdition:
        return tuple(own.tables[table.name] for table in known)
    return known


def find_rule(id: str, edition: AnyEdition | str | None = None) -> Rule[Any]:
    """The row with this id, among ours or those of an edition of your own.

    `DataError` if there is none.

    >>> rule = find_rule("documents.individual")
    >>> rule.source().quote.startswith("Prepare the necessary documents")
    True
    """
    for table in tables(edition):
        for row in table.rows:
            if row.id == id:
                return row
    raise DataError.of(
        "unknown_value", "there is no rule of this id; icp_rules.tables() lists them", "/id"
    )
