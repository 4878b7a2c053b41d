"""Values of every model for the property tests, made without help of the code under test wherever a number has to be valid."""

import datetime as dt

from hypothesis import strategies as st

import icp_rules as icp

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]  # as GB 32100-2015 prints them


def credit_code(body: str) -> str:
    """17 characters and their check character, by the printed weights."""
    rest = 31 - sum(CREDIT.index(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 31
    return body + (CREDIT + "0")[rest]


def organization_code(body: str) -> str:
    """8 characters and their check character, by the printed weights."""
    values = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    rest = 11 - sum(values[c] * w for c, w in zip(body, [3, 7, 9, 10, 5, 8, 4, 2], strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(rest, str(rest))


def resident_number(body: str) -> str:
    """17 digits and their check character, by the printed weights and table."""
    total = sum(int(c) * w for c, w in zip(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], strict=True))
    return body + "10X98765432"[total % 11]


digits = st.sampled_from("0123456789")
births = st.dates(dt.date(1900, 1, 1), dt.date(2026, 11, 23))
regions = st.text("0123456789", min_size=6, max_size=6).map(lambda s: "1" + s[1:])
sequences = st.text("0123456789", min_size=3, max_size=3)

resident_numbers = st.builds(lambda r, b, s: resident_number(f"{r}{b:%Y%m%d}{s}"), regions, births, sequences)
short_resident_numbers = st.builds(
    lambda r, b, s: f"{r}{b:%y%m%d}{s}", regions, st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)), sequences
)
organization_codes = st.text(CREDIT, min_size=8, max_size=8).map(organization_code)
credit_codes = st.builds(
    lambda a, r, o: credit_code(a + r + o),
    st.text(CREDIT, min_size=2, max_size=2), st.text("0123456789", min_size=6, max_size=6), organization_codes,
)  # fmt: skip
travel_permits = st.builds(lambda a, n, i: f"{a}{n:08d}{i}", st.sampled_from("HM"), st.integers(0, 99_999_999), st.sampled_from(["", "00", "12"]))

K = icp.CredentialKind
personal_credentials = st.one_of(
    st.builds(icp.Credential, st.just(K.RESIDENT_ID_CARD), resident_numbers | short_resident_numbers),
    st.builds(icp.Credential, st.just(K.HONG_KONG_MACAO_TRAVEL_PERMIT), travel_permits),
    st.builds(icp.Credential, st.just(K.PASSPORT), st.text("ABC0123456789", min_size=5, max_size=12)),
)
organization_credentials = st.one_of(
    st.builds(icp.Credential, st.just(K.UNIFIED_SOCIAL_CREDIT_CODE), credit_codes),
    st.builds(icp.Credential, st.just(K.ORGANIZATION_CODE), organization_codes),
    st.builds(icp.Credential, st.just(K.BUSINESS_LICENSE), credit_codes | st.text("0123456789", min_size=15, max_size=15)),
    st.builds(icp.Credential, st.just(K.LAW_FIRM_LICENSE), st.text("律证0123456789", min_size=4, max_size=17)),
)
names = st.sampled_from(["张三", "李四", "示例科技", "样本网络", "Sample Ltd", "示例律师事务所"])
subjects = st.one_of(
    st.builds(icp.Subject, st.just(icp.SubjectType.INDIVIDUAL), names, personal_credentials, st.none() | st.just(icp.SubjectNature.INDIVIDUAL)),
    st.builds(
        icp.Subject, st.just(icp.SubjectType.ORGANIZATION), names, organization_credentials,
        st.none() | st.sampled_from([n for n in icp.SubjectNature if n is not icp.SubjectNature.INDIVIDUAL]),
    ),
)  # fmt: skip
accounts = st.sampled_from(["1001", "1002", "1003", "hz-ops", "账号"])
domains = st.sampled_from(["a.cn", "b.cn", "c.com.cn", "示例.cn", "x--y.example.com", "blog.example.com"])
filing_numbers = st.builds(
    lambda p, s, i: f"{p}ICP备{s}号{i}",
    st.sampled_from("京沪浙蜀"), st.sampled_from(["18000001", "2025044274"]), st.sampled_from(["", "-1", "-12A", "-3X"]),
)  # fmt: skip
websites = st.builds(icp.Website, domains, st.none() | filing_numbers)
#: A handful of subjects, so that accounts and subjects meet again and again.
few_subjects = st.sampled_from(
    [
        icp.Subject("organization", "示例科技", icp.Credential("unified_social_credit_code", credit_code("91330106" + organization_code("MA27ABCD")))),
        icp.Subject("organization", "示例科技", icp.Credential("organization_code", organization_code("MA27ABCD"))),
        icp.Subject("organization", "示例科技", icp.Credential("organization_code", organization_code("MA27ABCE"))),
        icp.Subject("organization", "样本网络", icp.Credential("organization_code", organization_code("MA27ABCF"))),
        icp.Subject("individual", "张三", icp.Credential("resident_id_card", "110105491231002")),
        icp.Subject("individual", "张三", icp.Credential("resident_id_card", "11010519491231002X")),
        icp.Subject("individual", "李四", icp.Credential("passport", "E12345678")),
    ]
)
filings = st.builds(
    icp.Filing, accounts, few_subjects | subjects, st.lists(websites, max_size=3).map(tuple), st.none() | accounts, st.none() | accounts
)
colliding_filings = st.builds(icp.Filing, accounts, few_subjects, st.lists(websites, max_size=2).map(tuple), st.none() | accounts)

role_sets = st.frozensets(st.sampled_from(icp.ApplicantRole))
applicants = st.builds(
    icp.Applicant, st.sampled_from(icp.SubjectType), role_sets, st.sampled_from([k for k in K if k.type is icp.SubjectType.INDIVIDUAL])
)
documents = st.builds(
    icp.SubmittedDocument,
    st.sampled_from(icp.DocumentKind), st.frozensets(st.sampled_from(icp.Side)), st.none() | st.sampled_from(icp.Held),
    st.sampled_from(icp.Medium), st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.none() | st.dates(dt.date(2017, 1, 1), dt.date(2028, 1, 1)),
)  # fmt: skip
editions = st.sampled_from(icp.Edition)
days = st.dates(dt.date(2008, 1, 1), dt.date(2035, 1, 1))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
instants = st.datetimes(dt.datetime(2008, 1, 2), dt.datetime(2034, 12, 30), timezones=offsets)

requests = st.one_of(
    st.builds(icp.FilingRequest, filings),
    st.builds(
        icp.ImportRequest, accounts, st.sampled_from(icp.FilingOrigin),
        st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2020, 1, 1)), st.booleans(), st.booleans(),
    ),
    st.builds(icp.RecoveryRequest, st.booleans(), st.booleans()),
    st.builds(icp.EmailInitializationRequest, applicants, days | instants, st.lists(documents, max_size=4).map(tuple)),
)  # fmt: skip

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["filing", "organization", "2018-02-14", "2018-02-14T17:20:00", "id_credential", "false", "1001", "front"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(
            ["kind", "account", "subject", "type", "name", "credential", "number", "websites", "domain", "origin", "obtained_on", "applicant",
             "roles", "received_at", "documents", "document", "sides", "held", "sealed", "knows_account", "can_retrieve_password", "nature"]
        ) | st.text(max_size=8),
        inner, max_size=6,
    ),
    max_leaves=25,
)  # fmt: skip
