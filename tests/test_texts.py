"""What the files in `sources` are written in: sentences, pages, publications, and the passage a
rule rests on."""

import copy
import datetime as dt
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_rules import DataError, Source, Text
from icp_rules.texts import Page, Publication, Sentence, is_chinese
from tests import strategies as own

DAY, READ = dt.date(2018, 1, 8), dt.date(2026, 11, 26)
GIST = Text("One account, one subject.", "一个账号一个主体。")
ENGLISH = Source("FAQ", "https://example.cn/faq", DAY, "One account.", read_on=None, gist=GIST)
CHINESE = attrs.evolve(ENGLISH, quote="一个账号。")
UNQUOTED = attrs.evolve(ENGLISH, quote="", date=None, read_on=READ)


class TestPrinted:
    """`Text` holds the same words in both languages: `str` of it is what one would print."""

    @given(st.builds(Text, st.text(), st.text()))
    def test_in_english(self, text):
        assert str(text) == f"{text}" == text.en == text.to("en")


class TestDated:
    """
    "`read_on` is never shown as the date of the page." (docs/design.md, "Editions and sources")
    """

    @pytest.mark.parametrize(
        ("source", "en", "zh"),
        [
            (ENGLISH, "2018-01-08", "2018-01-08"),
            (UNQUOTED, "no date; read on 2026-11-26", "原文无日期，2026-11-26 查阅"),
            (attrs.evolve(ENGLISH, read_on=READ), "2018-01-08", "2018-01-08"),
            (attrs.evolve(ENGLISH, date=None), "", ""),
        ],
    )
    def test_the_day_of_the_page_or_the_day_it_was_read_marked_as_such(self, source, en, zh):
        assert (source.dated("en"), source.dated("zh")) == (en, zh)

    def test_another_language_is_refused(self):
        for ask in (UNQUOTED.dated, ENGLISH.translated, attrs.evolve(ENGLISH, date=None).dated):
            with pytest.raises(DataError, match="/lang"):
                ask("de")


class TestTranslated:
    """ "If the quote is not in the reader's language, the gist is shown beside it, marked as our
    translation."
    (docs/design.md, "Editions and sources")"""

    @pytest.mark.parametrize(
        ("source", "en", "zh"),
        [
            (ENGLISH, "", GIST.zh),
            (CHINESE, GIST.en, ""),
            (UNQUOTED, GIST.en, GIST.zh),
            (attrs.evolve(ENGLISH, gist=None), "", ""),
            (attrs.evolve(ENGLISH, quote="", gist=None), "", ""),
            (attrs.evolve(ENGLISH, quote="ICP 备案"), GIST.en, ""),
        ],
    )
    def test_the_gist_for_a_reader_who_needs_it(self, source, en, zh):
        assert (source.translated("en"), source.translated("zh")) == (en, zh)

    @pytest.mark.parametrize(
        ("text", "chinese"),
        [("备案", True), ("ICP 备案.", True), ("ICP Filing", False), ("", False), ("“—”", False)],
    )
    def test_a_text_is_chinese_if_it_has_a_chinese_character(self, text, chinese):
        assert is_chinese(text) is chinese


class TestEvidence:
    """ "A source is evidence for its rule if it has a title, an address, and a quote or a gist."
    (docs/design.md, "Editions and sources")"""

    @pytest.mark.parametrize(
        "source", [ENGLISH, CHINESE, UNQUOTED, attrs.evolve(ENGLISH, gist=None)]
    )
    def test_with_a_quote_or_a_gist_it_is(self, source):
        assert source.is_evidence is True

    @pytest.mark.parametrize(
        "change",
        [
            {"title": ""},
            {"title": " "},
            {"url": ""},
            {"url": "\n"},
            {"quote": "", "gist": None},
            {"quote": " ", "gist": None},
            {"quote": "", "gist": Text("", "")},
            {"quote": "", "gist": Text("One account.", " ")},
            {"quote": "", "gist": Text(" ", "一个账号。")},
        ],
    )
    def test_without_one_of_these_it_is_not(self, change):
        assert attrs.evolve(ENGLISH, **change).is_evidence is False


FIRST = Sentence("One account.", Text("One.", "一个。"), "a.one a.two")
SECOND = Sentence("Two websites.", Text("Two.", "两个。"), "a.two")
TITLE = Sentence("FAQ", Text("Questions.", "问题。"), no_rule=Text("A title.", "标题。"))
THIRD = Sentence("Three filings.", Text("Three.", "三个。"), "a.two a.three", everywhere=True)
BARE = Sentence("", Text("In our words.", "我们的话。"), "a.two")


def page(*sentences, whole=False, **how):
    return Page("FAQ", "https://example.cn/faq", DAY, None, sentences, whole, **how)


class TestPassage:
    """ "Passages that are not next to each other are joined by " … "." (docs/design.md, "Editions
    and sources")"""

    @pytest.mark.parametrize(
        ("whole", "at", "quote", "gist"),
        [
            (True, [0], "One account.", Text("One.", "一个。")),
            (True, [0, 1], "One account. Two websites.", Text("One. Two.", "一个。两个。")),
            (True, [0, 3], "One account. … Three filings.", Text("One. Three.", "一个。三个。")),
            (
                True,
                [0, 1, 3],
                "One account. Two websites. … Three filings.",
                Text("One. Two. Three.", "一个。两个。三个。"),
            ),
            (False, [0, 1], "One account. … Two websites.", Text("One. Two.", "一个。两个。")),
            (True, [4], "", Text("In our words.", "我们的话。")),
            (False, [0, 4], "One account.", Text("One. In our words.", "一个。我们的话。")),
            (False, [4, 0], "One account.", Text("In our words. One.", "我们的话。一个。")),
        ],
    )
    def test_sentences_that_follow_one_another_are_joined_as_they_stand(
        self, whole, at, quote, gist
    ):
        said = page(FIRST, SECOND, TITLE, THIRD, BARE, whole=whole).passage(at)
        assert said == Source("FAQ", "https://example.cn/faq", DAY, quote, read_on=None, gist=gist)

    def test_chinese_sentences_are_joined_without_a_space(self):
        one, two = (attrs.evolve(FIRST, quote=quote) for quote in ("一个账号。", "两个网站。"))
        assert page(one, two, whole=True).passage([0, 1]).quote == "一个账号。两个网站。"
        assert page(one, two).passage([0, 1]).quote == "一个账号。 … 两个网站。"

    def test_it_bears_the_day_of_reading_of_its_page(self):
        read = attrs.evolve(page(BARE), date=None, read_on=READ)
        assert (read.passage([0]).date, read.passage([0]).read_on) == (None, READ)

    @given(
        st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True).map(sorted), st.booleans()
    )
    def test_every_part_is_verbatim_and_in_order(self, at, whole):
        quotes = [one.quote for one in (FIRST, SECOND, TITLE, THIRD)]
        said = page(FIRST, SECOND, TITLE, THIRD, whole=whole).passage(at).quote
        rest = said
        for i in at:
            assert quotes[i] in rest
            rest = rest[rest.index(quotes[i]) + len(quotes[i]) :]
        assert set(said) <= set("".join(quotes) + " …") and rest == ""


class TestPublication:
    """ "A `Publication` consists of one or more pages (`Page`)." (docs/design.md, "Editions and
    sources")"""

    NAME = Text("FAQ", "常见问题")

    def test_a_rule_rests_on_every_sentence_of_a_page_that_names_it(self):
        text = Publication((page(FIRST, SECOND, TITLE, THIRD),), "faq-en-2018-01-08", self.NAME)
        found = text.sources()
        assert list(found) == ["a.one", "a.two", "a.three"]
        assert found["a.one"].quote == "One account."
        assert found["a.two"].quote == "One account. … Two websites. … Three filings."
        assert found["a.three"].quote == "Three filings."

    def test_the_first_page_that_names_it_counts(self):
        later = attrs.evolve(page(attrs.evolve(SECOND, rules="a.two a.four")), title="Guide")
        text = Publication((page(FIRST), later), "faq-en-2018-01-08", self.NAME)
        titles = {rule: source.title for rule, source in text.sources().items()}
        assert titles == {"a.one": "FAQ", "a.two": "FAQ", "a.four": "Guide"}

    def test_what_holds_everywhere_is_what_is_marked_so_or_makes_no_edition(self):
        text = Publication((page(FIRST, SECOND, THIRD),), "faq-en-2018-01-08", self.NAME)
        found = text.sources(everywhere=True)
        assert {rule: source.quote for rule, source in found.items()} == {
            "a.two": "Three filings.",
            "a.three": "Three filings.",
        }
        standards = Publication((page(FIRST, SECOND, THIRD),))
        assert standards.sources(everywhere=True) == standards.sources() == text.sources()

    def test_rules_are_ids_in_a_text_or_a_list(self):
        assert FIRST.rules == ("a.one", "a.two") and TITLE.rules == ()
        assert Sentence("x", GIST, " a.one\n  a.two ").rules == ("a.one", "a.two")
        for rules in (["a.one"], ("a.one",), "a.one"):
            assert attrs.evolve(FIRST, rules=rules).rules == ("a.one",)

    def test_all_are_values(self):
        text = Publication((page(FIRST, SECOND, TITLE, THIRD),), "faq-en-2018-01-08", self.NAME)
        for one in (text, *text.pages, FIRST, ENGLISH):
            assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)
            assert hash(copy.deepcopy(one)) == hash(one) and attrs.evolve(one) == one
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(one, attrs.fields(type(one))[0].name, None)


@own.law("Our own words are never shown as a quotation")
@given(st.from_type(Source), st.sampled_from(["en", "zh"]))
def test_a_translation_stands_beside_a_quote_of_the_other_language_only(source, lang):
    said = source.translated(lang)
    if said:
        assert said == source.gist.to(lang)
        assert not source.quote or is_chinese(source.quote) == (lang == "en")
    else:
        assert source.gist is None or source.gist.to(lang) == "" or source.quote
