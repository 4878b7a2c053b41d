"""Tables for other people: as rows, CSV, Markdown and DMN (the Object Management Group's Decision
Model and Notation, 1.3).

Everything is text or plain data; writing it to a file is the caller's.
"""

import csv
import json
from typing import Any, Literal
from xml.etree import ElementTree

from icp_rules.editions import Comparison
from icp_rules.findings import conjoined
from icp_rules.rules import (
    Edition,
    Rule,
    Source,
    Table,
    Term,
    Text,
    argument,
    consequence,
    instance,
    words,
)

__all__ = ["to_csv", "to_dmn", "to_markdown", "to_rows"]


def wire(value: Any) -> str:
    """A value of an input as text: its wire value, yes or no, or not_given."""
    if isinstance(value, Term):
        return value.value
    return words(value).en.replace(" ", "_")


def _cited(table: Table[Any], rule: Rule[Any]) -> list[tuple[str, Source]]:
    """The editions a row is in force in, each with its source."""
    if isinstance(rule.sources, Source):
        return [(str(edition), rule.sources) for edition in table.editions]
    return [(str(edition), source) for edition, source in rule.sources]


def _allowed(table: Table[Any], rule: Rule[Any]) -> list[list[str]]:
    """For each column the values a row takes, in the column's order; none where it takes any."""
    when = dict(rule.when)
    return [
        [wire(value) for value in column.values if value in when[column.name]]
        if column.name in when
        else []
        for column in table.columns
    ]


def to_rows(table: Table[Any]) -> list[dict[str, str]]:
    """A table as plain rows, one for each rule in each edition it is in force in.

    Returns:
        For each: table, edition and rule; a key for each input, with the values it takes joined by
        " | ", or "-" for any; the answer in English and Chinese; title, url, date and quote of the
        source; the note in both.

    Raises:
        DataError: `table` is none.

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
        said = consequence(rule.then)
        when = zip((column.name for column in table.columns), _allowed(table, rule), strict=True)
        inputs = {name: " | ".join(values) or "-" for name, values in when}
        for edition, source in _cited(table, rule):
            rows.append(
                {
                    "table": table.name,
                    "edition": edition,
                    "rule": rule.id,
                    **inputs,
                    "answer_en": said.en,
                    "answer_zh": said.zh,
                    "title": source.title,
                    "url": source.url,
                    "date": source.date.isoformat(),
                    "quote": source.quote,
                    "note_en": rule.note.en if rule.note else "",
                    "note_zh": rule.note.zh if rule.note else "",
                }
            )
    return rows


class _Lines(list[str]):
    """What `csv` can write to."""

    write = list.append


def to_csv(table: Table[Any]) -> str:
    """A table as CSV (RFC 4180, with a header): the rows of `to_rows`."""
    rows = to_rows(table)
    inputs = [column.name for column in table.columns]
    told = ["answer_en", "answer_zh", "title", "url", "date", "quote", "note_en", "note_zh"]
    lines = _Lines()
    writer = csv.DictWriter(lines, ["table", "edition", "rule", *inputs, *told])
    writer.writeheader()
    writer.writerows(rows)
    return "".join(lines)


_LABELS = {
    "unique": Text("Exactly one of these rules answers.", "以下规则有且仅有一条适用。"),
    "collect": Text(
        "Each of these rules answers where its conditions hold.", "以下规则，凡条件符合者均适用。"
    ),
    "when": Text("**When** {},  ", "**条件**：{}。  "),
    "always": Text("**Always**,  ", "**一律**：  "),
    "then": Text("**then** {}", "**结论**：{}"),
    "note": Text("How we read it: {}", "解读：{}"),
    "quote": Text(
        "{edition}: “{quote}” ([{title}]({url}), {date})",
        "{edition}：“{quote}”（[{title}]({url})，{date}）",
    ),
    "every": Text("In every edition", "各版本"),
}


def to_markdown(what: Table[Any] | Comparison, lang: Literal["en", "zh"] = "en") -> str:
    """A table as a page to read, in English or Chinese: each rule with its conditions, its answer,
    our reading and its sentences. Or a comparison, as one small table.

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
        clauses = [
            column.clause(allowed[column.name])
            for column in table.columns
            if column.name in allowed
        ]
        when = words["when"].format(conjoined(clauses).to(lang)) if clauses else words["always"]
        said = consequence(rule.then).to(lang)
        stop = "" if said[-1] in ".。" else "。" if lang == "zh" else "."
        lines += [f"### `{rule.id}`", "", when, words["then"].format(said) + stop, ""]
        if rule.note:
            lines += [words["note"].format(rule.note.to(lang)), ""]
        cited = _cited(table, rule)
        if len({source for _, source in cited}) == 1 and len(cited) > 1:
            cited = [(words["every"], cited[0][1])]
        lines += [
            "- "
            + words["quote"].format(
                edition=names.get(edition, edition),
                quote=s.quote,
                title=s.title,
                url=s.url,
                date=s.date,
            )
            for edition, s in cited
        ]
        lines.append("")
    return "\n".join(lines)


# -- DMN -------------------------------------------------------------------------------------------

_DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def to_dmn(table: Table[Any]) -> str:
    """A table as a DMN 1.3 decision table, as XML text.

    The edition is the first input; then come the table's own, each text: wire values,
    "yes" or "no", "not_given". The outputs are the rule's id, the answer in English and
    Chinese, and the sentence.

    >>> from icp_rules import tables
    >>> to_dmn(tables()[0]).startswith("<?xml")
    True
    """
    table = argument("table", instance, Table, table)
    name = table.name.replace("-", "_")
    model = ElementTree.Element(
        "definitions",
        {
            "xmlns": _DMN,
            "id": f"definitions_{name}",
            "name": table.title.en,
            "namespace": "https://pypi.org/project/icp-rules/",
        },
    )
    decision = ElementTree.SubElement(model, "decision", {"id": name, "name": table.title.en})
    grid = ElementTree.SubElement(
        decision, "decisionTable", {"id": f"table_{name}", "hitPolicy": table.hit.upper()}
    )
    values = {
        "edition": list(map(str, table.editions)),
        **{c.name: [wire(v) for v in c.values] for c in table.columns},
    }
    for i, (column, known) in enumerate(values.items()):
        clause = ElementTree.SubElement(grid, "input", {"id": f"input_{name}_{i}", "label": column})
        _text(
            ElementTree.SubElement(
                clause, "inputExpression", {"id": f"expression_{name}_{i}", "typeRef": "string"}
            ),
            column,
        )
        _text(
            ElementTree.SubElement(clause, "inputValues", {"id": f"values_{name}_{i}"}),
            ", ".join(map(_literal, known)),
        )
    outputs = ("rule", "answer_en", "answer_zh", "quote")
    for output in outputs:
        ElementTree.SubElement(
            grid,
            "output",
            {"id": f"output_{name}_{output}", "label": output, "name": output, "typeRef": "string"},
        )
    for number, (rule, editions, quote) in enumerate(_by_sentence(table)):
        row = ElementTree.SubElement(grid, "rule", {"id": f"rule_{name}_{number}"})
        if rule.note:
            ElementTree.SubElement(row, "description").text = f"{rule.note.en} {rule.note.zh}"
        for i, allowed in enumerate([editions, *_allowed(table, rule)]):
            _text(
                ElementTree.SubElement(row, "inputEntry", {"id": f"entry_{name}_{number}_{i}"}),
                _test(allowed),
            )
        said = consequence(rule.then)
        for output, text in zip(outputs, (rule.id, said.en, said.zh, quote), strict=True):
            _text(
                ElementTree.SubElement(
                    row, "outputEntry", {"id": f"answer_{name}_{number}_{output}"}
                ),
                _literal(text),
            )
    ElementTree.indent(model)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + ElementTree.tostring(model, encoding="unicode")
        + "\n"
    )


def _by_sentence(table: Table[Any]) -> list[tuple[Rule[Any], list[str], str]]:
    """Each rule with the editions in which it quotes one sentence."""
    found: dict[tuple[str, str], tuple[Rule[Any], list[str], str]] = {}
    for rule in table.rows:
        for edition, source in _cited(table, rule):
            found.setdefault((rule.id, source.quote), (rule, [], source.quote))[1].append(edition)
    return list(found.values())


def _text(parent: ElementTree.Element, text: str) -> None:
    ElementTree.SubElement(parent, "text").text = text


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _test(allowed: list[str]) -> str:
    """A unary test of FEEL. Several values are written with `in`, which engines that evaluate
    Python take as well.
    """
    if not allowed:
        return "-"
    return (
        _literal(allowed[0]) if len(allowed) == 1 else f"? in ({', '.join(map(_literal, allowed))})"
    )
