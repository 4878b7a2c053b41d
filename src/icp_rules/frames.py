"""Functions for whole data frames (数据表): conflicts, windows, documents and subject keys.

Each function takes a frame of pandas, Polars, PyArrow, DuckDB, Dask or PySpark and returns a frame
of the same engine. If the frame is lazy, so is the result. Only `canonical_keys` refuses lazy
frames. The answers are the same as those of the functions for single values.

If something is wrong with the frame, a function raises `DataError` before it computes anything. For
example, a column of datetimes without a time zone is refused as a whole. A pandas column of Python
datetimes (dtype `object`) is refused too. If the datetimes have a time zone, convert the column
with `pandas.to_datetime(..., utc=True)`.

If something is wrong with a row, the row has no answer, and its column `problem` has a code:

- `missing`: a value in an input column is null.
- `unknown_value`: a value, such as a province, is not one of the allowed values.
- `beyond_horizon` (`add_processing_windows` only): the calendar does not cover the window, or
  `strict` is true and the window is only projected.
- `wrong_kind` (`add_required_documents` only): the credential is not a person's credential.
- `empty`, `masked`, `too_long`, `damaged` or `forbidden_character` (`canonical_keys` only): the
  number cannot be read.

In all other rows, `problem` is null. Instead of `problem`, the frame that `find_conflicts` returns
has a column `code`.

Two columns must not have names that differ only in upper and lower case, and the frame must not
already have a column that the function adds. All functions except `find_conflicts` add the column
`problem`. So rename `problem` before the next call, in pandas with
`.rename(columns={"problem": "key_problem"})`.

Install with `pip install icp-rules[frames]`.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import Any, Final, TypeVar, cast

import attrs

from icp_rules.documents import Applicant, ApplicantRole, required_documents
from icp_rules.errors import DataError, Problem
from icp_rules.fields import BREAKS, INVISIBLE, SPACES, argument, article, flag, instance
from icp_rules.identifiers import Credential, CredentialKind, SubjectType
from icp_rules.provinces import EntityLeader, Province, ServiceLeader, filing_documents_ruling
from icp_rules.rules import BOTH, DEFAULT_EDITION, AnyEdition, as_edition
from icp_rules.sla import EMAIL_INITIALIZATION, ServiceLevel, processing_window
from icp_rules.vocabulary import Term
from icp_rules.workdays import BeyondHorizon, WorkingCalendar, china_calendar

try:
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import DuplicateError
except ImportError as _missing:
    raise ImportError(
        "icp_rules.frames needs narwhals 2 or later: pip install icp-rules[frames]"
    ) from _missing

__all__ = [
    "add_filing_documents",
    "add_processing_windows",
    "add_required_documents",
    "canonical_keys",
    "find_conflicts",
]

FrameT = TypeVar("FrameT")

_EPOCH: Final = dt.date(1970, 1, 1)
_DAY: Final = 86_400_000_000  # microseconds
_SPARK: Final = (nw.Implementation.PYSPARK, nw.Implementation.PYSPARK_CONNECT)


# -- Checks of a frame -----------------------------------------------------------------------------


def _opened(
    frame: object, columns: Mapping[str, str], added: Iterable[str] = ()
) -> tuple[Any, dict[str, Any]]:
    """The frame and the types of its columns, or `DataError` if the frame does not fit.

    `columns` maps each parameter to the column that the caller named. `added` lists the columns
    that the answer adds. No message repeats a name from the frame, because the names can be
    values: if a file has no header, they are the values of its first row.
    """
    opened, types = _read(frame)
    expected = (
        f"expected the name of one of the frame's {len(types)} columns, with the same upper and "
        "lower case; if the file has no header, name its columns first"
    )
    problems = [
        Problem(f"/{parameter}", "unknown_value", expected)
        for parameter, column in columns.items()
        if type(column) is not str or column not in types
    ]
    if not problems and len(set(columns.values())) < len(columns):
        problems = [
            Problem(f"/{list(columns)[-1]}", "wrong_kind", "the same column is named twice")
        ]
    has = "the frame already has one, in upper or lower case; rename yours"
    problems += [
        Problem("/frame", "wrong_kind", f"the answer adds a column named {one}, and {has}")
        for one in added
        if one in map(_folded, types)
    ]
    if not problems and opened.implementation in _SPARK:
        used = "".join(types if added else columns.values())
        if "." in used or "`" in used:  # Spark's own error would list the names
            message = "Spark reads a dot or backtick in a name as syntax; rename the column"
            problems = [Problem("/frame", "wrong_kind", message)]
    if problems:
        raise DataError(problems)
    return opened, types


def _read(frame: object) -> tuple[Any, dict[str, Any]]:
    """The frame and the types of its columns, or `DataError` if two columns have the same name.

    It also raises `DataError` if `frame` is not a frame.
    """
    try:
        # raises TypeError if it is not a frame
        opened: Any = nw.from_native(frame)
        names = [*map(_folded, opened.columns)]
        if len({*names}) == len(names):
            return opened, dict(opened.collect_schema())
        twice = True
    except (DuplicateError, TypeError) as error:
        twice = isinstance(error, DuplicateError)
    engines = "pandas, Polars, PyArrow, DuckDB, Dask or PySpark"
    raise DataError.of(
        "wrong_type",
        "two columns have the same name, or names that differ only in case; rename one"
        if twice
        else f"expected a frame of {engines}, got {article(frame)}",
        "/frame",
    )


def _folded(name: object) -> object:
    """A name as DuckDB and Spark compare it, ignoring case."""
    return name.casefold() if isinstance(name, str) else name


def _stored(opened: Any, column: str) -> str:
    """The engine's own name for the type of a column; empty for Polars and Spark.

    It is needed because narwhals has only one name for some types that differ.
    """
    native = opened.to_native()
    match opened.implementation:
        case nw.Implementation.PYARROW:
            return str(native.schema.field(column).type)
        case nw.Implementation.PANDAS | nw.Implementation.DASK:
            return str(native.dtypes[column])
        case nw.Implementation.DUCKDB:
            return str(native.types[native.columns.index(column)])
    return ""


def _sort(opened: Any, column: str) -> str:
    """What kind of values a pandas column of objects has; empty for other columns."""
    native = opened.to_native()
    if opened.implementation is not nw.Implementation.PANDAS or native[column].dtype != object:
        return ""
    values = native[column].dropna()
    kinds = set(map(type, values))  # exact types: a datetime is a date, too
    if kinds and all(issubclass(kind, dt.datetime) for kind in kinds):
        return "datetimes" if all(one.tzinfo for one in values) else "naive"
    if len(kinds) != 1:
        return "others" if kinds else "nothing"
    return {str: "text", dt.date: "dates"}.get(kinds.pop(), "others")


#: The name of each column type, and how to convert a column to it.
_TYPES: Final = {
    nw.String: ("text", "cast it to string and keep the leading zeros"),
    nw.Boolean: (
        "true and false",
        "in pandas, convert a column of objects with column.mask(column.isna()).astype('boolean')",
    ),
}


def _check(opened: Any, types: Mapping[str, Any], columns: Mapping[str, str], wanted: Any) -> None:
    """Raise `DataError` for columns that are not of the type `wanted`, one of `_TYPES`."""
    name, advice = _TYPES[wanted]
    problems = []
    for parameter, column in columns.items():
        type_, sort = types[column], _sort(opened, column)
        # narwhals reports text with a null other than None as objects
        fits = sort in ("text", "nothing") if sort and wanted == nw.String else type_ == wanted
        view = _stored(opened, column).startswith("string_view")  # PyArrow cannot compare it
        if view or not fits:  # only the name of the type, because its categories are values
            got = "string_view" if view else type_.base_type().__name__
            message = f"expected a column of {name}, got one of {got}; {advice}"
            problems.append(Problem(f"/{parameter}", "wrong_type", message))
    if problems:
        raise DataError(problems)


def _tried(ask: Callable[..., Any], *values: Any) -> tuple[Any, str | None]:
    """The answer of a function for these values, or the code of the `DataError` it raises."""
    try:
        return ask(*values), None
    except DataError as error:
        return None, error.problems[0].code


# -- Conflicts -------------------------------------------------------------------------------------

#: A pattern for a visible character, which is neither blank nor invisible. It contains the
#: characters themselves, because each engine has its own escapes. It leaves out lone surrogates,
#: because no engine can store them.
_VISIBLE: Final = "[^{}]".format(
    re.sub(
        r"\\u(....)",
        lambda found: chr(int(found[1], 16)),
        (SPACES + BREAKS + INVISIBLE).replace(r"\uD800-\uDFFF", ""),
    )
)


def find_conflicts(frame: FrameT, account: str = "account", subject: str = "subject") -> FrameT:
    """Find the filings that together break the rule "one account, one subject".

    Accounts and subjects are compared as exact text. So write each account in one way only, as
    `Filing.account` stores it, and use `Credential.key` for the subjects.

    Args:
        frame:
            One row for each filing, in any order; rows may be repeated.

        account:
            The column with the accounts.

        subject:
            The column with the subject keys. `canonical_keys` adds such a column.

    Returns:
        A frame with the column `code` and your two columns. Each row has an account, a subject and
        one code that applies to this pair. Pairs without a code are left out. The code
        `account_holds_another_subject` means that the account also has other subjects.
        `subject_filed_under_another_account` means that the subject also has other accounts.
        `missing` means that the account or the subject is null or has no visible character. A pair
        with the code `missing` is not compared with the other pairs.

    Raises:
        DataError: `frame` is not a frame; a column does not exist or is not a column of text; or
            one of the two columns is called `code`, in upper or lower case.

    Source: FAQ, question 1.

    >>> import polars
    >>> rows = polars.DataFrame(
    ...     {"account": ["1001", "1001", "1002", None], "subject": ["a", "b", "c", "c"]}
    ... )
    >>> for row in sorted(find_conflicts(rows).rows(), key=str):
    ...     print(row)
    ('account_holds_another_subject', '1001', 'a')
    ('account_holds_another_subject', '1001', 'b')
    ('missing', None, 'c')
    """
    columns = {"account": account, "subject": subject}
    opened, types = _opened(frame, columns)
    _check(opened, types, columns, nw.String)
    for parameter, column in columns.items():
        if _folded(column) == "code":
            message = "the answer has a column named code; rename yours"
            raise DataError.of("wrong_kind", message, f"/{parameter}")
    # lazy, so that the engine computes the shared parts only once
    parts = _parts(opened.lazy().select(a=nw.col(account), s=nw.col(subject)))
    answers = nw.concat(
        [
            part.select(
                nw.lit(code).alias("code"), nw.col("a").alias(account), nw.col("s").alias(subject)
            )
            for code, part in parts
        ]
    )
    if isinstance(opened, nw.DataFrame):
        answers = nw.maybe_reset_index(answers.collect())
    return cast(FrameT, answers.to_native())


def _parts(rows: Any) -> list[tuple[str, Any]]:
    """Each code with the distinct pairs that it applies to."""
    null = nw.col("a").is_null() | nw.col("s").is_null()
    told = nw.all_horizontal(nw.col("a", "s").str.contains(_VISIBLE), ignore_nulls=True)
    distinct = rows.filter(~null).group_by("a", "s").agg(n=nw.len()).select("a", "s")
    pairs = distinct.filter(told)
    # the accounts, and the subjects, that are in several pairs
    several = {
        by: pairs.group_by(by).agg(n=nw.len()).filter(nw.col("n") > 1).select(by) for by in "as"
    }
    return [
        ("account_holds_another_subject", pairs.join(several["a"], on="a", how="semi")),
        ("subject_filed_under_another_account", pairs.join(several["s"], on="s", how="semi")),
        ("missing", rows.filter(null).group_by("a", "s").agg(n=nw.len())),
        ("missing", distinct.filter(~told)),
    ]


# -- Windows ---------------------------------------------------------------------------------------

#: The columns of a window, and their types.
_WINDOW: Final[dict[str, Any]] = {
    "received_on": nw.Date,
    "earliest": nw.Date,
    "latest": nw.Date,
    "basis": nw.String,
    "problem": nw.String,
}


def _windows(level: ServiceLevel, calendar: WorkingCalendar, strict: bool) -> dict[str, list[Any]]:
    """All possible answers, as one list for each column.

    The first answer is for a null and the second for a day before the calendar. Then come the days
    of the calendar in order. The last answer is for a day after the calendar.
    """
    by_day = attrs.evolve(level, cutoff=None)  # `_days` has already applied the cutoff
    beyond = (None, None, None, None, "beyond_horizon")
    rows: list[tuple[Any, ...]] = [(None, None, None, None, "missing"), beyond]
    for i in range(len(calendar.working)):
        try:
            one = processing_window(calendar.first_day + dt.timedelta(i), by_day, calendar, strict)
            rows.append((one.received_on, one.earliest, one.latest, one.basis.value, None))
        except BeyondHorizon:
            rows.append(beyond)
    return dict(zip(_WINDOW, map(list, zip(*rows, beyond, strict=True)), strict=True))


@lru_cache(maxsize=2)
def _usual_windows(strict: bool) -> dict[str, list[Any]]:
    return _windows(EMAIL_INITIALIZATION, china_calendar(), strict)


def _are_dates(type_: Any, sort: str, cutoff: dt.time | None) -> bool:
    """Whether the column of receipt has dates, not datetimes; `DataError` if it has neither."""
    if type_ == nw.Date or sort in ("dates", "nothing"):
        if cutoff is not None:
            raise DataError.of(
                "time_needed",
                "this service level has a cutoff, so the time of receipt is needed: pass datetimes",
                "/received",
            )
        return True
    naive = sort == "naive" or (type_ == nw.Datetime and type_.time_zone is None)
    if type_ != nw.Datetime and not naive:
        hint = "pandas.to_datetime(..., utc=True)" if sort == "datetimes" else "a cast"
        raise DataError.of(
            "wrong_type",
            "expected a column of dates, or of datetimes with a time zone, got one of "
            f"{type_.base_type().__name__}; convert it with {hint}",
            "/received",
        )
    if naive:
        raise DataError.of(
            "naive_time",
            "datetimes without a time zone are ambiguous; set their time zone (Beijing is "
            "Asia/Shanghai) or convert them to dates",
            "/received",
        )
    return False


def _days(
    opened: Any, types: Mapping[str, Any], received: str, key: str, cutoff: dt.time | None
) -> tuple[Any, Any]:
    """The frame, and an expression for the day of receipt of each row, in days since 1970-01-01.

    It is the day in Beijing, or the next day if the time is after the cutoff. The returned frame
    may have an additional column `key`.
    """
    type_, sort = types[received], _sort(opened, received)
    engine, native = opened.implementation, opened.to_native()
    # narwhals does not support every time zone
    if (
        engine in (nw.Implementation.PANDAS, nw.Implementation.DASK)
        and type_ == nw.Unknown
        and getattr(native[received].dtype, "tz", None) is not None
    ):
        opened = nw.from_native(native.assign(**{key: native[received].dt.tz_convert("UTC")}))
        received, type_ = key, opened.collect_schema()[key]
    stored = _stored(opened, received)
    of_nanoseconds, of_milliseconds = stored == "TIMESTAMPTZ_NS", stored.startswith("date64")
    if of_nanoseconds:  # a type of DuckDB
        type_ = nw.Datetime("ns", "UTC")
    dates = _are_dates(nw.Date if of_milliseconds else type_, sort, cutoff)
    if sort:  # pandas holds dates as objects
        days = native[received].astype("date32[day][pyarrow]")
        return nw.from_native(native.assign(**{key: days})), nw.col(key).cast(nw.Int32)
    if of_milliseconds:  # a type of PyArrow that narwhals does not know
        return opened, nw.col(received).cast(nw.Datetime("ms")).dt.timestamp("us") // _DAY
    if dates and engine in _SPARK:
        return _read_by_spark(opened, received, key, "unix_date"), nw.col(key)
    if dates and engine not in (nw.Implementation.DASK, nw.Implementation.DUCKDB):
        return opened, nw.col(received).cast(nw.Int32)
    unit = 1_000 if of_nanoseconds else 1
    if engine in _SPARK:
        opened = _read_by_spark(opened, received, key, "unix_micros")
    elif engine is nw.Implementation.DUCKDB:
        opened = _read_by_duckdb(opened, received, key, unit)
    else:
        opened = opened.with_columns(nw.col(received).dt.timestamp("us").alias(key))
    if dates:
        return opened, nw.col(key) // _DAY
    # adds the 8 hours of Beijing, and moves times after the cutoff past midnight
    closes = dt.datetime.combine(_EPOCH, dt.time.max if cutoff is None else cutoff)
    ahead = dt.datetime.combine(_EPOCH, dt.time.max) + dt.timedelta(hours=8) - closes
    return opened, (nw.col(key) + ahead // dt.timedelta(microseconds=1) * unit) // (_DAY * unit)


def _read_by_spark(opened: Any, received: str, key: str, function: str) -> Any:
    functions: Any = nw.get_native_namespace(opened).functions
    column = functions.col("`" + received.replace("`", "``") + "`")
    return nw.from_native(opened.to_native().withColumn(key, getattr(functions, function)(column)))


def _read_by_duckdb(opened: Any, received: str, key: str, unit: int) -> Any:
    """Add the microseconds or nanoseconds since 1970 as a column.

    Infinity becomes a day far beyond any calendar.
    """
    duckdb: Any = nw.get_native_namespace(opened)
    column = duckdb.ColumnExpression(received)
    # a cast would round nanoseconds up
    function, comparable = "epoch_us", column
    if unit > 1:
        function, comparable = "epoch_ns", column.cast(duckdb.sqltype("TIMESTAMPTZ"))
    instants = (
        duckdb.CaseExpression(column.isnull(), duckdb.ConstantExpression(None))
        .when(
            duckdb.FunctionExpression("isfinite", comparable),
            duckdb.FunctionExpression(function, column),
        )
        .otherwise(duckdb.ConstantExpression((1 << 52) * unit))
    )
    return nw.from_native(opened.to_native().select(duckdb.StarExpression(), instants.alias(key)))


#: The name of each type in DuckDB and Spark.
_SQL: Final = {nw.Int64: "bigint", nw.Date: "date", nw.String: "string"}


def _small(opened: Any, columns: Mapping[str, list[Any]], types: Mapping[str, Any]) -> Any:
    """A small table as a lazy frame of the same engine, on the same connection or session."""
    engine, native = opened.implementation, opened.to_native()
    if engine is nw.Implementation.DASK:
        return nw.from_dict(columns, types, backend="pandas").lazy("dask")
    if engine is nw.Implementation.DUCKDB:
        duckdb: Any = nw.get_native_namespace(opened)
        # in quotes, since a text may contain a comma
        lists = {
            name: "[" + ", ".join("NULL" if v is None else f'"{v}"' for v in values) + "]"
            for name, values in columns.items()
        }
        one_row = native.limit(0).aggregate("count(*) AS n")
        return nw.from_native(
            one_row.select(
                *(
                    duckdb.FunctionExpression(
                        "unnest",
                        duckdb.ConstantExpression(text).cast(
                            duckdb.sqltype(_SQL[types[name]] + "[]")
                        ),
                    ).alias(name)
                    for name, text in lists.items()
                )
            )
        )
    if engine in _SPARK:
        functions: Any = nw.get_native_namespace(opened).functions
        rows = list(zip(*columns.values(), strict=True))
        schema = ", ".join(f"{name} {_SQL[types[name]]}" for name in columns)
        return nw.from_native(
            functions.broadcast(native.sparkSession.createDataFrame(rows, schema))
        )
    raise DataError.of(
        "wrong_type", "expected a lazy frame of Polars, DuckDB, Dask or PySpark", "/frame"
    )


def _looked_up(
    opened: Any, at: Any, key: str, table: dict[str, list[Any]], types: Mapping[str, Any] = _WINDOW
) -> Any:
    """The frame, with the columns of `table` added. `at` is the position in the table for each row.

    The returned frame may have an additional column `key`.
    """
    engine = opened.implementation
    if isinstance(opened, nw.DataFrame):
        chosen = nw.from_dict(table, types, backend=engine)[opened.select(at)[key]]
        return opened.with_columns(*(chosen[name] for name in types))
    opened = opened.with_columns(at)
    if engine is nw.Implementation.POLARS:  # since a join may change the order of the rows
        pl: Any = nw.get_native_namespace(opened)
        small = nw.from_dict(table, types, backend=engine).to_native()
        return nw.from_native(
            opened.to_native().with_columns(
                pl.lit(small[name]).gather(pl.col(key)).alias(name) for name in types
            )
        )
    numbered = {key: list(range(len(table["problem"]))), **table}
    return opened.join(_small(opened, numbered, {key: nw.Int64, **types}), on=key, how="left")


def add_processing_windows(
    frame: FrameT,
    received: str = "received_at",
    level: ServiceLevel = EMAIL_INITIALIZATION,
    calendar: WorkingCalendar | None = None,
    strict: bool = False,
) -> FrameT:
    """Add the processing window of each application, as `processing_window` computes it.

    Args:
        frame:
            One row for each application.

        received:
            The column that says when each application was received: dates in Beijing time, or
            datetimes with a time zone. In pandas, a column of dates must have the dtype `object` or
            `date32[pyarrow]`. A column of datetimes must not have the dtype `object`.

        level:
            The service level, which says how many working days an answer takes.

        calendar:
            The calendar of working days; `china_calendar()` by default.

        strict:
            If true, a row whose window is only projected has no answer.

    Returns:
        The frame with five additional columns. If a row has an answer, `received_on`, `earliest`
        and `latest` are dates, `basis` is "official" or "projected", and `problem` is null. If a
        row has no answer, `problem` has a code and the other four columns are null. The code is
        `missing` if the time of receipt is null. It is `beyond_horizon` if the calendar does not
        cover the window, or if `strict` is true and the published holiday schedules do not cover
        the whole window. pandas, PyArrow and Polars keep the order of the rows; DuckDB, Dask and
        PySpark may not. For a pandas frame, pyarrow must be installed, because pandas has no date
        type of its own.

    Raises:
        DataError: `frame` is not a frame; the column does not exist or is of another type; its
            datetimes have no time zone; it has dates although the service level has a cutoff; or
            the frame already has one of the additional columns.

    Source: FAQ, question 4; for the counting of days, Civil Code, art. 201 and 203.

    >>> import polars
    >>> rows = polars.DataFrame({"received_at": [dt.date(2018, 9, 28), None]})
    >>> [str(value) for value in add_processing_windows(rows).row(0)[2:]]
    ['2018-09-29', '2018-09-30', 'official', 'None']
    """
    calendar = argument(
        "calendar", instance, WorkingCalendar, china_calendar() if calendar is None else calendar
    )
    level = argument("level", instance, ServiceLevel, level)
    strict = argument("strict", flag, strict)
    usual = level is EMAIL_INITIALIZATION and calendar is china_calendar()
    table = _usual_windows(strict) if usual else _windows(level, calendar, strict)
    opened, types = _opened(frame, {"received": received}, _WINDOW)
    key = nw.generate_temporary_column_name(12, [*types, *_WINDOW])
    opened, day = _days(opened, types, received, key, level.cutoff)
    at = (day - ((calendar.first_day - _EPOCH).days - 2)).clip(1, len(table["problem"]) - 1)
    at = nw.when(day.is_null()).then(nw.lit(0)).otherwise(at).cast(nw.Int64).alias(key)
    return cast(FrameT, _looked_up(opened, at, key, table).drop(key, strict=False).to_native())


# -- Documents -------------------------------------------------------------------------------------


def _chosen(cases: Iterable[tuple[Any, str]]) -> Any:
    """An expression for the text of the first case whose condition is true; null if none is."""
    found = nw.lit(None, nw.String)
    for condition, text in reversed([*cases]):
        found = nw.when(condition).then(nw.lit(text)).otherwise(found)
    return found


def add_required_documents(
    frame: FrameT,
    type: str = "type",
    subject_administrator: str = "subject_administrator",
    website_administrator: str = "website_administrator",
    id_credential: str | None = "id_credential",
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> FrameT:
    """Add the documents that each applicant must hand in, as `required_documents` returns them.

    Args:
        frame:
            One row for each applicant.

        type:
            The column with the type of each applicant: "individual" or "organization".

        subject_administrator:
            A boolean column: whether the applicant is the subject administrator.

        website_administrator:
            A boolean column: whether the applicant is the website administrator. An applicant of an
            organization who is neither the subject nor the website administrator is an authorized
            agent.

        id_credential:
            The column that says which kind of credential the applicant has, such as "passport".
            Pass None if all applicants have a resident ID card.

        edition:
            Which edition of the rules to apply.

    Returns:
        The frame with three additional columns. `documents` has the required documents, separated
        by commas, in the order in which `required_documents` returns them. `rule` is the id of the
        rule that requires them, and `problem` is null. If a row has no answer, `documents` and
        `rule` are null, and `problem` has a code: `missing` if a value in an input column is null;
        `unknown_value` if the type of applicant or the kind of credential is not one of the allowed
        values; `wrong_kind` if the credential is not a person's credential. `subject_administrator`
        and `website_administrator` need a value for an individual too.

    Raises:
        DataError: `frame` is not a frame; a column does not exist or is of another type; the
            edition is unknown or has no rule for these documents; or the frame already has one of
            the additional columns.

    Source: the note to question 4 of the FAQ.

    >>> import polars
    >>> rows = polars.DataFrame(
    ...     {
    ...         "type": ["organization"],
    ...         "subject_administrator": [False],
    ...         "website_administrator": [True],
    ...     }
    ... )
    >>> add_required_documents(rows, id_credential=None).row(0)[3:]
    ('half_length_photo,id_credential', 'documents.organization-administrator', None)
    """
    edition = as_edition(edition)
    texts = {"type": type} | ({} if id_credential is None else {"id_credential": id_credential})
    flags = {
        "subject_administrator": subject_administrator,
        "website_administrator": website_administrator,
    }
    opened, types = _opened(frame, texts | flags, ("documents", "rule", "problem"))
    _check(opened, types, texts, nw.String)
    _check(opened, types, flags, nw.Boolean)

    columns = (*texts.values(), *flags.values())
    problems = [
        (nw.any_horizontal(nw.col(*columns).is_null(), ignore_nulls=True), "missing"),
        (~nw.col(type).is_in([one.value for one in SubjectType]), "unknown_value"),
        *([] if id_credential is None else _refused_credentials(nw.col(id_credential))),
    ]
    role = nw.col(subject_administrator) | nw.col(website_administrator)
    cases = [
        (
            nw.col("problem").is_null()
            & (nw.col(type) == one.value)
            & (role if administrator else ~role),
            required_documents(Applicant(one, [*ApplicantRole][:administrator]), edition),
        )
        for one in SubjectType
        for administrator in BOTH
    ]
    named = [(holds, ",".join(one.document for one in asked)) for holds, asked in cases]
    done = opened.with_columns(problem=_chosen(problems)).with_columns(
        documents=_chosen(named), rule=_chosen((holds, asked[0].rule) for holds, asked in cases)
    )
    return cast(FrameT, done.select(nw.exclude("problem"), "problem").to_native())


def _refused_credentials(credential: Any) -> list[tuple[Any, str]]:
    """Each case in which `Applicant` refuses a credential, with the code of the error."""
    codes = {
        kind.value: _tried(Applicant, SubjectType.INDIVIDUAL, (), kind)[1]
        for kind in CredentialKind
    }
    return [
        (~credential.is_in([*codes]), "unknown_value"),
        *(
            (credential.is_in([kind for kind, why in codes.items() if why == code]), code)
            for code in sorted({why for why in codes.values() if why is not None})
        ),
    ]


# -- Documents of a filing -------------------------------------------------------------------------

#: The columns that the answer adds, with their types.
_TAKEN: Final[dict[str, Any]] = {
    "documents": nw.String,
    "findings": nw.String,
    "problem": nw.String,
}
#: The columns that the documents depend on. The combinations are numbered in this order.
_VOCABULARIES: Final[dict[str, type[Term]]] = {
    "province": Province,
    "type": SubjectType,
    "entity_leader": EntityLeader,
    "service_leader": ServiceLeader,
}


def _taken(edition: AnyEdition) -> dict[str, list[Any]]:
    """All possible answers, as one list for each column.

    The first answer is for a null and the second for an unknown value. Then comes one answer for
    each combination, in order.
    """
    rows: list[tuple[str | None, str | None, str | None]] = [
        (None, None, "missing"),
        (None, None, "unknown_value"),
    ]
    everything: Any = product(*_VOCABULARIES.values(), BOTH)
    for case in everything:
        required, findings = filing_documents_ruling(edition, *case).answer
        codes = dict.fromkeys(one.code for one in findings)
        rows.append((",".join(one.document for one in required), ",".join(codes), None))
    return dict(zip(_TAKEN, map(list, zip(*rows, strict=True)), strict=True))


def add_filing_documents(
    frame: FrameT,
    province: str = "province",
    type: str = "type",
    entity_leader: str | None = "entity_leader",
    service_leader: str | None = "service_leader",
    local_id: str | None = "local_id",
    *,
    edition: AnyEdition | str = DEFAULT_EDITION,
) -> FrameT:
    """Add the documents that each filing needs, as `filing_documents` returns them.

    Args:
        frame:
            One row for each filing.

        province:
            The column with the province of each filing, such as "shanghai".

        type:
            The column with the type of each subject: "individual" or "organization".

        entity_leader:
            The column that says who the entity leader is: "legal_representative" or "other". Pass
            None if the entity leader is the legal representative in every row.

        service_leader:
            The column that says who the service leader is: "legal_representative", "entity_leader"
            or "other". Pass None if the service leader is the legal representative in every row.

        local_id:
            A boolean column: whether an individual's ID is from the province. Pass None if every ID
            is from the province.

        edition:
            Which edition of the rules to apply. The answers are the same for all published
            editions.

    Returns:
        The frame with three additional columns. `documents` has the required documents, separated
        by commas. `findings` has the codes of the findings that `assess` returns, separated by
        commas. `problem` is null. If a row has no answer, `documents` and `findings` are null, and
        `problem` has a code: `missing` if a value in an input column is null; `unknown_value` if
        the province, the type or a leader is not one of the allowed values. pandas, PyArrow and
        Polars keep the order of the rows; DuckDB, Dask and PySpark may not.

    Raises:
        DataError: `frame` is not a frame; a column does not exist or is of another type; the
            edition is unknown; or the frame already has one of the additional columns.

    Source: the provider's pages on each province, September 2019.

    >>> import polars
    >>> rows = polars.DataFrame({"province": ["gansu", "hubei"], "type": ["organization"] * 2})
    >>> found = add_filing_documents(rows, entity_leader=None, service_leader=None, local_id=None)
    >>> found["documents"].to_list()
    ['subject_credential,entity_leader_id', 'subject_credential,entity_leader_id']
    """
    named = {
        "province": province,
        "type": type,
        "entity_leader": entity_leader,
        "service_leader": service_leader,
    }
    texts = {name: column for name, column in named.items() if column is not None}
    flags = {} if local_id is None else {"local_id": local_id}
    table = _taken(as_edition(edition))
    opened, types = _opened(frame, texts | flags, _TAKEN)
    _check(opened, types, texts, nw.String)
    _check(opened, types, flags, nw.Boolean)
    at = nw.lit(0)
    for name, vocabulary in _VOCABULARIES.items():
        at = at * len(vocabulary) + (_numbered(texts[name], vocabulary) if name in texts else 0)
    at = at * 2 + (0 if local_id is None else nw.when(nw.col(local_id)).then(0).otherwise(1))
    known = [
        nw.col(column).is_in([one.value for one in _VOCABULARIES[name]])
        for name, column in texts.items()
    ]
    at = nw.when(nw.all_horizontal(*known, ignore_nulls=True)).then(at + 2).otherwise(nw.lit(1))
    null = nw.any_horizontal(nw.col(*texts.values(), *flags.values()).is_null(), ignore_nulls=True)
    key = nw.generate_temporary_column_name(12, [*types, *_TAKEN])
    at = nw.when(null).then(nw.lit(0)).otherwise(at).cast(nw.Int64).alias(key)
    done = _looked_up(opened, at, key, table, _TAKEN).drop(key, strict=False)
    return cast(FrameT, done.to_native())


def _numbered(column: str, vocabulary: type[Term]) -> Any:
    """An expression for the position of a text in a vocabulary; 0 if the text is unknown."""
    found = nw.lit(0)
    for i, term in enumerate(vocabulary):
        found = nw.when(nw.col(column) == term.value).then(nw.lit(i)).otherwise(found)
    return found


# -- Keys ------------------------------------------------------------------------------------------


def canonical_keys(frame: FrameT, kind: str = "kind", number: str = "number") -> FrameT:
    """Add the subject key (`Credential.key`) of each credential, or a code if it has none.

    The check digits are computed in Python, so the frame must be in memory: pandas, a Polars
    DataFrame or PyArrow. For DuckDB, Dask, PySpark and a Polars LazyFrame, collect the distinct
    pairs of kind and number, call this function, and join the result back. The key of each distinct
    pair is computed only once.

    Args:
        frame:
            One row for each credential.

        kind:
            The column with the kind of each credential, such as "passport".

        number:
            The column with the credential numbers. Spaces and full-width digits are accepted.

    Returns:
        The frame with the additional columns `subject_key` and `problem`. If a row has no key,
        `problem` has a code. The code is `missing` if the kind or the number is null. Otherwise it
        is the code of the error that `Credential` raises, such as `masked`.

    Raises:
        DataError: `frame` is not a frame or is lazy; a column does not exist or is not a column of
            text; or the frame already has one of the additional columns.

    >>> import polars
    >>> rows = polars.DataFrame(
    ...     {"kind": ["organization_code", "passport"], "number": ["12345678-8", None]}
    ... )
    >>> canonical_keys(rows).rows()[0][2:], canonical_keys(rows).rows()[1][2:]
    (('organization:123456788', None), (None, 'missing'))
    """
    added = ("subject_key", "problem")
    columns = {"kind": kind, "number": number}
    opened, types = _opened(frame, columns, added)
    if not isinstance(opened, nw.DataFrame):
        raise DataError.of(
            "wrong_type",
            "expected a frame in memory: pandas, a Polars DataFrame or PyArrow; collect the "
            "distinct pairs, call this function, and join the result back",
            "/frame",
        )
    _check(opened, types, columns, nw.String)
    answers = list(map(cache(_key), opened[kind].to_list(), opened[number].to_list()))
    new = (
        nw.new_series(name, [one[i] for one in answers], nw.String, backend=opened.implementation)
        for i, name in enumerate(added)
    )
    return cast(FrameT, opened.with_columns(*new).to_native())


def _key(kind: Any, number: Any) -> tuple[str | None, str | None]:
    # a value that is not text is None, NaN or NA: columns of other types have been refused
    if type(kind) is not str or type(number) is not str:
        return None, "missing"
    return _tried(lambda: Credential(cast(Any, kind), number).key)
