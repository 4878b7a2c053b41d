"""Rule tables: editions, rules, columns, and the answers of a table.

A rule is immutable data with conditions (`when`) and a consequence (`then`). The rows of a `Table`
are rules. Each column is an input, with every value that the input can have. The files in `sources`
contain the published sentences, each with the ids of the rules that are based on it. A rule is in
force in an edition only if it is named by a sentence of that edition, or by a sentence that applies
to every edition. So every rule of this package is based on a published sentence.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar, TypeVarTuple

import attrs

from icp_rules.errors import DataError, Problem
from icp_rules.fields import (
    argument,
    checked,
    instances,
    listed,
    member,
    print_repr,
    read_only,
    text,
)
from icp_rules.sources import CITED, PUBLICATIONS
from icp_rules.texts import Sentence, Source
from icp_rules.vocabulary import Term, Text, any_of, both, words

__all__ = [
    "BOTH",
    "DEFAULT_EDITION",
    "Answer",
    "AnyEdition",
    "Cell",
    "Column",
    "Condition",
    "Edition",
    "Hit",
    "OwnEdition",
    "Reason",
    "Rule",
    "Ruling",
    "Sentence",
    "Source",
    "Table",
    "as_edition",
    "consequence",
    "per_edition",
    "together",
    "where",
]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

BOTH: tuple[bool, ...] = (True, False)


# -- Editions ------------------------------------------------------------------------------------


class Edition(Term):
    """A published version of the rules: one page, or a set of pages from the same time.

    The members are sorted by date. `FAQ_EN_2018_01_08` is the default edition. For each edition, a
    file in `sources` has the published sentences.
    """

    if TYPE_CHECKING:  # for type checkers and editors; a test compares it with the files
        FAQ_EN_2018_01_08 = "faq-en-2018-01-08", "", ""
        FAQ_ZH_2018_06_09 = "faq-zh-2018-06-09", "", ""
        FAQ_ZH_2018_08_29 = "faq-zh-2018-08-29", "", ""
        GUIDE_ZH_2019_08_01 = "guide-zh-2019-08-01", "", ""
        HELP_2025_04_23 = "help-2025-04-23", "", ""
    else:
        _ignore_ = ("one",)
        for one in PUBLICATIONS:
            if one.edition is not None:
                vars()[one.edition.upper().replace("-", "_")] = (
                    one.edition,
                    *attrs.astuple(one.name),
                )


DEFAULT_EDITION = Edition.FAQ_EN_2018_01_08


@attrs.frozen(cache_hash=True, repr=False)
class OwnEdition:
    """An edition of your own, made by `derive` from another one.

    You can pass it wherever an `Edition` is accepted.

    Attributes:
        value:
            The id of the edition. Answers in JSON and exported tables contain this id.

        en:
            The English name.

        zh:
            The Chinese name.

        base:
            The edition that this one was derived from.

        rows:
            The rules that were added, and those that replace a rule with the same id.

        withdrawn:
            The ids of the rules that were withdrawn.

        tables:
            Every table of this edition, by name. `==` ignores the tables, because they follow from
            the other attributes.
    """

    value: str
    en: str
    zh: str
    base: "AnyEdition"
    rows: "tuple[Rule[Any], ...]"
    withdrawn: frozenset[str]
    tables: "Mapping[str, Table[Any]]" = attrs.field(eq=False, converter=read_only)

    _repr_pretty_ = print_repr

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"<{self.value}>"

    def __reduce__(self) -> Any:
        return OwnEdition, (*attrs.astuple(self, recurse=False)[:-1], dict(self.tables))

    def to(self, lang: str) -> str:
        """The name in one language, "en" or "zh"."""
        return Text(self.en, self.zh).to(lang)


AnyEdition = Edition | OwnEdition


def as_edition(value: AnyEdition | str, name: str = "edition") -> AnyEdition:
    """Convert a value to an edition.

    An unknown value raises a `DataError` with the pointer `/{name}`. Pass an edition of your own as
    an object, because this function does not know its id.
    """
    if type(value) is Edition or type(value) is OwnEdition:
        return value
    named: Edition = argument(name, member, Edition, value)
    return named


def per_edition(
    function: Callable[[AnyEdition, *Ts], T],
) -> Callable[[AnyEdition, *Ts], T]:
    """A decorator that caches up to 1,024 answers of a pure function for published editions.

    The first argument of the function is the edition. Use the decorator only if the arguments after
    the edition have few possible values, as flags and terms of a vocabulary do. Answers for an
    edition of your own are not cached, so that the cache does not keep that edition in memory.
    """
    kept: Callable[..., T] = lru_cache(maxsize=1024)(function)

    @wraps(function)
    def answer(edition: AnyEdition, /, *args: *Ts) -> T:
        return (kept if type(edition) is Edition else function)(edition, *args)

    return answer


# -- Rules ---------------------------------------------------------------------------------------

Condition = tuple[tuple[str, frozenset[Any]], ...]


def where(**allowed: Any) -> Condition:
    """The conditions of a rule: for each input, its allowed values.

    An input that you leave out can have any value. You can pass a single value instead of a set.

    >>> where(type="individual") == where(type={"individual"})
    True
    """
    return _condition(allowed.items())


def _condition(pairs: Iterable[tuple[str, Any]]) -> Condition:
    try:
        each = [listed("an input and its values", pair) for pair in listed("conditions", pairs)]
        return tuple([(text(name), frozenset(_several(values))) for name, values in each])
    except (TypeError, ValueError):
        pass  # the DataError is raised below, so that it does not carry the value as its context
    raise DataError.of(
        "wrong_type", "expected conditions, as where(input={value, value}) returns them"
    )


def _several(values: Any) -> Iterable[Any]:
    """Put a single value, such as a text, into a tuple; return several values as they are."""
    return values if isinstance(values, Iterable) and not isinstance(values, str) else (values,)


@attrs.frozen(field_transformer=checked)
class Rule(Generic[T]):
    """A rule: one row of a table.

    Attributes:
        id:
            The id of the rule, which begins with the name of its table and a dot. The id never
            changes and is never used for another rule, so you can keep it in logs.

        when:
            The conditions, as (input, allowed values) pairs; all must hold. `where` makes them.

        then:
            The consequence. All consequences in a table have the same type. None means "permitted".

        cites:
            The source of a rule of your own. None for the rules of this package; their sources are
            in the files in `sources`.

        note:
            If the rule's sentence can be read in several ways, how we read it; otherwise None.
    """

    id: str = attrs.field(converter=text)
    when: Condition = attrs.field(converter=_condition)
    then: T
    cites: Source | None = None
    note: Text | None = None

    @property
    def editions(self) -> frozenset[Edition]:
        """The published editions in which the rule is in force.

        A rule of your own counts as in force in every published edition.
        """
        return frozenset(edition for edition in Edition if self.holds_in(edition))

    def holds_in(self, edition: str) -> bool:
        """Whether the rule is in force in the edition with this id."""
        return self.cites is not None or edition in CITED.get(self.id, ())

    def source(self, edition: AnyEdition | str = DEFAULT_EDITION) -> Source:
        """The page and the sentence on which the rule is based in an edition.

        Raises `DataError` if the rule is not in force in that edition.
        """
        source = self.cites or CITED.get(self.id, {}).get(str(as_edition(edition)))
        if source is None:
            raise self.not_in_force(edition)
        return source

    def not_in_force(self, edition: AnyEdition | str) -> DataError:
        """The error for an edition without this rule. It names the editions that have the rule."""
        there = ", ".join(one for one in Edition if one in self.editions) or "none"
        message = f"rule {self.id} is not in force in edition {edition}; it is in force in: {there}"
        return DataError.of("unknown_value", message, "/edition")


def _values(values: Iterable[Any]) -> tuple[Any, ...]:
    several = tuple(_several(values))
    if len(set(several)) < len(several):
        raise DataError.of("duplicate_value", "each value may be listed only once")
    return several


@attrs.frozen(field_transformer=checked)
class Column:
    """One input of a table.

    Attributes:
        name:
            The name of the input, such as "account_holds".

        values:
            Every value that the input can have.

        says:
            The wording of a condition on this input: a `Text` with `{}` in place of the values, or
            a tuple with one `Text` for each value, in the order of the values.
    """

    name: str = attrs.field(converter=text)
    values: tuple[Any, ...] = attrs.field(converter=_values)
    says: Text | tuple[Text, ...] = attrs.Factory(
        lambda self: Text(f"{self.name}: {{}}", f"{self.name}：{{}}"), takes_self=True
    )

    def clause(self, allowed: Iterable[Any]) -> Text:
        """The condition that the input has one of the allowed values, as a `Text`."""
        allowed = frozenset(allowed)
        if isinstance(self.says, tuple):
            pairs = zip(self.says, self.values, strict=True)
            return any_of(text for text, value in pairs if value in allowed)
        inside = [value for value in self.values if value in allowed]
        outside = [value for value in self.values if value not in allowed]
        if not outside:
            return self.says.format(Text("anything", "任意"))
        if len(inside) <= max(len(outside), 3):
            return self.says.format(any_of(map(words, inside)))
        without = any_of(map(words, outside))
        return self.says.format(Text("anything but {}", "除{}以外的任何一项").format(without))


def consequence(then: Any) -> Text:
    """A `Text` that describes the consequence of a rule; "permitted" for None."""
    if then is None:
        return Text("permitted", "允许")
    if isinstance(then, tuple):
        return both([consequence(one) for one in then], "; ", "；")
    said: Text = then if isinstance(then, Text) else then.words
    return said


# -- Answers -------------------------------------------------------------------------------------


@attrs.frozen
class Reason:
    """A reason for an answer: the rule that applied, and why.

    Attributes:
        rule:
            The id of the rule that applied.

        conditions:
            One clause for each condition that matched. Empty if the rule has no conditions. None if
            the conditions are not known, as in an answer that was read from JSON.

        source:
            The page and the sentence on which the rule is based in the applied edition.
    """

    rule: str
    conditions: tuple[Text, ...] | None
    source: Source


class Hit(NamedTuple, Generic[T]):
    """A rule that applied, and why."""

    row: Rule[T]
    reason: Reason


class Answer(NamedTuple, Generic[T]):
    """The answer of a table for one combination of input values in an edition.

    `hits` are the rules that applied. `others` are the published editions that answer differently.
    """

    hits: tuple[Hit[T], ...]
    others: frozenset[Edition]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why each rule applied."""
        return tuple([hit.reason for hit in self.hits])

    @property
    def thens(self) -> tuple[T, ...]:
        """The consequences of the rules that applied, except None, which means "permitted"."""
        return _thens(hit.row for hit in self.hits)


class Ruling(NamedTuple, Generic[T]):
    """The answer to a question, the reasons for it, and the editions that answer differently.

    Each question has one function that returns a ruling. The public functions return only the
    ruling's `answer`. `assess` also uses the ruling's other fields. `rules` lists the rule ids of
    the reasons, each id once. This tuple is computed once for each ruling, because a cached ruling
    can answer many requests.
    """

    answer: T
    reasons: tuple[Reason, ...]
    others: frozenset[Edition]
    rules: tuple[str, ...]


def together(answer: T, *parts: "Answer[Any] | Ruling[Any]") -> Ruling[T]:
    """A ruling with `answer`, all reasons of `parts`, and all editions in which a part differs."""
    reasons = (*itertools.chain.from_iterable([part.reasons for part in parts]),)
    others = frozenset[Edition]().union(*[part.others for part in parts])
    return Ruling(answer, reasons, others, (*dict.fromkeys([one.rule for one in reasons]),))


def _thens(rows: Iterable[Rule[T]]) -> tuple[T, ...]:
    return tuple([row.then for row in rows if row.then is not None])


# -- Tables --------------------------------------------------------------------------------------

Cell = tuple[Any, ...]


def _hit(value: Literal["unique", "collect"]) -> Literal["unique", "collect"]:
    if type(value) is str and value in ("unique", "collect"):
        return value
    raise DataError.of("unknown_value", 'expected "unique" or "collect"')


def _columns(values: Iterable[Column]) -> tuple[Column, ...]:
    columns = instances(Column, values)
    names = [column.name for column in columns]
    again = [i for i, name in enumerate(names) if name in names[:i]]
    if again:
        message = "an earlier column has the same name"
        raise DataError([Problem(f"/{i}/name", "duplicate_name", message) for i in again])
    return columns


def _rows(values: Iterable[Rule[T]]) -> tuple[Rule[T], ...]:
    return instances(Rule, values)


def _editions(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(_several(values))


@attrs.frozen(eq=False, field_transformer=checked)
class Table(Generic[T]):
    """A decision table: rules about inputs with a limited number of values.

    Attributes:
        name:
            The name of the table.

        title:
            What the table decides, in plain words.

        hit:
            The hit policy, as in the DMN standard. "unique" means that exactly one rule applies to
            each combination of input values, in every edition that has rules in this table.
            "collect" means that any number of rules can apply.

        columns:
            The inputs, in order; no two have the same name.

        rows:
            The rules, in order.

        editions:
            The ids of the editions for which the table has answers. You can pass a single id
            without a tuple.

        published:
            The published table with the same name, if this table belongs to an edition of your own;
            otherwise None.
    """

    name: str
    title: Text
    hit: Literal["unique", "collect"] = attrs.field(converter=_hit)
    columns: tuple[Column, ...] = attrs.field(converter=_columns)
    rows: tuple[Rule[T], ...] = attrs.field(converter=_rows)
    editions: tuple[str, ...] = attrs.field(default=tuple(Edition), converter=_editions)
    published: "Table[T] | None" = None
    # The same few combinations of inputs occur again and again, so the answers are cached.
    _ask: Callable[..., Answer[T]] = attrs.field(
        default=attrs.Factory(lambda self: lru_cache(maxsize=4096)(self._answer), takes_self=True),
        init=False,
        repr=False,
    )

    def __reduce__(self) -> Any:
        return Table, attrs.astuple(self, recurse=False, filter=lambda field, _: field.init)

    def cells(self) -> Iterator[Cell]:
        """Every combination of input values."""
        return itertools.product(*(column.values for column in self.columns))

    def speaks_in(self, edition: str) -> bool:
        """Whether any rule of the table is in force in the edition with this id."""
        return any(row.holds_in(edition) for row in self.rows)

    def matching(self, edition: AnyEdition | str, *cell: Any) -> tuple[Rule[T], ...]:
        """The rules that are in force in the edition and whose conditions hold for these inputs.

        The method looks at every rule and caches nothing. A rule never applies if it has a
        condition on an input that is not a column of the table.
        """
        return tuple(row for row in self.fitting(cell) if row.holds_in(str(edition)))

    def fitting(self, cell: Cell) -> tuple[Rule[T], ...]:
        """The rules whose conditions hold for these inputs, whether in force or not."""
        values = dict(zip((column.name for column in self.columns), cell, strict=True))
        found = []
        for row in self.rows:
            for name, allowed in row.when:
                if name not in values or values[name] not in allowed:
                    break
            else:
                found.append(row)
        return tuple(found)

    def at(self, edition: AnyEdition | str, *cell: Any) -> Answer[T]:
        """The table's answer for a cell, which has one value for each column.

        A value or an edition that is not in the table raises `KeyError`, because an empty answer
        would hide the mistake.
        """
        if type(edition) is OwnEdition:
            if self.published is None:
                return edition.tables[self.name].at(edition, *cell)
            return self._ask(edition.value, *cell)
        return self._ask(edition, *cell)

    def only(self, edition: AnyEdition, *cell: Any) -> Answer[T]:
        """The answer of a table with the hit policy "unique", based on exactly one rule.

        Raises `DataError` if the edition has no rule for these inputs. The message names the
        editions that have such a rule.
        """
        answer = self.at(edition, *cell)
        if len(answer.hits) == 1:
            return answer
        speak = ", ".join(one for one in self.editions if self.matching(one, *cell)) or "none"
        message = f"edition {edition} has no rule for: {self.title.en}; editions with one: {speak}"
        raise DataError.of("unknown_value", message, "/edition")

    def _answer(self, edition: str, *cell: Any) -> Answer[T]:
        named = list(zip(self.columns, cell, strict=True))
        for column, value in named:
            if value not in column.values:
                raise KeyError(column.name)
        if str(edition) not in self.editions:
            raise KeyError("edition")
        rows = self.matching(edition, *cell)
        hits = tuple(Hit(row, _reason(row, edition, named)) for row in rows)
        published, said = (self.published or self).fitting(cell), _thens(rows)
        others = [e for e in Edition if _thens(r for r in published if r.holds_in(e)) != said]
        return Answer(hits, frozenset(others))


def _reason(row: Rule[Any], edition: str, named: list[tuple[Column, Any]]) -> Reason:
    asked = {name for name, _ in row.when}
    clauses = (column.clause([value]) for column, value in named if column.name in asked)
    return Reason(row.id, tuple(clauses), row.source(edition))
