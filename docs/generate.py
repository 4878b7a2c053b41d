"""Write the generated pages: coverage.md (every sentence of every text and its rules), rules.md and
zh/rules.md (every rule, with its sentences), laws.md (every law, with the tests that hold the
package to it) and the JSON Schemas of requests and answers.

`python docs/generate.py` writes them; the tests compare them with what this makes.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from icp_rules import Assessment, Edition, Request, compare, json_schema, tables, to_markdown
from icp_rules.provinces import FILING_DOCUMENT_RULES, summaries
from icp_rules.sources import PUBLICATIONS
from icp_rules.texts import Page, Publication, Sentence, Source

HERE = Path(__file__).resolve().parent


def coverage(publications: Iterable[Publication] = PUBLICATIONS) -> str:
    """The page that shows every sentence of every text, with the rules that rest on it."""
    publications = tuple(publications)
    pages = [page for publication in publications for page in publication.pages]
    named = {rule for page in pages for one in page.sentences for rule in one.rules}
    unnamed = [f"`{row.id}`" for table in tables() for row in table.rows if row.id not in named]
    lines = [
        "# Every sentence of every text, and the rules that rest on it",
        "",
        (
            "Each edition is a text that Alibaba Cloud published. A sentence is given word for "
            "word, with our translation; where a page may not be quoted, we say in our own words "
            "what the sentence says. Then come the rules that rest on the sentence, or the reason "
            "why none does. [rules.md](rules.md) shows the rules. The whole text of the first "
            "edition is in [faq-2018-01-08.txt](faq-2018-01-08.txt)."
        ),
        "",
    ]
    for publication in publications:
        lines += _publication(publication)
    lines += ["## Rules that no sentence names", "", f"{', '.join(unnamed) or 'None'}."]
    return "\n".join(lines) + "\n"


def _publication(publication: Publication) -> Iterator[str]:
    name = publication.name.en if publication.name else "Standards and code lists"
    yield from (f"## {name}", "")
    if publication.edition:
        yield f"The edition `{publication.edition}`."
    else:
        yield "They make no edition; the rules that rest on them hold in every edition."
    yield ""
    for page in publication.pages:
        yield from _page(page)


def _page(page: Page) -> Iterator[str]:
    date = Source(page.title, page.url, page.date, read_on=page.read_on).dated("en")
    yield from (f"### [{page.title}]({page.url}), {date}", "")
    yield "The whole page." if page.whole else "The sentences that rules rest on."
    yield from (
        "",
        "| sentence | in the other language (our translation) | rules |",
        "|---|---|---|",
    )
    for sentence in page.sentences:
        said = (*_said(sentence), _encoded(sentence))
        yield f"| {' | '.join(cell.replace('|', '/') for cell in said)} |"
    yield ""


def _said(sentence: Sentence) -> tuple[str, str]:
    """A sentence, or its gist marked as ours, and the same in the other language."""
    if not sentence.quote:
        return f"{sentence.gist.en} (in our words)", sentence.gist.zh
    source = Source("", "", quote=sentence.quote, gist=sentence.gist)
    return sentence.quote, source.translated("en") or source.translated("zh")


def _encoded(sentence: Sentence) -> str:
    """The rules that rest on a sentence, or why none does."""
    if sentence.rules:
        everywhere = " (in every edition)" if sentence.everywhere else ""
        return ", ".join(f"`{rule}`" for rule in sentence.rules) + everywhere
    return sentence.no_rule.en if sentence.no_rule else ""


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
                "holds in the editions that have a sentence for it. The sentences are those of the "
                "publishers; the translations are ours. [coverage.md](coverage.md) shows every "
                "text, sentence by sentence, with the rules that rest on it."
            ),
            "What changed from one edition to the next",
        ),
        "zh": (
            "规则",
            (
                "本页列出全部规则，并写明每条规则的条件、结论和所依据的原文。一条规则只在有相应原文的"
                "版本中有效。原文出自发布者，译文由本包提供。[coverage.md](../coverage.md)（英文）逐句"
                "列出原文，并注明哪些规则依据该句。"
            ),
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
            *(to_markdown(table, lang) for table in tables() if table is not FILING_DOCUMENT_RULES),
            *at_a_glance(lang),
            f"## {changed}",
            "",
            *changes(lang),
        ]
    )


GLANCE = {
    "en": (
        (
            "Each row is what the provider's page on that province said on its day, in September "
            "2019. Other sources stand beside it where they differ. Provinces change these rules. "
            "[provinces.md](provinces.md) has each rule with the sentence it rests on."
        ),
        "province",
        "entity leader",
        "service leader who is not the legal representative",
        "individual's ID from another province",
        "organizations, besides",
        "individuals, besides",
        "other sources",
        "page",
    ),
    "zh": (
        (
            "每行列出一个省份的要求，依据服务商 2019 年 9 月的页面；其他来源说法不同的，也列在同一"
            "行。各省会不定期调整要求。[provinces.md](provinces.md) 列出每条规则及其依据。"
        ),
        "省份",
        "主体负责人",
        "互联网信息服务负责人不是法定代表人的",
        "个人证件属于外省的",
        "单位的其他要求",
        "个人的其他要求",
        "其他来源",
        "页面",
    ),
}


def at_a_glance(lang: Literal["en", "zh"]) -> Iterator[str]:
    """The 31 provinces as one table."""
    told, *heads = GLANCE[lang]
    yield from (f"## {FILING_DOCUMENT_RULES.title.to(lang)}", "", told, "")
    yield from (f"| {' | '.join(heads)} |", "|---" * len(heads) + "|")
    for one in summaries():
        name = f"{one.province.to(lang)} {one.province.letter}"
        page = f"[{one.source.title}]({one.source.url}), {one.source.dated(lang)}"
        texts = (one.leader, one.letter, one.elsewhere, one.organization, one.individual)
        said = [text.to(lang) or "–" for text in (*texts, one.others)]
        yield f"| {' | '.join([name, *said, page])} |"
    yield ""


def provinces(lang: Literal["en", "zh"]) -> str:
    """The page that shows every rule of the provinces with what it rests on."""
    title, told = {
        "en": (
            "The provinces, rule by rule",
            "[rules.md](rules.md) has the same as one table. [中文](zh/provinces.md)",
        ),
        "zh": (
            "各省备案规则",
            "[rules.md](rules.md) 以一张表列出同样的内容。[English](../provinces.md)",
        ),
    }[lang]
    return f"# {title}\n\n{told}\n\n{to_markdown(FILING_DOCUMENT_RULES, lang)}"


#: A test marked with a law: the mark, other decorators, the name; or the TestCase of a machine.
#: A long law is several literals, one on each line.
LAW = re.compile(
    r'^( *)(?:@|Test\w+ = )(?:own\.)?law\(\s*((?:"[^"\n]+"\s*)+)\)'
    r"(?:\n(?: *@.*\n|\1 {2,}.*\n|\1\).*\n)*?\1(?:def|class) (\w+)|\(\s*(\w+)\.)",
    re.MULTILINE,
)


#: The list of laws of a section of design.md.
LISTED = re.compile(r"^Laws:\n\n((?:- .+\n|  .+\n)+)", re.MULTILINE)


def laws() -> str:
    """The page that shows the laws of design.md, each with the tests that are marked with it."""
    tests: dict[str, list[str]] = {}
    for path in sorted((HERE.parent / "tests").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for found in LAW.finditer(text):
            name = f"{path.relative_to(HERE.parent / 'tests')}: {found[3] or found[4]}"
            clause = "".join(re.findall(r'"([^"\n]+)"', found[2]))
            tests.setdefault(clause, []).append(f"`{name}`")
    lines = [
        "# The laws, and their tests",
        "",
        (
            "A law is a statement that holds for every input, such as: later receipt never gives "
            "an earlier window. [design.md](design.md) states the laws. This page lists them in "
            "the same order and names the tests of each. It is for everybody who wants to know "
            "how a promise is tested, or who changes the package and sees one of these tests fail."
        ),
        "",
        (
            "Each test is given as a file in the folder `tests` and the name of the test. Most of "
            "them are properties: [Hypothesis](https://hypothesis.readthedocs.io) generates many "
            "inputs, and the law has to hold for each. A law that belongs to several sections is "
            "listed in the first."
        ),
    ]
    design = (HERE / "design.md").read_text(encoding="utf-8")
    shown: set[str] = set()
    for section in design.split("\n## ")[1:]:
        listed = re.split(r"^- ", "".join(LISTED.findall(section + "\n")), flags=re.MULTILINE)[1:]
        clauses = [" ".join(one.split()).removesuffix(".") for one in listed]
        new = [one for one in clauses if one not in shown]
        if new:
            lines += ["", f"## {section.splitlines()[0]}", "", "| law | tests |", "|---|---|"]
        lines += [f"| {one}. | {', '.join(tests[one])} |" for one in new]
        shown.update(new)
    assert shown == tests.keys(), shown ^ tests.keys()
    return "\n".join(lines) + "\n"


def schema(type_: Any, lang: Literal["en", "zh"]) -> str:
    """A JSON Schema, written out for those who do not use Python."""
    return json.dumps(json_schema(type_, lang), ensure_ascii=False, indent=1) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "coverage.md": coverage,
    "rules.md": lambda: rules("en"),
    "zh/rules.md": lambda: rules("zh"),
    "provinces.md": lambda: provinces("en"),
    "zh/provinces.md": lambda: provinces("zh"),
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
