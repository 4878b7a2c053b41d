"""What the tests draw besides the strategies that are shipped: numbers made by the printed
standards, without help of the code under test, and worlds so small that accounts, subjects and
domains meet again and again.
"""

import datetime as dt
import pkgutil
from importlib import import_module

import pytest
from hypothesis import settings
from hypothesis import strategies as st

import icp_rules as icp
from icp_rules import strategies as shipped

#: Every module of the package but the one that needs an extra, narwhals.
MODULES = {
    one.name.removeprefix("icp_rules."): import_module(one.name)
    for one in pkgutil.walk_packages(icp.__path__, "icp_rules.")
    if one.name != "icp_rules.frames"
}
#: Every public name of a module, with what it stands for; a name may be listed by several modules.
PUBLIC = [(name, getattr(module, name)) for module in MODULES.values() for name in module.__all__]

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# as GB 32100-2015 prints them
WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]


def credit_code(body: str) -> str:
    """17 characters and their check character, by the printed weights."""
    rest = 31 - sum(CREDIT.index(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 31
    return body + (CREDIT + "0")[rest]


def organization_code(body: str) -> str:
    """8 characters and their check character, by the printed weights."""
    values = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    rest = (
        11 - sum(values[c] * w for c, w in zip(body, [3, 7, 9, 10, 5, 8, 4, 2], strict=True)) % 11
    )
    return body + {10: "X", 11: "0"}.get(rest, str(rest))


def resident_number(body: str) -> str:
    """17 digits and their check character, by the printed weights and table."""
    total = sum(
        int(c) * w
        for c, w in zip(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], strict=True)
    )
    return body + "10X98765432"[total % 11]


digits = st.sampled_from("0123456789")
births = st.dates(dt.date(1900, 1, 1), dt.date(2026, 11, 23))
regions = st.text("0123456789", min_size=6, max_size=6).map(lambda s: "1" + s[1:])
sequences = st.text("0123456789", min_size=3, max_size=3)

resident_numbers = st.builds(
    lambda r, b, s: resident_number(f"{r}{b:%Y%m%d}{s}"), regions, births, sequences
)
short_resident_numbers = st.builds(
    lambda r, b, s: f"{r}{b:%y%m%d}{s}",
    regions,
    st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31)),
    sequences,
)
organization_codes = st.text(CREDIT, min_size=8, max_size=8).map(organization_code)
credit_codes = st.builds(
    lambda a, r, o: credit_code(a + r + o),
    st.text(CREDIT, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    organization_codes,
)
travel_permits = st.builds(
    lambda a, n, i: f"{a}{n:08d}{i}",
    st.sampled_from("HM"),
    st.integers(0, 99_999_999),
    st.sampled_from(["", "00", "12"]),
)

personal_credentials, organization_credentials = (
    shipped.credentials(type) for type in icp.SubjectType
)
subjects = shipped.subjects()
accounts = st.sampled_from(["1001", "1002", "1003", "hz-ops", "账号"])
domains = st.sampled_from(
    ["a.cn", "b.cn", "c.com.cn", "示例.cn", "x--y.example.com", "blog.example.com"]
)
websites = st.builds(icp.Website, domains, st.none() | shipped.filing_numbers())
#: A handful of subjects, so that accounts and subjects meet again and again.
few_subjects = st.sampled_from(
    [
        icp.Subject(
            "organization",
            "示例科技",
            icp.Credential(
                "unified_social_credit_code",
                credit_code("91330106" + organization_code("MA27ABCD")),
            ),
        ),
        icp.Subject(
            "organization",
            "示例科技",
            icp.Credential("organization_code", organization_code("MA27ABCD")),
        ),
        icp.Subject(
            "organization",
            "示例科技",
            icp.Credential("organization_code", organization_code("MA27ABCE")),
        ),
        icp.Subject(
            "organization",
            "样本网络",
            icp.Credential("organization_code", organization_code("MA27ABCF")),
        ),
        icp.Subject("individual", "张三", icp.Credential("resident_id_card", "110105491231002")),
        icp.Subject("individual", "张三", icp.Credential("resident_id_card", "11010519491231002X")),
        icp.Subject("individual", "李四", icp.Credential("passport", "E12345678")),
    ]
)
filings = st.builds(
    icp.Filing,
    accounts,
    few_subjects | subjects,
    st.lists(websites, max_size=3).map(tuple),
    domain_account=st.none() | accounts,
    server_account=st.none() | accounts,
)
colliding_filings = st.builds(
    icp.Filing,
    accounts,
    few_subjects,
    st.lists(websites, max_size=2).map(tuple),
    domain_account=st.none() | accounts,
)

applicants, documents = shipped.applicants(), shipped.submitted_documents()
requests = st.one_of(
    shipped.requests(),
    st.builds(icp.FilingRequest, filings),
    st.builds(
        icp.ImportRequest,
        accounts,
        st.sampled_from(icp.FilingOrigin),
        st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2020, 1, 1)),
    ),
)
editions = st.sampled_from(icp.Edition)
#: The editions that speak of the documents of an e-mail initialization.
SPEAKING = tuple(one for one in icp.Edition if one is not icp.Edition.HELP_2025_04_23)
speaking = st.sampled_from(SPEAKING)
days = st.dates(dt.date(2008, 1, 1), dt.date(2035, 1, 1))
offsets = st.integers(-14 * 60, 14 * 60).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)
instants = st.datetimes(dt.datetime(2008, 1, 2), dt.datetime(2034, 12, 30), timezones=offsets)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        [
            "filing",
            "organization",
            "2018-02-14",
            "2018-02-14T17:20:00",
            "id_credential",
            "false",
            "1001",
            "front",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "kind",
                    "account",
                    "subject",
                    "type",
                    "name",
                    "credential",
                    "number",
                    "websites",
                    "domain",
                    "origin",
                    "obtained_on",
                    "applicant",
                    "roles",
                    "received_at",
                    "documents",
                    "document",
                    "sides",
                    "held",
                    "sealed",
                    "knows_account",
                    "can_retrieve_password",
                    "nature",
                ]
            )
            | st.text(max_size=8),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


def at_least(examples):
    """As many examples as the profile has, but no fewer than these."""
    return settings(max_examples=max(examples, settings.default.max_examples))


def law(clause):
    """Marks a test with the law of docs/design.md that it checks; docs/laws.md lists them all."""
    return pytest.mark.law(clause)


def few(examples):
    """So many examples, or a hundredth of what the profile has, where each of them takes long."""
    return settings(max_examples=max(examples, settings.default.max_examples // 100))


def shared(parameters):
    """The examples of the profile shared out between the parameters of one property,
    where it has thousands."""
    most = settings.default.max_examples
    return settings(max_examples=max(min(300, most), most // parameters))
