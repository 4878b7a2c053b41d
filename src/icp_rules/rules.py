"""What every rule table is made of: texts, sources, editions, rows, tables, and the one error for
malformed data.

A rule is a row of frozen data. A row names its conditions (`when`), its consequence (`then`) and,
for each edition of the FAQ it is in force in, the sentence it rests on (`sources`). A row is in
force exactly in the editions for which it can quote a sentence, so no row can be in force without
one. A `Table` lists its rows and the finite inputs they are about; it answers every cell once, when
it is first asked, and afterwards by one look-up in a dictionary.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, Self, TypeVar

import attrs

__all__ = [
    "AnyEdition",
    "Column",
    "DataError",
    "Edition",
    "OwnEdition",
    "Problem",
    "Reason",
    "Rule",
    "Source",
    "Table",
    "Term",
    "Text",
    "where",
]

T = TypeVar("T")
TermT = TypeVar("TermT", bound="Term")


# -- Malformed data --------------------------------------------------------------------------------


class Problem(NamedTuple):
    """One thing wrong with the data: where (a JSON Pointer), which sort, and what to do;
    never the value itself.
    """

    pointer: str
    code: str
    message: str


class DataError(ValueError):
    """The data is malformed, so the question cannot be answered.

    Attributes:
        problems:
            Every `Problem` found, in the order of the data. No message repeats a value.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # the only argument, so that the error pickles

    def __str__(self) -> str:
        return "; ".join(
            f"{p.pointer or '(the whole)'}: {p.message} [{p.code}]" for p in self.problems
        )

    @classmethod
    def of(cls, code: str, message: str, pointer: str = "") -> Self:
        """One problem, as an error."""
        return cls([Problem(pointer, code, message)])

    def under(self, prefix: str) -> list[Problem]:
        """The problems, seen from a place that holds the data at `prefix`."""
        return [Problem(prefix + p.pointer, p.code, p.message) for p in self.problems]


def checked(_cls: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    """Attrs field transformer of every model: a converter's `DataError` names
    the field it is about.
    """

    def tell(field: "attrs.Attribute[Any]") -> "attrs.Attribute[Any]":
        convert: Any = field.converter
        return (
            field
            if convert is None
            else field.evolve(converter=lambda value: argument(field.name, convert, value))
        )

    return [tell(field) for field in fields]


def print_repr(self: object, printer: Any, _cycle: bool) -> None:
    """What a model with a `repr` of its own has as `_repr_pretty_`: the printers of IPython and
    Hypothesis would read its fields past it.
    """
    printer.text(repr(self))


def language(lang: str) -> str:
    """A language the package speaks."""
    if lang in ("en", "zh"):
        return lang
    raise DataError.of("unknown_value", 'the language is "en" or "zh"', "/lang")


# -- Words with two names --------------------------------------------------------------------------


@attrs.frozen
class Text:
    """The same words in English and in Chinese; both are required.

    Attributes:
        en:
            English.

        zh:
            Simplified Chinese.
    """

    en: str
    zh: str

    def format(self, about: "Term | Text") -> "Text":
        """Put a term into the `{}` of each language.

        >>> Text("{} is missing", "缺少{}").format(Text("letter", "委托书"))
        Text(en='letter is missing', zh='缺少委托书')
        """
        return Text(self.en.replace("{}", about.en), self.zh.replace("{}", about.zh))

    def to(self, lang: str) -> str:
        """The words in one language, "en" or "zh".

        >>> Text("subject", "主体").to("zh")
        '主体'
        """
        return self.zh if language(lang) == "zh" else self.en


class Term(str, Enum):
    """A word of the vocabulary: a wire value (a `str`) with an English and a Chinese name."""

    _value_: str
    en: str
    zh: str

    if TYPE_CHECKING:

        @property
        def value(self) -> str: ...

    else:  # a type checker would take this for the signature of Edition("faq-en-2018-01-08")

        def __new__(cls, value: str, en: str, zh: str, *_: object) -> Self:
            self = str.__new__(cls, value)
            self._value_ = value
            self.en = en
            self.zh = zh
            return self

    def __setattr__(self, name: str, value: object) -> None:
        if "_sort_order_" in self.__dict__:  # what Enum itself sets last
            raise AttributeError("a term cannot be changed")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a term cannot be changed")

    def __str__(self) -> str:
        return self._value_

    def __repr__(self) -> str:
        return f"<{self._value_}>"

    def to(self, lang: str) -> str:
        """The name in one language, "en" or "zh"."""
        return Text(self.en, self.zh).to(lang)

    @classmethod
    def of_code(cls, code: int) -> Self | None:  # noqa: ARG003
        """The member that the regulator gives a number, where it numbers this vocabulary; None
        where it does not.
        """
        return None


def words(value: Any) -> Text:
    """A value of an input in words.

    >>> words(None), words(True).zh
    (Text(en='not given', zh='未提供'), '是')
    """
    if isinstance(value, Term):
        return Text(value.en, value.zh)
    if value is None:
        return Text("not given", "未提供")
    if isinstance(value, bool):
        return Text("yes", "是") if value else Text("no", "否")
    return Text(str(value), str(value))


def any_of(texts: Iterable[Text]) -> Text:
    """Texts joined by "or".

    >>> any_of([Text("a", "甲"), Text("b", "乙"), Text("c", "丙")])
    Text(en='a, b or c', zh='甲、乙或丙')
    """
    *first, last = texts
    if not first:
        return last
    return Text(
        ", ".join(t.en for t in first) + " or " + last.en,
        "、".join(t.zh for t in first) + "或" + last.zh,
    )


def consequence(then: Any) -> Text:
    """What a row says, in words; a row without a consequence permits."""
    if then is None:
        return Text("permitted", "允许")
    if isinstance(then, tuple):
        each = [consequence(one) for one in then]
        return Text("; ".join(one.en for one in each), "；".join(one.zh for one in each))
    said: Text = then if isinstance(then, Text) else then.words
    return said


def member(cls: type[TermT], value: object) -> TermT:
    """The member of `cls` that `value` is or names; anything else is refused, so that nothing ever
    matches no row in silence.

    Only a member of this very class, its wire value as a plain `str` or, where the regulator
    numbers it, its code counts: `Held.ID_CREDENTIAL` is not a `DocumentKind`, though both are
    spelled alike.
    """
    if type(value) is cls:
        return value
    if type(value) is str:
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found  # type: ignore[return-value]
        wires = [m.value for m in cls]
        listed = ", ".join(wires[:12]) + (f", … ({len(wires)} in all)" if len(wires) > 12 else "")
        raise DataError.of("unknown_value", f"not a known {cls.__name__}; use one of: {listed}")
    if type(value) is int and (coded := cls.of_code(value)) is not None:
        return coded
    one = "an" if cls.__name__[0] in "AEO" else "a"
    raise DataError.of(
        "wrong_type",
        f"{one} {cls.__name__}, or its wire value as text, is needed here, not {article(value)}",
    )


def article(value: object) -> str:
    """What sort of thing a value is, for messages that must not repeat it.

    >>> article("secret"), article(None), article(3)
    ('text', 'nothing (null)', 'a whole number')
    """
    names: dict[type, str] = {
        str: "text",
        bool: "true or false",
        int: "a whole number",
        float: "a number with a fraction",
        dict: "an object",
        list: "a list",
        type(None): "nothing (null)",
        dt.date: "a date",
        dt.datetime: "a date with a time",
    }
    return names.get(type(value), "something else")


def _items(cls: type, values: object) -> Iterable[Any]:
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise DataError.of(
            "wrong_type", f"a list of {cls.__name__} is needed here, not {article(values)}"
        )
    return values


def _each(check: Callable[[Any], T], values: Iterable[Any]) -> list[T]:
    good, problems = [], []
    for i, value in enumerate(values):
        try:
            good.append(check(value))
        except DataError as error:
            problems += error.under(f"/{i}")
    if problems:
        raise DataError(problems)
    return good


def members(cls: type[TermT], values: Iterable[TermT | str]) -> frozenset[TermT]:
    """The members of `cls` that the values are or name; all that are refused are told at once."""
    return frozenset(_each(lambda value: member(cls, value), _items(cls, values)))


def instance(cls: type[T], value: T) -> T:
    """A value of exactly this class."""
    if type(value) is cls:
        return value
    raise DataError.of(
        "wrong_type", f"a value of type {cls.__name__} is needed here, not {article(value)}"
    )


def instances(cls: type[T], values: Iterable[T]) -> tuple[T, ...]:
    """Values of exactly this class, in order; all that are refused are told at once."""
    return tuple(_each(lambda value: instance(cls, value), _items(cls, values)))


def argument(name: str, check: Callable[..., T], *values: Any) -> T:
    """A function's argument, checked; the error points at it by name."""
    try:
        return check(*values)
    except DataError as error:
        problems = error.under(f"/{name}")
    raise DataError(problems)  # outside the except block, so that no value hangs on as __context__


def flag(value: bool) -> bool:
    """A field that is true or false, and nothing that merely counts as such."""
    if type(value) is bool:
        return value
    raise DataError.of("wrong_type", f"true or false is needed here, not {article(value)}")


def day(value: dt.date) -> dt.date:
    """A field that is a calendar day; a `datetime` is not one."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise DataError.of("wrong_type", f"a date without a time is needed here, not {article(value)}")


def optional_day(value: dt.date | None) -> dt.date | None:
    """A field that is a calendar day or nothing."""
    return None if value is None else day(value)


# -- Editions and sources --------------------------------------------------------------------------


class Edition(Term):
    """One citable text of the rules. `FAQ_EN_2018_01_08` is the default everywhere."""

    FAQ_EN_2018_01_08 = (
        "faq-en-2018-01-08",
        "FAQ, English, 2018-01-08",
        "英文版常见问题（2018-01-08）",
    )
    FAQ_ZH_2018_06_09 = (
        "faq-zh-2018-06-09",
        "FAQ, Chinese, 2018-06-09",
        "中文版常见问题（2018-06-09）",
    )
    FAQ_ZH_2018_08_29 = (
        "faq-zh-2018-08-29",
        "FAQ, Chinese, revised 2018-08-29",
        "中文版常见问题（2018-08-29 修订）",
    )
    GUIDE_ZH_2019_08_01 = (
        "guide-zh-2019-08-01",
        "Guide pages, Chinese, 2019-08-01",
        "中文版操作指南（2019-08-01）",
    )


DEFAULT_EDITION = Edition.FAQ_EN_2018_01_08


def _read_only(tables: "Mapping[str, Table[Any]]") -> "Mapping[str, Table[Any]]":
    return MappingProxyType(dict(tables))


@attrs.frozen(cache_hash=True, repr=False)
class OwnEdition:
    """An edition of your own, made by `derive` from another one; it goes
    wherever an `Edition` goes.

    Attributes:
        value:
            Its id, which takes the place of an edition's wire value.

        en:
            Its English name.

        zh:
            Its Chinese name.

        base:
            The edition it was derived from.

        rows:
            The rows added, or put in the place of rows with the same id.

        withdrawn:
            The ids of the rows withdrawn.

        tables:
            Every table as it stands in this edition, by name; what follows from the
            rest is not compared.
    """

    value: str
    en: str
    zh: str
    base: "AnyEdition"
    rows: "tuple[Rule[Any], ...]"
    withdrawn: frozenset[str]
    tables: "Mapping[str, Table[Any]]" = attrs.field(eq=False, converter=_read_only)

    _repr_pretty_ = print_repr

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"<{self.value}>"

    def __reduce__(self) -> Any:
        return OwnEdition, (
            self.value,
            self.en,
            self.zh,
            self.base,
            self.rows,
            self.withdrawn,
            dict(self.tables),
        )

    def to(self, lang: str) -> str:
        """The name in one language, "en" or "zh"."""
        return Text(self.en, self.zh).to(lang)


AnyEdition = Edition | OwnEdition


def as_edition(value: AnyEdition | str) -> AnyEdition:
    """The edition a value is or names; one of your own is passed as such, since
    only you know its name.
    """
    return argument("edition", edition_of, value)


def edition_of(value: AnyEdition | str) -> AnyEdition:
    """The same, for an argument of another name."""
    return value if isinstance(value, OwnEdition) else member(Edition, value)


@attrs.frozen
class Source:
    """Where a rule stands written.

    Attributes:
        title:
            The title of the text.

        url:
            Its address.

        date:
            The day of the text: published or revised; where it bears none, the day it was read.

        quote:
            The sentence the rule rests on, word for word; passages that do not follow on one
            another are joined by " … ".
    """

    title: str
    url: str
    date: dt.date
    quote: str = ""

    def quoting(self, quote: str) -> "Source":
        """The same text, at this sentence."""
        return attrs.evolve(self, quote=quote)


_PAGES = "https://github.com/AlibabaCloudDocs/icp/blob/"

#: The text of each edition.
TEXTS: Mapping[Edition, Source] = {
    Edition.FAQ_EN_2018_01_08: Source(
        "ICP Filing account FAQs",
        "https://www.alibabacloud.com/help/faq-detail/50081.htm",
        dt.date(2018, 1, 8),
    ),
    Edition.FAQ_ZH_2018_06_09: Source(
        "备案阿里云账号",
        _PAGES + "97b605e/cn.zh-CN/常见问题/备案阿里云账号.md",
        dt.date(2018, 6, 9),
    ),
    Edition.FAQ_ZH_2018_08_29: Source(
        "备案阿里云账号",
        _PAGES + "cd9f6a0/cn.zh-CN/常见问题/备案阿里云账号.md",
        dt.date(2018, 8, 29),
    ),
    Edition.GUIDE_ZH_2019_08_01: Source(
        "导入原万网备案信息",
        _PAGES
        + "367392a/cn.zh-CN/管理查看ICP备案信息/原万网ICP备案信息导入阿里云/导入原万网备案信息.md",
        dt.date(2019, 8, 1),
    ),
}

#: The guide of 2019 is several pages; these are the others that rules of that edition quote.
ACCOUNT_FAQ_2019 = Source(
    "备案账号FAQ", _PAGES + "7a1c68e/cn.zh-CN/常见问题/备案账号FAQ.md", dt.date(2019, 1, 8)
)
CLAIM_GUIDE_2019 = Source(
    "认领原万网备案", _PAGES + "765874e/cn.zh-CN/备案流程/认领原万网备案.md", dt.date(2019, 2, 19)
)
#: Beyond the FAQ: the messages of the provider's own check when a filing is entered.
VERIFICATION_2019 = Source(
    "验证备案类型FAQ",
    _PAGES + "279efe3/cn.zh-CN/常见问题/备案流程FAQ/验证备案类型FAQ.md",
    dt.date(2019, 5, 28),
)
#: Beyond the FAQ: how long the steps of a filing take. These pages bear no day; it is the day their
#: stored copies were read.
REVIEW_GUIDE = Source(
    "备案审核", _PAGES + "6e56c2c/cn.zh-CN/ICP备案流程（PC端）/备案审核.md", dt.date(2026, 11, 24)
)
MAIL_GUIDE = Source(
    "邮寄资料", _PAGES + "b6a711c/cn.zh-CN/ICP备案流程（PC端）/邮寄资料.md", dt.date(2026, 11, 24)
)

Cited = tuple[tuple[Edition, Source], ...]
Sources = Cited | Source


def cite(
    en: str | None = None,
    zh06: str | None = None,
    zh08: str | None = None,
    guide: str | Source | None = None,
    *,
    every: Source | None = None,
) -> Cited:
    """The sources of a row: a quote a edition it is in force in, or one text beyond the FAQ that
    holds in `every` edition.
    """
    quotes = dict(zip(Edition, (en, zh06, zh08, guide), strict=True))
    found = {
        e: q if isinstance(q, Source) else TEXTS[e].quoting(q)
        for e, q in quotes.items()
        if q is not None
    }
    if every is not None:
        found = {e: found.get(e, every) for e in Edition}
    return tuple(found.items())


# -- Rows and tables -------------------------------------------------------------------------------

Condition = tuple[tuple[str, frozenset[Any]], ...]


def where(**allowed: Iterable[Any]) -> Condition:
    """The conditions of a row: for each input it looks at, the values it takes; an input left out
    may be anything.
    """
    return tuple((name, frozenset(values)) for name, values in allowed.items())


@attrs.frozen
class Rule(Generic[T]):
    """One row of a table.

    Attributes:
        id:
            Permanent, never reused: callers may log it. It begins with the name of
            its table and a dot.

        when:
            The conditions, as (input, allowed values) pairs; all must hold.

        then:
            The consequence; its type is the table's.

        sources:
            For each edition the row is in force in, the text and the sentence; or one source for
            every edition of its table.

        note:
            The reading, where the sentence leaves one open.
    """

    id: str
    when: Condition
    then: T
    sources: Sources
    note: Text | None = None

    @property
    def editions(self) -> frozenset[Edition]:
        """The published editions the row is in force in; all of them, where one
        source holds for all.
        """
        return (
            frozenset(Edition)
            if isinstance(self.sources, Source)
            else frozenset(edition for edition, _ in self.sources)
        )

    def source(self, edition: AnyEdition | str = DEFAULT_EDITION) -> Source:
        """The text and the sentence the row rests on in an edition. `DataError`
        where it is not in force.
        """
        if isinstance(self.sources, Source):
            return self.sources
        edition = as_edition(edition)
        for known, source in self.sources:
            if known is edition:
                return source
        raise DataError.of(
            "unknown_value", f"rule {self.id} is not in force in edition {edition}", "/edition"
        )


@attrs.frozen
class Column:
    """One input of a table.

    Attributes:
        name:
            Its name.

        values:
            Every value it can have.

        says:
            The condition in words; `{}` stands for the values. Or a clause for each
            value, in their order.
    """

    name: str
    values: tuple[Any, ...]
    says: Text | tuple[Text, ...] = attrs.field()

    @says.default
    def _named(self) -> Text:
        return Text(f"{self.name}: {{}}", f"{self.name}：{{}}")

    def clause(self, allowed: Iterable[Any]) -> Text:
        """The condition that the input has one of some values, in words."""
        inside, outside = (
            [v for v in self.values if (v in allowed) is wanted] for wanted in (True, False)
        )
        if isinstance(self.says, tuple):
            return any_of(
                text for text, value in zip(self.says, self.values, strict=True) if value in inside
            )
        if not outside:
            return self.says.format(Text("anything", "任意"))
        if len(inside) <= max(len(outside), 3):
            return self.says.format(any_of(words(v) for v in inside))
        return self.says.format(
            Text("anything but {}", "除{}以外").format(any_of(words(v) for v in outside))
        )


@attrs.frozen
class Reason:
    """Why an answer is what it is.

    Attributes:
        rule:
            The id of the row that answered.

        conditions:
            Its conditions, as they matched, in words; none where the row always holds.

        source:
            The text and the sentence, in the edition that was asked.
    """

    rule: str
    conditions: tuple[Text, ...]
    source: Source


class Hit(NamedTuple, Generic[T]):
    """A row that answers a cell, and why."""

    row: Rule[T]
    reason: Reason


class Answer(NamedTuple, Generic[T]):
    """What a table says of a cell in an edition: the rows that answer, and the published editions
    whose rows say something else.
    """

    hits: tuple[Hit[T], ...]
    others: frozenset[Edition]

    @property
    def thens(self) -> tuple[T, ...]:
        """What the rows amount to: their consequences, without those that merely permit."""
        return _thens(hit.row for hit in self.hits)


def _thens(rows: Iterable[Rule[T]]) -> tuple[T, ...]:
    return tuple(row.then for row in rows if row.then is not None)


Cell = tuple[Any, ...]


@attrs.frozen(eq=False)
class Table(Generic[T]):
    """Rows over finite inputs.

    Attributes:
        name:
            The name of the table.

        title:
            What it decides, in plain words.

        hit:
            In DMN's words: "unique" (exactly one row answers every cell of every edition) or
            "collect" (all rows that match).

        columns:
            The inputs, in order.

        rows:
            The rules, in order.

        editions:
            The editions it answers in, by their wire values or ids.

        published:
            Of a table in an edition of your own: the table it was derived from.
    """

    name: str
    title: Text
    hit: Literal["unique", "collect"]
    columns: tuple[Column, ...]
    rows: tuple[Rule[T], ...]
    editions: tuple[str, ...] = tuple(Edition)
    published: "Table[T] | None" = None

    @cached_property
    def _answers(self) -> dict[Cell, Answer[T]]:
        return {}

    def cells(self) -> Iterator[Cell]:
        """Every combination of input values."""
        return itertools.product(*(column.values for column in self.columns))

    def matching(self, edition: AnyEdition | str, *cell: Any) -> tuple[Rule[T], ...]:
        """The rows that match, found by reading every row; a row that names an input the table does
        not have matches nothing.
        """
        values = dict(zip((column.name for column in self.columns), cell, strict=True))
        return tuple(
            row
            for row in self.rows
            if (
                isinstance(row.sources, Source)
                or any(str(edition) == known for known, _ in row.sources)
            )
            and all(name in values and values[name] in allowed for name, allowed in row.when)
        )

    def at(self, edition: AnyEdition | str, *cell: Any) -> Answer[T]:
        """What the table says of a cell. `KeyError` for a value that is no input of this table:
        never an empty answer.
        """
        try:
            return self._answers[(edition, *cell)]
        except KeyError:
            pass
        if isinstance(edition, OwnEdition) and self.published is None:
            answer: Answer[T] = edition.tables[self.name].at(edition, *cell)
        else:
            for column, value in zip(self.columns, cell, strict=True):
                if value not in column.values:
                    raise KeyError(column.name)
            if str(edition) not in self.editions:
                raise KeyError("edition")
            rows = self.matching(edition, *cell)
            named = dict(zip((column.name for column in self.columns), cell, strict=True))
            hits = [
                Hit(
                    row,
                    Reason(
                        row.id,
                        tuple(
                            c.clause([named[c.name]])
                            for c in self.columns
                            if any(name == c.name for name, _ in row.when)
                        ),
                        row.source(edition),
                    ),
                )
                for row in rows
            ]
            published = self.published or self
            others = (e for e in Edition if _thens(published.matching(e, *cell)) != _thens(rows))
            answer = Answer(tuple(hits), frozenset(others))
        return self._answers.setdefault((edition, *cell), answer)

    def collect(self, edition: AnyEdition, *cell: Any) -> tuple[Rule[T], ...]:
        """The rows that answer a cell. `KeyError` for a value that is no input of this table."""
        return tuple(hit.row for hit in self.at(edition, *cell).hits)

    def answer(self, edition: AnyEdition, *cell: Any) -> Rule[T]:
        """The one row that answers a cell of a unique table."""
        (hit,) = self.at(edition, *cell).hits
        return hit.row


BOTH: tuple[bool, ...] = (True, False)
