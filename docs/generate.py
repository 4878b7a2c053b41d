"""Write the generated pages: coverage.md (every sentence of the FAQ and its rules), rules.md and
zh/rules.md (every rule, with its sentences), laws.md (every law, with the tests that hold the
package to it) and the JSON Schemas of requests and answers.

`python docs/generate.py` writes them; the tests compare them with what this makes.
"""

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from icp_rules import Assessment, Edition, Request, Rule, compare, json_schema, tables, to_markdown

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
    (
        "For more information about the ICP Filing platform merger, see Alibaba Cloud ICP Filing "
        "platform merger FAQs."
    ): "Points to another text.",
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
    return [
        sentence
        for passage in rule.source(EN).quote.split(" … ")
        for sentence in sentences(passage)
    ]


def coverage() -> str:
    """The page that shows what encodes each sentence."""
    rules = [rule for table in tables() for rule in table.rows]
    lines = [
        "# Every sentence of the FAQ, and the rules that encode it",
        "",
        (
            "The text is the [FAQ of 2018-01-08](faq-2018-01-08.txt). A rule is listed where it "
            "quotes the sentence; [rules.md](rules.md) shows the rules."
        ),
        "",
        "| sentence | rules |",
        "|---|---|",
    ]
    for sentence in sentences((HERE / "faq-2018-01-08.txt").read_text(encoding="utf-8")):
        ids = [
            f"`{rule.id}`"
            for rule in rules
            if any(sentence == one or sentence.endswith(": " + one) for one in quoted(rule))
        ]
        why = NO_RULE.get(sentence) or (
            "A question; the sentences after it answer." if sentence.endswith("?") else ""
        )
        lines.append(f"| {sentence} | {', '.join(ids) or why} |")
    beyond = [rule for rule in rules if not quoted(rule)]
    by_text: dict[str, list[str]] = {}
    for rule in beyond:
        source = rule.source(min(rule.editions, key=list(Edition).index))
        by_text.setdefault(f"[{source.title}]({source.url}), {source.date}", []).append(
            f"`{rule.id}`"
        )
    lines += ["", "## Rules that rest on another text", "", "| text | rules |", "|---|---|"]
    lines += [f"| {text} | {', '.join(ids)} |" for text, ids in by_text.items()]
    return "\n".join(lines) + "\n"


def changes(lang: Literal["en", "zh"]) -> list[str]:
    """What differs between one edition and the next, a small table each."""
    lines = []
    for before, after in itertools.pairwise(Edition):
        lines += [
            f"### {before.to(lang)} → {after.to(lang)}",
            "",
            to_markdown(compare(before, after), lang),
        ]
    return lines


def rules(lang: Literal["en", "zh"]) -> str:
    """The page that shows every rule."""
    title, told, changed = {
        "en": (
            "The rules",
            (
                "Every rule with its conditions, its answer and the sentences it rests on. A rule "
                "holds in the editions whose sentence it quotes."
            ),
            "What changed from one edition to the next",
        ),
        "zh": (
            "规则",
            "每条规则列出其条件、结论及所依据的原文。规则仅在所引原文的版本中有效。",
            "各版本之间的变化",
        ),
    }[lang]
    other = {"en": "[中文](zh/rules.md)", "zh": "[English](../rules.md)"}[lang]
    return "\n".join(
        [
            f"# {title}",
            "",
            told,
            other,
            "",
            *(to_markdown(table, lang) for table in tables()),
            f"## {changed}",
            "",
            *changes(lang),
        ]
    )


#: A test marked with a clause: the mark, other decorators, the name; or a machine's own TestCase.
#: A long clause is several literals, a line each.
LAW = re.compile(
    r'^( *)(?:@|Test\w+ = )(?:own\.)?law\(\s*((?:"[^"\n]+"\s*)+)\)'
    r"(?:\n(?: *@.*\n|\1 {2,}.*\n|\1\).*\n)*?\1(?:def|class) (\w+)|\(\s*(\w+)\.)",
    re.MULTILINE,
)


def laws() -> str:
    """The page that shows which tests hold the package to which law, read from
    the tests themselves.
    """
    tests: dict[str, list[str]] = {}
    for path in sorted((HERE.parent / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for found in LAW.finditer(text):
            name = f"{path.relative_to(HERE.parent / 'tests')}: {found[3] or found[4]}"
            clause = "".join(re.findall(r'"([^"\n]+)"', found[2]))
            tests.setdefault(clause, []).append(f"`{name}`")
    lines = [
        "# The laws, and the tests that hold the package to them",
        "",
        "| law | tests |",
        "|---|---|",
    ]
    lines += [
        f"| {clause.replace('|', '/')} | {', '.join(names)} |"
        for clause, names in sorted(tests.items(), key=lambda pair: pair[0].strip("`.").lower())
    ]
    return "\n".join(lines) + "\n"


def schema(type_: Any, lang: Literal["en", "zh"]) -> str:
    """A JSON Schema, written out for those who do not use Python."""
    return json.dumps(json_schema(type_, lang), ensure_ascii=False, indent=1) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "coverage.md": coverage,
    "rules.md": lambda: rules("en"),
    "zh/rules.md": lambda: rules("zh"),
    "laws.md": laws,
    "schemas/request.en.json": lambda: schema(Request, "en"),
    "schemas/request.zh.json": lambda: schema(Request, "zh"),
    "schemas/assessment.en.json": lambda: schema(Assessment, "en"),
    "schemas/assessment.zh.json": lambda: schema(Assessment, "zh"),
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(page(), encoding="utf-8")
