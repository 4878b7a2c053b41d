"""Subjects (主体) and who may file them from which account: one account, one subject, any number of websites (FAQ, questions 1 and 2).

The check is pure: it asks a `FilingIndex` three questions and selects rows. A service answers them from its database; `FilingRegister` is
the index in memory. A subject is its credential, never its name.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Protocol

import attrs

from icp_rules.findings import Finding, RuleViolation, Says, found
from icp_rules.identifiers import (
    NATURE_RULES,
    NUMBER_RULES,
    Credential,
    FilingNumber,
    SubjectNature,
    SubjectType,
    as_nature,
    as_subject_type,
    filing_number,
)  # fmt: skip
from icp_rules.rules import (
    ACCOUNT_FAQ_2019,
    DEFAULT_EDITION,
    VERIFICATION_2019,
    Column,
    DataError,
    Edition,
    Rule,
    Sources,
    Table,
    Term,
    Text,
    argument,
    article,
    as_edition,
    checked,
    cite,
    instance,
    instances,
    where,
)  # fmt: skip
from icp_rules.trie import Trie

__all__ = ["Conflicts", "Filing", "FilingIndex", "FilingRegister", "Subject", "Website", "check_filing", "find_conflicts"]


# -- The models ----------------------------------------------------------------------------------------------------------------------

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _text(value: str, longest: int) -> str:
    if type(value) is not str:
        raise DataError.of("wrong_type", f"text is needed here, not {article(value)}")
    if len(value) > longest:
        raise DataError.of("too_long", f"at most {longest} characters")
    value = unicodedata.normalize("NFC", value).strip()
    if not value.strip("\u3164\u115f\u1160\uffa0"):
        raise DataError.of("empty", "text is needed here, not blanks")
    if any(unicodedata.category(c) in _INVISIBLE or c in "\u3164\u115f\u1160\uffa0" for c in value):
        raise DataError.of("forbidden_character", "control, bidirectional and invisible characters are not allowed")
    return value


def name(value: str) -> str:
    """A name: NFC, 1 to 200 characters, none of them invisible."""
    return _text(value, 200)


def account(value: str) -> str:
    """An account: 1 to 128 characters, none of them invisible."""
    return _text(value, 128)


def optional_account(value: str | None) -> str | None:
    """An account, or nothing."""
    return None if value is None else account(value)


def domain(value: str) -> str:
    """A domain in one spelling: lower case, no final dot, Chinese labels in Chinese.

    >>> domain("XN--FSQ092H.cn.")
    '示例.cn'
    """
    value = _text(value, 253)
    try:
        readable = value.lower().rstrip(".").encode("idna").decode("idna").lower()
        plain = readable.encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    labels = plain.split(".")
    if len(labels) < 2 or not all(1 <= len(x) <= 63 and x[0] != "-" != x[-1] and set(x) <= _LETTERS for x in labels):
        raise DataError.of("bad_domain", "a domain is needed here, such as example.cn, without http:// and without a path")
    return readable


_LETTERS = set("abcdefghijklmnopqrstuvwxyz0123456789-")


def credential(value: Credential) -> Credential:
    """A field that is a credential."""
    return instance(Credential, value)


@attrs.frozen(field_transformer=checked)
class Subject:
    """Who files (主体): a person or an organization, known by its credential.

    Attributes:
        type:
            Individual or organization.

        name:
            As it stands on the credential; two subjects may share a name.

        credential:
            What identifies it.

        nature:
            The regulator's nature of the subject, if known; it must be one of this type.

    >>> Subject("organization", "示例科技", Credential("organization_code", "79965505-8")).key
    'organization:799655058'
    """

    type: SubjectType = attrs.field(converter=as_subject_type)
    name: str = attrs.field(converter=name)
    credential: Credential = attrs.field(converter=credential)
    nature: SubjectNature | None = attrs.field(default=None, converter=as_nature)

    def __attrs_post_init__(self) -> None:
        if self.nature is not None and self.nature.type is not self.type:
            raise DataError.of("wrong_kind", f"this nature is one of a subject of type {self.nature.type}", "/nature")

    @property
    def key(self) -> str:
        """The subject's identity; see `Credential.key`."""
        return self.credential.key


@attrs.frozen(field_transformer=checked)
class Website:
    """A website: its domain, and its filing number once it has one.

    Attributes:
        domain:
            Lower case, without scheme and path.

        filing_number:
            A `FilingNumber` or its text, or None.
    """

    domain: str = attrs.field(converter=domain)
    filing_number: FilingNumber | None = attrs.field(default=None, converter=filing_number)


def subject(value: Subject) -> Subject:
    """A field that is a subject."""
    return instance(Subject, value)


def websites(value: Iterable[Website]) -> tuple[Website, ...]:
    """A field of websites, in order."""
    return instances(Website, value)


@attrs.frozen(field_transformer=checked)
class Filing:
    """A filing (备案): an account files websites for a subject.

    Attributes:
        account:
            The account the filing is submitted from.

        subject:
            Whom it is for.

        websites:
            Any number, in order.

        domain_account:
            The account the domain was bought from, if known. It never changes a verdict.

        server_account:
            The account the server was bought from, if known. It never changes a verdict.
    """

    account: str = attrs.field(converter=account)
    subject: Subject = attrs.field(converter=subject)
    websites: tuple[Website, ...] = attrs.field(default=(), converter=websites)
    domain_account: str | None = attrs.field(default=None, converter=optional_account)
    server_account: str | None = attrs.field(default=None, converter=optional_account)


# -- The rules -----------------------------------------------------------------------------------------------------------------------


class Holder(Term):
    """Who already holds a thing: nobody, the one who asks, or another."""

    NOBODY = "nobody", "nobody", "无"
    SAME = "same", "the same one", "同一"
    OTHER = "other", "another one", "另一"


NOBODY, SAME, OTHER = _HOLDERS = tuple(Holder)


class Purchase(Term):
    """What was bought from the account in question."""

    DOMAIN = "domain", "domain", "域名"
    SERVER = "server", "server", "服务器"


_ONE_SUBJECT_EN = "One Alibaba Cloud account corresponds to one set of ICP Filing subject (company or individual) information."
_ONE_SUBJECT_ZH = "一个阿里云账号只能备案一个主体（公司或个人）信息"
_OTHER_ACCOUNT_EN = (
    "If you want to apply for multiple ICP Filing subjects, you must submit applications from different Alibaba Cloud accounts."
)
_PURCHASE_EN = (
    "The Alibaba Cloud account used for ICP Filing does not have to be the account used to purchase the domain name or server. "
    "This means you can submit an ICP Filing application from an account other than that used to purchase the domain name or server. "
    "The account information does not affect the review of your ICP Filing application."
)
_PURCHASE_ZH = "备案用阿里云账号与您购买域名或购买服务器的账号可以不一致。"
_BY_NUMBER = VERIFICATION_2019.quoting("说明您填写的证件号码，已在阿里云提交过备案申请，且已备案成功。")


def _faq(en: str, zh: str) -> Sources:
    return cite(en, zh, zh, ACCOUNT_FAQ_2019.quoting(zh))


#: Question 1. All rows that match answer; a row whose consequence is None permits.
ACCOUNT_RULES: Final = Table[Says | None](
    "subjects", Text("Who may file from which account", "谁可以用哪个账号备案"), "collect",
    (Column("account_holds", _HOLDERS), Column("subject_filed_from", _HOLDERS)),
    (
        Rule("subjects.first", where(account_holds={NOBODY}, subject_filed_from={NOBODY, SAME}), None,
             _faq(_ONE_SUBJECT_EN, _ONE_SUBJECT_ZH), "Any subject may be filed from an account that holds none."),
        Rule("subjects.further-websites", where(account_holds={SAME}, subject_filed_from={NOBODY, SAME}), None,
             _faq("However, a single subject can hold ICP Filings for multiple websites.", "可以备案多个网站"),
             "Any number of websites: the FAQ states no limit."),
        Rule("subjects.other-subject", where(account_holds={OTHER}), Says("account_holds_another_subject"),
             _faq(f"{_ONE_SUBJECT_EN} … {_OTHER_ACCOUNT_EN}", "如您想备案多个主体，需通过不同的阿里云账号来提交备案申请。")),
        Rule("subjects.other-account", where(subject_filed_from={OTHER}), Says("subject_filed_under_another_account"),
             cite(_ONE_SUBJECT_EN, every=VERIFICATION_2019.quoting("您需要登录之前已成功备案的账号进行备案或更换证件进行备案。")),
             '"Corresponds to" is read both ways: a subject has one account, too. The provider\'s check of 2019 says so outright.'),
    ),
)  # fmt: skip

#: Beyond the FAQ: what the provider's own check adds about domains and names.
HOLDER_RULES: Final = Table[Says | None](
    "holders", Text("Whose the domain, the credential and the name are", "域名、证件与名称属于谁"), "collect",
    (Column("domain_filed_by", _HOLDERS), Column("credential_on_file_as", _HOLDERS), Column("name_held_by", _HOLDERS)),
    (
        Rule("holders.other-subject", where(domain_filed_by={OTHER}), Says("website_filed_under_another_subject"),
             cite(every=VERIFICATION_2019.quoting("该域名对应的主体信息在系统中已经存在，请登录对应账号进行接入操作"))),
        Rule("holders.other-name", where(credential_on_file_as={OTHER}), Says("same_credential_other_name"), cite(every=_BY_NUMBER),
             "The provider goes by the credential's number, so a new name does not make a new subject."),
        Rule("holders.other-credential", where(name_held_by={OTHER}), Says("same_name_other_credential"), cite(every=_BY_NUMBER),
             "The provider goes by the credential's number, so a shared name does not make one subject of two."),
    ),
)  # fmt: skip

#: Question 2: where the domain and the server were bought never matters.
PURCHASE_RULES: Final = Table[Says | None](
    "purchases", Text("From which account the domain or server was bought", "域名或服务器由哪个账号购买"), "unique",
    (Column("bought", tuple(Purchase)), Column("bought_from", _HOLDERS)),
    (
        Rule("purchases.same-account", where(bought_from={SAME, NOBODY}), None, _faq(_PURCHASE_EN, _PURCHASE_ZH),
             "\"Nobody\" stands for an account that is not given."),
        Rule("purchases.other-account", where(bought_from={OTHER}), Says("purchase_account_differs"), _faq(_PURCHASE_EN, _PURCHASE_ZH)),
    ),
)  # fmt: skip


# -- Asking an index -----------------------------------------------------------------------------------------------------------------


class FilingIndex(Protocol):
    """What has been filed, as far as a check needs to know it. A service answers these from its own database.

    An answer may be a `Subject` or, where names are not kept, its key alone; then the rules about names have nothing to compare.
    """

    def subject_of(self, account: str, /) -> "Subject | str | None":
        """The subject this account holds."""

    def account_of(self, subject_key: str, /) -> str | None:
        """The account this subject is filed from."""

    def holder_of(self, domain: str, /) -> "Subject | str | None":
        """The subject this domain is filed under."""


def _key(known: Subject | str) -> str:
    return known if isinstance(known, str) else known.key


def _holder(known: Iterable[str], own: str) -> Holder:
    others = set(known)
    return NOBODY if not others else SAME if others == {own} else OTHER


def check_filing(filing: Filing, index: FilingIndex, edition: Edition | str = DEFAULT_EDITION) -> tuple[Finding, ...]:
    """What stands in the way of a filing, given what is filed already; nothing wrong is an empty tuple.

    Args:
        filing:
            What is to be filed.

        index:
            What is filed already: a `FilingRegister`, or anything with the three look-ups of `FilingIndex`.

        edition:
            Which text of the rules to apply.

    Returns:
        Findings in the order of the rules, errors, warnings and notes; `path` points into the request.

    Raises:
        DataError: the edition is unknown, or `filing` is not a `Filing`.

    Source: FAQ, questions 1 and 2; the provider's verification messages of 2019 for what goes beyond them.

    >>> one = Filing("1001", Subject("individual", "张三", Credential("passport", "E12345678")))
    >>> two = Filing("1001", Subject("individual", "李四", Credential("passport", "E87654321")))
    >>> [finding.code for finding in check_filing(two, FilingRegister.of([one]))]
    ['account_holds_another_subject']
    """
    filing = argument("filing", instance, Filing, filing)
    edition = as_edition(edition)
    subject, key, account = filing.subject, filing.subject.key, filing.account
    if isinstance(index, FilingRegister):  # it may hold filings that conflict, so it is asked for all of them
        held, accounts = index.subjects_of(account), index.accounts_of(key)
        holders = [index.holders_of(site.domain) for site in filing.websites]
        names, namesakes = index.names_of(key), index.subjects_named(subject.name)
    else:
        held, accounts = _one(index.subject_of(account)), _one(index.account_of(key))
        holders = [_one(index.holder_of(site.domain)) for site in filing.websites]
        known = {*held, *(s for one in holders for s in one), *(s for a in accounts - {account} for s in _one(index.subject_of(a)))}
        named = [s for s in known if isinstance(s, Subject)]
        names = frozenset(s.name for s in named if s.key == key)
        namesakes = frozenset(s.key for s in named if s.name == subject.name and s.type is SubjectType.ORGANIZATION)

    findings: list[Finding] = []

    def select(rows: Iterable[Rule[Any]], path: str, about: Term | None = None) -> None:
        findings.extend(found(row, row.then, edition, path, about) for row in rows if row.then is not None)

    kind = subject.credential.kind
    select(NUMBER_RULES.collect(edition, kind, subject.credential.is_valid), "/subject/credential/number", kind)
    select(NATURE_RULES.collect(edition, subject.type, subject.nature, kind), "/subject/credential/kind", kind)
    for row in ACCOUNT_RULES.collect(edition, _holder(map(_key, held), key), _holder(accounts, account)):
        select([row], "/account" if row.id == "subjects.other-subject" else "/subject")
    for i, one in enumerate(holders):
        select(HOLDER_RULES.collect(edition, _holder(map(_key, one), key), NOBODY, NOBODY), f"/websites/{i}/domain")
    same_name = SAME if not names or subject.name in names else OTHER
    other_bearer = OTHER if subject.type is SubjectType.ORGANIZATION and namesakes - {key} else NOBODY
    select(HOLDER_RULES.collect(edition, NOBODY, same_name, other_bearer), "/subject/name")
    for bought, seller in ((Purchase.DOMAIN, filing.domain_account), (Purchase.SERVER, filing.server_account)):
        row = PURCHASE_RULES.answer(edition, bought, _holder(_one(seller), account))
        select([row], f"/{bought}_account", bought)
    return tuple(findings)


def _one(answer: Any) -> "frozenset[Any]":
    return frozenset() if answer is None else frozenset((answer,))


# -- The register --------------------------------------------------------------------------------------------------------------------


def _grow(trie: "Trie[str, frozenset[Any]]", key: str, value: Any) -> "Trie[str, frozenset[Any]]":
    known = trie.get(key) or frozenset()
    return trie if value in known else trie.put(key, known | {value})


@attrs.frozen(eq=False, repr=False, init=False)
class FilingRegister:
    """Filings in memory, as an immutable value: adding makes a new register and leaves this one as it was.

    Two registers are equal when they hold the same filings, in whatever order they came. It is a `FilingIndex`.

    >>> a = Filing("1001", Subject("individual", "张三", Credential("passport", "E12345678")), [Website("example.cn")])
    >>> register = FilingRegister.of([a])
    >>> len(register), register.add(a) == register, register.account_of(a.subject.key)
    (1, True, '1001')
    """

    _filings: Trie[Filing, bool]
    _by_account: Trie[str, frozenset[Subject]]
    _by_subject: Trie[str, frozenset[tuple[str, str]]]
    _by_domain: Trie[str, frozenset[Subject]]
    _by_name: Trie[str, frozenset[str]]
    _size: int

    def __init__(self) -> None:
        self.__attrs_init__(Trie(), Trie(), Trie(), Trie(), Trie(), 0)

    @classmethod
    def of(cls, filings: Iterable[Filing] = ()) -> "FilingRegister":
        """The register of these filings, whether or not they agree; `conflicts()` tells."""
        register = cls()
        for filing in filings:
            register = register._with(instance(Filing, filing))
        return register

    def _with(self, filing: Filing) -> "FilingRegister":
        if self._filings.get(filing):
            return self
        subject, by_domain, by_name = filing.subject, self._by_domain, self._by_name
        for site in filing.websites:
            by_domain = _grow(by_domain, site.domain, subject)
        if subject.type is SubjectType.ORGANIZATION:
            by_name = _grow(by_name, subject.name, subject.key)
        new = object.__new__(FilingRegister)
        new.__attrs_init__(
            self._filings.put(filing, True),
            _grow(self._by_account, filing.account, subject),
            _grow(self._by_subject, subject.key, (filing.account, subject.name)),
            by_domain, by_name, self._size + 1,
        )  # fmt: skip
        return new

    def check(self, filing: Filing, edition: Edition | str = DEFAULT_EDITION) -> tuple[Finding, ...]:
        """What stands in the way of a filing; see `check_filing`."""
        return check_filing(filing, self, edition)

    def add(self, filing: Filing, edition: Edition | str = DEFAULT_EDITION) -> "FilingRegister":
        """A new register that holds the filing too. `RuleViolation`, with the findings, when there is an error among them."""
        findings = self.check(filing, edition)
        if any(finding.is_error for finding in findings):
            raise RuleViolation(findings)
        return self._with(filing)

    def merge(self, other: "FilingRegister") -> "FilingRegister":
        """The filings of both; the smaller is folded into the larger. It may hold conflicts that neither has."""
        small, large = sorted((self, other), key=len)
        for filing in small._filings:
            large = large._with(filing)
        return large

    def conflicts(self) -> "Conflicts":
        """Every account with several subjects, and every subject with several accounts."""
        return find_conflicts((filing.account, filing.subject.key) for filing in self._filings)

    def subjects_of(self, account: str) -> frozenset[Subject]:
        """Every subject filed from an account: one, unless filings conflict."""
        return self._by_account.get(account) or frozenset()

    def accounts_of(self, subject_key: str) -> frozenset[str]:
        """Every account a subject is filed from: one, unless filings conflict."""
        return frozenset(account for account, _ in self._by_subject.get(subject_key) or ())

    def names_of(self, subject_key: str) -> frozenset[str]:
        """Every name a subject is on file with."""
        return frozenset(name for _, name in self._by_subject.get(subject_key) or ())

    def holders_of(self, domain: str) -> frozenset[Subject]:
        """Every subject a domain is filed under: one, unless filings conflict."""
        return self._by_domain.get(domain) or frozenset()

    def subjects_named(self, name: str) -> frozenset[str]:
        """The keys of every organization of this name."""
        return self._by_name.get(name) or frozenset()

    def subject_of(self, account: str) -> Subject | None:
        """The subject an account holds; where filings conflict, the one whose key comes first."""
        return min(self.subjects_of(account), key=_by_key, default=None)

    def account_of(self, subject_key: str) -> str | None:
        """The account a subject is filed from; where filings conflict, the one that comes first."""
        return min(self.accounts_of(subject_key), default=None)

    def holder_of(self, domain: str) -> Subject | None:
        """The subject a domain is filed under; where filings conflict, the one whose key comes first."""
        return min(self.holders_of(domain), key=_by_key, default=None)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Filing]:
        """The filings, by account, subject and domains."""
        return iter(sorted(self._filings, key=_order))

    def __contains__(self, filing: object) -> bool:
        return type(filing) is Filing and bool(self._filings.get(filing))

    def __eq__(self, other: object) -> bool:
        if type(other) is not FilingRegister:
            return NotImplemented
        return len(self) == len(other) and all(filing in other for filing in self._filings)

    def __hash__(self) -> int:
        return hash(frozenset(self._filings))

    def __repr__(self) -> str:
        return f"<FilingRegister: {len(self)} filings>"

    def __reduce__(self) -> Any:
        return FilingRegister.of, (tuple(self),)


def _by_key(subject: Subject) -> tuple[str, str]:
    return subject.key, subject.name


def _order(filing: Filing) -> tuple[Any, ...]:
    sites = [(site.domain, str(site.filing_number or "")) for site in filing.websites]
    subject = filing.subject
    return (filing.account, subject.key, subject.name, subject.type, str(subject.nature), subject.credential.kind,
            subject.credential.number, sites, filing.domain_account or "", filing.server_account or "")  # fmt: skip


# -- Conflicts in bulk ---------------------------------------------------------------------------------------------------------------


def _read_only(mapping: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType(dict(mapping))


@attrs.frozen(repr=False)
class Conflicts:
    """Where "one account, one subject" does not hold.

    Attributes:
        accounts:
            Each account with several subjects, and their keys.

        subjects:
            The key of each subject with several accounts, and the accounts.
    """

    accounts: Mapping[str, frozenset[str]] = attrs.field(converter=_read_only)
    subjects: Mapping[str, frozenset[str]] = attrs.field(converter=_read_only)

    def __bool__(self) -> bool:
        return bool(self.accounts or self.subjects)

    def __hash__(self) -> int:
        return hash((frozenset(self.accounts.items()), frozenset(self.subjects.items())))

    def __repr__(self) -> str:
        return f"<Conflicts: {len(self.accounts)} accounts, {len(self.subjects)} subjects>"

    def __reduce__(self) -> Any:
        return Conflicts, (dict(self.accounts), dict(self.subjects))


def find_conflicts(rows: Iterable[tuple[str, str]]) -> Conflicts:
    """Every breach of "one account, one subject", in one pass.

    Args:
        rows:
            Pairs of account and subject key (`Subject.key`), in any order, repeats allowed.

    Raises:
        DataError: a row is not a pair of texts; an unknown account or key must not pass for one that all such rows share.

    >>> find_conflicts([("a", "s1"), ("a", "s2"), ("b", "s2"), ("b", "s2")]).accounts["a"] == {"s1", "s2"}
    True
    """
    subjects: dict[str, set[str]] = {}
    accounts: dict[str, set[str]] = {}
    for i, row in enumerate(rows):
        one, key = row if isinstance(row, tuple | list) and len(row) == 2 else (None, None)
        if type(one) is not str or type(key) is not str:
            raise DataError.of("wrong_type", "a row is an account and a subject key, both text", f"/{i}")
        subjects.setdefault(one, set()).add(key)
        accounts.setdefault(key, set()).add(one)
    return Conflicts(
        {one: frozenset(keys) for one, keys in subjects.items() if len(keys) > 1},
        {key: frozenset(ones) for key, ones in accounts.items() if len(ones) > 1},
    )
