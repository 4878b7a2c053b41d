"""Who may file from which account: one account, one subject (主体), any number of websites.

`check_filing` is pure: it asks a `FilingIndex` what is filed already and selects rows. A service
answers from its database; `register.FilingRegister` is the index in memory; a plain list of filings
does too. A subject is its credential, never its name. (FAQ, questions 1 and 2.)
"""

from collections.abc import Iterable
from functools import partial
from typing import Final, Protocol

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import (
    account,
    argument,
    checked,
    domain,
    instance,
    instances,
    name,
    optional_account,
)
from icp_rules.findings import Finding, Says, findings_of
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
    DEFAULT_EDITION,
    AnyEdition,
    Column,
    Rule,
    Ruling,
    Table,
    as_edition,
    per_edition,
    together,
    where,
)
from icp_rules.vocabulary import Term, Text

__all__ = [
    "ACCOUNT_RULES",
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
]


# -- The models ----------------------------------------------------------------------------------


def _credential(value: Credential) -> Credential:
    return instance(Credential, value)


@attrs.frozen(field_transformer=checked)
class Subject:
    """The person or organization that files (主体), known by its credential.

    Attributes:
        type:
            Individual or organization.

        name:
            The name on the credential; two subjects may share a name.

        credential:
            What identifies it.

        nature:
            The regulator's nature of the subject, or its code, if known. It must be one of this
            type.

    >>> Subject("organization", "示例科技", Credential("organization_code", "79965505-8")).key
    'organization:799655058'
    """

    type: SubjectType = attrs.field(converter=as_subject_type)
    name: str = attrs.field(converter=name)
    credential: Credential = attrs.field(converter=_credential)
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
            In lower case, without scheme and path.

        filing_number:
            A `FilingNumber` or its text, or None.
    """

    domain: str = attrs.field(converter=domain)
    filing_number: FilingNumber | None = attrs.field(default=None, converter=filing_number)


def _subject(value: Subject) -> Subject:
    return instance(Subject, value)


def _websites(value: Iterable[Website]) -> tuple[Website, ...]:
    return instances(Website, value)


@attrs.frozen(field_transformer=checked)
class Filing:
    """A filing (备案): an account files websites for a subject.

    Attributes:
        account:
            The account the filing is submitted from.

        subject:
            The subject that files.

        websites:
            Any number, in order.

        domain_account:
            The account the domain was bought from, if known. It never changes a verdict.

        server_account:
            The account the server was bought from, if known. It never changes a verdict.
    """

    account: str = attrs.field(converter=account)
    subject: Subject = attrs.field(converter=_subject)
    websites: tuple[Website, ...] = attrs.field(default=(), converter=_websites)
    domain_account: str | None = attrs.field(default=None, converter=optional_account)
    server_account: str | None = attrs.field(default=None, converter=optional_account)


# -- The rules -----------------------------------------------------------------------------------


class Whose(Term):
    """Whose a thing is already: nobody's, that of the one who asks, or another's."""

    NOBODY = "nobody", "none", "无"
    SAME = "same", "the same one", "同一"
    OTHER = "other", "another one", "另一"


NOBODY, SAME, OTHER = _WHOSE = tuple(Whose)


class Purchase(Term):
    """What was bought from the account in question."""

    DOMAIN = "domain", "domain", "域名"
    SERVER = "server", "server", "服务器"


# fmt: off
#: Question 1. All rows that match answer; a row whose consequence is None permits.
ACCOUNT_RULES: Final = Table[Says | None](
    "subjects", Text("Who may file from which account", "谁可以用哪个账号备案"), "collect",
    (
        Column("account_holds", _WHOSE, (
            Text("the account holds no subject yet", "该账号下尚无主体"),
            Text("the account holds this subject", "该账号下已有该主体"),
            Text("the account holds another subject", "该账号下已有另一主体"),
        )),
        Column("subject_filed_from", _WHOSE, (
            Text("the subject is not filed yet", "该主体尚未备案"),
            Text("the subject is filed from this account", "该主体已在该账号备案"),
            Text("the subject is filed from another account", "该主体已在另一账号备案"),
        )),
    ),
    (
        Rule("subjects.first", where(account_holds={NOBODY}, subject_filed_from={NOBODY, SAME}),
             None, note=Text(
            "Any subject may be filed from an account that holds none.",
            "账号下尚无主体时，可备案任一主体。")),
        Rule("subjects.further-websites",
             where(account_holds={SAME}, subject_filed_from={NOBODY, SAME}), None, note=Text(
            "Any number of websites: the FAQ states no limit.",
            "网站数量不限：常见问题未规定上限。")),
        Rule("subjects.other-subject", where(account_holds={OTHER}),
             Says("account_holds_another_subject")),
        Rule("subjects.other-account", where(subject_filed_from={OTHER}),
             Says("subject_filed_under_another_account"), note=Text(
            '"Corresponds to" is read both ways: a subject has one account, too. The provider\'s '
            'check of 2019 says so outright.',
            "“对应”作双向理解：一个主体也只对应一个账号；服务商 2019 年的校验提示对此有明文说明。",
        )),
    ),
)

#: Beyond the FAQ: what the provider's own check adds about domains and names.
HOLDER_RULES: Final = Table[Says | None](
    "holders",
    Text("Whose the domain, the credential and the name are", "域名、证件与名称属于谁"), "collect",
    (
        Column("domain_filed_by", _WHOSE, (
            Text("the domain is not filed yet", "该域名尚未备案"),
            Text("the domain is filed under this subject", "该域名已备案在该主体下"),
            Text("the domain is filed under another subject", "该域名已备案在另一主体下"),
        )),
        Column("credential_on_file_as", _WHOSE, (
            Text("the credential is not on file", "该证件尚无备案"),
            Text("the credential is on file under this name", "该证件以该名称备案"),
            Text("the credential is on file under another name", "该证件以另一名称备案"),
        )),
        Column("name_held_by", _WHOSE, (
            Text("no organization of this name is on file", "没有同名单位备案"),
            Text("the organization of this name that is on file is this one",
                 "已备案的同名单位即该单位"),
            Text("another organization of this name is on file", "另有同名单位备案"),
        )),
    ),
    (
        Rule("holders.other-subject", where(domain_filed_by={OTHER}),
             Says("website_filed_under_another_subject")),
        Rule("holders.other-name", where(credential_on_file_as={OTHER}),
             Says("same_credential_other_name"), note=Text(
            "No text says what a new name means. We read it from the provider's check, which "
            "asks for the credential's number only: "
            "a new name does not make a new subject.",
            "各文本均未说明更名的后果。此处依据服务商的校验作出解读：校验只看证件号码，因此更名不"
            "产生新的主体。")),
        Rule("holders.other-credential", where(name_held_by={OTHER}),
             Says("same_name_other_credential"), note=Text(
            "No text says what a shared name means. We read it from the provider's check, which "
            "asks for the credential's number only: "
            "a shared name does not make two subjects one.",
            "各文本均未说明同名的后果。此处依据服务商的校验作出解读：校验只看证件号码，因此同名不"
            "等于同一主体。")),
    ),
)

#: Question 2: where the domain and the server were bought never matters.
PURCHASE_RULES: Final = Table[Says | None](
    "purchases",
    Text("From which account the domain or server was bought",
         "域名或服务器由哪个账号购买"), "unique",
    (
        Column("bought", tuple(Purchase), Text("what was bought is the {}", "所购买的是{}")),
        Column("bought_from", _WHOSE, (
            Text("it is not said from which account it was bought", "未说明由哪个账号购买"),
            Text("it was bought from this account", "由该账号购买"),
            Text("it was bought from another account", "由另一账号购买"),
        )),
    ),
    (
        Rule("purchases.same-account", where(bought_from={SAME, NOBODY}), None, note=Text(
            "The same holds where the account it was bought from is not given.",
            "未提供购买账号时，同样适用。")),
        Rule("purchases.other-account", where(bought_from={OTHER}),
             Says("purchase_account_differs")),
    ),
)
# fmt: on


# -- What is filed already -----------------------------------------------------------------------


class FilingIndex(Protocol):
    """What has been filed, as far as a check needs to know it.

    A service answers these from its own database. Each answer is an iterable and usually has one
    item. A subject may be given as a `Subject` or, where names are not kept, as its key alone; then
    the rules about names have nothing to compare.

    An index may have one more method, `subjects_named(name)`: the organizations of that name, each
    as a `Subject` or its key. Without it a second organization of the same name is noticed only
    where another look-up returns it.
    """

    def subjects_of(self, account: str, /) -> "Iterable[Subject | str]":
        """The subjects this account holds."""

    def accounts_of(self, subject_key: str, /) -> Iterable[str]:
        """The accounts this subject is filed from."""

    def holders_of(self, domain: str, /) -> "Iterable[Subject | str]":
        """The subjects this domain is filed under."""


@attrs.frozen
class _Filed:
    """A plain list of filings as an index."""

    filings: tuple[Filing, ...]

    def subjects_of(self, account: str) -> set[Subject]:
        return {one.subject for one in self.filings if one.account == account}

    def accounts_of(self, subject_key: str) -> set[str]:
        return {one.account for one in self.filings if one.subject.key == subject_key}

    def holders_of(self, domain: str) -> set[Subject]:
        return {
            one.subject
            for one in self.filings
            if any(site.domain == domain for site in one.websites)
        }

    def subjects_named(self, name: str) -> set[Subject]:
        return _organizations((one.subject for one in self.filings), name)


def as_index(value: FilingIndex | Iterable[Filing] | None) -> FilingIndex:
    """An index, a plain list of filings, or nothing filed yet, as a `FilingIndex`.

    `DataError` at `/index` for anything else.
    """
    if value is None:
        return _Filed(())
    if hasattr(value, "subjects_of"):
        return value  # type: ignore[return-value]
    return _Filed(argument("index", instances, Filing, value))


# -- The check -----------------------------------------------------------------------------------


def check_filing(
    filing: Filing,
    index: FilingIndex | Iterable[Filing] | None = None,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> tuple[Finding, ...]:
    """What stands in the way of a filing, given what is filed already.

    Args:
        filing:
            What is to be filed.

        index:
            What is filed already: a list of filings, a `FilingRegister`, or anything with the three
            look-ups of `FilingIndex`. Left out, nothing is.

        edition:
            Which edition of the rules to apply.

    Returns:
        Errors, warnings and notes in the order of the rules; `path` points into the request. If
        nothing is wrong, an empty tuple.

    Raises:
        DataError: the edition is unknown, `filing` is not a `Filing`, or `index` is no index.

    Source: FAQ, questions 1 and 2; the provider's verification messages of 2019 for what goes
    beyond them.

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
    """What `check_filing` answers, with the rows that permit and the editions that differ."""
    if type(filing) is not Filing:
        argument("filing", instance, Filing, filing)
    edition, subject = as_edition(edition), filing.subject
    account, domains, name = _known(filing, as_index(index))
    credential = subject.credential
    sellers = filing.domain_account, filing.server_account
    bought = [_whose([seller] if seller else (), filing.account) for seller in sellers]
    parts = (
        _of_subject(
            edition, subject.type, subject.nature, credential.kind, credential.is_valid, *account
        ),
        findings_of(
            *[
                (HOLDER_RULES.at(edition, whose, NOBODY, NOBODY), f"/websites/{i}/domain", None)
                for i, whose in enumerate(domains)
            ]
        ),
        _of_name_and_purchases(edition, *name, *bought),
    )
    return together(tuple([finding for part in parts for finding in part.answer]), *parts)


@per_edition
def _of_subject(
    edition: AnyEdition,
    type: SubjectType,
    nature: SubjectNature | None,
    kind: CredentialKind,
    valid: bool,
    holds: Whose,
    filed_from: Whose,
) -> Ruling[tuple[Finding, ...]]:
    return findings_of(
        (NUMBER_RULES.at(edition, kind, valid), "/subject/credential/number", kind),
        (NATURE_RULES.at(edition, type, nature, kind), "/subject/credential/kind", kind),
        (ACCOUNT_RULES.at(edition, holds, filed_from), "/subject", None),
    )


@per_edition
def _of_name_and_purchases(
    edition: AnyEdition, on_file_as: Whose, held_by: Whose, domain: Whose, server: Whose
) -> Ruling[tuple[Finding, ...]]:
    return findings_of(
        (HOLDER_RULES.at(edition, NOBODY, on_file_as, held_by), "/subject/name", None),
        (PURCHASE_RULES.at(edition, Purchase.DOMAIN, domain), "/domain_account", Purchase.DOMAIN),
        (PURCHASE_RULES.at(edition, Purchase.SERVER, server), "/server_account", Purchase.SERVER),
    )


def _known(
    filing: Filing, index: FilingIndex
) -> tuple[tuple[Whose, Whose], list[Whose], tuple[Whose, Whose]]:
    """What is filed already, as the tables ask it: of the account, each domain, and the name."""
    subject, account = filing.subject, filing.account
    key = subject.credential.key
    held, accounts = [*index.subjects_of(account)], [*index.accounts_of(key)]
    holders = [[*index.holders_of(site.domain)] for site in filing.websites]
    seen = [one for each in (held, *holders) for one in each]
    seen += [one for other in accounts if other != account for one in index.subjects_of(other)]
    names = {one.name for one in seen if type(one) is Subject and one.key == key}
    ask = getattr(index, "subjects_named", None) or partial(_organizations, seen)
    namesakes = ask(subject.name) if subject.type is SubjectType.ORGANIZATION else ()
    on_file_as = OTHER if names and subject.name not in names else SAME
    held_by = OTHER if _whose(namesakes, key) is OTHER else NOBODY
    return (
        (_whose(held, key), _whose(accounts, account)),
        [_whose(each, key) for each in holders],
        (on_file_as, held_by),
    )


def _organizations(subjects: Iterable[Subject | str], name: str) -> set[Subject]:
    return {
        one
        for one in subjects
        if type(one) is Subject and one.name == name and one.type is SubjectType.ORGANIZATION
    }


def _whose(known: Iterable[Subject | str], mine: str) -> Whose:
    """Whether what is on file is nobody's, this one's alone, or another's too."""
    whose = NOBODY
    for one in known:
        if (one if isinstance(one, str) else one.credential.key) != mine:
            return OTHER
        whose = SAME
    return whose
