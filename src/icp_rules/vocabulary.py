"""Texts in English and Chinese, and vocabularies (sets of allowed values with names).

A `Text` says the same thing in English and in Chinese. A `Term` is a value of a vocabulary, with a
name in both languages. The functions describe a value as a `Text`, join texts and check that a
language is "en" or "zh".
"""

from collections.abc import Iterable
from enum import Enum, EnumType
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from icp_rules.errors import DataError, Problem

__all__ = ["Term", "Text", "any_of", "both", "conjoined", "language", "words"]


def language(lang: str) -> str:
    """Check a language, "en" or "zh", and return it.

    Any other value raises a `DataError` with the pointer `/lang`.
    """
    if isinstance(lang, str) and lang in ("en", "zh"):
        return lang
    raise DataError.of("unknown_value", 'expected "en" or "zh"', "/lang")


_TEXT: Final = "expected text"


@attrs.frozen
class Text:
    """A text in English and in Chinese; both are required.

    Attributes:
        en:
            The text in English.

        zh:
            The text in simplified Chinese.
    """

    en: str
    zh: str

    def __attrs_post_init__(self) -> None:
        if type(self.en) is not str or type(self.zh) is not str:
            wrong = [name for name in ("en", "zh") if type(getattr(self, name)) is not str]
            raise DataError([Problem(f"/{name}", "wrong_type", _TEXT) for name in wrong])

    def __str__(self) -> str:
        return self.en

    def format(self, about: "Term | Text") -> "Text":
        """A copy of this text with `{}` replaced by a term or a `Text`, in each language.

        >>> Text("{} is missing", "缺少{}").format(Text("letter", "委托书"))
        Text(en='letter is missing', zh='缺少委托书')
        """
        if not isinstance(about, Term | Text):
            raise DataError.of("wrong_type", "expected a term or a Text", "/about")
        return Text(self.en.replace("{}", about.en), self.zh.replace("{}", about.zh))

    def to(self, lang: str) -> str:
        """The text in one language, "en" or "zh".

        >>> Text("subject", "主体").to("zh")
        '主体'
        >>> print(Text("subject", "主体"))  # in English
        subject
        """
        return self.zh if language(lang) == "zh" else self.en


class _Vocabulary(EnumType):
    """The metaclass of every vocabulary.

    It makes `dir`, completion and `help` show what a vocabulary declares, without the methods of
    `str`.
    """

    def __dir__(cls) -> list[str]:
        return [*cls.__members__, *_declared(cls)]

    def of_value(cls, value: str) -> Any:
        """The member with this value; None if there is none."""
        return cls._value2member_map_.get(value)

    @property
    def __signature__(cls) -> Signature:
        value = Parameter("value", Parameter.POSITIONAL_ONLY, annotation=str)
        return Signature([value], return_annotation=cls)


def _declared(cls: _Vocabulary) -> set[str]:
    """The names of the public methods and properties of a vocabulary, without its members."""
    homes = [vars(one) for one in cls.__mro__ if isinstance(one, _Vocabulary)]
    public = {name for home in homes for name in home if name[0] != "_"}
    return public - cls.__members__.keys()


class Term(str, Enum, metaclass=_Vocabulary):
    """A value of a vocabulary: the `str` used in JSON, with an English and a Chinese name."""

    _value_: str
    en: str
    zh: str

    if TYPE_CHECKING:

        @property
        def value(self) -> str: ...

    else:  # hidden from type checkers, because Edition("faq-en-2018-01-08") takes one argument

        def __new__(cls, value: str, en: str, zh: str, *_: object) -> Self:
            self = str.__new__(cls, value)
            self._value_, self.en, self.zh = value, en, zh
            return self

    def __setattr__(self, name: str, value: object) -> None:
        if "_sort_order_" in self.__dict__:  # Enum sets this last, so the member is complete
            raise AttributeError("a term cannot be changed")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a term cannot be changed")

    def __dir__(self) -> list[str]:
        own = [name for name in self.__dict__ if name[0] != "_"]
        return ["name", "value", *own, *_declared(type(self))]

    def __str__(self) -> str:
        return self._value_

    def __repr__(self) -> str:
        return f"<{self._value_}>"

    def to(self, lang: str) -> str:
        """The name in one language, "en" or "zh"."""
        return Text(self.en, self.zh).to(lang)

    @classmethod
    def of_code(cls, code: int) -> Self | None:  # noqa: ARG003
        """The member that has this number in the regulator's code list; None if there is none."""
        return None


def words(value: Any) -> Text:
    """A `Text` that describes the value of an input.

    >>> words(None), words(True).zh
    (Text(en='not given', zh='未提供'), '是')
    """
    if isinstance(value, Term):
        return Text(value.en, value.zh)
    if value is None:
        return Text("not given", "未提供")
    if isinstance(value, bool):
        return Text("yes", "是") if value else Text("no", "否")
    return Text(str(value), str(value))


def both(texts: Iterable[Text], en: str, zh: str) -> Text:
    """Texts joined by one separator in English and another in Chinese."""
    texts = tuple(texts)
    return Text(en.join(t.en for t in texts), zh.join(t.zh for t in texts))


def conjoined(texts: Iterable[Text]) -> Text:
    """Texts joined by "and", such as conditions that must all hold.

    >>> conjoined([Text("a", "甲"), Text("b", "乙")])
    Text(en='a, and b', zh='甲，且乙')
    """
    return both(texts, ", and ", "，且")


def any_of(texts: Iterable[Text]) -> Text:
    """Texts joined by "or". There must be at least one text.

    >>> any_of([Text("a", "甲"), Text("b", "乙"), Text("c", "丙")])
    Text(en='a, b or c', zh='甲、乙或丙')
    """
    *first, last = texts
    return both([both(first, ", ", "、"), last], " or ", "或") if first else last
