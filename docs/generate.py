"""Write the generated pages: coverage.md (every sentence of the FAQ and its rules) and rules.md (every rule, with its sentences).

`python docs/generate.py` writes them; the tests compare them with what this makes.
"""

import re
from pathlib import Path
from typing import Any

from icp_rules import Edition, Rule, ServiceLevel, Table, Term, Text, tables
from icp_rules.accounts import Way
from icp_rules.documents import Asked
from icp_rules.findings import MESSAGES, Says

HERE = Path(__file__).resolve().parent
EN = Edition.FAQ_EN_2018_01_08

#: What in the FAQ says nothing that could be a rule, and why.
NO_RULE = {
    "ICP Filing account FAQs": "The title.",
    "Last Updated: Jan 08, 2018": "The day of the text; it names the edition.",
    "The procedure is as follows:": "Announces the steps.",
    "0": "Caption of a screenshot.",
    "1": "Caption of a screenshot.",
    "2": "Caption of a screenshot.",
    "For more information about the ICP Filing platform merger, see Alibaba Cloud ICP Filing platform merger FAQs.": "Points to another text.",
    "Note:": "A heading.",
    "Thank you! We've received your feedback.": "The page's feedback form.",
}


def sentences(text: str) -> list[str]:
    """The sentences of the FAQ in order, without list numbers and bullets."""
    found = []
    for paragraph in text.splitlines():
        line = re.sub(r"^\s*(?:\d+\.\s+|•\s+)?", "", paragraph).strip()
        found += [part for part in re.split(r"(?<=[.?:])\s+(?=[A-Z])", line) if part]
    joined: list[str] = []
    for part in found:  # "Individual: Original scanned copy ..." is one sentence
        if joined and joined[-1] in ("Individual:", "Organization:", "Last Updated:"):
            joined[-1] += " " + part
        else:
            joined.append(part)
    return joined


def quoted(rule: Rule[Any]) -> list[str]:
    """The sentences of the English FAQ that a rule quotes."""
    if EN not in rule.editions or rule.source(EN).title != "ICP Filing account FAQs":
        return []
    return [sentence for passage in rule.source(EN).quote.split(" … ") for sentence in sentences(passage)]


def coverage() -> str:
    """The page that shows what encodes each sentence."""
    rules = [rule for table in tables() for rule in table.rows]
    lines = [
        "# Every sentence of the FAQ, and the rules that encode it",
        "",
        "The text is the [FAQ of 2018-01-08](faq-2018-01-08.txt). A rule is listed where it quotes the sentence; [rules.md](rules.md) shows the rules.",
        "",
        "| sentence | rules |",
        "|---|---|",
    ]
    for sentence in sentences((HERE / "faq-2018-01-08.txt").read_text(encoding="utf-8")):
        ids = [f"`{rule.id}`" for rule in rules if any(sentence == one or sentence.endswith(": " + one) for one in quoted(rule))]
        why = NO_RULE.get(sentence) or ("A question; the sentences after it answer." if sentence.endswith("?") else "")
        lines.append(f"| {sentence} | {', '.join(ids) or why} |")
    beyond = [rule for rule in rules if not quoted(rule)]
    by_text: dict[str, list[str]] = {}
    for rule in beyond:
        source = rule.sources[0][1]
        by_text.setdefault(f"[{source.title}]({source.url}), {source.date}", []).append(f"`{rule.id}`")
    lines += ["", "## Rules that rest on another text", "", "| text | rules |", "|---|---|"]
    lines += [f"| {text} | {', '.join(ids)} |" for text, ids in by_text.items()]
    return "\n".join(lines) + "\n"


def value(one: Any) -> str:
    """A condition's value in words."""
    if isinstance(one, Term):
        return f"{one.en} {one.zh}"
    return {True: "yes", False: "no", None: "not given"}[one]


def condition(table: Table[Any], rule: Rule[Any]) -> str:
    """A row's conditions in words."""
    parts = []
    for column in table.columns:
        allowed = dict(rule.when).get(column.name)
        if allowed is None:
            continue
        inside, outside = ([v for v in column.values if (v in allowed) is wanted] for wanted in (True, False))
        few = len(inside) <= max(len(outside), 3)
        parts.append(f"{column.name.replace('_', ' ')}: {'' if few else 'any but '}{' or '.join(value(v) for v in (inside if few else outside))}")
    return "; ".join(parts) or "always"


def consequence(then: Any) -> str:
    """A row's consequence in words."""
    match then:
        case None:
            return "permitted"
        case Says(code, remedy):
            text = MESSAGES[code]
            advice = remedy or text.remedy
            said = f"{text.severity} `{code}`: {text.message.en} {text.message.zh}"
            return said + (f" → {advice.en} {advice.zh}" if advice else "")
        case ServiceLevel():
            return f"{then.minimum} to {then.maximum} working days after the day of receipt"
        case Text(en, zh):
            return f"{en} {zh}"
        case Way(outcome, actions, says):
            way = f"{outcome.en} {outcome.zh}" + (": " + ", ".join(f"`{action}`" for action in actions) if actions else "")
            return way + (f"; {consequence(says)}" if says else "")
        case tuple():
            return "; ".join(document(asked) for asked in then)
    raise AssertionError(then)


def document(asked: Asked) -> str:
    """A document a row asks for, in words."""
    words = [asked.document.en]
    words += ["every side"] * asked.every_side + [f"holding the {held.en}" for held in (asked.held,) if held]
    words += ["sealed"] * asked.sealed + ["on the template"] * asked.on_template + ["of the original"] * asked.of_original
    return ", ".join(words)


def rules() -> str:
    """The page that shows every rule."""
    lines = ["# The rules", "", "Generated from the tables. Each rule is in force in the editions it quotes a sentence of.", ""]
    for table in tables():
        policy = "exactly one rule answers" if table.hit == "unique" else "all rules that match answer"
        lines += [f"## {table.title.en} {table.title.zh}", "", f"Table `{table.name}`: {policy}.", ""]
        for rule in table.rows:
            lines += [f"### `{rule.id}`", "", f"- **When** {condition(table, rule)}", f"- **Then** {consequence(rule.then)}"]
            if rule.note:
                lines.append(f"- **Reading** {rule.note}")
            if len({source for _, source in rule.sources}) == 1 and len(rule.sources) == len(Edition):
                source = rule.sources[0][1]
                lines.append(f"- **In every edition** [{source.title}]({source.url}), {source.date}: “{source.quote}”")
            else:
                lines += [f"- **{edition}** [{source.title}]({source.url}): “{source.quote}”" for edition, source in rule.sources]
            lines.append("")
    return "\n".join(lines)


PAGES = {"coverage.md": coverage, "rules.md": rules}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
