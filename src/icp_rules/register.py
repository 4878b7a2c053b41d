"""An in-memory register of filings, and a bulk search for conflicts.

A `FilingRegister` contains filings and finds them by account, subject, domain, name or filing
number. `find_conflicts` takes pairs (account, subject key) and finds every account with several
subjects, and every subject with several accounts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, compress, islice
from operator import ne
from typing import Any, TypeVar

import attrs

from icp_rules.errors import DataError
from icp_rules.fields import (
    argument,
    domain_as_kept,
    folded,
    instance,
    listed,
    print_repr,
    read_only,
    spelled,
)
from icp_rules.findings import Finding, RuleViolation
from icp_rules.identifiers import SubjectType
from icp_rules.rules import DEFAULT_EDITION, AnyEdition
from icp_rules.subjects import Filing, Subject, check_filing
from icp_rules.trie import Trie

__all__ = ["Conflicts", "FilingRegister", "Holdings", "find_conflicts"]

# -- The register ----------------------------------------------------------------------------------


_Index = Trie[str, frozenset[Any]]
_T = TypeVar("_T", "FilingRegister", "Holdings")


def _entries(filing: Filing) -> tuple[list[tuple[str, Any]], ...]:
    """The entries of a filing for each index: by account, subject, domain, name, filing number."""
    account, subject = filing.account, filing.subject
    return (
        [(account, subject)],
        [(subject.key, account)],
        [(site.domain, subject) for site in filing.websites],
        [(folded(subject.name), subject.key)] if subject.type is SubjectType.ORGANIZATION else [],
        [
            (site.filing_number.subject_number, subject.key)
            for site in filing.websites
            if site.filing_number is not None
        ],
    )


def _made(cls: type[_T], *parts: Any) -> _T:
    """A value of `cls` with these fields; the public constructor makes an empty one."""
    new = object.__new__(cls)
    new.__attrs_init__(*parts)
    return new


def _grow(index: _Index, entries: list[tuple[str, Any]]) -> _Index:
    for key, value in entries:
        known = index.get(key)
        if known is None:
            index = index.put(key, frozenset((value,)))
        elif value not in known:
            index = index.put(key, known | {value})
    return index


def _found(index: _Index, name: str, normalise: Callable[[str], str], key: str) -> frozenset[Any]:
    """The entries under a key. The key is normalized only if it is not found as given."""
    found = index.get(key) if type(key) is str else None
    if found is None:
        found = index.get(argument(name, normalise, key))
    return frozenset() if found is None else found


@attrs.frozen(eq=False, repr=False, init=False)
class FilingRegister:
    """An immutable in-memory register of filings.

    `add` returns a new register and leaves this one unchanged. Two registers are equal if they have
    the same filings, even if these were added in a different order. A register is a `FilingIndex`.

    >>> from icp_rules import Credential, Website
    >>> a = Filing(
    ...     "1001",
    ...     Subject("individual", "张三", Credential("passport", "E12345678")),
    ...     [Website("example.cn")],
    ... )
    >>> register = FilingRegister.of([a])
    >>> len(register), register.add(a) == register, register.accounts_of(a.subject.key)
    (1, True, frozenset({'1001'}))
    """

    _filings: Trie[Filing, bool]
    _by_account: Trie[str, frozenset[Subject]]
    _by_subject: Trie[str, frozenset[str]]
    _by_domain: Trie[str, frozenset[Subject]]
    _by_name: Trie[str, frozenset[str]]
    _by_number: Trie[str, frozenset[str]]
    _size: int

    def __init__(self) -> None:
        self.__attrs_init__(Trie(), Trie(), Trie(), Trie(), Trie(), Trie(), 0)

    @classmethod
    def of(cls, filings: Iterable[Filing] = ()) -> "FilingRegister":
        """A register of these filings, which are not checked; `conflicts` finds the conflicts."""
        known: dict[Filing, bool] = {}
        indexes: tuple[dict[str, set[Any]], ...] = {}, {}, {}, {}, {}
        for i, filing in enumerate(argument("filings", listed, "Filing", filings)):
            if type(filing) is not Filing:
                argument("filings", argument, str(i), instance, Filing, filing)
            known[filing] = True
            for index, entries in zip(indexes, _entries(filing), strict=True):
                for key, value in entries:
                    index.setdefault(key, set()).add(value)
        tries = [Trie({key: frozenset(found) for key, found in one.items()}) for one in indexes]
        return _made(cls, Trie(known), *tries, len(known))

    def _with(self, filings: Iterable[Filing]) -> "FilingRegister":
        known, size = self._filings, self._size
        indexes: tuple[_Index, ...] = (
            self._by_account,
            self._by_subject,
            self._by_domain,
            self._by_name,
            self._by_number,
        )
        for filing in filings:
            if known.get(filing) is None:
                indexes = tuple(map(_grow, indexes, _entries(filing)))
                known, size = known.put(filing, True), size + 1
        if size == self._size:
            return self
        return _made(FilingRegister, known, *indexes, size)

    def check(
        self, filing: Filing, edition: AnyEdition | str = DEFAULT_EDITION
    ) -> tuple[Finding, ...]:
        """Check a filing against this register and return the findings; see `check_filing`."""
        return check_filing(filing, self, edition)

    def add(self, filing: Filing, edition: AnyEdition | str = DEFAULT_EDITION) -> "FilingRegister":
        """A new register with this filing added.

        If the check finds an error, `add` raises `RuleViolation` with the findings.
        """
        findings = self.check(filing, edition)
        if any(finding.is_error for finding in findings):
            raise RuleViolation(findings)
        return self._with([filing])

    def merge(self, other: "FilingRegister") -> "FilingRegister":
        """A new register with the filings of both registers.

        The filings are not checked, so the new register can have conflicts that neither of the two
        registers has. The time for the merge depends on the size of the smaller register.
        """
        argument("other", instance, FilingRegister, other)
        return other.merge(self) if len(other) > len(self) else self._with(other)

    def conflicts(self) -> "Conflicts":
        """Every account with several subjects, and every subject with several accounts."""
        return find_conflicts((filing.account, filing.subject.key) for filing in self._filings)

    def subjects_of(self, account: str) -> frozenset[Subject]:
        """The subjects filed from an account.

        There are several subjects only if filings conflict.
        """
        return _found(self._by_account, "account", spelled, account)

    def accounts_of(self, subject_key: str) -> frozenset[str]:
        """The accounts that a subject is filed from.

        There are several accounts only if filings conflict.
        """
        return self._by_subject.get(argument("subject_key", spelled, subject_key)) or frozenset()

    def holders_of(self, domain: str) -> frozenset[Subject]:
        """The subjects under which a domain is filed.

        There are several subjects only if filings conflict. You can pass the domain in any spelling
        that `Website` accepts.
        """
        return _found(self._by_domain, "domain", domain_as_kept, domain)

    def subjects_named(self, name: str) -> frozenset[str]:
        """The keys of the organizations with this name.

        The names are compared in the form that `fields.folded` returns.
        """
        return _found(self._by_name, "name", folded, name)

    def subjects_numbered(self, subject_number: str) -> frozenset[str]:
        """The keys of the subjects that have a website with this filing number.

        Pass the part before the hyphen, such as 浙ICP备99000001号. There are several keys only if
        filings conflict.
        """
        number = argument("subject_number", spelled, subject_number)
        return self._by_number.get(number) or frozenset()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Filing]:
        """The filings, sorted by account, subject and domains."""
        return iter(sorted(self._filings, key=_order))

    def __contains__(self, filing: object) -> bool:
        return type(filing) is Filing and self._filings.get(filing) is True

    def __eq__(self, other: object) -> bool:
        if type(other) is not FilingRegister:
            return NotImplemented
        return len(self) == len(other) and all(filing in other for filing in self._filings)

    def __hash__(self) -> int:
        return hash(frozenset(self._filings))

    def __repr__(self) -> str:
        return f"<FilingRegister: {len(self)} filings>"

    _repr_pretty_ = print_repr

    def __reduce__(self) -> Any:
        return FilingRegister.of, (tuple(self),)


def _order(filing: Filing) -> tuple[Any, ...]:
    subject = filing.subject
    return (
        filing.account,
        subject.key,
        subject.name,
        subject.type,
        str(subject.nature),
        subject.credential.kind,
        subject.credential.number,
        sorted({(site.domain, str(site.filing_number or "")) for site in filing.websites}),
        filing.domain_account or "",
        filing.server_account or "",
    )


# -- Conflicts in bulk -----------------------------------------------------------------------------


def _items(mapping: Mapping[str, frozenset[str]]) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset(mapping.items())


@attrs.frozen(repr=False)
class Conflicts:
    """The accounts and subjects that break the rule "one account, one subject".

    Attributes:
        accounts:
            Each account that has several subjects, with the keys of those subjects.

        subjects:
            The key of each subject that has several accounts, with those accounts.
    """

    accounts: Mapping[str, frozenset[str]] = attrs.field(converter=read_only, eq=_items)
    subjects: Mapping[str, frozenset[str]] = attrs.field(converter=read_only, eq=_items)

    def __bool__(self) -> bool:
        return bool(self.accounts or self.subjects)

    def __repr__(self) -> str:
        return f"<Conflicts: {len(self.accounts)} accounts, {len(self.subjects)} subjects>"

    _repr_pretty_ = print_repr

    def __reduce__(self) -> Any:
        return Conflicts, (dict(self.accounts), dict(self.subjects))


_Parts = tuple[dict[str, str], dict[str, str], dict[str, set[str]], dict[str, set[str]]]


@attrs.frozen(eq=False, repr=False, init=False)
class Holdings:
    """Which subjects each account holds: a set of pairs (account, subject key).

    Use this class if the pairs come in several parts. Make one `Holdings` for each part, merge
    them, and then call `conflicts` on the result. It does not matter how the pairs are divided into
    parts, or in which order they come. A `Holdings` can be pickled and sent to another process.

    >>> parts = Holdings.of([("a", "s1"), ("b", "s2")]), Holdings.of([("a", "s2")])
    >>> parts[0].merge(parts[1]).conflicts().accounts["a"] == {"s1", "s2"}
    True
    """

    # The first subject of each account, and the first account of each subject. If there are more,
    # there is also a set of all of them. Most accounts and subjects have only one and need no set.
    _subject: dict[str, str]
    _account: dict[str, str]
    _subjects: dict[str, set[str]]
    _accounts: dict[str, set[str]]

    def __init__(self) -> None:
        self.__attrs_init__({}, {}, {}, {})

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]] = ()) -> "Holdings":
        """A `Holdings` of these rows, which are read in one pass; see `find_conflicts`."""
        parts: _Parts = {}, {}, {}, {}
        _fold(rows, *parts)
        return _made(cls, *parts)

    def merge(self, other: "Holdings") -> "Holdings":
        """A new `Holdings` with the pairs of this one and of `other`."""
        argument("other", instance, Holdings, other)
        if len(other) > len(self):
            return other.merge(self)
        subjects = {one: set(known) for one, known in self._subjects.items()}
        accounts = {one: set(known) for one, known in self._accounts.items()}
        parts: _Parts = dict(self._subject), dict(self._account), subjects, accounts
        _fold(other, *parts)
        return _made(Holdings, *parts)

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
        """The pairs, in no particular order."""
        yield from (pair for pair in self._subject.items() if pair[0] not in self._subjects)
        yield from ((one, key) for one, keys in self._subjects.items() for key in keys)

    def __eq__(self, other: object) -> bool:
        return frozenset(self) == frozenset(other) if type(other) is Holdings else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __repr__(self) -> str:
        return f"<Holdings: {len(self)} pairs of account and subject>"

    _repr_pretty_ = print_repr

    def __reduce__(self) -> Any:
        return Holdings.of, (tuple(self),)


def _fold(
    rows: Iterable[Any],
    subject: dict[str, str],
    account: dict[str, str],
    subjects: dict[str, set[str]],
    accounts: dict[str, set[str]],
) -> None:
    """Add pairs to the dictionaries of a `Holdings`."""
    row, done = iter(argument("rows", listed, "pairs of account and subject key", rows)), 0
    # in chunks: built-in functions do the work, and Python code runs only for rows that are
    # wrong or in conflict
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


def _check_pairs(rows: list[Any], done: int) -> None:
    for i, row in enumerate(rows, done):
        if (
            type(row) not in (tuple, list)
            or len(row) != 2
            or not all(isinstance(text, str) and text for text in row)
        ):
            raise DataError.of(
                "wrong_type",
                "expected an account and a subject key, both text and not empty",
                f"/rows/{i}",
            )


def find_conflicts(rows: Iterable[tuple[str, str]]) -> Conflicts:
    """Find every account with several subjects and every subject with several accounts.

    Args:
        rows:
            Pairs (account, subject key), in any order. The subject key is `Subject.key`. A pair can
            occur several times. The pairs are read in one pass.

    Raises:
        DataError: a row is not a pair of strings, or one of the two strings is empty. An empty
            account is refused because all rows without an account would look like rows of the same
            account.

    Source: FAQ, question 1. To process the rows in parts, see `Holdings`.

    >>> found = find_conflicts([("a", "s1"), ("a", "s2"), ("b", "s2"), ("b", "s2")])
    >>> found.accounts["a"] == {"s1", "s2"}
    True
    """
    return Holdings.of(rows).conflicts()
