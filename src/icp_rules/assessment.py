"""One request in, one answer out: the verdict, what was found, what to hand in, how long it takes
and what to do, each with its rule.

`assess` asks the other modules and adds nothing of its own but the verdict and `differs_in`: the
editions that would answer otherwise.
"""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import attrs

from icp_rules import accounts, documents, identifiers, sla, subjects
from icp_rules.accounts import FilingOrigin, as_origin
from icp_rules.documents import (
    DOCUMENT_RULES,
    Applicant,
    Requirement,
    SubmittedDocument,
    required_documents,
)
from icp_rules.findings import MESSAGES, Explained, Finding, Says, Told, found
from icp_rules.rules import (
    DEFAULT_EDITION,
    AnyEdition,
    DataError,
    Edition,
    OwnEdition,
    Rule,
    Table,
    Term,
    Text,
    article,
    as_edition,
    checked,
    flag,
    instance,
    instances,
    optional_day,
)
from icp_rules.sla import WINDOW_RULES, ProcessingWindow, Stage, processing_window, service_level
from icp_rules.subjects import Filing, FilingIndex, FilingRegister
from icp_rules.subjects import account as as_account
from icp_rules.workdays import WorkingCalendar, beijing_day

__all__ = [
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
    """What becomes of a request."""

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
    beijing_day(value)  # refuses what is no day or instant
    return value


@attrs.frozen(field_transformer=checked)
class FilingRequest:
    """May this be filed?

    Attributes:
        filing:
            What is to be filed. In JSON its fields stand directly in the request.
    """

    filing: Filing = attrs.field(converter=_filing)


@attrs.frozen(field_transformer=checked)
class ImportRequest:
    """May this old filing be brought over, and how?

    Attributes:
        account:
            The account to import into.

        origin:
            Through what the filing was obtained.

        obtained_on:
            When, if known.

        knows_old_account:
            Whether the old account is known.

        knows_old_password:
            Whether its password is.
    """

    account: str = attrs.field(converter=as_account)
    origin: FilingOrigin = attrs.field(converter=as_origin)
    obtained_on: dt.date | None = attrs.field(default=None, converter=optional_day)
    knows_old_account: bool = attrs.field(default=True, converter=flag)
    knows_old_password: bool = attrs.field(default=True, converter=flag)


@attrs.frozen(field_transformer=checked)
class RecoveryRequest:
    """How is a lost account got back?

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
    """Is this application for an e-mail initialization complete, and when will it be processed?

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
            When to expect the answer (e-mail initialization).

        steps:
            What to do, in order.

        edition:
            Which text was applied.

        differs_in:
            The editions that would answer this request otherwise, in order.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    required_documents: tuple[Requirement, ...]
    window: ProcessingWindow | None
    steps: tuple[Text, ...]
    edition: AnyEdition
    differs_in: tuple[Edition, ...] = ()

    def told(self, lang: str) -> Told:
        """The verdict, what was found, what to hand in, when to expect the answer, and what to do,
        each with why.
        """
        yield _VERDICT.to(lang).format(self.verdict.to(lang)), None
        for finding in self.findings:
            yield from finding.told(lang)
        for requirement in self.required_documents:
            for said, reason in requirement.told(lang):
                yield _HAND_IN.to(lang).format(said), reason
        if self.window is not None:
            window = self.window
            yield (
                _EXPECT.to(lang).format(
                    window.received_on, window.earliest, window.latest, window.basis.to(lang)
                ),
                window.reason(self.edition),
            )
        for i, step in enumerate(self.steps):
            yield f"{i + 1}. {step.to(lang)}", None
        yield _APPLIED.to(lang).format(self.edition.to(lang)), None
        if self.differs_in:
            yield (
                _DIFFERS.to(lang).format(
                    ("、" if lang == "zh" else "; ").join(
                        edition.to(lang) for edition in self.differs_in
                    )
                ),
                None,
            )


_VERDICT: Final = Text("Verdict: {}.", "结论：{}。")
_HAND_IN: Final = Text("To hand in: {}.", "需提供：{}。")
_EXPECT: Final = Text(
    "Received on {}; to be expected from {} to {} ({}).",
    "收到日期：{}；预计处理时间：{} 至 {}（{}）。",
)
_APPLIED: Final = Text("Text applied: {}.", "适用文本：{}。")
_DIFFERS: Final = Text("These texts would answer otherwise: {}.", "以下文本的结论不同：{}。")


def _verdict(findings: Iterable[Finding]) -> Verdict:
    topics = {MESSAGES[finding.code].topic for finding in findings if finding.is_error}
    if topics - {"documents"}:
        return Verdict.REJECTED
    return Verdict.INCOMPLETE if topics else Verdict.ACCEPTED


@lru_cache(maxsize=256)
def _in_order(editions: frozenset[Edition]) -> tuple[Edition, ...]:
    return tuple(edition for edition in Edition if edition in editions)


def assess(
    request: Request,
    index: FilingIndex | None = None,
    calendar: WorkingCalendar | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> Assessment:
    """Answer a request from the FAQ, and say why.

    Args:
        request:
            One of the four requests; `load` reads one from JSON.

        index:
            What is filed already; left out, nothing is.

        calendar:
            The working days; `china_calendar()` if left out.

        edition:
            Which text of the rules to apply.

    Raises:
        DataError: the request is none, or the edition is unknown.
        BeyondHorizon: the day of receipt is outside the calendar.

    >>> answer = assess(ImportRequest("1001", "official_store", dt.date(2016, 12, 31)))
    >>> answer.verdict, answer.differs_in
    (<accepted>, ())
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
    index = FilingRegister() if index is None else index
    required: tuple[Requirement, ...] = ()
    steps: tuple[Text, ...] = ()
    window = None
    match request:
        case FilingRequest(filing):
            findings, others = subjects.check(filing, index, edition)
        case ImportRequest(account, origin, obtained_on, knows_account, knows_password):
            route, others = accounts.bring_over(
                origin, obtained_on, knows_account, knows_password, edition, account, index
            )
            findings, steps = route.findings, route.steps
        case RecoveryRequest(knows_account, can_retrieve):
            route, others = accounts.recovery(edition, knows_account, can_retrieve)
            findings, steps = route.findings, route.steps
        case EmailInitializationRequest(applicant, received_at, given):
            window = processing_window(
                received_at, service_level(Stage.EMAIL_INITIALIZATION, edition), calendar
            )
            required = required_documents(applicant, edition)
            faults = documents.review(required, given, window.received_on)
            told = [documents.told(fault, applicant.type, edition) for fault in faults]
            # whoever applies for it has lost the account
            route, on_the_way = accounts.recovery(edition, False, False)
            waiting = WINDOW_RULES.at(edition, Stage.EMAIL_INITIALIZATION, window.basis)
            warned = [
                found(hit, hit.row.then, "/received_at")
                for hit in waiting.hits
                if isinstance(hit.row.then, Says)
            ]
            findings, steps = (
                (*[finding for finding, _ in told], *route.findings, *warned),
                route.steps,
            )
            asked = DOCUMENT_RULES.at(edition, applicant.type, applicant.is_administrator)
            others = on_the_way.union(
                asked.others, waiting.others, *[editions for _, editions in told]
            )
    return Assessment(
        _verdict(findings), findings, required, window, steps, edition, _in_order(others)
    )


# -- All rules -------------------------------------------------------------------------------------


def tables(edition: AnyEdition | str | None = None) -> tuple[Table[Any], ...]:
    """Every rule table, in the order of the FAQ; those of an edition of your own, if one is given.

    >>> sum(len(table.rows) for table in tables()) > 60
    True
    """
    known: tuple[Table[Any], ...] = (
        subjects.ACCOUNT_RULES,
        subjects.HOLDER_RULES,
        identifiers.NUMBER_RULES,
        identifiers.NATURE_RULES,
        subjects.PURCHASE_RULES,
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
    edition = None if edition is None else as_edition(edition)
    return (
        tuple(edition.tables[table.name] for table in known)
        if isinstance(edition, OwnEdition)
        else known
    )


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
