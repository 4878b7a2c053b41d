"""Tables questioned: proved without gaps or overlaps (`prove`), compared between editions
(`compare`), derived into your own (`derive`).

Every table has finite inputs, so each of these walks all of them; nothing is sampled.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final

import attrs

from icp_rules.assessment import tables
from icp_rules.findings import MESSAGES, because, conjoined
from icp_rules.rules import (
    TEXTS,
    AnyEdition,
    Cell,
    Column,
    DataError,
    Edition,
    Hit,
    OwnEdition,
    Problem,
    Rule,
    Source,
    Table,
    Term,
    Text,
    argument,
    consequence,
    edition_of,
    instance,
    instances,
)

__all__ = ["Comparison", "Difference", "Flaw", "Proof", "compare", "derive", "prove"]


# -- Proof -----------------------------------------------------------------------------------------


class FlawKind(Term):
    """What can be wrong with a table."""

    GAP = "gap", "no row answers", "没有规则适用"
    OVERLAP = "overlap", "more than one row answers", "有多条规则同时适用"
    UNREACHABLE = "unreachable", "the row never answers", "该规则从不适用"
    UNKNOWN_INPUT = (
        "unknown_input",
        "the row asks for an input or a value the table does not have, or for none",
        "条件引用了表中没有的输入或取值",
    )
    NO_SOURCE = "no_source", "the row names no text, so it is in force nowhere", "该规则没有出处"
    NO_QUOTE = (
        "no_quote",
        "the row quotes no sentence, or names no title or address",
        "该规则没有引文、标题或地址",
    )
    EDITION_ORDER = (
        "edition_order",
        "the sources do not follow the order of the editions",
        "出处与版本顺序不符",
    )
    DUPLICATE_ID = "duplicate_id", "the id is borne by another row too", "规则编号重复"


@attrs.frozen
class Flaw:
    """One thing wrong with a table.

    Attributes:
        kind:
            What.

        table:
            The name of the table.

        rules:
            The ids of the rows it is about; none for a gap.

        edition:
            The edition, by its wire value or id, where it is about one.

        cell:
            The inputs, where it is about some, in the order of the table's columns.

        closing:
            For a gap: the row that would close it, but for its name, its
            consequence and the sentence.
    """

    kind: FlawKind
    table: str
    rules: tuple[str, ...] = ()
    edition: str | None = None
    cell: Cell | None = None
    closing: Rule[Any] | None = None

    def __str__(self) -> str:
        place = f" ({', '.join(map(str, self.cell))})" if self.cell is not None else ""
        return (
            f"{self.table}{place}{f' in {self.edition}' if self.edition else ''}: "
            f"{self.kind.en}{': ' * bool(self.rules)}{', '.join(self.rules)}"
        )


@attrs.frozen
class Proof:
    """What walking every cell of some tables showed.

    Attributes:
        tables:
            How many tables were walked.

        rows:
            How many rows they have.

        cells:
            How many inputs were asked, each in every edition of its table.

        flaws:
            What is wrong; nothing, if all is well.
    """

    tables: int
    rows: int
    cells: int
    flaws: tuple[Flaw, ...]

    def __str__(self) -> str:
        walked = (
            f"{self.tables} tables, {self.rows} rows, {self.cells} cells walked: "
            f"{len(self.flaws) or 'no'} flaw{'s' * (len(self.flaws) > 1)}."
        )
        return "\n".join([walked, *map(str, self.flaws)])


def prove(what: AnyEdition | str | Iterable[Table[Any]] | None = None) -> Proof:
    """Walk every input of every table in every edition, and report what is wrong with the rows.

    Args:
        what:
            Tables, also of your own making; or an edition, for its tables; ours if left out.

    Returns:
        The number of cells walked, and the flaws: of a unique table gaps and overlaps, of any table
        rows that never answer, that ask for what the table does not have, that quote nothing, whose
        sources are out of order, or whose id is taken.

    Raises:
        DataError: `what` is neither.

    >>> print(prove())
    14 tables, 101 rows, 6148 cells walked: no flaw.
    """
    if what is None or isinstance(what, str | OwnEdition):
        what = tables(what)
    walked = argument("what", instances, Table, what)
    ids = Counter(row.id for table in walked for row in table.rows)
    flaws = [flaw for table in walked for flaw in _flaws(table, ids)]
    cells = sum(
        len(table.editions) * math.prod(len(column.values) for column in table.columns)
        for table in walked
    )
    return Proof(len(walked), sum(len(table.rows) for table in walked), cells, tuple(flaws))


def _flaws(table: Table[Any], ids: Counter[str]) -> Iterator[Flaw]:
    columns = {column.name: column.values for column in table.columns}
    for row in table.rows:
        if ids[row.id] > 1:
            yield Flaw(FlawKind.DUPLICATE_ID, table.name, (row.id,))
        if any(
            not allowed or not allowed.issubset(columns.get(name, ())) for name, allowed in row.when
        ):
            yield Flaw(FlawKind.UNKNOWN_INPUT, table.name, (row.id,))
        yield from _unsourced(table, row)
    answering: set[str] = set()
    for edition in table.editions:
        for cell in table.cells():
            rows = tuple(row.id for row in table.matching(edition, *cell))
            answering.update(rows)
            if table.hit == "unique" and not rows:
                closing = Rule(
                    f"{table.name}.unnamed",
                    tuple(
                        (name, frozenset([value]))
                        for name, value in zip(columns, cell, strict=True)
                    ),
                    None,
                    next(
                        (((known, text),) for known, text in TEXTS.items() if known == edition),
                        _UNKNOWN_TEXT,
                    ),
                )
                yield Flaw(FlawKind.GAP, table.name, (), str(edition), cell, closing)
            if table.hit == "unique" and len(rows) > 1:
                yield Flaw(FlawKind.OVERLAP, table.name, rows, str(edition), cell)
    for row in table.rows:
        if row.id not in answering:
            yield Flaw(FlawKind.UNREACHABLE, table.name, (row.id,))


#: The source of a row yet to be written, in an edition whose text is not known here.
_UNKNOWN_TEXT: Final = Source("", "", dt.date.min)


def _unsourced(table: Table[Any], row: Rule[Any]) -> Iterator[Flaw]:
    cited = [] if isinstance(row.sources, Source) else [str(edition) for edition, _ in row.sources]
    texts = (
        [row.sources] if isinstance(row.sources, Source) else [source for _, source in row.sources]
    )
    if not texts:
        yield Flaw(FlawKind.NO_SOURCE, table.name, (row.id,))
    if any(not (text.quote.strip() and text.title.strip() and text.url.strip()) for text in texts):
        yield Flaw(FlawKind.NO_QUOTE, table.name, (row.id,))
    ordered = [str(edition) for edition in table.editions if edition in cited]
    if cited != ordered or [text.date for text in texts] != sorted(text.date for text in texts):
        yield Flaw(FlawKind.EDITION_ORDER, table.name, (row.id,))


# -- Comparison ------------------------------------------------------------------------------------


@attrs.frozen
class Difference:
    """Inputs that two editions answer otherwise, all with the same rows.

    Attributes:
        table:
            The name of the table.

        title:
            What it decides.

        cells:
            The inputs, in the order of the table's columns.

        conditions:
            The same in words.

        before:
            The rows that answer in the first edition, each with its reason.

        after:
            Those of the second.
    """

    table: str
    title: Text
    cells: tuple[Cell, ...]
    conditions: tuple[Text, ...]
    before: tuple[Hit[Any], ...]
    after: tuple[Hit[Any], ...]


@attrs.frozen
class Comparison:
    """What two editions answer otherwise, and nothing that they answer alike.

    Attributes:
        before:
            The first edition.

        after:
            The second.

        differences:
            The inputs whose answers differ, with both answers and both sources, in the
            order of the tables.
    """

    before: AnyEdition
    after: AnyEdition
    differences: tuple[Difference, ...]

    @property
    def cells(self) -> tuple[tuple[str, Cell], ...]:
        """Each input whose answers differ, with the name of its table."""
        return tuple((one.table, cell) for one in self.differences for cell in one.cells)

    def explain(self, lang: str = "en") -> str:
        """The differences in plain words, "en" or "zh"."""
        lines, colon = [], "：" if lang == "zh" else ": "
        for one in self.differences:
            lines += [
                f"{one.title.to(lang)}{colon}{conjoined(one.conditions).to(lang)}"
                if one.conditions
                else one.title.to(lang)
            ]
            for edition, hits in ((self.before, one.before), (self.after, one.after)):
                lines.append(f"  {edition.to(lang)}{colon}{said(hits).to(lang)}")
                lines += [f"    {line}" for hit in hits for line in because(hit.reason, lang)[1:]]
        return "\n".join(lines)

    def rows(self, lang: str = "en") -> list[tuple[str, ...]]:
        """A small table: the two editions' names, then for each difference the question, the input
        and both answers with their sentences.
        """
        heads = Text("question", "问题"), Text("input", "条件"), self.before, self.after
        table = [tuple(head.to(lang) for head in heads)]
        for one in self.differences:
            answers = [
                f"{said(hits).to(lang)}{''.join(f' “{hit.reason.source.quote}”' for hit in hits)}"
                for hits in (one.before, one.after)
            ]
            table.append((one.title.to(lang), conjoined(one.conditions).to(lang), *answers))
        return table

    def _repr_html_(self) -> str:
        lines = (
            "".join(f'<td style="text-align:left">{escape(text)}</td>' for text in row)
            for row in self.rows()
        )
        return f"<table><tr>{'</tr><tr>'.join(lines)}</tr></table>"


def said(hits: Iterable[Hit[Any]]) -> Text:
    """What some rows amount to, in words."""
    words = [consequence(hit.row.then) for hit in hits]
    return Text(
        "; ".join(w.en for w in words) or "nothing is said",
        "；".join(w.zh for w in words) or "未作规定",
    )


def compare(before: AnyEdition | str, after: AnyEdition | str) -> Comparison:
    """The inputs that two editions answer otherwise, in every table.

    What counts is what the rows say: the same answer from another sentence is no difference.

    Raises:
        DataError: an edition is unknown.

    >>> changes = compare("faq-zh-2018-06-09", "faq-zh-2018-08-29")
    >>> for one in changes.differences:
    ...     print(one.conditions[-1].en)
    the applicant is an administrator of the filing
    the applicant is neither the subject administrator nor the website administrator
    """
    before, after = argument("before", edition_of, before), argument("after", edition_of, after)
    differences = []
    for table in tables():
        alike: dict[tuple[Any, ...], list[Cell]] = {}
        for cell in table.cells():
            one, two = table.at(before, *cell), table.at(after, *cell)
            if one.thens != two.thens:
                rows = tuple(tuple(hit.row for hit in hits) for hits in (one.hits, two.hits))
                alike.setdefault(rows, []).append(cell)
        for cells in alike.values():
            for box in _boxes(cells):
                one, two = table.at(before, *box[0]), table.at(after, *box[0])
                differences.append(
                    Difference(
                        table.name,
                        table.title,
                        box,
                        clauses(table.columns, box),
                        one.hits,
                        two.hits,
                    )
                )
    return Comparison(before, after, tuple(differences))


def _boxes(cells: list[Cell]) -> Iterator[tuple[Cell, ...]]:
    """The cells together, if they are all combinations of some values of each column,
    else each by itself.
    """
    full = math.prod(len(set(values)) for values in zip(*cells, strict=True)) == len(cells)
    yield from [tuple(cells)] if full else [(cell,) for cell in cells]


def clauses(columns: Iterable[Column], cells: Iterable[Cell]) -> tuple[Text, ...]:
    """What cells that are all combinations of some values of each column have in common,
    in words.
    """
    sets = [frozenset(values) for values in zip(*cells, strict=True)]
    return tuple(
        column.clause(allowed)
        for column, allowed in zip(columns, sets, strict=True)
        if len(allowed) < len(column.values)
    )


# -- An edition of your own ------------------------------------------------------------------------


def derive(
    base: AnyEdition | str,
    id: str,
    name: Text,
    rows: Iterable[Rule[Any]] = (),
    withdraw: Iterable[str] = (),
) -> OwnEdition:
    """An edition of your own: another one with rows added, replaced or withdrawn.

    It goes wherever an edition goes: `assess(request, edition=own)`, `prove(own)`,
    `compare(base, own)`, `to_dmn(table)` of `tables(own)`.

    Args:
        base:
            The edition to start from, a published one or your own.

        id:
            Its id, other than that of any published edition.

        name:
            Its name in both languages.

        rows:
            The rows to add, each with one `Source` that quotes a sentence. A row's id begins with
            the name of its table and a dot; one with the id of a row of the base takes its place.

        withdraw:
            The ids of rows of the base that no longer hold.

    Raises:
        DataError: an unknown base or id, a row that fits no table, or a table left with a gap or an
        overlap; all problems at once.

    >>> from icp_rules import SubjectType, find_rule, where
    >>> letter = find_rule("documents.organization-unconditional").then
    >>> row = Rule(
    ...     "documents.organization-administrator",
    ...     where(type={SubjectType.ORGANIZATION}, administrator={True}),
    ...     letter,
    ...     Source(
    ...         "Our terms",
    ...         "https://example.com/terms",
    ...         dt.date(2024, 1, 1),
    ...         "Everybody brings the letter.",
    ...     ),
    ... )
    >>> own = derive("faq-en-2018-01-08", "our-terms", Text("Our terms", "我们的条款"), [row])
    >>> compare("faq-en-2018-01-08", own).cells
    (('documents', (<organization>, True)),)
    """
    base = argument("base", edition_of, base)
    name = argument("name", instance, Text, name)
    added = argument("rows", instances, Rule, rows)
    gone = tuple(withdraw)
    problems: list[Problem] = []
    if type(id) is not str or not id.strip() or any(id == edition for edition in Edition):
        problems.append(
            Problem(
                "/id",
                "unknown_value",
                "an id of your own is needed, other than that of a published edition",
            )
        )
    standing = {table.name: _standing(table, base) for table in tables(base)}
    known = {row.id for rows_ in standing.values() for row in rows_}
    for i, one in enumerate(gone):
        if one not in known:
            problems.append(
                Problem(
                    f"/withdraw/{i}",
                    "unknown_value",
                    "there is no row of this id in the base; tables() lists them",
                )
            )
    ids = Counter((*(row.id for row in added), *set(gone)))
    for i, row in enumerate(added):
        problems += [Problem(f"/rows/{i}", code, message) for code, message in _misfit(row, ids)]
    if problems:
        raise DataError(problems)
    own = {row.id: row for row in added}
    derived = {}
    for table in tables():
        kept = [own.get(row.id, row) for row in standing[table.name] if row.id not in gone]
        kept += [
            row for row in added if row.id not in known and row.id.startswith(table.name + ".")
        ]
        derived[table.name] = attrs.evolve(table, rows=tuple(kept), editions=(id,), published=table)
        if kept != standing[table.name]:
            problems += [
                Problem("/rows", flaw.kind.value, _advice(flaw, table))
                for flaw in prove([derived[table.name]]).flaws
            ]
    if problems:
        raise DataError(problems)
    return OwnEdition(id, name.en, name.zh, base, added, frozenset(gone), derived)


def _standing(table: Table[Any], edition: AnyEdition) -> list[Rule[Any]]:
    """The rows of a table that are in force in an edition, each with its one source there."""
    if isinstance(edition, OwnEdition):
        return list(table.rows)
    return [
        attrs.evolve(row, sources=row.source(edition))
        for row in table.rows
        if edition in row.editions
    ]


def _misfit(row: Rule[Any], ids: Counter[str]) -> Iterator[tuple[str, str]]:
    """What keeps a row out of our tables."""
    table = next((table for table in tables() if row.id.startswith(table.name + ".")), None)
    if table is None:
        yield (
            "unknown_value",
            "a row's id begins with the name of its table and a dot: "
            + ", ".join(table.name for table in tables()),
        )
        return
    if ids[row.id] > 1:
        yield "duplicate_id", "the id is given twice, or withdrawn as well"
    if not isinstance(row.sources, Source):
        yield (
            "wrong_type",
            "one Source is needed here: a row of your own holds in your edition alone",
        )
    if not {_kind(row.then)} <= {_kind(one.then) for one in table.rows}:
        yield (
            "wrong_type",
            f"the consequence is of another kind than those of the table {table.name}",
        )
    elif getattr(getattr(row.then, "says", row.then), "code", next(iter(MESSAGES))) not in MESSAGES:
        yield "unknown_value", "not a known code of a finding"


def _kind(then: Any) -> Any:
    """The type of a consequence, and of what it is a list of."""
    return (
        (tuple, *sorted({type(one).__name__ for one in then}))
        if isinstance(then, tuple)
        else type(then)
    )


def _advice(flaw: Flaw, table: Table[Any]) -> str:
    where = (
        "" if flaw.cell is None else f" where {conjoined(clauses(table.columns, [flaw.cell])).en}"
    )
    do = (
        "; add a row for it"
        if flaw.kind is FlawKind.GAP
        else "; narrow or withdraw one"
        if flaw.kind is FlawKind.OVERLAP
        else ""
    )
    return (
        f"table {flaw.table}{where}: "
        f"{flaw.kind.en}{': ' * bool(flaw.rules)}{', '.join(flaw.rules)}{do}"
    )
