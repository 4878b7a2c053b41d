"""The service that somebody would write instead of using the package: pydantic models,
python-stdnum for check digits, `holidays` for working days, and the rules of one edition as if and
else. With `QUICK` it has check digits of its own and remembers windows.

It takes the same JSON and returns the same JSON, but for `differs_in`, since it knows no other
edition. Only the words and the lists of terms come from the package, so that they need not stand
here twice; each is looked up once. Everything that decides is written out here.
"""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from operator import mul
from typing import Annotated, Any, Literal

import holidays
import idna
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from stdnum.cn import ric, uscc

import icp_rules as icp
from icp_rules.accounts import FilingOrigin
from icp_rules.documents import ApplicantRole, DocumentKind, Held, Medium
from icp_rules.findings import MESSAGES, Code
from icp_rules.identifiers import PROVINCES, CredentialKind, Side, SubjectNature
from icp_rules.vocabulary import Term

EDITION: Literal["faq-en-2018-01-08"] = "faq-en-2018-01-08"
BEIJING = dt.timezone(dt.timedelta(hours=8))


def choice(terms: type[Term]) -> Any:
    """The values of a vocabulary, as pydantic reads them fastest."""
    return Literal[tuple(term.value for term in terms)]  # type: ignore[misc]


# -- What comes in ---------------------------------------------------------------------------------


class Given(BaseModel):
    """The base class of the models that are read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def readable(value: str) -> str:
    value = unicodedata.normalize("NFC", value).strip()
    if not value:
        raise ValueError("must not be blank")
    if not value.isprintable():
        raise ValueError("control and invisible characters are not allowed")
    return value


Name = Annotated[str, StringConstraints(max_length=200), AfterValidator(readable)]
Account = Annotated[str, StringConstraints(max_length=128), AfterValidator(readable)]

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9-]{2,63}")


def host(value: str) -> str:
    value = value.strip().lower().removesuffix(".")
    if "xn--" not in value and HOST.fullmatch(value):
        return value
    try:
        value = idna.decode(idna.encode(value, uts46=True))
    except UnicodeError:
        raise ValueError("expected a domain") from None
    if "." not in value:
        raise ValueError("expected a domain")
    return value


FILING_NUMBER = re.compile(
    f"([{PROVINCES}]ICP备(?:[0-9]{{8}}|[0-9]{{10}})号)-[1-9][0-9]{{0,5}}[AXK]?"
)


def as_filing_number(value: str) -> str:
    value = "".join(unicodedata.normalize("NFKC", value).split()).upper()
    if not FILING_NUMBER.fullmatch(value):
        raise ValueError("expected a filing number such as 浙ICP备99000001号-1")
    return value


NUMBER = re.compile("[0-9A-Z()./]+")


def as_number(value: str) -> str:
    if not NUMBER.fullmatch(value):
        value = "".join(unicodedata.normalize("NFKC", value).split()).replace("-", "").upper()
        if not NUMBER.fullmatch(value):
            raise ValueError("letters, digits, hyphens and blanks only")
    return value


class Credential(Given):
    """A kind and a number."""

    kind: choice(CredentialKind)
    number: Annotated[str, StringConstraints(max_length=64), AfterValidator(as_number)]


class Subject(Given):
    """Who files."""

    type: Literal["individual", "organization"]
    name: Name
    credential: Credential
    nature: choice(SubjectNature) | None = None

    @model_validator(mode="after")
    def _nature_of_this_type(self) -> "Subject":
        if self.nature is not None and (self.nature == "individual") != (self.type == "individual"):
            raise ValueError("this nature is not one of this type")
        return self


class Website(Given):
    """A domain, and its filing number."""

    domain: Annotated[str, StringConstraints(max_length=253), AfterValidator(host)]
    filing_number: (
        Annotated[str, StringConstraints(max_length=64), AfterValidator(as_filing_number)] | None
    ) = None


class Filing(Given):
    """A request that asks whether a filing may be submitted."""

    kind: Literal["filing"]
    account: Account
    subject: Subject
    websites: Annotated[tuple[Website, ...], Field(max_length=10_000)] = ()
    domain_account: Account | None = None
    server_account: Account | None = None


class Import(Given):
    """A request that asks whether an old filing can be imported."""

    kind: Literal["import"]
    account: Account
    origin: choice(FilingOrigin)
    obtained_on: dt.date | None = None
    knows_old_account: bool = True
    knows_old_password: bool = True


class Recovery(Given):
    """A request that asks how to recover an account."""

    kind: Literal["recovery"]
    knows_account: bool
    can_retrieve_password: bool


PERSONAL = {kind.value for kind in CredentialKind if kind.type == "individual"}


def personal(value: str) -> str:
    if value not in PERSONAL:
        raise ValueError("expected a credential of a person")
    return value


class Applicant(Given):
    """Who applies."""

    type: Literal["individual", "organization"]
    roles: frozenset[choice(ApplicantRole)] = frozenset()
    id_credential: Annotated[choice(CredentialKind), AfterValidator(personal)] = "resident_id_card"


class Document(Given):
    """One file that was handed in."""

    document: choice(DocumentKind)
    sides: frozenset[choice(Side)] = frozenset()
    held: choice(Held) | None = None
    medium: choice(Medium) = "scan"
    of_original: bool = True
    sealed: bool = False
    on_template: bool = False
    clear: bool = True
    authentic: bool = True
    valid_until: dt.date | None = None


class Initialization(Given):
    """A request that asks whether an application is complete."""

    kind: Literal["email_initialization"]
    applicant: Applicant
    received_at: AwareDatetime | dt.date
    documents: Annotated[tuple[Document, ...], Field(max_length=10_000)] = ()


Request = Annotated[Filing | Import | Recovery | Initialization, Field(discriminator="kind")]
REQUEST: TypeAdapter[Any] = TypeAdapter(Request)


# -- What goes out ---------------------------------------------------------------------------------


class Text(BaseModel):
    """The same words in both languages."""

    en: str
    zh: str


class Source(BaseModel):
    """The passage that a rule is based on."""

    title: str
    url: str
    date: dt.date | None
    quote: str
    read_on: dt.date | None
    gist: Text | None


class Finding(BaseModel):
    """One finding."""

    code: Code
    severity: Literal["error", "warning", "note"]
    rule: str
    path: str
    message: Text
    remedy: Text | None
    source: Source


class Requirement(BaseModel):
    """A document that has to be handed in."""

    document: choice(DocumentKind)
    sides: tuple[choice(Side), ...]
    held: choice(Held) | None
    sealed: bool
    on_template: bool
    of_original: bool
    rule: str


class Window(BaseModel):
    """When to expect an answer."""

    received_on: dt.date
    earliest: dt.date
    latest: dt.date
    due: dt.datetime
    basis: Literal["official", "projected"]
    official_through: dt.date


class Assessment(BaseModel):
    """The answer."""

    verdict: Literal["accepted", "incomplete", "rejected"]
    findings: tuple[Finding, ...]
    required_documents: tuple[Requirement, ...] = ()
    window: Window | None = None
    steps: tuple[Text, ...] = ()
    rules: tuple[str, ...]
    edition: Literal["faq-en-2018-01-08"] = EDITION


# -- The words -------------------------------------------------------------------------------------


def text(words: icp.Text) -> Text:
    return Text(en=words.en, zh=words.zh)


@lru_cache(1024)
def finding(code: Code, rule: str, path: str, about: Term | None = None) -> Finding:
    """What is found at a place in the request; made once, since nobody changes it."""
    known, source = MESSAGES[code], icp.find_rule(rule).source()
    return Finding(
        code=code,
        severity=known.severity.value,
        rule=rule,
        path=path,
        message=text(known.message.format(about) if about else known.message),
        remedy=text(known.remedy) if known.remedy else None,
        source=Source(
            title=source.title,
            url=source.url,
            date=source.date,
            quote=source.quote,
            read_on=source.read_on,
            gist=text(source.gist) if source.gist else None,
        ),
    )


TERMS = {term.value: term for kind in (DocumentKind, Side, CredentialKind) for term in kind}
HELD = {term.value: term for term in Held}


class Step(StrEnum):
    """The rules that name a step."""

    RETRIEVE = "steps.retrieve-password"
    PREPARE = "steps.prepare"
    INITIALIZE = "steps.initialize"
    BE_TRUTHFUL = "steps.be-truthful"
    WAIT = "steps.wait"
    LOG_ON = "steps.log-on-anew"
    RESET = "steps.reset-password"
    OPEN = "steps.open-import"
    CONTINUE = "steps.continue-import"
    ENTER = "steps.enter-old-account"
    IMPORTED = "steps.imported"


WORDS = {
    step: text(
        icp.find_rule(step).then.text.format(icp.Text("1 to 2 working days", "1 至 2 个工作日"))
    )
    for step in Step
}
BY_EMAIL = [Step.PREPARE, Step.INITIALIZE, Step.BE_TRUTHFUL, Step.WAIT, Step.LOG_ON, Step.RESET]
INTO_IT = [Step.OPEN, Step.CONTINUE, Step.ENTER, Step.IMPORTED]


# -- An e-mail initialization ----------------------------------------------------------------------

CHINA = holidays.country_holidays("CN", years=range(2007, 2028))
OFFICIAL_THROUGH = icp.china_calendar().official_through
DAY = dt.timedelta(days=1)


def window(on: dt.date) -> Window:
    latest = CHINA.get_nth_working_day(on, 2)
    return Window(
        received_on=on,
        earliest=CHINA.get_nth_working_day(on, 1),
        latest=latest,
        due=dt.datetime.combine(latest + DAY, dt.time(), BEIJING),
        basis="official" if latest <= OFFICIAL_THROUGH else "projected",
        official_through=OFFICIAL_THROUGH,
    )


@dataclass(frozen=True)
class Tools:
    """What the service takes from libraries, or has of its own where they are too slow."""

    window: Callable[[dt.date], Window] = window
    is_resident: Callable[[str], bool] = ric.is_valid
    is_credit_code: Callable[[str], bool] = uscc.is_valid


LIBRARIES = Tools()

RESIDENT_NUMBER = re.compile("[0-9]{17}[0-9X]")
RESIDENT_WEIGHTS = [2 ** (17 - i) % 11 for i in range(17)]
CREDIT_CODE = re.compile("[0-9A-HJ-NP-RTUW-Y]{18}")
CREDIT_VALUES = {c: i for i, c in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
CREDIT_WEIGHTS = [3**i % 31 for i in range(17)]


def is_resident(number: str) -> bool:
    if not RESIDENT_NUMBER.fullmatch(number):
        return False
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(map(mul, map(int, number[:17]), RESIDENT_WEIGHTS))
    return number[17] == "10X98765432"[total % 11]


def is_credit_code(number: str) -> bool:
    if not CREDIT_CODE.fullmatch(number):
        return False
    values = [CREDIT_VALUES[c] for c in number]
    return (sum(map(mul, values, CREDIT_WEIGHTS)) + values[17]) % 31 == 0


QUICK = Tools(lru_cache(4096)(window), is_resident, is_credit_code)


@cache
def required(type: str, administers: bool, credential: str) -> tuple[Requirement, ...]:
    faces = [side.value for side in TERMS[credential].sides]
    plain = {"sides": [], "held": None, "sealed": False, "on_template": False, "of_original": False}
    card = plain | {"document": "id_credential", "sides": faces, "of_original": True}
    photo = plain | {"document": "half_length_photo"}
    letter = plain | {"document": "letter_of_authorization", "sealed": True, "on_template": True}
    if type == "individual":
        rule, asked = "documents.individual", [card, photo | {"held": "id_credential"}]
    elif administers:
        rule = "documents.organization-administrator"
        asked = [photo | {"held": "subject_credential"}, card]
    else:
        rule = "documents.organization-agent"
        asked = [photo | {"held": "subject_credential"}, card, letter]
    return tuple([Requirement(rule=rule, **one) for one in asked])


def review(
    one: Document, i: int, asked: Requirement | None, on: dt.date, by_agent: bool
) -> list[Finding]:
    """What is wrong with one file, apart from its sides and whether it is authentic."""
    path, about, found = f"/documents/{i}", TERMS[one.document], []
    agent = "-agent" if by_agent else ""
    if asked is not None:
        if asked.held is not None and one.held != asked.held:
            rule = f"review.wrong-held{agent}"
            found.append(finding("wrong_credential_held", rule, path, HELD[asked.held]))
        if asked.of_original and not one.of_original:
            found.append(finding("not_an_original", f"review.copy{agent}", path, about))
        if asked.sealed and not one.sealed:
            found.append(finding("seal_missing", "review.unsealed", path, about))
        if asked.on_template and not one.on_template:
            found.append(finding("template_not_used", "review.off-template", path, about))
    if not one.clear:
        found.append(finding("image_unclear", "review.unclear", path, about))
    if one.valid_until is not None and one.valid_until < on:
        found.append(finding("credential_expired", "review.expired", path, about))
    return found


MISSING = {
    "half_length_photo": "review.missing-photo",
    "id_credential": "review.missing-id",
    "letter_of_authorization": "review.missing-letter",
}


def assess_initialization(request: Initialization, tools: Tools) -> Assessment:
    applicant, given, received = request.applicant, request.documents, request.received_at
    by_agent = applicant.type == "organization"
    agent = "-agent" if by_agent else ""
    on = received.astimezone(BEIJING).date() if isinstance(received, dt.datetime) else received
    when = tools.window(on)
    asked = required(applicant.type, bool(applicant.roles), applicant.id_credential)
    found: list[Finding] = []
    for need in asked:
        copies = [(i, one) for i, one in enumerate(given) if one.document == need.document]
        if not copies:
            rule = MISSING[need.document] if by_agent else "review.missing"
            found.append(finding("document_missing", rule, "/documents", TERMS[need.document]))
            continue
        for side in need.sides:
            if not any(side in one.sides for _, one in copies):
                rule = f"review.side-missing{agent}"
                found.append(finding("side_missing", rule, "/documents", TERMS[side]))
        reviewed = [review(one, i, need, when.received_on, by_agent) for i, one in copies]
        if need.sides:  # the sides may be spread over several files
            found += [fault for faults in reviewed for fault in faults]
        else:
            found += min(reviewed, key=len)
    wanted = {need.document for need in asked}
    for i, one in enumerate(given):
        path, about = f"/documents/{i}", TERMS[one.document]
        if one.document not in wanted:
            found += review(one, i, None, when.received_on, by_agent)
            found.append(finding("document_not_needed", f"review.unasked{agent}", path, about))
        if not one.authentic:
            found.append(finding("document_not_authentic", "review.forged", path, about))
    faults = [one.rule for one in found]
    incomplete = any(one.severity == "error" for one in found)
    found.append(finding("replaces_email_account", "account-warnings.replaced", ""))
    rules = [asked[0].rule, *faults, "windows.email-initialization"]
    if when.basis == "projected":
        found.append(finding("window_projected", "windows.projected", "/received_at"))
        rules.append("windows.projected")
    rules += ["recovery.account-lost", *BY_EMAIL, "account-warnings.replaced"]
    return Assessment(
        verdict="incomplete" if incomplete else "accepted",
        findings=tuple(found),
        required_documents=asked,
        window=when,
        steps=tuple([WORDS[step] for step in BY_EMAIL]),
        rules=tuple(dict.fromkeys(rules)),
    )


# -- A filing --------------------------------------------------------------------------------------


class Filed:
    """The existing filings, as a service would store them."""

    def __init__(self, filings: Iterable[Filing]) -> None:
        self.held: dict[str, set[str]] = {}
        self.accounts: dict[str, set[str]] = {}
        self.holders: dict[str, set[str]] = {}
        self.names: dict[str, set[str]] = {}
        self.named: dict[str, set[str]] = {}
        self.numbers: dict[str, set[str]] = {}
        for one in filings:
            key = key_of(one.subject.credential)
            self.held.setdefault(one.account, set()).add(key)
            self.accounts.setdefault(key, set()).add(one.account)
            self.names.setdefault(key, set()).add(folded(one.subject.name))
            if one.subject.type == "organization":
                self.named.setdefault(folded(one.subject.name), set()).add(key)
            for site in one.websites:
                self.holders.setdefault(site.domain, set()).add(key)
                if site.filing_number is not None:
                    main = site.filing_number.partition("-")[0]
                    self.numbers.setdefault(main, set()).add(key)


def folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


RESIDENT = {"resident_id_card", "hong_kong_macao_residence_permit", "taiwan_residence_permit"}
SHAPES = {
    "passport": re.compile("[0-9A-Z]{5,20}"),
    "hong_kong_macao_travel_permit": re.compile("(?:[HM][0-9]|HA|MA)[0-9]{7}([0-9]{2})?"),
    "taiwan_travel_permit": re.compile(r"[0-9]{8}([0-9]{2}(\([A-Z]\))?)?"),
    "foreign_permanent_resident_id": re.compile("[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
}
SHORT = re.compile("[0-9]{15}")


def key_of(credential: Credential) -> str:
    """The key of a subject, the same for each of its documents."""
    kind, number = credential.kind, credential.number
    if kind in RESIDENT:
        if len(number) == 15:
            number = number[:6] + "19" + number[6:]
            number += ric.calc_check_digit(number + "0")
        return f"resident:{number}"
    if kind == "organization_code":
        return f"organization:{number}"
    if kind not in PERSONAL and len(number) == 18:
        return f"organization:{number[8:17]}"
    return f"{kind}:{number}"


def of_number(kind: str, number: str, tools: Tools) -> Finding | None:
    """What is wrong with a credential's number."""
    rule: str | None = None
    code: Code = "credential_number_invalid"
    if kind in RESIDENT:
        if kind == "resident_id_card" and SHORT.fullmatch(number):
            code, rule = "credential_number_doubtful", "numbers.short-resident"
        elif not tools.is_resident(number):
            rule = "numbers.resident"
    elif kind in SHAPES:
        if not SHAPES[kind].fullmatch(number):
            rule = "numbers.travel-document"
    elif kind == "organization_code":
        if len(number) != 9 or number[8] != organization_digit(number[:8]):
            rule = "numbers.organization-code"
    elif kind == "unified_social_credit_code" or (kind == "business_license" and len(number) == 18):
        if not tools.is_credit_code(number):
            rule = "numbers.credit-code"
            if number[2:6] == "3502" and number[8:9] == "M":
                code, rule = "credential_number_doubtful", "numbers.credit-code-of-xiamen"
    if rule is None:
        return None
    return finding(code, rule, "/subject/credential/number", TERMS[kind])


def organization_digit(body: str) -> str:
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c, 36) * weight for c, weight in zip(body, weights, strict=True))
    return "0123456789X"[-total % 11]


LISTED = {
    nature.value: {kind.value for kind in nature.credentials.values()} for nature in SubjectNature
}
LISTED["enterprise"].add("unified_social_credit_code")
LISTED_FOR = {
    "individual": LISTED["individual"],
    "organization": {
        kind for nature, kinds in LISTED.items() if nature != "individual" for kind in kinds
    },
}


def of_nature(subject: Subject) -> Finding | None:
    kind = subject.credential.kind
    if subject.nature is None:
        listed, rule = LISTED_FOR[subject.type], f"natures.any-{subject.type}"
    else:
        listed, rule = LISTED[subject.nature], f"natures.{subject.nature.replace('_', '-')}"
    if kind in listed:
        return None
    path = "/subject/credential/kind"
    return finding("credential_not_for_nature", rule, path, TERMS[kind])


def of_account(filing: Filing, key: str, filed: Filed) -> tuple[list[Finding], list[str]]:
    held = filed.held.get(filing.account, set())
    accounts = filed.accounts.get(key, set())
    found = []
    if held - {key}:
        rule = "subjects.other-subject"
        found.append(finding("account_holds_another_subject", rule, "/account"))
    if accounts - {filing.account}:
        rule = "subjects.other-account"
        found.append(finding("subject_filed_under_another_account", rule, "/subject"))
    if found:
        return found, [one.rule for one in found]
    return [], ["subjects.further-websites" if held else "subjects.first"]


def of_websites(filing: Filing, key: str, filed: Filed) -> list[Finding]:
    found = []
    for i, site in enumerate(filing.websites):
        path = f"/websites/{i}/domain"
        if filed.holders.get(site.domain, set()) - {key}:
            code: Code = "website_filed_under_another_subject"
            found.append(finding(code, "holders.other-subject", path))
        parent = site.domain.partition(".")[2]
        while "." in parent:
            if filed.holders.get(parent, set()) - {key}:
                code = "parent_domain_filed_under_another_subject"
                found.append(finding(code, "holders.parent-of-other-subject", path))
                break
            parent = parent.partition(".")[2]
    mains = [
        site.filing_number and site.filing_number.partition("-")[0] for site in filing.websites
    ]
    several = len({main for main in mains if main}) > 1
    for i, main in enumerate(mains):
        if main and (filed.numbers.get(main, set()) - {key} or several):
            rule = f"filing-numbers.{'other-subject' if filed.numbers.get(main) else 'several'}"
            path = f"/websites/{i}/filing_number"
            found.append(finding("filing_number_of_another_subject", rule, path))
    return found


def of_name(subject: Subject, key: str, filed: Filed) -> list[Finding]:
    found, name = [], folded(subject.name)
    if key in filed.names and name not in filed.names[key]:
        rule = "holders.other-name"
        found.append(finding("same_credential_other_name", rule, "/subject/name"))
    if subject.type == "organization" and filed.named.get(name, set()) - {key}:
        rule = "holders.other-credential"
        found.append(finding("same_name_other_credential", rule, "/subject/name"))
    return found


BOUGHT = {term.value: term for term in icp.subjects.Purchase}


def assess_filing(request: Filing, filed: Filed, tools: Tools) -> Assessment:
    subject = request.subject
    kind, key = subject.credential.kind, key_of(subject.credential)
    of_credential = (of_number(kind, subject.credential.number, tools), of_nature(subject))
    found = [one for one in of_credential if one is not None]
    rules = [one.rule for one in found]
    more, permits = of_account(request, key, filed)
    found += more
    rules += permits
    more = [*of_websites(request, key, filed), *of_name(subject, key, filed)]
    found += more
    rules += [one.rule for one in more]
    for what, seller in (("domain", request.domain_account), ("server", request.server_account)):
        if seller is not None and seller != request.account:
            rule, path = "purchases.other-account", f"/{what}_account"
            found.append(finding("purchase_account_differs", rule, path, BOUGHT[what]))
            rules.append(rule)
        else:
            rules.append("purchases.same-account")
    rejected = any(one.severity == "error" for one in found)
    return Assessment(
        verdict="rejected" if rejected else "accepted",
        findings=tuple(found),
        rules=tuple(dict.fromkeys(rules)),
    )


# -- An import, and a lost account -----------------------------------------------------------------


def assess_import(request: Import, filed: Filed) -> Assessment:
    found: list[Finding] = []
    steps: list[Step] = []
    obtained, origin = request.obtained_on, request.origin
    if origin == "other":
        rules = ["imports.other-origin"]
        found.append(finding("import_not_eligible", "imports.other-origin", "/origin"))
    elif origin == "old_hichina_platform" or (obtained and obtained.year < 2017):
        if origin == "old_hichina_platform":
            rules = ["imports.old-platform"]
        else:
            rules = ["imports.store"]
        if not request.knows_old_account:
            rules.append("access.account-lost")
            steps = [*BY_EMAIL, *INTO_IT]
        elif not request.knows_old_password:
            rules.append("access.password-lost")
            steps = [Step.RETRIEVE, *INTO_IT]
        else:
            rules.append("access.known")
            steps = INTO_IT
    elif obtained is None:
        rules = ["imports.store-undated"]
        found.append(finding("import_date_unknown", "imports.store-undated", "/obtained_on"))
    else:
        rules = ["imports.store-too-late"]
        found.append(finding("import_not_eligible", "imports.store-too-late", "/obtained_on"))
    by_email = Step.INITIALIZE in steps
    taken = request.account in filed.held
    if taken:
        steps = []
    rules += steps
    if origin == "old_hichina_platform" and obtained and obtained >= dt.date(2017, 2, 1):
        found.append(finding("filing_date_implausible", "dates.after-closing", "/obtained_on"))
        rules.append("dates.after-closing")
    if by_email:
        found.append(finding("replaces_email_account", "account-warnings.replaced", ""))
        rules.append("account-warnings.replaced")
    if taken:
        rule = "account-warnings.taken"
        found.append(finding("account_already_has_subject", rule, "/account"))
        rules.append(rule)
    rejected = any(one.severity == "error" for one in found)
    return Assessment(
        verdict="rejected" if rejected else "accepted",
        findings=tuple(found),
        steps=tuple([WORDS[step] for step in steps]),
        rules=tuple(rules),
    )


def assess_recovery(request: Recovery) -> Assessment:
    if request.knows_account and request.can_retrieve_password:
        return Assessment(
            verdict="accepted",
            findings=(),
            steps=(WORDS[Step.RETRIEVE],),
            rules=("recovery.retrieve", Step.RETRIEVE),
        )
    rule = "recovery.password-lost" if request.knows_account else "recovery.account-lost"
    warning = finding("replaces_email_account", "account-warnings.replaced", "")
    return Assessment(
        verdict="accepted",
        findings=(warning,),
        steps=tuple([WORDS[step] for step in BY_EMAIL]),
        rules=(rule, *BY_EMAIL, warning.rule),
    )


# -- The service -----------------------------------------------------------------------------------


def assess(request: Any, filed: Filed, tools: Tools) -> Assessment:
    if isinstance(request, Initialization):
        return assess_initialization(request, tools)
    if isinstance(request, Filing):
        return assess_filing(request, filed, tools)
    if isinstance(request, Import):
        return assess_import(request, filed)
    return assess_recovery(request)


def answer(line: str, filed: Filed, tools: Tools) -> str:
    """The answer to a request as JSON, or its problems."""
    try:
        request = REQUEST.validate_json(line)
    except ValidationError as error:
        problems = [
            {
                "pointer": "".join(f"/{step}" for step in one["loc"][1:]),
                "code": one["type"],
                "message": one["msg"],
            }
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        return json.dumps({"problems": problems}, ensure_ascii=False)
    return assess(request, filed, tools).model_dump_json()
