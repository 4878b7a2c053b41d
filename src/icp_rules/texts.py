"""The models for the files in `sources`: publications, their pages and their sentences.

Each `Sentence` names the rules that are based on it, or says why there is no such rule. A rule is
in force in an edition only if it is named by a sentence of that edition, or by a sentence that
applies to every edition. So the files in `sources` decide which passage a rule quotes, which rules
two editions have in common, and which sentences have no rule.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from icp_rules.fields import checked, instance, optional_day, text
from icp_rules.vocabulary import Text, both, language

__all__ = ["Page", "Publication", "Sentence", "Source", "optional_source"]


def _gist(value: Text | None) -> Text | None:  # a field lets None pass
    return instance(Text, value)


@attrs.frozen(field_transformer=checked)
class Source:
    """The passage that a rule is based on.

    Attributes:
        title:
            The title of the page.

        url:
            The address of the page.

        date:
            The day the page was published or revised; None if the page has no date.

        quote:
            The passage word for word. Sentences that are not adjacent on the page are joined by
            " … ". If the page may not be quoted, `quote` is "" and `gist` says what the passage
            says.

        read_on:
            The day we read the page; needed only if `date` is None.

        gist:
            What the passage says, in English and Chinese, in the words of this package and not of
            the publisher.
    """

    title: str = attrs.field(converter=text)
    url: str = attrs.field(converter=text)
    date: dt.date | None = attrs.field(default=None, converter=optional_day)
    quote: str = attrs.field(default="", converter=text)
    read_on: dt.date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    gist: Text | None = attrs.field(default=None, converter=_gist, kw_only=True)

    @property
    def is_evidence(self) -> bool:
        """Whether the source has a title, an address, and a quote or a gist."""
        said = self.quote.strip() or (self.gist and self.gist.en.strip() and self.gist.zh.strip())
        return bool(self.title.strip() and self.url.strip() and said)

    def dated(self, lang: str) -> str:
        """The date of the page, or a note with the day we read it, or "" if neither is known.

        >>> Source("t", "https://example.cn", read_on=dt.date(2026, 11, 26)).dated("en")
        'no date; read on 2026-11-26'
        """
        read = Text("no date; read on {}", "原文无日期，{} 查阅").to(lang)
        if self.date is not None:
            return self.date.isoformat()
        return read.format(self.read_on) if self.read_on is not None else ""

    def translated(self, lang: str) -> str:
        """The gist in one language; "" if the quote is in this language or if there is no gist."""
        readable = self.quote and is_chinese(self.quote) == (language(lang) == "zh")
        return "" if self.gist is None or readable else self.gist.to(lang)


def _ids(value: str | Iterable[str]) -> tuple[str, ...]:
    return tuple(value.split() if isinstance(value, str) else value)


def optional_source(value: Source | None) -> Source | None:
    """Check a `Source`. A field that allows None does not call this function for None."""
    return instance(Source, value)


@attrs.frozen
class Sentence:
    """One sentence of a page.

    Attributes:
        quote:
            The sentence word for word; "" if the page may not be quoted.

        gist:
            What the sentence says, in English and Chinese, in this package's own words.

        rules:
            The ids of the rules that are based on the sentence. You can also pass them as one
            string, separated by spaces.

        no_rule:
            If no rule is based on the sentence, the reason for that; otherwise None.

        everywhere:
            Whether the rules based on this sentence are in force in every edition. Set it to True
            if the sentence states a fact, or a check by the provider, that does not depend on the
            edition. If an edition has its own sentence for a rule, the rule quotes the edition's
            sentence instead.
    """

    quote: str
    gist: Text
    rules: tuple[str, ...] = attrs.field(default="", converter=_ids)
    no_rule: Text | None = None
    everywhere: bool = False


@attrs.frozen
class Page:
    """One page, with all or some of its sentences, in order.

    Attributes:
        title:
            The title of the page.

        url:
            The address of the page.

        date:
            The day the page was published or revised; None if it has no date.

        read_on:
            The day we read the page; needed only if `date` is None.

        sentences:
            The sentences of the page, or some of them, in order.

        whole:
            Whether `sentences` contains every sentence of the page.
    """

    title: str
    url: str
    date: dt.date | None = None
    read_on: dt.date | None = None
    sentences: tuple[Sentence, ...] = ()
    whole: bool = False

    def passage(self, at: Sequence[int]) -> Source:
        """The sentences with these numbers, counted from 0, joined into one source."""
        quote = ""
        for before, i in zip([None, *at], at, strict=False):
            more = self.sentences[i].quote
            gap = ("" if is_chinese(more) else " ") if self.whole and before == i - 1 else " … "
            quote += (gap if quote and more else "") + more
        gist = both([self.sentences[i].gist for i in at], " ", "")
        return Source(self.title, self.url, self.date, quote, read_on=self.read_on, gist=gist)


@attrs.frozen
class Publication:
    """One published page about the rules, or several pages that belong together.

    Attributes:
        pages:
            The pages, the main one first.

        edition:
            The id of the `Edition` for this publication. The id ends with a date, as in
            "faq-en-2018-01-08". None if the publication is not an edition; then its rules are in
            force in every edition.

        name:
            The name of the edition in both languages.
    """

    pages: tuple[Page, ...]
    edition: str | None = None
    name: Text | None = None

    def sources(self, everywhere: bool = False) -> dict[str, Source]:
        """A dictionary from the id of each rule to the passage that it is based on.

        Args:
            everywhere:
                Whether to return only the rules that are in force in every edition.
        """
        found: dict[str, Source] = {}
        for page in self.pages:
            at: dict[str, list[int]] = {}
            for i, one in enumerate(page.sentences):
                if one.everywhere or self.edition is None or not everywhere:
                    for rule in one.rules:
                        at.setdefault(rule, []).append(i)
            for rule, numbers in at.items():
                found.setdefault(rule, page.passage(numbers))
        return found


def is_chinese(text: str) -> bool:
    """Whether a string contains a Chinese character.

    >>> is_chinese("备案"), is_chinese("ICP Filing")
    (True, False)
    """
    return any("一" <= c <= "鿿" for c in text)
