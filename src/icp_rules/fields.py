"""What a field of a model or an argument accepts: one converter each, in one place.

A converter returns the value in its one form, or raises a `DataError` that says what is expected
and repeats nothing. Models are declared with `field_transformer=checked`, which makes the error
point at the field.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from icp_rules.errors import DataError
from icp_rules.vocabulary import Term

__all__ = [
    "account",
    "argument",
    "article",
    "checked",
    "day",
    "domain",
    "flag",
    "instance",
    "instances",
    "member",
    "members",
    "name",
    "optional_account",
    "optional_day",
    "print_repr",
    "read_only",
]

T = TypeVar("T")
TermT = TypeVar("TermT", bound=Term)


# -- For whoever declares a model or a function --------------------------------------------------


def checked(_cls: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    """Attrs field transformer of every model: a converter's `DataError` names its field."""

    def told(field: Any) -> Any:
        return field.evolve(converter=lambda value: argument(field.name, field.converter, value))

    return [told(field) if field.converter else field for field in fields]


def argument(name: str, check: Callable[..., T], *values: Any) -> T:
    """A function's argument, checked; the error points at it by name."""
    try:
        return check(*values)
    except DataError as error:
        problems = error.under(f"/{name}")
    raise DataError(problems)  # outside the except block, so that no value hangs on as __context__


def print_repr(self: object, printer: Any, _cycle: bool) -> None:
    """The `_repr_pretty_` of a model with a `repr` of its own.

    Without it the printers of IPython and Hypothesis would read its fields and show what `repr`
    masks.
    """
    printer.text(repr(self))


def read_only(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """A copy of a mapping that nobody can change."""
    return MappingProxyType(dict(mapping))


def article(value: object) -> str:
    """What sort of thing a value is, for messages that must not repeat it.

    >>> article("secret"), article(None), article(3)
    ('text', 'nothing (null)', 'a whole number')
    """
    names: dict[type, str] = {
        str: "text",
        bool: "true or false",
        int: "a whole number",
        float: "a number with a fraction",
        dict: "an object",
        list: "a list",
        type(None): "nothing (null)",
        dt.date: "a date",
        dt.datetime: "a date with a time",
    }
    return names.get(type(value), "something else")


# -- Terms, models and lists of them -------------------------------------------------------------


def member(cls: type[TermT], value: object) -> TermT:
    """The member of `cls` that `value` is or names; anything else is refused.

    So nothing ever matches no row in silence. Only a member of this very class, its wire value as a
    plain `str` or, where the regulator numbers it, its code counts: `Held.ID_CREDENTIAL` is not a
    `DocumentKind`, though both are spelled alike.
    """
    if type(value) is cls:
        return value
    if type(value) is str:
        if (found := cls._value2member_map_.get(value)) is not None:
            return found  # type: ignore[return-value]
        wires = [m.value for m in cls]
        listed = ", ".join(wires[:12]) + (f", … ({len(wires)} in all)" if len(wires) > 12 else "")
        raise DataError.of("unknown_value", f"not a known {cls.__name__}; use one of: {listed}")
    if type(value) is int and (coded := cls.of_code(value)) is not None:
        return coded
    one = f"{'an' if cls.__name__[0] in 'AEO' else 'a'} {cls.__name__}"
    raise DataError.of(
        "wrong_type", f"{one}, or its wire value as text, is needed here, not {article(value)}"
    )


def members(cls: type[TermT], values: Iterable[TermT | str]) -> frozenset[TermT]:
    """The members of `cls` that the values are or name; all that are refused are told at once."""
    return frozenset(_each(member, cls, values))


def instance(cls: type[T], value: T) -> T:
    """A value of exactly this class."""
    if type(value) is cls:
        return value
    raise DataError.of(
        "wrong_type", f"a value of type {cls.__name__} is needed here, not {article(value)}"
    )


def instances(cls: type[T], values: Iterable[T]) -> tuple[T, ...]:
    """Values of exactly this class, in order; all that are refused are told at once."""
    return tuple(_each(instance, cls, values))


def _each(check: Callable[[Any, Any], T], cls: type, values: object) -> list[T]:
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise DataError.of(
            "wrong_type", f"a list of {cls.__name__} is needed here, not {article(values)}"
        )
    good, problems = [], []
    for i, value in enumerate(values):
        try:
            good.append(check(cls, value))
        except DataError as error:
            problems += error.under(f"/{i}")
    if problems:
        raise DataError(problems)
    return good


# -- Plain values --------------------------------------------------------------------------------


def flag(value: bool) -> bool:
    """True or false, and nothing that merely counts as such."""
    if type(value) is bool:
        return value
    raise DataError.of("wrong_type", f"true or false is needed here, not {article(value)}")


def day(value: dt.date) -> dt.date:
    """A calendar day, as a plain `date`; a `datetime` is none."""
    if type(value) is dt.date:
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.date(value.year, value.month, value.day)
    raise DataError.of("wrong_type", f"a date without a time is needed here, not {article(value)}")


def optional_day(value: dt.date | None) -> dt.date | None:
    """A calendar day, or nothing."""
    return None if value is None else day(value)


_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BLANK = "\u3164\u115f\u1160\uffa0"


def _text(value: str, longest: int) -> str:
    if type(value) is not str:
        raise DataError.of("wrong_type", f"text is needed here, not {article(value)}")
    if len(value) > longest:
        raise DataError.of("too_long", f"at most {longest} characters")
    value = unicodedata.normalize("NFC", value).strip()
    if not value.strip(_BLANK):
        raise DataError.of("empty", "text is needed here, not blanks")
    if any(unicodedata.category(c) in _INVISIBLE or c in _BLANK for c in value):
        raise DataError.of(
            "forbidden_character",
            "control, bidirectional and invisible characters are not allowed",
        )
    return value


def name(value: str) -> str:
    """A name: NFC, 1 to 200 characters, none of them invisible."""
    return _text(value, 200)


def account(value: str) -> str:
    """An account: 1 to 128 characters, none of them invisible."""
    return _text(value, 128)


def optional_account(value: str | None) -> str | None:
    """An account, or nothing."""
    return None if value is None else account(value)


_LETTERS = set("abcdefghijklmnopqrstuvwxyz0123456789-")


def domain(value: str) -> str:
    """A domain in one spelling: lower case, no final dot, Chinese labels in Chinese.

    >>> domain("XN--FSQ092H.cn.")
    '示例.cn'
    """
    value = _text(value, 253)
    try:
        readable = value.lower().rstrip(".").encode("idna").decode("idna").lower()
        plain = readable.encode("idna").decode("ascii")  # refuses empty and too long labels
    except UnicodeError:
        readable = plain = ""
    labels = plain.split(".")
    hyphened = ".-" in f".{readable}" or "-." in f"{readable}."
    if len(labels) < 2 or hyphened or not set().union(*labels) <= _LETTERS:
        raise DataError.of(
            "bad_domain",
            "a domain is needed here, such as example.cn, without http:// and without a path",
        )
    return readable
