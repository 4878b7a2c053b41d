"""Subjects (主体) and who may file them from which account: one account, one subject, any number of
websites (FAQ, questions 1 and 2).

The check is pure: it asks a `FilingIndex` three questions and selects rows. A service
answers them from its database; `FilingRegister` is the index in memory. A subject is its
credential, never its name.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, compress, islice
from operator import ne
from types import MappingProxyType
from typing import Any, Final, Protocol

import attrs

from icp_rules.findings import Finding, RuleViolation, Says, found
from icp_rules.identifiers import (
    NATURE_RULES,
    NUMBER_RULES,
    Credential,
    CredentialKind,
    FilingNumber,
    SubjectNature,
    SubjectType,
    as_nature,
    as_subject_type,
    filing_number,
)
from icp_rules.rules import (
    ACCOUNT_FAQ_2019,
    DEFAULT_EDITION,
    VERIFICATION_2019,
    Answer,
    AnyEdition,
    Column,
    DataError,
    Edition,
    Hit,
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
    print_repr,
    where,
)
from icp_rules.trie import Trie

__all__ = [
    "Conflicts",
    "Filing",
    "FilingIndex",
    "FilingRegister",
    "Holder",
    "Holdings",
    "Subject",
    "Website",
    "check_filing",
    "find_conflicts",
]


# -- The models ------------------------------------------------------------------------------------

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
        raise DataError.of(
            "forbidden_character", "control, bidirectional and invisible characters are not allowed"
        )
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
        # refuses labels that are empty or longer than 63 letters
        plain = readable.encode("idna").decode("ascii")
    except UnicodeError:
        readable = plain = ""
    labels = plain.split(".")
    hyphened = ".-" in f".{readable}" or "-." in f"{readable}."
    if len(labels) < 2 or hyphened or not set().union(*labels) <= _LETTERS:
        raise DataError.of(
            "bad_domain",
            "a domain is needed here, such as example.cn, without http:// and without a path",
        )
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
            The regulator's nature of the subject, or its code, if known; it must
            be one of this type.

    >>> Subject("organization", "示例科技", Credential("organization_code", "79965505-8")).key
    'organization:799655058'
    """

    type: SubjectType = attrs.field(converter=as_subject_type)
    name: str = attrs.field(converter=name)
    credential: Credential = attrs.field(converter=credential)
    nature: SubjectNature | None = attrs.field(default=None, converter=as_nature)

    def __attrs_post_init__(self) -> None:
        if self.nature is not None and self.nature.type not in (self.type, None):
            raise DataError.of(
                "wrong_kind",
                f"this nature is one of a subject of type {self.nature.type}",
                "/nature",
            )

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


# -- The rules -------------------------------------------------------------------------------------


class Holder(Term):
    """Who already holds a thing: nobody, the one who asks, or another."""

    NOBODY = "nobody", "none", "无"
    SAME = "same", "the same one", "同一"
    OTHER = "other", "another one", "另一"


NOBODY, SAME, OTHER = _HOLDERS = tuple(Holder)


class Purchase(Term):
    """What was bought from the account in question."""

    DOMAIN = "domain", "domain", "域名"
    SERVER = "server", "server", "服务器"


_ONE_SUBJECT_EN = (
    "One Alibaba Cloud account corresponds to one set of ICP Filing subject (company or "
    "individual) information."
)
_ONE_SUBJECT_ZH = "一个阿里云账号只能备案一个主体（公司或个人）信息"
_OTHER_ACCOUNT_EN = (
    "If you want to apply for multiple ICP Filing subjects, you must submit applications from "
    "different Alibaba Cloud accounts."
)
_PURCHASE_EN = (
    "The Alibaba Cloud account used for ICP Filing does not have to be the account used to "
    "purchase the domain name or server. This means you can submit an ICP Filing application from "
    "an account other than that used to purchase the domain name or server. The account "
    "information does not affect the review of your ICP Filing application."
)
_PURCHASE_ZH = "备案用阿里云账号与您购买域名或购买服务器的账号可以不一致。"
_BY_NUMBER = VERIFICATION_2019.quoting(
    "说明您填写的证件号码，已在阿里云提交过备案申请，且已备案成功。"
)


def _faq(en: str, zh: str) -> Sources:
    return cite(en, zh, zh, ACCOUNT_FAQ_2019.quoting(zh))


# fmt: off
#: Question 1. All rows that match answer; a row whose consequence is None permits.
ACCOUNT_RULES: Final = Table[Says | None](
    "subjects", Text("Who may file from which account", "谁可以用哪个账号备案"), "collect",
    (
        Column("account_holds", _HOLDERS, (
            Text("the account holds no subject yet", "该账号下尚无主体"),
            Text("the account holds this subject", "该账号下已有该主体"),
            Text("the account holds another subject", "该账号下已有另一主体"),
        )),
        Column("subject_filed_from", _HOLDERS, (
            Text("the subject is not filed yet", "该主体尚未备案"),
            Text("the subject is filed from this account", "该主体已在该账号备案"),
            Text("the subject is filed from another account", "该主体已在另一账号备案"),
        )),
    ),
    (
        Rule("subjects.first", where(account_holds={NOBODY}, subject_filed_from={NOBODY, SAME}), None,  # noqa: E501
             _faq(_ONE_SUBJECT_EN, _ONE_SUBJECT_ZH), Text("Any subject may be filed from an account that holds none.",  # noqa: E501
                                                          "账号下尚无主体时，可备案任一主体。")),
        Rule("subjects.further-websites", where(account_holds={SAME}, subject_filed_from={NOBODY, SAME}), None,  # noqa: E501
             _faq("However, a single subject can hold ICP Filings for multiple websites.", "可以备案多个网站"),  # noqa: E501
             Text("Any number of websites: the FAQ states no limit.", "网站数量不限：常见问题未规定上限。")),  # noqa: E501
        Rule("subjects.other-subject", where(account_holds={OTHER}), Says("account_holds_another_subject"),  # noqa: E501
             _faq(f"{_ONE_SUBJECT_EN} … {_OTHER_ACCOUNT_EN}", "如您想备案多个主体，需通过不同的阿里云账号来提交备案申请。")),  # noqa: E501
        Rule("subjects.other-account", where(subject_filed_from={OTHER}), Says("subject_filed_under_another_account"),  # noqa: E501
             cite(_ONE_SUBJECT_EN, every=VERIFICATION_2019.quoting("您需要登录之前已成功备案的账号进行备案或更换证件进行备案。")),  # noqa: E501
             Text('"Corresponds to" is read both ways: a subject has one account, too. The provider\'s check of 2019 says so outright.',  # noqa: E501
                  "“对应”作双向理解：一个主体也只对应一个账号；服务商 2019 年的校验提示对此有明文说明。")),  # noqa: E501
    ),
)
# fmt: on

# fmt: off
#: Beyond the FAQ: what the provider's own check adds about domains and names.
HOLDER_RULES: Final = Table[Says | None](
    "holders", Text("Whose the domain, the credential and the name are", "域名、证件与名称属于谁"), "collect",  # noqa: E501
    (
        Column("domain_filed_by", _HOLDERS, (
            Text("the domain is not filed yet", "该域名尚未备案"),
            Text("the domain is filed under this subject", "该域名已备案在该主体下"),
            Text("the domain is filed under another subject", "该域名已备案在另一主体下"),
        )),
        Column("credential_on_file_as", _HOLDERS, (
            Text("the credential is not on file", "该证件尚无备案"),
            Text("the credential is on file under this name", "该证件以该名称备案"),
            Text("the credential is on file under another name", "该证件以另一名称备案"),
        )),
        Column("name_held_by", _HOLDERS, (
            Text("no organization of this name is on file", "没有同名单位备案"),
            Text("the organization of this name that is on file is this one", "已备案的同名单位即该单位"),  # noqa: E501
            Text("another organization of this name is on file", "另有同名单位备案"),
        )),
    ),
    (
        Rule("holders.other-subject", where(domain_filed_by={OTHER}), Says("website_filed_under_another_subject"),  # noqa: E501
             cite(every=VERIFICATION_2019.quoting("该域名对应的主体信息在系统中已经存在，请登录对应账号进行接入操作"))),
        Rule("holders.other-name", where(credential_on_file_as={OTHER}), Says("same_credential_other_name"), cite(every=_BY_NUMBER),  # noqa: E501
             Text("The provider goes by the credential's number, so a new name does not make a new subject.",  # noqa: E501
                  "服务商以证件号码为准，更名不产生新的主体。")),
        Rule("holders.other-credential", where(name_held_by={OTHER}), Says("same_name_other_credential"), cite(every=_BY_NUMBER),  # noqa: E501
             Text("The provider goes by the credential's number, so a shared name does not make one subject of two.",  # noqa: E501
                  "服务商以证件号码为准，同名不等于同一主体。")),
    ),
)
# fmt: on

# fmt: off
#: Question 2: where the domain and the server were bought never matters.
PURCHASE_RULES: Final = Table[Says | None](
    "purchases", Text("From which account the domain or server was bought", "域名或服务器由哪个账号购买"), "unique",  # noqa: E501
    (
        Column("bought", tuple(Purchase), Text("what was bought is the {}", "所购买的是{}")),
        Column("bought_from", _HOLDERS, (
            Text("it is not said from which account it was bought", "未说明由哪个账号购买"),
            Text("it was bought from this account", "由该账号购买"),
            Text("it was bought from another account", "由另一账号购买"),
        )),
    ),
    (
        Rule("purchases.same-account", where(bought_from={SAME, NOBODY}), None, _faq(_PURCHASE_EN, _PURCHASE_ZH),  # noqa: E501
             Text("\"Nobody\" stands for an account that is not given.", "未提供购买账号时，同样适用。")),  # noqa: E501
        Rule("purchases.other-account", where(bought_from={OTHER}), Says("purchase_account_differs"), _faq(_PURCHASE_EN, _PURCHASE_ZH)),  # noqa: E501
    ),
)
# fmt: on


# -- Asking an index -------------------------------------------------------------------------------


class FilingIndex(Protocol):
    """What has been filed, as far as a check needs to know it. A service answers these
    from its own database.

    An answer may be a `Subject` or, where names are not kept, its key alone; then the rules about
    names have nothing to compare.
    """

    def subject_of(self, account: str, /) -> "Subject | str | None":
        """The subject this account holds."""

    def account_of(self, subject_key: str, /) -> str | None:
        """The account this subject is filed from."""

    def holder_of(self, domain: str, /) -> "Subject | str | None":
        """The subject this domain is filed under."""


Known = frozenset[Subject | str]
_NONE: Known = frozenset()


def _whose(known: Iterable[Subject | str], key: str) -> Holder:
    """Whether those on file are nobody, the subject of this key alone, or another too."""
    holder = NOBODY
    for one in known:
        if (one if isinstance(one, str) else one.key) != key:
            return OTHER
        holder = SAME
    return holder


@lru_cache(maxsize=4096)
def _rows(
    edition: AnyEdition,
    credential: tuple[SubjectType, SubjectNature | None, CredentialKind, bool],
    account: tuple[Holder, Holder],
    domains: tuple[Holder, ...],
    name: tuple[Holder, Holder],
    purchases: tuple[Holder, Holder],
) -> tuple[tuple[tuple[Hit[Any], str, Term | None], ...], frozenset[Edition]]:
    """The rows that answer what is known of a filing, each with the place it is about, and the
    editions that would answer otherwise. Most filings are alike in this, so it is kept.
    """
    type, nature, kind, valid = credential
    asked: list[tuple[Answer[Any], str, Term | None]] = [
        (NUMBER_RULES.at(edition, kind, valid), "/subject/credential/number", kind),
        (NATURE_RULES.at(edition, type, nature, kind), "/subject/credential/kind", kind),
        (ACCOUNT_RULES.at(edition, *account), "/subject", None),
        *(
            (HOLDER_RULES.at(edition, holder, NOBODY, NOBODY), f"/websites/{i}/domain", None)
            for i, holder in enumerate(domains)
        ),
        (HOLDER_RULES.at(edition, NOBODY, *name), "/subject/name", None),
        *(
            (PURCHASE_RULES.at(edition, bought, seller), f"/{bought}_account", bought)
            for bought, seller in zip(Purchase, purchases, strict=True)
        ),
    ]
    found = [
        (hit, path, about)
        for answer, path, about in asked
        for hit in answer.hits
        if hit.row.then is not None
    ]
    about_account = "account_holds_another_subject"
    placed = tuple(
        (hit, "/account" if hit.row.then.code == about_account else path, about)
        for hit, path, about in found
    )
    return placed, frozenset().union(*(answer.others for answer, _, _ in asked))


def check_filing(
    filing: Filing, index: FilingIndex, edition: AnyEdition | str = DEFAULT_EDITION
) -> tuple[Finding, ...]:
    """What stands in the way of a filing, given what is filed already; nothing
    wrong is an empty tuple.

    Args:
        filing:
            What is to be filed.

        index:
            What is filed already: a `FilingRegister`, or anything with the three look-ups of
            `FilingIndex`.

        edition:
            Which text of the rules to apply.

    Returns:
        Findings in the order of the rules, errors, warnings and notes; `path`
        points into the request.

    Raises:
        DataError: the edition is unknown, or `filing` is not a `Filing`.

    Source: FAQ, questions 1 and 2; the provider's verification messages of 2019 for
    what goes beyond them.

    >>> one = Filing("1001", Subject("individual", "张三", Credential("passport", "E12345678")))
    >>> two = Filing("1001", Subject("individual", "李四", Credential("passport", "E87654321")))
    >>> [finding.code for finding in check_filing(two, FilingRegister.of([one]))]
    ['account_holds_another_subject']
    """
    return check(filing, index, edition)[0]


def check(
    filing: Filing, index: FilingIndex, edition: AnyEdition | str
) -> tuple[tuple[Finding, ...], frozenset[Edition]]:
    """What `check_filing` finds, and the editions that would find something else."""
    if type(filing) is not Filing:
        argument("filing", instance, Filing, filing)
    if type(edition) is not Edition:
        edition = as_edition(edition)
    subject, account = filing.subject, filing.account
    key, organized = subject.credential.key, subject.type is SubjectType.ORGANIZATION
    accounts: Iterable[str]
    names: Iterable[str]
    # it may hold filings that conflict, so it is asked for all of them
    if type(index) is FilingRegister:
        held: Iterable[Any] = index.subjects_of(account)
        on_file = index._by_subject.get(key) or ()
        accounts, names = [one for one, _ in on_file], [one for _, one in on_file]
        holders = tuple([_whose(index.holders_of(site.domain), key) for site in filing.websites])
        namesakes: Iterable[str] = index.subjects_named(subject.name) if organized else ()
    else:
        held, filed_from = _one(index.subject_of(account)), index.account_of(key)
        accounts = () if filed_from is None else (filed_from,)
        answers = [_one(index.holder_of(site.domain)) for site in filing.websites]
        holders = tuple(_whose(one, key) for one in answers)
        known = {
            *held,
            *(s for one in answers for s in one),
            *(s for a in accounts if a != account for s in _one(index.subject_of(a))),
        }
        named = [one for one in known if isinstance(one, Subject)]
        names = [one.name for one in named if one.key == key]
        namesakes = [
            one.key
            for one in named
            if organized and one.name == subject.name and one.type is SubjectType.ORGANIZATION
        ]
    rows, others = _rows(
        edition,
        (subject.type, subject.nature, subject.credential.kind, subject.credential.is_valid),
        (_whose(held, key), _whose(accounts, account)),
        holders,
        (
            SAME if not names or subject.name in names else OTHER,
            OTHER if _whose(namesakes, key) is OTHER else NOBODY,
        ),
        (
            NOBODY if filing.domain_account is None else _whose((filing.domain_account,), account),
            NOBODY if filing.server_account is None else _whose((filing.server_account,), account),
        ),
    )
    return tuple(
        [found(hit, hit.row.then, path, about) for hit, path, about in rows]
    ) if rows else (), others


def _one(answer: Any) -> Known:
    return _NONE if answer is None else frozenset((answer,))


# -- The register ----------------------------------------------------------------------------------


def _grow(trie: "Trie[str, frozenset[Any]]", key: str, value: Any) -> "Trie[str, frozenset[Any]]":
    known = trie.get(key) or frozenset()
    return trie if value in known else trie.put(key, known | {value})


@attrs.frozen(eq=False, repr=False, init=False)
class FilingRegister:
    """Filings in memory, as an immutable value: adding makes a new register and
    leaves this one as it was.

    Two registers are equal when they hold the same filings, in whatever order they came. It is a
    `FilingIndex`.

    >>> a = Filing(
    ...     "1001",
    ...     Subject("individual", "张三", Credential("passport", "E12345678")),
    ...     [Website("example.cn")],
    ... )
    >>> register = FilingRegister.of([a])
    >>> len(register), register.add(a) == register, register.account_of(a.subject.key)
    (1, True, '1001')
    """

    _by_account: Trie[str, tuple[frozenset[Subject], Trie[Filing, bool]]]
    _by_subject: Trie[str, frozenset[tuple[str, str]]]
    _by_domain: Trie[str, frozenset[Subject]]
    _by_name: Trie[str, frozenset[str]]
    _size: int

    def __init__(self) -> None:
        self.__attrs_init__(Trie(), Trie(), Trie(), Trie(), 0)

    @classmethod
    def of(cls, filings: Iterable[Filing] = ()) -> "FilingRegister":
        """The register of these filings, whether or not they agree; `conflicts()` tells."""
        by_account: dict[str, tuple[set[Subject], dict[Filing, bool]]] = {}
        by_subject: dict[str, set[tuple[str, str]]] = {}
        by_domain: dict[str, set[Subject]] = {}
        by_name: dict[str, set[str]] = {}
        for i, filing in enumerate(filings):
            if type(filing) is not Filing:
                argument(str(i), instance, Filing, filing)
            subject, key = filing.subject, filing.subject.key
            subjects, known = by_account.setdefault(filing.account, (set(), {}))
            subjects.add(subject)
            known[filing] = True
            by_subject.setdefault(key, set()).add((filing.account, subject.name))
            for site in filing.websites:
                by_domain.setdefault(site.domain, set()).add(subject)
            if subject.type is SubjectType.ORGANIZATION:
                by_name.setdefault(subject.name, set()).add(key)
        return cls._of(
            Trie(
                {
                    account: (frozenset(subjects), Trie(known))
                    for account, (subjects, known) in by_account.items()
                }
            ),
            *(
                Trie({key: frozenset(found) for key, found in index.items()})
                for index in (by_subject, by_domain, by_name)
            ),
            sum(len(known) for _, known in by_account.values()),
        )

    @classmethod
    def _of(cls, *parts: Any) -> "FilingRegister":
        new = object.__new__(cls)
        new.__attrs_init__(*parts)
        return new

    def _with(self, filing: Filing) -> "FilingRegister":
        subject, by_domain, by_name = filing.subject, self._by_domain, self._by_name
        subjects, known = self._by_account.get(filing.account) or (frozenset(), Trie())
        if known.get(filing):
            return self
        for site in filing.websites:
            by_domain = _grow(by_domain, site.domain, subject)
        if subject.type is SubjectType.ORGANIZATION:
            by_name = _grow(by_name, subject.name, subject.key)
        return self._of(
            self._by_account.put(filing.account, (subjects | {subject}, known.put(filing, True))),
            _grow(self._by_subject, subject.key, (filing.account, subject.name)),
            by_domain,
            by_name,
            self._size + 1,
        )

    def check(
        self, filing: Filing, edition: AnyEdition | str = DEFAULT_EDITION
    ) -> tuple[Finding, ...]:
        """What stands in the way of a filing; see `check_filing`."""
        return check_filing(filing, self, edition)

    def add(self, filing: Filing, edition: AnyEdition | str = DEFAULT_EDITION) -> "FilingRegister":
        """A new register that holds the filing too. `RuleViolation`, with the findings, when there
        is an error among them.
        """
        findings = self.check(filing, edition)
        if any(finding.is_error for finding in findings):
            raise RuleViolation(findings)
        return self._with(filing)

    def merge(self, other: "FilingRegister") -> "FilingRegister":
        """The filings of both; the smaller is folded into the larger. It may hold
        conflicts that neither has.
        """
        small, large = sorted((self, other), key=len)
        for filing in small._filings():
            large = large._with(filing)
        return large

    def conflicts(self) -> "Conflicts":
        """Every account with several subjects, and every subject with several accounts."""
        return find_conflicts((filing.account, filing.subject.key) for filing in self._filings())

    def _filings(self) -> Iterator[Filing]:
        """The filings, in no order that means anything."""
        for account in self._by_account:
            yield from (self._by_account.get(account) or (_NONE, ()))[1]

    def subjects_of(self, account: str) -> frozenset[Subject]:
        """Every subject filed from an account: one, unless filings conflict."""
        found = self._by_account.get(account)
        return found[0] if found else frozenset()

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
        """The subject a domain is filed under; where filings conflict, the one
        whose key comes first.
        """
        return min(self.holders_of(domain), key=_by_key, default=None)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Filing]:
        """The filings, by account, subject and domains."""
        return iter(sorted(self._filings(), key=_order))

    def __contains__(self, filing: object) -> bool:
        if type(filing) is not Filing:
            return False
        found = self._by_account.get(filing.account)
        return found is not None and found[1].get(filing) is True

    def __eq__(self, other: object) -> bool:
        if type(other) is not FilingRegister:
            return NotImplemented
        return len(self) == len(other) and all(filing in other for filing in self._filings())

    def __hash__(self) -> int:
        return hash(frozenset(self._filings()))

    def __repr__(self) -> str:
        return f"<FilingRegister: {len(self)} filings>"

    _repr_pretty_ = print_repr

    def __reduce__(self) -> Any:
        return FilingRegister.of, (tuple(self),)


def _by_key(subject: Subject) -> tuple[str, str]:
    return subject.key, subject.name


def _order(filing: Filing) -> tuple[Any, ...]:
    sites = [(site.domain, str(site.filing_number or "")) for site in filing.websites]
    subject = filing.subject
    return (
        filing.account,
        subject.key,
        subject.name,
        subject.type,
        str(subject.nature),
        subject.credential.kind,
        subject.credential.number,
        sites,
        filing.domain_account or "",
        filing.server_account or "",
    )


# -- Conflicts in bulk -----------------------------------------------------------------------------


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

    _repr_pretty_ = print_repr

    def __reduce__(self) -> Any:
        return Conflicts, (dict(self.accounts), dict(self.subjects))


@attrs.frozen(eq=False, repr=False, init=False)
class Holdings:
    """Who holds what: distinct pairs of account and subject key, as a value that can be gathered in
    parts and merged.

    The order of the rows never matters, nor how they were cut into parts; a part may be pickled to
    another process.

    >>> parts = Holdings.of([("a", "s1"), ("b", "s2")]), Holdings.of([("a", "s2")])
    >>> parts[0].merge(parts[1]).conflicts().accounts["a"] == {"s1", "s2"}
    True
    """

    # The first partner each was seen with and, for the few that have several, all of them: so most
    # rows cost two look-ups and no set.
    _subject: dict[str, str]
    _account: dict[str, str]
    _subjects: dict[str, set[str]]
    _accounts: dict[str, set[str]]

    def __init__(self) -> None:
        self.__attrs_init__({}, {}, {}, {})

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]] = ()) -> "Holdings":
        """The holdings of these rows, in one pass; see `find_conflicts`."""
        new = cls()
        new._fold(rows)
        return new

    def _fold(self, rows: Iterable[Any]) -> None:
        subject, account, subjects, accounts = (
            self._subject,
            self._account,
            self._subjects,
            self._accounts,
        )
        row, done = iter(rows), 0
        # chunks, so that C does the work and Python sees only rows that are wrong or in conflict
        while chunk := list(islice(row, 1024)):
            if {*map(type, chunk)} != {tuple} or {*map(len, chunk)} != {2}:
                _check_pairs(chunk, done)
            flat = [*chain.from_iterable(chunk)]
            if {*map(type, flat)} != {str}:
                _check_pairs(chunk, done)
            ones, keys = flat[::2], flat[1::2]
            for known, several, mine, theirs in (
                (subject, subjects, ones, keys),
                (account, accounts, keys, ones),
            ):
                firsts = [*map(known.setdefault, mine, theirs)]
                if firsts != theirs:
                    for one, first, other in compress(
                        zip(mine, firsts, theirs, strict=True), map(ne, firsts, theirs)
                    ):
                        several.setdefault(one, {first}).add(other)
            if "" in subject or "" in account:
                _check_pairs(chunk, done)
            done += len(chunk)

    def merge(self, other: "Holdings") -> "Holdings":
        """The pairs of both; the smaller is folded into a copy of the larger."""
        small, large = sorted((self, other), key=len)
        new = object.__new__(Holdings)
        subjects, accounts = (
            {key: set(known) for key, known in side.items()}
            for side in (large._subjects, large._accounts)
        )
        new.__attrs_init__(dict(large._subject), dict(large._account), subjects, accounts)
        new._fold(small)
        return new

    def conflicts(self) -> Conflicts:
        """Every account with several subjects, and every subject with several accounts."""
        return Conflicts(
            *(
                {one: frozenset(found) for one, found in side.items()}
                for side in (self._subjects, self._accounts)
            )
        )

    def __len__(self) -> int:
        return len(self._subject) + sum(len(found) - 1 for found in self._subjects.values())

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """The pairs, in no order that means anything."""
        for one, key in self._subject.items():
            if one not in self._subjects:
                yield one, key
        for one, keys in self._subjects.items():
            yield from ((one, key) for key in keys)

    def __eq__(self, other: object) -> bool:
        return frozenset(self) == frozenset(other) if type(other) is Holdings else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __repr__(self) -> str:
        return f"<Holdings: {len(self)} pairs of account and subject>"

    _repr_pretty_ = print_repr

    def __reduce__(self) -> Any:
        return Holdings.of, (tuple(self),)


def _check_pairs(rows: list[Any], done: int) -> None:
    for i, row in enumerate(rows, done):
        if (
            type(row) not in (tuple, list)
            or len(row) != 2
            or not all(isinstance(text, str) and text for text in row)
        ):
            raise DataError.of(
                "wrong_type",
                "a row is an account and a subject key, both text and neither empty",
                f"/{i}",
            )


def find_conflicts(rows: Iterable[tuple[str, str]]) -> Conflicts:
    """Every breach of "one account, one subject", in one pass.

    Args:
        rows:
            Pairs of account and subject key (`Subject.key`), in any order, repeats allowed.

    Raises:
        DataError: a row is not a pair of texts; an unknown account or key must not pass for one
        that all such rows share.

    Source: FAQ, question 1. To gather rows in parts, see `Holdings`.

    >>> found = find_conflicts([("a", "s1"), ("a", "s2"), ("b", "s2"), ("b", "s2")])
    >>> found.accounts["a"] == {"s1", "s2"}
    True
    """
    return Holdings.of(rows).conflicts()
