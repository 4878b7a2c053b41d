"""Hypothesis strategies for every public model. Use them to test your own service.

All values except near misses are valid. Failing examples shrink to simple ones. Install the package
with `pip install icp-rules[hypothesis]`. Then `hypothesis.strategies.from_type` uses these
strategies, even for a class of your own that contains, for example, a `Filing`.

A near miss is a value with exactly one fault, together with the code and the place of the fault.
`near_miss_data` generates JSON data that `load` refuses. `near_miss_requests` generates requests in
which `assess` finds exactly one error. The output of a failing test masks the identity numbers in
models and near misses, but shows those that `credential_numbers` generates.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any, Final

import attrs

from icp_rules.accounts import FilingOrigin, Instruction, Route, Way, import_route, recovery_route
from icp_rules.assessment import (
    Assessment,
    EmailInitializationRequest,
    FilingDocumentsRequest,
    FilingRequest,
    ImportRequest,
    RecoveryRequest,
    Request,
    assess,
    tables,
)
from icp_rules.changes import Change, Remedy, what_must_change
from icp_rules.converters import dump
from icp_rules.documents import (
    DOCUMENT_RULES,
    Applicant,
    ApplicantRole,
    Asked,
    DocumentKind,
    Held,
    Medium,
    Requirement,
    SubmittedDocument,
    required_documents,
)
from icp_rules.editions import Comparison, Difference, Flaw, Proof, compare, derive, prove
from icp_rules.errors import Problem
from icp_rules.fields import print_repr
from icp_rules.findings import Finding, Says
from icp_rules.identifiers import (
    CREDIT_ALPHABET,
    PROVINCES,
    Credential,
    CredentialKind,
    CredentialKindValue,
    FilingNumber,
    Side,
    SubjectType,
    SubjectTypeValue,
    credit_check,
    organization_check,
    resident_check,
)
from icp_rules.pictures import Picture, ProvinceMap, picture, province_map
from icp_rules.provinces import EntityLeader, Province, ServiceLeader, filing_documents
from icp_rules.register import Conflicts, FilingRegister, Holdings, find_conflicts
from icp_rules.rules import Column, Edition, OwnEdition, Reason, Rule, Source, Table
from icp_rules.sla import (
    EMAIL_INITIALIZATION,
    ProcessingWindow,
    ReceiptRule,
    ServiceLevel,
    processing_window,
)
from icp_rules.subjects import Filing, FilingIndex, Subject, Website
from icp_rules.vocabulary import Text
from icp_rules.workdays import CalendarChange, CalendarDay, WorkingCalendar, china_calendar

try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ImportError as _missing:
    raise ImportError(
        "icp_rules.strategies needs Hypothesis: pip install icp-rules[hypothesis]"
    ) from _missing

__all__ = [
    "NearMiss",
    "accounts",
    "applicants",
    "assessments",
    "calendars",
    "credential_numbers",
    "credentials",
    "days",
    "domains",
    "editions",
    "filing_numbers",
    "filing_requirements",
    "filings",
    "findings",
    "instants",
    "names",
    "near_miss_data",
    "near_miss_requests",
    "own_editions",
    "processing_windows",
    "register",
    "registers",
    "requests",
    "requirements",
    "routes",
    "service_levels",
    "sources",
    "subjects",
    "submitted_documents",
    "texts",
    "websites",
    "working_days",
]

K = CredentialKind
_I, _O = SubjectType


_DAY: Final = st.dates(dt.date(2017, 1, 1), dt.date(2028, 12, 31))
_OBTAINED: Final = st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2019, 12, 31))


# -- Words -----------------------------------------------------------------------------------------


@cache
def names() -> SearchStrategy[str]:
    """Names of people and organizations, in Chinese characters or Latin letters."""
    return st.text("网络科技示例商贸信息张李王赵文华明", min_size=2, max_size=12) | st.text(
        "abcdefghij ", min_size=1, max_size=20
    ).map("A{}Z".format)


@cache
def accounts() -> SearchStrategy[str]:
    """Names of accounts, each a number or an e-mail address."""
    return st.integers(1000, 9999).map(str) | st.text("abcxyz09-_", min_size=1, max_size=12).map(
        lambda text: f"a{text}@example.cn"
    )


@cache
def domains() -> SearchStrategy[str]:
    """Domains in Latin letters, digits and Chinese characters, with two to five labels."""
    label = st.text("abcxyz0123456789", min_size=1, max_size=10) | st.text(
        "示例网站科技", min_size=1, max_size=6
    )
    return st.builds(
        lambda labels, top: ".".join([*labels, top]),
        st.lists(label, min_size=1, max_size=3),
        st.sampled_from(["cn", "com", "com.cn", "中国"]),
    )


def texts() -> SearchStrategy[Text]:
    """`Text` values with random Latin letters and Chinese characters."""
    return st.builds(
        Text, st.text("abc ", min_size=1, max_size=8), st.text("甲乙丙", min_size=1, max_size=8)
    )


def sources() -> SearchStrategy[Source]:
    """`Source` values, each with a `date` or a `read_on`, and with a quote, a gist or both."""
    words = st.text("abc ", min_size=1, max_size=20).filter(str.strip)
    gists = texts().filter(lambda gist: bool(gist.en.strip()))
    dated: SearchStrategy[dict[str, Any]] = st.one_of(
        st.builds(dict, date=_DAY), st.builds(dict, read_on=_DAY)
    )
    said: SearchStrategy[dict[str, Any]] = st.one_of(
        st.builds(dict, quote=words, gist=st.none() | gists), st.builds(dict, gist=gists)
    )
    return st.builds(
        lambda title, page, dated, said: Source(
            title, f"https://example.cn/{page.strip()}", **dated, **said
        ),
        words,
        words,
        dated,
        said,
    )


# -- Numbers ---------------------------------------------------------------------------------------

_REGIONS: Final = st.integers(110000, 659999)
_BIRTHS: Final = st.dates(dt.date(1900, 1, 1), dt.date(2024, 12, 31))
_SERIALS: Final = st.integers(0, 99_999_999).map("{:08}".format)
_ISSUES: Final = st.sampled_from(["", "01", "12"])


def _checked(check: Callable[[str], str], body: SearchStrategy[str]) -> SearchStrategy[str]:
    return body.map(lambda number: number + check(number))


def _resident(regions: SearchStrategy[int]) -> SearchStrategy[str]:
    numbers = st.builds("{}{:%Y%m%d}{:03}".format, regions, _BIRTHS, st.integers(0, 999))
    return _checked(resident_check, numbers)


_ORGANIZATION: Final = _checked(
    organization_check, st.text(CREDIT_ALPHABET, min_size=8, max_size=8)
)
_CREDIT: Final = _checked(
    credit_check,
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["91", "92", "12", "51", "52", "N2", "G1", "Y1"]),
        _REGIONS,
        _ORGANIZATION,
    ),
)
_PAPER: Final = st.text("0123456789AB", min_size=5, max_size=17)

_NUMBERS: Final[dict[CredentialKind, SearchStrategy[str]]] = {
    K.RESIDENT_ID_CARD: _resident(_REGIONS)
    | st.builds(
        "{}{:%y%m%d}{:03}".format,
        _REGIONS,
        st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)),
        st.integers(0, 999),
    ),
    K.PASSPORT: st.builds("{}{}".format, st.sampled_from("EGDP"), _SERIALS),
    K.HONG_KONG_MACAO_TRAVEL_PERMIT: st.builds(
        "{}{}{}".format, st.sampled_from("HM"), _SERIALS, _ISSUES
    )
    | st.builds("{}A{:07}".format, st.sampled_from("HM"), st.integers(0, 9_999_999)),
    K.TAIWAN_TRAVEL_PERMIT: st.builds("{}{}".format, _SERIALS, _ISSUES),
    K.HONG_KONG_MACAO_RESIDENCE_PERMIT: _resident(st.sampled_from([810000, 820000])),
    K.TAIWAN_RESIDENCE_PERMIT: _resident(st.just(830000)),
    K.FOREIGN_PERMANENT_RESIDENT_ID: _checked(
        resident_check,
        st.builds(
            "9{:06}{:%Y%m%d}{:02}".format, st.integers(0, 999999), _BIRTHS, st.integers(0, 99)
        ),
    )
    | st.builds(
        "{}{:04}{:%y%m%d}{:02}".format,
        st.sampled_from(["CAN", "USA", "FRA"]),
        st.integers(0, 9999),
        _BIRTHS,
        st.integers(0, 99),
    ),
    K.UNIFIED_SOCIAL_CREDIT_CODE: _CREDIT,
    K.ORGANIZATION_CODE: _ORGANIZATION,
    K.BUSINESS_LICENSE: _CREDIT | st.integers(10**14, 10**15 - 1).map(str),
}


def credential_numbers(kind: CredentialKind | CredentialKindValue) -> SearchStrategy[str]:
    """Valid numbers of a kind of credential, with the right format, dates and check digits.

    The numbers are random. They belong to real people or organizations only by chance.

    >>> from icp_rules import Credential
    >>> Credential("passport", credential_numbers("passport").example()).is_valid  # doctest: +SKIP
    True
    """
    return _NUMBERS.get(K(kind), _PAPER | _CREDIT if K(kind).type is _O else _PAPER)


@cache
def credentials(type: SubjectType | SubjectTypeValue | None = None) -> SearchStrategy[Credential]:
    """Valid credentials of any kind in the regulator's code list.

    If you pass a type of subject, you get only credentials that such a subject can have.
    """
    return st.one_of(
        [
            st.builds(Credential, st.just(kind), credential_numbers(kind))
            for kind in K
            if kind.type is not None and type in (None, kind.type)
        ]
    )


@cache
def filing_numbers() -> SearchStrategy[FilingNumber]:
    """Filing numbers of subjects, websites, apps, mini programs and quick apps."""
    serials = st.integers(10_000_000, 25_999_999) | st.integers(2020_000_000, 2026_999_999)
    suffixes = st.just("") | st.builds(
        "-{}{}".format, st.integers(1, 999), st.sampled_from(["", "A", "X", "K"])
    )
    return st.builds("{}ICP备{}号{}".format, st.sampled_from(PROVINCES), serials, suffixes).map(
        FilingNumber.parse
    )


# -- Subjects --------------------------------------------------------------------------------------


@cache
def websites() -> SearchStrategy[Website]:
    """Websites with and without a filing number."""
    return st.builds(Website, domains(), st.none() | filing_numbers())


@st.composite
def subjects(draw: DrawFn, type: SubjectType | SubjectTypeValue | None = None) -> Subject:
    """Subjects with a valid credential. If they have a nature, the nature fits the credential."""
    credential = draw(credentials(type))
    nature = draw(st.sampled_from([None, *credential.kind.natures]))
    return Subject(credential.kind.type or _O, draw(names()), credential, nature)


_BOUGHT: Final = st.none() | accounts()


def filings(
    whose: SearchStrategy[Subject] | None = None, where: SearchStrategy[str] | None = None
) -> SearchStrategy[Filing]:
    """Filings. Their subjects come from `whose` and their accounts from `where`.

    By default, the subjects come from `subjects()` and the accounts from `accounts()`.
    """
    return st.builds(
        Filing,
        accounts() if where is None else where,
        subjects() if whose is None else whose,
        st.lists(websites(), max_size=3, unique_by=lambda site: site.domain),
        domain_account=_BOUGHT,
        server_account=_BOUGHT,
    )


@st.composite
def registers(draw: DrawFn, max_size: int = 8, conflicting: bool = False) -> FilingRegister:
    """Registers without conflicts: one subject for each account, and each domain only once.

    If `conflicting` is true, some registers contain filings that conflict with each other.
    """
    if conflicting:
        several = st.sampled_from(draw(st.lists(subjects(), min_size=1, max_size=3)))
        one = filings(several, st.sampled_from(["1001", "1002", "1003"]))
        return FilingRegister.of(draw(st.lists(one, max_size=max_size)))
    whose = draw(st.lists(subjects(), max_size=min(max_size, 4), unique_by=lambda one: one.key))
    where = draw(st.lists(accounts(), min_size=len(whose), max_size=len(whose), unique=True))
    sites = draw(st.lists(websites(), max_size=8, unique_by=lambda site: site.domain))
    holders = [
        holder for holder in zip(where, whose, strict=True) for _ in range(draw(st.integers(1, 2)))
    ][:max_size]
    return FilingRegister.of(
        Filing(account, subject, sites[i :: len(holders)], domain_account=draw(_BOUGHT))
        for i, (account, subject) in enumerate(holders)
    )


# -- Documents -------------------------------------------------------------------------------------


@cache
def applicants() -> SearchStrategy[Applicant]:
    """Applicants of every type and role, with every kind of personal credential."""
    return st.builds(
        Applicant,
        st.sampled_from(SubjectType),
        st.frozensets(st.sampled_from(ApplicantRole)),
        st.sampled_from([kind for kind in K if kind.type is _I]),
    )


_DOCUMENT_FLAGS: Final = ("of_original", "sealed", "on_template", "clear", "authentic")


@cache
def submitted_documents() -> SearchStrategy[SubmittedDocument]:
    """Documents of all kinds, with and without faults."""
    return st.builds(
        SubmittedDocument,
        st.sampled_from(DocumentKind),
        st.frozensets(st.sampled_from(Side)),
        st.none() | st.sampled_from(Held),
        st.sampled_from(Medium),
        **dict.fromkeys(_DOCUMENT_FLAGS, st.booleans()),
        valid_until=st.none() | _DAY,
    )


def satisfying(asked: Requirement) -> SubmittedDocument:
    """A document that meets a requirement exactly, with nothing extra."""
    return SubmittedDocument(
        asked.document, asked.sides, asked.held, sealed=asked.sealed, on_template=asked.on_template
    )


def requirements() -> SearchStrategy[Requirement]:
    """Requirements of an e-mail initialization, in any edition that offers it."""
    speak = st.sampled_from([one for one in Edition if DOCUMENT_RULES.speaks_in(one)])
    return st.builds(required_documents, applicants(), speak).flatmap(st.sampled_from)


def filing_requirements() -> SearchStrategy[Requirement]:
    """The requirements of a filing, for any province."""
    return _REQUESTS[FilingDocumentsRequest]().flatmap(
        lambda one: st.sampled_from(filing_documents(**attrs.asdict(one)))
    )


# -- Days ------------------------------------------------------------------------------------------


def days(calendar: WorkingCalendar | None = None) -> SearchStrategy[dt.date]:
    """Days of a calendar that are not near its ends, so that windows stay inside the calendar.

    The calendar is `china_calendar()` by default.
    """
    calendar = china_calendar() if calendar is None else calendar
    margin = dt.timedelta(min(31, (calendar.last_day - calendar.first_day).days // 3))
    return st.dates(calendar.first_day + margin, calendar.last_day - margin)


def working_days(calendar: WorkingCalendar | None = None) -> SearchStrategy[dt.date]:
    """Working days of a calendar that has at least one; `china_calendar()` by default."""
    calendar = china_calendar() if calendar is None else calendar
    every = (calendar.first_day + dt.timedelta(i) for i in range(len(calendar.working)))
    return st.sampled_from([one for one in every if calendar.is_working_day(one)])


def instants(calendar: WorkingCalendar | None = None) -> SearchStrategy[dt.datetime]:
    """Datetimes in any time zone, on days that the strategy `days` generates."""
    offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))
    return st.builds(dt.datetime.combine, days(calendar), st.times(), offsets.map(dt.timezone))


def calendars() -> SearchStrategy[WorkingCalendar]:
    """Calendars: China's, China's with changes, and random calendars of 60 to 1,000 days."""
    changed = _calendar_changes().map(
        lambda change: china_calendar().with_changes(
            change.off, working=change.working, source=change.source
        )
    )
    own = st.builds(
        lambda first, table, through: WorkingCalendar(
            first, first + dt.timedelta(through % len(table)), bytes(one & 1 for one in table)
        ),
        st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
        st.binary(min_size=60, max_size=1000),
        st.integers(0),
    )
    return st.builds(china_calendar) | changed | own


@st.composite
def _calendar_changes(draw: DrawFn) -> CalendarChange:
    changed = draw(st.lists(days(), max_size=6, unique=True))
    cut = draw(st.integers(0, len(changed)))
    return CalendarChange(
        changed[:cut], changed[cut:], draw(st.sampled_from([None, "https://example.cn/notice"]))
    )


def service_levels() -> SearchStrategy[ServiceLevel]:
    """The FAQ's service level and invented ones of up to ten working days, some with a cutoff."""
    return st.just(EMAIL_INITIALIZATION) | st.builds(
        lambda low, more, *rest: ServiceLevel("own", low, low + more, *rest),
        st.integers(1, 5),
        st.integers(0, 5),
        st.none() | sources(),
        st.none() | st.times().map(lambda time: time.replace(microsecond=0)),
        st.sampled_from(ReceiptRule),
    )


def processing_windows() -> SearchStrategy[ProcessingWindow]:
    """Processing windows of any service level, in China's calendar."""
    return st.builds(processing_window, instants(), service_levels()) | st.builds(
        processing_window, days()
    )


# -- Requests and answers --------------------------------------------------------------------------


@cache
def editions() -> SearchStrategy[Edition]:
    """The published editions."""
    return st.sampled_from(Edition)


@st.composite
def own_editions(draw: DrawFn) -> OwnEdition:
    """Derived editions, in which some rules have another source and some rules are withdrawn."""
    base = draw(editions())
    standing = [row for table in tables() for row in table.rows if base in row.editions]
    moved = draw(st.lists(st.sampled_from(standing), max_size=3, unique_by=lambda row: row.id))
    removable = [
        row.id
        for row in standing
        if row.id not in {one.id for one in moved}
        and row.id.startswith(("natures.", "numbers.", "holders."))
    ]
    gone = draw(st.lists(st.sampled_from(removable), max_size=2, unique=True))
    return derive(
        base,
        "own-" + draw(st.text("abc", max_size=3)),
        draw(texts()),
        [attrs.evolve(row, cites=draw(sources())) for row in moved],
        gone,
    )


_RECEIVED: Final = st.deferred(lambda: days() | instants())


@st.composite
def _email_initialization_requests(draw: DrawFn) -> EmailInitializationRequest:
    """Requests, about half of them complete. A complete request may have further documents."""
    applicant, given = draw(applicants()), draw(st.lists(submitted_documents(), max_size=3))
    if draw(st.booleans()):
        given = [attrs.evolve(one, authentic=True) for one in given]
        given += [satisfying(one) for one in required_documents(applicant)]
    return EmailInitializationRequest(applicant, draw(_RECEIVED), given)


_REQUESTS: Final[dict[Any, Callable[[], SearchStrategy[Any]]]] = {
    FilingRequest: lambda: st.builds(FilingRequest, filings()),
    ImportRequest: lambda: st.builds(
        ImportRequest,
        accounts(),
        st.sampled_from(FilingOrigin),
        _OBTAINED,
        knows_old_account=st.booleans(),
        knows_old_password=st.booleans(),
    ),
    RecoveryRequest: lambda: st.builds(RecoveryRequest, st.booleans(), st.booleans()),
    EmailInitializationRequest: _email_initialization_requests,
    FilingDocumentsRequest: lambda: st.builds(
        FilingDocumentsRequest,
        st.sampled_from(Province),
        st.sampled_from(SubjectType),
        entity_leader=st.sampled_from(EntityLeader),
        service_leader=st.sampled_from(ServiceLeader),
        local_id=st.booleans(),
    ),
}


@cache
def requests() -> SearchStrategy[Request]:
    """Requests of all five kinds. `assess` can answer them with any of the three verdicts."""
    return st.one_of([make() for make in _REQUESTS.values()])


def assessments() -> SearchStrategy[Assessment]:
    """Answers to requests, in any published edition, with existing filings from `registers`."""
    return st.builds(assess, requests(), registers(), edition=editions())


def findings() -> SearchStrategy[Finding]:
    """Findings, taken from the answers to requests."""
    return _one_of_each(assessments().map(lambda answer: answer.findings))


def routes() -> SearchStrategy[Route]:
    """Routes for the import of a filing and for the recovery of an account."""
    return st.builds(
        import_route,
        st.sampled_from(FilingOrigin),
        _OBTAINED,
        knows_old_account=st.booleans(),
        knows_old_password=st.booleans(),
        edition=editions(),
    ) | st.builds(recovery_route, st.booleans(), st.booleans(), editions())


# -- Near misses -----------------------------------------------------------------------------------


def _shown(data: Any) -> Any:
    """JSON data without identity numbers, for printing."""
    if isinstance(data, dict):
        return {key: "…" if key == "number" else _shown(value) for key, value in data.items()}
    return [_shown(one) for one in data] if isinstance(data, list) else data


@attrs.frozen
class NearMiss:
    """A value with exactly one fault.

    Attributes:
        value:
            JSON data that `load` refuses, or a request in which `assess` finds exactly one error.

        code:
            The code of the problem that `load` reports, or of the error that `assess` finds.

        path:
            The place of the fault in `value`, as a JSON Pointer.

        index:
            The existing filings to pass to `assess`; empty if the error does not depend on them.
    """

    value: Any = attrs.field(repr=lambda value: repr(_shown(value)))
    code: str
    path: str
    index: FilingRegister = attrs.field(factory=FilingRegister)
    _repr_pretty_ = print_repr


_Wrong = tuple[tuple[Any, str], ...]
_LONG: Final = "x" * 300
_TEXTS: Final = (
    (7, "wrong_type"),
    (None, "wrong_type"),
    ("", "empty"),
    (_LONG, "too_long"),
    ("a\u202eb", "forbidden_character"),
)
_TERMS: Final[_Wrong] = (
    ("no such word", "unknown_value"),
    (True, "wrong_type"),
    ({}, "wrong_type"),
)
_DATES: Final = (("2018-02-30", "bad_date"), ("14.2.2018", "bad_date"), (20180214, "wrong_type"))

#: The invalid values of each field of a request, with the code of the error.
_WRONG: Final[dict[Any, _Wrong]] = {
    **dict.fromkeys(("account", "name", "number"), _TEXTS),
    **dict.fromkeys(
        ("domain_account", "server_account"),
        tuple(pair for pair in _TEXTS if pair[0] is not None),
    ),
    "domain": (*_TEXTS, ("http://example.cn/", "bad_domain"), ("localhost", "bad_domain")),
    "filing_number": (
        (7, "wrong_type"),
        (_LONG, "too_long"),
        ("京ICP证000001号", "bad_filing_number"),
        ("浙ICP备123456789号", "bad_filing_number"),
    ),
    **dict.fromkeys(("type", "kind", "nature", "origin", "document", "medium", "held"), _TERMS),
    **dict.fromkeys(("province", "entity_leader", "service_leader"), _TERMS),
    "id_credential": (*_TERMS, ("business_license", "wrong_kind")),
    **dict.fromkeys(
        (
            *_DOCUMENT_FLAGS,
            "knows_old_account",
            "knows_old_password",
            "knows_account",
            "can_retrieve_password",
            "local_id",
        ),
        (("true", "wrong_type"), (1, "wrong_type"), (None, "wrong_type")),
    ),
    **dict.fromkeys(("obtained_on", "valid_until"), _DATES),
    "received_at": (
        *_DATES,
        ("2018-02-14T17:20:00", "naive_time"),
        ("2018-02-14T17:20:00 +08:00", "bad_time"),
    ),
    **dict.fromkeys(
        ("websites", "documents", "sides", "roles"), (({}, "wrong_type"), ("all", "wrong_type"))
    ),
    **dict.fromkeys(
        ("subject", "credential", "applicant"), ((5, "wrong_type"), ([], "wrong_type"))
    ),
}
_REQUIRED: Final = {
    "kind",
    "account",
    "subject",
    "type",
    "name",
    "credential",
    "number",
    "domain",
    "origin",
    "knows_account",
    "can_retrieve_password",
    "applicant",
    "received_at",
    "document",
    "province",
}


def _any_code(slips: Iterable[Any]) -> SearchStrategy[Any]:
    """One of these faults. The code is drawn first, so that all codes are drawn equally often."""
    slips = list(slips)
    codes = st.sampled_from(sorted({code for code, *_ in slips}))
    return codes.flatmap(lambda code: st.sampled_from([one for one in slips if one[0] == code]))


def _defects(data: Any, path: str = "") -> Iterator[tuple[str, str, Any, Any, Any]]:
    """Each fault that can be put into a request, as a tuple.

    The tuple has the code, the path, the object to change, the key in it, and the invalid value.
    The value `...` means that the key is removed.
    """
    if isinstance(data, dict):
        yield "unknown_key", f"{path}/no_such_key", data, "no_such_key", None
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        here = f"{path}/{key}"
        if isinstance(data, dict):
            for bad, code in _WRONG[key]:
                yield "unknown_value" if here == "/kind" else code, here, data, key, bad
            if key in _REQUIRED:
                yield "missing", here, data, key, ...
        if isinstance(value, dict | list):
            yield from _defects(value, here)


@st.composite
def near_miss_data(draw: DrawFn) -> NearMiss:
    """Near misses for `load`: each `value` is the JSON data of a request, with one fault.

    Use them to test that your service refuses the `value` and that its answer names the `path`.
    """
    data = dump(draw(requests()))
    code, path, holder, key, bad = draw(_any_code(_defects(data)))
    holder[key] = bad
    if bad is ...:
        del holder[key]
    return NearMiss(data, code, path)


def near_miss_requests() -> SearchStrategy[NearMiss]:
    """Near misses: requests in which `assess(value, index)` finds exactly one error."""
    return st.one_of(
        _near_filings(), _near_imports(), _near_initializations(), _near_filing_documents()
    )


@st.composite
def _near_filings(draw: DrawFn) -> NearMiss:
    one, two = draw(
        st.lists(subjects(), min_size=2, max_size=2, unique_by=lambda subject: subject.key)
    )
    here, there = draw(st.lists(accounts(), min_size=2, max_size=2, unique=True))
    # an invalid credit code from Xiamen is a warning, not an error
    site, number = draw(websites()), draw(_CREDIT.filter(lambda code: code[2:6] != "3502"))
    digit = draw(st.sampled_from([c for c in CREDIT_ALPHABET if c != number[17]]))
    invalid = Credential(K.UNIFIED_SOCIAL_CREDIT_CODE, number[:17] + digit)
    code, path, subject, filed = draw(
        st.sampled_from(
            [
                ("account_holds_another_subject", "/account", one, [Filing(here, two)]),
                ("subject_filed_under_another_account", "/subject", one, [Filing(there, one)]),
                (
                    "website_filed_under_another_subject",
                    "/websites/0/domain",
                    one,
                    [Filing(there, two, [site])],
                ),
                (
                    "credential_number_invalid",
                    "/subject/credential/number",
                    Subject(_O, one.name, invalid),
                    [],
                ),
            ]
        )
    )
    request = FilingRequest(Filing(here, subject, [site]))
    return NearMiss(request, code, path, FilingRegister.of(filed))


@st.composite
def _near_imports(draw: DrawFn) -> NearMiss:
    account = draw(accounts())
    old = draw(
        st.sampled_from([FilingOrigin.OFFICIAL_STORE, FilingOrigin.OFFICIAL_COMPANY_WEBSITE])
    )
    early = draw(st.dates(dt.date(2005, 1, 1), dt.date(2016, 12, 31)))
    late = draw(st.dates(dt.date(2017, 1, 1), dt.date(2019, 12, 31)))
    taken = draw(filings(where=st.just(account)))
    code, path, origin, obtained, filed = draw(
        st.sampled_from(
            [
                ("import_not_eligible", "/obtained_on", old, late, []),
                ("import_not_eligible", "/origin", FilingOrigin.OTHER, early, []),
                ("import_date_unknown", "/obtained_on", old, None, []),
                ("account_already_has_subject", "/account", old, early, [taken]),
            ]
        )
    )
    request = ImportRequest(account, origin, obtained)
    return NearMiss(request, code, path, FilingRegister.of(filed))


@st.composite
def _near_initializations(draw: DrawFn) -> NearMiss:
    # authorized agents hand in the most documents
    applicant, received = draw(applicants() | st.builds(Applicant, st.just(_O))), draw(days())
    required = required_documents(applicant)
    given = [satisfying(one) for one in required]
    late = {"valid_until": received - dt.timedelta(draw(st.integers(1, 2000)))}
    slips = [slip for i, asked in enumerate(required) for slip in _slips(i, asked, late)]
    code, path, i, change = draw(_any_code(slips))
    given[i : i + 1] = [] if change is None else [attrs.evolve(given[i], **change)]
    return NearMiss(EmailInitializationRequest(applicant, received, given), code, path)


@cache
def _near_filing_documents() -> SearchStrategy[NearMiss]:
    everybody = product(Province, SubjectType, EntityLeader, ServiceLeader, (True, False))
    asked = [
        FilingDocumentsRequest(
            one, type, entity_leader=leader, service_leader=service, local_id=local
        )
        for one, type, leader, service, local in everybody
    ]
    errors = [(one, [f for f in assess(one).findings if f.is_error]) for one in asked]
    return _any_code(
        (found[0].code, found[0].path, one) for one, found in errors if len(found) == 1
    ).map(lambda near: NearMiss(near[2], *near[:2]))


def _slips(
    i: int, asked: Requirement, late: dict[str, Any]
) -> list[tuple[str, str, int, dict[str, Any] | None]]:
    """Each fault that document `i` can have, as a tuple.

    The tuple has the code and the path of the finding, `i`, and the changes to the document. None
    instead of changes means that the document is missing.
    """
    here, all_ = f"/documents/{i}", "/documents"
    flags = {
        "clear": "image_unclear",
        "authentic": "document_not_authentic",
        "sealed": "seal_missing",
        "on_template": "template_not_used",
        "of_original": "not_an_original",
    }
    return [
        ("document_missing", all_, i, None),
        ("credential_expired", here, i, late),
        *(
            ("side_missing", all_, i, {"sides": [one for one in asked.sides if one is not side]})
            for side in asked.sides
        ),
        *(
            ("wrong_credential_held", here, i, {"held": held})
            for held in (None, *Held)
            if asked.held not in (None, held)
        ),
        # `asked` has no flags clear and authentic, because every document must be both
        *(
            (code, here, i, {flag: False})
            for flag, code in flags.items()
            if getattr(asked, flag, True)
        ),
    ]


# -- By type ---------------------------------------------------------------------------------------


def _one_of_each(parts: SearchStrategy[Iterable[Any]]) -> SearchStrategy[Any]:
    return parts.map(tuple).filter(bool).flatmap(st.sampled_from)


def _consequences(cls: type[Any]) -> SearchStrategy[Any]:
    """The consequences of the package's rules that belong to one class."""
    thens = [row.then for table in tables() for row in table.rows]
    flat = [one for then in thens for one in (then if isinstance(then, tuple) else [then])]
    return st.sampled_from([one for one in flat if type(one) is cls])


def _flaws() -> SearchStrategy[Flaw]:
    """The flaws of tables from which the last rules were removed."""
    cut = [
        attrs.evolve(table, rows=table.rows[:i])
        for table in tables()
        if table.hit == "unique"
        for i in range(len(table.rows))
    ]
    return _one_of_each(st.sampled_from(cut).map(lambda table: prove([table]).flaws))


_PAIRS: Final = st.lists(st.tuples(accounts(), subjects().map(lambda one: one.key)), max_size=6)

#: The strategy for each model. Answers come from the functions of the package that return them.
_STRATEGIES: Final[dict[Any, Callable[[], SearchStrategy[Any]]]] = {
    Text: texts,
    Source: sources,
    Problem: lambda: st.builds(
        Problem, st.just("/account"), st.just("missing"), st.just("this is required")
    ),
    Credential: credentials,
    FilingNumber: filing_numbers,
    Subject: subjects,
    Website: websites,
    Filing: filings,
    FilingRegister: registers,
    FilingIndex: registers,
    Applicant: applicants,
    SubmittedDocument: submitted_documents,
    Requirement: lambda: requirements() | filing_requirements(),
    WorkingCalendar: calendars,
    ServiceLevel: service_levels,
    ProcessingWindow: processing_windows,
    **_REQUESTS,
    Assessment: assessments,
    Finding: findings,
    Route: routes,
    OwnEdition: own_editions,
    CalendarChange: _calendar_changes,
    NearMiss: near_miss_requests,
    CalendarDay: lambda: st.builds(lambda one: china_calendar().explain(one), days()),
    Picture: lambda: st.builds(
        picture,
        st.integers(2007, 2027),
        st.none() | st.integers(1, 12),
        lang=st.sampled_from(["en", "zh"]),
    ),
    ProvinceMap: lambda: st.builds(province_map, st.sampled_from(["en", "zh"])),
    Conflicts: lambda: _PAIRS.map(find_conflicts),
    Holdings: lambda: _PAIRS.map(Holdings.of),
    Remedy: lambda: _one_of_each(
        st.builds(what_must_change, requests(), registers(), edition=editions())
    ),
    Change: lambda: _one_of_each(st.from_type(Remedy).map(lambda one: one.changes)),
    Table: lambda: st.sampled_from(tables()),
    Rule: lambda: _one_of_each(st.from_type(Table).map(lambda table: table.rows)),
    Column: lambda: _one_of_each(st.from_type(Table).map(lambda table: table.columns)),
    Says: lambda: _consequences(Says),
    Way: lambda: _consequences(Way),
    Asked: lambda: _consequences(Asked),
    Instruction: lambda: _consequences(Instruction),
    Reason: lambda: findings().map(lambda one: one.reason),
    Proof: lambda: st.builds(prove, editions()),
    Flaw: _flaws,
    Comparison: lambda: st.builds(compare, editions(), editions()),
    Difference: lambda: _one_of_each(st.from_type(Comparison).map(lambda one: one.differences)),
}


def register() -> None:
    """Register the strategies, so that `hypothesis.strategies.from_type` finds them.

    You do not have to call this function. It runs when this module or Hypothesis is imported.
    """
    for cls, make in _STRATEGIES.items():
        st.register_type_strategy(cls, _made_by(make))


def _made_by(make: Callable[[], SearchStrategy[Any]]) -> Callable[[type[Any]], SearchStrategy[Any]]:
    return lambda _: make()


register()  # Hypothesis calls this too, but too early if this module imports Hypothesis
