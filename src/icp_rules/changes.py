"""Answers turned round: what would have to change for a request to be accepted
(`what_must_change`), and who could apply with the documents in hand (`applicants_for`).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

import attrs

from icp_rules.accounts import IMPORT_RULES, PERIOD_STARTS, Period
from icp_rules.assessment import (
    Assessment,
    EmailInitializationRequest,
    FilingRequest,
    ImportRequest,
    Request,
    Verdict,
    assess,
)
from icp_rules.documents import (
    Applicant,
    ApplicantRole,
    Defect,
    DocumentKind,
    Requirement,
    SubmittedDocument,
    required_documents,
    review,
    review_documents,
)
from icp_rules.findings import Explained, Told
from icp_rules.identifiers import CredentialKind, SubjectType
from icp_rules.rules import (
    DEFAULT_EDITION,
    AnyEdition,
    Reason,
    Term,
    Text,
    any_of,
    argument,
    as_edition,
    instances,
    optional_day,
    words,
)
from icp_rules.subjects import ACCOUNT_RULES, NOBODY, SAME, Filing, FilingIndex, FilingRegister
from icp_rules.workdays import WorkingCalendar

__all__ = ["Action", "Change", "Remedy", "applicants_for", "what_must_change"]


class Action(Term):
    """What can be changed about a request."""

    HAND_IN = "hand_in", "Hand in: {}.", "提交：{}。"
    REPLACE = "replace", "Hand in anew, with nothing wrong: {}.", "重新提交合格的材料：{}。"
    SHOW_SIDE = "show_side", "Show the missing side as well: {}.", "补充缺少的一面：{}。"
    USE_ORIGINAL = (
        "use_original",
        "Scan or photograph the original: {}.",
        "使用原件扫描或拍照：{}。",
    )
    HOLD = (
        "hold",
        "Take the photograph again, with the right credential in hand: {}.",
        "手持正确的证件重新拍照：{}。",
    )
    SEAL = "seal", "Have it stamped with the company seal: {}.", "加盖单位公章：{}。"
    USE_TEMPLATE = (
        "use_template",
        "Write it on the provider's template: {}.",
        "使用规定的样例：{}。",
    )
    CLEAR_IMAGE = "clear_image", "Hand in a clear image: {}.", "提交清晰的图片：{}。"
    AUTHENTIC = "authentic", "Hand in an authentic one: {}.", "提交真实的材料：{}。"
    RENEW = "renew", "Hand in one that is still valid: {}.", "提交在有效期内的材料：{}。"
    LEAVE_OUT = "leave_out", "Leave out what is not needed: {}.", "撤回无需提供的材料：{}。"
    ADMINISTRATOR_APPLIES = (
        "administrator_applies",
        "Ask the {} to apply, with documents of their own.",
        "请{}本人申请，并提交其本人的材料。",
    )
    FILE_FROM_HOLDER = (
        "file_from_holder",
        "File from the account that holds the subject's filing.",
        "使用该主体备案所在的账号提交。",
    )
    FILE_FROM_FREE = (
        "file_from_free",
        "File from an account that holds no subject.",
        "使用没有备案主体的账号提交。",
    )
    CLEAR_DOMAIN = (
        "clear_domain",
        "Leave this website out, or have the earlier filing of its domain cancelled first.",
        "不提交该网站，或先注销该域名原有的备案。",
    )
    CORRECT_NUMBER = (
        "correct_number",
        "Correct the credential's number; then ask again.",
        "更正证件号码后重新查询。",
    )
    GIVE_DATE = (
        "give_date",
        "Give the day the filing was obtained; it helps if that is: {}.",
        "提供备案取得的日期；该日期须为：{}。",
    )
    IMPORT_INTO_FREE = (
        "import_into_free",
        "Import into an account that holds no subject.",
        "导入到没有备案主体的账号。",
    )


@attrs.frozen
class Change(Explained):
    """One thing to change.

    Attributes:
        action:
            What to do.

        path:
            Where in the request, as a JSON Pointer.

        text:
            The same in words.

        reason:
            The row that then answers, its conditions and its sentence.
    """

    action: Action
    path: str
    text: Text
    reason: Reason | None

    def told(self, lang: str) -> Told:
        """The change, and the rule that then answers."""
        yield self.text.to(lang), self.reason


@attrs.frozen
class Remedy(Explained):
    """Changes that together make a request accepted; no smaller set does.

    Attributes:
        changes:
            What to change; nothing, where the request is accepted as it is.

        request:
            The request with the changes made; None where one needs a fact that is not known here: a
            free account, a day, a number.
    """

    changes: tuple[Change, ...]
    request: Request | None

    def told(self, lang: str) -> Told:
        """Each change, and the rule that then answers."""
        for change in self.changes:
            yield from change.told(lang)


def what_must_change(
    request: Request,
    index: FilingIndex | None = None,
    calendar: WorkingCalendar | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> tuple[Remedy, ...]:
    """The smallest sets of changes that would make a request accepted.

    A document is one change, however much is wrong with it. An administrator who applies instead is
    another person, so that way begins with no document in hand. What cannot be changed, such as
    through what an old filing was obtained, is not: then there is no remedy.

    Args:
        request:
            One of the four requests.

        index:
            What is filed already; left out, nothing is.

        calendar:
            The working days; `china_calendar()` if left out.

        edition:
            Which text of the rules to apply.

    Returns:
        Every smallest set; one empty set if the request is accepted as it is;
        nothing if no change helps.

    Raises:
        DataError: the request is none, or the edition is unknown.
        BeyondHorizon: the day of receipt is outside the calendar.

    >>> agent = EmailInitializationRequest(Applicant("organization"), dt.date(2018, 2, 14), [
    ...     SubmittedDocument("half_length_photo", held="subject_credential"),
    ...     SubmittedDocument("id_credential", ["front", "back"]),
    ...     SubmittedDocument("letter_of_authorization", on_template=True)])
    >>> for remedy in what_must_change(agent):
    ...     print(remedy.explain().splitlines()[0])
    Have it stamped with the company seal: letter of authorization from the organization.
    """
    edition = as_edition(edition)
    answer = assess(request, index, calendar, edition)
    if answer.verdict is Verdict.ACCEPTED:
        return (Remedy((), request),)
    index = FilingRegister() if index is None else index
    match request:
        case EmailInitializationRequest():
            assert answer.window is not None  # such a request always has one
            found = _documents(request, answer.window.received_on, edition)
        case FilingRequest(filing):
            found = _filing(filing, answer, index, edition)
        case ImportRequest():
            found = _import(request, answer, edition)
        case _:
            found = []
    # Nothing is promised that asking again would not bear out.
    sure = [
        one
        for one, tries in found
        if all(assess(it, index, calendar, edition).verdict is Verdict.ACCEPTED for it in tries)
    ]
    smallest = min((len(one.changes) for one in sure), default=0)
    return tuple(one for one in sure if len(one.changes) == smallest)


#: A remedy, and the requests that must then be accepted: its own, or examples of it
#: where a fact is missing.
_Candidate = tuple[Remedy, tuple[Request, ...]]


# -- Documents -------------------------------------------------------------------------------------

#: How a single defect is mended, and what is then true of the document.
_MENDED: Final[dict[Defect, tuple[Action, dict[str, Any]]]] = {
    Defect.COPY: (Action.USE_ORIGINAL, {"of_original": True}),
    Defect.UNSEALED: (Action.SEAL, {"sealed": True}),
    Defect.OFF_TEMPLATE: (Action.USE_TEMPLATE, {"on_template": True}),
    Defect.UNCLEAR: (Action.CLEAR_IMAGE, {"clear": True}),
    Defect.FORGED: (Action.AUTHENTIC, {"authentic": True}),
    Defect.EXPIRED: (Action.RENEW, {"valid_until": None}),
}


def _proper(asked: Requirement) -> SubmittedDocument:
    """A document as it is asked for."""
    return SubmittedDocument(
        asked.document, asked.sides, asked.held, sealed=asked.sealed, on_template=asked.on_template
    )


def _change(action: Action, path: str, reason: Reason | None, about: Text | None = None) -> Change:
    return Change(
        action, path, words(action) if about is None else words(action).format(about), reason
    )


def _hand_in(asked: Requirement, action: Action = Action.HAND_IN) -> Change:
    en, zh = (said for lang in ("en", "zh") for said, _ in asked.told(lang))
    return _change(action, "/documents", asked.reason, Text(en, zh))


def _documents(
    request: EmailInitializationRequest, received_on: dt.date, edition: AnyEdition
) -> list[_Candidate]:
    applicant, given = request.applicant, dict(enumerate(request.documents))
    required = required_documents(applicant, edition)
    wrong: dict[DocumentKind, list[tuple[Defect, int | None]]] = {}
    for defect, document, _, i in review(required, request.documents, received_on):
        if defect is not Defect.UNASKED:  # nor undated: such a request has its day of receipt
            wrong.setdefault(document, []).append((defect, i))
    asked = {one.document: one for one in required}
    changes = []
    for document, faults in wrong.items():
        changes.append(_put_right(asked.get(document), document, faults, given, required[0].reason))
    ways = [(tuple(changes), attrs.evolve(request, documents=given.values()))]
    if applicant.type is SubjectType.ORGANIZATION and not applicant.is_administrator:
        administrator = Applicant(
            applicant.type, [ApplicantRole.SUBJECT_ADMINISTRATOR], applicant.id_credential
        )
        theirs = required_documents(administrator, edition)
        roles = any_of(words(role) for role in ApplicantRole)
        apply = _change(Action.ADMINISTRATOR_APPLIES, "/applicant", theirs[0].reason, roles)
        instead = attrs.evolve(
            request, applicant=administrator, documents=[_proper(one) for one in theirs]
        )
        ways.append(((apply, *(_hand_in(one) for one in theirs)), instead))
    return [(Remedy(changed, then), (then,)) for changed, then in ways]


def _put_right(
    asked: Requirement | None,
    document: DocumentKind,
    faults: list[tuple[Defect, int | None]],
    given: dict[int, SubmittedDocument],
    reason: Reason | None,
) -> Change:
    """The one change that puts a document right; it is made in `given`."""
    ((defect, i), *more) = faults
    name = words(document)
    if asked is not None and not more and i is not None:
        action, now = (
            (Action.HOLD, {"held": asked.held}) if defect is Defect.WRONG_HELD else _MENDED[defect]
        )
        given[i] = attrs.evolve(given[i], **now)
        return _change(action, f"/documents/{i}", reason, name)
    add_only = not more and defect in (Defect.MISSING, Defect.SIDE_MISSING)
    if not add_only:
        for j in [j for j, one in given.items() if one.document is document]:
            del given[j]
    if asked is None:
        return _change(Action.LEAVE_OUT, "/documents", reason, name)
    given[max(given, default=-1) + 1] = _proper(asked)
    if defect is Defect.SIDE_MISSING and add_only:
        return _change(Action.SHOW_SIDE, "/documents", reason, name)
    return _hand_in(asked, Action.HAND_IN if add_only else Action.REPLACE)


# -- Filings and imports ---------------------------------------------------------------------------


def _filing(
    filing: Filing, answer: Assessment, index: FilingIndex, edition: AnyEdition
) -> list[_Candidate]:
    errors = {finding.path: finding for finding in answer.findings if finding.is_error}
    number = errors.get("/subject/credential/number")
    if number is not None:  # whose filing it is goes by the number, so nothing else can be told yet
        return [(Remedy((_change(Action.CORRECT_NUMBER, number.path, number.reason),), None), ())]
    holder = index.account_of(filing.subject.credential.key)
    elsewhere = {"account_holds_another_subject", "subject_filed_under_another_account"} & {
        one.code for one in errors.values()
    }
    permitted = ACCOUNT_RULES.at(
        edition, *((NOBODY, NOBODY) if holder is None else (SAME, SAME))
    ).hits
    reason = permitted[0].reason if permitted else None
    domains = [i for i in range(len(filing.websites)) if f"/websites/{i}/domain" in errors]
    changes = [_change(Action.CLEAR_DOMAIN, f"/websites/{i}/domain", reason) for i in domains]
    kept = attrs.evolve(
        filing, websites=[site for i, site in enumerate(filing.websites) if i not in domains]
    )
    account = filing.account
    if elsewhere:
        changes.insert(
            0,
            _change(
                Action.FILE_FROM_FREE if holder is None else Action.FILE_FROM_HOLDER,
                "/account",
                reason,
            ),
        )
        account = _FREE if holder is None else holder
    then = FilingRequest(attrs.evolve(kept, account=account))
    return [(Remedy(tuple(changes), None if account is _FREE else then), (then,))]


#: Stands for an account that holds nothing: no account of the provider's is named so.
_FREE: Final = "an account that holds no subject"


def _import(request: ImportRequest, answer: Assessment, edition: AnyEdition) -> list[_Candidate]:
    codes = {finding.code for finding in answer.findings if finding.is_error}
    open_to: dict[str, list[tuple[Period, Reason]]] = {}
    for period in Period:
        ((row, reason),) = IMPORT_RULES.at(edition, request.origin, period).hits
        if row.then.says is None:
            open_to.setdefault(row.id, []).append((period, reason))
    moved: tuple[Change, ...] = ()
    if "account_already_has_subject" in codes and open_to:
        moved = (_change(Action.IMPORT_INTO_FREE, "/account", next(iter(open_to.values()))[0][1]),)
        request = attrs.evolve(request, account=_FREE)
    if "import_date_unknown" not in codes:
        return [(Remedy(moved, None), (request,))]
    starts = {period: start for start, period in PERIOD_STARTS}
    return [
        (
            Remedy(
                (
                    _change(
                        Action.GIVE_DATE,
                        "/obtained_on",
                        way[0][1],
                        any_of(words(period) for period, _ in way),
                    ),
                    *moved,
                ),
                None,
            ),
            tuple(attrs.evolve(request, obtained_on=starts[period]) for period, _ in way),
        )
        for way in open_to.values()
    ]


# -- The inverse -----------------------------------------------------------------------------------


def applicants_for(
    documents: Iterable[SubmittedDocument],
    edition: AnyEdition | str = DEFAULT_EDITION,
    received_on: dt.date | None = None,
) -> tuple[Applicant, ...]:
    """The applicants for whom the documents in hand would do.

    Args:
        documents:
            What is in hand.

        edition:
            Which text of the rules to apply.

        received_on:
            The day of receipt, on which a document that states a last day must be valid.

    Returns:
        Individuals first, then organizations by their applicant's roles, each with every kind of ID
        credential that would do.

    Raises:
        DataError: an argument is of the wrong type, or the edition is unknown.

    >>> in_hand = [
    ...     SubmittedDocument("half_length_photo", held="subject_credential"),
    ...     SubmittedDocument("id_credential", ["front", "back"]),
    ... ]
    >>> who = applicants_for(in_hand)
    >>> {one.type.en for one in who}, all(one.is_administrator for one in who)
    ({'organization'}, True)
    """
    given = argument("documents", instances, SubmittedDocument, documents)
    received_on = argument("received_on", optional_day, received_on)
    subject, website = ApplicantRole
    who: list[tuple[SubjectType, tuple[ApplicantRole, ...]]] = [
        (SubjectType.INDIVIDUAL, ()),
        *(
            (SubjectType.ORGANIZATION, roles)
            for roles in ((), (subject,), (website,), (subject, website))
        ),
    ]
    kinds = [kind for kind in CredentialKind if kind.type is SubjectType.INDIVIDUAL]
    applicants = (Applicant(type, roles, kind) for type, roles in who for kind in kinds)
    return tuple(
        one
        for one in applicants
        if not any(f.is_error for f in review_documents(one, given, edition, received_on))
    )
