"""Converters, which check the fields of models and the arguments of functions.

A converter returns the value in its normal form, or raises a `DataError`. The error says what was
expected and does not contain the value. Models are declared with `field_transformer=checked`, so
that the error points at the field.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Final, TypeVar, get_args

import attrs
import idna

from icp_rules.errors import DataError
from icp_rules.vocabulary import Term

__all__ = [
    "ASCII_LABEL",
    "BREAKS",
    "INVISIBLE",
    "PRIVATE",
    "SHORT_DOMAIN",
    "SPACES",
    "account",
    "argument",
    "article",
    "checked",
    "day",
    "domain",
    "domain_as_kept",
    "each",
    "encoding_effort",
    "flag",
    "folded",
    "instance",
    "instances",
    "listed",
    "member",
    "members",
    "name",
    "optional_account",
    "optional_day",
    "print_repr",
    "read_only",
    "spelled",
    "text",
]

T = TypeVar("T")
TermT = TypeVar("TermT", bound=Term)


# -- Helpers for models and functions ------------------------------------------------------------


def checked(_cls: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    """The attrs field transformer of every model; it makes a `DataError` point at the field."""
    return [
        field.evolve(converter=_of_field(field)) if field.converter else field for field in fields
    ]


def _of_field(field: Any) -> Callable[[Any], Any]:
    """The converter of a field, wrapped so that its errors point at the field.

    Terms, models, booleans and None are returned unchecked if the field's type includes their
    type. Everything else is checked.
    """
    name, check, type_ = field.name, field.converter, field.type
    held = {*(get_args(type_) if isinstance(type_, UnionType) else (type_,))}
    passes = {one for one in held if one in (bool, NoneType) or _is_model(one)}

    @wraps(check)
    def convert(value: Any) -> Any:
        if type(value) in passes:
            return value
        try:
            return check(value)
        except DataError as error:
            problems = error.under(f"/{name}")
        raise DataError(problems)  # repeats the code of `argument`, to save a call

    return convert


def _is_model(type_: Any) -> bool:
    return isinstance(type_, type) and (issubclass(type_, Term) or attrs.has(type_))


def argument(name: str, check: Callable[..., T], *values: Any) -> T:
    """Return `check(*values)`.

    `name` is the name of the argument. If `check` raises a `DataError`, every pointer in it begins
    with this name.
    """
    try:
        return check(*values)
    except DataError as error:
        problems = error.under(f"/{name}")
    raise DataError(problems)  # outside the except block, so that __context__ contains no value


def print_repr(self: object, printer: Any, _cycle: bool) -> None:
    """Print a model's own `repr` in IPython and Hypothesis; used as the method `_repr_pretty_`.

    Without this method, IPython and Hypothesis would not mask the fields that `repr` masks.
    """
    printer.text(repr(self))


def read_only(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """A read-only copy of a mapping."""
    return MappingProxyType(dict(mapping))


def article(value: object) -> str:
    """The kind of a value in words, for messages that must not contain the value.

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


_MOST_LISTED: Final = 31  # the number of provinces; a message shortens longer lists


def member(cls: type[TermT], value: object) -> TermT:
    """Convert a value to a member of the vocabulary `cls`.

    `value` can be a member of exactly this class, the JSON value of a member as a plain `str`, or a
    number for which `cls.of_code` returns a member. Anything else raises `DataError`; otherwise a
    misspelled value would silently match no rule. `Held.ID_CREDENTIAL` is not a `DocumentKind`,
    although `DocumentKind` has a member with the same value.
    """
    if type(value) is cls:
        return value
    if type(value) is str:
        found: TermT | None = cls.of_value(value)
        if found is not None:
            return found
        wires = [one.value for one in cls]
        if len(wires) > _MOST_LISTED:
            wires[12:] = [f"… ({len(wires)} in all)"]
        listed = ", ".join(wires)
        raise DataError.of("unknown_value", f"not a known {cls.__name__}; use one of: {listed}")
    if type(value) is int and (coded := cls.of_code(value)) is not None:
        return coded
    one = f"{'an' if cls.__name__[0] in 'AEO' else 'a'} {cls.__name__}"
    raise DataError.of("wrong_type", f"expected {one} or its value as text, got {article(value)}")


def members(cls: type[TermT], values: Iterable[TermT | str]) -> frozenset[TermT]:
    """Convert values to members of `cls`. One `DataError` lists all problems."""
    if type(values) is frozenset and {*map(type, values)} <= {cls}:
        return values
    return frozenset(each(member, cls, values))


def instance(cls: type[T], value: object) -> T:
    """Return the value if its class is exactly `cls`; otherwise raise `DataError`."""
    if type(value) is cls:
        return value
    raise DataError.of(
        "wrong_type", f"expected a value of type {cls.__name__}, got {article(value)}"
    )


def instances(cls: type[T], values: Iterable[T]) -> tuple[T, ...]:
    """Return the values as a tuple if the class of each value is exactly `cls`.

    Raises one `DataError` with a problem for every value whose class is not `cls`.
    """
    if type(values) is tuple and {*map(type, values)} <= {cls}:
        return values
    return tuple(each(instance, cls, values))


_LISTS: Final = {list, tuple, set, frozenset}  # isinstance(value, Iterable) is slow


def listed(what: str, values: Iterable[T]) -> Iterable[T]:
    """Return `values` unchanged if it is a list or another iterable.

    Text, bytes, a mapping and anything that is not iterable raise `DataError`.
    """
    if type(values) not in _LISTS and (
        isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable)
    ):
        raise DataError.of("wrong_type", f"expected a list of {what}, got {article(values)}")
    return values


def each(check: Callable[[Any, Any], T], cls: type, values: Iterable[Any]) -> list[T]:
    """Return `check(cls, value)` for every value. One `DataError` lists all problems."""
    good, problems = [], []
    for i, value in enumerate(listed(cls.__name__, values)):
        try:
            good.append(check(cls, value))
        except DataError as error:
            problems += error.under(f"/{i}")
    if problems:
        raise DataError(problems)
    return good


# -- Plain values --------------------------------------------------------------------------------


def flag(value: bool) -> bool:
    """A boolean; other values that Python treats as true or false, such as 1, are refused."""
    if type(value) is bool:
        return value
    raise DataError.of("wrong_type", f"expected true or false, got {article(value)}")


def text(value: str) -> str:
    """A plain `str` of any length; subclasses are refused."""
    return _string(value)


def day(value: dt.date) -> dt.date:
    """A calendar day, as a plain `date`; a `datetime` is refused."""
    if type(value) is dt.date:
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.date(value.year, value.month, value.day)
    raise DataError.of("wrong_type", f"expected a date without a time, got {article(value)}")


def optional_day(value: dt.date | None) -> dt.date | None:
    """A calendar day, or None."""
    return None if value is None else day(value)


def _ranges(text: str) -> str:
    """Convert ranges of code points, such as "034F 2060-206F", to the inside of a character class.

    In the regular expression, code points of four digits are escaped, since Python and ECMAScript
    (with the flag u) both understand that escape.
    """
    ends = (one.partition("-") for one in text.split())
    return "".join(
        "-".join(rf"\u{end}" if len(end) == 4 else chr(int(end, 16)) for end in (low, high) if end)
        for low, _, high in ends
    )


# The lists are those of Unicode 16.0, whichever version this Python has. They do not contain newer
# characters.
#: Invisible characters: Default_Ignorable_Code_Point, then controls and format characters (Cc, Cf),
#: surrogates, line and paragraph separators, and two blanks that Unicode counts as symbols.
INVISIBLE: Final = _ranges(
    "00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F "
    "FEFF FFA0 FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF "
    "0000-001F 007F-009F 0600-0605 06DD 070F 0890-0891 08E2 FFF9-FFFB 110BD 110CD 13430-1343F "
    "D800-DFFF 2028-2029 2800 1D159"
)
#: Characters without an agreed meaning: private use, and the noncharacters of Unicode.
PRIVATE: Final = _ranges(
    "E000-F8FF F0000-FFFFD 100000-10FFFD FDD0-FDEF FFFE-FFFF "
    + " ".join(f"{plane:X}FFFE-{plane:X}FFFF" for plane in range(1, 17))
)
#: Blanks that are allowed inside a name.
SPACES: Final = _ranges("0020 00A0 1680 2000-200A 202F 205F 3000")
#: Line breaks and other blanks that are removed at the ends of a name and not allowed inside it.
BREAKS: Final = _ranges("0009-000D 001C-001F 0085 2028-2029")
_FORBIDDEN = {
    re.compile(f"[{INVISIBLE}]"): "control, bidirectional and invisible characters are not allowed",
    re.compile(f"[{PRIVATE}]"): (
        "private-use characters are not allowed, since every system shows them differently; "
        "use a standard Unicode character instead"
    ),
}
_BLANK = "\u3164\u115f\u1160\uffa0\u2800"


def _string(value: str) -> str:
    if type(value) is str:
        return value
    raise DataError.of("wrong_type", f"expected text, got {article(value)}")


#: Text that is already in its normal form: visible ASCII and ordinary Chinese characters.
_ORDINARY: Final = re.compile("[!-~一-鿿]+")


def _text(value: str, longest: int) -> str:
    if type(value) is str and len(value) <= longest and _ORDINARY.fullmatch(value):
        return value
    value = spelled(value) if len(_string(value)) <= longest else value
    if len(value) > longest:  # NFC turns a few characters into two or three
        raise DataError.of("too_long", f"at most {longest} characters")
    if not value.strip(_BLANK):
        raise DataError.of("empty", "must not be blank")
    if not (value.isascii() and value.isprintable()):
        for pattern, message in _FORBIDDEN.items():
            if pattern.search(value):
                raise DataError.of("forbidden_character", message)
    return value


def spelled(value: str) -> str:
    """A string in its normal form: composed (NFC), without blanks at either end."""
    if _ORDINARY.fullmatch(_string(value)):
        return value
    return unicodedata.normalize("NFC", value).strip()


def name(value: str) -> str:
    """A name in its normal form (NFC): 1 to 200 characters, none of them invisible."""
    return _text(value, 200)


def account(value: str) -> str:
    """The name of an account: 1 to 128 characters, none of them invisible."""
    return _text(value, 128)


def optional_account(value: str | None) -> str | None:
    """The name of an account, or None."""
    return None if value is None else account(value)


_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅", "·"))


_FOLDED: Final = re.compile("[0-9a-z一-鿿]+")  # names that folding does not change


def folded(name: str) -> str:
    """Fold a name, so that two ways to type the same name give the same result.

    Names give the same result if they differ only in the width or case of characters, the kind of
    middle dot, or how many blanks stand in one place. Models keep a name as it was written.

    >>> folded("示例（ＡＢ）科技") == folded("示例(ab)科技"), folded("买买提•艾力")
    (True, '买买提·艾力')
    """
    if _FOLDED.fullmatch(_string(name)):
        return name
    wide = unicodedata.normalize("NFKC", name)
    plain = unicodedata.normalize("NFKC", wide.casefold()).translate(_MIDDLE_DOTS)
    return " ".join(plain.split())


# -- Domains -------------------------------------------------------------------------------------

#: A domain already in its normal form: lower-case ASCII, no xn-- label, a letter in the last label.
_AS_KEPT: Final = re.compile(
    r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"(?!xn--)(?=[0-9-]{0,62}[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
#: A label of ASCII characters. `format` fills in how many characters may be between the first and
#: the last.
ASCII_LABEL: Final = "(?![Xx][Nn]--)[0-9A-Za-z](?:[0-9A-Za-z-]{{0,{}}}[0-9A-Za-z])?"
# an encoded label has at most 49 characters, so five labels with dots have fewer than 253
_CHINESE: Final = "(?!..--)[0-9A-Za-z一-鿿](?:[0-9A-Za-z一-鿿-]{0,9}[0-9A-Za-z一-鿿])?"
_SHORT: Final = f"(?:{_CHINESE}|{ASCII_LABEL.format(47)})"
#: A domain with labels so short that it can be accepted without encoding them.
SHORT_DOMAIN: Final = rf"{_SHORT}(?:[.]{_SHORT}){{1,4}}"
_IS_SHORT: Final = re.compile(SHORT_DOMAIN)
_IS_LABEL: Final = re.compile(ASCII_LABEL.format(61))
_DOTS = str.maketrans(dict.fromkeys("。．｡", "."))


def domain(value: str) -> str:
    """A domain in its normal form: lower case, without a final dot, xn-- labels decoded.

    >>> domain("XN--FSQ092H.cn."), domain("faß.de")
    ('示例.cn', 'faß.de')
    """
    if _is_as_kept(value):
        return value
    text = _text(_without_dot(value.strip()) if type(value) is str else value, 253)
    try:
        readable = _decoded(text)
        length = _encoded_length(readable)
    except UnicodeError:  # its message would contain the value
        readable, length = "", 0
    if length > 253:
        raise DataError.of("too_long", "at most 253 characters, counted in its xn-- form")
    first, _, last = readable.rpartition(".")
    if not first or last.isdecimal():
        raise DataError.of(
            "bad_domain",
            "expected a domain such as example.cn, without http:// and without a path",
        )
    return readable


def _without_dot(text: str) -> str:
    return text[:-1] if text.endswith((".", "。", "．", "｡")) else text


def _is_as_kept(domain: str) -> bool:
    return type(domain) is str and len(domain) <= 253 and bool(_AS_KEPT.fullmatch(domain))


def domain_as_kept(value: str) -> str:
    """A domain in its normal form, for a look-up. A value that is not a domain stays as it is."""
    if _is_as_kept(value):
        return value
    try:
        return _decoded(_without_dot(spelled(value)))
    except UnicodeError:
        return value


def encoding_effort(domain: str) -> int:
    """The length of a domain that has to be encoded or decoded; 0 for any other domain."""
    return 0 if len(domain) > 254 or _is_easy(domain.lower()) else len(domain)


def _is_easy(domain: str) -> bool:
    """Whether a domain can be read without encoding a label: ASCII, or short Chinese labels."""
    return bool(_IS_SHORT.fullmatch(domain)) or (domain.isascii() and "xn--" not in domain)


def _decoded(text: str) -> str:
    """Convert a domain to lower case, ordinary dots and Unicode labels, or raise `UnicodeError`."""
    text = text.translate(_DOTS)
    if _is_easy(text.lower()):
        return text.lower()
    if unicodedata.normalize("NFKC", text).count(".") != text.count("."):
        raise UnicodeError  # NFKC added a dot: it turns ⒈ into 1 and a dot
    return ".".join(map(_decoded_label, idna.uts46_remap(text).split(".")))


def _decoded_label(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    plain = idna.ulabel(label)
    hidden = any(pattern.search(plain) for pattern in _FORBIDDEN)
    if hidden or _alabel(plain) != label:
        raise UnicodeError
    return plain


def _encoded_length(domain: str) -> int:
    """The length of a domain with its labels encoded. Invalid labels raise `UnicodeError`."""
    if _IS_SHORT.fullmatch(domain):
        return len(domain)  # the encoded form may be longer, but has at most 253 characters
    return len(".".join(map(_alabel, domain.split("."))))


def _alabel(label: str) -> str:
    if _IS_LABEL.fullmatch(label):
        return label
    if len(label) > 59:  # a label with xn-- has at most 63 characters
        raise UnicodeError
    return idna.alabel(label).decode()
