"""The boundary to JSON: `load` and `dump` (cattrs lives here and nowhere else).

`load` takes what `json.loads` gives and is strict: no text is taken for a number, no unknown key
is passed over, and every problem is told at once, as a `DataError` with JSON Pointers and
without a single value. What a model checks when it is made is checked by the same functions
here, field by field.
"""

import datetime as dt
import re
from collections.abc import Callable
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints, overload

import attrs
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from icp_rules.accounts import Route
from icp_rules.assessment import REQUEST_KINDS, Assessment, FilingRequest, Request
from icp_rules.documents import Applicant, Requirement, SubmittedDocument
from icp_rules.findings import MESSAGES, Code, Finding
from icp_rules.identifiers import Credential, FilingNumber, mask
from icp_rules.rules import (
    AnyEdition,
    DataError,
    Edition,
    OwnEdition,
    Problem,
    Source,
    Text,
    argument,
    article,
    flag,
    member,
)
from icp_rules.sla import EMAIL_INITIALIZATION, ProcessingWindow, ServiceLevel
from icp_rules.subjects import Filing, FilingRegister, Subject, Website

__all__ = ["dump", "load"]

T = TypeVar("T")

MAX_DEPTH: Final = 32  #: levels of lists and objects
MAX_ITEMS: Final = 10_000  #: items of one list, keys of one object
MAX_NODES: Final = 200_000  #: values in all
MAX_TEXT: Final = 10_000  #: characters of one text; every field has a lower limit of its own

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?")
_OFFSET = re.compile("Z|[+-][0-9]{2}:[0-9]{2}")


# -- Reading ---------------------------------------------------------------------------------------


@overload
def load(data: Any, type: type[T]) -> T: ...
@overload
def load(data: Any, type: UnionType) -> Request: ...
def load(data: Any, type: Any) -> Any:
    """Read a model from JSON data.

    Args:
        data:
            What `json.loads` gives: objects, lists, texts, numbers, true, false, null.

        type:
            A public model, or `Request` for any of the four requests.

    Returns:
        The model.

    Raises:
        DataError: with every problem: JSON Pointer, code and what is needed instead; never a value
        of the data. TypeError: `type` is no model of icp_rules.

    >>> import icp_rules
    >>> icp_rules.load({"type": "organization", "roles": []}, icp_rules.Applicant).is_administrator
    False
    >>> icp_rules.load(  # doctest: +ELLIPSIS, +NORMALIZE_WHITESPACE
    ...     {"type": "organisation", "role": []}, icp_rules.Applicant
    ... )
    Traceback (most recent call last):
    icp_rules.rules.DataError: /type: not a known SubjectType; use one of:
        individual, organization [unknown_value]; ...
    """
    if type not in READABLE:
        raise TypeError("load reads the models of icp_rules and icp_rules.Request, no other type")
    problems = _outline(data)
    if not problems:
        try:
            return _CONVERTER.structure(data, type)
        except (BaseValidationError, DataError) as error:
            problems = _problems(error)
    # outside the except block: a __context__ would carry the values along
    raise DataError(problems)


def _outline(data: Any) -> list[Problem]:
    """Whether the data is JSON of a reasonable size at all; stops at the first breach of a limit,
    so that the work stays small.
    """
    stack: list[tuple[Any, str, int]] = [(data, "", 0)]
    nodes = 0
    while stack:
        value, pointer, depth = stack.pop()
        nodes += 1
        kind = type(value)
        if nodes > MAX_NODES or depth > MAX_DEPTH:
            return [
                Problem(
                    pointer,
                    "too_large",
                    f"at most {MAX_DEPTH} levels and {MAX_NODES} values are read",
                )
            ]
        if kind is dict or kind is list:
            if len(value) > MAX_ITEMS:
                return [Problem(pointer, "too_many", f"at most {MAX_ITEMS} items")]
            if kind is list:
                stack.extend((item, f"{pointer}/{i}", depth + 1) for i, item in enumerate(value))
            else:
                if not all(type(key) is str for key in value):
                    return [Problem(pointer, "wrong_type", "the keys of an object are text")]
                stack.extend((item, pointer + _key(key), depth + 1) for key, item in value.items())
        elif kind is str:
            if len(value) > MAX_TEXT:
                return [Problem(pointer, "too_long", f"at most {MAX_TEXT} characters")]
        elif value is not None and kind not in (bool, int, float):
            return [
                Problem(pointer, "wrong_type", f"JSON data is needed here, not {article(value)}")
            ]
    return []


def _key(key: str) -> str:
    """A key as part of a pointer. A key that does not look like one might be a value in the wrong
    place, so it is not repeated.
    """
    return f"/{key}" if re.fullmatch("[A-Za-z_]{1,40}", key) else "/…"


def _problems(error: BaseException) -> list[Problem]:
    if isinstance(error, DataError):
        return list(error.problems)
    if isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(a.name for a in attrs.fields(error.cl) if in_json(a))
        return [
            Problem(_key(k), "unknown_key", f"unknown key; known are: {known}")
            for k in sorted(error.extra_fields)
        ]
    if isinstance(error, KeyError):
        return [Problem("", "missing", "this is required")]
    if isinstance(error, BaseValidationError):
        return [
            Problem(_place(one) + p.pointer, p.code, p.message)
            for one in error.exceptions
            for p in _problems(one)
        ]
    raise error


def in_json(field: "attrs.Attribute[Any]") -> bool:
    """Whether a field of a model is a key of its object."""
    return field.init and field.metadata.get("json", True) is True


def _place(error: BaseException) -> str:
    """The field an error is about, where cattrs has noted one; items of lists are
    told of by `_list_hook`.
    """
    return next(
        (f"/{note.name}" for note in getattr(error, "__notes__", ()) if hasattr(note, "name")), ""
    )


def _text(value: Any) -> str:
    if type(value) is not str:
        raise DataError.of("wrong_type", f"text is needed here, not {article(value)}")
    return value


def _date(value: Any, _: Any = None) -> dt.date:
    if _DATE.fullmatch(_text(value)):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise DataError.of("bad_date", "a date is written 2018-02-14")


def _instant(value: Any, _: Any = None) -> dt.datetime:
    day, _, rest = _text(value).partition("T")
    offset = _OFFSET.search(rest)
    clock = rest[: offset.start()] if offset else rest
    if (
        _DATE.fullmatch(day)
        and _TIME.fullmatch(clock)
        and (offset is None or offset.end() == len(rest))
    ):
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None and moment.tzinfo is None:
            raise DataError.of(
                "naive_time", "a time needs its UTC offset, such as 2018-02-14T17:20:00+08:00"
            )
        if moment is not None:
            return moment
    raise DataError.of("bad_time", "a time is written 2018-02-14T17:20:00+08:00")


def _date_or_instant(value: Any, _: Any = None) -> dt.date | dt.datetime:
    return _instant(value) if "T" in _text(value) else _date(value)


def _exactly(wanted: type[Any], needed: str) -> Callable[[Any, Any], Any]:
    def check(value: Any, _: Any) -> Any:
        if type(value) is not wanted:
            raise DataError.of("wrong_type", f"{needed} is needed here, not {article(value)}")
        return value

    return check


def _is_list(type_: Any) -> bool:
    return get_origin(type_) in (tuple, frozenset)


def _list_hook(type_: Any) -> Callable[[Any, Any], Any]:
    """A JSON list into a tuple or a frozenset; a text or an object is no list."""
    container = get_origin(type_)
    (item, *_) = get_args(type_)

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise DataError.of("wrong_type", f"a list is needed here, not {article(value)}")
        good, problems = [], []
        for i, one in enumerate(value):
            try:
                good.append(_CONVERTER.structure(one, item))
            except (BaseValidationError, DataError) as error:
                problems += [
                    Problem(f"/{i}{p.pointer}", p.code, p.message) for p in _problems(error)
                ]
        if problems:
            raise DataError(problems)
        return container(good)

    return structure


def _model_hook(cls: type[Any]) -> Callable[[Any, Any], Any]:
    """A JSON object into a model. Each field is read by its type and then checked by the model's
    own converter, so that all fields are told of at once and none is checked differently here.
    """
    hints = get_type_hints(cls)

    def field_hook(field: "attrs.Attribute[Any]") -> Callable[[Any, Any], Any]:
        type_ = hints[field.name]
        convert: Any = field.converter

        def structure(value: Any, _: Any) -> Any:
            value = _CONVERTER.structure(value, type_)
            if convert is None:
                return value
            try:
                return convert(value)
            except DataError as error:
                problems = [
                    p._replace(pointer=p.pointer.removeprefix(f"/{field.name}"))
                    for p in error.problems
                ]
            raise DataError(problems)

        return structure

    fields = {f.name: override(struct_hook=field_hook(f)) for f in attrs.fields(cls) if in_json(f)}
    fields |= {
        f.name: override(omit=True) for f in attrs.fields(cls) if not f.metadata.get("json", True)
    }
    inner = make_dict_structure_fn(cls, _CONVERTER, _cattrs_forbid_extra_keys=True, **fields)  # type: ignore[arg-type]

    def structure(value: Any, type_: Any) -> Any:
        if type(value) is not dict:
            raise DataError.of("wrong_type", f"an object is needed here, not {article(value)}")
        return inner(value, type_)

    return structure


def _request(value: Any, _: Any) -> Any:
    if type(value) is not dict:
        raise DataError.of("wrong_type", f"an object is needed here, not {article(value)}")
    kinds = ", ".join(REQUEST_KINDS)
    if "kind" not in value:
        raise DataError.of("missing", f"this is required; one of: {kinds}", "/kind")
    kind = value["kind"]
    if type(kind) is not str or kind not in REQUEST_KINDS:
        raise DataError.of(
            "unknown_value", f"not a known kind of request; use one of: {kinds}", "/kind"
        )
    return _CONVERTER.structure(value, REQUEST_KINDS[kind])


def _one_request(cls: type[Any]) -> Callable[[Any, Any], Any]:
    """A request by its own type; its "kind" may be given and must then be right."""
    kind = next(name for name, known in REQUEST_KINDS.items() if known is cls)
    read = _filing_request if cls is FilingRequest else _model_hook(cls)

    def structure(value: Any, type_: Any) -> Any:
        if type(value) is dict and "kind" in value:
            if value["kind"] != kind:
                raise DataError.of(
                    "unknown_value", f"this kind of request is called {kind}", "/kind"
                )
            value = {k: v for k, v in value.items() if k != "kind"}
        return read(value, type_)

    return structure


def _filing_request(value: Any, _: Any) -> Any:
    return FilingRequest(_CONVERTER.structure(value, Filing))


def _filing_number(value: Any, _: Any) -> FilingNumber:
    return FilingNumber.parse(_text(value))


def _register(value: Any, _: Any) -> FilingRegister:
    if type(value) is not dict or set(value) != {"filings"}:
        raise DataError.of("wrong_type", "an object with the one key filings is needed here")
    try:
        return FilingRegister.of(_CONVERTER.structure(value["filings"], tuple[Filing, ...]))
    except (BaseValidationError, DataError) as error:
        problems = [p._replace(pointer="/filings" + p.pointer) for p in _problems(error)]
    raise DataError(problems)


def _clock(value: Any, _: Any) -> dt.time:
    if not _TIME.fullmatch(_text(value)):
        raise DataError.of("bad_time", "a time of day is written 17:00:00")
    try:
        return dt.time.fromisoformat(value)
    except ValueError:
        pass
    raise DataError.of("bad_time", "a time of day is written 17:00:00")


def _code(value: Any, _: Any) -> Code:
    if type(value) is not str or value not in MESSAGES:
        raise DataError.of("unknown_value", "not a known code of a finding")
    return value  # type: ignore[return-value]


# -- Writing ---------------------------------------------------------------------------------------


def dump(value: Any, masked: bool = False) -> Any:
    """A model as JSON data: objects, lists, texts, numbers, true, false, null;
    `load` reads it back.

    Args:
        value:
            The model.

        masked:
            Whether to mask identity numbers, for logs and screens; `load` refuses a masked number.
            Otherwise they are given in full here, and only here.

    Raises:
        DataError: `masked` is neither true nor false.
        TypeError: the value is no model of icp_rules.

    >>> import icp_rules
    >>> icp_rules.dump(icp_rules.Applicant("individual"))
    {'type': 'individual', 'roles': [], 'id_credential': 'resident_id_card'}
    >>> icp_rules.dump(icp_rules.Credential("organization_code", "79965505-8"), masked=True)
    {'kind': 'organization_code', 'number': '…'}
    """
    if type(value) not in READABLE:
        raise TypeError("dump writes the models of icp_rules, no other value")
    return plain(value, argument("masked", flag, masked))


def plain(value: Any, masked: bool = False) -> Any:
    """A value of a field as JSON data."""
    kind = type(value)
    if kind in (str, int, bool, NoneType):
        return value
    if isinstance(value, Enum | OwnEdition):
        return value.value
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    if kind is FilingNumber:
        return str(value)
    if kind is tuple:
        return [plain(one, masked) for one in value]
    if kind is frozenset:  # of terms of one vocabulary: in its order, front before back
        return [one.value for cls in {type(one) for one in value} for one in cls if one in value]
    if kind is FilingRegister:
        return {"filings": [plain(filing, masked) for filing in value]}
    if kind is FilingRequest:
        return {"kind": "filing", **plain(value.filing, masked)}
    out = {f.name: plain(getattr(value, f.name), masked) for f in attrs.fields(kind) if in_json(f)}
    if kind is ProcessingWindow and value.level == EMAIL_INITIALIZATION:
        del out["level"]  # the one level the FAQ knows goes without saying
    if kind is Credential and masked:
        out["number"] = mask(value.number)
    for name, request in REQUEST_KINDS.items():
        if kind is request:
            return {"kind": name, **out}
    return out


# -- Putting it together ---------------------------------------------------------------------------

#: What `load` reads and `dump` writes.
READABLE: Final[tuple[Any, ...]] = (
    Request,
    *REQUEST_KINDS.values(),
    Assessment,
    Finding,
    Requirement,
    Applicant,
    SubmittedDocument,
    ProcessingWindow,
    ServiceLevel,
    Route,
    Filing,
    FilingRegister,
    Subject,
    Website,
    Credential,
    FilingNumber,
    Source,
    Text,
)


def _converter() -> Converter:
    made = Converter()
    made.register_structure_hook_factory(attrs.has, _model_hook)
    made.register_structure_hook_factory(_is_list, _list_hook)
    made.register_structure_hook_factory(lambda t: t in REQUEST_KINDS.values(), _one_request)
    for predicate, hook in (
        (lambda t: t == dt.datetime | dt.date, _date_or_instant),
        (lambda t: t == Code, _code),
        (lambda t: t == AnyEdition, lambda value, _: member(Edition, value)),
        (lambda t: t is FilingNumber, _filing_number),
        (lambda t: t is FilingRegister, _register),
        (lambda t: t == Request, _request),
    ):
        made.register_structure_hook_func(predicate, hook)
    # By class, since cattrs has hooks of its own for these; the hook of str is
    # asked for every Term too.
    for cls, by_class in (
        (str, lambda value, type_: _text(value) if type_ is str else member(type_, value)),
        (int, _exactly(int, "a whole number")),
        (bool, _exactly(bool, "true or false")),
        (dt.date, _date),
        (dt.datetime, _instant),
        (dt.time, _clock),
    ):
        made.register_structure_hook(cls, by_class)
    return made


_CONVERTER: Final = _converter()
