"""Which subject may file from which account (FAQ, questions 1 and 2).

A subject (主体) is the person or organization that files. An account holds one subject, with any
number of websites. The credential identifies the subject; the name does not.

`check_filing` looks up existing filings in a `FilingIndex` and then applies the rules of the
tables. It changes nothing. The index can be a plain list of filings, a `FilingRegister` in memory,
or an object that queries your database.
"""

from collections.abc import Iterable
from typing import Any, Final, Protocol, TypeGuard, TypeVar

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import (
    account,
    argument,
    checked,
    domain,
    each,
    folded,
    instance,
    instances,
    name,
    optional_account,
)
from icp_rules.findings import Finding, Says, findings_of, joined
from icp_rules.identifiers import (
    NATURE_RULES,
    NUMBER_RULES,
    Credential,
    CredentialKind,
    FilingNumber,
    SubjectNature,
    SubjectType,
    Validity,
    as_nature,
    as_subject_type,
    filing_number,
)
from icp_rules.rules import (
    BOTH,
    DEFAULT_EDITION,
    AnyEdition,
    Column,
    Rule,
    Ruling,
    Table,
    as_edition,
    per_edition,
    where,
)
from icp_rules.vocabulary import Term, Text

__all__ = [
    "ACCOUNT_RULES",
    "FILING_NUMBER_RULES",
    "HOLDER_RULES",
    "PURCHASE_RULES",
    "Filing",
    "FilingIndex",
    "Purchase",
    "Subject",
    "Website",
    "Whose",
    "as_index",
    "check_filing",
    "filing_ruling",
    "is_index",
]


T = TypeVar("T")


# -- The models ----------------------------------------------------------------------------------


def _credential(value: Credential) -> Credential:
    return instance(Credential, value)


@attrs.frozen(field_transformer=checked, cache_hash=True)
class Subject:
    """The person or organization that files (主体), identified by its credential.

    Attributes:
        type:
            Whether the subject is an individual or an organization.

        name:
            The name on the credential. Different subjects can have the same name.

        credential:
            The credential that identifies the subject.

        nature:
            The nature of the subject (单位性质), such as an enterprise. You can also pass the
            regulator's code. The nature must fit the subject's type. None if unknown.

    >>> company = Subject(
    ...     "organization",
    ...     "示例科技",
    ...     Credential("unified_social_credit_code", "91330106MA2KL0011F"),
    ... )
    >>> company.key
    'organization:MA2KL0011'
    """

    type: SubjectType = attrs.field(converter=as_subject_type)
    name: str = attrs.field(converter=name)
    credential: Credential = attrs.field(converter=_credential)
    nature: SubjectNature | None = attrs.field(default=None, converter=as_nature)

    def __attrs_post_init__(self) -> None:
        if self.nature is not None and self.nature.type not in (self.type, None):
            raise DataError.of(
                "wrong_kind",
                f"this nature is only for subjects of type {self.nature.type}",
                "/nature",
            )

    @property
    def key(self) -> str:
        """The key that identifies the subject; see `Credential.key`."""
        return self.credential.key


@attrs.frozen(field_transformer=checked)
class Website:
    """A website: its domain, and its filing number once it has one.

    Attributes:
        domain:
            The domain in lower case, with xn-- labels decoded, without a final dot. A scheme or a
            path is an error.

        filing_number:
            The filing number, as a `FilingNumber` or a string; None if the website has none yet.
    """

    domain: str = attrs.field(converter=domain)
    filing_number: FilingNumber | None = attrs.field(default=None, converter=filing_number)


def _subject(value: Subject) -> Subject:
    return instance(Subject, value)


def _website(cls: type[Website], value: Website | str) -> Website:
    return cls(value) if isinstance(value, str) else instance(cls, value)


def _websites(value: Iterable[Website | str]) -> tuple[Website, ...]:
    return tuple(each(_website, Website, value))


@attrs.frozen(field_transformer=checked, cache_hash=True)
class Filing:
    """A filing (备案): the websites that a subject files from an account.

    Attributes:
        account:
            The account from which the filing is submitted.

        subject:
            The person or organization that files.

        websites:
            The websites of the filing, if any. You can pass each website as a `Website` or as its
            domain. The order of websites does not matter, so `==` and `hash` ignore it.

        domain_account:
            The account through which the domain was bought; None if unknown. This account does not
            affect whether the filing is accepted.

        server_account:
            The account through which the server was bought; None if unknown. This account does not
            affect whether the filing is accepted.
    """

    account: str = attrs.field(converter=account)
    subject: Subject = attrs.field(converter=_subject)
    websites: tuple[Website, ...] = attrs.field(default=(), converter=_websites, eq=frozenset)
    domain_account: str | None = attrs.field(default=None, converter=optional_account)
    server_account: str | None = attrs.field(default=None, converter=optional_account)


# -- The rules -----------------------------------------------------------------------------------


class Whose(Term):
    """Which subject or account: none, the same as in this filing, or another one."""

    NOBODY = "nobody", "none", "无"
    SAME = "same", "the same one", "同一"
    OTHER = "other", "another one", "另一"


NOBODY, SAME, OTHER = _WHOSE = tuple(Whose)


class Purchase(Term):
    """What was bought through an account: a domain or a server."""

    DOMAIN = "domain", "domain", "域名"
    SERVER = "server", "server", "服务器"


# fmt: off
#: FAQ, question 1. Every rule that matches applies. A rule without a consequence (None) permits the
#: filing.
ACCOUNT_RULES: Final = Table[Says | None](
    "subjects", Text("Who may file from which account", "谁可以用哪个账号备案"), "collect",
    (
        Column("account_holds", _WHOSE, (
            Text("the account holds no subject yet", "该账号下尚无主体"),
            Text("the account holds this subject", "该账号下已有该主体"),
            Text("the account holds another subject", "该账号下已有其他主体"),
        )),
        Column("subject_filed_from", _WHOSE, (
            Text("the subject is not filed yet", "该主体尚未备案"),
            Text("the subject is filed from this account", "该主体已在该账号备案"),
            Text("the subject is filed from another account", "该主体已在其他账号备案"),
        )),
    ),
    (
        Rule("subjects.first", where(account_holds={NOBODY}, subject_filed_from={NOBODY, SAME}),
             None, note=Text(
            "An account that holds no subject may file for any subject that is not filed from "
            "another account.",
            "账号下尚无主体时，可以用它为任何未在其他账号备案的主体备案。")),
        Rule("subjects.further-websites",
             where(account_holds={SAME}, subject_filed_from={NOBODY, SAME}), None, note=Text(
            "Any number of websites is allowed: the FAQ states no limit.",
            "网站数量不限：《常见问题》没有规定上限。")),
        Rule("subjects.other-subject", where(account_holds={OTHER}),
             Says("account_holds_another_subject")),
        Rule("subjects.other-account", where(subject_filed_from={OTHER}),
             Says("subject_filed_under_another_account"), note=Text(
            'In the English FAQ, one account "corresponds to" one subject. We read this in both '
            "directions: a subject also has only one account. The provider's check of 2019 agrees: "
            "it sends the applicant to the account of the earlier filing.",
            "英文版说一个账号“对应”一个主体，此处按双向理解：一个主体也只对应一个账号。服务商 2019 "
            "年的页面与此一致：要求登录以前备案成功的账号。",
        )),
        Rule("subjects.move", where(account_holds={NOBODY}, subject_filed_from={OTHER}),
             Says("filing_can_be_moved"), note=Text(
            "The filing can be moved only to an account that holds no subject, since an account "
            "files for one subject.",
            "一个账号只能备案一个主体，因此备案只能转移到没有主体的账号。")),
    ),
)

#: Not in the FAQ: rules of the provider's own check about domains, credentials and names.
HOLDER_RULES: Final = Table[Says | None](
    "holders",
    Text("Who holds the domain, the credential and the name", "域名、证件和名称已由谁备案"),
    "collect",
    (
        Column("domain_filed_by", _WHOSE, (
            Text("the domain is not filed yet", "该域名尚未备案"),
            Text("the domain is filed under this subject", "该域名已在本主体名下备案"),
            Text("the domain is filed under another subject", "该域名已在其他主体名下备案"),
        )),
        Column("parent_filed_by", _WHOSE, (
            Text("no parent domain is filed", "其上级域名均未备案"),
            Text("all filed parent domains are filed under this subject",
                 "已备案的上级域名均在本主体名下"),
            Text("a parent domain is filed under another subject",
                 "其上级域名已在其他主体名下备案"),
        )),
        Column("credential_on_file_as", _WHOSE, (
            Text("the credential is not filed yet", "该证件尚未备案"),
            Text("the credential is filed under this name", "该证件已用该名称备案"),
            Text("the credential is filed under another name", "该证件已用其他名称备案"),
        )),
        Column("name_held_by", _WHOSE, (
            Text("no organization of this name is filed yet", "尚无同名单位备案"),
            Text("the filed organization of this name is this one",
                 "已备案的同名单位就是该单位"),
            Text("another organization of this name is filed", "已有另一同名单位备案"),
        )),
    ),
    (
        Rule("holders.other-subject", where(domain_filed_by={OTHER}),
             Says("website_filed_under_another_subject")),
        Rule("holders.parent-of-other-subject", where(parent_filed_by={OTHER}),
             Says("parent_domain_filed_under_another_subject"), note=Text(
            "No edition forbids filing a subdomain for another subject. We warn because the "
            "existing filing of the parent domain already covers the subdomain.",
            "各版本的原文都没有禁止由其他主体备案子域名；但上级域名原有的备案已经包含该子域名，因此"
            "给出警告。")),
        Rule("holders.other-name", where(credential_on_file_as={OTHER}),
             Says("same_credential_other_name"), note=Text(
            "No edition says what a new name means. We follow the provider's check, which looks "
            "only at the credential's number: "
            "a new name does not make a new subject.",
            "各版本原文都没有说明更名的后果。此处以服务商备案系统的校验为准：校验只看证件号码，因此"
            "更名后仍是同一主体。")),
        Rule("holders.other-credential", where(name_held_by={OTHER}),
             Says("same_name_other_credential"), note=Text(
            "No edition says what a shared name means. We follow the provider's check, which looks "
            "only at the credential's number: "
            "two subjects with the same name stay two subjects.",
            "各版本原文都没有说明同名的后果。此处以服务商备案系统的校验为准：校验只看证件号码，因此"
            "名称相同而证件号码不同的，是不同主体。")),
    ),
)

#: Not in the FAQ: a subject has one filing number, and the numbers of its websites are that number
#: with a hyphen and an index.
FILING_NUMBER_RULES: Final = Table[Says](
    "filing-numbers", Text("Who holds a website's filing number", "网站的备案号属于谁"), "collect",
    (
        Column("number_held_by", _WHOSE, (
            Text("no filed subject has this filing number", "已有备案中没有该主体备案号"),
            Text("the filing number belongs to this subject", "该主体备案号属于本主体"),
            Text("the filing number belongs to another subject", "该主体备案号属于其他主体"),
        )),
        Column("same_number", BOTH, (
            Text("all websites of the filing have the same subject number",
                 "本次备案各网站的主体备案号相同"),
            Text("the websites of the filing have different subject numbers",
                 "本次备案各网站的主体备案号不同"),
        )),
    ),
    (
        Rule("filing-numbers.other-subject", where(number_held_by={OTHER}),
             Says("filing_number_of_another_subject")),
        Rule("filing-numbers.several",
             where(number_held_by={NOBODY, SAME}, same_number={False}),
             Says("filing_number_of_another_subject"), note=Text(
            "It is unknown which of the numbers is wrong, so each one is reported.",
            "各网站的主体备案号不同，但无法判断哪个有误，因此对每一个都给出警告。")),
    ),
)

#: FAQ, question 2: the domain and the server may have been bought through any account.
PURCHASE_RULES: Final = Table[Says | None](
    "purchases",
    Text("Through which account the domain or server was bought",
         "域名或服务器由哪个账号购买"), "unique",
    (
        Column("bought", tuple(Purchase), Text("what was bought is the {}", "购买的是{}")),
        Column("bought_from", _WHOSE, (
            Text("the account it was bought through is not given", "未说明由哪个账号购买"),
            Text("it was bought through this account", "由备案账号购买"),
            Text("it was bought through another account", "由其他账号购买"),
        )),
    ),
    (
        Rule("purchases.same-account", where(bought_from={SAME, NOBODY}), None, note=Text(
            "This rule also applies if the account it was bought through is not given.",
            "未说明由哪个账号购买的，也适用本规则。")),
        Rule("purchases.other-account", where(bought_from={OTHER}),
             Says("purchase_account_differs")),
        Rule("purchases.server-of-other-account",
             where(bought={Purchase.SERVER}, bought_from={OTHER}), Says("service_number_needed")),
        Rule("purchases.domain-of-other-account",
             where(bought={Purchase.DOMAIN}, bought_from={OTHER}), Says("not_stated", Text(
            "The pages do not forbid a domain bought through another account. Its registrar must "
            "be in mainland China.",
            "页面也没有禁止使用其他账号购买的域名。域名注册商须在中国内地。"))),
    ),
)
# fmt: on


# -- Existing filings ----------------------------------------------------------------------------


class FilingIndex(Protocol):
    """The methods that a check calls to find existing filings.

    Implement the three methods for your database. Each method returns an iterable, which usually
    has at most one item. Return each subject as a `Subject`, or as its key if you do not store
    names. If you return only keys, the rules that compare names find nothing. `holders_of` is
    called for each domain, such as shop.example.cn, and for its parent domains, such as example.cn.

    Two more methods are optional.

    `subjects_named(name)` returns the organizations with this name, each as a `Subject` or as its
    key. Without this method, a check finds another organization with the same name only if one of
    the other methods returns that organization. A check passes `Subject.name` unchanged. Before you
    compare `name` with a name in your database, apply `fields.folded` to both, so that full-width
    and half-width brackets make no difference.

    `subjects_numbered(subject_number)` returns the subjects that have a website whose filing number
    begins with `subject_number`, which is the part before the hyphen, such as 浙ICP备99000001号.
    Return each subject as a `Subject` or as its key. Without this method, a check does not notice
    that a filing number belongs to another subject.
    """

    def subjects_of(self, account: str, /) -> "Iterable[Subject | str]":
        """The subjects that this account holds."""

    def accounts_of(self, subject_key: str, /) -> Iterable[str]:
        """The accounts from which this subject is filed."""

    def holders_of(self, domain: str, /) -> "Iterable[Subject | str]":
        """The subjects under which this domain is filed."""


class _Filed:
    """A `FilingIndex` made from a plain list of filings."""

    def __init__(self, filings: Iterable[Filing]) -> None:
        filings = tuple(filings)
        subjects = [one.subject for one in filings]
        self._by_account = _grouped((one.account, one.subject) for one in filings)
        self._by_key = _grouped((one.subject.key, one.account) for one in filings)
        self._by_domain = _grouped(
            (site.domain, one.subject) for one in filings for site in one.websites
        )
        self._by_name = _grouped((folded(one.name), one) for one in _organizations(subjects))
        self._by_number = _grouped(
            (number, one.subject) for one in filings for _, number in _main_numbers(one)
        )

    def subjects_of(self, account: str) -> Iterable[Subject]:
        return self._by_account.get(account, ())

    def accounts_of(self, subject_key: str) -> Iterable[str]:
        return self._by_key.get(subject_key, ())

    def holders_of(self, domain: str) -> Iterable[Subject]:
        return self._by_domain.get(domain, ())

    def subjects_named(self, name: str) -> Iterable[Subject]:
        return self._by_name.get(folded(name), ())

    def subjects_numbered(self, subject_number: str) -> Iterable[Subject]:
        return self._by_number.get(subject_number, ())


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, set[T]]:
    """The second items of the pairs, grouped by the first, in linear time."""
    found: dict[str, set[T]] = {}
    for text, one in pairs:
        found.setdefault(text, set()).add(one)
    return found


def _organizations(subjects: Iterable[Subject | str]) -> set[Subject]:
    """The organizations among some subjects. Subjects that are only keys are left out."""
    found = {one for one in subjects if type(one) is Subject}
    return {one for one in found if one.type is SubjectType.ORGANIZATION}


def _namesakes(subjects: Iterable[Subject | str], name: str) -> set[Subject]:
    wanted = folded(name)
    return {one for one in _organizations(subjects) if folded(one.name) == wanted}


_NOTHING: Final = _Filed(())


def is_index(value: object) -> TypeGuard[FilingIndex]:
    """Whether a value is a `FilingIndex`. A class is never an index; an instance can be one."""
    return hasattr(value, "subjects_of") and not isinstance(value, type)


def as_index(value: FilingIndex | Iterable[Filing] | None) -> FilingIndex:
    """Convert an index, a plain list of filings, or None (no filings) to a `FilingIndex`.

    Any other value raises a `DataError` with the pointer `/index`.
    """
    if value is None:
        return _NOTHING
    if is_index(value):
        return value
    return _Filed(argument("index", instances, Filing, value))


# -- The check -----------------------------------------------------------------------------------


def check_filing(
    filing: Filing,
    index: FilingIndex | Iterable[Filing] | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> tuple[Finding, ...]:
    """Check a new filing against existing filings, and return the findings.

    Args:
        filing:
            The filing to check.

        index:
            The existing filings: a list of filings, a `FilingRegister`, or any object with the
            three methods of `FilingIndex`. By default, there are no existing filings.

        edition:
            Which edition of the rules to apply.

    Returns:
        Errors, warnings and notes in the order of the rules. Each `path` is a JSON Pointer into the
        filing. The tuple is empty if there is nothing to report.

    Raises:
        DataError: the edition is unknown, `filing` is not a `Filing`, or `index` is neither an
            index nor a list of filings.

    Source: FAQ, questions 1 and 2; the provider's verification messages of 2019; the regulator's
    code list; the standards for the numbers of credentials.

    >>> one = Filing("1001", Subject("individual", "张三", Credential("passport", "E12345678")))
    >>> two = Filing("1001", Subject("individual", "李四", Credential("passport", "E87654321")))
    >>> [finding.code for finding in check_filing(two, [one])]
    ['account_holds_another_subject']
    """
    return filing_ruling(filing, index, edition).answer


def filing_ruling(
    filing: Filing,
    index: FilingIndex | Iterable[Filing] | None,
    edition: AnyEdition | str,
) -> Ruling[tuple[Finding, ...]]:
    """The answer of `check_filing`, all reasons, and the editions that answer differently."""
    if type(filing) is not Filing:
        argument("filing", instance, Filing, filing)
    edition, subject, index = as_edition(edition), filing.subject, as_index(index)
    account, domains, name = _known(filing, index)
    numbers = _of_numbers(filing, index)
    credential = subject.credential
    one = (
        (subject.type, subject.nature, credential.kind, credential.validity, *account),
        (*name, *[_seller(one, filing) for one in (filing.domain_account, filing.server_account)]),
    )
    asked: list[tuple[Table[Any], tuple[Any, ...], int, str]] = [
        (HOLDER_RULES, (*whose, NOBODY, NOBODY), i, "domain") for i, whose in enumerate(domains)
    ]
    asked += [(FILING_NUMBER_RULES, known, i, "filing_number") for i, known in numbers]
    sites = []
    for table, cell, i, field in asked:
        answer = table.at(edition, *cell)
        if answer.hits or answer.others:  # otherwise no edition has a finding
            sites.append((answer, f"/websites/{i}/{field}", None))
    if not sites:
        return _of_all_but_sites(edition, *one)
    return joined(_of_subject(edition, *one[0]), findings_of(*sites), _of_rest(edition, *one[1]))


def _seller(account: str | None, filing: Filing) -> Whose:
    return NOBODY if account is None else SAME if account == filing.account else OTHER


@per_edition
def _of_all_but_sites(
    edition: AnyEdition, subject: tuple[Any, ...], rest: tuple[Any, ...]
) -> Ruling[tuple[Finding, ...]]:
    return joined(_of_subject(edition, *subject), _of_rest(edition, *rest))


@per_edition
def _of_subject(
    edition: AnyEdition,
    type: SubjectType,
    nature: SubjectNature | None,
    kind: CredentialKind,
    validity: Validity,
    holds: Whose,
    filed_from: Whose,
) -> Ruling[tuple[Finding, ...]]:
    return findings_of(
        (NUMBER_RULES.at(edition, kind, validity), "/subject/credential/number", kind),
        (NATURE_RULES.at(edition, type, nature, kind), "/subject/credential/kind", kind),
        (ACCOUNT_RULES.at(edition, holds, filed_from), "/subject", None),
    )


@per_edition
def _of_rest(
    edition: AnyEdition, on_file_as: Whose, held_by: Whose, domain: Whose, server: Whose
) -> Ruling[tuple[Finding, ...]]:
    return findings_of(
        (HOLDER_RULES.at(edition, NOBODY, NOBODY, on_file_as, held_by), "/subject/name", None),
        (PURCHASE_RULES.at(edition, Purchase.DOMAIN, domain), "/domain_account", Purchase.DOMAIN),
        (PURCHASE_RULES.at(edition, Purchase.SERVER, server), "/server_account", Purchase.SERVER),
    )


def _known(
    filing: Filing, index: FilingIndex
) -> tuple[tuple[Whose, Whose], list[tuple[Whose, Whose]], tuple[Whose, Whose]]:
    """What the index knows, as inputs of the tables.

    The first part is for the account and the subject, the second for each domain and its parent
    domains, and the third for the name filed with the credential and the organization's name.
    """
    subject, account = filing.subject, filing.account
    key, name = subject.credential.key, subject.name
    held, accounts = [*index.subjects_of(account)], [*index.accounts_of(key)]
    seen, domains = [*held], []
    above: dict[str, Whose] = {}
    holders = [[*index.holders_of(site.domain)] for site in filing.websites]
    for site, theirs in zip(filing.websites, holders, strict=True):
        domains.append((_whose(theirs, key), _of_parents(index, site.domain, key, above)))
        seen += theirs
    for other in accounts:
        seen += () if other == account else index.subjects_of(other)
    names = {one.name for one in seen if type(one) is Subject and one.credential.key == key}
    is_new = names and name not in names and folded(name) not in map(folded, names)
    held_by = NOBODY
    if subject.type is SubjectType.ORGANIZATION:
        ask = getattr(index, "subjects_named", None)
        held_by = _whose(ask(name) if ask else _namesakes(seen, name), key)
    return (
        (_whose(held, key), _whose(accounts, account)),
        domains,
        (OTHER if is_new else SAME, OTHER if held_by is OTHER else NOBODY),
    )


def _main_numbers(filing: Filing) -> list[tuple[int, str]]:
    """The position of each website that has a filing number, with its part before the hyphen."""
    return [
        (i, site.filing_number.subject_number)
        for i, site in enumerate(filing.websites)
        if site.filing_number is not None
    ]


def _of_numbers(filing: Filing, index: FilingIndex) -> list[tuple[int, tuple[Whose, bool]]]:
    """The inputs for each website that has a filing number, with the website's position.

    The inputs are who holds the subject number, and whether all websites have the same one.
    """
    numbers = _main_numbers(filing)
    whose = {number: NOBODY for _, number in numbers}
    if numbers and (ask := getattr(index, "subjects_numbered", None)):
        whose = {number: _whose(ask(number), filing.subject.key) for number in whose}
    return [(i, (whose[number], len(whose) == 1)) for i, number in numbers]


def _of_parents(index: FilingIndex, domain: str, mine: str, known: dict[str, Whose]) -> Whose:
    """Who holds the parent domains of a domain. A parent domain has at least two labels.

    At most eight parents are looked up, those with the fewest labels. `known` stores the answers of
    earlier look-ups.
    """
    if domain.count(".") < 2:
        return NOBODY
    labels = domain.split(".")
    found = set()
    for i in range(max(1, len(labels) - 9), len(labels) - 1):
        parent = ".".join(labels[i:])
        if parent not in known:
            known[parent] = _whose(index.holders_of(parent), mine)
        found.add(known[parent])
    return next((whose for whose in (OTHER, SAME) if whose in found), NOBODY)


def _whose(known: Iterable[Subject | str], mine: str) -> Whose:
    """`NOBODY` if `known` is empty, `SAME` if it contains only `mine`, else `OTHER`."""
    whose = NOBODY
    for one in known:
        if (one if isinstance(one, str) else one.credential.key) != mine:
            return OTHER
        whose = SAME
    return whose
