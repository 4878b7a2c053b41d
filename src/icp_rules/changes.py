"""What would get a request accepted, and who could apply with the documents at hand.

`what_must_change` returns the smallest sets of changes that get a request accepted.
`applicants_for` returns the applicants for whom the documents at hand are sufficient.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import combinations, count, product
from typing import Any, Final

import attrs

from icp_rules.accounts import IMPORT_RULES, PERIOD_STARTS, Period, joined
from icp_rules.assessment import (
    Assessment,
    EmailInitializationRequest,
    FilingDocumentsRequest,
    FilingRequest,
    ImportRequest,
    RecoveryRequest,
    Request,
    Verdict,
    as_request,
    assess,
)
from icp_rules.documents import (
    Applicant,
    ApplicantRole,
    Defect,
    DocumentKind,
    Fault,
    Requirement,
    SubmittedDocument,
    find_faults,
    required_documents,
    review_documents,
)
from icp_rules.fields import argument, instances, optional_day
from icp_rules.findings import MESSAGES, Explained, Lines, Severity
from icp_rules.identifiers import NUMBER_RULES, CredentialKind, SubjectType, Validity
from icp_rules.provinces import FILING_DOCUMENT_RULES, EntityLeader, ServiceLeader
from icp_rules.rules import DEFAULT_EDITION, AnyEdition, Reason, Table, as_edition
from icp_rules.subjects import ACCOUNT_RULES, Filing, FilingIndex, as_index
from icp_rules.vocabulary import Term, Text, any_of, words
from icp_rules.workdays import WorkingCalendar

__all__ = ["Action", "Change", "Remedy", "applicants_for", "what_must_change"]


class Action(Term):
    """A kind of change to a request."""

    HAND_IN = "hand_in", "Hand in: {}.", "提交：{}。"
    REPLACE = "replace", "Hand in a corrected version of: {}.", "重新提交合格的材料：{}。"
    SHOW_SIDE = "show_side", "Show the missing side as well: {}.", "补充缺少的一面：{}。"
    USE_ORIGINAL = (
        "use_original",
        "Scan or photograph the original: {}.",
        "使用原件扫描或拍照：{}。",
    )
    HOLD = (
        "hold",
        "Take the photograph again, holding the right credential: {}.",
        "手持正确的证件重新拍照：{}。",
    )
    SEAL = "seal", "Have it stamped with the company seal: {}.", "加盖单位公章：{}。"
    USE_TEMPLATE = (
        "use_template",
        "Use the provider's template: {}.",
        "使用规定的样例：{}。",
    )
    CLEAR_IMAGE = "clear_image", "Hand in a clear image: {}.", "提交清晰的图片：{}。"
    AUTHENTIC = "authentic", "Hand in an authentic document: {}.", "提交真实的材料：{}。"
    RENEW = "renew", "Hand in a document that is still valid: {}.", "提交在有效期内的材料：{}。"
    LEAVE_OUT = (
        "leave_out",
        "Leave out a document that is not needed: {}.",
        "撤回无需提供的材料：{}。",
    )
    ADMINISTRATOR_APPLIES = (
        "administrator_applies",
        "Ask the {} to apply, with documents of their own.",
        "改由{}申请，并提交其本人的材料。",
    )
    FILE_FROM_HOLDER = (
        "file_from_holder",
        "File from the account that holds the subject's filing.",
        "使用该主体备案所在的账号提交备案申请。",
    )
    FILE_FROM_FREE = (
        "file_from_free",
        "File from an account that holds no subject.",
        "使用没有备案主体的账号提交备案申请。",
    )
    CLEAR_DOMAIN = (
        "clear_domain",
        "Leave out this website, or first have the earlier filing of its domain cancelled.",
        "不提交该网站，或先注销其域名原有的备案。",
    )
    CORRECT_NUMBER = (
        "correct_number",
        "Correct the number of the credential, then ask again.",
        "更正证件号码后，重新评估请求。",
    )
    GIVE_DATE = (
        "give_date",
        "Give the day the filing was obtained. These days are accepted: {}.",
        "提供取得备案的日期；符合要求的日期：{}。",
    )
    ENTITY_LEADER = "entity_leader", "Name as the entity leader: {}.", "主体负责人改为：{}。"
    SERVICE_LEADER = (
        "service_leader",
        "Name as the service leader: {}.",
        "互联网信息服务负责人改为：{}。",
    )
    IMPORT_INTO_FREE = (
        "import_into_free",
        (
            "If the old filing belongs to another subject, import it into an account that holds no "
            "subject."
        ),
        "如旧备案属于其他主体，请导入到没有备案主体的账号。",
    )
    MOVE_FILING = (
        "move_filing",
        "Have the subject's filing moved to this account.",
        "将该主体的备案转移到本账号。",
    )
    RECOVER_INSTEAD = (
        "recover_instead",
        "Recover the account by the filed domain instead.",
        "改用已备案的域名找回账号。",
    )


@attrs.frozen
class Change(Explained):
    """One change to a request.

    Attributes:
        action:
            The kind of change.

        path:
            The place in the request that is changed, as a JSON Pointer.

        text:
            A sentence that says what to change.

        reason:
            The rule that explains the change, with its conditions and its source.
    """

    action: Action
    path: str
    text: Text
    reason: Reason | None

    def lines(self, lang: str) -> Lines:
        """The sentence that says what to change, with the rule that explains the change."""
        yield self.text.to(lang), self.reason


@attrs.frozen
class Remedy(Explained):
    """One way to get a request accepted, with as few changes as possible.

    Attributes:
        changes:
            What to change; empty if the request is accepted as it is.

        request:
            The request after the changes. None if a change needs a value that is unknown (such as a
            number, a day, or an account that holds no subject), or if a filing has to be moved
            first.
    """

    changes: tuple[Change, ...]
    request: Request | None

    def lines(self, lang: str) -> Lines:
        """A sentence for each change, with the rule that explains it."""
        return (line for change in self.changes for line in change.lines(lang))


def what_must_change(
    request: Request,
    index: FilingIndex | Iterable[Filing] | None = None,
    calendar: WorkingCalendar | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> tuple[Remedy, ...]:
    """The smallest sets of changes that would get a request accepted.

    Correcting all faults of one document counts as one change. In a request for an e-mail
    initialization, one of the changes can be that an administrator applies instead of an authorized
    agent. Then all documents must be handed in again, because the administrator is another person.
    If the edition does not offer the e-mail initialization, the only change is to recover the
    account by the filed domain instead. No remedy changes facts such as the filing number of a
    website or the origin of an old filing.

    The methods of the index are called only with values from the request or from earlier answers of
    the index.

    Args:
        request:
            A request of one of the five types, such as `FilingRequest`.

        index:
            The existing filings; by default there are none.

        calendar:
            The calendar of working days; `china_calendar()` by default.

        edition:
            Which edition of the rules to apply.

    Returns:
        Every `Remedy` that needs the smallest number of changes. There can be several remedies, for
        example if the subject could file from more than one account. If the request is accepted as
        it is, there is one `Remedy` without changes. If no change helps, the tuple is empty.

    Raises:
        DataError: an argument is of the wrong type, or the edition is unknown.
        BeyondHorizon: the day of receipt or the processing window is outside the calendar.

    >>> agent = EmailInitializationRequest(Applicant("organization"), dt.date(2018, 2, 14), [
    ...     SubmittedDocument("half_length_photo", held="subject_credential"),
    ...     SubmittedDocument("id_credential", ["front", "back"]),
    ...     SubmittedDocument("letter_of_authorization", on_template=True)])
    >>> for remedy in what_must_change(agent):
    ...     print(remedy.explain().splitlines()[0])
    Have it stamped with the company seal: letter of authorization from the organization.
    """
    request, edition = as_request(request), as_edition(edition)
    heard = _Heard(as_index(index))
    answer = assess(request, heard, calendar, edition)
    if answer.verdict is Verdict.ACCEPTED:
        return (Remedy((), request),)

    def ask(changed: Request) -> Assessment | None:
        """The answer to a changed request; None if the request is not accepted."""
        answer = assess(changed, heard, calendar, edition)
        return answer if answer.verdict is Verdict.ACCEPTED else None

    found: list[Remedy] = []
    match request:
        case EmailInitializationRequest():
            is_offered = answer.window is not None
            found = [*(_documents(request, answer, ask) if is_offered else _recovery(ask))]
        case FilingRequest(filing):
            found = [*_filing(filing, answer, edition, heard, ask)]
        case ImportRequest():
            found = [*_import(request, heard, ask)]
        case FilingDocumentsRequest():
            found = [*_leaders(request, ask)]
    sizes = {len(remedy.changes) for remedy in found}
    return tuple(remedy for remedy in found if len(remedy.changes) == min(sizes))


_Ask = Callable[[Request], Assessment | None]


class _Heard:
    """The caller's index, with cached answers and an invented account that holds nothing.

    The caller's index may fail for an account that does not exist. So its methods are never called
    with the invented account.
    """

    def __init__(self, index: FilingIndex) -> None:
        self._index = index
        self._said: dict[tuple[str, str], list[Any]] = {}

    def __getattr__(self, look_up: str) -> Any:  # the same optional methods as the index
        asked = getattr(self._index, look_up)
        return asked and partial(self._once, look_up, asked)

    def _once(self, look_up: str, asked: Callable[[str], Iterable[Any]], about: str) -> list[Any]:
        if (look_up, about) not in self._said:
            self._said[look_up, about] = [*asked(about)]
        return self._said[look_up, about]

    def free(self, *known: str | None) -> str:
        """Invent an account that holds nothing and is not one of the `known` accounts."""
        account = next(one for i in count() if (one := f"free account {i}") not in known)
        self._said["subjects_of", account] = []
        return account


# -- Documents -------------------------------------------------------------------------------------

#: The action that fixes a single defect, and the fields of the document that it changes.
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
    return _change(action, "/documents", None, Text(en, zh))


def _documents(
    request: EmailInitializationRequest, answer: Assessment, ask: _Ask
) -> Iterator[Remedy]:
    assert answer.window is not None  # since the edition offers the procedure
    applicant, required = request.applicant, answer.required_documents
    day, given = answer.window.received_on, dict(enumerate(request.documents))
    changes = _put_right(required, given, day)
    then = attrs.evolve(request, documents=given.values())
    if ask(then):
        yield Remedy(changes, then)
    if applicant.type is SubjectType.ORGANIZATION and not applicant.is_administrator:
        administrator = attrs.evolve(applicant, roles=[ApplicantRole.SUBJECT_ADMINISTRATOR])
        theirs = required_documents(administrator, answer.edition)
        new: dict[int, SubmittedDocument] = {}
        roles = any_of(map(words, ApplicantRole))
        apply = _change(Action.ADMINISTRATOR_APPLIES, "/applicant", theirs[0].reason, roles)
        changes = (apply, *_put_right(theirs, new, day))
        then = EmailInitializationRequest(administrator, request.received_at, new.values())
        if ask(then):
            yield Remedy(changes, then)


def _put_right(
    required: tuple[Requirement, ...], given: dict[Any, SubmittedDocument], day: dt.date
) -> tuple[Change, ...]:
    """The fewest changes that fix all documents. The function applies them to `given`.

    If one kind of photograph has to show several credentials, each credential needs its own file.
    """
    changes = []
    documents = [one.document for one in required] + [one.document for one in given.values()]
    for document in dict.fromkeys(documents):
        asked = [one for one in required if one.document is document]
        several = dict.fromkeys(one.held for one in asked if one.held)
        for held in several or [None]:
            its = [one for one in asked if one.held in (held, None)]
            files = {
                i: one
                for i, one in given.items()
                if one.document is document and one.held not in {*several} - {held}
            }
            if _faults(its, files, day):
                change = _one_change(document, _together(its), files, given, day)
                changes.append(attrs.evolve(change, reason=required[0].reason))
    return tuple(changes)


def _together(asked: list[Requirement]) -> Requirement | None:
    """One requirement that combines several requirements for a file; None if there are none."""
    if not asked:
        return None
    return attrs.evolve(
        asked[0],
        sides=tuple(dict.fromkeys(side for one in asked for side in one.sides)),
        held=next((one.held for one in asked if one.held), None),
        sealed=any(one.sealed for one in asked),
        on_template=any(one.on_template for one in asked),
        of_original=any(one.of_original for one in asked),
    )


def _faults(
    asked: Iterable[Requirement], files: dict[int, SubmittedDocument], day: dt.date
) -> list[Fault]:
    """The faults of some files, with the files' numbers. A superfluous file is not a fault."""
    # never UNDATED, because the day is known
    faults = find_faults((*asked,), tuple(files.values()), day)
    numbers = [*files]
    return [
        one if one.file is None else Fault(*one[:3], numbers[one.file])
        for one in faults
        if one.defect is not Defect.UNASKED
    ]


def _one_change(
    document: DocumentKind,
    asked: Requirement | None,
    files: dict[int, SubmittedDocument],
    given: dict[Any, SubmittedDocument],
    day: dt.date,
) -> Change:
    """The one change that fixes a document. The function applies it to `given`."""
    name = words(document)
    faults = _faults([asked] if asked else [], files, day)
    defect, i = faults[0].defect, faults[0].file
    if asked is not None and len(faults) == 1 and i is not None:
        action, now = (
            (Action.HOLD, {"held": asked.held}) if defect is Defect.WRONG_HELD else _MENDED[defect]
        )
        given[i] = attrs.evolve(given[i], **now)
        return _change(action, f"/documents/{i}", None, name)
    add_only = len(faults) == 1 and defect in (Defect.MISSING, Defect.SIDE_MISSING)
    if not add_only:
        for j in files:
            del given[j]
    if asked is None:
        return _change(Action.LEAVE_OUT, "/documents", None, name)
    given[asked] = _as_asked(asked)  # a new file has no number yet
    if add_only and defect is Defect.SIDE_MISSING:
        return _change(Action.SHOW_SIDE, "/documents", None, name)
    return _hand_in(asked, Action.HAND_IN if add_only else Action.REPLACE)


def _recovery(ask: _Ask) -> Iterator[Remedy]:
    """The remedy for an edition without e-mail initialization: recover the account instead."""
    then = RecoveryRequest(False, False)
    if (tried := ask(then)) is not None:
        yield Remedy((_change(Action.RECOVER_INSTEAD, "/kind", tried.reasons[0]),), then)


# -- Filings and imports ---------------------------------------------------------------------------


def _filing(
    filing: Filing, answer: Assessment, edition: AnyEdition, index: _Heard, ask: _Ask
) -> Iterator[Remedy]:
    errors = {finding.path: finding for finding in answer.findings if finding.is_error}
    number = errors.get("/subject/credential/number")
    if number is not None:  # without the right number the subject is unknown
        if _has_a_right_number(filing.subject.credential.kind, edition):
            change = _change(Action.CORRECT_NUMBER, number.path, number.reason)
            yield Remedy((change,), None)
        return
    sites = {f"/websites/{i}/domain": site for i, site in enumerate(filing.websites)}
    wrong = [path for path in sites if path in errors]
    kept = [site for path, site in sites.items() if path not in errors]
    accounts = dict.fromkeys(sorted(index.accounts_of(filing.subject.key)))
    sellers = {filing.domain_account, filing.server_account}
    free = index.free(filing.account, *accounts, *sellers)
    moves = {filing.account: None} | dict.fromkeys(accounts, Action.FILE_FROM_HOLDER)
    moves |= {filing.account: None, free: Action.FILE_FROM_FREE}
    movable = next((one for one in answer.findings if one.code == "filing_can_be_moved"), None)
    told: dict[Any, Assessment | None] = {}
    cleared = attrs.evolve(filing, websites=kept)
    for account, action in moves.items():
        # accounts that hold the same subjects get the same answer
        alike = frozenset(index.subjects_of(account)), action, account in sellers
        if alike not in told:
            told[alike] = ask(FilingRequest(attrs.evolve(cleared, account=account)))
        if (tried := told[alike]) is not None:
            reason = _of_table(ACCOUNT_RULES, tried)
            moved = [] if action is None else [_change(action, "/account", reason)]
            clear = [_change(Action.CLEAR_DOMAIN, path, reason) for path in wrong]
            then = FilingRequest(attrs.evolve(cleared, account=account))
            yield Remedy((*moved, *clear), None if account == free else then)
            if action is None:
                return  # another account would need one more change
            if movable is not None and action is Action.FILE_FROM_HOLDER:
                # once the filing is moved, this account may file what `account` may file now
                move = _change(Action.MOVE_FILING, movable.path, movable.reason)
                yield Remedy((move, *clear), None)
                movable = None


def _has_a_right_number(kind: CredentialKind, edition: AnyEdition) -> bool:
    """Whether an edition accepts at least one number for a kind of credential."""
    said = [NUMBER_RULES.at(edition, kind, validity).thens for validity in Validity]
    errors = {code for code, text in MESSAGES.items() if text.severity is Severity.ERROR}
    return any(errors.isdisjoint(says.code for says in findings) for findings in said)


def _of_table(table: Table[Any], answer: Assessment) -> Reason | None:
    """The reason of the first rule of a table that applied to a request; None if no rule did."""
    return next((one for one in answer.reasons if one.rule.startswith(f"{table.name}.")), None)


def _import(request: ImportRequest, index: _Heard, ask: _Ask) -> Iterator[Remedy]:
    days: dict[Period | None, dt.date | None] = {None: request.obtained_on}
    if request.obtained_on is None:
        days |= {period: start for start, period in reversed(PERIOD_STARTS)}
    for account in (request.account, index.free(request.account)):
        open_to: dict[Any, Reason] = {}
        for period, day in days.items():
            tried = ask(attrs.evolve(request, account=account, obtained_on=day))
            if tried is not None and (reason := _of_table(IMPORT_RULES, tried)) is not None:
                open_to[period] = reason if period is None else _undated(reason, period)
        if not open_to:
            continue
        first = next(iter(open_to.values()))
        move = _change(Action.IMPORT_INTO_FREE, "/account", first)
        moved = () if account == request.account else (move,)
        if None in open_to:
            yield Remedy(moved, None)
        else:
            for rule in dict.fromkeys(reason.rule for reason in open_to.values()):
                periods = [period for period, reason in open_to.items() if reason.rule == rule]
                reason = open_to[periods[0]]
                dated = _change(Action.GIVE_DATE, "/obtained_on", reason, joined(periods))
                yield Remedy((dated, *moved), None)


def _undated(reason: Reason, period: Period) -> Reason:
    """A reason without the condition about the period of the filing."""
    dated = IMPORT_RULES.columns[1].clause([period])
    known = tuple([one for one in reason.conditions or () if one != dated])
    return attrs.evolve(reason, conditions=known or None)


# -- Documents of a filing -------------------------------------------------------------------------


def _leaders(request: FilingDocumentsRequest, ask: _Ask) -> Iterator[Remedy]:
    """The remedies with other leaders. The province and an individual's ID stay as they are."""
    for entity, service in product(EntityLeader, ServiceLeader):
        then = attrs.evolve(request, entity_leader=entity, service_leader=service)
        if (tried := ask(then)) is not None:
            reason = _of_table(FILING_DOCUMENT_RULES, tried)
            changes = [
                _change(action, f"/{action}", reason, words(now))
                for action, was, now in (
                    (Action.ENTITY_LEADER, request.entity_leader, entity),
                    (Action.SERVICE_LEADER, request.service_leader, service),
                )
                if was is not now
            ]
            yield Remedy(tuple(changes), then)


# -- Applicants for some documents -----------------------------------------------------------------


def applicants_for(
    documents: Iterable[SubmittedDocument],
    edition: AnyEdition | str = DEFAULT_EDITION,
    *,
    received_on: dt.date | None = None,
) -> tuple[Applicant, ...]:
    """The applicants for whom these documents are sufficient.

    Args:
        documents:
            The documents to check.

        edition:
            Which edition of the rules to apply.

        received_on:
            The day on which the application was received. A document that states an expiry date
            must be valid on this day. None if unknown; then expiry dates are not checked.

    Returns:
        The applicants: first individuals, then people who act for an organization and have no role,
        one role or both roles. There is one applicant for each accepted combination of type, roles
        and kind of ID credential.

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
            for n in (0, 1, 2)
            for roles in combinations(ApplicantRole, n)
        ),
    ]
    kinds = [kind for kind in CredentialKind if kind.type is SubjectType.INDIVIDUAL]
    applicants = (Applicant(type, roles, kind) for type, roles in who for kind in kinds)
    return tuple(
        one
        for one in applicants
        if not any(
            f.is_error for f in review_documents(one, given, edition, received_on=received_on)
        )
    )
