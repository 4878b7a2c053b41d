"""Hypothesis strategies for every public model, for services that test their own code: valid by
construction, plain values first.

An extra (`icp-rules[hypothesis]`). `hypothesis.strategies.from_type` knows these strategies
wherever the package is installed, so a test may say `@given(...)` of a type of its own that has a
`Filing` in it. Near misses are values with exactly one thing wrong, which they name:
`near_miss_data` of JSON that `load` refuses, `near_miss_requests` of requests that `assess` finds
one error in. What a failing test prints shows no identity number.
"""

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Final

import attrs

from icp_rules.accounts import FilingOrigin, Route, Way, import_route, recovery_route
from icp_rules.assessment import (
    Assessment,
    EmailInitializationRequest,
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
from icp_rules.findings import Finding, Says
from icp_rules.identifiers import (
    CREDIT_ALPHABET,
    PROVINCES,
    Credential,
    CredentialKind,
    FilingNumber,
    Side,
    SubjectType,
    credit_check,
    organization_check,
    resident_check,
)
from icp_rules.pictures import Picture, picture
from icp_rules.rules import (
    Column,
    Edition,
    OwnEdition,
    Problem,
    Reason,
    Rule,
    Source,
    Table,
    Text,
    print_repr,
)
from icp_rules.sla import (
    EMAIL_INITIALIZATION,
    ProcessingWindow,
    Receipt,
    ServiceLevel,
    processing_window,
)
from icp_rules.subjects import (
    Conflicts,
    Filing,
    FilingIndex,
    FilingRegister,
    Holdings,
    Subject,
    Website,
    find_conflicts,
)
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


# -- Words -----------------------------------------------------------------------------------------


@cache
def names() -> SearchStrategy[str]:
    """Names of people and organizations, in Chinese and in Latin letters."""
    given = st.text("网络科技示例商贸信息张李王赵文华明", min_size=2, max_size=12)
    return given | st.text("abcdefghij ", min_size=1, max_size=20).map("A{}Z".format)


@cache
def accounts() -> SearchStrategy[str]:
    """Accounts: numbers, names and addresses of e-mail."""
    return st.integers(1000, 9999).map(str) | st.text("abcxyz09-_", min_size=1, max_size=12).map(
        lambda text: f"a{text}@example.cn"
    )


@cache
def domains() -> SearchStrategy[str]:
    """Domains, in Latin and Chinese letters, up to four labels long."""
    label = st.text("abcxyz0123456789", min_size=1, max_size=10) | st.text(
        "示例网站科技", min_size=1, max_size=6
    )
    return st.builds(
        lambda labels, top: ".".join([*labels, top]),
        st.lists(label, min_size=1, max_size=3),
        st.sampled_from(["cn", "com", "com.cn", "中国"]),
    )


def texts() -> SearchStrategy[Text]:
    """The same words in English and Chinese."""
    return st.builds(
        Text, st.text("abc ", min_size=1, max_size=8), st.text("甲乙丙", min_size=1, max_size=8)
    )


def sources() -> SearchStrategy[Source]:
    """Texts of rules, each with a sentence."""
    words = st.text("abc ", min_size=1, max_size=20).filter(str.strip)
    return st.builds(
        Source, words, words.map(lambda text: f"https://example.cn/{text.strip()}"), _dates(), words
    )


# -- Numbers ---------------------------------------------------------------------------------------

_REGIONS: Final = st.integers(110000, 659999)
_BIRTHS: Final = st.dates(dt.date(1900, 1, 1), dt.date(2024, 12, 31))
_SERIALS: Final = st.integers(0, 99_999_999).map("{:08}".format)
_ISSUES: Final = st.sampled_from(["", "01", "12"])


def _checked(check: Callable[[str], str], body: SearchStrategy[str]) -> SearchStrategy[str]:
    return body.map(lambda number: number + check(number))


def _resident(regions: SearchStrategy[int]) -> SearchStrategy[str]:
    return _checked(
        resident_check,
        st.builds(
            lambda at, born, n: f"{at}{born:%Y%m%d}{n:03}", regions, _BIRTHS, st.integers(0, 999)
        ),
    )


def _short(region: int, born: dt.date, n: int) -> str:
    return f"{region}{born:%y%m%d}{n:03}"


_OLD_RESIDENT: Final = st.builds(
    _short, _REGIONS, st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)), st.integers(0, 999)
)
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
_FOREIGN_ID: Final = _checked(
    resident_check,
    st.builds("9{:06}{:%Y%m%d}{:02}".format, st.integers(0, 999999), _BIRTHS, st.integers(0, 99)),
)

_NUMBERS: Final[dict[CredentialKind, SearchStrategy[str]]] = {
    K.RESIDENT_ID_CARD: _resident(_REGIONS) | _OLD_RESIDENT,
    K.PASSPORT: st.builds("{}{}".format, st.sampled_from("EGDP"), _SERIALS),
    K.HONG_KONG_MACAO_TRAVEL_PERMIT: st.builds(
        "{}{}{}".format, st.sampled_from("HM"), _SERIALS, _ISSUES
    ),
    K.TAIWAN_TRAVEL_PERMIT: st.builds("{}{}".format, _SERIALS, _ISSUES),
    K.HONG_KONG_MACAO_RESIDENCE_PERMIT: _resident(st.sampled_from([810000, 820000])),
    K.TAIWAN_RESIDENCE_PERMIT: _resident(st.just(830000)),
    K.FOREIGN_PERMANENT_RESIDENT_ID: _FOREIGN_ID
    | st.builds(
        "{}{:012}".format, st.sampled_from(["CAN", "USA", "FRA"]), st.integers(0, 10**12 - 1)
    ),
    K.UNIFIED_SOCIAL_CREDIT_CODE: _CREDIT,
    K.ORGANIZATION_CODE: _ORGANIZATION,
    K.BUSINESS_LICENSE: _CREDIT | st.integers(10**14, 10**15 - 1).map(str),
}


def credential_numbers(kind: CredentialKind | str) -> SearchStrategy[str]:
    """Valid numbers of a kind of credential: shape, dates and check digits are right; no two
    persons' or organizations' own are meant.

    >>> from icp_rules import Credential
    >>> Credential("passport", credential_numbers("passport").example()).is_valid  # doctest: +SKIP
    True
    """
    return _NUMBERS.get(K(kind), _PAPER | _CREDIT if K(kind).type is _O else _PAPER)


@cache
def credentials(type: SubjectType | str | None = None) -> SearchStrategy[Credential]:
    """Valid credentials, of a type of subject if one is given; only of kinds that the
    regulator's list has.
    """
    kinds = [kind for kind in K if kind.type is not None and type in (None, kind.type)]
    return st.one_of(
        [st.builds(Credential, st.just(kind), credential_numbers(kind)) for kind in kinds]
    )


@cache
def filing_numbers() -> SearchStrategy[FilingNumber]:
    """Filing numbers of subjects, websites, apps and mini programs."""
    serials = st.integers(10_000_000, 25_999_999) | st.integers(2020_000_000, 2026_999_999)
    suffixes = st.just("") | st.builds(
        "-{}{}".format, st.integers(1, 999), st.sampled_from(["", "A", "X"])
    )
    return st.builds("{}ICP备{}号{}".format, st.sampled_from(PROVINCES), serials, suffixes).map(
        FilingNumber.parse
    )


# -- Subjects --------------------------------------------------------------------------------------


@cache
def websites() -> SearchStrategy[Website]:
    """Websites, with and without a filing number."""
    return st.builds(Website, domains(), st.none() | filing_numbers())


@cache
def subjects(type: SubjectType | str | None = None) -> SearchStrategy[Subject]:
    """Subjects with a valid credential, and with a nature or without, to which
    that credential belongs.
    """
    return st.builds(_subject, credentials(type), names(), st.integers(0, 3))


def _subject(credential: Credential, name: str, i: int) -> Subject:
    natures = [None, *credential.kind.natures]
    return Subject(credential.kind.type or _O, name, credential, natures[i % len(natures)])


def filings(
    whose: SearchStrategy[Subject] | None = None, where: SearchStrategy[str] | None = None
) -> SearchStrategy[Filing]:
    """Filings of these subjects from these accounts; of any from any, if left out."""
    where = accounts() if where is None else where
    return st.builds(
        Filing, where, subjects() if whose is None else whose, _sites(), _bought(), _bought()
    )


@cache
def _sites() -> SearchStrategy[list[Website]]:
    return st.lists(websites(), max_size=3, unique_by=lambda site: site.domain)


@cache
def _several_sites() -> SearchStrategy[list[list[Website]]]:
    return st.lists(_sites(), min_size=1, max_size=2)


@cache
def _bought() -> SearchStrategy[str | None]:
    return st.none() | accounts()


@st.composite
def registers(draw: DrawFn, max_size: int = 8, conflicting: bool = False) -> FilingRegister:
    """Registers of filings that agree: one account, one subject, each domain once. If
    `conflicting`, of filings that may not.
    """
    if conflicting:
        whose = draw(st.lists(subjects(), min_size=1, max_size=3))
        return FilingRegister.of(
            draw(
                st.lists(
                    filings(st.sampled_from(whose), st.sampled_from(["1001", "1002", "1003"])),
                    max_size=max_size,
                )
            )
        )
    whose = draw(st.lists(subjects(), max_size=min(max_size, 4), unique_by=lambda one: one.key))
    where = draw(st.lists(accounts(), min_size=len(whose), max_size=len(whose), unique=True))
    found, used = [], set[str]()
    for account, subject in zip(where, whose, strict=True):
        for sites in draw(_several_sites()):
            fresh = [site for site in sites if site.domain not in used]
            used.update(site.domain for site in fresh)
            found.append(Filing(account, subject, fresh, draw(_bought())))
    return FilingRegister.of(found[:max_size])


# -- Documents -------------------------------------------------------------------------------------


@cache
def applicants() -> SearchStrategy[Applicant]:
    """Applicants of every type and role, with every kind of personal credential."""
    kinds = st.sampled_from([kind for kind in K if kind.type is _I])
    return st.builds(
        Applicant,
        st.sampled_from(SubjectType),
        st.frozensets(st.sampled_from(ApplicantRole)),
        kinds,
    )


@cache
def submitted_documents() -> SearchStrategy[SubmittedDocument]:
    """Documents as they may come in, good and bad."""
    flags = {
        name: st.booleans()
        for name in ("of_original", "sealed", "on_template", "clear", "authentic")
    }
    sides, held = st.frozensets(st.sampled_from(Side)), st.none() | st.sampled_from(Held)
    return st.builds(
        SubmittedDocument,
        st.sampled_from(DocumentKind),
        sides,
        held,
        st.sampled_from(Medium),
        **flags,
        valid_until=st.none() | _dates(),
    )


def satisfying(asked: Requirement) -> SubmittedDocument:
    """A document exactly as it is asked for."""
    return SubmittedDocument(
        asked.document, asked.sides, asked.held, sealed=asked.sealed, on_template=asked.on_template
    )


def requirements() -> SearchStrategy[Requirement]:
    """What some applicant hands in, in some edition."""
    return st.builds(required_documents, applicants(), editions()).flatmap(st.sampled_from)


# -- Days ------------------------------------------------------------------------------------------


@cache
def _dates() -> SearchStrategy[dt.date]:
    return st.dates(dt.date(2017, 1, 1), dt.date(2028, 12, 31))


@cache
def days(calendar: WorkingCalendar | None = None) -> SearchStrategy[dt.date]:
    """Days of a calendar (`china_calendar()` if left out), but for its first and last month, so
    that a window fits in.
    """
    calendar = china_calendar() if calendar is None else calendar
    margin = dt.timedelta(min(31, (calendar.last_day - calendar.first_day).days // 3))
    return st.dates(calendar.first_day + margin, calendar.last_day - margin)


def working_days(calendar: WorkingCalendar | None = None) -> SearchStrategy[dt.date]:
    """Working days of a calendar that has any; of `china_calendar()` if left out."""
    calendar = china_calendar() if calendar is None else calendar
    span = (calendar.last_day - calendar.first_day).days
    return st.sampled_from(
        [
            one
            for i in range(span + 1)
            if calendar.is_working_day(one := calendar.first_day + dt.timedelta(i))
        ]
    )


@cache
def instants(calendar: WorkingCalendar | None = None) -> SearchStrategy[dt.datetime]:
    """Instants within `days`, in any time zone."""
    zones = st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
    )
    return st.builds(dt.datetime.combine, days(calendar), st.times(), zones)


def calendars() -> SearchStrategy[WorkingCalendar]:
    """China's calendar, the same with changes, and calendars of any working days from two months to
    three years long.
    """
    change = st.builds(
        lambda change: china_calendar().with_changes(change.off, change.working, change.source),
        _calendar_changes(),
    )
    own = st.builds(
        _calendar,
        st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
        st.binary(min_size=60, max_size=1000),
        st.integers(0),
    )
    return st.builds(china_calendar) | change | own


def _calendar(first: dt.date, table: bytes, through: int) -> WorkingCalendar:
    return WorkingCalendar(
        first, first + dt.timedelta(through % len(table)), bytes(one & 1 for one in table)
    )


@st.composite
def _calendar_changes(draw: DrawFn) -> CalendarChange:
    changed = draw(st.lists(days(), max_size=6, unique=True))
    cut = draw(st.integers(0, len(changed)))
    return CalendarChange(
        changed[:cut], changed[cut:], draw(st.sampled_from([None, "https://example.cn/notice"]))
    )


def service_levels() -> SearchStrategy[ServiceLevel]:
    """The FAQ's own level, and others of up to ten working days, with and without a cutoff."""
    clock = st.none() | st.times().map(lambda time: time.replace(microsecond=0))
    more = st.builds(
        lambda low, more, *rest: ServiceLevel("own", low, low + more, *rest),
        st.integers(1, 5),
        st.integers(0, 5),
        st.none() | sources(),
        clock,
        st.sampled_from(Receipt),
    )
    return st.just(EMAIL_INITIALIZATION) | more


def processing_windows() -> SearchStrategy[ProcessingWindow]:
    """Windows of some level, in China's calendar."""
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
    """Editions of your own: rows of a published one from another text, and some that
    only warn withdrawn.
    """
    base = draw(editions())
    standing = [row for table in tables() for row in table.rows if base in row.editions]
    moved = draw(st.lists(st.sampled_from(standing), max_size=3, unique_by=lambda row: row.id))
    ids = [row.id for row in standing if row.id.startswith(("natures.", "numbers.", "holders."))]
    gone = draw(
        st.lists(
            st.sampled_from([id for id in ids if id not in {row.id for row in moved}]),
            max_size=2,
            unique=True,
        )
    )
    return derive(
        base,
        "own-" + draw(st.text("abc", max_size=3)),
        draw(texts()),
        [attrs.evolve(row, sources=draw(sources())) for row in moved],
        gone,
    )


@cache
def requests() -> SearchStrategy[Request]:
    """The four requests, those that will do and those that will not."""
    return st.one_of(
        _filing_requests(),
        _import_requests(),
        _recovery_requests(),
        _email_initialization_requests(),
    )


def _filing_requests() -> SearchStrategy[FilingRequest]:
    return st.builds(FilingRequest, filings())


def _import_requests() -> SearchStrategy[ImportRequest]:
    obtained = st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2019, 12, 31))
    return st.builds(
        ImportRequest,
        accounts(),
        st.sampled_from(FilingOrigin),
        obtained,
        st.booleans(),
        st.booleans(),
    )


def _recovery_requests() -> SearchStrategy[RecoveryRequest]:
    return st.builds(RecoveryRequest, st.booleans(), st.booleans())


@cache
def _initializations() -> SearchStrategy[tuple[Applicant, dt.date, list[SubmittedDocument], bool]]:
    return st.tuples(
        applicants(),
        days() | instants(),
        st.lists(submitted_documents(), max_size=3),
        st.booleans(),
    )


@st.composite
def _email_initialization_requests(draw: DrawFn) -> EmailInitializationRequest:
    """Half of them complete: then every document is as it is asked for, besides others
    that are not asked for.
    """
    applicant, received, given, complete = draw(_initializations())
    if complete:
        given = [attrs.evolve(one, authentic=True) for one in given] + [
            satisfying(one) for one in required_documents(applicant)
        ]
    return EmailInitializationRequest(applicant, received, given)


def assessments() -> SearchStrategy[Assessment]:
    """Answers to requests, in every edition, over registers of what is filed already."""
    return st.builds(assess, requests(), registers(), edition=editions())


def findings() -> SearchStrategy[Finding]:
    """What answers find."""
    return (
        assessments()
        .filter(lambda answer: answer.findings)
        .flatmap(lambda answer: st.sampled_from(answer.findings))
    )


def routes() -> SearchStrategy[Route]:
    """Ways of importing and recovering."""
    origins, obtained = (
        st.sampled_from(FilingOrigin),
        st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2019, 12, 31)),
    )
    imports = st.builds(import_route, origins, obtained, st.booleans(), st.booleans(), editions())
    return imports | st.builds(recovery_route, st.booleans(), st.booleans(), editions())


# -- Near misses -----------------------------------------------------------------------------------


def _shown(data: Any) -> Any:
    """JSON data as it may be printed."""
    if isinstance(data, dict):
        return {key: "…" if key == "number" else _shown(value) for key, value in data.items()}
    return [_shown(one) for one in data] if isinstance(data, list) else data


@attrs.frozen
class NearMiss:
    """A value with exactly one thing wrong.

    Attributes:
        value:
            JSON data that `load` refuses, or a request that `assess` finds one error in.

        code:
            The code of the one `Problem`, or of the one error.

        path:
            Where it is, as a JSON Pointer.

        index:
            What has to be filed already for the error to be found.
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
_OPTIONAL_TEXTS: Final = tuple(pair for pair in _TEXTS if pair[0] is not None)
_TERMS: Final[_Wrong] = (
    ("no such word", "unknown_value"),
    (True, "wrong_type"),
    ({}, "wrong_type"),
)
_FLAGS: Final = (("true", "wrong_type"), (1, "wrong_type"), (None, "wrong_type"))
_DATES: Final = (("2018-02-30", "bad_date"), ("14.2.2018", "bad_date"), (20180214, "wrong_type"))
_LISTS: Final[_Wrong] = (({}, "wrong_type"), ("all", "wrong_type"))
_OBJECTS: Final[_Wrong] = ((5, "wrong_type"), ([], "wrong_type"))

#: What may be wrong with each field of a request, and the code it is refused with.
_WRONG: Final[dict[Any, _Wrong]] = {
    "account": _TEXTS,
    "name": _TEXTS,
    "number": _TEXTS,
    "domain": (*_TEXTS, ("http://example.cn/", "bad_domain"), ("localhost", "bad_domain")),
    "domain_account": _OPTIONAL_TEXTS,
    "server_account": _OPTIONAL_TEXTS,
    "filing_number": (
        (7, "wrong_type"),
        (_LONG, "too_long"),
        ("京ICP证030173号", "bad_filing_number"),
        ("浙ICP备123456789号", "bad_filing_number"),
    ),
    "type": _TERMS,
    "kind": _TERMS,
    "nature": _TERMS,
    "origin": _TERMS,
    "id_credential": (*_TERMS, ("business_license", "wrong_kind")),
    "document": _TERMS,
    "medium": _TERMS,
    "held": _TERMS,
    "knows_old_account": _FLAGS,
    "knows_old_password": _FLAGS,
    "knows_account": _FLAGS,
    "can_retrieve_password": _FLAGS,
    "of_original": _FLAGS,
    "sealed": _FLAGS,
    "on_template": _FLAGS,
    "clear": _FLAGS,
    "authentic": _FLAGS,
    "obtained_on": _DATES,
    "valid_until": _DATES,
    "received_at": (
        *_DATES,
        ("2018-02-14T17:20:00", "naive_time"),
        ("2018-02-14T17:20:00 +08:00", "bad_time"),
    ),
    "websites": _LISTS,
    "documents": _LISTS,
    "sides": _LISTS,
    "roles": _LISTS,
    "subject": _OBJECTS,
    "credential": _OBJECTS,
    "applicant": _OBJECTS,
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
}


def _defects(
    data: Any, place: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any, str]]:
    """Every single thing that can go wrong with a request: where, the value there (`...` for none
    at all), and the code.
    """
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        here = (*place, key)
        if isinstance(data, dict):
            yield from (
                (here, bad, "unknown_value" if here == ("kind",) else code)
                for bad, code in _WRONG[key]
            )
            yield from [(here, ..., "missing")] * (key in _REQUIRED)
        if isinstance(value, dict | list):
            yield from _defects(value, here)
    if isinstance(data, dict):
        yield (*place, "no_such_key"), None, "unknown_key"


@st.composite
def near_miss_data(draw: DrawFn) -> NearMiss:
    """JSON data of a request with one defect: `load` refuses it with this one problem.

    A service's test of its own: whatever it answers to `value`, it must name `path`, and must not
    have accepted it.
    """
    data = dump(draw(requests()))
    defects = [*_defects(data)]
    # the code first, so that the rare ones come up too
    wanted = draw(st.sampled_from(sorted({code for _, _, code in defects})))
    place, bad, code = draw(st.sampled_from([one for one in defects if one[2] == wanted]))
    data = copy.deepcopy(data)
    holder: Any = data
    for key in place[:-1]:
        holder = holder[key]
    if bad is ...:
        del holder[place[-1]]
    else:
        holder[place[-1]] = bad
    return NearMiss(data, code, "".join(f"/{key}" for key in place))


def near_miss_requests() -> SearchStrategy[NearMiss]:
    """Requests that would be accepted but for one error: `assess(value, index)` finds this one."""
    return st.one_of(_near_filings(), _near_imports(), _near_initializations())


@st.composite
def _near_filings(draw: DrawFn) -> NearMiss:
    one, two = draw(
        st.lists(subjects(), min_size=2, max_size=2, unique_by=lambda subject: subject.key)
    )
    here, there = draw(st.lists(accounts(), min_size=2, max_size=2, unique=True))
    site, wrong = (
        draw(websites()),
        draw(st.sampled_from(["account", "subject", "domain", "number"])),
    )
    if wrong == "account":
        return NearMiss(
            FilingRequest(Filing(here, one)),
            "account_holds_another_subject",
            "/account",
            FilingRegister.of([Filing(here, two)]),
        )
    if wrong == "subject":
        return NearMiss(
            FilingRequest(Filing(here, one)),
            "subject_filed_under_another_account",
            "/subject",
            FilingRegister.of([Filing(there, one)]),
        )
    if wrong == "domain":
        held = FilingRegister.of([Filing(there, two, [site])])
        return NearMiss(
            FilingRequest(Filing(here, one, [site])),
            "website_filed_under_another_subject",
            "/websites/0/domain",
            held,
        )
    number = draw(_CREDIT)
    swapped = number[:17] + draw(st.sampled_from([c for c in CREDIT_ALPHABET if c != number[17]]))
    subject = Subject(_O, one.name, Credential(K.UNIFIED_SOCIAL_CREDIT_CODE, swapped))
    return NearMiss(
        FilingRequest(Filing(here, subject)),
        "credential_number_invalid",
        "/subject/credential/number",
    )


@st.composite
def _near_imports(draw: DrawFn) -> NearMiss:
    account, old = (
        draw(accounts()),
        draw(st.sampled_from([FilingOrigin.OFFICIAL_STORE, FilingOrigin.OFFICIAL_COMPANY_WEBSITE])),
    )
    early, late = (
        draw(st.dates(dt.date(2005, 1, 1), dt.date(2016, 12, 31))),
        draw(st.dates(dt.date(2017, 1, 1), dt.date(2019, 12, 31))),
    )
    taken = FilingRegister.of([draw(filings(where=st.just(account)))])
    return draw(
        st.sampled_from(
            [
                NearMiss(ImportRequest(account, old, late), "import_not_eligible", "/obtained_on"),
                NearMiss(
                    ImportRequest(account, FilingOrigin.OTHER, early),
                    "import_not_eligible",
                    "/origin",
                ),
                NearMiss(ImportRequest(account, old), "import_date_unknown", "/obtained_on"),
                NearMiss(
                    ImportRequest(account, old, early),
                    "account_already_has_subject",
                    "/account",
                    taken,
                ),
            ]
        )
    )


@st.composite
def _near_initializations(draw: DrawFn) -> NearMiss:
    # agents hand in most
    applicant, received = draw(applicants() | st.builds(Applicant, st.just(_O))), draw(days())
    required = required_documents(applicant)
    given = [satisfying(one) for one in required]
    late = {"valid_until": received - dt.timedelta(draw(st.integers(1, 2000)))}
    slips = [slip for i, asked in enumerate(required) for slip in _slips(i, asked, late)]
    # the code first, so that the rare ones come up too
    wanted = draw(st.sampled_from(sorted({code for _, code, _, _ in slips})))
    i, code, path, change = draw(st.sampled_from([slip for slip in slips if slip[1] == wanted]))
    given[i : i + 1] = [] if change is None else [attrs.evolve(given[i], **change)]
    return NearMiss(EmailInitializationRequest(applicant, received, given), code, path)


def _slips(
    i: int, asked: Requirement, late: dict[str, Any]
) -> Iterator[tuple[int, str, str, dict[str, Any] | None]]:
    """Each single thing that can be wrong with the i-th document: its place, the code, the path of
    the finding, what is changed.
    """
    here, all_ = f"/documents/{i}", "/documents"
    yield i, "document_missing", all_, None
    yield i, "credential_expired", here, late
    yield from (
        (i, "side_missing", all_, {"sides": [other for other in asked.sides if other is not side]})
        for side in asked.sides
    )
    yield from (
        (i, "wrong_credential_held", here, {"held": held})
        for held in (None, *Held)
        if asked.held not in (None, held)
    )
    for wrong, code, flag in (
        (True, "image_unclear", "clear"),
        (True, "document_not_authentic", "authentic"),
        (asked.sealed, "seal_missing", "sealed"),
        (asked.on_template, "template_not_used", "on_template"),
        (asked.of_original, "not_an_original", "of_original"),
    ):
        if wrong:
            yield i, code, here, {flag: False}


# -- By type ---------------------------------------------------------------------------------------


def _consequences(cls: type[Any]) -> Callable[[], SearchStrategy[Any]]:
    """What rows of our tables say, of one kind."""
    thens = [row.then for table in tables() for row in table.rows]
    flat = [one for then in thens for one in (then if isinstance(then, tuple) else [then])]
    return lambda: st.sampled_from([one for one in flat if type(one) is cls])


def _one_of_each(parts: SearchStrategy[Iterable[Any]]) -> SearchStrategy[Any]:
    return parts.map(tuple).filter(bool).flatmap(st.sampled_from)


def _remedies() -> SearchStrategy[Remedy]:
    return _one_of_each(st.builds(what_must_change, requests(), registers(), edition=editions()))


def _pairs() -> SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(accounts(), subjects().map(lambda one: one.key)), max_size=6)


def _flaws() -> SearchStrategy[Flaw]:
    unique = [
        (table, i) for table in tables() if table.hit == "unique" for i in range(len(table.rows))
    ]
    return _one_of_each(
        st.sampled_from(unique).map(
            lambda one: prove([attrs.evolve(one[0], rows=one[0].rows[: one[1]])]).flaws
        )
    )


def _compared() -> SearchStrategy[Comparison]:
    return st.builds(compare, editions(), editions())


def _published() -> SearchStrategy[Table[Any]]:
    return st.sampled_from(tables())


#: The strategy of each model; those of answers give answers, so that they are as they can be.
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
    Requirement: requirements,
    WorkingCalendar: calendars,
    ServiceLevel: service_levels,
    ProcessingWindow: processing_windows,
    FilingRequest: _filing_requests,
    ImportRequest: _import_requests,
    RecoveryRequest: _recovery_requests,
    EmailInitializationRequest: _email_initialization_requests,
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
    Conflicts: lambda: _pairs().map(find_conflicts),
    Holdings: lambda: _pairs().map(Holdings.of),
    Remedy: _remedies,
    Change: lambda: _one_of_each(_remedies().map(lambda one: one.changes)),
    Table: _published,
    Rule: lambda: _one_of_each(_published().map(lambda table: table.rows)),
    Column: lambda: _one_of_each(_published().map(lambda table: table.columns)),
    Says: _consequences(Says),
    Way: _consequences(Way),
    Asked: _consequences(Asked),
    Reason: lambda: findings().map(lambda one: one.reason),
    Proof: lambda: st.builds(prove, editions()),
    Flaw: _flaws,
    Comparison: _compared,
    Difference: lambda: _one_of_each(_compared().map(lambda one: one.differences)),
}


def register() -> None:
    """Make the strategies known to `hypothesis.strategies.from_type`; it is done
    when either is imported.
    """
    for cls, make in _STRATEGIES.items():
        st.register_type_strategy(cls, _made_by(make))


def _made_by(make: Callable[[], SearchStrategy[Any]]) -> Callable[[type[Any]], SearchStrategy[Any]]:
    return lambda _: make()


register()  # Hypothesis asks for it only once, and in vain if this module is what imports it
