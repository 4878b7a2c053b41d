"""The generated pages are in step, and every sentence of the FAQ has its place."""

import re
from pathlib import Path

import pytest

from docs import generate
from icp_rules import Edition, tables

DOCS = Path(__file__).resolve().parent.parent / "docs"
FAQ = (DOCS / "faq-2018-01-08.txt").read_text(encoding="utf-8")
EN = Edition.FAQ_EN_2018_01_08
FLAT = " ".join(FAQ.replace("•", " ").split())
COVERAGE = (DOCS / "coverage.md").read_text(encoding="utf-8")
ROWS = [
    re.fullmatch(r"\| (.*) \| (.*) \|", line).groups()
    for line in COVERAGE.split("## Rules that")[0].splitlines()
    if line.startswith("| ")
][1:]
RULES = {rule.id: rule for table in tables() for rule in table.rows}


@pytest.mark.parametrize("page", generate.PAGES)
def test_the_page_is_what_the_tables_say(page):
    assert (DOCS / page).read_text(encoding="utf-8") == generate.PAGES[page](), (
        "run: python3 dev.py docs"
    )


class TestCoverage:
    """ "every sentence of the FAQ with the rule row that encodes it, or why it is
    not a rule" (issue 2)"""

    def test_the_sentences_are_the_whole_text_in_order(self):
        rest = FLAT
        for sentence, _ in ROWS:
            at = rest.find(sentence)
            assert at >= 0, sentence
            between = rest[:at].strip()
            assert re.fullmatch(r"(\d+\.)?", between), f"left out: {between}"
            rest = rest[at + len(sentence) :]
        assert rest.strip() == ""

    def test_every_sentence_has_rules_or_a_reason(self):
        for sentence, encoded in ROWS:
            ids = re.findall("`([^`]+)`", encoded)
            assert encoded and all(id in RULES for id in ids), sentence
            if not ids:
                assert (
                    sentence.endswith(("?", ":", "."))
                    or sentence in generate.NO_RULE
                    or sentence.startswith("Last Updated")
                )

    def test_only_captions_headings_and_pointers_are_no_rule(self):
        plain = [
            sentence
            for sentence, encoded in ROWS
            if "`" not in encoded and not sentence.endswith("?")
        ]
        assert sorted(plain) == sorted(generate.NO_RULE)

    def test_every_quote_of_the_faq_is_in_the_faq(self):
        quoted = 0
        for rule in RULES.values():
            if EN in rule.editions and rule.source(EN).title == "ICP Filing account FAQs":
                for passage in rule.source(EN).quote.split(" … "):
                    assert passage in FLAT, (rule.id, passage)
                    quoted += 1
        assert quoted > 60

    def test_every_rule_is_in_the_page(self):
        listed = set(re.findall("`([^`]+)`", COVERAGE))
        assert set(RULES) <= listed

    def test_a_quote_that_is_not_in_the_text_would_be_seen(self):
        assert "One Alibaba Cloud account may hold two subjects." not in FLAT


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
