"""What a user is told, word for word: every complaint, the name of every value, every answer in
plain words, every export."""

import datetime as dt
import inspect
import sys
from types import SimpleNamespace

import attrs
import pytest

import icp_rules as icp
from icp_rules import (
    DataError,
    Edition,
    Source,
    Text,
    accounts,
    converters,
    fields,
    rules,
    sources,
    workdays,
)
from icp_rules.accounts import Step
from icp_rules.changes import Action, Change
from icp_rules.editions import Comparison, Difference, Proof
from icp_rules.findings import Says
from icp_rules.identifiers import FiledService, Side
from icp_rules.register import Holdings
from icp_rules.rules import AnyEdition, Column, Reason, Rule, Table, where
from icp_rules.sources import PUBLICATIONS
from icp_rules.subjects import Purchase, Whose
from icp_rules.texts import Page, Publication, Sentence, is_chinese
from icp_rules.vocabulary import any_of, both, conjoined, words
from icp_rules.workdays import CalendarChange

EN, ZH6, ZH8, GUIDE, HELP = Edition
D = dt.date
ID = "11010519491231002X"
PERSON, AGENT = icp.Applicant("individual"), icp.Applicant("organization")
PASSPORT = icp.Credential("passport", "E12345678")
FILING = icp.Filing(
    "1001",
    icp.Subject("organization", "示例科技", icp.Credential("organization_code", "98765285-8")),
    [icp.Website("example.cn")],
)
OTHER = icp.Filing("1001", icp.Subject("individual", "张三", PASSPORT))
REGISTER = icp.FilingRegister.of([FILING])
SOURCE = Source("Title", "https://example.com/a?b=1&c=2", D(2018, 1, 8), "A sentence.")
PLAIN = Source("Other", "http://example.com", D(2019, 8, 1), "Another.")
UNQUOTED = Source(
    "Code list",
    "https://example.cn/list",
    read_on=D(2026, 11, 26),
    gist=Text("One code.", "一个代码。"),
)
CHINESE = Source(
    "示例",
    "https://example.cn",
    D(2018, 6, 9),
    "今天下雨。",
    gist=Text("It rains today.", "今日有雨。"),
)
REASON = Reason("made-up.one", (Text("it rains", "下雨"), Text("it is <cold>", "寒冷")), SOURCE)
LEVEL = icp.ServiceLevel("courier", 2, 2, SOURCE)
SAYS = Says("same_credential_other_name")


@pytest.fixture(autouse=True)
def _asked_for_the_first_time():
    """Every answer here is worked out again; none is kept from an earlier question."""
    for table in icp.tables():
        table._ask.cache_clear()
    for asked in (
        accounts.import_ruling,
        accounts.recovery_ruling,
        icp.documents.requirements_ruling,
    ):
        inspect.getclosurevars(asked).nonlocals["kept"].cache_clear()
    icp.sla._usual.cache_clear()


def calendar(**changed):
    """Four weeks from Monday, 24 September 2018: off on 1 to 3 October, worked on Saturday the
    29th, official through 14 October."""
    days = [D(2018, 9, 24) + dt.timedelta(i) for i in range(28)]
    off = {
        D(2018, 10, 1): Text("National Day", "国庆节"),
        D(2018, 10, 2): Text("National Day", "国庆节"),
        D(2018, 10, 3): Text("day off in exchange for 2018-09-29", "调休（2018-09-29 上班）"),
    }
    table = bytes(day == D(2018, 9, 29) or (day.weekday() < 5 and day not in off) for day in days)
    return icp.WorkingCalendar(
        **{
            "first_day": days[0],
            "official_through": D(2018, 10, 14),
            "working": table,
            "names": list(off.items()),
        }
        | changed
    )


YEARS = D(2029, 1, 1), D(2030, 12, 31)
FRIDAY = D(2018, 9, 28)


def plain_weeks(first=YEARS[0], last=YEARS[1]):
    """Plain weeks with made-up holidays, one of which is worked, official through 2029."""
    off = [
        (1, 1, "New Year's Day", "元旦"),
        (1, 2, "New Year's Day (observed)", "元旦（补假）"),
        (7, 4, "Made-up Day", "示例节"),
        (7, 5, "day off in exchange for 2030-07-06", "调休（2030-07-06 上班）"),
    ]
    names = [
        (D(y, m, d), Text(en, zh))
        for y in (2029, 2030)
        for m, d, en, zh in [
            *off,
            (10, 1, "Working Day", "示例工作日"),
            (5, 4, "Saturday", "示例周六"),
        ]
    ]
    days = [first + dt.timedelta(i) for i in range((last - first).days + 1)]
    return icp.WorkingCalendar(
        first,
        D(2029, 12, 28),
        bytes(d.weekday() < 5 and (d.month, d.day) not in [one[:2] for one in off] for d in days),
        names,
    )


def window(level=icp.EMAIL_INITIALIZATION, day=FRIDAY):
    return icp.processing_window(day, level, calendar())


def own_edition(**given):
    return icp.derive(**{"base": EN, "id": "mine", "name": Text("Mine", "我的")} | given)


def row(id, then=SAYS, cites=SOURCE, **when):
    return Rule(id, where(**when or {"domain_filed_by": {Whose.SAME}}), then, cites)


def nested(depth):
    value = 0
    for _ in range(depth):
        value = [value]
    return value


def told(error, call):
    """What the error says that a call ends in."""
    with pytest.raises(error) as caught:
        call()
    return str(caught.value)


def lines(answer, lang):
    """What an answer says, each thing with the id of its rule."""
    return [(said, reason and reason.rule) for said, reason in answer.lines(lang)]


EDITIONS = (
    "not a known Edition; use one of: faq-en-2018-01-08, faq-zh-2018-06-09, faq-zh-2018-08-29, "
    "guide-zh-2019-08-01, help-2025-04-23 [unknown_value]"
)
ARGUMENTS = [
    (
        lambda: icp.Applicant(None),
        ("/type: expected a SubjectType or its value as text, got nothing (null) [wrong_type]"),
    ),
    (
        lambda: icp.Applicant("organisation"),
        "/type: not a known SubjectType; use one of: individual, organization [unknown_value]",
    ),
    (
        lambda: icp.Applicant(icp.Held.ID_CREDENTIAL),
        ("/type: expected a SubjectType or its value as text, got something else [wrong_type]"),
    ),
    (
        lambda: icp.Applicant("individual", id_credential="business_license"),
        (
            "/id_credential: expected a credential of a person, got one of an organization "
            "[wrong_kind]"
        ),
    ),
    (
        lambda: icp.Credential("id card", "1"),
        (
            "/kind: not a known CredentialKind; use one of: resident_id_card, passport, "
            "hong_kong_macao_travel_permit, taiwan_travel_permit, "
            "hong_kong_macao_residence_permit, taiwan_residence_permit, "
            "foreign_permanent_resident_id, military_officer_card, unified_social_credit_code, "
            "organization_code, business_license, military_unit_code, … (32 in all) [unknown_value]"
        ),
    ),
    (
        lambda: icp.Applicant("organization", b"subject_administrator"),
        "/roles: expected a list of ApplicantRole, got something else [wrong_type]",
    ),
    (
        lambda: icp.Applicant("organization", {}),
        "/roles: expected a list of ApplicantRole, got an object [wrong_type]",
    ),
    (
        lambda: icp.Applicant("organization", ["subject_administrator", "boss", 3]),
        (
            "/roles/1: not a known ApplicantRole; use one of: subject_administrator, "
            "website_administrator [unknown_value]; /roles/2: expected an ApplicantRole or its "
            "value as text, got a whole number [wrong_type]"
        ),
    ),
    (
        lambda: icp.SubmittedDocument("id_credential", ["top", "front", 5]),
        (
            "/sides/0: not a known Side; use one of: front, back [unknown_value]; /sides/2: "
            "expected a Side or its value as text, got a whole number [wrong_type]"
        ),
    ),
    (
        lambda: icp.SubmittedDocument("id_credential", held="card"),
        "/held: not a known Held; use one of: id_credential, subject_credential [unknown_value]",
    ),
    (
        lambda: icp.SubmittedDocument("id_credential", valid_until="2018-02-14"),
        "/valid_until: expected a date without a time, got text [wrong_type]",
    ),
    (
        lambda: icp.Credential("passport", 5),
        "/number: expected text, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.Credential("passport", "1" * 65),
        "/number: a credential number has at most 64 characters [too_long]",
    ),
    (
        lambda: icp.Credential("passport", "…5678"),
        "/number: this number is masked; expected the full number [masked]",
    ),
    (
        lambda: icp.Credential("passport", " -"),
        "/number: expected a credential number [empty]",
    ),
    (
        lambda: icp.Credential("passport", "E1234;5678"),
        (
            "/number: a credential number may contain only letters, digits, hyphens and spaces "
            "[forbidden_character]"
        ),
    ),
    (
        lambda: icp.Credential({}, "1"),
        ("/kind: expected a CredentialKind or its value as text, got an object [wrong_type]"),
    ),
    (
        lambda: icp.FilingNumber("浙", "99000001", 10**5000, FiledService.APP),
        (
            "(the whole): these are not the parts of a filing number; use FilingNumber.parse to "
            "read a text [bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber("浙", "99000001", 10**6, FiledService.APP),
        (
            "(the whole): these are not the parts of a filing number; use FilingNumber.parse to "
            "read a text [bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber("浙", "1800000", 1, FiledService.APP),
        (
            "(the whole): these are not the parts of a filing number; use FilingNumber.parse to "
            "read a text [bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber("浙", "99000001号-1", 1, FiledService.APP),
        (
            "(the whole): these are not the parts of a filing number; use FilingNumber.parse to "
            "read a text [bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber("浙", "99000001", 0, FiledService.APP),
        (
            "(the whole): these are not the parts of a filing number; use FilingNumber.parse to "
            "read a text [bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber.parse(99000001),
        "/text: expected text, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.FilingNumber.parse("浙" * 65),
        "/text: a filing number has at most 64 characters [too_long]",
    ),
    (
        lambda: icp.FilingNumber.parse("京公网安备11019902000001号"),
        (
            "/text: this is a public-security number (公网安备), not an ICP filing number "
            "[bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber.parse("京ICP证000001号"),
        (
            "/text: this is a telecom business licence (ICP证), not an ICP filing number "
            "[bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber.parse("京B1-20990001"),
        (
            "/text: this is a telecom business licence (ICP证), not an ICP filing number "
            "[bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber.parse("川ICP备99000001号"),
        (
            "/text: filing numbers do not use this short name of a province; did you mean 蜀? "
            "[bad_filing_number]"
        ),
    ),
    (
        lambda: icp.FilingNumber.parse("example.cn"),
        (
            "/text: expected a filing number: a province, ICP备, 8 or 10 digits and 号, such as "
            "浙ICP备99000001号-1 [bad_filing_number]"
        ),
    ),
    (
        lambda: icp.Subject("individual", 5, PASSPORT),
        "/name: expected text, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.Subject("individual", "张三", "passport"),
        "/credential: expected a value of type Credential, got text [wrong_type]",
    ),
    (
        lambda: icp.Subject("individual", "张三", PASSPORT, "enterprise"),
        "/nature: this nature is only for subjects of type organization [wrong_kind]",
    ),
    (
        lambda: icp.Subject("individual", "x" * 201, PASSPORT),
        "/name: at most 200 characters [too_long]",
    ),
    (
        lambda: icp.Subject("individual", " ", PASSPORT),
        "/name: must not be blank [empty]",
    ),
    (
        lambda: icp.Subject("individual", "a\u202eb", PASSPORT),
        (
            "/name: control, bidirectional and invisible characters are not allowed "
            "[forbidden_character]"
        ),
    ),
    (
        lambda: icp.Subject("individual", "a\u3164b", PASSPORT),
        (
            "/name: control, bidirectional and invisible characters are not allowed "
            "[forbidden_character]"
        ),
    ),
    (
        lambda: icp.Subject("individual", "a\ue000b", PASSPORT),
        (
            "/name: private-use characters are not allowed, since every system shows them "
            "differently; use a standard Unicode character instead [forbidden_character]"
        ),
    ),
    (lambda: icp.Website("x" * 254), "/domain: at most 253 characters [too_long]"),
    (
        lambda: icp.Website(".".join(["中" * 57] * 4)),
        "/domain: at most 253 characters, counted in its xn-- form [too_long]",
    ),
    (
        lambda: icp.load({"websites": [{"domain": "faß.de"}] * 1667}, icp.Filing),
        (
            "/websites/0/domain: at most 10000 characters in total in domains that need encoding "
            "(xn--) [too_large]"
        ),
    ),
    (
        lambda: icp.Website("http://example.cn/"),
        (
            "/domain: expected a domain such as example.cn, without http:// and without a path "
            "[bad_domain]"
        ),
    ),
    (
        lambda: icp.Website("example.cn", 5),
        "/filing_number: expected text, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.Filing("1001", "示例科技"),
        "/subject: expected a value of type Subject, got text [wrong_type]",
    ),
    (
        lambda: icp.Filing("1001", FILING.subject, [5, "example.cn", "x"]),
        (
            "/websites/0: expected a value of type Website, got a whole number [wrong_type]; "
            "/websites/2/domain: expected a domain such as example.cn, without http:// and without "
            "a path [bad_domain]"
        ),
    ),
    (
        lambda: icp.check_filing("1001", icp.FilingRegister()),
        "/filing: expected a value of type Filing, got text [wrong_type]",
    ),
    (lambda: icp.check_filing(FILING, icp.FilingRegister(), "faq"), f"/edition: {EDITIONS}"),
    (
        lambda: icp.check_filing(FILING, 5),
        "/index: expected a list of Filing, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.check_filing(FILING, [FILING, "1001"]),
        "/index/1: expected a value of type Filing, got text [wrong_type]",
    ),
    (
        lambda: icp.FilingRegister.of([FILING, "1001"]),
        "/filings/1: expected a value of type Filing, got text [wrong_type]",
    ),
    (
        lambda: icp.find_conflicts([("a", "s1"), ("a",)]),
        "/rows/1: expected an account and a subject key, both text and not empty [wrong_type]",
    ),
    (
        lambda: icp.find_conflicts([*[("a", "s1")] * 1024, ("a", "")]),
        ("/rows/1024: expected an account and a subject key, both text and not empty [wrong_type]"),
    ),
    (
        lambda: icp.import_route("shop"),
        (
            "/origin: not a known FilingOrigin; use one of: old_hichina_platform, official_store, "
            "official_company_website, other [unknown_value]"
        ),
    ),
    (
        lambda: icp.import_route("other", None, knows_old_account=1),
        "/knows_old_account: expected true or false, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.import_route("other", None, knows_old_account=True, knows_old_password=0),
        "/knows_old_password: expected true or false, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.import_route("other", account="", index=icp.FilingRegister()),
        "/account: must not be blank [empty]",
    ),
    (
        lambda: icp.import_route("other", account="1001", index="1001"),
        "/index: expected a list of Filing, got text [wrong_type]",
    ),
    (
        lambda: icp.recovery_route(True, "no"),
        "/can_retrieve_password: expected true or false, got text [wrong_type]",
    ),
    (lambda: icp.recovery_route(True, False, "faq-en"), f"/edition: {EDITIONS}"),
    (
        lambda: icp.EmailInitializationRequest(PERSON, dt.datetime(2018, 2, 14), ["letter"]),
        (
            "/received_at: a time without a time zone is ambiguous; add its UTC offset (Beijing "
            "is +08:00) or give a date [naive_time]"
        ),
    ),
    (
        lambda: icp.EmailInitializationRequest(
            PERSON, dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))
        ),
        (
            "/received_at: the date of this time in Beijing is before the year 1 or after 9999 "
            "[out_of_range]"
        ),
    ),
    (
        lambda: icp.required_documents("me"),
        "/applicant: expected a value of type Applicant, got text [wrong_type]",
    ),
    (lambda: icp.required_documents(PERSON, "faq"), f"/edition: {EDITIONS}"),
    (
        lambda: icp.review_documents(PERSON, [5, icp.SubmittedDocument("id_credential"), "x"]),
        (
            "/documents/0: expected a value of type SubmittedDocument, got a whole number "
            "[wrong_type]; /documents/2: expected a value of type SubmittedDocument, got text "
            "[wrong_type]"
        ),
    ),
    (
        lambda: icp.review_documents(PERSON, 5),
        "/documents: expected a list of SubmittedDocument, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.review_documents(PERSON, [], received_on="2018-02-14"),
        "/received_on: expected a date without a time, got text [wrong_type]",
    ),
    (
        lambda: icp.applicants_for("letter"),
        "/documents: expected a list of SubmittedDocument, got text [wrong_type]",
    ),
    (
        lambda: icp.applicants_for([], received_on=5),
        "/received_on: expected a date without a time, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.assess({"kind": "recovery"}),
        "/request: expected a request, as load returns it, got an object [wrong_type]",
    ),
    (lambda: icp.assess(icp.RecoveryRequest(True, True), edition="faq"), f"/edition: {EDITIONS}"),
    (
        lambda: icp.assess(icp.RecoveryRequest(True, True), 5),
        "/index: expected a list of Filing, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.FilingRequest("1001"),
        "/filing: expected a value of type Filing, got text [wrong_type]",
    ),
    (
        lambda: icp.EmailInitializationRequest("me", D(2018, 2, 14)),
        "/applicant: expected a value of type Applicant, got text [wrong_type]",
    ),
    (
        lambda: accounts.Way("import", "wait"),
        "/actions: expected a list of Step, got text [wrong_type]",
    ),
    (
        lambda: accounts.Way("import", [Step.WAIT, 5]),
        "/actions/1: expected a Step or its value as text, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.what_must_change(None),
        "/request: expected a request, as load returns it, got nothing (null) [wrong_type]",
    ),
    (lambda: icp.tables("faq"), f"/edition: {EDITIONS}"),
    (
        lambda: icp.find_rule("documents.nobody"),
        "/id: there is no rule with this id; icp_rules.tables() lists the rules [unknown_value]",
    ),
    (lambda: icp.find_rule("documents.individual", "faq"), f"/edition: {EDITIONS}"),
    (
        lambda: icp.find_rule("documents.organization-administrator-photo").source(),
        (
            "/edition: rule documents.organization-administrator-photo is not in force in edition "
            "faq-en-2018-01-08; it is in force in: faq-zh-2018-06-09 [unknown_value]"
        ),
    ),
    (
        lambda: icp.find_rule("imports.claim", EN),
        (
            "/edition: rule imports.claim is not in force in edition faq-en-2018-01-08; it is in "
            "force in: guide-zh-2019-08-01 [unknown_value]"
        ),
    ),
    (lambda: icp.find_rule("documents.individual").source("faq"), f"/edition: {EDITIONS}"),
    (lambda: icp.compare("faq", EN), f"/before: {EDITIONS}"),
    (
        lambda: icp.compare(EN, 2018),
        ("/after: expected an Edition or its value as text, got a whole number [wrong_type]"),
    ),
    (
        lambda: icp.prove(5),
        "/what: expected a list of Table, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.prove([icp.tables()[0], "subjects"]),
        "/what/1: expected a value of type Table, got text [wrong_type]",
    ),
    (
        lambda: icp.exports.to_rows("subjects"),
        "/table: expected a value of type Table, got text [wrong_type]",
    ),
    (
        lambda: icp.to_dmn(5),
        "/table: expected a value of type Table, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.to_markdown(icp.tables()[0], "fr"),
        '/lang: expected "en" or "zh" [unknown_value]',
    ),
    (lambda: Text("a", "甲").to("EN"), '/lang: expected "en" or "zh" [unknown_value]'),
    (lambda: icp.Verdict.ACCEPTED.to("ZH"), '/lang: expected "en" or "zh" [unknown_value]'),
    (lambda: own_edition().to("fr"), '/lang: expected "en" or "zh" [unknown_value]'),
    (
        lambda: icp.dump(PERSON, "yes"),
        "/masked: expected true or false, got text [wrong_type]",
    ),
    (lambda: icp.Filing("1" * 129, FILING.subject), "/account: at most 128 characters [too_long]"),
    (
        lambda: icp.required_documents(PERSON, edition=[]),
        "/edition: expected an Edition or its value as text, got a list [wrong_type]",
    ),
]
DERIVE = [
    (lambda: own_edition(base="faq"), f"/base: {EDITIONS}"),
    (
        lambda: own_edition(base=5),
        ("/base: expected an Edition or its value as text, got a whole number [wrong_type]"),
    ),
    (
        lambda: own_edition(name="Mine"),
        "/name: expected a value of type Text, got text [wrong_type]",
    ),
    (lambda: own_edition(rows="x"), "/rows: expected a list of Rule, got text [wrong_type]"),
    (
        lambda: own_edition(id=" "),
        "/id: expected an id that is not the id of a published edition [unknown_value]",
    ),
    (
        lambda: own_edition(id=5),
        "/id: expected an id that is not the id of a published edition [unknown_value]",
    ),
    *(
        (
            lambda given=given: own_edition(id=given),
            ("/id: expected an id without blanks at its ends, in Unicode form NFC [unknown_value]"),
        )
        for given in (" mine", "mine\u3000", "re\u0301gles")
    ),
    (
        lambda: own_edition(withdraw="documents.individual"),
        "/withdraw: expected a list of rule ids, got text [wrong_type]",
    ),
    (
        lambda: own_edition(
            id="faq-zh-2018-06-09", withdraw=["documents.nobody", "documents.individual"]
        ),
        (
            "/id: expected an id that is not the id of a published edition [unknown_value]; "
            "/withdraw/0: the base has no row with this id; tables() lists the rows [unknown_value]"
        ),
    ),
    (
        lambda: own_edition(
            rows=[
                row("others.one"),
                row("holders.one", cites=None),
                row("holders.four", cites=((EN, SOURCE),)),
                row("holders.two", then=Text("a", "甲")),
                row("holders.three", then=Says("made_up")),
            ]
        ),
        (
            "/rows/0: expected an id that begins with a table's name and a dot: subjects, holders, "
            "numbers, natures, purchases, filing-numbers, imports, dates, access, recovery, "
            "account-warnings, steps, documents, review, windows, filing-documents "
            "[unknown_value]; /rows/1: a row of your own needs a Source in cites [wrong_type]; "
            "/rows/2: a row of your own needs a Source in cites [wrong_type]; /rows/3: the "
            'table "holders" has consequences of another kind [wrong_type]; /rows/4: '
            "not a known code of a finding [unknown_value]"
        ),
    ),
    (
        lambda: own_edition(rows=[row("holders.one"), row("holders.one")]),
        (
            "/rows/0: another row has the same id, or withdraw contains this id [duplicate_id]; "
            "/rows/1: another row has the same id, or withdraw contains this id [duplicate_id]"
        ),
    ),
    (
        lambda: own_edition(rows=[row("holders.other-name")], withdraw=["holders.other-name"]),
        "/rows/0: another row has the same id, or withdraw contains this id [duplicate_id]",
    ),
    (
        lambda: own_edition(rows=[row("holders.one", colour={1})]),
        (
            "/rows: table holders: a condition of the row has no values, or names an input or a "
            "value that the table lacks: holders.one [unknown_input]; /rows: table holders: the "
            "row never applies: holders.one [unreachable]"
        ),
    ),
    (
        lambda: own_edition(withdraw=["documents.individual"]),
        (
            "/rows: table documents where the applicant is an individual, and the applicant is an "
            "administrator of the filing: no row applies; add a row for it [gap]; /rows: table "
            "documents where the applicant is an individual, and the applicant is neither the "
            "subject administrator nor the website administrator: no row applies; add a row for it "
            "[gap]"
        ),
    ),
    (
        lambda: own_edition(rows=[row("purchases.third", None, bought_from={Whose.OTHER})]),
        (
            "/rows: table purchases where what was bought is the domain, and it was bought through "
            "another account: more than one row applies: purchases.other-account, purchases.third; "
            "narrow or withdraw one [overlap]; /rows: table purchases where what was bought is the "
            "server, and it was bought through another account: more than one row applies: "
            "purchases.other-account, purchases.third; narrow or withdraw one [overlap]"
        ),
    ),
    (
        lambda: own_edition(rows=[row("holders.one", cites=Source("", "", D(2018, 1, 8)))]),
        (
            "/rows: table holders: the source of the row lacks a title or an address, or has "
            "neither a quote nor a gist: holders.one [no_quote]"
        ),
    ),
    (
        lambda: own_edition(rows=[row("documents.more", (icp.documents.ID, Text("a", "甲")))]),
        ('/rows/0: the table "documents" has consequences of another kind [wrong_type]'),
    ),
]
TIME = [
    (
        lambda: icp.processing_window(5, calendar=calendar()),
        (
            "/received: expected a date or a datetime with a time zone, got a whole number "
            "[wrong_type]"
        ),
    ),
    (
        lambda: icp.processing_window(dt.datetime(2018, 2, 14, 17), calendar=calendar()),
        (
            "/received: a time without a time zone is ambiguous; add its UTC offset (Beijing is "
            "+08:00) or give a date [naive_time]"
        ),
    ),
    (
        lambda: icp.processing_window(
            dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC), calendar=calendar()
        ),
        (
            "/received: the date of this time in Beijing is before the year 1 or after 9999 "
            "[out_of_range]"
        ),
    ),
    (
        lambda: icp.processing_window(FRIDAY, 2, calendar()),
        "/level: expected a value of type ServiceLevel, got a whole number [wrong_type]",
    ),
    (
        lambda: icp.processing_window(FRIDAY, calendar="china"),
        "/calendar: expected a value of type WorkingCalendar, got text [wrong_type]",
    ),
    (
        lambda: icp.processing_window(FRIDAY, calendar=calendar(), strict="yes"),
        "/strict: expected true or false, got text [wrong_type]",
    ),
    (
        lambda: icp.processing_window(
            FRIDAY, icp.ServiceLevel("x", 1, 1, cutoff=dt.time(17)), calendar()
        ),
        (
            "/received: this service level has a cutoff, so the time of receipt is needed: pass a "
            "datetime with a time zone [time_needed]"
        ),
    ),
    (
        lambda: icp.ServiceLevel("x", 0, 1),
        "/minimum: expected a whole number of working days, 1 or more [out_of_range]",
    ),
    (
        lambda: icp.ServiceLevel("x", 1, 2.5),
        "/maximum: expected a whole number of working days, 1 or more [out_of_range]",
    ),
    (
        lambda: icp.ServiceLevel("x", 1, 1, cutoff="17:00"),
        "/cutoff: expected a time of day in Beijing, without a time zone [wrong_type]",
    ),
    (
        lambda: icp.ServiceLevel("x", 1, 1, cutoff=dt.time(17, tzinfo=dt.UTC)),
        "/cutoff: expected a time of day in Beijing, without a time zone [wrong_type]",
    ),
    (
        lambda: icp.ServiceLevel("x", 1, 1, receipt="soon"),
        (
            "/receipt: not a known ReceiptRule; use one of: exclude_day, next_working_day "
            "[unknown_value]"
        ),
    ),
    (
        lambda: icp.ServiceLevel("x", 2, 1),
        "/maximum: the maximum cannot be less than the minimum [out_of_range]",
    ),
    (
        lambda: icp.service_level("review"),
        (
            "/stage: not a known Stage; use one of: email_initialization, claim_review, "
            "first_review, photo_review, forwarding, posted_documents, authority_review "
            "[unknown_value]"
        ),
    ),
    (lambda: icp.service_level("claim_review", "faq"), f"/edition: {EDITIONS}"),
    (
        lambda: icp.service_level(
            "claim_review", own_edition(base=GUIDE, withdraw=["windows.claim-review"])
        ),
        (
            "/stage: edition mine does not say how long this stage takes; editions that do: "
            "guide-zh-2019-08-01 [unknown_value]"
        ),
    ),
    (
        lambda: icp.service_level("authority_review"),
        (
            "/stage: edition faq-en-2018-01-08 does not say how long this stage takes; editions "
            "that do: guide-zh-2019-08-01 [unknown_value]"
        ),
    ),
    (
        lambda: icp.sla.WINDOW_RULES.only(ZH6, icp.Stage.FORWARDING, icp.Basis.OFFICIAL),
        (
            "/edition: edition faq-zh-2018-06-09 has no rule for: How long processing takes; "
            "editions with one: guide-zh-2019-08-01 [unknown_value]"
        ),
    ),
    (
        lambda: Table("one", Text("Why", "为何"), "unique", (), ()).only(EN),
        (
            "/edition: edition faq-en-2018-01-08 has no rule for: Why; editions with one: none "
            "[unknown_value]"
        ),
    ),
    (
        lambda: window().status("2018-09-28"),
        "/now: expected a date or a datetime with a time zone, got text [wrong_type]",
    ),
    (
        lambda: window().status(dt.datetime(2018, 9, 28)),
        (
            "/now: a time without a time zone is ambiguous; add its UTC offset (Beijing is "
            "+08:00) or give a date [naive_time]"
        ),
    ),
    (
        lambda: window().working_days_left("2018-09-28", calendar()),
        "/today: expected a date or a datetime with a time zone, got text [wrong_type]",
    ),
    (
        lambda: window().working_days_left(FRIDAY, 5),
        ("/calendar: expected a value of type WorkingCalendar, got a whole number [wrong_type]"),
    ),
    (lambda: window().reason("faq"), f"/edition: {EDITIONS}"),
    (
        lambda: window().explain("en", calendar().with_changes(off=[D(2018, 9, 29)])),
        ("/calendar: this window was computed with another calendar; pass that one [out_of_range]"),
    ),
    (
        lambda: calendar().is_working_day("2018-09-28"),
        "/day: expected a date without a time, got text [wrong_type]",
    ),
    (
        lambda: calendar().nth_working_day(dt.datetime(2018, 9, 28), 1),
        "/day: expected a date without a time, got a date with a time [wrong_type]",
    ),
    (
        lambda: calendar().nth_working_day(FRIDAY, 0),
        "/n: expected a whole number other than 0 [out_of_range]",
    ),
    (
        lambda: calendar().nth_working_day(FRIDAY, 1.0),
        "/n: expected a whole number other than 0 [out_of_range]",
    ),
    (
        lambda: calendar().rruleset(D(2018, 10, 8), FRIDAY),
        "/end: the end is before the start [out_of_range]",
    ),
    (
        lambda: calendar(first_day="2018-09-24"),
        "/first_day: expected a date without a time, got text [wrong_type]",
    ),
    (
        lambda: calendar(official_through=dt.datetime(2018, 10, 14)),
        ("/official_through: expected a date without a time, got a date with a time [wrong_type]"),
    ),
    (
        lambda: calendar(changes="x"),
        "/changes: expected a list of CalendarChange, got text [wrong_type]",
    ),
    (
        lambda: calendar(working=b"\1\2"),
        (
            "/working: expected one byte for each day: 1 for a working day, 0 for any other "
            "[wrong_type]"
        ),
    ),
    (
        lambda: calendar(names=[("2018-10-01", Text("a", "甲"))]),
        "/names/0: expected a date without a time, got text [wrong_type]",
    ),
    (
        lambda: calendar(names=[(D(2018, 10, 1), "National Day")]),
        "/names: expected a list of pairs of a date and a Text [wrong_type]",
    ),
    (
        lambda: calendar(changes=[5]),
        ("/changes/0: expected a value of type CalendarChange, got a whole number [wrong_type]"),
    ),
    (
        lambda: calendar(official_through=D(2018, 9, 23)),
        "/official_through: this day must be within the table [out_of_range]",
    ),
    (
        lambda: calendar(official_through=D(2018, 10, 22)),
        "/official_through: this day must be within the table [out_of_range]",
    ),
    (
        lambda: CalendarChange("2018-10-01"),
        "/off: expected a list of dates, got text [wrong_type]",
    ),
    (
        lambda: CalendarChange([], 5),
        "/working: expected a list of dates, got a whole number [wrong_type]",
    ),
    (
        lambda: CalendarChange(year=0.5),
        "/year: expected a year such as 2027 [out_of_range]",
    ),
    (
        lambda: CalendarChange([D(2018, 10, 1), "2018-10-02"]),
        "/off/1: expected a date without a time, got text [wrong_type]",
    ),
    (
        lambda: CalendarChange(b"x"),
        "/off: expected a list of dates, got something else [wrong_type]",
    ),
    (
        lambda: CalendarChange([D(2018, 10, 1)], [D(2018, 10, 1)]),
        "/working: a day cannot be both off and working [out_of_range]",
    ),
    (
        lambda: CalendarChange(source=5),
        "/source: expected text, got a whole number [wrong_type]",
    ),
    (
        lambda: CalendarChange(year=1),
        "/year: expected a year such as 2027 [out_of_range]",
    ),
    (
        lambda: CalendarChange(year=10_000),
        "/year: expected a year such as 2027 [out_of_range]",
    ),
    (
        lambda: plain_weeks().with_changes(year=2031),
        "/year: the next holiday schedule to add is that of 2030 [out_of_range]",
    ),
    (
        lambda: plain_weeks().with_changes(
            [D(2030, 1, 1), D(2029, 12, 28)], working=[D(2030, 1, 5), D(2029, 12, 27)], year=2030
        ),
        "/year: the holiday schedule of 2030 cannot include 2029-12-28, 2029-12-27 [out_of_range]",
    ),
    (
        lambda: plain_weeks().with_changes(
            [D(2030, 1, 1), D(2030, 7, 4)], working=[D(2030, 1, 7)], year=2030
        ),
        "/working: the make-up working days of 2030 are missing; add them [missing]",
    ),
    (
        lambda: plain_weeks().with_changes([D(2030, 10, 2)], working=[D(2030, 1, 5)], year=2030),
        (
            "/off: the holiday schedule is incomplete; put 2030-01-01, 2030-01-02, 2030-07-04, "
            "2030-07-05, 2030-10-01 into off or working [missing]"
        ),
    ),
    (
        lambda: icp.picture(2018, 13, calendar()),
        "/month: expected a whole number from 1 to 12 [out_of_range]",
    ),
    (
        lambda: icp.picture(0, 1, calendar()),
        "/year: expected a whole number from 1 to 9999 [out_of_range]",
    ),
    (
        lambda: icp.picture(2018, 9, 5),
        ("/calendar: expected a value of type WorkingCalendar, got a whole number [wrong_type]"),
    ),
    (
        lambda: icp.picture(2018, 9, calendar(), window="2018-09-28"),
        "/window: expected a value of type ProcessingWindow, got text [wrong_type]",
    ),
    (
        lambda: calendar(working="1"),
        (
            "/working: expected one byte for each day: 1 for a working day, 0 for any other "
            "[wrong_type]"
        ),
    ),
    (
        lambda: calendar(names=[5]),
        "/names: expected a list of pairs of a date and a Text [wrong_type]",
    ),
    (
        lambda: icp.picture(10_000, 1, calendar()),
        "/year: expected a whole number from 1 to 9999 [out_of_range]",
    ),
    (
        lambda: icp.picture(2018, 0, calendar()),
        "/month: expected a whole number from 1 to 12 [out_of_range]",
    ),
]
HORIZON = [
    (
        lambda: calendar().is_working_day(D(2018, 9, 23)),
        "2018-09-23 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: calendar().basis(D(2018, 10, 22)),
        "2018-10-22 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: calendar().explain(D(2018, 10, 22)),
        "2018-10-22 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: calendar().nth_working_day(D(2018, 10, 1), 99),
        (
            "counting that many working days from 2018-10-01 goes beyond this calendar, which runs "
            "from 2018-09-24 to 2018-10-21"
        ),
    ),
    (
        lambda: calendar().nth_working_day(D(2018, 10, 1), -99),
        (
            "counting that many working days from 2018-10-01 goes beyond this calendar, which runs "
            "from 2018-09-24 to 2018-10-21"
        ),
    ),
    (
        lambda: calendar().count_working_days(FRIDAY, D(2019, 1, 1)),
        "2019-01-01 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: calendar().rruleset(D(2018, 9, 1), D(2018, 10, 1)),
        "2018-09-01 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: calendar().with_changes(off=[D(2018, 1, 1)]),
        "2018-01-01 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: icp.processing_window(D(2018, 10, 19), calendar=calendar()),
        (
            "counting that many working days from 2018-10-19 goes beyond this calendar, which runs "
            "from 2018-09-24 to 2018-10-21"
        ),
    ),
    (
        lambda: icp.processing_window(D(2018, 10, 15), calendar=calendar(), strict=True),
        (
            "the calendar is official only through 2018-10-14; add the holiday schedule of 2019 "
            "with WorkingCalendar.with_notice(text, url), or install a newer holidays package"
        ),
    ),
    (
        lambda: icp.picture(2018, 8, calendar()),
        "2018-08-01 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: icp.picture(2018, None, calendar()),
        "2018-01-01 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: plain_weeks(last=D(2029, 12, 31)).with_changes(
            [D(2030, 1, 1)], working=[D(2030, 1, 5)], year=2030
        ),
        "2030-01-01 is outside this calendar, which runs from 2029-01-01 to 2029-12-31",
    ),
    (
        lambda: plain_weeks(last=D(2030, 12, 30)).with_changes(
            [D(2030, 1, 1)], working=[D(2030, 1, 5)], year=2030
        ),
        "2030-12-31 is outside this calendar, which runs from 2029-01-01 to 2030-12-30",
    ),
    (
        lambda: icp.picture(2029, None, plain_weeks(D(2029, 1, 15))),
        "2029-01-01 is outside this calendar, which runs from 2029-01-15 to 2030-12-31",
    ),
    (
        lambda: icp.picture(2029, 1, plain_weeks(D(2029, 1, 2))),
        "2029-01-01 is outside this calendar, which runs from 2029-01-02 to 2030-12-31",
    ),
    (
        lambda: icp.picture(2030, None, plain_weeks(last=D(2030, 11, 30))),
        "2030-12-01 is outside this calendar, which runs from 2029-01-01 to 2030-11-30",
    ),
    (
        lambda: icp.picture(1, 1, calendar()),
        "0001-01-01 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
    (
        lambda: icp.picture(9999, 12, calendar()),
        "9999-12-01 is outside this calendar, which runs from 2018-09-24 to 2018-10-21",
    ),
]
LOAD = [
    (5, icp.Request, "(the whole): expected an object, got a whole number [wrong_type]"),
    (
        {},
        icp.Request,
        (
            "/kind: this is required; one of: filing, import, recovery, email_initialization, "
            "filing_documents [missing]"
        ),
    ),
    (
        {"kind": "imports"},
        icp.Request,
        (
            "/kind: not a known kind of request; use one of: filing, import, recovery, "
            "email_initialization, filing_documents [unknown_value]"
        ),
    ),
    (
        {"kind": "import"},
        icp.Request,
        "/account: this is required [missing]; /origin: this is required [missing]",
    ),
    (
        {"kind": "import", "account": "1001", "origin": "other", "Extra key": 1, "extra": 1},
        icp.Request,
        (
            "/…: unknown key; the keys are: kind, account, origin, obtained_on, knows_old_account, "
            "knows_old_password [unknown_key]; /extra: unknown key; the keys are: kind, account, "
            "origin, obtained_on, knows_old_account, knows_old_password [unknown_key]"
        ),
    ),
    (
        {"kind": "filing", "account": "1001", "origin": "other"},
        icp.ImportRequest,
        "/kind: expected import; this key can also be left out [unknown_value]",
    ),
    (
        {
            "account": 5,
            "origin": "shop",
            "obtained_on": "2016-12-32",
            "knows_old_account": "yes",
            "knows_old_password": 1.5,
        },
        icp.ImportRequest,
        (
            "/account: expected text, got a whole number [wrong_type]; /origin: not a known "
            "FilingOrigin; use one of: old_hichina_platform, official_store, "
            "official_company_website, other [unknown_value]; /obtained_on: expected a date such "
            "as 2018-02-14 [bad_date]; /knows_old_account: expected true or false, got text "
            "[wrong_type]; /knows_old_password: expected true or false, got a number with a "
            "fraction [wrong_type]"
        ),
    ),
    (
        {
            "kind": "filing",
            "account": {},
            "subject": 5,
            "websites": "example.cn",
            "domain_account": True,
        },
        icp.Request,
        (
            "/account: expected text, got an object [wrong_type]; /subject: expected an object, "
            "got a whole number [wrong_type]; /websites: expected a list, got text [wrong_type]; "
            "/domain_account: expected text, got true or false [wrong_type]"
        ),
    ),
    (
        {
            "kind": "filing",
            "account": "1",
            "subject": {
                "type": "person",
                "name": "",
                "credential": {"kind": [], "number": "…"},
                "nature": -1,
            },
            "websites": [{}, 5, {"domain": "x", "filing_number": 5}],
        },
        icp.Request,
        (
            "/subject/type: not a known SubjectType; use one of: individual, organization "
            "[unknown_value]; /subject/name: must not be blank [empty]; /subject/credential/kind: "
            "expected a CredentialKind or its value as text, got a list [wrong_type]; "
            "/subject/credential/number: this number is masked; expected the full number [masked]; "
            "/subject/nature: expected a SubjectNature or its value as text, got a whole number "
            "[wrong_type]; /websites/0/domain: this is required [missing]; /websites/1: expected "
            "an object, got a whole number [wrong_type]; /websites/2/domain: expected a domain "
            "such as example.cn, without http:// and without a path [bad_domain]; "
            "/websites/2/filing_number: expected text, got a whole number [wrong_type]"
        ),
    ),
    (
        {"kind": "recovery", "knows_account": "false"},
        icp.FilingRequest,
        "/kind: expected filing; this key can also be left out [unknown_value]",
    ),
    (
        {
            "applicant": {"type": "organization", "roles": ["boss"], "id_credential": 27},
            "received_at": "2018-02-14T17:20:00",
            "documents": [{"document": "id_credential", "sides": "front"}],
        },
        icp.EmailInitializationRequest,
        (
            "/applicant/roles/0: not a known ApplicantRole; use one of: subject_administrator, "
            "website_administrator [unknown_value]; /received_at: expected a time with a UTC "
            "offset, such as 2018-02-14T17:20:00+08:00 [naive_time]; /documents/0/sides: expected "
            "a list, got text [wrong_type]"
        ),
    ),
    (
        {"applicant": {}, "received_at": "2018-02-14T25:20:00+08:00"},
        icp.EmailInitializationRequest,
        (
            "/applicant/type: this is required [missing]; /received_at: expected a time such as "
            "2018-02-14T17:20:00+08:00 [bad_time]"
        ),
    ),
    (
        {"applicant": {"type": "individual"}, "received_at": "2018-02-14T17:20:00+08:00 "},
        icp.EmailInitializationRequest,
        "/received_at: expected a time such as 2018-02-14T17:20:00+08:00 [bad_time]",
    ),
    (
        {
            "document": "id_credential",
            "sides": ["front", "top"],
            "held": 5,
            "clear": 0,
            "valid_until": "2018-02-30",
        },
        icp.SubmittedDocument,
        (
            "/sides/1: not a known Side; use one of: front, back [unknown_value]; /held: expected "
            "a Held or its value as text, got a whole number [wrong_type]; /clear: expected true "
            "or false, got a whole number [wrong_type]; /valid_until: expected a date such as "
            "2018-02-14 [bad_date]"
        ),
    ),
    (
        {"name": "x", "minimum": "1", "maximum": 1.5, "source": 5, "cutoff": "5 pm"},
        icp.ServiceLevel,
        (
            "/minimum: expected a whole number, got text [wrong_type]; /maximum: expected a whole "
            "number, got a number with a fraction [wrong_type]; /source: expected an object, got a "
            "whole number [wrong_type]; /cutoff: expected a time of day such as 17:00:00 [bad_time]"
        ),
    ),
    (
        {"name": 5, "minimum": True, "maximum": 2, "source": {}, "cutoff": "25:00"},
        icp.ServiceLevel,
        (
            "/name: expected text, got a whole number [wrong_type]; /minimum: expected a whole "
            "number, got true or false [wrong_type]; /source/title: this is required [missing]; "
            "/source/url: this is required [missing]; /cutoff: expected a time of day such as "
            "17:00:00 [bad_time]"
        ),
    ),
    (
        {"filings": {}},
        icp.FilingRegister,
        "/filings: expected a list, got an object [wrong_type]",
    ),
    (
        {"filings": [{"account": "1001"}, 5]},
        icp.FilingRegister,
        (
            "/filings/0/subject: this is required [missing]; /filings/1: expected an object, got a "
            "whole number [wrong_type]"
        ),
    ),
    (5, icp.FilingNumber, "(the whole): expected text, got a whole number [wrong_type]"),
    (
        "浙ICP备1号",
        icp.FilingNumber,
        (
            "(the whole): expected a filing number: a province, ICP备, 8 or 10 digits and 号, such "
            "as 浙ICP备99000001号-1 [bad_filing_number]"
        ),
    ),
    (
        {"domain": "example.cn", "filing_number": "川ICP备99000001号"},
        icp.Website,
        (
            "/filing_number: filing numbers do not use this short name of a province; did you mean "
            "蜀? [bad_filing_number]"
        ),
    ),
    (
        {
            "code": "made_up",
            "severity": "fatal",
            "rule": 5,
            "path": None,
            "message": {"en": "a"},
            "remedy": {"en": "a", "zh": 5},
            "source": {"title": "x", "url": "x", "date": "2018"},
        },
        icp.Finding,
        (
            "/code: not a known code of a finding [unknown_value]; /severity: not a known "
            "Severity; use one of: error, warning, note [unknown_value]; /rule: expected text, got "
            "a whole number [wrong_type]; /path: expected text, got nothing (null) [wrong_type]; "
            "/message/zh: this is required [missing]; /remedy/zh: expected text, got a whole "
            "number [wrong_type]; /source/date: expected a date such as 2018-02-14 [bad_date]"
        ),
    ),
    (
        {
            "verdict": 5,
            "findings": 5,
            "required_documents": {},
            "window": 5,
            "steps": [5],
            "rules": ["made-up.one", 5],
            "edition": " ",
        },
        icp.Assessment,
        (
            "/verdict: expected a Verdict or its value as text, got a whole number [wrong_type]; "
            "/findings: expected a list, got a whole number [wrong_type]; /required_documents: "
            "expected a list, got an object [wrong_type]; /window: expected an object, got a whole "
            "number [wrong_type]; /steps/0: expected an object, got a whole number [wrong_type]; "
            "/rules/1: expected text, got a whole number [wrong_type]; /edition: must not be blank "
            "[empty]"
        ),
    ),
    (
        {"verdict": "accepted"},
        icp.Assessment,
        "; ".join(
            f"/{name}: this is required [missing]"
            for name in ("findings", "required_documents", "window", "steps", "rules", "edition")
        ),
    ),
    (
        {"title": 5, "url": None, "date": "", "quote": None, "read_on": 5, "gist": "a"},
        Source,
        (
            "/title: expected text, got a whole number [wrong_type]; /url: expected text, got "
            "nothing (null) [wrong_type]; /date: expected a date such as 2018-02-14 [bad_date]; "
            "/quote: expected text, got nothing (null) [wrong_type]; /read_on: expected text, got "
            "a whole number [wrong_type]; /gist: expected an object, got text [wrong_type]"
        ),
    ),
    (
        {"title": "x", "url": "x", "gist": {"en": "a"}, "translation": "b"},
        Source,
        (
            "/gist/zh: this is required [missing]; /translation: unknown key; the keys are: title, "
            "url, date, quote, read_on, gist [unknown_key]"
        ),
    ),
    ({"en": "a"}, Text, "/zh: this is required [missing]"),
    ((), icp.Request, "(the whole): expected JSON data, got something else [wrong_type]"),
    (
        {"kind": object()},
        icp.Request,
        "/kind: expected JSON data, got something else [wrong_type]",
    ),
    ({1: 2}, icp.Request, "(the whole): the keys of an object must be text [wrong_type]"),
    (
        {"kind": {"a b": {1: 2}}},
        icp.Request,
        "/kind/…: the keys of an object must be text [wrong_type]",
    ),
    ({"account": "x" * 10_001}, icp.Request, "/account: at most 10000 characters [too_long]"),
    ({"account": [0, [0] * 10_001]}, icp.Request, "/account/1: at most 10000 items [too_many]"),
    (
        {str(i): i for i in range(10_001)},
        icp.Request,
        "(the whole): at most 10000 items [too_many]",
    ),
    (
        [[0] * 10_000] * 20,
        icp.Request,
        "/0/20: at most 32 levels and 200000 values are read [too_large]",
    ),
    (
        nested(33),
        icp.Request,
        (
            "/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0: at most 32 "
            "levels and 200000 values are read [too_large]"
        ),
    ),
    (nested(32), icp.Request, "(the whole): expected an object, got a list [wrong_type]"),
    (
        {"name": "x", "minimum": 2, "maximum": 1},
        icp.ServiceLevel,
        "/maximum: the maximum cannot be less than the minimum [out_of_range]",
    ),
    (
        {
            "kind": "filing",
            "account": "1",
            "subject": {
                "type": "organization",
                "name": "x",
                "nature": 5,
                "credential": {"kind": 1, "number": "1"},
            },
        },
        icp.Request,
        "/subject/nature: this nature is only for subjects of type individual [wrong_kind]",
    ),
    (
        {"filings": [], "more": 1},
        icp.FilingRegister,
        '(the whole): expected an object with the single key "filings" [wrong_type]',
    ),
]
ONE, NAME = Column("x", ("a", "b")), Text("T", "表")
OTHERS = [
    (
        lambda: Text(5, None),
        DataError,
        "/en: expected text [wrong_type]; /zh: expected text [wrong_type]",
    ),
    (
        lambda: NAME.format(5),
        DataError,
        "/about: expected a term or a Text [wrong_type]",
    ),
    (
        lambda: Source("t", "u", gist="All."),
        DataError,
        "/gist: expected a value of type Text, got text [wrong_type]",
    ),
    (
        lambda: icp.ServiceLevel("t", 1, 2, "u"),
        DataError,
        "/source: expected a value of type Source, got text [wrong_type]",
    ),
    (
        lambda: CalendarChange(notice="u"),
        DataError,
        "/notice: expected a value of type Source, got text [wrong_type]",
    ),
    (
        lambda: Table("t", NAME, "first", [ONE], ()),
        DataError,
        '/hit: expected "unique" or "collect" [unknown_value]',
    ),
    (
        lambda: Table("t", NAME, "unique", [ONE, Column("y", ("c",)), ONE, ONE], ()),
        DataError,
        (
            "/columns/2/name: an earlier column has the same name [duplicate_name]; "
            "/columns/3/name: an earlier column has the same name [duplicate_name]"
        ),
    ),
    (
        lambda: Column("x", ("a", "b", "a")),
        DataError,
        "/values: each value may be listed only once [duplicate_value]",
    ),
    *(
        (
            lambda when=when: Rule("t.a", when, SAYS),
            DataError,
            (
                "/when: expected conditions, as where(input={value, value}) returns them "
                "[wrong_type]"
            ),
        )
        for when in (5, "xa", [5], ["xa"], {"x": "a"}, [("x", "a", "b")])
    ),
    (
        lambda: Rule("t.a", (), SAYS).source(),
        DataError,
        (
            "/edition: rule t.a is not in force in edition faq-en-2018-01-08; "
            "it is in force in: none [unknown_value]"
        ),
    ),
    (
        lambda: icp.FilingRegister.of(5),
        DataError,
        "/filings: expected a list of Filing, got a whole number [wrong_type]",
    ),
    (
        lambda: Holdings.of(5),
        DataError,
        (
            "/rows: expected a list of pairs of account and subject key, got a whole number "
            "[wrong_type]"
        ),
    ),
    (lambda: icp.tables()[4].at(EN, Purchase.DOMAIN, 5), KeyError, "'bought_from'"),
    (
        lambda: icp.tables()[4].at("faq", Purchase.DOMAIN, Whose.SAME),
        KeyError,
        "'edition'",
    ),
    (lambda: icp.tables()[4].at(EN, 5, Whose.SAME), KeyError, "'bought'"),
    (lambda: icp.tables()[4].only(EN, 5, Whose.SAME), KeyError, "'bought'"),
    (lambda: icp.nothing, AttributeError, "module 'icp_rules' has no attribute 'nothing'"),
    (lambda: icp.Trie, AttributeError, "module 'icp_rules' has no attribute 'Trie'"),
    (
        lambda: icp.load({}, dict),
        TypeError,
        "load reads the models of icp_rules and icp_rules.Request, no other type",
    ),
    (lambda: icp.dump({}), TypeError, "dump writes the models of icp_rules, no other value"),
    (
        lambda: REGISTER.add(OTHER),
        icp.RuleViolation,
        "This account already holds the filing of another subject. [account_holds_another_subject]",
    ),
    (
        lambda: REGISTER.add(
            icp.Filing(
                "1002",
                icp.Subject("individual", "张三", icp.Credential("resident_id_card", "1")),
                [icp.Website("example.cn")],
            )
        ),
        icp.RuleViolation,
        (
            "The number of the resident ID card is invalid: the format or the check digit is "
            "wrong. [credential_number_invalid]; This domain is filed under another subject. "
            "[website_filed_under_another_subject]"
        ),
    ),
]
COMPLAINTS = [
    *((call, DataError, said) for call, said in [*ARGUMENTS, *DERIVE, *TIME]),
    *((call, icp.BeyondHorizon, said) for call, said in HORIZON),
    *OTHERS,
]


def fresh_readers(monkeypatch):
    """Readers made anew, so that what makes them is tried too."""
    monkeypatch.setattr(converters, "_CAREFUL", converters._careful())
    monkeypatch.setattr(converters, "_QUICK", converters._quick())
    monkeypatch.setattr(converters, "_quick_reader", converters._quick_reader.__wrapped__)


class TestComplaints:
    """ "`.problems` lists every problem as `(pointer, code, message)`; no message repeats an input
    value" (docs/design.md, "Errors and limits")"""

    @pytest.mark.parametrize(("call", "error", "said"), COMPLAINTS, ids=range(len(COMPLAINTS)))
    def test_in_words(self, call, error, said):
        assert told(error, call) == said

    @pytest.mark.parametrize(("data", "type", "said"), LOAD, ids=range(len(LOAD)))
    def test_of_json(self, data, type, said, monkeypatch):
        fresh_readers(monkeypatch)
        assert told(DataError, lambda: icp.load(data, type)) == said

    def test_of_what_is_no_json_text(self):
        said = "/text: expected JSON text, got an object [wrong_type]"
        assert told(DataError, lambda: icp.loads({}, icp.Request)) == said

    def test_of_a_calendar_package_that_is_wrong(self, monkeypatch):
        empty = SimpleNamespace(weekend_workdays=[], is_working_day=lambda day: True)
        monkeypatch.setitem(
            sys.modules, "holidays", SimpleNamespace(country_holidays=lambda *_, **__: empty)
        )
        assert told(RuntimeError, icp.china_calendar.__wrapped__) == (
            "the installed holidays package is wrong: its working days since 2007 differ from the "
            "State Council's notices, or a year's make-up working days are missing; install "
            "holidays>=0.92"
        )

    def test_what_is_no_complaint_about_the_data_is_raised_as_it_is(self, monkeypatch):
        """A bug in what checks a value is not taken for a problem of the data."""
        monkeypatch.setitem(converters._HOOKS, icp.findings.Code, lambda value, _: 1 / 0)
        fresh_readers(monkeypatch)
        with pytest.raises(ZeroDivisionError):
            icp.load(JSON_FOUND, icp.Finding)

    def test_call_a_value_by_its_sort_alone(self):
        for value, called in [
            ("x", "text"),
            (True, "true or false"),
            (5, "a whole number"),
            (0.5, "a number with a fraction"),
            ({}, "an object"),
            ([], "a list"),
            (None, "nothing (null)"),
            (FRIDAY, "a date"),
            (dt.datetime(2018, 1, 8), "a date with a time"),
            (b"x", "something else"),
        ]:
            assert (
                told(DataError, lambda value=value: icp.exports.to_rows(value))
                == f"/table: expected a value of type Table, got {called} [wrong_type]"
            )

    def test_without_a_place_is_of_the_whole(self):
        error = DataError([icp.Problem("/a", "one", "first"), icp.Problem("", "two", "second")])
        assert str(error) == "/a: first [one]; (the whole): second [two]" and error.problems == (
            ("/a", "one", "first"),
            ("", "two", "second"),
        )
        assert (
            repr(DataError.of("one", "first"))
            == "DataError((Problem(pointer='', code='one', message='first'),))"
        )
        assert error.under("/b") == [("/b/a", "one", "first"), ("/b", "two", "second")]
        violation = icp.RuleViolation([FOUND, BARE, FOUND])
        assert (
            str(violation)
            == "It is <not> clear. [image_unclear]; It is <not> clear. [image_unclear]"
        )
        assert violation.findings == (FOUND, BARE, FOUND) and violation.args == (
            violation.findings,
        )


CARD = "the applicant's ID credential (original scan or photograph)"
WHOLE = f"{CARD}, showing the original, not a copy (front (portrait or information page) and back)"
WHOLE_ZH = "申请人身份证件（原件扫描件或照片），使用原件，正反两面"
FOUND = icp.Finding(
    "image_unclear",
    icp.Severity.ERROR,
    "made-up.one",
    "/documents/0",
    Text("It is <not> clear.", "不清晰。"),
    Text("Try again.", "请重试。"),
    SOURCE,
    REASON,
)
BARE = attrs.evolve(FOUND, severity=icp.Severity.NOTE, remedy=None, reason=None)
REASONS = (
    REASON,
    Reason("made-up.two", (), PLAIN),
    *[Reason("made-up.three", (Text("c", "丙"),), SOURCE)] * 2,
)
ROUTE = icp.Route(
    accounts.Outcome.CLAIM,
    (Text("Go.", "去。"), Text("Stop.", "停。")),
    (BARE,),
    ("a", "b", "c", "d"),
    REASONS,
)
NEED = icp.Requirement(
    icp.DocumentKind.ID_CREDENTIAL, tuple(Side), None, False, False, True, "made-up.one", REASON
)


def answer():
    return icp.Assessment(
        icp.Verdict.REJECTED,
        (FOUND, BARE),
        (NEED,),
        window(),
        ROUTE.steps,
        ("made-up.one", "made-up.two", "made-up.three"),
        EN,
        (ZH6, GUIDE),
        (REASON, REASONS[1], window().reason(), REASONS[1]),
        REASONS[2:],
    )


class TestNames:
    """ "`repr` is short and masks identity numbers." (docs/design.md, "Explanations and
    pictures")"""

    @pytest.mark.parametrize(
        ("make", "shown"),
        [
            (
                lambda: icp.Credential("resident_id_card", ID),
                "Credential(kind=<resident_id_card>, number=…002X)",
            ),
            (
                lambda: icp.Credential("passport", "E1234567890"),
                "Credential(kind=<passport>, number=…)",
            ),
            (
                lambda: FILING.subject,
                (
                    "Subject(type=<organization>, name='示例科技', "
                    "credential=Credential(kind=<organization_code>, number=…), nature=None)"
                ),
            ),
            (lambda: icp.FilingRegister.of([FILING, OTHER]), "<FilingRegister: 2 filings>"),
            (
                lambda: icp.FilingRegister.of([FILING, OTHER]).conflicts(),
                "<Conflicts: 1 accounts, 0 subjects>",
            ),
            (
                lambda: Holdings.of([("a", "s1"), ("a", "s2"), ("a", "s1")]),
                "<Holdings: 2 pairs of account and subject>",
            ),
            (
                lambda: icp.FilingNumber.parse("浙icp备99000001号-1A"),
                (
                    "FilingNumber(province='浙', serial='99000001', index=1, service=<app>, "
                    "repairs=('case',))"
                ),
            ),
            (lambda: Text("a", "甲"), "Text(en='a', zh='甲')"),
            (lambda: icp.Verdict.ACCEPTED, "<accepted>"),
            (own_edition, "<mine>"),
            (calendar, "<WorkingCalendar 2018-09-24 to 2018-10-21, official through 2018-10-14>"),
            (
                lambda: calendar().with_changes(off=[D(2018, 10, 8)]),
                (
                    "<WorkingCalendar 2018-09-24 to 2018-10-21, official through 2018-10-14, 1 "
                    "changes>"
                ),
            ),
            (lambda: icp.picture(2030, 7, plain_weeks()), "<Picture of 2030-07>"),
            (lambda: icp.picture(2030, None, plain_weeks()), "<Picture of 2030>"),
            (
                lambda: CalendarChange([FRIDAY], [], "x", 2018),
                (
                    "CalendarChange(off=(datetime.date(2018, 9, 28),), working=(), source='x', "
                    "year=2018)"
                ),
            ),
            (
                lambda: NEED,
                (
                    "Requirement(document=<id_credential>, sides=(<front>, "
                    "<back>), held=None, sealed=False, on_template=False, of_original=True, "
                    "rule='made-up.one')"
                ),
            ),
            (
                lambda: SOURCE,
                (
                    "Source(title='Title', url='https://example.com/a?b=1&c=2', "
                    "date=datetime.date(2018, 1, 8), quote='A sentence.', read_on=None, gist=None)"
                ),
            ),
            (
                lambda: icp.ImportRequest("1", "other"),
                (
                    "ImportRequest(account='1', origin=<other>, obtained_on=None, "
                    "knows_old_account=True, knows_old_password=True)"
                ),
            ),
        ],
        ids=range(18),
    )
    def test_in_a_shell(self, make, shown):
        assert repr(make()) == shown

    def test_in_print(self):
        numbers = [
            str(icp.FilingNumber.parse("浙ICP备99000001号" + end))
            for end in ("", "-2", "-12A", "-3X")
        ]
        assert numbers == [
            "浙ICP备99000001号",
            "浙ICP备99000001号-2",
            "浙ICP备99000001号-12A",
            "浙ICP备99000001号-3X",
        ]
        assert (
            str(icp.Verdict.ACCEPTED),
            icp.Verdict.ACCEPTED.to("en"),
            icp.Verdict.ACCEPTED.to("zh"),
        ) == ("accepted", "accepted", "通过")
        assert (str(own_edition()), own_edition().to("en"), own_edition().to("zh")) == (
            "mine",
            "Mine",
            "我的",
        )
        assert (icp.identifiers.mask("E12345678901"), icp.identifiers.mask("E1234567890")) == (
            "…8901",
            "…",
        )
        many = (
            Holdings.of(),
            Holdings.of([("a", "s1"), ("a", "s2")]),
            Holdings.of([("a", "s1")]),
        )
        assert (
            len({hash(one) for one in many})
            == len({hash(one.conflicts()) for one in many}) + 1
            == 3
            and many[0] != 5
        )
        filed = icp.FilingRegister.of([FILING, attrs.evolve(OTHER, websites=FILING.websites)])
        assert (
            filed.holders_of("example.cn"),
            filed.subjects_of("1001"),
            filed.accounts_of(PASSPORT.key),
            filed.subjects_named("示例科技"),
            filed.subjects_named("张三"),
        ) == (
            {FILING.subject, OTHER.subject},
            {FILING.subject, OTHER.subject},
            {"1001"},
            {FILING.subject.key},
            frozenset(),
        )

    def test_a_proof_with_every_sort_of_flaw(self, monkeypatch):
        blank = attrs.evolve(SOURCE, quote=" ")
        cited = {"made-up.one": {EN: SOURCE, ZH6: UNQUOTED}, "made-up.two": {EN: blank}}
        monkeypatch.setattr(rules, "CITED", cited)
        first, second = Column("a", (1, None)), Column("b", rules.BOTH)
        table = Table(
            "made-up",
            Text("Made up", "虚构"),
            "unique",
            (first, second),
            (
                Rule("made-up.one", where(a={1}), None),
                Rule("made-up.two", where(b={True}), None),
                Rule("made-up.three", where(c={1}), None),
                Rule("made-up.three", where(a=()), None, attrs.evolve(UNQUOTED, title="")),
                Rule("made-up.four", where(a={1, 2}), None, attrs.evolve(SOURCE, url="")),
            ),
            (EN.value, ZH6.value),
        )
        asks = (
            "a condition of the row has no values, or names an input or a value that the table "
            "lacks"
        )
        source = (
            "the source of the row lacks a title or an address, or has neither a quote nor a gist"
        )
        assert str(icp.prove([table])).splitlines() == [
            "1 tables, 5 rows, 8 cells, 0 sentences: 18 flaws.",
            *[
                "made-up" + flaw
                for flaw in [
                    f": {source}: made-up.two",
                    ": another row has the same id: made-up.three",
                    f": {asks}: made-up.three",
                    ": no sentence names the row, so no edition applies it: made-up.three",
                    ": another row has the same id: made-up.three",
                    f": {asks}: made-up.three",
                    f": {source}: made-up.three",
                    f": {asks}: made-up.four",
                    f": {source}: made-up.four",
                    (
                        " (1, True) in faq-en-2018-01-08: more than one row applies: made-up.one, "
                        "made-up.two, made-up.four"
                    ),
                    (
                        " (1, False) in faq-en-2018-01-08: more than one row applies: made-up.one, "
                        "made-up.four"
                    ),
                    " (None, False) in faq-en-2018-01-08: no row applies",
                    *(
                        (
                            f" (1, {wet}) in faq-zh-2018-06-09: more than one row applies: "
                            "made-up.one, made-up.four"
                        )
                        for wet in (True, False)
                    ),
                    " (None, True) in faq-zh-2018-06-09: no row applies",
                    " (None, False) in faq-zh-2018-06-09: no row applies",
                    ": the row never applies: made-up.three",
                    ": the row never applies: made-up.three",
                ]
            ],
        ]

    def test_a_proof_in_an_edition_of_ones_own_and_in_one_that_is_silent(self, monkeypatch):
        monkeypatch.setattr(rules, "CITED", {"made-up.one": {EN: SOURCE}})
        table = Table(
            "made-up",
            Text("Made up", "虚构"),
            "unique",
            (Column("b", rules.BOTH),),
            (Rule("made-up.one", (), None),),
        )
        proof = icp.prove([table])
        assert str(proof) == "1 tables, 1 rows, 10 cells, 0 sentences: no flaw."
        assert proof.silent == tuple(("made-up", one.value) for one in (ZH6, ZH8, GUIDE, HELP))
        own = attrs.evolve(table, rows=(), editions=("mine",), published=table)
        assert icp.prove([own]).silent == (("made-up", "mine"),) and icp.prove([own]).flaws == ()
        rows = (Rule("made-up.never", where(b={"no"}), None, SOURCE),)
        own = attrs.evolve(own, rows=rows)
        assert str(icp.prove([own])).splitlines() == [
            "1 tables, 1 rows, 2 cells, 0 sentences: 4 flaws.",
            (
                "made-up: a condition of the row has no values, or names an input or a value that "
                "the table lacks: made-up.never"
            ),
            "made-up (True) in mine: no row applies",
            "made-up (False) in mine: no row applies",
            "made-up: the row never applies: made-up.never",
        ]
        several = attrs.evolve(table, hit="collect")
        assert icp.prove([several]) == attrs.evolve(proof, silent=())
        assert str(Proof(14, 2, 3, 4, ())) == "14 tables, 2 rows, 3 cells, 4 sentences: no flaw."
        assert (
            str(Proof(14, 2, 3, 4, icp.prove([own]).flaws[:1])).splitlines()[0]
            == "14 tables, 2 rows, 3 cells, 4 sentences: 1 flaw."
        )

    def test_a_proof_of_the_sentences(self, monkeypatch):
        said = Text("It rains.", "下雨。")
        page = Page(
            "A page",
            "https://example.com",
            sentences=(
                Sentence("One.", said, "subjects.first made-up.one made-up.two"),
                Sentence("Two.", said),
                Sentence("Three.", said, no_rule=Text("A heading.", "标题。")),
            ),
        )
        others = (
            Publication((attrs.evolve(page, title="Another page"),), ZH6.value, said),
            Publication((attrs.evolve(page, title="A standard"),)),
        )
        monkeypatch.setattr(
            icp.editions, "PUBLICATIONS", (Publication((page,), EN.value, said), *others)
        )
        flaws = [
            (
                "A page in faq-en-2018-01-08: a sentence names a row that is in no table: "
                "made-up.one, made-up.two"
            ),
            "A page in faq-en-2018-01-08: a sentence names no row and gives no reason why",
        ]
        walked, *found = str(icp.prove(EN)).splitlines()
        assert walked.endswith(" cells, 3 sentences: 2 flaws.") and found == flaws
        walked, *found = str(icp.prove()).splitlines()
        assert walked.endswith(" cells, 9 sentences: 6 flaws.") and found == [
            *flaws,
            *(
                one.replace("A page in faq-en-2018-01-08", f"Another page in {ZH6}")
                for one in flaws
            ),
            *(one.replace("A page in faq-en-2018-01-08", "A standard") for one in flaws),
        ]
        assert str(icp.prove([])) == "0 tables, 0 rows, 0 cells, 0 sentences: no flaw."


class TestAnswers:
    """ "`explain("en")` and `explain("zh")` return the answer in plain words. The
    explanation includes the result, the conditions that matched, the rule, its sentence and the
    address of the page." (docs/design.md, "Explanations and pictures")"""

    WHY = (
        "  Because it rains, and it is "
        "<cold>.\n  Rule made-up.one, Title (2018-01-08): “A sentence.”"
        " https://example.com/a?b=1&c=2"
    )
    WHY_ZH = (
        "  依据：下雨，且寒冷。\n  规则 made-up.one，《Title》（2018-01-08）：“A sentence.”"
        " https://example.com/a?b=1&c=2"
    )
    #: What an answer without a reason knows, such as one read from JSON.
    KNOWN = "  Rule made-up.one, Title (2018-01-08): “A sentence.” https://example.com/a?b=1&c=2"
    KNOWN_ZH = (
        "  规则 made-up.one，《Title》（2018-01-08）：“A sentence.” https://example.com/a?b=1&c=2"
    )

    def test_a_finding(self):
        assert FOUND.explain() == f"Error: It is <not> clear. Try again.\n{self.WHY}"
        assert FOUND.explain("zh") == f"错误：不清晰。请重试。\n{self.WHY_ZH}"
        assert BARE.explain() == f"Note: It is <not> clear.\n{self.KNOWN}"
        assert BARE.explain("zh") == f"提示：不清晰。\n{self.KNOWN_ZH}"

    def test_a_requirement(self):
        assert (NEED.explain(), NEED.explain("zh")) == (
            f"{WHOLE}\n{self.WHY}",
            f"{WHOLE_ZH}\n{self.WHY_ZH}",
        )
        assert (
            attrs.evolve(NEED, sides=(Side.FRONT,), reason=None).explain()
            == f"{CARD}, showing the original, not a copy"
        )
        letter = icp.Requirement(
            icp.DocumentKind.LETTER_OF_AUTHORIZATION, (), None, True, True, False, "x"
        )
        assert letter.explain() == (
            "letter of authorization from the organization, stamped with the company seal, on "
            "the provider's template"
        )
        assert letter.explain("zh") == "单位授权委托书，加盖单位公章，使用规定的样例"
        photo = icp.Requirement(
            icp.DocumentKind.HALF_LENGTH_PHOTO, (), icp.Held.ID_CREDENTIAL, False, False, False, "x"
        )
        assert (
            photo.explain()
            == "half-length photograph of the applicant holding the applicant's ID credential"
        )
        assert photo.explain("zh") == "申请人手持本人身份证件的半身照"

    def test_a_route(self):
        assert ROUTE.explain() == (
            f"Claim the filing.\n{self.WHY}\nHow to proceed:\n  Always.\n  Rule made-up.two, "
            "Other (2019-08-01): “Another.” http://example.com\n"
            "1. Go.\n2. Stop.\n  Rule made-up.three, Title (2018-01-08): “A "
            "sentence.” https://example.com/a?b=1&c=2\n"
            f"Note: It is <not> clear.\n{self.KNOWN}"
        )
        assert ROUTE.explain("zh") == (
            f"认领备案。\n{self.WHY_ZH}\n具体途径：\n  一律适用。\n  规则 made-up.two，《Other》"
            "（2019-08-01）：“Another.” http://example.com\n"
            "1. 去。\n2. 停。\n  规则 made-up.three，《Title》（2018-01-08）：“A "
            "sentence.” https://example.com/a?b=1&c=2\n"
            f"提示：不清晰。\n{self.KNOWN_ZH}"
        )
        assert (
            attrs.evolve(ROUTE, reasons=(), findings=()).explain("zh")
            == "认领备案。\n1. 去。\n2. 停。"
        )

    def test_an_assessment(self):
        one, level = "made-up.one", "windows.email-initialization"
        assert lines(answer(), "en") == [
            ("Verdict: rejected.", None),
            ("Error: It is <not> clear. Try again.", one),
            ("Note: It is <not> clear.", one),
            (f"To hand in: {WHOLE}.", one),
            (
                "Received on 2018-09-28; expected from 2018-09-29 to 2018-10-04 (official).",
                level,
            ),
            ("This rule applies:", "made-up.two"),
            ("1. Go.", "made-up.three"),
            ("2. Stop.", "made-up.three"),
            ("Edition applied: FAQ, English, 2018-01-08.", None),
            (
                (
                    "These editions would answer differently: FAQ, Chinese, 2018-06-09; Guide "
                    "pages, Chinese, 2019-08-01."
                ),
                None,
            ),
        ]
        assert lines(answer(), "zh") == [
            ("结论：不通过。", None),
            ("错误：不清晰。请重试。", one),
            ("提示：不清晰。", one),
            (f"须提供：{WHOLE_ZH}。", one),
            (
                "收到日期：2018-09-28；预计处理时间：2018-09-29 至 2018-10-04（依据官方安排）。",
                level,
            ),
            ("适用规则：", "made-up.two"),
            ("1. 去。", "made-up.three"),
            ("2. 停。", "made-up.three"),
            ("适用版本：英文版《常见问题》（2018-01-08）。", None),
            (
                "以下版本的答案不同：中文版《常见问题》（2018-06-09）、中文版操作指南（2019-08-01）。",
                None,
            ),
        ]
        applied = "Edition applied: FAQ, English, 2018-01-08."
        bare = attrs.evolve(
            answer(),
            findings=(),
            required_documents=(),
            window=None,
            steps=(),
            differs_in=(),
            reasons=(),
            step_reasons=(),
        )
        assert bare.explain() == f"Verdict: rejected.\n{applied}"
        # an answer that was read from JSON has no reasons
        assert attrs.evolve(bare, steps=ROUTE.steps).explain() == (
            f"Verdict: rejected.\n1. Go.\n2. Stop.\n{applied}"
        )
        assert attrs.evolve(bare, reasons=(REASON,)).explain() == (
            f"Verdict: rejected.\nThis rule applies:\n{self.WHY}\n{applied}"
        )

    def test_in_a_notebook(self):
        style = 'style="text-align:left;vertical-align:top;padding:4px 10px"'
        left = f"<td {style}>"
        heads = (
            "<table><tr>"
            + "".join(
                f"<th {style}>{one}</th>" for one in ("answer", "because", "rule", "sentence")
            )
            + "</tr>"
        )
        link = (
            '“A sentence.” <a href="https://example.com/a?b=1&amp;c=2">Title</a>, 2018-01-08</td>'
            "</tr>"
        )
        assert FOUND._repr_html_() == (
            f"{heads}<tr>{left}Error: It is &lt;not&gt; clear. Try again."
            f"</td>{left}it rains, and it is &lt;cold&gt;</td>{left}made-up.one</td>{left}{link}"
            "</table>"
        )
        plain = attrs.evolve(ROUTE, findings=(BARE,), steps=(), reasons=(REASONS[1],))
        assert plain._repr_html_() == (
            f"{heads}<tr>{left}Claim the filing.</td>{left}always</td>{left}made-up.two"
            f"</td>{left}“Another.” Other, 2019-08-01</td></tr>"
            f"<tr>{left}Note: It is &lt;not&gt; clear.</td>{left}</td>{left}made-up.one"
            f"</td>{left}{link}</table>"
        )
        unquoted = attrs.evolve(
            FOUND, remedy=None, reason=Reason("made-up.one", REASON.conditions[:1], UNQUOTED)
        )
        assert unquoted._repr_html_() == (
            f"{heads}<tr>{left}Error: It is &lt;not&gt; clear.</td>{left}it rains"
            f"</td>{left}made-up.one</td>{left}One code. (in our words; not quoted) "
            '<a href="https://example.cn/list">Code list</a>, no date; read on 2026-11-26</td>'
            "</tr></table>"
        )
        alone = attrs.evolve(ROUTE, findings=(), steps=(), reasons=())
        assert alone._repr_html_() == (
            f'{heads}<tr><td colspan="4" {style}>Claim the filing.</td></tr></table>'
        )
        # what several lines rest on is said once
        twice = attrs.evolve(ROUTE, findings=(FOUND, FOUND), steps=(), reasons=())
        found = "Error: It is &lt;not&gt; clear. Try again."
        assert twice._repr_html_() == (
            f'{heads}<tr><td colspan="4" {style}>Claim the filing.</td></tr>'
            f"<tr>{left}{found}<br>{found}</td>{left}it rains, and it is &lt;cold&gt;</td>"
            f"{left}made-up.one</td>{left}{link}</table>"
        )

    def test_of_the_engine(self):
        person = icp.Applicant("individual")
        assert [lines(one, "en") for one in icp.required_documents(person)] == [
            [(WHOLE, "documents.individual")],
            [
                (
                    "half-length photograph of the applicant holding the applicant's ID credential",
                    "documents.individual",
                )
            ],
        ]
        route, steps = icp.recovery_route(True, True), "steps.retrieve-password"
        assert lines(route, "en") == [
            ("Retrieve the old password.", "recovery.retrieve"),
            (
                (
                    "1. Retrieve the password of the old account with “Retrieve ICP Filing Logon "
                    "Password”."
                ),
                steps,
            ),
        ]
        given = "old_hichina_platform", D(2017, 2, 1)
        way = icp.import_route(*given, knows_old_password=False, account="1002", index=REGISTER)
        doubtful = (
            "警告：原万网平台在 2017 年 1 月之后不再受理备案，因此所填的取得日期可能有误。"
            "请核对取得备案的日期。"
        )
        assert [said for said, _ in lines(way, "zh")] == [
            "找回密码。",
            "具体途径：",
            "1. 通过“找回备案登录密码”找回原账号的密码。",
            "2. 登录阿里云备案系统，单击“导入备案信息”。",
            "3. 单击“导入信息继续备案”。",
            "4. 输入原备案平台的账号和密码进行验证。",
            "5. 验证成功后，将备案信息导入新平台。",
            doubtful,
        ]
        taken = icp.import_route(*given, knows_old_password=False, account="1001", index=REGISTER)
        assert [said for said, _ in lines(taken, "zh")] == [
            "找回密码。",
            "具体途径：",
            doubtful,
            (
                "错误：导入的目标账号下已有备案主体。如该主体就是旧备案的主体，请直接在该账号下备案；"
                "如为其他主体，请换用没有备案主体的阿里云账号导入。"
            ),
        ]
        assert (taken.steps, taken.rules) == ((), way.rules[:2])
        assert way.rules == (
            "imports.old-platform",
            "access.password-lost",
            steps,
            "steps.open-import",
            "steps.continue-import",
            "steps.enter-old-account",
            "steps.imported",
        )
        filed = icp.assess(
            icp.FilingRequest(
                attrs.evolve(
                    OTHER, websites=FILING.websites, domain_account="2", server_account="3"
                )
            ),
            REGISTER,
        )
        assert [(one.path, one.rule, one.message.en) for one in filed.findings] == [
            (
                "/account",
                "subjects.other-subject",
                "This account already holds the filing of another subject.",
            ),
            (
                "/websites/0/domain",
                "holders.other-subject",
                "This domain is filed under another subject.",
            ),
            *(
                (
                    f"/{what}_account",
                    "purchases.other-account",
                    (
                        f"The {what} was bought through another account. This is allowed and does "
                        "not affect the review."
                    ),
                )
                for what in ("domain", "server")
            ),
        ]

    def test_a_rule_in_words(self):
        assert Says("image_unclear").words == Text(
            "error: The image is not clear: the document in question. Upload a clear image.",
            "错误：图片不清晰：（材料名称）。请上传清晰的图片。",
        )
        assert Says("image_unclear", Text("Stop.", "停。")).words == Text(
            "error: The image is not clear: the document in question. Stop.",
            "错误：图片不清晰：（材料名称）。停。",
        )
        assert Says("document_not_needed").words == Text(
            "note: This applicant does not need to hand in: the document in question.",
            "提示：该申请人无需提供：（材料名称）。",
        )
        assert (
            LEVEL.words,
            icp.ServiceLevel("x", 1, 1).words,
            icp.ServiceLevel("x", 1, 3).words,
        ) == (
            Text("2 working days after the day of receipt", "自收到次日起 2 个工作日"),
            Text("1 working day after the day of receipt", "自收到次日起 1 个工作日"),
            Text("1 to 3 working days after the day of receipt", "自收到次日起 1 至 3 个工作日"),
        )
        assert (LEVEL.days, icp.ServiceLevel("x", 1, 1).days, icp.EMAIL_INITIALIZATION.days) == (
            Text("2 working days", "2 个工作日"),
            Text("1 working day", "1 个工作日"),
            Text("1 to 2 working days", "1 至 2 个工作日"),
        )
        assert [
            rules.consequence(one) for one in (None, Text("a", "甲"), (Text("a", "甲"), None))
        ] == [Text("permitted", "允许"), Text("a", "甲"), Text("a; permitted", "甲；允许")]
        assert [words(one) for one in (None, True, False, Side.BACK, 5)] == [
            Text("not given", "未提供"),
            Text("yes", "是"),
            Text("no", "否"),
            Text("back", "反面"),
            Text("5", "5"),
        ]
        assert accounts.Way(accounts.Outcome.CLAIM).words == Text("claim the filing.", "认领备案。")
        texts = Text("a", "甲"), Text("b", "乙"), Text("c", "丙")
        assert [any_of(texts[:n]) for n in (1, 2, 3)] == [
            Text("a", "甲"),
            Text("a or b", "甲或乙"),
            Text("a, b or c", "甲、乙或丙"),
        ]
        assert [conjoined(texts[:n]) for n in (0, 1, 3)] == [
            Text("", ""),
            Text("a", "甲"),
            Text("a, and b, and c", "甲，且乙，且丙"),
        ]
        assert both(iter(texts), "+", "加") == Text("a+b+c", "甲加乙加丙")

    def test_a_step_in_words(self):
        plain = accounts.Instruction(Text("Go {}.", "去{}。"))
        waiting = accounts.Instruction(Text("Wait {}.", "等待{}。"), icp.Stage.CLAIM_REVIEW)
        whatever = Text("the stated number of working days", "规定的工作日数")
        assert (plain.worded(EN), waiting.words) == (plain.text, waiting.text.format(whatever))
        assert waiting.worded(GUIDE) == Text("Wait 1 working day.", "等待1 个工作日。")
        assert waiting.worded(EN) == Text(
            "Wait an unstated number of working days.", "等待未载明的工作日数。"
        )
        assert icp.recovery_route(False, False).steps[3] == Text(
            "Wait for the application to be processed: 1 to 2 working days after receipt.",
            "等待处理。收到申请后的处理时间：1 至 2 个工作日。",
        )
        claimed = icp.import_route("official_store", D(2010, 5, 31), edition=GUIDE)
        assert claimed.steps[2] == Text(
            "Upload images or colour scans of the credentials and submit the claim. The review "
            "takes 1 working day.",
            "上传证件图片或彩色扫描件，提交认领。审核时间：1 个工作日。",
        )
        quick = own_edition(
            rows=[
                row(
                    "windows.email-initialization",
                    icp.ServiceLevel("email_initialization", 3, 3, SOURCE),
                    stage={icp.Stage.EMAIL_INITIALIZATION},
                )
            ]
        )
        gone = own_edition(withdraw=["windows.email-initialization"])
        assert [
            icp.recovery_route(False, False, one).steps[3].en.partition(": ")[2]
            for one in (quick, gone)
        ] == ["3 working days after receipt.", "an unstated number of working days after receipt."]

    def test_a_passage_in_the_other_language(self):
        """ "If the sentence is in the other language, our translation follows, marked as ours. If
        the sentence may not be quoted, the explanation says in our own words what the sentence
        says, marked as ours." (docs/design.md, "Explanations and pictures")"""
        for source, en, zh in [
            (SOURCE, "“A sentence.”", "“A sentence.”"),
            (CHINESE, "“今天下雨。” (our translation: It rains today.)", "“今天下雨。”"),
            (
                attrs.evolve(SOURCE, gist=CHINESE.gist),
                "“A sentence.”",
                "“A sentence.”（本包译文：今日有雨。）",
            ),
            (
                UNQUOTED,
                "One code. (in our words; not quoted)",
                "一个代码。（本包转述，非原文）",
            ),
            (Source("Title", "https://example.cn"), "", ""),
        ]:
            assert (icp.findings.passage(source, "en"), icp.findings.passage(source, "zh")) == (
                en,
                zh,
            )
        found = attrs.evolve(FOUND, reason=Reason("made-up.one", (), UNQUOTED))
        assert found.explain().splitlines()[1:] == [
            "  Always.",
            (
                "  Rule made-up.one, Code list (no date; read on 2026-11-26): One code. (in our "
                "words; not quoted) https://example.cn/list"
            ),
        ]
        assert found.explain("zh").splitlines()[1:] == [
            "  一律适用。",
            (
                "  规则 made-up.one，《Code list》（原文无日期，2026-11-26 查阅）：一个代码。"
                "（本包转述，非原文） https://example.cn/list"
            ),
        ]
        undated = attrs.evolve(
            FOUND, reason=Reason("made-up.one", (), attrs.evolve(SOURCE, date=None))
        )
        assert undated.explain().splitlines()[2] == (
            "  Rule made-up.one, Title: “A sentence.” https://example.com/a?b=1&c=2"
        )

    def test_a_condition_in_words(self):
        column = Column("x", (1, 2, 3, 4, 5, 6, 7), Text("x is {}", "x 为{}"))
        assert [
            column.clause(allowed)
            for allowed in ({1}, {1, 2, 3}, {1, 2, 3, 4}, {1, 2, 3, 4, 5, 6, 7})
        ] == [
            Text("x is 1", "x 为1"),
            Text("x is 1, 2 or 3", "x 为1、2或3"),
            Text("x is anything but 5, 6 or 7", "x 为除5、6或7以外的任何一项"),
            Text("x is anything", "x 为任意"),
        ]
        assert attrs.evolve(column, values=(1, 2, 3, 4, 5, 6, 7, 8)).clause({2, 4, 6, 8}) == Text(
            "x is 2, 4, 6 or 8", "x 为2、4、6或8"
        )
        assert attrs.evolve(column, values=(1, 2, 3, 4)).clause({2, 3, 4}) == Text(
            "x is 2, 3 or 4", "x 为2、3或4"
        )
        assert Column("x", (1, 2)).clause({2}) == Text("x: 2", "x：2")
        clauses = Column("x", (1, 2, 3), (Text("a", "甲"), Text("b", "乙"), Text("c", "丙")))
        assert [clauses.clause(allowed) for allowed in ({1}, {2, 3}, {1, 2, 3})] == [
            Text("a", "甲"),
            Text("b or c", "乙或丙"),
            Text("a, b or c", "甲、乙或丙"),
        ]


SHOWN = icp.SubmittedDocument("id_credential", ["front", "back"])
OWN_PHOTO, PHOTO = (
    icp.SubmittedDocument("half_length_photo", held=held)
    for held in ("id_credential", "subject_credential")
)
LETTER = icp.SubmittedDocument("letter_of_authorization", sealed=True, on_template=True)
HELD = (
    "half-length photograph of the applicant holding the valid credential of the ICP Filing subject"
)
PAPER = "letter of authorization from the organization"
OWN, ITS, ADMINISTRATOR = (
    "documents.individual",
    "documents.organization-agent",
    "documents.organization-administrator",
)


def handed_in(applicant, *given):
    return icp.EmailInitializationRequest(applicant, FRIDAY, given)


def with_(document, **fault):
    return attrs.evolve(document, **fault)


#: A request, and for each remedy its changes: what to do, where, in words, and by which rule.
CHANGES = [
    (handed_in(PERSON, OWN_PHOTO), [[("hand_in", "/documents", f"Hand in: {WHOLE}.", OWN)]]),
    (
        handed_in(PERSON, OWN_PHOTO, with_(SHOWN, sides=["front"])),
        [[("show_side", "/documents", f"Show the missing side as well: {CARD}.", OWN)]],
    ),
    (
        handed_in(PERSON, PHOTO, SHOWN),
        [
            [
                (
                    "hold",
                    "/documents/0",
                    (
                        "Take the photograph again, holding the right credential: half-length "
                        "photograph of the applicant holding a credential."
                    ),
                    OWN,
                )
            ]
        ],
    ),
    (
        handed_in(PERSON, OWN_PHOTO, with_(SHOWN, of_original=False)),
        [[("use_original", "/documents/1", f"Scan or photograph the original: {CARD}.", OWN)]],
    ),
    (
        handed_in(AGENT, PHOTO, SHOWN, with_(LETTER, sealed=False)),
        [[("seal", "/documents/2", f"Have it stamped with the company seal: {PAPER}.", ITS)]],
    ),
    (
        handed_in(AGENT, PHOTO, SHOWN, with_(LETTER, on_template=False)),
        [[("use_template", "/documents/2", f"Use the provider's template: {PAPER}.", ITS)]],
    ),
    (
        handed_in(PERSON, OWN_PHOTO, with_(SHOWN, clear=False)),
        [[("clear_image", "/documents/1", f"Hand in a clear image: {CARD}.", OWN)]],
    ),
    (
        handed_in(PERSON, OWN_PHOTO, with_(SHOWN, authentic=False)),
        [[("authentic", "/documents/1", f"Hand in an authentic document: {CARD}.", OWN)]],
    ),
    (
        handed_in(PERSON, OWN_PHOTO, with_(SHOWN, valid_until=D(2018, 9, 27))),
        [[("renew", "/documents/1", f"Hand in a document that is still valid: {CARD}.", OWN)]],
    ),
    (
        handed_in(PERSON, OWN_PHOTO, with_(SHOWN, clear=False, of_original=False)),
        [[("replace", "/documents", f"Hand in a corrected version of: {WHOLE}.", OWN)]],
    ),
    (
        handed_in(PERSON, OWN_PHOTO, SHOWN, with_(LETTER, authentic=False)),
        [[("leave_out", "/documents", f"Leave out a document that is not needed: {PAPER}.", OWN)]],
    ),
    (
        handed_in(AGENT),
        [
            [
                ("hand_in", "/documents", f"Hand in: {HELD}.", ITS),
                ("hand_in", "/documents", f"Hand in: {WHOLE}.", ITS),
                (
                    "hand_in",
                    "/documents",
                    f"Hand in: {PAPER}, stamped with the company seal, on the provider's template.",
                    ITS,
                ),
            ],
            [
                (
                    "administrator_applies",
                    "/applicant",
                    (
                        "Ask the subject administrator or website administrator to apply, with "
                        "documents of their own."
                    ),
                    ADMINISTRATOR,
                ),
                ("hand_in", "/documents", f"Hand in: {HELD}.", ADMINISTRATOR),
                ("hand_in", "/documents", f"Hand in: {WHOLE}.", ADMINISTRATOR),
            ],
        ],
    ),
    (
        icp.FilingRequest(attrs.evolve(FILING, account="1002", websites=())),
        [
            [
                (
                    "file_from_holder",
                    "/account",
                    "File from the account that holds the subject's filing.",
                    "subjects.further-websites",
                )
            ]
        ],
    ),
    (
        icp.FilingRequest(
            attrs.evolve(OTHER, websites=[icp.Website("a.cn"), icp.Website("example.cn")])
        ),
        [
            [
                (
                    "file_from_free",
                    "/account",
                    "File from an account that holds no subject.",
                    "subjects.first",
                ),
                (
                    "clear_domain",
                    "/websites/1/domain",
                    (
                        "Leave out this website, or first have the earlier filing of its domain "
                        "cancelled."
                    ),
                    "subjects.first",
                ),
            ]
        ],
    ),
    (
        icp.FilingRequest(
            icp.Filing(
                "1", icp.Subject("individual", "张三", icp.Credential("resident_id_card", "1"))
            )
        ),
        [
            [
                (
                    "correct_number",
                    "/subject/credential/number",
                    "Correct the number of the credential, then ask again.",
                    "numbers.resident",
                )
            ]
        ],
    ),
    (
        icp.ImportRequest("1001", "official_store"),
        [
            [
                (
                    "give_date",
                    "/obtained_on",
                    (
                        "Give the day the filing was obtained. These days are accepted: before "
                        "2017-01-01."
                    ),
                    "imports.store",
                ),
                (
                    "import_into_free",
                    "/account",
                    (
                        "If the old filing belongs to another subject, import it into an account "
                        "that holds no subject."
                    ),
                    "imports.store",
                ),
            ]
        ],
    ),
    (icp.ImportRequest("1001", "other"), []),
    (icp.RecoveryRequest(True, True), [[]]),
]


class TestChanges:
    """ "`what_must_change(request)` returns the smallest sets of changes that would get a request
    accepted." (docs/design.md, "Requests and assessments"): each change in words."""

    @pytest.mark.parametrize(("request_", "wanted"), CHANGES, ids=range(len(CHANGES)))
    def test_in_words(self, request_, wanted):
        remedies = icp.what_must_change(request_, REGISTER, calendar())
        assert [
            [(c.action, c.path, c.text.en, c.reason.rule) for c in remedy.changes]
            for remedy in remedies
        ] == wanted
        assert [lines(remedy, "en") for remedy in remedies] == [
            [(said, rule) for _, _, said, rule in changes] for changes in wanted
        ]

    def test_in_chinese(self):
        given = CHANGES[11][0], CHANGES[4][0], CHANGES[13][0], CHANGES[15][0]
        assert [
            [said for said, _ in lines(icp.what_must_change(one, REGISTER, calendar())[0], "zh")]
            for one in given
        ] == [
            [
                "提交：申请人手持主办单位有效证件的半身照。",
                f"提交：{WHOLE_ZH}。",
                "提交：单位授权委托书，加盖单位公章，使用规定的样例。",
            ],
            ["加盖单位公章：单位授权委托书。"],
            ["使用没有备案主体的账号提交备案申请。", "不提交该网站，或先注销其域名原有的备案。"],
            [
                "提供取得备案的日期；符合要求的日期：2017-01-01 之前。",
                "如旧备案属于其他主体，请导入到没有备案主体的账号。",
            ],
        ]

    def test_the_request_as_it_is_then(self):
        remedy = icp.what_must_change(
            handed_in(AGENT, PHOTO, with_(SHOWN, sides=["back"]), with_(LETTER, sealed=False)),
            None,
            calendar(),
        )[0]
        assert remedy.request == handed_in(
            AGENT, PHOTO, with_(SHOWN, sides=["back"]), LETTER, SHOWN
        )
        assert (
            icp.what_must_change(CHANGES[14][0], REGISTER)[0].request
            is icp.what_must_change(CHANGES[15][0], REGISTER)[0].request
            is None
        )
        assert icp.what_must_change(CHANGES[12][0], REGISTER)[0].request.filing.account == "1001"
        assert (
            Change(Action.SEAL, "/documents/2", Text("Go.", "去。"), REASON).explain()
            == f"Go.\n{TestAnswers.WHY}"
        )


NOTICE = "https://www.gov.cn/zhengce/zhengceku/2017-11/30/content_5243579.htm"


class TestDays:
    """ "Later days are `projected`: the calendar has their statutory holidays, but no make-up
    days." (docs/design.md, "Working days and service levels"): every answer about days says which
    it is."""

    @pytest.mark.parametrize(
        ("month", "day", "en", "zh"),
        [
            (
                9,
                28,
                f"Friday: working day (official). {NOTICE}",
                f"（星期五）：工作日（依据官方安排）。{NOTICE}",
            ),
            (
                9,
                29,
                f"Saturday: make-up working day (official). {NOTICE}",
                f"（星期六）：调休上班（依据官方安排）。{NOTICE}",
            ),
            (
                9,
                30,
                f"Sunday: weekend (official). {NOTICE}",
                f"（星期日）：周末（依据官方安排）。{NOTICE}",
            ),
            (
                10,
                1,
                f"Monday: National Day (official). {NOTICE}",
                f"（星期一）：国庆节（依据官方安排）。{NOTICE}",
            ),
            (
                10,
                3,
                f"Wednesday: day off in exchange for 2018-09-29 (official). {NOTICE}",
                f"（星期三）：调休（2018-09-29 上班）（依据官方安排）。{NOTICE}",
            ),
            (
                10,
                13,
                f"Saturday: weekend (official). {NOTICE}",
                f"（星期六）：周末（依据官方安排）。{NOTICE}",
            ),
            (10, 15, "Monday: working day (projected).", "（星期一）：工作日（推算）。"),
        ],
        ids=range(7),
    )
    def test_as_they_are(self, month, day, en, zh):
        one = calendar().explain(D(2018, month, day))
        assert (one.explain(), one.explain("zh")) == (
            f"2018-{month:02}-{day:02}, {en}",
            f"2018-{month:02}-{day:02}{zh}",
        )
        assert one.weekday.en == en.split(":")[0] and one.make_up == ("make-up" in en)

    @pytest.mark.parametrize(
        ("source", "en", "zh"),
        [
            (None, "Changed.", "另行设定。"),
            ("a notice", "Changed: a notice.", "另行设定：a notice。"),
        ],
    )
    def test_changed(self, source, en, zh):
        one = (
            calendar()
            .with_changes([D(2018, 10, 8)], working=[D(2018, 10, 7)], source=source)
            .explain(D(2018, 10, 8))
        )
        assert one.explain() == f"2018-10-08, Monday: day off (official). {en} {NOTICE}"
        assert one.explain("zh") == f"2018-10-08（星期一）：休息日（依据官方安排）。{zh}{NOTICE}"

    def test_by_an_arrangement_that_was_supplied(self):
        off = [D(2030, 1, 1), D(2030, 1, 2), D(2030, 7, 4), D(2030, 7, 5), D(2030, 10, 1)]
        supplied = plain_weeks().with_changes(
            off, working=[D(2030, 7, 6)], source="the notice of 2030", year=2030
        )
        assert (
            repr(supplied)
            == "<WorkingCalendar 2029-01-01 to 2030-12-31, official through 2030-12-28, 1 changes>"
        )
        assert [
            supplied.explain(day).explain()
            for day in (D(2029, 12, 28), D(2029, 12, 29), D(2030, 3, 1), D(2030, 12, 29))
        ] == [
            "2029-12-28, Friday: working day (official).",
            "2029-12-29, Saturday: weekend (official). Changed: the notice of 2030.",
            "2030-03-01, Friday: working day (official). Changed: the notice of 2030.",
            "2030-12-29, Sunday: weekend (projected). Changed: the notice of 2030.",
        ]

    @pytest.mark.parametrize(
        ("level", "day", "lang", "said"),
        [
            (
                icp.EMAIL_INITIALIZATION,
                28,
                "en",
                (
                    "Received on 2018-09-28 (Friday). That day is not counted.\n"
                    "Working days needed (initialization of the account's e-mail): 1-2.\n"
                    "Expected from 2018-09-29 (Saturday, make-up working day) to 2018-10-04 "
                    "(Thursday), 24:00 in Beijing.\n"
                    "Not counted: 2018-09-30 (Sunday), 2018-10-01 (Monday, National Day), "
                    "2018-10-02 (Tuesday, National Day), 2018-10-03 (Wednesday, day off in "
                    "exchange for 2018-09-29).\n"
                    "Official: the holiday schedule is published through 2018-10-14.\n"
                    "Because the stage is the initialization of the account's e-mail.\n"
                    "Rule windows.email-initialization, ICP Filing account FAQs (2018-01-08): "
                    "“Alibaba Cloud processes your application within one or two business days of "
                    "receiving it.” https://www.alibabacloud.com/help/faq-detail/50081.htm\n"
                    "The newest edition, help-2025-04-23, does not state this service level."
                ),
            ),
            (
                icp.EMAIL_INITIALIZATION,
                42,
                "zh",
                (
                    "收到日期：2018-10-12（星期五）。收到当日不计。\n备案账号邮箱初始化所需"
                    "工作日：1-2 个。\n"
                    "预计处理时间：2018-10-15（星期一）至 2018-10-16（星期二），截至北京时间当日 "
                    "24:00。\n期间不计：2018-10-13（星期六）、2018-10-14（星期日）。\n"
                    "推算：节假日安排仅公布至 2018-10-14；之后的安排公布后，日期可能变动。\n依据："
                    "所处环节为备案账号邮箱初始化。\n"
                    "规则 windows.email-initialization，《ICP Filing account FAQs》"
                    "（2018-01-08）：“Alibaba Cloud processes your application within one or two "
                    "business days of receiving it.”（本包译文：阿里云会在收到您的申请后一到两个"
                    "工作日内处理。） https://www.alibabacloud.com/help/faq-detail/50081.htm\n"
                    "最新版本（help-2025-04-23）未规定这一处理时限。"
                ),
            ),
            (
                LEVEL,
                40,
                "en",
                (
                    "Received on 2018-10-10 (Wednesday). That day is not counted.\n"
                    "Working days needed (courier): 2.\n"
                    "Expected from 2018-10-12 (Friday) to 2018-10-12 (Friday), 24:00 in Beijing.\n"
                    "Official: the holiday schedule is published through 2018-10-14.\n"
                    "Rule courier, Title (2018-01-08): “A sentence.” https://example.com/a?b=1&c=2"
                ),
            ),
            (
                icp.ServiceLevel("courier", 1, 3),
                42,
                "en",
                (
                    "Received on 2018-10-12 (Friday). That day is not counted.\n"
                    "Working days needed (courier): 1-3.\n"
                    "Expected from 2018-10-15 (Monday) to 2018-10-17 (Wednesday), 24:00 in "
                    "Beijing.\n"
                    "Not counted: 2018-10-13 (Saturday), 2018-10-14 (Sunday).\n"
                    "Projected: the holiday schedule is published only through 2018-10-14; the "
                    "next one may change these days."
                ),
            ),
        ],
        ids=range(4),
    )
    def test_windows(self, level, day, lang, said):
        received = D(2018, 8, 31) + dt.timedelta(day)
        one = icp.processing_window(received, level, calendar())
        assert one.explain(lang, calendar()) == said and (
            one.explain(calendar=calendar()) == said
        ) is (lang == "en")

    def test_a_window_of_the_guide(self):
        one = window(icp.service_level("claim_review", GUIDE))
        assert one.explain("en", calendar(), GUIDE).splitlines()[1:] == [
            "Working days needed (review of a claim): 1.",
            (
                "Expected from 2018-09-29 (Saturday, make-up working day) to 2018-09-29 (Saturday, "
                "make-up working day), 24:00 in Beijing."
            ),
            "Official: the holiday schedule is published through 2018-10-14.",
            "Because the stage is the review of a claim.",
            (
                "Rule windows.claim-review, 认领原万网备案 (2019-02-19): “提交认领后，阿里云会在 "
                "1 个工作日内进行审核，通过审核后认领完成。” (our translation: After you submit "
                "the claim, Alibaba Cloud reviews it within 1 working day; once it passes the "
                "review, the claim is complete.) https://github.com/AlibabaCloudDocs/icp/blob/765874e/cn.zh-CN/备案流程/认领原万网"
                "备案.md"
            ),
            "The newest edition, help-2025-04-23, does not state this service level.",
        ]
        assert (
            one.working_days_left(D(2018, 9, 27), calendar()) == 2
            and one.working_days_left(D(2018, 10, 8), calendar()) == -3
        )
        assert [
            one.status(dt.datetime(2018, 9, day, 12, tzinfo=icp.workdays.BEIJING))
            for day in (28, 29, 30)
        ] == ["before", "within", "overdue"]

    def test_changes_of_one_year(self):
        assert [CalendarChange(year=year).year for year in (2, 9999, None)] == [2, 9999, None]
        assert plain_weeks().with_changes(off=[D(2029, 3, 1)], year=2029).official_through == D(
            2029, 12, 28
        )
        assert workdays._named("New Year's Day", "元旦") == Text("New Year's Day", "元旦")
        assert workdays._named("Day off", "休息日（2018-09-29日起取代）") == Text(
            "day off in exchange for 2018-09-29", "调休（2018-09-29 上班）"
        )

    def test_as_a_rule_of_a_scheduler(self):
        days = list(calendar().rruleset(D(2018, 9, 28), D(2018, 10, 5)))
        assert days == [dt.datetime(2018, *one) for one in ((9, 28), (9, 29), (10, 4), (10, 5))]
        assert [
            list(calendar().rruleset(D(2018, 9, day), D(2018, 9, day))) for day in (29, 30)
        ] == [[dt.datetime(2018, 9, 29)], []]


def july():
    """July 2030 of the plain weeks, with a change, a holiday on a Sunday, and
    projected from the 27th on."""
    names = (
        (D(2030, 7, 4), Text("Made-up Day", "示例节")),
        (D(2030, 7, 14), Text("Sun & Day", "太阳节")),
    )
    table = bytes(
        day.weekday() < 5 or day.day == 6
        for day in [D(2030, 7, 1) + dt.timedelta(i) for i in range(31)]
    )
    return icp.WorkingCalendar(D(2030, 7, 1), D(2030, 7, 26), table, names).with_changes(
        off=[D(2030, 7, 4)], source="<a notice>"
    )


class TestPictures:
    """ "`picture` shows a month or a year with rest days, make-up working days and, if you pass
    one, the window marked." (docs/design.md, "Explanations and pictures")"""

    def test_a_month(self):
        html = icp.picture(
            2030, 7, july(), icp.processing_window(D(2030, 7, 5), calendar=july())
        )._repr_html_()
        style, _, body = html.partition("</style>")
        head, *weeks, foot = body.split("<tr>")
        assert style.startswith("<style>\n.icp-cal{")
        assert head == (
            '<div class="icp-cal" lang="en"><div><table class="month"><caption>July 2030</caption>'
        )
        assert weeks[0] == (
            "<th>Mon</th><th>Tue</th><th>Wed</th><th>Thu</th><th>Fri</th><th>Sat</th><th>Sun"
            "</th></tr>"
        )
        assert weeks[1] == (
            '<td class="" title="2030-07-01, Monday: working day (official).">1</td>'
            '<td class="" title="2030-07-02, Tuesday: working day (official).">2</td>'
            '<td class="" title="2030-07-03, Wednesday: working day (official).">3</td>'
            '<td class="holiday changed" title="2030-07-04, Thursday: Made-up Day (official). '
            'Changed: &lt;a notice&gt;.">4<small>Made-up Day</small></td>'
            '<td class="received" title="2030-07-05, Friday: working day (official).">5'
            '<small>received</small></td><td class="makeup window" title="2030-07-06, Saturday: '
            'make-up working day (official).">6<small>make-up working day</small><small>expected'
            '</small></td><td class="rest" title="2030-07-07, Sunday: weekend (official).">7</td>'
            "</tr>"
        )
        assert weeks[2].startswith(
            '<td class="window" title="2030-07-08, Monday: working day (official).">8'
            '<small>expected</small></td><td class="" '
        )
        assert weeks[2].endswith(
            '<td class="rest" title="2030-07-13, Saturday: weekend (official).">13</td>'
            '<td class="holiday" title="2030-07-14, Sunday: Sun &amp; Day (official).">14'
            "<small>Sun &amp; Day</small></td></tr>"
        )
        assert weeks[4].endswith(
            '<td class="" title="2030-07-26, Friday: working day (official).">26</td>'
            '<td class="rest projected" title="2030-07-27, Saturday: weekend (projected).">27</td>'
            '<td class="rest projected" title="2030-07-28, Sunday: weekend (projected).">28</td>'
            "</tr>"
        )
        assert foot == (
            '<td class="projected" title="2030-07-29, Monday: working day (projected).">29</td>'
            '<td class="projected" title="2030-07-30, Tuesday: working day (projected).">30</td>'
            '<td class="projected" title="2030-07-31, Wednesday: working day (projected).">31</td>'
            '<td></td><td></td><td></td><td></td></tr></table></div><p><span><i class="rest">'
            '</i>weekend</span><span><i class="holiday"></i>holiday or day off</span><span>'
            '<i class="makeup"></i>make-up working day</span><span><i class="projected">'
            '</i>projected</span><span><i class="changed"></i>changed</span><span>'
            '<i class="received"></i>received</span><span><i class="window"></i>expected</span>'
            "</p></div>"
        )

    def test_a_year_and_chinese(self):
        html = (
            icp.picture(2030, None, plain_weeks(), lang="zh")._repr_html_().partition("</style>")[2]
        )
        months = html.split('<div><table class="year">')
        assert len(months) == 13 and months[0] == '<div class="icp-cal" lang="zh">'
        assert months[1].startswith(
            "<caption>2030年1月</caption><tr><th>一</th><th>二</th><th>三</th><th>四</th>"
            "<th>五</th><th>六</th><th>日</th></tr><tr><td></td>"
            '<td class="holiday projected" title="2030-01-01（星期二）：元旦（推算）。">1</td>'
            '<td class="holiday projected" title="2030-01-02（星期三）：元旦（补假）（推算）。">'
            '2</td><td class="projected" '
        )
        ends = [month.partition("</table>")[2] for month in months[1:]]
        assert ends == [
            "<ul><li>1–2 元旦</li></ul></div>",
            *["<ul></ul></div>"] * 3,
            "<ul><li>4 示例周六</li></ul></div>",
            "<ul></ul></div>",
            "<ul><li>4 示例节</li></ul></div>",
            *["<ul></ul></div>"] * 4,
            (
                '<ul></ul></div><p><span><i class="rest"></i>周末</span><span><i class="holiday">'
                '</i>节假日</span><span><i class="projected"></i>推算</span></p></div>'
            ),
        ]
        english = icp.picture(2029, None, plain_weeks())._repr_html_()
        assert [
            f"<caption>{month} 2029</caption>" in english
            for month in ("January", "May", "December")
        ] == [True] * 3
        assert (
            "<ul><li>1–2 New Year&#x27;s Day</li></ul></div><div>" in english
            and "<ul><li>4 Made-up Day</li></ul>" in english
        )
        assert '<i class="window">' not in english and "<small>" not in english


QUOTE = attrs.evolve(SOURCE, quote="“Other” & more.", gist=CHINESE.gist)
FAQS = ("faq-en-2018-01-08", "faq-zh-2018-06-09")
#: What our files would say of the rows below, which have no source of their own.
MADE_UP = {
    "made-up-table.first": {EN: SOURCE, ZH6: QUOTE},
    "made-up-table.third": {ZH6: UNQUOTED},
}
TABLE = Table(
    "made-up-table",
    Text("What to do", "怎么办"),
    "collect",
    (
        Column("type", (None, *icp.SubjectType), Text("the type is {}", "类型为{}")),
        Column("wet", rules.BOTH, (Text("it rains", "下雨"), Text("it is dry", "天晴"))),
    ),
    (
        Rule(
            "made-up-table.first",
            where(type={icp.SubjectType.INDIVIDUAL, None}, wet={True}),
            Text("Stay | home.", "在家。"),
        ),
        Rule(
            "made-up-table.second",
            (),
            (Text("go", "去"), Text("come back", "回来")),
            SOURCE,
            Text("We guess.", "推测。"),
        ),
        Rule("made-up-table.third", where(type={icp.SubjectType.ORGANIZATION}), None),
    ),
    FAQS,
)


@pytest.fixture
def _made_up(monkeypatch):
    monkeypatch.setattr(rules, "CITED", {**rules.CITED, **MADE_UP})


DIFFERENT = Comparison(
    EN,
    ZH8,
    (
        Difference(
            "made-up",
            Text("Which <way>", "走哪边"),
            ((1, 2),),
            REASON.conditions,
            (rules.Hit(TABLE.rows[0], REASON), rules.Hit(TABLE.rows[1], REASONS[1])),
            (),
        ),
        Difference(
            "made-up",
            Text("Whether", "是否"),
            ((1, 2),),
            (),
            (),
            (rules.Hit(TABLE.rows[2], REASONS[2]),),
        ),
    ),
)


@pytest.mark.usefixtures("_made_up")
class TestTables:
    """ "`to_rows`, `to_csv`, `to_markdown` and `to_dmn` export a table." (docs/design.md,
    "Tables")"""

    def test_rows(self):
        keys = [
            "table",
            "edition",
            "rule",
            "type",
            "wet",
            "answer_en",
            "answer_zh",
            "title",
            "url",
            "date",
            "read_on",
            "quote",
            "gist_en",
            "gist_zh",
            "note_en",
            "note_zh",
        ]
        source = ["Title", "https://example.com/a?b=1&c=2", "2018-01-08", ""]
        first = [
            "made-up-table.first",
            "not_given | individual",
            "yes",
            "Stay | home.",
            "在家。",
            *source,
        ]
        second = [
            "made-up-table.second",
            "-",
            "-",
            "go; come back",
            "去；回来",
            *source,
            "A sentence.",
            "",
            "",
            "We guess.",
            "推测。",
        ]
        assert [list(one.items()) for one in icp.exports.to_rows(TABLE)] == [
            list(zip(keys, ["made-up-table", *values], strict=True))
            for values in [
                [FAQS[0], *first, "A sentence.", "", "", "", ""],
                [FAQS[1], *first, "“Other” & more.", "It rains today.", "今日有雨。", "", ""],
                [FAQS[0], *second],
                [FAQS[1], *second],
                [
                    FAQS[1],
                    "made-up-table.third",
                    "organization",
                    "-",
                    "permitted",
                    "允许",
                    "Code list",
                    "https://example.cn/list",
                    "",
                    "2026-11-26",
                    "",
                    "One code.",
                    "一个代码。",
                    "",
                    "",
                ],
            ]
        ]
        assert icp.exports.to_rows(attrs.evolve(TABLE, editions=("mine",))) == [
            {**icp.exports.to_rows(TABLE)[2], "edition": "mine"}
        ]

    def test_csv(self):
        text = icp.to_csv(attrs.evolve(TABLE, rows=TABLE.rows[1:]))
        assert text.split("\r\n") == [
            (
                "table,edition,rule,type,wet,answer_en,answer_zh,title,url,date,read_on,quote,"
                "gist_en,gist_zh,note_en,note_zh"
            ),
            *(
                (
                    f"made-up-table,{edition},made-up-table.second,-,-,go; come back,去；"
                    "回来,Title,https://example.com/a?b=1&c=2,2018-01-08,,A sentence.,,,We "
                    "guess.,推测。"
                )
                for edition in FAQS
            ),
            (
                "made-up-table,faq-zh-2018-06-09,made-up-table.third,organization,-,permitted,允"
                "许,Code list,https://example.cn/list,,2026-11-26,,One code.,一个代码。,,"
            ),
            "",
        ]

    def test_dmn(self):
        text = icp.to_dmn(TABLE)
        assert text.startswith(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" '
            'id="definitions_made_up_table" name="What to do" '
            'namespace="urn:icp-rules:dmn:made_up_table">\n'
            '  <inputData id="data_made_up_table_edition" name="edition">\n'
            '    <variable id="variable_data_made_up_table_edition" name="edition" '
            'typeRef="string" />\n  </inputData>\n  <inputData '
        )
        assert text.endswith("      </rule>\n    </decisionTable>\n  </decision>\n</definitions>\n")

        def column(i, name, values):
            return (
                f'<input id="input_made_up_table_{i}" label="{name}">'
                f'<inputExpression id="expression_made_up_table_{i}" typeRef="string"><text>{name}'
                f'</text></inputExpression><inputValues id="values_made_up_table_{i}">'
                f"<text>{values}</text></inputValues></input>"
            )

        def rule(i, note, *entries):
            names = [
                *(f'inputEntry id="entry_made_up_table_{i}_{k}"' for k in range(3)),
                *(
                    f'outputEntry id="answer_made_up_table_{i}_{name}"'
                    for name in ("rule", "answer_en", "answer_zh", "quote")
                ),
            ]
            told = "".join(
                f"<{name}><text>{entry}</text></{name.split()[0]}>"
                for name, entry in zip(names, entries, strict=True)
            )
            return f'<rule id="rule_made_up_table_{i}">{note}{told}</rule>'

        inputs = ("edition", "type", "wet")
        assert "".join(line.strip() for line in text.splitlines()[2:-1]) == "".join(
            [
                *(
                    f'<inputData id="data_made_up_table_{one}" name="{one}">'
                    f'<variable id="variable_data_made_up_table_{one}" name="{one}" '
                    'typeRef="string" /></inputData>'
                    for one in inputs
                ),
                (
                    '<decision id="made_up_table" name="made_up_table" label="What to do">'
                    '<variable id="variable_made_up_table" name="made_up_table" typeRef="Any" />'
                ),
                *(
                    f'<informationRequirement id="needs_data_made_up_table_{one}">'
                    f'<requiredInput href="#data_made_up_table_{one}" /></informationRequirement>'
                    for one in inputs
                ),
                '<decisionTable id="table_made_up_table" hitPolicy="COLLECT">',
                column(0, "edition", '"faq-en-2018-01-08", "faq-zh-2018-06-09"'),
                column(1, "type", '"not_given", "individual", "organization"'),
                column(2, "wet", '"yes", "no"'),
                (
                    '<output id="output_made_up_table_rule" label="rule" name="rule" '
                    'typeRef="string" />'
                ),
                (
                    '<output id="output_made_up_table_answer_en" label="answer_en" '
                    'name="answer_en" typeRef="string" />'
                ),
                (
                    '<output id="output_made_up_table_answer_zh" label="answer_zh" '
                    'name="answer_zh" typeRef="string" />'
                ),
                (
                    '<output id="output_made_up_table_quote" label="quote" name="quote" '
                    'typeRef="string" />'
                ),
                *(
                    rule(
                        i,
                        "",
                        f'"{edition}"',
                        f'"{type}"',
                        '"yes"',
                        '"made-up-table.first"',
                        '"Stay | home."',
                        '"在家。"',
                        f'"{quote}"',
                    )
                    for i, edition, type, quote in (
                        (0, "faq-en-2018-01-08", "not_given", "A sentence."),
                        (1, "faq-en-2018-01-08", "individual", "A sentence."),
                        (2, "faq-zh-2018-06-09", "not_given", "“Other” &amp; more."),
                        (3, "faq-zh-2018-06-09", "individual", "“Other” &amp; more."),
                    )
                ),
                rule(
                    4,
                    "<description>We guess. 推测。</description>",
                    "-",
                    "-",
                    "-",
                    '"made-up-table.second"',
                    '"go; come back"',
                    '"去；回来"',
                    '"A sentence."',
                ),
                rule(
                    5,
                    "",
                    '"faq-zh-2018-06-09"',
                    '"organization"',
                    "-",
                    '"made-up-table.third"',
                    '"permitted"',
                    '"允许"',
                    '"One code."',
                ),
                "</decisionTable></decision>",
            ]
        )

    def test_markdown(self):
        assert icp.to_markdown(TABLE).split("\n") == [
            "## What to do",
            "",
            "A rule applies if its conditions hold. Several rules can apply.",
            "",
            "### `made-up-table.first`",
            "",
            "**When** the type is not given or individual, and it rains,  ",
            "**then** Stay | home.",
            "",
            (
                "- FAQ, English, 2018-01-08: “A sentence.”"
                " ([Title](https://example.com/a?b=1&c=2), 2018-01-08)"
            ),
            (
                "- FAQ, Chinese, 2018-06-09: ““Other” & more.”"
                " ([Title](https://example.com/a?b=1&c=2), 2018-01-08)"
            ),
            "",
            "### `made-up-table.second`",
            "",
            "**Always**,  ",
            "**then** go; come back.",
            "",
            "How we read it: We guess.",
            "",
            (
                "- In every edition: “A sentence.” ([Title](https://example.com/a?b=1&c=2), "
                "2018-01-08)"
            ),
            "",
            "### `made-up-table.third`",
            "",
            "**When** the type is organization,  ",
            "**then** permitted.",
            "",
            (
                "- FAQ, Chinese, 2018-06-09: One code. (in our words; not quoted) "
                "([Code list](https://example.cn/list), no date; read on 2026-11-26)"
            ),
            "",
        ]
        assert icp.to_markdown(attrs.evolve(TABLE, hit="unique", rows=TABLE.rows[:2]), "zh").split(
            "\n"
        ) == [
            "## 怎么办",
            "",
            "以下规则有且仅有一条适用。",
            "",
            "### `made-up-table.first`",
            "",
            "**条件**：类型为未提供或个人，且下雨。  ",
            "**结论**：在家。",
            "",
            (
                "- 英文版《常见问题》（2018-01-08）：“A sentence.”"
                "（[Title](https://example.com/a?b=1&c=2)，2018-01-08）"
            ),
            (
                "- 中文版《常见问题》（2018-06-09）：““Other” & more.”（本包译文：今日有雨。）"
                "（[Title](https://example.com/a?b=1&c=2)，2018-01-08）"
            ),
            "",
            "### `made-up-table.second`",
            "",
            "**条件**：无，一律适用。  ",
            "**结论**：去；回来。",
            "",
            "解读：推测。",
            "",
            "- 所有版本：“A sentence.”（[Title](https://example.com/a?b=1&c=2)，2018-01-08）",
            "",
        ]
        own = attrs.evolve(TABLE, rows=TABLE.rows[1:], editions=("mine",))
        assert icp.to_markdown(own).split("\n")[11:] == [
            "- mine: “A sentence.” ([Title](https://example.com/a?b=1&c=2), 2018-01-08)",
            "",
            "### `made-up-table.third`",
            "",
            "**When** the type is organization,  ",
            "**then** permitted.",
            "",
            "",
        ]

    def test_a_comparison(self):
        way, rule = "it rains, and it is <cold>", "    Rule made-up.%s “%s.” %s"
        assert DIFFERENT.explain().splitlines() == [
            f"Which <way>: {way}",
            "  FAQ, English, 2018-01-08: Stay | home.; go; come back",
            rule % ("one, Title (2018-01-08):", "A sentence", SOURCE.url),
            rule % ("two, Other (2019-08-01):", "Another", PLAIN.url),
            "  FAQ, Chinese, revised 2018-08-29: nothing is said",
            "Whether",
            "  FAQ, English, 2018-01-08: nothing is said",
            "  FAQ, Chinese, revised 2018-08-29: permitted",
            rule % ("three, Title (2018-01-08):", "A sentence", SOURCE.url),
        ]
        assert DIFFERENT.explain("zh").splitlines()[:3] == [
            "走哪边：下雨，且寒冷",
            "  英文版《常见问题》（2018-01-08）：在家。；去；回来",
            (
                "    规则 made-up.one，《Title》（2018-01-08）：“A sentence.”"
                " https://example.com/a?b=1&c=2"
            ),
        ]
        assert DIFFERENT.rows() == [
            ("question", "input", "FAQ, English, 2018-01-08", "FAQ, Chinese, revised 2018-08-29"),
            (
                "Which <way>",
                way,
                "Stay | home.; go; come back “A sentence.” “Another.”",
                "nothing is said",
            ),
            ("Whether", "", "nothing is said", "permitted “A sentence.”"),
        ]
        assert DIFFERENT.rows("zh") == [
            (
                "问题",
                "条件",
                "英文版《常见问题》（2018-01-08）",
                "中文版《常见问题》（2018-08-29 修订）",
            ),
            ("走哪边", "下雨，且寒冷", "在家。；去；回来 “A sentence.” “Another.”", "未作规定"),
            ("是否", "", "未作规定", "允许 “A sentence.”"),
        ]
        assert icp.to_markdown(DIFFERENT).split("\n") == [
            "| question | input | FAQ, English, 2018-01-08 | FAQ, Chinese, revised 2018-08-29 |",
            "|---|---|---|---|",
            (
                f"| Which <way> | {way} | Stay / home.; go; come back “A sentence.” “Another.” | "
                "nothing is said |"
            ),
            "| Whether |  | nothing is said | permitted “A sentence.” |",
            "",
        ]
        assert icp.to_markdown(DIFFERENT, "zh").startswith(
            "| 问题 | 条件 | 英文版《常见问题》（2018-01-08） | 中文版《常见问题》"
            "（2018-08-29 修订） |\n|---|---|---|---|\n"
        )
        left = '<td style="text-align:left;vertical-align:top;padding:4px 10px">'
        assert DIFFERENT._repr_html_() == (
            f"<table><tr>{left}question</td>{left}input</td>{left}FAQ, English, 2018-01-08"
            f"</td>{left}FAQ, Chinese, revised 2018-08-29</td></tr><tr>{left}Which &lt;way&gt;"
            f"</td>{left}it rains, and it is &lt;cold&gt;"
            f"</td>{left}Stay | home.; go; come back “A sentence.” “Another.”"
            f"</td>{left}nothing is said</td></tr><tr>{left}Whether</td>{left}"
            f"</td>{left}nothing is said</td>{left}permitted “A sentence.”</td></tr></table>"
        )

    def test_a_comparison_with_an_edition_of_ones_own(self):
        own = own_edition(
            rows=[
                row(
                    "steps.prepare",
                    accounts.Instruction(Text("Be ready.", "备好。")),
                    action={Step.PREPARE},
                )
            ]
        )
        assert icp.compare(EN, own).rows() == [
            ("question", "input", "FAQ, English, 2018-01-08", "Mine"),
            (
                "What to do",
                "the step is “prepare the documents”",
                "Prepare the documents in advance. “Prepare the necessary documents in advance.”",
                "Be ready. “A sentence.”",
            ),
        ]
        assert (
            icp.compare(EN, own).cells == (("steps", (Step.PREPARE,)),)
            and icp.compare(own, own).differences == ()
        )


@pytest.mark.usefixtures("_made_up")
class TestParts:
    """ "A rule is in force in an edition if it is based on a sentence of that edition."
    (docs/design.md, "Editions and sources")"""

    PAGES = "https://github.com/AlibabaCloudDocs/icp/blob/"

    def test_sources(self):
        """The page each edition rests on for the first question, and the words."""
        row = icp.find_rule("subjects.other-subject")
        pages = [attrs.evolve(row.source(edition), quote="", gist=None) for edition in Edition]
        assert pages == [
            Source(
                "ICP Filing account FAQs",
                "https://www.alibabacloud.com/help/faq-detail/50081.htm",
                D(2018, 1, 8),
            ),
            *(
                Source(
                    "备案阿里云账号",
                    f"{self.PAGES}{commit}/cn.zh-CN/常见问题/备案阿里云账号.md",
                    day,
                )
                for commit, day in (("97b605e", D(2018, 6, 9)), ("cd9f6a0", D(2018, 8, 29)))
            ),
            Source(
                "备案账号FAQ",
                f"{self.PAGES}7a1c68e/cn.zh-CN/常见问题/备案账号FAQ.md",
                D(2019, 1, 8),
            ),
            Source(
                "Register an Alibaba Cloud account for a filing entity",
                "https://www.alibabacloud.com/help/en/icp-filing/basic-icp-service/user-guide/"
                "create-an-alibaba-cloud-account-to-apply-for-an-icp-filing",
                D(2025, 4, 23),
            ),
        ]
        assert row.source() == row.source(EN) == row.source(EN.value)
        assert row.source().quote == (
            "One Alibaba Cloud account corresponds to one set of ICP Filing subject (company or "
            "individual) information. … If you want to apply for multiple ICP Filing subjects, "
            "you must submit applications from different Alibaba Cloud accounts."
        )
        assert row.source().gist == Text(
            (
                "One account belongs to one subject, a company or an individual. Each further "
                "subject must file from an account of its own."
            ),
            "一个阿里云账号对应一个备案主体（公司或个人）的信息。如果您想为多个主体申请备案，"
            "必须通过不同的阿里云账号提交申请。",
        )
        assert workdays._notice(2031, "2030-11-04", "203011/content_1.htm") == (
            2031,
            Source(
                "国务院办公厅关于2031年部分节假日安排的通知",
                "https://www.gov.cn/zhengce/zhengceku/203011/content_1.htm",
                D(2030, 11, 4),
            ),
        )
        assert workdays._notice(2031, "2030-11-04", "x", "{}年的通知")[1].title == "2031年的通知"

    def test_a_source(self):
        assert [one.dated("en") for one in (SOURCE, UNQUOTED, Source("t", "u"))] == [
            "2018-01-08",
            "no date; read on 2026-11-26",
            "",
        ]
        assert UNQUOTED.dated("zh") == "原文无日期，2026-11-26 查阅"
        assert [
            (one.translated("en"), one.translated("zh"))
            for one in (SOURCE, CHINESE, UNQUOTED, attrs.evolve(SOURCE, gist=CHINESE.gist))
        ] == [
            ("", ""),
            ("It rains today.", ""),
            ("One code.", "一个代码。"),
            ("", "今日有雨。"),
        ]
        for no_evidence in (
            attrs.evolve(SOURCE, title=" "),
            attrs.evolve(SOURCE, url=" "),
            attrs.evolve(SOURCE, quote=" "),
            attrs.evolve(UNQUOTED, gist=None),
            attrs.evolve(UNQUOTED, gist=Text("a", " ")),
            attrs.evolve(UNQUOTED, gist=Text(" ", "甲")),
        ):
            assert no_evidence.is_evidence is False
        assert SOURCE.is_evidence is UNQUOTED.is_evidence is True
        assert [is_chinese(c) for c in ("一", "鿿", "\u4dff", "ꀀ", "ICP", "")] == [
            *[True] * 2,
            *[False] * 4,
        ]
        for lang in ("fr", None):
            assert told(DataError, lambda lang=lang: CHINESE.translated(lang)) == (
                '/lang: expected "en" or "zh" [unknown_value]'
            )

    def test_a_passage(self):
        """ "Passages that are not next to each other are joined by " … "." (docs/design.md,
        "Editions and sources")"""
        english = Page(
            "Title",
            SOURCE.url,
            D(2018, 1, 8),
            sentences=tuple(
                Sentence(f"{n} is said.", Text(f"{n}.", f"{zh}。"))
                for n, zh in (("One", "一"), ("Two", "二"), ("Three", "三"))
            ),
        )
        chinese = attrs.evolve(
            english, sentences=tuple(Sentence(f"{n}。", Text("x", "甲")) for n in "一二三")
        )
        whole = [attrs.evolve(page, whole=True) for page in (english, chinese)]
        assert [page.passage([0, 1, 2]).quote for page in (english, chinese, *whole)] == [
            "One is said. … Two is said. … Three is said.",
            "一。 … 二。 … 三。",
            "One is said. Two is said. Three is said.",
            "一。二。三。",
        ]
        assert [page.passage([0, 2]).quote for page in whole] == [
            "One is said. … Three is said.",
            "一。 … 三。",
        ]
        assert english.passage([1]) == Source(
            "Title",
            SOURCE.url,
            D(2018, 1, 8),
            "Two is said.",
            read_on=None,
            gist=Text("Two.", "二。"),
        )
        assert english.passage([0, 2]).gist == Text("One. Three.", "一。三。")
        unquoted = attrs.evolve(
            english,
            date=None,
            read_on=D(2026, 11, 26),
            sentences=(
                *(attrs.evolve(one, quote="") for one in english.sentences[:2]),
                english.sentences[2],
            ),
        )
        assert unquoted.passage([0, 1]) == Source(
            "Title",
            SOURCE.url,
            None,
            "",
            read_on=D(2026, 11, 26),
            gist=Text("One. Two.", "一。二。"),
        )
        assert unquoted.passage([0, 2]).quote == "Three is said."

    def test_a_publication(self):
        """A rule rests on the first page that names it; what holds everywhere is marked."""
        say = Text("x", "甲")
        first = Page("First", "https://example.com/1", sentences=(
            Sentence("One.", say, "a.one a.two"),
            Sentence("Two.", say, "a.two", everywhere=True),
            Sentence("Three.", say, no_rule=say),
        ))  # fmt: skip
        second = Page("Second", "https://example.com/2", sentences=(
            Sentence("Four.", say, "a.two a.three"),
        ))  # fmt: skip
        made = Publication((first, second), "one-2018-01-08", say)

        def quotes(found):
            return {rule: (one.title, one.quote) for rule, one in found.items()}

        assert first.sentences[0].rules == ("a.one", "a.two") and first.sentences[2].rules == ()
        assert quotes(made.sources()) == {
            "a.one": ("First", "One."),
            "a.two": ("First", "One. … Two."),
            "a.three": ("Second", "Four."),
        }
        assert quotes(made.sources(everywhere=True)) == {"a.two": ("First", "Two.")}
        standard = attrs.evolve(made, pages=(second,), edition=None, name=None)
        assert (
            quotes(standard.sources(True))
            == quotes(standard.sources())
            == {
                "a.two": ("Second", "Four."),
                "a.three": ("Second", "Four."),
            }
        )
        other = attrs.evolve(
            made,
            edition="two-2019-01-08",
            pages=(Page("Other", "https://example.com/3", sentences=(
                Sentence("Five.", say, "a.four"),
            )),),
        )  # fmt: skip
        cited = sources._cited((made, other, standard))
        assert {rule: quotes(there) for rule, there in cited.items()} == {
            "a.one": {"one-2018-01-08": ("First", "One.")},
            "a.two": {
                "one-2018-01-08": ("First", "One. … Two."),
                "two-2019-01-08": ("First", "Two."),
            },
            "a.three": {
                "one-2018-01-08": ("Second", "Four."),
                "two-2019-01-08": ("Second", "Four."),
            },
            "a.four": {"two-2019-01-08": ("Other", "Five.")},
        }
        assert all([*there] == sorted(there) for there in cited.values())

    def test_editions_are_the_files(self):
        """ "To add a publication, add a file" (docs/design.md, "Structure of the code")"""
        files = [one for one in PUBLICATIONS if one.edition is not None]
        assert [one.edition for one in files] == [one.value for one in Edition]
        assert [one.edition[-10:] for one in files] == sorted(one.edition[-10:] for one in files)
        assert [(one.name.en, one.name.zh) for one in files] == [(e.en, e.zh) for e in Edition]
        assert [one.name for one in Edition] == [
            "FAQ_EN_2018_01_08",
            "FAQ_ZH_2018_06_09",
            "FAQ_ZH_2018_08_29",
            "GUIDE_ZH_2019_08_01",
            "HELP_2025_04_23",
        ]

    def test_rows(self):
        assert where(a=[1, 2, 1], b=()) == (("a", frozenset({1, 2})), ("b", frozenset()))
        assert accounts._step(Step.LOG_ON_ANEW, "a", "甲") == Rule(
            "steps.log-on-anew",
            (("action", frozenset({Step.LOG_ON_ANEW})),),
            accounts.Instruction(Text("a", "甲")),
        )
        assert accounts._step(Step.WAIT, "a", "甲", icp.Stage.FORWARDING).then == (
            accounts.Instruction(Text("a", "甲"), icp.Stage.FORWARDING)
        )
        forwarding = icp.find_rule("windows.forwarding")
        assert icp.sla._level(icp.Stage.FORWARDING, 3, 4, GUIDE) == icp.ServiceLevel(
            "forwarding", 3, 4, forwarding.source(GUIDE)
        )
        first, second, third = TABLE.rows
        assert (first.editions, second.editions, third.editions) == ({EN, ZH6}, {*Edition}, {ZH6})
        assert [row.holds_in("mine") for row in TABLE.rows] == [False, True, False]
        assert [row.holds_in(FAQS[0]) for row in TABLE.rows] == [True, True, False]
        assert (first.source(), first.source(FAQS[1]), second.source("mine")) == (
            SOURCE,
            QUOTE,
            SOURCE,
        )
        assert [TABLE.speaks_in(one) for one in (*FAQS, "mine", ZH8)] == [True] * 4
        only_ours = attrs.evolve(TABLE, rows=(first, third))
        assert [only_ours.speaks_in(one) for one in (*FAQS, "mine", ZH8)] == [
            True,
            True,
            False,
            False,
        ]

    def test_a_hand_made_table_answers_with_its_reasons(self):
        table = attrs.evolve(TABLE, rows=TABLE.rows[:2])
        said = table.at(EN, None, True)
        assert [(hit.row.id, hit.reason) for hit in said.hits] == [
            (
                "made-up-table.first",
                Reason(
                    "made-up-table.first",
                    (Text("the type is not given", "类型为未提供"), Text("it rains", "下雨")),
                    SOURCE,
                ),
            ),
            ("made-up-table.second", Reason("made-up-table.second", (), SOURCE)),
        ]
        assert said.thens == tuple(one.then for one in TABLE.rows[:2]) and said.others == {
            ZH8,
            GUIDE,
            HELP,
        }
        assert TABLE.at(ZH6, icp.SubjectType.ORGANIZATION, True).thens == (TABLE.rows[1].then,)
        assert table.at(EN, None, False).others == frozenset() and table.at(EN, None, True) is said
        assert table.only(EN, None, False).hits == said.hits[1:]
        assert (
            told(KeyError, lambda: table.at(ZH8, None, True)) == "'edition'"
            and told(KeyError, lambda: table.at(EN, None, 5)) == "'wet'"
        )

    def test_fields_name_themselves(self):
        @attrs.frozen(field_transformer=fields.checked)
        class Model:
            first: int = attrs.field(converter=fields.flag)
            second: int = 5

        assert (Model(True, "x").first, Model(True, "x").second, Model(False).second) == (
            True,
            "x",
            5,
        )
        assert (
            told(DataError, lambda: Model(5))
            == "/first: expected true or false, got a whole number [wrong_type]"
        )


JSON_SOURCE = {
    "title": "Title",
    "url": "https://example.com/a?b=1&c=2",
    "date": "2018-01-08",
    "quote": "A sentence.",
    "read_on": None,
    "gist": None,
}
JSON_UNQUOTED = {
    "title": "Code list",
    "url": "https://example.cn/list",
    "date": None,
    "quote": "",
    "read_on": "2026-11-26",
    "gist": {"en": "One code.", "zh": "一个代码。"},
}
JSON_FOUND = {
    "code": "image_unclear",
    "severity": "error",
    "rule": "made-up.one",
    "path": "/documents/0",
    "message": {"en": "It is <not> clear.", "zh": "不清晰。"},
    "remedy": {"en": "Try again.", "zh": "请重试。"},
    "source": JSON_SOURCE,
}
JSON_NEED = {
    "document": "id_credential",
    "sides": ["front", "back"],
    "held": None,
    "sealed": False,
    "on_template": False,
    "of_original": True,
    "rule": "made-up.one",
}
JSON_STEPS = [{"en": "Go.", "zh": "去。"}, {"en": "Stop.", "zh": "停。"}]
JSON_WINDOW = {
    "received_on": "2018-09-28",
    "earliest": "2018-09-29",
    "latest": "2018-10-04",
    "due": "2018-10-05T00:00:00+08:00",
    "basis": "official",
    "official_through": "2018-10-14",
}
JSON_LEVEL = {
    "name": "courier",
    "minimum": 2,
    "maximum": 2,
    "source": JSON_SOURCE,
    "cutoff": "17:30:00",
    "receipt": "next_working_day",
}
JSON_FILING = {
    "account": "1001",
    "websites": [{"domain": "a.cn", "filing_number": "浙ICP备99000001号-1A"}],
    "domain_account": "1002",
    "server_account": None,
    "subject": {
        "type": "individual",
        "name": "张三",
        "credential": {"kind": "passport", "number": "E12345678"},
        "nature": "individual",
    },
}
FILED = icp.Filing(
    "1001",
    icp.Subject("individual", "张三", PASSPORT, "individual"),
    [icp.Website("a.cn", icp.FilingNumber("浙", "99000001", 1, FiledService.APP))],
    domain_account="1002",
)
LATER = attrs.evolve(LEVEL, cutoff=dt.time(17, 30), receipt="next_working_day")
RECEIVED = dt.datetime(2018, 2, 14, 17, 20, tzinfo=dt.timezone(dt.timedelta(hours=8)))
JSON = [
    (
        lambda: attrs.evolve(ROUTE, findings=(FOUND,)),
        icp.Route,
        {
            "outcome": "claim",
            "steps": JSON_STEPS,
            "findings": [JSON_FOUND],
            "rules": ["a", "b", "c", "d"],
        },
    ),
    (
        lambda: attrs.evolve(window(), level=LATER),
        icp.ProcessingWindow,
        {**JSON_WINDOW, "level": JSON_LEVEL},
    ),
    (lambda: LATER, icp.ServiceLevel, JSON_LEVEL),
    (
        answer,
        icp.Assessment,
        {
            "verdict": "rejected",
            "findings": [JSON_FOUND, {**JSON_FOUND, "severity": "note", "remedy": None}],
            "required_documents": [JSON_NEED],
            "window": JSON_WINDOW,
            "steps": JSON_STEPS,
            "rules": ["made-up.one", "made-up.two", "made-up.three"],
            "edition": "faq-en-2018-01-08",
            "differs_in": ["faq-zh-2018-06-09", "guide-zh-2019-08-01"],
        },
    ),
    (lambda: SOURCE, Source, JSON_SOURCE),
    (lambda: UNQUOTED, Source, JSON_UNQUOTED),
    (
        lambda: attrs.evolve(FOUND, source=UNQUOTED),
        icp.Finding,
        {**JSON_FOUND, "source": JSON_UNQUOTED},
    ),
    (lambda: FILED, icp.Filing, JSON_FILING),
    (lambda: icp.FilingRequest(FILED), icp.FilingRequest, {"kind": "filing", **JSON_FILING}),
    (lambda: icp.FilingRequest(FILED), icp.Request, {"kind": "filing", **JSON_FILING}),
    (lambda: icp.FilingRegister.of([FILED]), icp.FilingRegister, {"filings": [JSON_FILING]}),
    (lambda: FILED.websites[0].filing_number, icp.FilingNumber, "浙ICP备99000001号-1A"),
    (
        lambda: icp.ImportRequest("1001", "other", D(2016, 12, 31), knows_old_account=False),
        icp.Request,
        {
            "kind": "import",
            "account": "1001",
            "origin": "other",
            "obtained_on": "2016-12-31",
            "knows_old_account": False,
            "knows_old_password": True,
        },
    ),
    (
        lambda: icp.RecoveryRequest(True, False),
        icp.RecoveryRequest,
        {"kind": "recovery", "knows_account": True, "can_retrieve_password": False},
    ),
    (
        lambda: icp.EmailInitializationRequest(
            icp.Applicant("organization", icp.ApplicantRole, "passport"),
            RECEIVED,
            [
                icp.SubmittedDocument(
                    "id_credential",
                    ["back", "front"],
                    None,
                    "photograph",
                    valid_until=D(2020, 1, 1),
                )
            ],
        ),
        icp.Request,
        {
            "kind": "email_initialization",
            "received_at": "2018-02-14T17:20:00+08:00",
            "documents": [
                {
                    "document": "id_credential",
                    "sides": ["front", "back"],
                    "held": None,
                    "medium": "photograph",
                    "of_original": True,
                    "sealed": False,
                    "on_template": False,
                    "clear": True,
                    "authentic": True,
                    "valid_until": "2020-01-01",
                }
            ],
            "applicant": {
                "type": "organization",
                "roles": ["subject_administrator", "website_administrator"],
                "id_credential": "passport",
            },
        },
    ),
    (
        lambda: icp.EmailInitializationRequest(PERSON, FRIDAY),
        icp.EmailInitializationRequest,
        {
            "kind": "email_initialization",
            "received_at": "2018-09-28",
            "documents": [],
            "applicant": {"type": "individual", "roles": [], "id_credential": "resident_id_card"},
        },
    ),
]


class TestJson:
    """ "Round trip: `load(dump(x), type(x)) == x`." (docs/design.md, "JSON")"""

    @pytest.mark.parametrize(("make", "type", "data"), JSON, ids=range(len(JSON)))
    def test_a_model_and_its_data(self, make, type, data, monkeypatch):
        fresh_readers(monkeypatch)
        made = icp.load(data, type)
        assert made == make() and icp.dump(made) == data
        if isinstance(data, dict) and "verdict" in data:
            assert list(icp.dump(made)) == list(data)

    @pytest.mark.parametrize(("make", "type", "data"), JSON, ids=range(len(JSON)))
    def test_the_quick_reader_reads_it(self, make, type, data, monkeypatch):
        """ "The quick reader accepts whatever `dump` writes, except registers of any size and
        lists of more than 39 items, which it leaves to the careful reader." (docs/design.md,
        "JSON")"""
        fresh_readers(monkeypatch)
        if type is icp.FilingRegister:
            with pytest.raises(TypeError, match=r"^$"):
                converters._quick_reader(type)(data, type)
        else:
            read = converters._quick_reader(type)
            assert read(data, type) == make()
            if "kind" in data and type is not icp.Request:
                assert read({key: data[key] for key in data if key != "kind"}, type) == make()

    def test_the_quick_reader_reads_codes(self, monkeypatch):
        """The regulator's code of a kind of credential, as well as its name."""
        fresh_readers(monkeypatch)
        read = converters._quick_reader(icp.Credential)
        assert read({"kind": 1, "number": "12345678-8"}, None) == icp.Credential(1, "12345678-8")
        with pytest.raises(DataError):
            read({"kind": True, "number": "12345678-8"}, None)

    @pytest.mark.parametrize(("make", "type", "data"), JSON, ids=range(len(JSON)))
    def test_a_key_of_another_model_is_refused(self, make, type, data, monkeypatch):
        """ "`load` refuses unknown keys" (docs/design.md, "Errors and limits"), and "kind" is one
        where the model is not a request."""
        fresh_readers(monkeypatch)
        if type in (icp.FilingNumber, icp.FilingRegister):
            return
        for key in {"extra", "kind"} - data.keys():
            with pytest.raises(DataError) as caught:
                icp.load({**data, key: "filing"}, type)
            assert [(p.pointer, p.code) for p in caught.value.problems] == [
                (f"/{key}", "unknown_key")
            ]

    def test_a_source_by_its_title_and_address(self):
        least = {"title": "Title", "url": "https://example.com"}
        made = icp.load(least, Source)
        assert made == Source(*least.values())
        assert icp.dump(made) == {**least, "date": None, "quote": "", "read_on": None, "gist": None}

    def test_masked(self):
        filing = attrs.evolve(
            OTHER,
            subject=attrs.evolve(OTHER.subject, credential=icp.Credential("resident_id_card", ID)),
        )
        masked = icp.dump(icp.FilingRequest(filing), True)
        assert (
            masked["subject"]["credential"] == {"kind": "resident_id_card", "number": "…002X"}
            and masked["kind"] == "filing"
        )
        assert icp.dump(REGISTER, masked=True)["filings"][0]["subject"]["credential"] == {
            "kind": "organization_code",
            "number": "…",
        }
        assert icp.dump(attrs.evolve(answer(), edition=own_edition()), True)["edition"] == "mine"

    def test_hooks_of_a_new_converter(self):
        made, moment = converters._careful(), dt.datetime(2018, 2, 14, 9, 20, tzinfo=dt.UTC)
        for data, type, value in [
            (5, int, 5),
            (False, bool, False),
            ("x", str, "x"),
            ("17:30", dt.time, dt.time(17, 30)),
            ("17:30:01.5", dt.time, dt.time(17, 30, 1, 500_000)),
            ("2018-02-14", D, D(2018, 2, 14)),
            ("2018-02-14", dt.datetime | D, D(2018, 2, 14)),
            ("2018-02-14T09:20:00Z", dt.datetime, moment),
            ("2018-02-14T17:20+08:00", dt.datetime | D, moment),
            (["front", "back"], tuple[Side, ...], (Side.FRONT, Side.BACK)),
            (["back"], frozenset[Side], frozenset({Side.BACK})),
            (None, icp.Held | None, None),
            ("id_credential", icp.Held | None, icp.Held.ID_CREDENTIAL),
            ("image_unclear", icp.findings.Code, "image_unclear"),
            ("faq-zh-2018-08-29", AnyEdition | str, ZH8),
            ("our-terms", AnyEdition | str, "our-terms"),
        ]:
            assert made.structure(data, type) == value
        assert (
            told(DataError, lambda: made.structure(1, bool))
            == "(the whole): expected true or false, got a whole number [wrong_type]"
        )
        assert (
            told(DataError, lambda: made.structure(True, int))
            == "(the whole): expected a whole number, got true or false [wrong_type]"
        )
