"""The texts, one file each, and what follows from them: editions, which rules are in force, what
each rests on. A new text is a new file."""

import ast
import datetime as dt
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import icp_rules
from icp_rules import Edition, Text, rules, sources, tables
from icp_rules.sources import CITED, PUBLICATIONS
from icp_rules.texts import Page, Publication, Sentence, is_chinese
from icp_rules.workdays import NOTICES
from tests.strategies import law

TOP = Path(__file__).resolve().parent.parent
PACKAGE = Path(icp_rules.__file__).parent
FILES = sorted(path for path in (PACKAGE / "sources").glob("*.py") if path.stem != "__init__")
ROWS = {row.id: row for table in tables() for row in table.rows}
PAGES = [page for text in PUBLICATIONS for page in text.pages]
SENTENCES = [one for page in PAGES for one in page.sentences]
BY_EDITION = {text.edition: text for text in PUBLICATIONS}


# -- A new text ------------------------------------------------------------------------------------

#: A text as anybody might add it; `{review}` is what else its second sentence is about.
NEW = """
import datetime as dt
from icp_rules.texts import Page, Publication, Sentence
from icp_rules.vocabulary import Text
PUBLICATION = Publication(edition="terms-zh-2030-01-01", name=Text("Terms, 2030", "条款（2030）"), pages=(
    Page("条款", "https://example.cn/terms", dt.date(2030, 1, 1), sentences=(
        Sentence("个人提供身份证原件和手持身份证的半身照。", Text("An individual hands in two.", "个人交两样。"), "documents.individual"),
        Sentence("单位一律提供授权书。", Text("Organizations always bring a letter.", "单位都要。"), "documents.organization-unconditional{review}"),
        Sentence("本条款自发布之日起施行。", Text("In force at once.", "即日施行。"), no_rule=Text("It says since when.", "说明施行日期。")),
    )),
))
"""  # noqa: E501
REVIEW = "".join(f" {id}" for id in ROWS if id.startswith("review."))

ASKED = """
import json, sys
import icp_rules as icp
from icp_rules import editions

new, guide = icp.Edition("terms-zh-2030-01-01"), "guide-zh-2019-08-01"
agent = icp.Applicant("organization")
told = {
    "package": icp.__file__,
    "editions": [str(edition) for edition in icp.Edition],
    "name": [new.name, new.en, new.zh],
    "quote": icp.find_rule("documents.individual").source(new).quote,
    "same by wire value": icp.find_rule("documents.individual").source(new.value).quote,
    "before": icp.find_rule("documents.individual").source(guide).quote,
    "in force": sorted(row.id for table in icp.tables() for row in table.rows if new in row.editions),
    "documents": [str(one.document) for one in icp.required_documents(agent, new)],
    "explained": [icp.required_documents(agent, new)[0].explain(lang) for lang in ("en", "zh")],
    "differs": sorted({table for table, _ in icp.compare(guide, new).cells}),
    "same documents": not [t for t, _ in icp.compare(guide, new).cells if t == "documents"],
    "flaws": [str(flaw) for flaw in icp.prove().flaws],
    "silent": [list(pair) for pair in icp.prove().silent],
    "proof": str(icp.prove()),
    "own proof": str(icp.prove(new)).partition(" cells, ")[2],
    "markdown": icp.to_markdown(icp.tables()[12]),
    "derived": icp.derive(new, "mine", icp.Text("Mine", "自有")).base.value,
    "schema": new.value in json.dumps(icp.json_schema(icp.Assessment)),
}
def refusal(ask):
    try:
        return ask() and None
    except icp.DataError as error:
        return str(error)
told["level"] = refusal(lambda: icp.service_level("email_initialization", new))
told["recovery"] = refusal(lambda: icp.recovery_route(True, True, new))
def review():
    found = icp.review_documents(agent, [], new)
    return [found[-1].rule, found[-1].source.quote, found[-1].explain(), found[-1].explain("zh")]
try:
    told["review"] = review()
except icp.DataError as error:
    told["review"] = str(error)
print(json.dumps(told))
"""  # noqa: E501


def with_text(tmp_path, code, name="terms_zh_2030_01_01"):
    """A copy of the package with one file more; nothing else in it is touched."""
    copy = tmp_path / "icp_rules"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "sources" / f"{name}.py").write_text(code, encoding="utf-8")
    files = sorted(str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file())
    ours = [str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*") if path.is_file()]
    ours = sorted(one for one in ours if "__pycache__" not in one)
    assert set(files) - set(ours) == {f"sources/{name}.py"} and len(files) == len(ours) + 1
    same, *different = filecmp.cmpfiles(PACKAGE, copy, ours, shallow=False)
    assert len(same) == len(ours) and different == [[], []]
    return tmp_path


def run(path, code):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(path), str(TOP)])}
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class TestNewText:
    """ "To add a publication, add a file to `sources/`. Add rules only if the publication says
    something new. Existing publications and rules do not change." (docs/design.md, "Structure of
    the code")"""

    @law("To add a publication, add one file")
    @pytest.mark.parametrize(
        "review", ["", REVIEW], ids=["documents", "documents and their review"]
    )
    def test_a_file_of_ten_lines_is_an_edition(self, tmp_path, review):
        code = NEW.format(review=review)
        assert len(code.strip().splitlines()) == 10
        there = with_text(tmp_path, code)
        told = json.loads(run(there, ASKED))
        assert Path(told["package"]) == there / "icp_rules" / "__init__.py"
        assert told["editions"] == [*map(str, Edition), "terms-zh-2030-01-01"]
        assert told["name"] == ["TERMS_ZH_2030_01_01", "Terms, 2030", "条款（2030）"]

        first, second = "个人提供身份证原件和手持身份证的半身照。", "单位一律提供授权书。"
        assert told["quote"] == told["same by wire value"] == first
        assert told["before"] == ROWS["documents.individual"].source("guide-zh-2019-08-01").quote
        everywhere = {rule for text in PUBLICATIONS for rule in text.sources(everywhere=True)}
        named = {"documents.individual", "documents.organization-unconditional", *review.split()}
        assert told["in force"] == sorted(named | everywhere)

        assert told["documents"] == [
            "half_length_photo",
            "id_credential",
            "letter_of_authorization",
        ]
        english, chinese = told["explained"]
        assert english.endswith(
            "Rule documents.organization-unconditional, 条款 (2030-01-01): “单位一律提供授权书。” "
            "(our translation: Organizations always bring a letter.) https://example.cn/terms"
        )
        assert chinese.endswith(
            "《条款》（2030-01-01）：“单位一律提供授权书。” https://example.cn/terms"
        )
        assert f"- Terms, 2030: “{second}” (our translation: Organ" in told["markdown"]
        assert told["derived"] == "terms-zh-2030-01-01" and told["schema"]

        unique = {"purchases", "imports", "access", "recovery", *([] if review else ["review"])}
        collect = {"subjects", "account-warnings", "steps", "windows"}
        assert told["same documents"] and set(told["differs"]) == unique | collect
        assert told["flaws"] == []
        new, today = "terms-zh-2030-01-01", "help-2025-04-23"
        silent = {
            *((name, new) for name in unique),
            *((name, today) for name in ("access", "documents", "review")),
        }
        assert told["silent"] == [
            [table.name, edition]
            for table in tables()
            for edition in (today, new)
            if (table.name, edition) in silent
        ]
        assert told["proof"].endswith(f" {len(SENTENCES) + 3} sentences: no flaw.")
        assert told["own proof"] == "3 sentences: no flaw."

        others = "faq-en-2018-01-08, faq-zh-2018-06-09, faq-zh-2018-08-29, guide-zh-2019-08-01"
        here = "edition terms-zh-2030-01-01"
        assert (
            f"{here} does not say how long this stage takes; editions that do: {others} ["
            in (told["level"])
        )
        assert (
            f"{here} has no rule for: How to recover a lost account; editions with one: {others}, "
            in (told["recovery"])
        )
        if review:
            rule, quote, english, chinese = told["review"]
            assert (rule, quote) == ("review.missing-letter", second)
            assert "(our translation: Organizations always bring a letter.)" in english
            assert f"“{second}” https://example.cn/terms" in chinese
        else:
            assert told["review"].startswith(
                "/edition: edition terms-zh-2030-01-01 has no rule for"
            )
            assert others in told["review"]

    def test_a_text_takes_its_place_by_its_day(self, tmp_path):
        code = NEW.format(review="").replace("2030-01-01", "2018-07-01")
        there = with_text(tmp_path, code, "terms_zh_2018_07_01")
        code = "import icp_rules\nprint(*icp_rules.Edition, icp_rules.rules.DEFAULT_EDITION)"
        assert run(there, code).split() == [
            "faq-en-2018-01-08",
            "faq-zh-2018-06-09",
            "terms-zh-2018-07-01",
            "faq-zh-2018-08-29",
            "guide-zh-2019-08-01",
            "help-2025-04-23",
            "faq-en-2018-01-08",
        ]

    def test_a_text_that_makes_no_edition_holds_beside_each(self, tmp_path):
        lines = NEW.format(review=" steps.open-claim").replace(
            'edition="terms-zh-2030-01-01", name=Text("Terms, 2030", "条款（2030）"), ', ""
        )
        there = with_text(tmp_path, lines, "terms")
        code = """
import icp_rules as icp
print(*icp.Edition)
claim, letter = (icp.find_rule(f"{id}") for id in ("steps.open-claim", "documents.individual"))
print(*(claim.source(edition).title for edition in icp.Edition))
print(*(letter.source(edition).title == "条款" for edition in icp.Edition))
"""
        editions, claim, letter = run(there, code).splitlines()
        assert editions.split() == [*map(str, Edition)]
        assert claim.split() == ["条款", "条款", "条款", "认领原万网备案", "条款"]
        assert letter.split() == ["False"] * 4 + ["True"], (
            "an edition that has its own sentence rests on that"
        )

    @pytest.mark.parametrize(
        ("code", "flaw"),
        [
            (
                NEW.format(review="").replace(
                    ', no_rule=Text("It says since when.", "说明施行日期。")', ""
                ),
                "条款 in terms-zh-2030-01-01: a sentence names no row and gives no reason why",
            ),
            (
                NEW.format(review=" steps.no"),
                "条款 in terms-zh-2030-01-01: a sentence names a row that is in no table: steps.no",
            ),
            (
                NEW.format(review="").replace("documents.organization-unconditional", "steps.wait"),
                "documents (organization, True) in terms-zh-2030-01-01: no row applies",
            ),
            (
                NEW.format(review=" documents.organization-agent"),
                (
                    "documents (organization, False) in terms-zh-2030-01-01: more than one row "
                    "applies: documents.organization-agent, documents.organization-unconditional"
                ),
            ),
        ],
    )
    def test_what_is_wrong_with_it_is_reported(self, tmp_path, code, flaw):
        there = with_text(tmp_path, code)
        assert flaw in run(there, "import icp_rules\nprint(icp_rules.prove())").splitlines()[1:]


# -- The files -------------------------------------------------------------------------------------


class TestEditions:
    """ "An `Edition` is one of these versions: a page, or a set of pages published at about the
    same time. The value of an `Edition` in JSON (its wire value) ends with the date of the
    edition." (docs/design.md, "Editions and sources")"""

    def test_what_type_checkers_are_told_is_what_the_files_give(self):
        tree = ast.parse(Path(rules.__file__).read_text(encoding="utf-8"))
        (edition,) = (
            one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == "Edition"
        )
        (choice,) = (one for one in edition.body if isinstance(one, ast.If))
        assert ast.unparse(choice.test) == "TYPE_CHECKING"
        declared = {
            one.targets[0].id: ast.literal_eval(one.value)[0]
            for one in choice.body
            if isinstance(one, ast.Assign)
        }
        assert len(declared) == len(choice.body)
        assert list(declared.items()) == [(one.name, one.value) for one in Edition]
        assert list(declared.items()) == [
            (text.edition.upper().replace("-", "_"), text.edition)
            for text in PUBLICATIONS
            if text.edition is not None
        ]

    def test_each_is_named_and_dated_by_its_file(self):
        for text in PUBLICATIONS:
            if text.edition is None:
                continue
            edition = Edition(text.edition)
            assert (edition.en, edition.zh) == (text.name.en, text.name.zh)
            day = dt.date.fromisoformat(edition.value[-10:])
            assert day == max(page.date for page in text.pages if page.date), edition
            assert str(day) in edition.en and str(day) in edition.zh
        days = [edition.value[-10:] for edition in Edition]
        assert days == sorted(days)

    def test_there_is_one_file_a_text_named_after_it(self):
        stems = [path.stem for path in FILES]
        editions = [edition.value.replace("-", "_") for edition in Edition]
        assert sorted([*editions, "provinces", "standards"]) == stems
        assert len(PUBLICATIONS) == len(FILES)
        for path in FILES:
            code = ast.parse(path.read_text(encoding="utf-8"))
            assert ast.get_docstring(code), path
            imported = {node.module for node in ast.walk(code) if isinstance(node, ast.ImportFrom)}
            known = {"collections.abc", "typing", "icp_rules.texts", "icp_rules.vocabulary"}
            assert imported <= known, path


class TestSentences:
    """ "A `Sentence` names the rules that are based on it, or says why there are none."
    (docs/design.md, "Editions and sources")"""

    @law(
        "Every sentence of every publication is listed with its rules, or with the reason why it "
        "has none"
    )
    def test_every_one_has_rules_or_a_reason_but_not_both(self):
        for one in SENTENCES:
            assert bool(one.rules) != (one.no_rule is not None), one.quote or one.gist.en
            assert set(one.rules) <= set(ROWS) and len(set(one.rules)) == len(one.rules)

    def test_every_rule_is_named_by_one(self):
        assert {rule for one in SENTENCES for rule in one.rules} == set(ROWS) == set(CITED)

    def test_every_one_has_a_gist_in_both_languages(self):
        for one in SENTENCES:
            for text in filter(None, (one.gist, one.no_rule)):
                assert text.en.strip() == text.en != "" and text.zh.strip() == text.zh != ""
                assert is_chinese(text.zh) and not is_chinese(text.en), text
                assert text.zh[-1] in "。？：" and text.en[-1] in ".?:", text

    def test_a_quote_is_of_the_language_of_its_text(self):
        for text in PUBLICATIONS:
            for page in text.pages:
                for one in page.sentences:
                    if text.edition in (None, "help-2025-04-23"):
                        assert one.quote == "", "nothing of a standard or of today's is quoted"
                    else:
                        assert is_chinese(one.quote) == ("-zh-" in text.edition)

    def test_a_sentence_stands_once_on_its_page_unless_the_page_repeats_it(self):
        """The guide's page says the same of individuals and of organizations."""
        repeated = [
            one.quote
            for page in PAGES
            for i, one in enumerate(page.sentences)
            if one.quote and one.quote in [other.quote for other in page.sentences[:i]]
        ]
        assert repeated == ["备案申请人身份证正、反两面原件彩色扫描件或照片。"]

    def test_what_holds_everywhere_is_a_fact_or_a_check_of_the_guide(self):
        marked = {
            (text.edition, rule)
            for text in PUBLICATIONS
            for page in text.pages
            for one in page.sentences
            if one.everywhere
            for rule in one.rules
        }
        assert marked == {
            ("guide-zh-2019-08-01", rule)
            for rule in (
                "dates.after-closing",
                "holders.other-credential",
                "holders.other-name",
                "holders.other-subject",
                "subjects.other-account",
            )
        }


class TestEnglishFaq:
    """ "the English FAQ; the default everywhere" (docs/design.md, "Editions and sources")"""

    FLAT = " ".join(
        (TOP / "docs" / "faq-2018-01-08.txt").read_text(encoding="utf-8").replace("•", " ").split()
    )

    @law("The package has every sentence of the English FAQ, word for word and in order")
    def test_its_quotes_are_the_whole_text_word_for_word_and_in_order(self):
        (page,) = BY_EDITION["faq-en-2018-01-08"].pages
        assert page.whole
        rest = self.FLAT
        for one in page.sentences:
            before, found, rest = rest.partition(one.quote)
            assert found and one.quote, one.quote
            assert re.fullmatch(r"\s*(\d+\.)?\s*", before), f"left out: {before}"
        assert rest == ""

    def test_it_alone_is_given_whole(self):
        assert [page.title for page in PAGES if page.whole] == ["ICP Filing account FAQs"]

    def test_every_passage_that_a_rule_rests_on_is_in_it(self):
        quoted = 0
        for rule, cited in CITED.items():
            source = cited.get("faq-en-2018-01-08")
            if source is not None and source.title == "ICP Filing account FAQs":
                for passage in source.quote.split(" … "):
                    assert passage in self.FLAT, (rule, passage)
                    quoted += 1
        assert quoted >= 59


class TestPages:
    """ "No source of the package quotes only a heading or a title." (docs/design.md, "Editions and
    sources")"""

    @law("Every rule that is in force has evidence")
    def test_no_source_of_any_rule_in_any_edition_is_without_evidence(self):
        for row in ROWS.values():
            assert row.editions, row.id
            for edition in row.editions:
                source = row.source(edition)
                assert source.is_evidence, (row.id, edition)
                assert source.gist is not None and source.url.startswith("https://")
                assert source.quote or source.title in [
                    page.title
                    for text in PUBLICATIONS
                    if text.edition in (None, "help-2025-04-23")
                    for page in text.pages
                ]

    def test_a_title_is_never_a_quote(self):
        for text in PUBLICATIONS:
            for page in text.pages:
                titled = [one for one in page.sentences if one.quote == page.title]
                assert not [one for one in titled if one.rules]
        titles = {page.title for page in PAGES}
        for cited in CITED.values():
            for source in cited.values():
                assert not titles & {source.quote, *source.quote.split(" … ")}

    def test_no_day_of_reading_passes_for_the_day_of_a_page(self):
        """ "A source without a `date` has a `read_on`." (docs/design.md, "Editions and sources")
        The package was written in 2026; nothing that it cites bears a day of that year."""
        for page in PAGES:
            assert (page.date is None) != (page.read_on is None), page.title
            if page.date is None:
                assert page.read_on > dt.date(2026, 1, 1)
            else:
                assert page.date <= dt.date(2026, 1, 1), page.title
        for cited in CITED.values():
            for source in cited.values():
                assert (source.date or dt.date.min) <= dt.date(2026, 1, 1)
        assert all(notice.date <= dt.date(2026, 1, 1) for _, notice in NOTICES)
        undated = {page.title for page in PAGES if page.date is None}
        assert undated == {
            "网站备案号数字分别代表了什么意思",
            "获取证件类型",
            "备案材料清单",
            "备案平台合并FAQ",
            "备案域名FAQ",
            # of today's help pages
            "ICP filing application overview (Traditional Chinese)",
            "找回备案账号",
            "Limitations",
            "Upload documents and authenticity verification",
            "Text message validation",
            "What is an ICP filing",
            # beside the provinces: other providers', and newer pages of Alibaba Cloud's
            "主体信息",
            "ICP备案（专题页）",
            *(
                f"ICP filing regulations for {name}"
                for name in ("Tianjin", "Fujian", "Guangdong", "Guizhou", "Qinghai")
            ),
        }

    def test_each_page_of_alibaba_cloud_is_one_stored_version(self):
        for text in PUBLICATIONS:
            for page in text.pages:
                if text.edition is not None and "-zh-" in text.edition:
                    stored = (
                        r"https://github\.com/AlibabaCloudDocs/icp/blob/[0-9a-f]{7}/cn\.zh-CN/\S+"
                    )
                    assert re.fullmatch(stored, page.url), page.url


class TestToday:
    """ "`quote` … is empty if the page may not be quoted." "A source without a `date` has a
    `read_on`." (docs/design.md, "Editions and sources")"""

    HELP = BY_EDITION["help-2025-04-23"]
    #: The pages as they were read, with the days they bear; None where a page bears none.
    PAGES = (
        ("create-an-alibaba-cloud-account-to-apply-for-an-icp-filing", "2025-04-23"),
        ("ja/icp-filing/basic-icp-service/user-guide/overview", "2025-03-21"),
        ("tc/icp-filing/basic-icp-service/user-guide/icp-filing-application-overview", None),
        ("document_detail/113594.htm", None),
        ("AlibabaCloudDocs/icp/blob/7a1c68e/cn.zh-CN/常见问题/备案账号FAQ.md", "2019-01-08"),
        ("en/icp-filing/basic-icp-service/product-overview/limits", None),
        ("user-guide/upload-data-and-authenticity-verification", None),
        ("en/icp-filing/basic-icp-service/user-guide/sms-check", None),
        ("en/icp-filing/product-overview/what-is-an-icp-filing", None),
    )

    def test_the_pages_their_days_and_the_day_they_were_read(self):
        assert len(self.HELP.pages) == len(self.PAGES)
        for page, (address, day) in zip(self.HELP.pages, self.PAGES, strict=True):
            assert page.url.startswith("https://") and page.url.endswith(f"/{address}")
            assert str(page.date) == str(day)
            assert str(page.read_on) == ("None" if day else "2026-11-26")

    def test_what_no_request_can_show_is_there_with_the_reason(self):
        """An organization outside its province, an account of the international site, an image, the
        text message after the filing: no rule can rest on these, and the page says why."""
        left = [one for page in self.HELP.pages for one in page.sentences if not one.rules]
        assert len(left) == 4
        said = " ".join(one.gist.en for one in left)
        for fact in ("province", "newest version", "24 hours", "international site"):
            assert fact in said
        assert all(one.no_rule is not None for one in left)

    def test_nothing_of_the_initialization_is_in_force(self):
        there = {id for id in ROWS if "help-2025-04-23" in CITED[id]}
        for table in ("documents", "review", "access", "windows"):
            assert not [id for id in there if id.startswith(f"{table}.")]
        assert "steps.initialize" not in there and "account-warnings.replaced" not in there


# -- What follows from them ------------------------------------------------------------------------


class TestCited:
    """ "A rule is in force in an edition if it is based on a sentence of that edition."
    (docs/design.md, "Editions and sources")"""

    def test_a_rule_is_in_force_where_a_sentence_names_it_or_where_one_holds_everywhere(self):
        everywhere = {
            rule
            for text in PUBLICATIONS
            for page in text.pages
            for one in page.sentences
            if one.everywhere or text.edition is None
            for rule in one.rules
        }
        for edition in Edition:
            named = {
                rule
                for page in BY_EDITION[edition].pages
                for one in page.sentences
                for rule in one.rules
            }
            assert {id for id, row in ROWS.items() if edition in row.editions} == named | everywhere
            for rule in named:
                source = ROWS[rule].source(edition)
                assert source.title in [page.title for page in BY_EDITION[edition].pages]
                assert source == ROWS[rule].source(edition.value) == CITED[rule][edition]

    def test_a_passage_has_every_sentence_of_its_page_that_names_the_rule(self):
        for edition in Edition:
            for rule, source in BY_EDITION[edition].sources().items():
                page = next(
                    page
                    for page in BY_EDITION[edition].pages
                    if any(rule in one.rules for one in page.sentences)
                )
                naming = [one for one in page.sentences if rule in one.rules]
                assert (source.title, source.url, source.date) == (page.title, page.url, page.date)
                assert source.gist.zh == "".join(one.gist.zh for one in naming)
                rest = source.quote
                for one in naming:
                    before, found, rest = rest.partition(one.quote or "\n")
                    assert (found and before in ("", " ", " … ")) or before == one.quote == ""
                assert rest == ""

    @staticmethod
    def text(edition, day, *named, everywhere=()):
        told = [Sentence(f"{edition} names {rule}.", Text("x", "甲"), rule) for rule in named]
        told += [
            Sentence(f"{edition}, {rule}.", Text("x", "甲"), rule, everywhere=True)
            for rule in everywhere
        ]
        page = Page(str(edition), "https://example.cn", day, None, tuple(told))
        return Publication((page,), edition, Text("x", "甲") if edition else None)

    def test_ones_own_sentence_comes_before_one_that_holds_everywhere(self):
        day = dt.date(2018, 1, 1)
        texts = (
            self.text("a-2018-01-01", day, "t.one", "t.both"),
            self.text("b-2019-01-01", day, "t.two", everywhere=["t.both", "t.fact"]),
            self.text(None, day, "t.two", "t.standard"),
        )
        cited = {
            rule: {edition: source.title for edition, source in there.items()}
            for rule, there in sources._cited(texts).items()
        }
        a, b, none = "a-2018-01-01", "b-2019-01-01", "None"
        assert cited == {
            "t.one": {a: a},
            "t.both": {a: a, b: b},
            "t.two": {a: none, b: b},
            "t.fact": {a: b, b: b},
            "t.standard": {a: none, b: none},
        }
        assert all(list(there) in ([a], [a, b]) for there in cited.values())

    def test_nothing_of_it_can_be_changed(self):
        for mapping in (CITED, CITED["steps.wait"]):
            with pytest.raises(TypeError):
                mapping["x"] = None
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            PUBLICATIONS[0].edition = None


# -- The page of coverage, which docs/generate.py makes --------------------------------------------


class TestCoverage:
    """The page that shows every sentence shows those of a new text too. (If `docs/generate.py` or
    the form of its page changes, this is the test to adapt.)"""

    def test_a_new_text_has_its_place_on_the_page(self, tmp_path):
        there = with_text(tmp_path, NEW.format(review=""))
        code = "import sys\nfrom docs import generate\nprint(generate.coverage())"
        page = run(there, code)
        place = page[page.index("## Terms, 2030") :]
        place = place[: place.index("\n## ", 1)]
        assert "This is the edition `terms-zh-2030-01-01`." in place
        assert "[条款](https://example.cn/terms), 2030-01-01" in place
        cells = [line.strip("| ").split(" | ") for line in place.splitlines() if "。" in line]
        assert cells == [
            [
                "个人提供身份证原件和手持身份证的半身照。",
                "An individual hands in two.",
                "`documents.individual`",
            ],
            [
                "单位一律提供授权书。",
                "Organizations always bring a letter.",
                "`documents.organization-unconditional`",
            ],
            ["本条款自发布之日起施行。", "In force at once.", "It says since when."],
        ]
        committed = (TOP / "docs" / "coverage.md").read_text(encoding="utf-8")
        assert page.replace(place + "\n", "").rstrip() == committed.rstrip()
