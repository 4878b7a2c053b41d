"""Exporting tables as rows, CSV, Markdown and DMN.

DMN is the Decision Model and Notation of the Object Management Group, here version 1.3. The
functions return text or plain data. They write no files.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, Final, Literal
from xml.etree import ElementTree

from icp_rules.editions import Comparison
from icp_rules.fields import argument, instance
from icp_rules.findings import passage
from icp_rules.rules import Edition, Rule, Source, Table, consequence
from icp_rules.vocabulary import Term, Text, conjoined, words

__all__ = ["to_csv", "to_dmn", "to_markdown", "to_rows", "wire"]


def wire(value: Any) -> str:
    """Convert an input value to text: True to "yes", False to "no", None to "not_given".

    A vocabulary term becomes its value in JSON.
    """
    return value.value if isinstance(value, Term) else words(value).en.replace(" ", "_")


def _cited(table: Table[Any], rule: Rule[Any]) -> list[tuple[str, Source]]:
    """The editions in which a rule is in force, each with the source of the rule there."""
    editions = [str(edition) for edition in table.editions if rule.holds_in(edition)]
    return [(edition, rule.source(edition)) for edition in editions]


def _allowed(table: Table[Any], rule: Rule[Any]) -> list[list[str]]:
    """For each column, the values that a rule accepts, in order; empty if it accepts any value."""
    when = dict(rule.when)
    return [
        [wire(value) for value in column.values if value in when[column.name]]
        if column.name in when
        else []
        for column in table.columns
    ]


def to_rows(table: Table[Any]) -> list[dict[str, str]]:
    """A table as plain rows: each rule has one row for each edition in which it is in force.

    Args:
        table:
            The table, such as one of `tables()`.

    Returns:
        A list of dictionaries with these keys:

        - `table`, `edition` and `rule`;
        - the name of each input, with the accepted values joined by " | ", or "-" if the rule
          accepts any value;
        - `answer_en` and `answer_zh`;
        - `title`, `url`, `date`, `read_on`, `quote`, `gist_en` and `gist_zh`, which describe the
          source; if the page has no date, `read_on` is the day on which we read it;
        - `note_en` and `note_zh`, which say how we interpret the rule's sentence.

        If a rule or its source lacks something, such as a note, the value is an empty string.

    Raises:
        DataError: `table` is not a `Table`.

    >>> from icp_rules import tables
    >>> row = next(
    ...     row
    ...     for table in tables()
    ...     for row in to_rows(table)
    ...     if row["rule"] == "documents.organization-agent"
    ... )
    >>> row["type"], row["administrator"], row["edition"]
    ('organization', 'no', 'faq-en-2018-01-08')
    """
    table = argument("table", instance, Table, table)
    rows = []
    for rule in table.rows:
        allowed = zip(table.columns, _allowed(table, rule), strict=True)
        inputs = {column.name: " | ".join(values) or "-" for column, values in allowed}
        answer, note = _both("answer", consequence(rule.then)), _both("note", rule.note)
        rows += [
            {
                "table": table.name,
                "edition": edition,
                "rule": rule.id,
                **inputs,
                **answer,
                **_told(source),
                **note,
            }
            for edition, source in _cited(table, rule)
        ]
    return rows


def _both(name: str, text: Text | None) -> dict[str, str]:
    return {f"{name}_en": text.en if text else "", f"{name}_zh": text.zh if text else ""}


def _told(source: Source) -> dict[str, str]:
    return {
        "title": source.title,
        "url": source.url,
        "date": str(source.date or ""),
        "read_on": str(source.read_on or ""),
        "quote": source.quote,
        **_both("gist", source.gist),
    }


class _Lines(list[str]):
    """A list that `csv` can write to."""

    write = list.append


def to_csv(table: Table[Any]) -> str:
    """A table as CSV text (RFC 4180): a header, and then the rows of `to_rows`.

    Args:
        table:
            The table, such as one of `tables()`.

    Raises:
        DataError: `table` is not a `Table`.
    """
    rows = to_rows(table)
    told = [*_both("answer", None), *_told(Source("", "")), *_both("note", None)]
    names = ["table", "edition", "rule", *(column.name for column in table.columns), *told]
    lines = _Lines()
    csv.writer(lines).writerows([names, *([row[name] for name in names] for row in rows)])
    return "".join(lines)


_LABELS = {
    "unique": Text("Exactly one of these rules applies.", "以下规则有且仅有一条适用。"),
    "collect": Text(
        "A rule applies if its conditions hold. Several rules can apply.",
        "以下规则可以同时适用多条：符合条件的都适用。",
    ),
    "when": Text("**When** {},  ", "**条件**：{}。  "),
    "always": Text("**Always**,  ", "**条件**：无，一律适用。  "),
    "then": Text("**then** {}", "**结论**：{}"),
    "note": Text("How we read it: {}", "解读：{}"),
    "quote": Text(
        "{edition}: {passage} ([{title}]({url}), {date})",
        "{edition}：{passage}（[{title}]({url})，{date}）",
    ),
    "every": Text("In every edition", "所有版本"),
}


def to_markdown(what: Table[Any] | Comparison, lang: Literal["en", "zh"] = "en") -> str:
    """A table or a comparison as Markdown text, in English or Chinese.

    A table becomes a page. The page shows each rule with its conditions, its answer, our note, and
    the sentences that the rule is based on. A comparison becomes one Markdown table.

    Args:
        what:
            A table, or the result of `compare`.

        lang:
            "en" or "zh".

    Raises:
        DataError: `what` is neither a table nor a comparison, or the language is unknown.

    >>> from icp_rules import tables
    >>> print(to_markdown(tables()[0]).splitlines()[0])
    ## Who may file from which account
    """
    if isinstance(what, Comparison):
        head, *rows = (
            f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in what.rows(lang)
        )
        return "\n".join([head, "|---" * 4 + "|", *rows, ""])
    table: Table[Any] = argument("what", instance, Table, what)
    words = {name: text.to(lang) for name, text in _LABELS.items()}
    names = {str(edition): edition.to(lang) for edition in Edition}
    lines = [f"## {table.title.to(lang)}", "", words[table.hit], ""]
    for rule in table.rows:
        allowed = dict(rule.when)
        clauses = [c.clause(allowed[c.name]) for c in table.columns if c.name in allowed]
        when = words["when"].format(conjoined(clauses).to(lang)) if clauses else words["always"]
        said = consequence(rule.then).to(lang)
        stop = "" if said[-1] in ".。" else "。" if lang == "zh" else "."
        lines += [f"### `{rule.id}`", "", when, words["then"].format(said) + stop, ""]
        if rule.note:
            lines += [words["note"].format(rule.note.to(lang)), ""]
        cited = [(names.get(edition, edition), source) for edition, source in _cited(table, rule)]
        if len({source for _, source in cited}) == 1 and len(cited) > 1:
            cited = [(words["every"], cited[0][1])]
        lines += [
            "- "
            + words["quote"].format(
                edition=name,
                passage=passage(source, lang),
                title=source.title,
                url=source.url,
                date=source.dated(lang),
            )
            for name, source in cited
        ] + [""]
    return "\n".join(lines)


# -- DMN -------------------------------------------------------------------------------------------

_DMN: Final = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_literal: Final = json.JSONEncoder(ensure_ascii=False).encode  # FEEL writes text as JSON does
_OUTPUTS: Final = ("rule", "answer_en", "answer_zh", "quote")


def to_dmn(table: Table[Any]) -> str:
    """A table as a DMN 1.3 decision table, in XML.

    The first input is the edition; the others are the inputs of the table. Every input is text:
    "yes" or "no" for a boolean, "not_given" for None, and otherwise the value used in JSON. The
    outputs are the id of the rule, the answer in English and in Chinese, and the published
    sentence. A rule that accepts several values of an input is written once for each value, because
    some engines cannot read a list in a cell.

    Args:
        table:
            The table, such as one of `tables()`.

    Raises:
        DataError: `table` is not a `Table`.

    >>> from icp_rules import tables
    >>> to_dmn(tables()[0]).startswith("<?xml")
    True
    """
    table = argument("table", instance, Table, table)
    name = table.name.replace("-", "_")
    values = {column.name: map(wire, column.values) for column in table.columns}
    asked = [
        _named("inputData", one, f"data_{name}_{one}", "string") for one in ("edition", *values)
    ]
    needs = [
        _element(
            "informationRequirement",
            _element("requiredInput", href=f"#{one.get('id')}"),
            id=f"needs_{one.get('id')}",
        )
        for one in asked
    ]
    inputs = _inputs(name, {"edition": map(str, table.editions), **values})
    outputs = [
        _element("output", id=f"output_{name}_{one}", label=one, name=one, typeRef="string")
        for one in _OUTPUTS
    ]
    rules = [
        _rule(f"{name}_{i}", *one)
        for i, one in enumerate(
            one for rule in _by_sentence(table) for one in _single(table, *rule)
        )
    ]
    inside = *inputs, *outputs, *rules
    grid = _element("decisionTable", *inside, id=f"table_{name}", hitPolicy=table.hit.upper())
    decision = _named("decision", name, name, "Any", *needs, grid, label=table.title.en)
    model = _element(
        "definitions",
        *asked,
        decision,
        xmlns=_DMN,
        id=f"definitions_{name}",
        name=table.title.en,
        namespace=f"urn:icp-rules:dmn:{name}",
    )
    ElementTree.indent(model)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(model, "unicode")}\n'


def _inputs(name: str, values: dict[str, Iterable[str]]) -> list[ElementTree.Element]:
    """The input columns of a decision table, each with its possible values."""
    return [
        _element(
            "input",
            _worded("inputExpression", label, id=f"expression_{name}_{i}", typeRef="string"),
            _worded("inputValues", ", ".join(map(_literal, known)), id=f"values_{name}_{i}"),
            id=f"input_{name}_{i}",
            label=label,
        )
        for i, (label, known) in enumerate(values.items())
    ]


def _single(
    table: Table[Any], rule: Rule[Any], editions: list[str], quote: str
) -> Iterator[tuple[Rule[Any], tuple[str, ...], str]]:
    """A rule with one value in each cell, once for each combination; "-" means any value."""
    everywhere = len(editions) == len(table.editions)
    allowed = [[] if everywhere else editions, *_allowed(table, rule)]
    for cells in product(*([_literal(one) for one in some] or ["-"] for some in allowed)):
        yield rule, cells, quote


def _rule(place: str, rule: Rule[Any], cells: tuple[str, ...], quote: str) -> ElementTree.Element:
    said, note = consequence(rule.then), rule.note
    about = [_element("description", text=f"{note.en} {note.zh}")] if note else []
    entries = [_worded("inputEntry", one, id=f"entry_{place}_{i}") for i, one in enumerate(cells)]
    answers = [
        _worded("outputEntry", _literal(text), id=f"answer_{place}_{output}")
        for output, text in zip(_OUTPUTS, (rule.id, said.en, said.zh, quote), strict=True)
    ]
    return _element("rule", *about, *entries, *answers, id=f"rule_{place}")


def _element(
    tag: str, *inside: ElementTree.Element, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    made = ElementTree.Element(tag, attributes)
    made.text = text
    made.extend(inside)
    return made


def _named(
    tag: str, name: str, id: str, type: str, *inside: ElementTree.Element, **attributes: str
) -> ElementTree.Element:
    """An element that other elements refer to, with the variable for its value."""
    variable = _element("variable", id=f"variable_{id}", name=name, typeRef=type)
    return _element(tag, variable, *inside, id=id, name=name, **attributes)


def _worded(tag: str, text: str, **attributes: str) -> ElementTree.Element:
    return _element(tag, _element("text", text=text), **attributes)


def _by_sentence(table: Table[Any]) -> list[tuple[Rule[Any], list[str], str]]:
    """Each rule with the editions in which it is based on the same sentence."""
    found: dict[tuple[str, str], tuple[Rule[Any], list[str], str]] = {}
    for rule in table.rows:
        for edition, source in _cited(table, rule):
            said = source.quote or (source.gist.en if source.gist else "")
            found.setdefault((rule.id, said), (rule, [], said))[1].append(edition)
    return list(found.values())
