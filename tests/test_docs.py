"""The generated pages are in step, and every sentence of every text has its place."""

import ast
import itertools
import re
from pathlib import Path

import pytest

import icp_rules
from docs import generate
from icp_rules import Edition, Text, tables
from icp_rules.sources import PUBLICATIONS
from icp_rules.texts import Page, Publication, Sentence

DOCS = Path(__file__).resolve().parent.parent / "docs"
FAQ = (DOCS / "faq-2018-01-08.txt").read_text(encoding="utf-8")
EN = Edition.FAQ_EN_2018_01_08
FLAT = " ".join(FAQ.replace("•", " ").split())
COVERAGE = (DOCS / "coverage.md").read_text(encoding="utf-8")
RULES = {rule.id: rule for table in tables() for rule in table.rows}
PAGES = [page for publication in PUBLICATIONS for page in publication.pages]
#: What in the FAQ says nothing that could be a rule, but for the questions.
PLAIN = [
    "ICP Filing account FAQs",
    "Last Updated: Jan 08, 2018",
    "The procedure is as follows:",
    "0",
    "1",
    "2",
    (
        "For more information about the ICP Filing platform merger, see Alibaba Cloud ICP Filing "
        "platform merger FAQs."
    ),
    "Note:",
    "Thank you! We've received your feedback.",
    # of today's help pages, what no request can show
    *(
        f"{said} (in our words)"
        for said in (
            "An organization cannot file outside the province it is in.",
            (
                "The image of an ID must be clear and complete and show its newest version. A "
                "photograph of an image on a screen is refused."
            ),
            (
                "The text message validation has to be done within 24 hours; otherwise the "
                "application is rejected."
            ),
            "Accounts of the international site cannot file. An older page allowed them to.",
        )
    ),
]


def rows(page):
    """The tables of the page, one for each page of a text: (sentence, translation, rules)."""
    return [
        [
            re.fullmatch(r"\| (.*) \| (.*) \| (.*) \|", line).groups()
            for line in part.splitlines()
            if line.startswith("| ")
        ][1:]
        for part in page.split("\n### ")[1:]
    ]


ROWS = rows(COVERAGE)


@pytest.mark.parametrize("page", generate.PAGES)
def test_the_page_is_what_the_tables_say(page):
    assert (DOCS / page).read_text(encoding="utf-8") == generate.PAGES[page](), (
        "run: python3 dev.py docs"
    )


class TestCoverage:
    """ "The published sentences are kept as data beside the code." (docs/design.md, "Structure of
    the code") Every sentence of every text has the rules that rest on it, or the reason why none
    does."""

    def test_the_sentences_of_the_faq_are_the_whole_text_in_order(self):
        rest = FLAT
        for sentence, _, _ in ROWS[0]:
            at = rest.find(sentence)
            assert at >= 0, sentence
            between = rest[:at].strip()
            assert re.fullmatch(r"(\d+\.)?", between), f"left out: {between}"
            rest = rest[at + len(sentence) :]
        assert rest.strip() == ""

    def test_it_has_every_sentence_of_every_text_in_order(self):
        assert len(ROWS) == len(PAGES)
        for page, shown in zip(PAGES, ROWS, strict=True):
            assert [said for said, _, _ in shown] == [
                one.quote or f"{one.gist.en} (in our words)" for one in page.sentences
            ]

    def test_every_page_comes_with_its_title_address_and_day(self):
        heads = re.findall(r"^### \[(.*)\]\((.*)\), (.*)$", COVERAGE, re.MULTILINE)
        assert heads == [
            (page.title, page.url, str(page.date or f"no date; read on {page.read_on}"))
            for page in PAGES
        ]
        texts = re.findall(r"^## (.*)$", COVERAGE, re.MULTILINE)
        assert texts == [
            *(edition.en for edition in Edition),
            "Filing documents by province",
            "Standards and code lists",
            "Rules that no sentence names",
        ]

    def test_every_sentence_has_rules_or_a_reason_and_a_translation(self):
        for sentence, translation, encoded in itertools.chain(*ROWS):
            ids = re.findall("`([^`]+)`", encoded)
            assert all(id in RULES for id in ids), sentence
            assert ids or re.fullmatch(r"(It|This) .*\.", encoded), sentence
            chinese = [bool(re.search("[一-鿿]", text)) for text in (sentence, translation)]
            assert chinese in ([True, False], [False, True]), sentence

    def test_only_captions_headings_questions_and_pointers_are_no_rule(self):
        plain = [
            sentence
            for sentence, _, encoded in itertools.chain(*ROWS)
            if "`" not in encoded and not sentence.endswith("?")
        ]
        assert plain == PLAIN

    def test_every_quote_of_the_faq_is_in_the_faq(self):
        quoted = 0
        for rule in RULES.values():
            if EN in rule.editions and rule.source(EN).title == "ICP Filing account FAQs":
                for passage in rule.source(EN).quote.split(" … "):
                    assert passage in FLAT, (rule.id, passage)
                    quoted += 1
        assert quoted >= 59

    def test_a_rule_is_named_where_its_source_quotes_the_sentence(self):
        for sentence, _, encoded in ROWS[0]:
            naming = {
                id
                for id, rule in RULES.items()
                if EN in rule.editions
                and rule.source(EN).title == "ICP Filing account FAQs"
                and sentence in rule.source(EN).quote
            }
            if len(sentence) > 1:  # not the captions
                assert naming == set(re.findall("`([^`]+)`", encoded)), sentence

    def test_every_rule_is_in_the_page(self):
        listed = {id for *_, encoded in itertools.chain(*ROWS) for id in encoded.split("`")[1::2]}
        assert set(RULES) == listed
        assert COVERAGE.endswith("\n## Rules that no sentence names\n\nNone.\n")

    def test_a_quote_that_is_not_in_the_text_would_be_seen(self):
        assert "One Alibaba Cloud account may hold two subjects." not in FLAT

    def test_a_rule_that_no_sentence_names_and_one_without_a_reason_would_be_seen(self):
        gist = Text("It | says.", "原文如此。")
        sentences = (Sentence("", gist, "subjects.first", everywhere=True), Sentence("句", gist))
        text = Publication((Page("T", "https://example.cn/t", sentences=sentences),))
        page = generate.coverage([text])
        assert rows(page) == [
            [
                ("It / says. (in our words)", "原文如此。", "`subjects.first` (in every edition)"),
                ("句", "It / says.", ""),
            ]
        ]
        missing = page.split("## Rules that no sentence names")[1]
        assert set(re.findall("`([^`]+)`", missing)) == set(RULES) - {"subjects.first"}


def test_readme_counts_what_is_there():
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    lines = (DOCS.parent / "examples" / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    assert f"the {len(lines)} requests of examples/requests.jsonl" in readme
    changelog = (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"all tables, {len(RULES)} rows" in changelog and f"{len(lines)} requests" in changelog


def test_every_link_inside_the_docs_leads_somewhere():
    for page in (*DOCS.glob("*.md"), DOCS.parent / "README.md"):
        for target in re.findall(r"\]\(((?!https?:)[^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def headings(page):
    """The places of a page that can be linked to, as GitHub and the site call them."""
    found = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in found}


@pytest.mark.parametrize("page", ["../README.md", "index.md", "zh/index.md"])
def test_every_place_that_a_first_page_links_to_is_there(page):
    page = DOCS / page
    text = page.read_text(encoding="utf-8")
    for target, place in re.findall(r"\]\(([^):#]+\.md)#([^)]+)\)", text):
        assert place in headings(page.parent / target), (target, place)


def test_the_glossary_has_the_same_words_in_both_languages():
    english, chinese = (
        re.findall(r"^###? .*\n\n(?!###)(.*)", path.read_text(encoding="utf-8"), re.MULTILINE)
        for path in (DOCS / "glossary.md", DOCS / "zh" / "glossary.md")
    )
    assert len(english) == len(chinese) >= 50
    for there, here in zip(english, chinese, strict=True):
        assert re.search("[一-鿿]", there.split(". ")[0]), there
        assert re.match("[A-Za-z]", here), here


@pytest.mark.parametrize(
    "page",
    [
        "../README.md",
        "../CONTRIBUTING.md",
        "design.md",
        "glossary.md",
        "hosts.md",
        "own-edition.md",
        "testing-your-service.md",
        "zh/glossary.md",
    ],
)
def test_no_line_of_code_is_wider_than_78_columns(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL)
    columns = [
        sum(1 + ("⺀" <= one <= "￠") for one in line)
        for block in blocks
        for line in block.splitlines()
    ]
    assert max(columns, default=0) <= 78


def flat(text):
    """A text without its layout, its quotation marks and the marks of a list."""
    return " ".join(text.replace('"', "").replace("\n- ", "\n").split()).lower()


def test_what_the_tests_quote_from_the_design_is_there():
    parts = (DOCS / "design.md").read_text(encoding="utf-8").split("\n## ")[1:]
    sections = {part.split("\n")[0]: flat(part) for part in parts}
    quoted = 0
    for path in (DOCS.parent / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ClassDef | ast.FunctionDef):
                continue
            said = " ".join((ast.get_docstring(node) or "").split())
            for before, section in re.findall(r'(.*?)\(docs/design\.md, "([^"]+)"\)', said):
                quotes = before.partition('"')[2].rpartition('"')[0]
                for quote in re.split('" "| … ', quotes):
                    assert flat(quote).rstrip(".") in sections[section], (path.name, node.name)
                    quoted += 1
    assert quoted > 200


def unbroken(code):
    """Code without its layout: lines are broken otherwise on a page than in a file."""
    return re.sub(r",(?=[)\]}])", "", "".join(code.split()))


def test_what_the_page_of_hosts_shows_is_in_the_examples():
    blocks = re.findall(
        r"^```python\n((?!>>>).*?)\n```",
        (DOCS / "hosts.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    examples = unbroken(
        "\n".join(
            path.read_text(encoding="utf-8")
            for path in (DOCS.parent / "examples" / "hosts").glob("*.py")
        )
    )
    assert len(blocks) >= 5
    assert [block for block in blocks if unbroken(block) not in examples] == []


def test_the_page_of_the_api_lists_every_public_name_once():
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\.\. [\w:]+:: icp_rules\.([\w.]+)(?:\(.*\))?$", page, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(icp_rules.__all__) == {name for name in listed if "." not in name} - {
        "frames",
        "strategies",
    }
