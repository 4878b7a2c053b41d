"""Questions about whole tables: `prove`, `compare`, `derive`.

`prove` looks for gaps and overlaps, `compare` for what two editions answer differently, `derive`
makes an edition of your own. Tables have finite inputs, so each walks all of them; nothing is
sampled.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import attrs

from icp_rules.accounts import Instruction, Outcome, Way
from icp_rules.assessment import tables
from icp_rules.errors import DataError, Problem
from icp_rules.fields import argument, instance, instances, listed, text
from icp_rules.fields import name as own_id
from icp_rules.findings import CELL, MESSAGES, Says, because, passage
from icp_rules.rules import (
    AnyEdition,
    Cell,
    Column,
    Edition,
    Hit,
    OwnEdition,
    Rule,
    Source,
    Table,
    as_edition,
    consequence,
)
from icp_rules.sla import ServiceLevel
from icp_rules.sources import PUBLICATIONS
from icp_rules.texts import Publication
from icp_rules.vocabulary import Term, Text, conjoined

__all__ = [
    "Comparison",
    "Difference",
    "Flaw",
    "FlawKind",
    "Proof",
    "clauses",
    "compare",
    "derive",
    "prove",
    "said",
]


# -- Proof -----------------------------------------------------------------------------------------


class FlawKind(Term):
    """The kind of a flaw."""

    GAP = "gap", "no row answers", "没有规则适用"
    OVERLAP = "overlap", "more than one row answers", "有多条规则同时适用"
    UNREACHABLE = "unreachable", "the row never answers", "该规则从不适用"
    UNKNOWN_INPUT = (
        "unknown_input",
        "the row asks for an input or a value the table does not have, or for none",
        "条件引用了表中没有的输入或取值",
    )
    NO_SOURCE = (
        "no_source",
        "no sentence names the row, so it is in force nowhere",
        "该规则没有出处",
    )
    NO_QUOTE = (
        "no_quote",
        "the source of the row has no quote and no gist, or no title or address",
        "该规则的出处没有引文或大意，或缺少标题或地址",
    )
    DUPLICATE_ID = "duplicate_id", "another row has the same id", "规则编号重复"
    UNKNOWN_RULE = (
        "unknown_rule",
        "a sentence names a row that no table has",
        "原文标注的规则不存在",
    )
    NO_RULE = (
        "no_rule",
        "a sentence names no row and gives no reason for that",
        "原文未标注规则，也未说明理由",
    )


@attrs.frozen
class Flaw:
    """One thing wrong with a table or a text.

    Attributes:
        kind:
            The kind of flaw.

        table:
            The name of the table; of a sentence, the title of its page.

        rules:
            The ids of the rows it is about; none for a gap.

        edition:
            The edition, by its wire value or id, where it is about one.

        cell:
            The inputs, where it is about some, in the order of the table's columns.
    """

    kind: FlawKind
    table: str
    rules: tuple[str, ...] = ()
    edition: str | None = None
    cell: Cell | None = None

    def __str__(self) -> str:
        cell = f" ({', '.join(map(str, self.cell))})" if self.cell is not None else ""
        edition = f" in {self.edition}" if self.edition else ""
        rules = f": {', '.join(self.rules)}" if self.rules else ""
        return f"{self.table}{cell}{edition}: {self.kind.en}{rules}"


@attrs.frozen
class Proof:
    """What walking some tables, and reading the texts they rest on, showed.

    Attributes:
        tables:
            How many tables were walked.

        rows:
            How many rows they have.

        cells:
            How many combinations of inputs were asked, each in every edition of its table.

        sentences:
            How many sentences were read.

        flaws:
            What is wrong; nothing, if all is well.

        silent:
            The editions in which a unique table has no row at all, as (table, edition): that text
            does not speak of the matter. This is no flaw.
    """

    tables: int
    rows: int
    cells: int
    sentences: int
    flaws: tuple[Flaw, ...]
    silent: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        walked = (
            f"{self.tables} tables, {self.rows} rows, {self.cells} cells, {self.sentences} "
            f"sentences: {len(self.flaws) or 'no'} flaw{'s' * (len(self.flaws) > 1)}."
        )
        return "\n".join([walked, *map(str, self.flaws)])


def prove(what: AnyEdition | str | Iterable[Table[Any]] | None = None) -> Proof:
    """Walk every input of every table in every edition, read every sentence, and report the flaws.

    Args:
        what:
            Left out, our tables and all texts. An edition, for its tables and its text. Or tables,
            also of your own making, without the texts.

    Returns:
        What was walked and read, and the flaws. Of a unique table: gaps and overlaps. Of any table:
        rows that never answer, that ask for what the table does not have, that no sentence names,
        whose source says nothing, or whose id is taken. Of the texts: sentences that name no row
        and do not say why, or that name a row no table has.

    Raises:
        DataError: `what` is none of these.

    >>> print(prove())
    16 tables, 277 rows, 12660 cells, 405 sentences: no flaw.
    """
    read: Iterable[Publication] = ()
    if what is None or isinstance(what, str | OwnEdition):
        read = [one for one in PUBLICATIONS if what is None or one.edition == str(what)]
        what = tables(None if what is None else as_edition(what, "what"))
    walked = argument("what", instances, Table, what)
    ids = Counter(row.id for table in walked for row in table.rows)
    flaws = [flaw for table in walked for flaw in (*_of_rows(table, ids), *_of_cells(table))]
    flaws += [flaw for one in read for flaw in _of_sentences(one, ids)]
    return Proof(
        tables=len(walked),
        rows=ids.total(),
        cells=sum(len(t.editions) * math.prod(len(c.values) for c in t.columns) for t in walked),
        sentences=sum(len(page.sentences) for one in read for page in one.pages),
        flaws=tuple(flaws),
        silent=tuple((t.name, e) for t in walked for e in map(str, t.editions) if _is_silent(t, e)),
    )


def _is_silent(table: Table[Any], edition: str) -> bool:
    """Whether a text does not speak of the matter; an edition of your own, if it has no row."""
    speaks = table.rows if table.published else table.speaks_in(edition)
    return table.hit == "unique" and not speaks


def _of_rows(table: Table[Any], ids: Counter[str]) -> Iterator[Flaw]:
    columns = {column.name: column.values for column in table.columns}
    for row in table.rows:
        sources = [row.source(edition) for edition in sorted(row.editions)]
        unknown = (
            not set(allowed) or not allowed <= {*columns.get(n, ())} for n, allowed in row.when
        )
        wrong = (
            (FlawKind.DUPLICATE_ID, ids[row.id] > 1),
            (FlawKind.UNKNOWN_INPUT, any(unknown)),
            (FlawKind.NO_SOURCE, not sources),
            (FlawKind.NO_QUOTE, not all(source.is_evidence for source in sources)),
        )
        yield from (Flaw(kind, table.name, (row.id,)) for kind, holds in wrong if holds)


def _of_cells(table: Table[Any]) -> Iterator[Flaw]:
    answering: set[str] = set()
    fitting = [(cell, table.fitting(cell)) for cell in table.cells()]
    for edition in map(str, table.editions):
        unique = table.hit == "unique" and not _is_silent(table, edition)
        for cell, fit in fitting:
            matching = [row for row in fit if row.holds_in(edition)]
            rows = tuple([row.id for row in matching])
            answering.update(rows)
            if unique and len(rows) != 1:
                kind = FlawKind.OVERLAP if rows else FlawKind.GAP
                yield Flaw(kind, table.name, rows, edition, cell)
            levels = tuple(row.id for row in matching if isinstance(row.then, ServiceLevel))
            if table.hit == "collect" and len(levels) > 1:  # only the first would be heeded
                yield Flaw(FlawKind.OVERLAP, table.name, levels, edition, cell)
    never = (row.id for row in table.rows if row.id not in answering)
    yield from (Flaw(FlawKind.UNREACHABLE, table.name, (id,)) for id in never)


def _of_sentences(publication: Publication, ids: Counter[str]) -> Iterator[Flaw]:
    for page in publication.pages:
        for one in page.sentences:
            unknown = tuple(rule for rule in one.rules if rule not in ids)
            if unknown:
                yield Flaw(FlawKind.UNKNOWN_RULE, page.title, unknown, publication.edition)
            if not one.rules and one.no_rule is None:
                yield Flaw(FlawKind.NO_RULE, page.title, (), publication.edition)


# -- Comparison ------------------------------------------------------------------------------------


@attrs.frozen
class Difference:
    """Inputs that two editions answer differently, all with the same rows.

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
    """What two editions answer differently, and nothing that they answer alike.

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
            given = f"{colon}{conjoined(one.conditions).to(lang)}" if one.conditions else ""
            lines.append(f"{one.title.to(lang)}{given}")
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
                " ".join([said(hits).to(lang), *(passage(h.reason.source, lang) for h in hits)])
                for hits in (one.before, one.after)
            ]
            table.append((one.title.to(lang), conjoined(one.conditions).to(lang), *answers))
        return table

    def _repr_html_(self) -> str:
        lines = ("".join(f"<td {CELL}>{escape(text)}</td>" for text in row) for row in self.rows())
        return f"<table><tr>{'</tr><tr>'.join(lines)}</tr></table>"


def said(hits: Iterable[Hit[Any]]) -> Text:
    """What some rows amount to, in words."""
    thens = tuple(hit.row.then for hit in hits)
    return consequence(thens) if thens else Text("nothing is said", "未作规定")


def compare(before: AnyEdition | str, after: AnyEdition | str) -> Comparison:
    """The inputs that two editions answer differently, in every table.

    What counts is what the rows say: the same answer from another sentence is no difference.

    Raises:
        DataError: an edition is unknown.

    >>> changes = compare("faq-zh-2018-06-09", "faq-zh-2018-08-29")
    >>> for one in changes.differences:
    ...     print(one.conditions[-1].en)
    the applicant is an administrator of the filing
    the applicant is neither the subject administrator nor the website administrator
    """
    before, after = as_edition(before, "before"), as_edition(after, "after")
    differences = []
    for table, one, two in zip(tables(), tables(before), tables(after), strict=True):
        if _in_force(one, before) == _in_force(two, after):
            continue  # the same rows give the same answers
        alike: dict[tuple[Any, ...], list[Cell]] = {}
        for cell in table.cells():
            answers = table.at(before, *cell), table.at(after, *cell)
            if answers[0].thens != answers[1].thens:
                rows = tuple(tuple(hit.row for hit in answer.hits) for answer in answers)
                alike.setdefault(rows, []).append(cell)
        for box in (box for cells in alike.values() for box in _boxes(cells)):
            hits = [table.at(edition, *box[0]).hits for edition in (before, after)]
            given = clauses(table.columns, box)
            differences.append(Difference(table.name, table.title, box, given, *hits))
    return Comparison(before, after, tuple(differences))


def _in_force(table: Table[Any], edition: AnyEdition) -> list[tuple[Any, ...]]:
    return [(row.when, row.then) for row in table.rows if row.holds_in(str(edition))]


def _boxes(cells: list[Cell]) -> list[tuple[Cell, ...]]:
    """The cells together if they are all combinations of some values, else singly."""
    full = math.prod(len(set(values)) for values in zip(*cells, strict=True)) == len(cells)
    return [tuple(cells)] if full else [(cell,) for cell in cells]


def clauses(columns: Iterable[Column], cells: Iterable[Cell]) -> tuple[Text, ...]:
    """What cells that are all combinations of some values of each column have in common."""
    return tuple(
        column.clause(allowed)
        for column, allowed in zip(columns, zip(*cells, strict=True), strict=True)
        if len(set(allowed)) < len(column.values)
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

    It is accepted wherever an edition is: `assess(request, edition=own)`, `prove(own)`,
    `compare(base, own)`, `to_dmn(table)` of `tables(own)`.

    Args:
        base:
            The edition to start from, a published one or your own.

        id:
            Its id, other than that of any published edition: up to 200 visible characters. An
            answer in JSON is marked with it.

        name:
            Its name in both languages.

        rows:
            The rows to add, each with the `Source` it rests on. A row's id begins with the name of
            its table and a dot; a row with the id of one of the base replaces it.

        withdraw:
            The ids of rows of the base that no longer hold.

    Raises:
        DataError: an unknown base or id, a row that fits no table, or a table left with a gap or an
        overlap; all problems at once.

    >>> import datetime as dt
    >>> from icp_rules import SubjectType, find_rule
    >>> from icp_rules.rules import where
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
    base, name = as_edition(base, "base"), argument("name", instance, Text, name)
    added = argument("rows", instances, Rule, rows)
    gone = argument("withdraw", _ids, withdraw)
    standing = {table.name: _standing(table, base) for table in tables(base)}
    known = {row.id for kept in standing.values() for row in kept}
    problems = list(_refused(id, added, gone, known))
    if problems:
        raise DataError(problems)
    own = {row.id: row for row in added}
    derived = {}
    for table in tables():
        kept = [own.get(row.id, row) for row in standing[table.name] if row.id not in gone]
        kept += [
            row for row in added if row.id not in known and row.id.startswith(f"{table.name}.")
        ]
        derived[table.name] = attrs.evolve(table, rows=tuple(kept), editions=(id,), published=table)
        if kept != standing[table.name]:
            flaws = prove([derived[table.name]]).flaws
            problems += [Problem("/rows", one.kind.value, _advice(one, table)) for one in flaws]
    message = "no row of the table steps has the words of this step in this edition; add one"
    problems += [
        Problem(f"/rows/{i}", "unknown_value", f"{step}: {message}")
        for i, row in enumerate(added)
        if isinstance(row.then, Way)
        for step in row.then.actions
        if not derived["steps"].matching(id, step)
    ]
    if problems:
        raise DataError(problems)
    return OwnEdition(id, name.en, name.zh, base, added, frozenset(gone), derived)


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    return tuple([argument(str(i), text, id) for i, id in enumerate(listed("rule ids", values))])


def _unreadable(id: str) -> Iterable[Problem]:
    """What keeps an id from being read back, where an answer in JSON is marked with it."""
    try:
        spelled = own_id(id)
    except DataError as error:
        return error.under("/id")
    message = "an id has no blanks at its ends and is composed (NFC)"
    return () if spelled == id else (Problem("/id", "unknown_value", message),)


def _refused(
    id: str, added: tuple[Rule[Any], ...], gone: tuple[str, ...], known: set[str]
) -> Iterator[Problem]:
    if type(id) is not str or not id.strip() or any(id == edition for edition in Edition):
        message = "an id of your own is needed, other than that of a published edition"
        yield Problem("/id", "unknown_value", message)
    else:
        yield from _unreadable(id)
    message = "there is no row of this id in the base; tables() lists them"
    unknown = (i for i, one in enumerate(gone) if one not in known)
    yield from (Problem(f"/withdraw/{i}", "unknown_value", message) for i in unknown)
    ids = Counter((*(row.id for row in added), *set(gone)))
    for i, row in enumerate(added):
        yield from (Problem(f"/rows/{i}", code, message) for code, message in _misfit(row, ids))


def _standing(table: Table[Any], edition: AnyEdition) -> list[Rule[Any]]:
    """The rows of a table that are in force in an edition, each with its source there."""
    if isinstance(edition, OwnEdition):
        return list(table.rows)
    in_force = (row for row in table.rows if row.holds_in(edition))
    return [attrs.evolve(row, cites=row.source(edition)) for row in in_force]


def _misfit(row: Rule[Any], ids: Counter[str]) -> list[tuple[str, str]]:
    """What keeps a row out of our tables."""
    table = next((table for table in tables() if row.id.startswith(table.name + ".")), None)
    if table is None:
        names = ", ".join(table.name for table in tables())
        return [
            ("unknown_value", f"a row's id begins with the name of its table and a dot: {names}")
        ]
    another_kind = _kind(row.then) not in {_kind(one.then) for one in table.rows}
    says = getattr(row.then, "says", row.then)
    wrong = (
        ("duplicate_id", "the id is given twice, or withdrawn as well", ids[row.id] > 1),
        (
            "wrong_type",
            "a row of your own needs the Source it rests on",
            type(row.cites) is not Source,
        ),
        (
            "wrong_type",
            f"the consequence is of another kind than those of the table {table.name}",
            another_kind,
        ),
        (
            "unknown_value",
            "not a known code of a finding",
            isinstance(says, Says) and says.code not in MESSAGES and not another_kind,
        ),
    )
    return [(code, message) for code, message, holds in (*wrong, *_unheeded(row)) if holds]


def _unheeded(row: Rule[Any]) -> Iterator[tuple[str, str, bool]]:
    """What a row says that no answer would heed."""
    match row.then:
        case Instruction(text, None):
            unfilled = "{}" in text.en + text.zh
            message = "a step whose text has {} needs the stage whose service level stands there"
            yield "unknown_value", message, unfilled
        case ServiceLevel():
            message = "a service level holds whatever the basis is: leave the basis out"
            yield "unknown_input", message, any(name == "basis" for name, _ in row.when)
        case Way(Outcome.IMPORT, actions, None):
            message = "the steps of an import are those of the table access: leave them out here"
            yield "unknown_value", message, row.id.startswith("imports.") and actions != ()


def _kind(then: Any) -> Any:
    """The type of a consequence, and of what it is a list of."""
    return frozenset(map(type, then)) if isinstance(then, tuple) else type(then)


def _advice(flaw: Flaw, table: Table[Any]) -> str:
    where = f" where {conjoined(clauses(table.columns, [flaw.cell])).en}" if flaw.cell else ""
    rules = f": {', '.join(flaw.rules)}" if flaw.rules else ""
    return f"table {flaw.table}{where}: {flaw.kind.en}{rules}{_TO_DO.get(flaw.kind, '')}"


_TO_DO = {FlawKind.GAP: "; add a row for it", FlawKind.OVERLAP: "; narrow or withdraw one"}
