"""Reading and writing JSON: `load`, `loads` and `dump`. Only this module uses cattrs.

`load` takes what `json.loads` returns and is strict: it never reads text as a number and never
ignores an unknown key. If the data is invalid, it raises one `DataError`. The error lists every
problem with its JSON Pointer and contains no input value. `load` checks each field with the same
converter as the constructor of the model.
"""

import datetime as dt
import json
import re
from collections.abc import Callable
from functools import cache, partial
from operator import attrgetter, methodcaller
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints, overload

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from icp_rules.accounts import Route
from icp_rules.assessment import REQUEST_KINDS, Assessment, FilingRequest, Request
from icp_rules.documents import Applicant, Requirement, SubmittedDocument
from icp_rules.errors import DataError, Problem
from icp_rules.fields import argument, article, encoding_effort, flag, member
from icp_rules.fields import name as own_id
from icp_rules.findings import MESSAGES, Code, Finding
from icp_rules.identifiers import Credential, FilingNumber, as_filing_number, mask
from icp_rules.register import FilingRegister
from icp_rules.rules import AnyEdition, Edition, OwnEdition, Source
from icp_rules.sla import EMAIL_INITIALIZATION, ProcessingWindow, ServiceLevel
from icp_rules.subjects import Filing, Subject, Website
from icp_rules.vocabulary import Term, Text

__all__ = ["dump", "load", "loads"]

T = TypeVar("T")

MAX_DEPTH: Final = 32  #: levels of lists and objects
MAX_ITEMS: Final = 10_000  #: items of one list, keys of one object
MAX_NODES: Final = 200_000  #: values in the whole data
MAX_TEXT: Final = 10_000  #: characters of one text; many fields allow fewer

#: characters in total of all domains that have to be encoded; encoding that many takes 0.4 s
MAX_ENCODED: Final = 10_000

#: The value of "kind" in JSON, by the class of the request.
_KINDS: Final = {cls: kind for kind, cls in REQUEST_KINDS.items()}


def _keys(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cls) if in_json(field))


def in_json(field: "attrs.Attribute[Any]") -> bool:
    """Whether this field of a model is a key in the JSON object of the model."""
    return field.init and field.metadata.get("json", True) is True


# -- Reading ---------------------------------------------------------------------------------------


@overload
def load(data: Any, type: type[T]) -> T: ...
@overload
def load(data: Any, type: UnionType) -> Request: ...
def load(data: Any, type: Any) -> Any:
    """Read a model from JSON data.

    `load` does not check whether the calendar covers the days in the data. So `assess` can raise
    `BeyondHorizon` for a request that `load` has accepted.

    Args:
        data:
            What `json.loads` returns: a dictionary, a list, a string, a number, True, False or
            None.

        type:
            The class of a model, such as `Filing`; `Request` for any of the five types of request;
            or a list of these, such as `list[Filing]`. For `Request`, the data must have the key
            "kind", which says which request it is.

    Returns:
        The model, or the list of models.

    Raises:
        DataError: the data is invalid. The error lists every problem, each with its JSON Pointer,
            its code and what was expected. The error contains no input value. If the data is too
            large, the error lists only that problem.
        TypeError: `load` cannot read this `type`.

    >>> import icp_rules
    >>> data = {"kind": "recovery", "knows_account": True, "can_retrieve_password": False}
    >>> icp_rules.load(data, icp_rules.Request)
    RecoveryRequest(knows_account=True, can_retrieve_password=False)
    >>> icp_rules.load({"type": "organization", "roles": []}, icp_rules.Applicant).is_administrator
    False
    >>> icp_rules.load(  # doctest: +ELLIPSIS, +NORMALIZE_WHITESPACE
    ...     {"type": "organisation", "role": []}, icp_rules.Applicant
    ... )
    Traceback (most recent call last):
    icp_rules.errors.DataError: /type: not a known SubjectType; use one of:
        individual, organization [unknown_value]; ...
    """
    if isinstance(data, str | bytes) and type is not FilingNumber:
        raise DataError.of(
            "wrong_type", "this is text, not data: pass json.loads(text), or use loads"
        )
    if type not in READABLE and not _is_list_of_models(type):
        raise TypeError("load reads the models of icp_rules and icp_rules.Request, no other type")
    if type not in READABLE:
        _outline(data)  # the quick reader checks the limits of each model, but not of the list
    try:
        return _quick_reader(type)(data, type)
    except Exception:  # noqa: S110 - the careful reader reports what is wrong
        pass
    if type in READABLE:
        _outline(data)
    return _CAREFUL.structure(data, type)


#: How long an object, a list or a text may be; the code and the message for a longer one.
_LIMITS: Final[dict[type, tuple[int, str, str]]] = {
    dict: (MAX_ITEMS, "too_many", f"at most {MAX_ITEMS} items"),
    list: (MAX_ITEMS, "too_many", f"at most {MAX_ITEMS} items"),
    str: (MAX_TEXT, "too_long", f"at most {MAX_TEXT} characters"),
}


def _outline(data: Any) -> None:
    """Raise `DataError` at the first value that is not JSON data or is too large."""
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(data, ())]
    nodes = encoded = 0
    wrong: tuple[str, str] | None = None
    while stack:
        value, place = stack.pop()
        nodes += 1
        kind = type(value)
        encoded += encoding_effort(value) if kind is str and place[-1:] == ("domain",) else 0
        if nodes > MAX_NODES or len(place) > MAX_DEPTH:
            wrong = "too_large", f"at most {MAX_DEPTH} levels and {MAX_NODES} values are read"
        elif kind in _LIMITS and len(value) > _LIMITS[kind][0]:
            wrong = _LIMITS[kind][1:]
        elif encoded > MAX_ENCODED:
            wrong = (
                "too_large",
                f"at most {MAX_ENCODED} characters in total in domains that need encoding (xn--)",
            )
        elif kind is list:
            stack.extend([(one, (*place, i)) for i, one in enumerate(value)])
        elif kind is dict and all(isinstance(key, str) for key in value):
            stack.extend([(one, (*place, key)) for key, one in value.items()])
        elif kind is dict:
            wrong = "wrong_type", "the keys of an object must be text"
        elif kind not in (str, NoneType, bool, int, float):
            wrong = "wrong_type", f"expected JSON data, got {article(value)}"
        if wrong:
            raise DataError.of(*wrong, "".join(map(_key, place)))


def _key(key: str | int) -> str:
    """A key as part of a pointer.

    A key that does not look like a key might be a value in the wrong place, so it becomes "…".
    """
    return f"/{key}" if isinstance(key, int) or re.fullmatch("[A-Za-z_]{1,40}", key) else "/…"


# -- JSON text -------------------------------------------------------------------------------------


@overload
def loads(text: str | bytes, type: type[T]) -> T: ...
@overload
def loads(text: str | bytes, type: UnionType) -> Request: ...
def loads(text: str | bytes, type: Any) -> Any:
    """Read a model from JSON text.

    It is stricter than `json.loads`: duplicate keys, NaN and Infinity are errors. A byte order mark
    at the beginning is ignored.

    Args:
        text:
            JSON as a string, or as bytes in UTF-8.

        type:
            The class of a model, `Request`, or a list of these, as for `load`.

    Returns:
        The model, or the list of models.

    Raises:
        DataError: the data is invalid, as for `load`, or the text is not JSON. If the JSON syntax
            is wrong, the message has the line and the column.
        TypeError: `loads` cannot read this `type`.

    >>> loads('{"type": "organization", "roles": []}', Applicant).is_administrator
    False
    """
    return load(_parsed(text), type)


def _parsed(text: str | bytes) -> Any:
    if not isinstance(text, str | bytes):
        raise DataError.of("wrong_type", f"expected JSON text, got {article(text)}", "/text")
    try:
        written = text if isinstance(text, str) else text.decode()
        return json.loads(
            written.removeprefix("\ufeff"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except DataError:
        raise
    except UnicodeDecodeError:
        code, message = "bad_encoding", "the text is not UTF-8"
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        code, message = "bad_json", f"not JSON: {error.msg} at {where}"
    except (ValueError, RecursionError):
        code, message = "bad_json", "a number is too long or the nesting too deep"
    raise DataError.of(code, message)  # outside the except block, so __context__ holds no value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DataError.of("duplicate_key", "duplicate key in an object")
    return found


def _no_constant(_: str) -> None:
    raise DataError.of("bad_json", "NaN and Infinity are not valid JSON")


def _exactly(wanted: type[T], value: Any) -> T:
    """The value, if it has exactly this JSON type: text is not a number, and true is not 1."""
    if type(value) is wanted:
        return value
    raise DataError.of("wrong_type", f"expected {article(wanted())}, got {article(value)}")


def _int(value: Any) -> Any:
    """Convert a number such as 2.0 to the whole number 2, since JSON does not distinguish them."""
    return int(value) if type(value) is float and value.is_integer() else value


#: How a date or a time is written; the code and the message for anything else.
_WRITTEN: Final[dict[Any, tuple[re.Pattern[str], str, str]]] = {
    dt.date: (
        re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        "bad_date",
        "expected a date such as 2018-02-14",
    ),
    dt.time: (
        re.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"),
        "bad_time",
        "expected a time of day such as 17:00:00",
    ),
    dt.datetime: (
        re.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
            "(Z|[+-][0-9]{2}:[0-9]{2})?"
        ),
        "bad_time",
        "expected a time such as 2018-02-14T17:20:00+08:00",
    ),
}


def _day_or_time(value: Any, cls: Any) -> Any:
    shape, code, message = _WRITTEN[cls]
    if shape.fullmatch(_exactly(str, value)):
        try:
            return cls.fromisoformat(value)
        except ValueError:
            pass  # such as 2018-02-30; raised below, so that __context__ holds no value
    raise DataError.of(code, message)


def _instant(value: Any, _: Any = None) -> dt.datetime:
    moment: dt.datetime = _day_or_time(value, dt.datetime)
    if moment.tzinfo is not None:
        return moment
    raise DataError.of(
        "naive_time", "expected a time with a UTC offset, such as 2018-02-14T17:20:00+08:00"
    )


def _day_or_instant(value: Any, _: Any) -> dt.date:
    return _instant(value) if "T" in _exactly(str, value) else _day_or_time(value, dt.date)


def _code(value: Any, _: Any) -> Any:
    if type(value) is str and value in MESSAGES:
        return value
    raise DataError.of("unknown_value", "not a known code of a finding")


def _edition(value: Any, _: Any) -> Edition | str:
    """A published edition, or the id of your own edition, whose rules are not in the JSON."""
    id = own_id(value)
    return next((one for one in Edition if one == id), id)


def _text_or_term(value: Any, type_: Any) -> Any:
    if type(value) is str and len(value) > MAX_TEXT:
        raise ValueError  # only the quick reader comes here; `_outline` says what is wrong
    return _exactly(str, value) if type_ is str else member(type_, _int(value))


def _is_list(type_: Any) -> bool:
    return get_origin(type_) in (list, tuple, frozenset)


def _is_list_of_models(type_: Any) -> bool:
    item, *rest = get_args(type_) or [None]
    return get_origin(type_) in (list, tuple) and item in READABLE and rest in ([], [...])


def _list_hook(type_: Any) -> Callable[[Any, Any], Any]:
    """The function that reads a JSON list into a container, such as a tuple or a frozenset."""
    container: Any = get_origin(type_)
    item = get_args(type_)[0]

    def structure(value: Any, _: Any) -> Any:
        good, problems = [], []
        for i, one in enumerate(_exactly(list, value)):
            try:
                good.append(_CAREFUL.structure(one, item))
            except DataError as error:
                problems += error.under(f"/{i}")
        if problems:
            raise DataError(problems)
        return container(good)

    return structure


def _model_hook(cls: type[Any], *more: str) -> Callable[[Any, Any], Any]:
    """The function that reads a JSON object into a model. `more` are keys that the caller reads.

    The function reads each field by its type, checks it with the model's own converter, and reports
    the problems of all fields at once.
    """
    types = get_type_hints(cls)
    fields = {field.name: field for field in attrs.fields(cls) if in_json(field)}
    hooks = {name: _CAREFUL.get_structure_hook(types[name]) for name in fields}
    unknown = f"unknown key; the keys are: {', '.join((*more, *fields))}"

    def structure(value: Any, _: Any) -> Any:
        strays = sorted(_exactly(dict, value).keys() - fields.keys())
        good: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, field in fields.items():
            check: Any = field.converter
            if name in value:
                try:
                    one = argument(name, hooks[name], value[name], types[name])
                    good[name] = check(one) if check else one
                except DataError as error:
                    problems += error.problems
            elif field.default is attrs.NOTHING:
                problems.append(Problem(f"/{name}", "missing", "this is required"))
        problems += [Problem(_key(key), "unknown_key", unknown) for key in strays]
        if problems:
            raise DataError(problems)
        return cls(**good)

    return structure


def _request_hook(cls: type[Any]) -> Callable[[Any, Any], Any]:
    """The function that reads a request of one class. The key "kind" may be left out."""
    kind, read = _KINDS[cls], _model_hook(Filing if cls is FilingRequest else cls, "kind")

    def structure(value: Any, type_: Any) -> Any:
        if _exactly(dict, value).get("kind", kind) != kind:
            raise DataError.of(
                "unknown_value", f"expected {kind}; this key can also be left out", "/kind"
            )
        request = read({key: one for key, one in value.items() if key != "kind"}, type_)
        return FilingRequest(request) if cls is FilingRequest else request

    return structure


def _request(value: Any, _: Any) -> Any:
    """Read a request of any kind."""
    kinds = ", ".join(REQUEST_KINDS)
    if "kind" not in _exactly(dict, value):
        raise DataError.of("missing", f"this is required; one of: {kinds}", "/kind")
    kind = value["kind"]
    if type(kind) is str and kind in REQUEST_KINDS:
        return _CAREFUL.structure(value, REQUEST_KINDS[kind])
    raise DataError.of(
        "unknown_value", f"not a known kind of request; use one of: {kinds}", "/kind"
    )


def _register(value: Any, _: Any) -> FilingRegister:
    if type(value) is dict and set(value) == {"filings"}:
        filings = argument("filings", _CAREFUL.structure, value["filings"], tuple[Filing, ...])
        return FilingRegister.of(filings)
    raise DataError.of("wrong_type", 'expected an object with the single key "filings"')


#: The types that are not read field by field, and how to read them. The hook of `str` reads terms
#: too.
_HOOKS: Final[dict[Any, Callable[[Any, Any], Any]]] = {
    str: _text_or_term,
    int: lambda value, _: _exactly(int, _int(value)),
    bool: lambda value, _: _exactly(bool, value),
    dt.date: _day_or_time,
    dt.time: _day_or_time,
    dt.datetime: _instant,
    dt.datetime | dt.date: _day_or_instant,
    Code: _code,
    AnyEdition | str: _edition,
    FilingNumber: lambda value, _: as_filing_number(value),
    FilingRegister: _register,
    Request: _request,
}


def _careful() -> Converter:
    """The careful reader, which reports every problem."""
    made = Converter()
    made.register_structure_hook_factory(attrs.has, lambda cls: _model_hook(cls))
    made.register_structure_hook_factory(_is_list, _list_hook)
    made.register_structure_hook_factory(lambda type_: type_ in _KINDS, _request_hook)
    return _with_hooks(made)


def _with_hooks(made: Converter) -> Converter:
    made.register_structure_hook_factory(lambda type_: type_ in _HOOKS, lambda type_: _HOOKS[type_])
    for cls in (str, int, bool):  # replaces the hooks of cattrs, which would go first
        made.register_structure_hook(cls, _HOOKS[cls])
    return made


# -- The quick reader ------------------------------------------------------------------------------


def _quick() -> Converter:
    """The quick reader for valid data, made of functions that cattrs generates.

    It reads each field once. If it succeeds, the careful reader would return the same value. If it
    fails, the careful reader reports why.
    """
    made = Converter(detailed_validation=False, prefer_attrib_converters=True)
    made.register_structure_hook_factory(attrs.has, _quick_model)
    made.register_structure_hook_factory(_is_list, _quick_list)
    made = _with_hooks(made)
    made.register_structure_hook(Term, _quick_term)
    made.register_structure_hook_func(lambda type_: type_ is Request, _quick_request)
    made.register_structure_hook_func(lambda type_: type_ is FilingRegister, _quick_register)
    return made


@cache
def _quick_reader(type_: Any) -> Callable[[Any, Any], Any]:
    return _QUICK.get_structure_hook(type_)


def _quick_term(value: Any, cls: Any) -> Any:
    return (type(value) is str and cls.of_value(value)) or member(cls, _exactly(int, value))


def _quick_model(cls: type[Any]) -> Callable[[Any, Any], Any]:
    model, kind = Filing if cls is FilingRequest else cls, _KINDS.get(cls)
    types, names = get_type_hints(model), _keys(model)
    known = {*names} if kind is None else {*names, "kind"}
    changed: dict[str, Any] = {}
    for field in attrs.fields(model):
        if field.name not in names:
            changed[field.name] = override(omit=True)
        elif not (field.converter and _is_scalar(types[field.name])):
            hook = _QUICK.get_structure_hook(types[field.name])
            changed[field.name] = override(struct_hook=hook)
    read: Any = make_dict_structure_fn(model, _QUICK, **changed)

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not dict or not value.keys() <= known:
            raise TypeError
        if kind is not None and value.get("kind", kind) != kind:
            raise ValueError
        return FilingRequest(read(value)) if cls is FilingRequest else read(value)

    return structure


def _is_scalar(type_: Any) -> bool:
    """Whether JSON can contain the values of a type as they are, without a hook."""
    return {str, int, bool, NoneType}.issuperset(get_args(type_) or [type_])


#: The longest list that the quick reader reads, so that the domains of a filing stay below
#: `MAX_ENCODED`. The careful reader reads longer lists.
_FEW: Final = MAX_ENCODED // 253


def _quick_list(type_: Any) -> Callable[[Any, Any], Any]:
    container: Any = get_origin(type_)
    item = get_args(type_)[0]
    read = _QUICK.get_structure_hook(item)

    def structure(values: Any, _: Any) -> Any:
        if len(_exactly(list, values)) > _FEW:
            raise ValueError
        return container([read(one, item) for one in values])

    return structure


def _quick_request(value: Any, _: Any) -> Any:
    cls: Any = REQUEST_KINDS[value["kind"]]
    return _quick_reader(cls)(value, None)


def _quick_register(_value: Any, _: Any) -> Any:
    raise TypeError  # a register may be long, so the careful reader reads it


# -- Writing ---------------------------------------------------------------------------------------


def dump(value: Any, masked: bool = False) -> Any:
    """Convert a model to JSON data that `json.dumps` can write and `load` can read.

    Args:
        value:
            The model, or a list or tuple of models.

        masked:
            Whether to mask the numbers of credentials, for logs and screens. `load` refuses a
            masked number. By default, the numbers are written in full.

    Returns:
        A value made of dictionaries, lists, strings, numbers, True, False and None. A list or tuple
        of models becomes a list.

    Raises:
        DataError: `masked` is neither true nor false.
        TypeError: `dump` cannot write this value.

    >>> import icp_rules
    >>> icp_rules.dump(icp_rules.Applicant("individual"))
    {'type': 'individual', 'roles': [], 'id_credential': 'resident_id_card'}
    >>> icp_rules.dump(icp_rules.Credential("organization_code", "12345678-8"), masked=True)
    {'kind': 'organization_code', 'number': '…'}
    """
    if type(value) in (list, tuple):
        return [dump(one, masked) for one in value]
    if type(value) not in _READABLE:
        raise TypeError("dump writes the models of icp_rules, no other value")
    return plain(value, argument("masked", flag, masked))


def plain(value: Any, masked: bool = False) -> Any:
    """Convert the value of a field to JSON data."""
    return _WRITERS[masked].unstructure(value)


def _in_order(terms: frozenset[Term]) -> list[str]:
    """The values of some terms, in the order of their vocabulary, such as front before back."""
    return [one.value for cls in {type(one) for one in terms} for one in cls if one in terms]


def _writer(masked: bool) -> Converter:
    """The converter for writing. Its functions, generated by cattrs, read each field once."""
    made = Converter()
    made.register_unstructure_hook_factory(attrs.has, partial(_model_writer, made, masked))
    made.register_unstructure_hook_factory(_is_tuple, partial(_list_writer, made))
    for is_one, write in _SCALAR_WRITERS.items():
        made.register_unstructure_hook_func(is_one, write)
    # by class, because cattrs prefers its own hook for text to a hook with a predicate
    made.register_unstructure_hook(Term, attrgetter("_value_"))
    made.register_unstructure_hook(
        FilingRegister, lambda register: {"filings": [made.unstructure(one) for one in register]}
    )
    return made


#: How to write the values that are neither models nor tuples.
_SCALAR_WRITERS: Final[dict[Callable[[Any], bool], Callable[[Any], Any]]] = {
    lambda type_: type_ in (AnyEdition | str, OwnEdition): str,
    lambda type_: type_ in (*_WRITTEN, dt.datetime | dt.date): methodcaller("isoformat"),
    lambda type_: type_ is FilingNumber: str,
    lambda type_: type_ == Code: str,
    lambda type_: frozenset in (type_, get_origin(type_)): _in_order,
}


def _is_tuple(type_: Any) -> bool:
    return tuple in (type_, get_origin(type_))


def _list_writer(made: Converter, type_: Any) -> Callable[[Any], Any]:
    items = get_args(type_)
    write = made.get_unstructure_hook(items[0]) if items else made.unstructure
    return lambda values: [write(one) for one in values]


def _model_writer(made: Converter, masked: bool, cls: type[Any]) -> Callable[[Any], Any]:
    names = _keys(cls)
    changed: dict[str, Any] = {
        one.name: override(omit=True) for one in attrs.fields(cls) if one.name not in names
    }
    if cls is Credential and masked:
        changed["number"] = override(unstruct_hook=mask)
    write: Callable[[Any], Any] = make_dict_unstructure_fn(cls, made, **changed)
    if cls is FilingRequest:
        return lambda asked: {"kind": _KINDS[cls], **made.unstructure(asked.filing)}
    if cls in _KINDS:
        return lambda asked: {"kind": _KINDS[cls], **write(asked)}
    if cls is ProcessingWindow:  # the FAQ's service level is the default, so it is left out
        brief: Any = make_dict_unstructure_fn(cls, made, level=override(omit=True))
        write = partial(_written_window, brief, write)
    return write


def _written_window(
    brief: Callable[[Any], Any], write: Callable[[Any], Any], window: ProcessingWindow
) -> Any:
    usual = window.level is EMAIL_INITIALIZATION or window.level == EMAIL_INITIALIZATION
    return brief(window) if usual else write(window)


# -- Putting it together ---------------------------------------------------------------------------

#: The types that `load` reads and `dump` writes.
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

_READABLE: Final = frozenset(READABLE)
_CAREFUL: Final = _careful()
_QUICK: Final = _quick()
_WRITERS: Final = {masked: _writer(masked) for masked in (False, True)}
