"""Functions for whole editions: `prove`, `compare` and `derive`.

`prove` looks for gaps and overlaps in the tables. `compare` finds the inputs for which two editions
answer differently. `derive` makes an edition of your own. Every input of a table has a limited
number of values, so these functions can examine every combination.
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
    """A kind of flaw in a table or a publication."""

    GAP = "gap", "no row applies", "没有规则适用"
    OVERLAP = "overlap", "more than one row applies", "有多条规则同时适用"
    UNREACHABLE = "unreachable", "the row never applies", "该规则在任何情形下都不适用"
    UNKNOWN_INPUT = (
        "unknown_input",
        "a condition of the row has no values, or names an input or a value that the table lacks",
        "条件引用了表中没有的输入或取值",
    )
    NO_SOURCE = (
        "no_source",
        "no sentence names the row, so no edition applies it",
        "该规则没有出处",
    )
    NO_QUOTE = (
        "no_quote",
        "the source of the row lacks a title or an address, or has neither a quote nor a gist",
        "该规则的出处既无引文也无转述，或者缺少标题或网址",
    )
    DUPLICATE_ID = "duplicate_id", "another row has the same id", "规则编号重复"
    UNKNOWN_RULE = (
        "unknown_rule",
        "a sentence names a row that is in no table",
        "该句标注的规则不存在",
    )
    NO_RULE = (
        "no_rule",
        "a sentence names no row and gives no reason why",
        "该句既未标注规则，也未说明为何没有规则",
    )


@attrs.frozen
class Flaw:
    """One thing that is wrong with a table or a publication.

    Attributes:
        kind:
            What is wrong.

        table:
            The name of the table. For a flaw in a sentence, the title of the sentence's page.

        rules:
            The ids of the rules with the flaw; empty if the flaw is not about a rule.

        edition:
            The id of the edition with the flaw; None if the flaw is not about a single edition.

        cell:
            The inputs for which there is a gap or an overlap, in the order of the table's columns;
            None for other flaws.
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
    """The result of `prove`: what was checked, and the flaws that were found.

    Attributes:
        tables:
            How many tables were checked.

        rows:
            How many rules the checked tables have.

        cells:
            How many combinations of inputs were checked, counted once for each edition.

        sentences:
            How many sentences were checked.

        flaws:
            Every `Flaw` found; empty if there are none.

        silent:
            A pair (name of the table, id of the edition) for each table in which an edition has no
            rule; this is not a flaw. Only tables whose `hit` is "unique" are listed.
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
    """Check tables and publications for flaws, with every combination of inputs.

    Args:
        what:
            Pass a published edition to check its sentences and all published tables. The tables are
            checked for every published edition, not only for the one you pass. Pass an edition of
            your own to check its tables. Pass a list of tables to check only these tables. By
            default, all published tables and all publications are checked.

    Returns:
        A `Proof`: how much was checked, and the flaws. In a table in which exactly one rule should
        apply, gaps and overlaps are flaws. In any table, two service levels for the same inputs are
        an overlap. A rule has a flaw if it never applies, if a condition has an unknown input or
        value, if no sentence names the rule, if its source is incomplete, or if another rule has
        the same id. A sentence has a flaw if it names an unknown rule, or if it names no rule and
        gives no reason.

    Raises:
        DataError: `what` is neither an edition nor a list of tables.

    >>> print(prove())
    16 tables, 277 rows, 12660 cells, 406 sentences: no flaw.
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
    """Whether an edition has no rule in a table in which exactly one rule should apply."""
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
            if table.hit == "collect" and len(levels) > 1:  # only the first would be used
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
    """A group of inputs for which two editions answer differently.

    Within each edition, all inputs of the group match the same rules.

    Attributes:
        table:
            The name of the table.

        title:
            The title of the table, which says what the table decides.

        cells:
            The combinations of inputs, each as a tuple with one value for each column, in the order
            of the columns.

        conditions:
            The conditions that hold for exactly the inputs of this group.

        before:
            The rules that apply in the first edition, each with its reason.

        after:
            The rules that apply in the second edition, each with its reason.
    """

    table: str
    title: Text
    cells: tuple[Cell, ...]
    conditions: tuple[Text, ...]
    before: tuple[Hit[Any], ...]
    after: tuple[Hit[Any], ...]


@attrs.frozen
class Comparison:
    """The result of `compare`: the inputs for which two editions answer differently.

    Attributes:
        before:
            The first of the two editions.

        after:
            The second of the two editions.

        differences:
            Every `Difference`, in the order of the tables. A `Difference` has a group of inputs,
            with both answers and their sources.
    """

    before: AnyEdition
    after: AnyEdition
    differences: tuple[Difference, ...]

    @property
    def cells(self) -> tuple[tuple[str, Cell], ...]:
        """The inputs with different answers, as pairs (name of the table, input)."""
        return tuple((one.table, cell) for one in self.differences for cell in one.cells)

    def explain(self, lang: str = "en") -> str:
        """Explain the differences in plain words, in the language "en" or "zh"."""
        lines, colon = [], "：" if lang == "zh" else ": "
        for one in self.differences:
            given = f"{colon}{conjoined(one.conditions).to(lang)}" if one.conditions else ""
            lines.append(f"{one.title.to(lang)}{given}")
            for edition, hits in ((self.before, one.before), (self.after, one.after)):
                lines.append(f"  {edition.to(lang)}{colon}{said(hits).to(lang)}")
                lines += [f"    {line}" for hit in hits for line in because(hit.reason, lang)[1:]]
        return "\n".join(lines)

    def rows(self, lang: str = "en") -> list[tuple[str, ...]]:
        """The differences as rows of text, for a spreadsheet.

        The first row has the headings. Each row below it has the question, the conditions, and both
        answers with the sentences that they are based on.
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
    """Describe the consequences of the rules that applied."""
    thens = tuple(hit.row.then for hit in hits)
    return consequence(thens) if thens else Text("nothing is said", "未作规定")


def compare(before: AnyEdition | str, after: AnyEdition | str) -> Comparison:
    """Find the inputs for which two editions answer differently, in every table.

    Only the answers are compared. If two editions give the same answer but base it on different
    sentences, this does not count as a difference.

    Args:
        before:
            The first of the two editions.

        after:
            The second of the two editions.

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
            continue  # the same rules give the same answers
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
    """Return one group if the cells are all combinations of some values, else a group for each."""
    full = math.prod(len(set(values)) for values in zip(*cells, strict=True)) == len(cells)
    return [tuple(cells)] if full else [(cell,) for cell in cells]


def clauses(columns: Iterable[Column], cells: Iterable[Cell]) -> tuple[Text, ...]:
    """Describe a group of cells (combinations of inputs) by their common conditions.

    The cells must be the Cartesian product of one set of values for each column.
    """
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
    """Make an edition of your own from another edition: add, replace or withdraw rules.

    You can use it wherever an edition is accepted, such as in `assess(request, edition=own)`,
    `prove(own)`, `compare(base, own)` and `tables(own)`.

    Args:
        base:
            The edition to start from: a published one or one of your own.

        id:
            The id of the new edition: up to 200 visible characters, and not the id of a published
            edition. Answers in JSON contain this id.

        name:
            The name of the new edition in both languages.

        rows:
            The rules to add, each with a `Source` in `cites`. The id of a rule begins with the name
            of its table and a dot. A rule with the same id as a rule of `base` replaces that rule.

        withdraw:
            The ids of the rules of `base` that do not apply in the new edition.

    Raises:
        DataError: an argument is of the wrong type; `base` is unknown; `id` is not valid;
            `withdraw` has the id of a rule that `base` does not have; a rule does not fit its
            table, never applies or has no source text; or a table would have a gap or an overlap.
            The error can list several problems.

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
    message = 'the table "steps" has no row for this step in this edition; add one'
    problems += [
        Problem(f"/rows/{i}", "unknown_value", f"{step}: {message}")
        for i, row in enumerate(added)
        if isinstance(row.then, Way)
        for step in row.then.actions
        if not derived["steps"].fitting((step,))
    ]
    if problems:
        raise DataError(problems)
    return OwnEdition(id, name.en, name.zh, base, added, frozenset(gone), derived)


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    return tuple([argument(str(i), text, id) for i, id in enumerate(listed("rule ids", values))])


def _unreadable(id: str) -> Iterable[Problem]:
    """The problems with an id that `load` would refuse or change in an answer."""
    try:
        spelled = own_id(id)
    except DataError as error:
        return error.under("/id")
    message = "expected an id without blanks at its ends, in Unicode form NFC"
    return () if spelled == id else (Problem("/id", "unknown_value", message),)


def _refused(
    id: str, added: tuple[Rule[Any], ...], gone: tuple[str, ...], known: set[str]
) -> Iterator[Problem]:
    if type(id) is not str or not id.strip() or any(id == edition for edition in Edition):
        message = "expected an id that is not the id of a published edition"
        yield Problem("/id", "unknown_value", message)
    else:
        yield from _unreadable(id)
    message = "the base has no row with this id; tables() lists the rows"
    unknown = (i for i, one in enumerate(gone) if one not in known)
    yield from (Problem(f"/withdraw/{i}", "unknown_value", message) for i in unknown)
    ids = Counter((*(row.id for row in added), *set(gone)))
    for i, row in enumerate(added):
        yield from (Problem(f"/rows/{i}", code, message) for code, message in _misfit(row, ids))


def _standing(table: Table[Any], edition: AnyEdition) -> list[Rule[Any]]:
    """The rules of a table that are in force in an edition, each with its source there."""
    if isinstance(edition, OwnEdition):
        return list(table.rows)
    in_force = (row for row in table.rows if row.holds_in(edition))
    return [attrs.evolve(row, cites=row.source(edition)) for row in in_force]


def _misfit(row: Rule[Any], ids: Counter[str]) -> list[tuple[str, str]]:
    """The problems with a rule that does not fit our tables, as codes and messages."""
    table = next((table for table in tables() if row.id.startswith(table.name + ".")), None)
    if table is None:
        names = ", ".join(table.name for table in tables())
        return [
            ("unknown_value", f"expected an id that begins with a table's name and a dot: {names}")
        ]
    another_kind = _kind(row.then) not in {_kind(one.then) for one in table.rows}
    says = getattr(row.then, "says", row.then)
    wrong = (
        (
            "duplicate_id",
            "another row has the same id, or withdraw contains this id",
            ids[row.id] > 1,
        ),
        (
            "wrong_type",
            "a row of your own needs a Source in cites",
            type(row.cites) is not Source,
        ),
        (
            "wrong_type",
            f'the table "{table.name}" has consequences of another kind',
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
    """The problems with a rule if some part of it could not affect any answer."""
    match row.then:
        case Instruction(text, None):
            unfilled = "{}" in text.en + text.zh
            message = "a step with {} in its text needs a stage; its working days replace {}"
            yield "unknown_value", message, unfilled
        case ServiceLevel():
            message = "a service level does not depend on the basis; leave the basis out"
            yield "unknown_input", message, any(name == "basis" for name, _ in row.when)
        case Way(Outcome.IMPORT, actions, None):
            message = 'the steps of an import come from the table "access"; leave them out here'
            yield "unknown_value", message, row.id.startswith("imports.") and actions != ()


def _kind(then: Any) -> Any:
    """The type of a consequence, or the types of its items if it is a tuple."""
    return frozenset(map(type, then)) if isinstance(then, tuple) else type(then)


def _advice(flaw: Flaw, table: Table[Any]) -> str:
    where = f" where {conjoined(clauses(table.columns, [flaw.cell])).en}" if flaw.cell else ""
    rules = f": {', '.join(flaw.rules)}" if flaw.rules else ""
    return f"table {flaw.table}{where}: {flaw.kind.en}{rules}{_TO_DO.get(flaw.kind, '')}"


_TO_DO = {FlawKind.GAP: "; add a row for it", FlawKind.OVERLAP: "; narrow or withdraw one"}
