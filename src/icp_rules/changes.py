"""Questions the other way round: what would have to change, and who could apply.

`what_must_change` says what would get a request accepted, `applicants_for` who could apply with the
documents in hand.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import combinations
from typing import Any, Final

import attrs

from icp_rules.accounts import IMPORT_RULES, PERIOD_STARTS, Period, joined, period_of
from icp_rules.assessment import (
    Assessment,
    EmailInitializationRequest,
    FilingRequest,
    ImportRequest,
    RecoveryRequest,
    Request,
    Verdict,
    assess,
)
from icp_rules.documents import (
    Applicant,
    ApplicantRole,
    Defect,
    Fault,
    Requirement,
    SubmittedDocument,
    find_faults,
    required_documents,
    review_documents,
)
from icp_rules.fields import argument, instances, optional_day
from icp_rules.findings import Explained, Lines
from icp_rules.identifiers import CredentialKind, SubjectType
from icp_rules.rules import DEFAULT_EDITION, AnyEdition, Reason, as_edition
from icp_rules.subjects import ACCOUNT_RULES, NOBODY, SAME, Filing, FilingIndex, as_index
from icp_rules.vocabulary import Term, Text, any_of, words
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
        "Import into an account that holds no subject, if the old filing is of another subject.",
        "如旧备案属于其他主体，导入到没有备案主体的账号。",
    )
    MOVE_FILING = (
        "move_filing",
        "Have the subject's filing moved to this account.",
        "将该主体的备案转移到本账号。",
    )
    RECOVER_INSTEAD = (
        "recover_instead",
        "Recover the account by the filed domain instead.",
        "改为通过已备案的域名找回账号。",
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

    def lines(self, lang: str) -> Lines:
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

    def lines(self, lang: str) -> Lines:
        """Each change, and the rule that then answers."""
        return (line for change in self.changes for line in change.lines(lang))


def what_must_change(
    request: Request,
    index: FilingIndex | Iterable[Filing] | None = None,
    calendar: WorkingCalendar | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> tuple[Remedy, ...]:
    """The smallest sets of changes that would make a request accepted.

    A document is one change, however much is wrong with it. An administrator who applies instead is
    another person, so that way begins with no document in hand. Where the edition does not offer an
    e-mail initialization, the change is to recover the account instead. What cannot be changed,
    such as through what an old filing was obtained, is not: then there is no remedy.

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
    edition, index = as_edition(edition), as_index(index)
    answer = assess(request, index, calendar, edition)
    if answer.verdict is Verdict.ACCEPTED:
        return (Remedy((), request),)
    found: list[_Candidate] = []
    match request:
        case EmailInitializationRequest():
            found = _recovery(answer) if answer.window is None else _documents(request, answer)
        case FilingRequest(filing):
            found = _filing(filing, answer, index)
        case ImportRequest():
            found = _import(request, answer)
    # asked again, since only what is then accepted is a remedy
    sure = [
        remedy
        for remedy, tries in found
        if all(assess(it, index, calendar, edition).verdict is Verdict.ACCEPTED for it in tries)
    ]
    smallest = min((len(remedy.changes) for remedy in sure), default=0)
    return tuple(remedy for remedy in sure if len(remedy.changes) == smallest)


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


def _as_asked(asked: Requirement) -> SubmittedDocument:
    return SubmittedDocument(
        asked.document, asked.sides, asked.held, sealed=asked.sealed, on_template=asked.on_template
    )


def _change(action: Action, path: str, reason: Reason | None, about: Text | None = None) -> Change:
    text = words(action)
    return Change(action, path, text.format(about) if about else text, reason)


def _hand_in(asked: Requirement, action: Action = Action.HAND_IN) -> Change:
    en, zh = (said for lang in ("en", "zh") for said, _ in asked.lines(lang))
    return _change(action, "/documents", asked.reason, Text(en, zh))


def _documents(request: EmailInitializationRequest, answer: Assessment) -> list[_Candidate]:
    assert answer.window is not None  # the procedure is offered
    applicant, required = request.applicant, answer.required_documents
    faults = [
        fault
        for fault in find_faults(required, request.documents, answer.window.received_on)
        if fault.defect is not Defect.UNASKED  # none is undated: the day of receipt is known
    ]
    asked, given = {one.document: one for one in required}, dict(enumerate(request.documents))
    changes = [
        _put_right(
            asked.get(document),
            [fault for fault in faults if fault.document is document],
            given,
            required[0].reason,
        )
        for document in dict.fromkeys(fault.document for fault in faults)
    ]
    then = attrs.evolve(request, documents=given.values())
    found: list[_Candidate] = [(Remedy(tuple(changes), then), (then,))]
    if applicant.type is SubjectType.ORGANIZATION and not applicant.is_administrator:
        administrator = attrs.evolve(applicant, roles=[ApplicantRole.SUBJECT_ADMINISTRATOR])
        theirs = required_documents(administrator, answer.edition)
        roles = any_of(map(words, ApplicantRole))
        apply = _change(Action.ADMINISTRATOR_APPLIES, "/applicant", theirs[0].reason, roles)
        then = EmailInitializationRequest(
            administrator, request.received_at, map(_as_asked, theirs)
        )
        found.append((Remedy((apply, *map(_hand_in, theirs)), then), (then,)))
    return found


def _put_right(
    asked: Requirement | None,
    faults: list[Fault],
    given: dict[int, SubmittedDocument],
    reason: Reason | None,
) -> Change:
    """The one change that puts a document right; it is made in `given`."""
    (defect, document, _, i), *more = faults
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
    given[max(given, default=-1) + 1] = _as_asked(asked)
    if add_only and defect is Defect.SIDE_MISSING:
        return _change(Action.SHOW_SIDE, "/documents", reason, name)
    return _hand_in(asked, Action.HAND_IN if add_only else Action.REPLACE)


def _recovery(answer: Assessment) -> list[_Candidate]:
    """Another procedure, since the edition does not offer an e-mail initialization."""
    then = RecoveryRequest(False, False)
    reason = assess(then, edition=answer.edition).reasons[0]
    return [(Remedy((_change(Action.RECOVER_INSTEAD, "/kind", reason),), then), (then,))]


# -- Filings and imports ---------------------------------------------------------------------------

#: Stands for an account that holds nothing: no account of the provider's is named so.
_FREE: Final = "an account that holds no subject"


def _filing(filing: Filing, answer: Assessment, index: FilingIndex) -> list[_Candidate]:
    errors = {finding.path: finding for finding in answer.findings if finding.is_error}
    number = errors.get("/subject/credential/number")
    if number is not None:  # whose filing it is goes by the number, so nothing else can be told yet
        return [(Remedy((_change(Action.CORRECT_NUMBER, number.path, number.reason),), None), ())]
    holder = min(index.accounts_of(filing.subject.key), default=None)
    whose = NOBODY if holder is None else SAME
    permitted = ACCOUNT_RULES.at(answer.edition, whose, whose).hits
    reason = next((hit.reason for hit in permitted), None)
    sites = {f"/websites/{i}/domain": site for i, site in enumerate(filing.websites)}
    changes = [_change(Action.CLEAR_DOMAIN, path, reason) for path in sites if path in errors]
    account = filing.account
    if {"account_holds_another_subject", "subject_filed_under_another_account"} & {
        one.code for one in errors.values()
    }:
        action = Action.FILE_FROM_FREE if holder is None else Action.FILE_FROM_HOLDER
        changes.insert(0, _change(action, "/account", reason))
        account = holder or _FREE
    websites = [site for path, site in sites.items() if path not in errors]
    then = FilingRequest(attrs.evolve(filing, websites=websites, account=account))
    first = Remedy(tuple(changes), None if account is _FREE else then)
    found: list[_Candidate] = [(first, (then,))]
    # what is accepted from the account that has the filing now is accepted from this one then
    for one in answer.findings:
        if one.code == "filing_can_be_moved":
            move = _change(Action.MOVE_FILING, one.path, one.reason)
            found.append((Remedy((move, *changes[1:]), None), (then,)))
    return found


def _import(request: ImportRequest, answer: Assessment) -> list[_Candidate]:
    codes = {finding.code for finding in answer.findings if finding.is_error}
    known = period_of(request.obtained_on)
    open_to = {
        period: reason if period is known else _undated(reason, period)
        for period in Period
        for row, reason in IMPORT_RULES.at(answer.edition, request.origin, period).hits
        if row.then.says is None
    }
    moved: tuple[Change, ...] = ()
    if "account_already_has_subject" in codes and open_to:
        reason = open_to.get(known) or next(iter(open_to.values()))
        moved = (_change(Action.IMPORT_INTO_FREE, "/account", reason),)
        request = attrs.evolve(request, account=_FREE)
    if "import_date_unknown" not in codes:
        return [(Remedy(moved, None), (request,))]
    starts = {period: start for start, period in PERIOD_STARTS}
    found: list[_Candidate] = []
    for rule in dict.fromkeys(reason.rule for reason in open_to.values()):
        periods = [one for one in starts if one in open_to and open_to[one].rule == rule]
        if not periods:
            continue
        dated = _change(Action.GIVE_DATE, "/obtained_on", open_to[periods[0]], joined(periods))
        tries = [attrs.evolve(request, obtained_on=starts[period]) for period in periods]
        found.append((Remedy((dated, *moved), None), tuple(tries)))
    return found


def _undated(reason: Reason, period: Period) -> Reason:
    """Why a row would answer, without the condition that the filing is of a period."""
    dated = IMPORT_RULES.columns[1].clause([period])
    known = tuple([one for one in reason.conditions or () if one != dated])
    return attrs.evolve(reason, conditions=known or None)


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
    who: list[tuple[SubjectType, tuple[ApplicantRole, ...]]] = [
        (SubjectType.INDIVIDUAL, ()),
        *(
            (SubjectType.ORGANIZATION, roles)
            for n in range(3)
            for roles in combinations(ApplicantRole, n)
        ),
    ]
    kinds = [kind for kind in CredentialKind if kind.type is SubjectType.INDIVIDUAL]
    applicants = (Applicant(type, roles, kind) for type, roles in who for kind in kinds)
    return tuple(
        one
        for one in applicants
        if not any(f.is_error for f in review_documents(one, given, edition, received_on))
    )
