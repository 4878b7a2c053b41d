"""Write the generated pages: coverage.md (the published sentences with their rules), rules.md and
provinces.md in both languages (every rule with its sentences), laws.md (every law with its tests)
and the JSON Schemas of requests and answers.

`python docs/generate.py` writes them. The tests compare the files with what this code generates.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import attrs

from icp_rules import Assessment, Edition, Request, Text, compare, json_schema, tables, to_markdown
from icp_rules.identifiers import NATURE_RULES
from icp_rules.provinces import FILING_DOCUMENT_RULES, summaries
from icp_rules.rules import Table, consequence
from icp_rules.sources import PUBLICATIONS
from icp_rules.texts import Page, Publication, Sentence, Source

HERE = Path(__file__).resolve().parent


def coverage(publications: Iterable[Publication] = PUBLICATIONS) -> str:
    """The page that shows the published sentences, each with the rules that are based on it."""
    publications = tuple(publications)
    pages = [page for publication in publications for page in publication.pages]
    named = {rule for page in pages for one in page.sentences for rule in one.rules}
    unnamed = [f"`{row.id}`" for table in tables() for row in table.rows if row.id not in named]
    lines = [
        "# The published sentences, and the rules based on them",
        "",
        (
            "This page is for everybody who wants to check that the package follows the published "
            "rules. It lists published sentences, and names the rules that are based on each "
            "sentence. If no rule is based on a sentence, it says why. The first table has every "
            "sentence of the FAQ of January 2018. The other tables have the sentences that rules "
            "are based on, and a few more. [The rules](rules.md) have a page of their own."
        ),
        "",
        (
            "A sentence is quoted word for word, with our translation. If a page may not be "
            "quoted, the first column has the sentence in our own words. You can also read the "
            "[whole text of this FAQ](faq-2018-01-08.txt)."
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
        yield f"This is the edition `{publication.edition}`."
    else:
        yield "These pages are not an edition. The rules based on them apply in every edition."
    yield ""
    for page in publication.pages:
        yield from _page(page)


def _page(page: Page) -> Iterator[str]:
    date = Source(page.title, page.url, page.date, read_on=page.read_on).dated("en")
    yield from (f"### [{page.title}]({page.url}), {date}", "")
    yield "Every sentence of the page:" if page.whole else "Selected sentences:"
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
    """The rules that are based on a sentence, or why there are none."""
    if sentence.rules:
        everywhere = " (in every edition)" if sentence.everywhere else ""
        return ", ".join(f"`{rule}`" for rule in sentence.rules) + everywhere
    return sentence.no_rule.en if sentence.no_rule else ""


def changes(lang: Literal["en", "zh"]) -> list[str]:
    """What differs between each edition and the next, as one small table for each pair."""
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
                "This page lists every rule of the package. Use it to check an answer. An answer "
                "names its rules, such as `subjects.first`, and you can find each name on this "
                "page. [中文](zh/rules.md)\n"
                "\n"
                "A rule has conditions (**When**) and an answer (**then**). The published "
                "sentences behind the rule follow. A rule holds only in the "
                "[editions](editions.md) that have a sentence for it. *How we read it* explains "
                "our reading of a sentence that leaves something open. The publishers wrote the "
                "sentences. The translations are ours. Another page shows "
                "[every sentence with its rules](coverage.md)."
            ),
            "What changed from one edition to the next",
        ),
        "zh": (
            "规则",
            (
                "本页列出本包的全部规则，可以用来核对答案：答案会注明所依据的规则，如 "
                "`subjects.first`，每一条都可以在本页找到。[English](../rules.md)\n"
                "\n"
                "**条件**说明规则何时适用，**结论**是规则给出的答案，再往下是规则所依据的原文。"
                "一条规则只在有相应原文的[版本](editions.md)中有效。原文没有说清楚的地方，"
                "**解读**说明我们的理解。原文出自发布者，译文由本包提供。"
                "另有一页[逐句列出原文](../coverage.md)（英文），并注明哪些规则依据该句。"
            ),
            "各版本之间的变化",
        ),
    }[lang]
    shown = (table for table in tables() if table is not FILING_DOCUMENT_RULES)
    return "\n".join(
        [
            f"# {title}",
            "",
            told,
            "",
            *(section(table, lang) for table in shown),
            *at_a_glance(lang),
            f"## {changed}",
            "",
            *changes(lang),
        ]
    )


def section(table: Table[Any], lang: Literal["en", "zh"]) -> str:
    """A table as the pages show it: a block for each rule.

    The rules about natures all have the same answer and the same page. They are shown as rows of
    one table.
    """
    if table.name != NATURE_RULES.name:
        return to_markdown(table, lang)
    (then,) = {consequence(rule.then).to(lang) for rule in table.rows}
    # the same in every edition
    ((*sources,),) = {tuple(rule.source(one) for rule in table.rows) for one in Edition}
    comma = {"en": ", ", "zh": "，"}[lang]
    (page,) = {f"[{one.title}]({one.url}){comma}{one.dated(lang)}" for one in sources}
    told, rule_head, said_head, read = {
        "en": (
            (
                f"All these rules give the same answer: {then}\n\nThey hold in every edition. "
                f"They come from this page: {page}. The last column says in our own words what the "
                "page says."
            ),
            "rule",
            "what the page says",
            " How we read it: ",
        ),
        "zh": (
            f"**结论**都是：{then}\n\n在所有版本中都依据{page}。最后一列由本包转述，非原文。",
            "规则",
            "该页面的内容",
            "解读：",
        ),
    }[lang]
    nothing, values = Text(" ", " "), Text("{}", "{}")
    # an input that few rules ask about has no column, which would be nearly empty
    asked = [name for rule in NATURE_RULES.rows for name, _ in rule.when]
    often = {name for name in asked if 4 * asked.count(name) > len(NATURE_RULES.rows)}
    shown = [one for one in table.columns if one.name in often]
    heads = [one.says.format(nothing).to(lang).strip() for one in shown]  # type: ignore[union-attr]
    rows = [[rule_head, *heads, said_head]]
    for rule, source in zip(table.rows, sources, strict=True):
        when = dict(rule.when)
        cells = [
            attrs.evolve(one, says=values).clause(when.get(one.name, one.values)).to(lang)
            for one in shown
        ]
        also = [
            one.clause(when[one.name]).to(lang)
            for one in table.columns
            if one.name in when.keys() - often
        ]
        cells[0] = {"en": "; ", "zh": "；"}[lang].join([cells[0], *also])
        note = read + rule.note.to(lang) if rule.note else ""
        said = source.gist.to(lang) if source.gist else source.quote
        rows.append([f"`{rule.id}`", *cells, said + note])
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    title = to_markdown(table, lang).split("\n")[:4]  # with how many rules apply
    return "\n".join([*title, told, "", head, "|---" * len(rows[0]) + "|", *body, ""])


GLANCE = {
    "en": (
        (
            "Each row shows what the provider's page about the province said in September 2019. "
            "If a newer page or another source says something else, the row shows that too. "
            "Provinces change these rules. Another page shows [each of these rules](provinces.md) "
            "with its sentence."
        ),
        "province and page",
        "entity leader",
        "service leader who is not the legal representative",
        "individual's ID from another province",
        "organizations, besides",
        "individuals, besides",
        "other sources",
    ),
    "zh": (
        (
            "每行列出一个省份的要求，依据服务商 2019 年 9 月的页面；其他来源说法不同的，也列在同一"
            "行。各省会不定期调整要求。另有一页列出[每条规则及其依据](provinces.md)。"
        ),
        "省份和页面",
        "主体负责人",
        "互联网信息服务负责人不是法定代表人的",
        "个人持外省证件的",
        "单位的其他要求",
        "个人的其他要求",
        "其他来源",
    ),
}


def at_a_glance(lang: Literal["en", "zh"]) -> Iterator[str]:
    """The 31 provinces as one table."""
    told, *heads = GLANCE[lang]
    yield from (f"## {FILING_DOCUMENT_RULES.title.to(lang)}", "", told, "")
    yield from (f"| {' | '.join(heads)} |", "|---" * len(heads) + "|")
    for one in summaries():
        page = f"[{one.source.title}]({one.source.url}), {one.source.dated(lang)}"
        name = f"**{one.province.to(lang)} {one.province.letter}** {page}"
        texts = (one.leader, one.letter, one.elsewhere, one.organization, one.individual)
        said = [text.to(lang) or "–" for text in (*texts, one.others)]
        yield f"| {' | '.join([name, *said])} |"
    yield ""


def provinces(lang: Literal["en", "zh"]) -> str:
    """The page that shows every rule of the provinces with its sentence."""
    title, told = {
        "en": (
            "The provinces, rule by rule",
            (
                "This page lists the rules about the documents that a filing needs in each "
                "province. Each rule is shown with its sentence. Use this page to check an answer "
                "of `filing_documents`. To look up one province, begin with [the table of all "
                "provinces](rules.md#which-documents-a-filing-needs-in-each-province). The table "
                "shows the same rules, with one row for each province. [中文](zh/provinces.md)\n"
                "\n"
                "The first rules hold in every province. The names of the other rules contain the "
                "province, such as `filing-documents.beijing-leader`. The provider's pages are of "
                "September 2019. Provinces change these rules."
            ),
        ),
        "zh": (
            "各省备案规则",
            (
                "本页的规则说明各省备案需要哪些资料，每条都附有所依据的原文，可以用来核对 "
                "`filing_documents` 的答案。要查某个省份，请先看"
                "[各省一览表](rules.md#各省备案需要提供哪些资料)，内容相同，每省一行。[English](../provinces.md)\n"
                "\n"
                "前几条规则各省通用；其余规则的编号含有省份，如 `filing-documents.beijing-leader`。"
                "服务商的页面发布于 2019 年 9 月，此后各省会不定期调整要求。"
            ),
        ),
    }[lang]
    return f"# {title}\n\n{told}\n\n{to_markdown(FILING_DOCUMENT_RULES, lang)}"


#: A test marked with a law. The mark is followed by other decorators and the name of the test, or
#: by the `TestCase` of a state machine. A long law is several literals, one on each line.
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
            "A law is a statement that holds for every input. For example: A later time of "
            "receipt never gives an earlier window. The laws are stated in "
            "[design.md](design.md). This page lists them in the same order and names the tests of "
            "each law. It is for everybody who wants to know how a promise is tested, or who "
            "changes the package and sees one of these tests fail."
        ),
        "",
        (
            "Each test has its file in the folder `tests` before its name. In many of the tests, "
            "[Hypothesis](https://hypothesis.readthedocs.io) generates many inputs, and the law "
            "has to hold for each input. A law that belongs to several sections is listed only in "
            "the first of them."
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
