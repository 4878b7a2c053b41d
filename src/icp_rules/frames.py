"""The rules over whole tables (数据表): which filings conflict, the window of every application,
its documents, its subject's key.

One call takes a frame of pandas, Polars, PyArrow, DuckDB, Dask or PySpark and gives back one of
that engine, lazily where the engine is lazy. What each row is answered comes from the functions for
one value, asked once for every day, case or number there is; here they become group-bys, joins and
choices, by way of narwhals. What is wrong with a frame is a `DataError` at once, before anything
runs; what is wrong with a row stands beside it, in a column, since a lazy engine cannot raise for a
row. Install with `pip install icp-rules[frames]`.
"""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

import attrs

from icp_rules.documents import Applicant, ApplicantRole, required_documents
from icp_rules.identifiers import Credential, CredentialKind, SubjectType
from icp_rules.rules import (
    BOTH,
    DEFAULT_EDITION,
    AnyEdition,
    DataError,
    Problem,
    argument,
    article,
    as_edition,
    flag,
    instance,
)
from icp_rules.sla import EMAIL_INITIALIZATION, ServiceLevel, processing_window
from icp_rules.workdays import BeyondHorizon, WorkingCalendar, china_calendar

try:
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import DuplicateError
except ImportError as _missing:
    raise ImportError(
        "icp_rules.frames needs narwhals 2 or later: pip install icp-rules[frames]"
    ) from _missing

__all__ = ["add_processing_windows", "add_required_documents", "canonical_keys", "find_conflicts"]

FrameT = TypeVar("FrameT")

_DAY: Final = 86_400_000_000  # microseconds
_AHEAD: Final = 8 * 3_600_000_000  # Beijing, of UTC


# -- What is asked of a frame ----------------------------------------------------------------------


def _opened(
    frame: object, columns: Mapping[str, str], added: tuple[str, ...] = ()
) -> tuple[Any, dict[str, Any]]:
    """The frame and the types of its columns. `columns` are the caller's names by parameter,
    `added` those the answer brings along.
    """
    try:
        # whether it is one is what is found out here
        opened = nw.from_native(frame)  # type: ignore[call-overload]
        types = dict(opened.collect_schema())
    except (TypeError, DuplicateError):
        opened = None
    if opened is None:
        message = (
            "a frame of pandas, Polars, PyArrow, DuckDB, Dask or PySpark is needed here, not "
            f"{article(frame)}"
        )
        raise DataError.of("wrong_type", message, "/frame")
    there = ", ".join(map(str, types)) or "none"
    problems = [
        Problem(f"/{parameter}", "unknown_value", f"no such column; there are: {there}")
        for parameter, column in columns.items()
        if type(column) is not str or column not in types
    ]
    if not problems and len(set(columns.values())) < len(columns):
        problems = [
            Problem(f"/{list(columns)[-1]}", "wrong_kind", "the same column is named twice")
        ]
    problems += [
        Problem(
            "/frame", "wrong_kind", f"the answer brings a column {one}, and there is one; rename it"
        )
        for one in added
        if one in types
    ]
    if problems:
        raise DataError(problems)
    return opened, types


def _sort(opened: Any, column: str) -> str:
    """What sort of things an object column of pandas holds, looked at to the last; nothing
    for any other column.
    """
    native = opened.to_native()
    if opened.implementation is not nw.Implementation.PANDAS or native[column].dtype != object:
        return ""
    kinds = set(map(type, native[column].dropna()))  # exact types: a datetime is a date, too
    if len(kinds) != 1:
        return "others" if kinds else "nothing"
    return {str: "text", dt.date: "dates", dt.datetime: "datetimes"}.get(kinds.pop(), "others")


def _text(opened: Any, types: Mapping[str, Any], **columns: str) -> None:
    """Refuses columns that are not of text."""
    problems = [
        Problem(
            f"/{parameter}",
            "wrong_type",
            f"a column of text is needed here, not of {types[column]}; convert it, with its zeros",
        )
        for parameter, column in columns.items()
        if types[column] != nw.String or _sort(opened, column) not in ("", "text", "nothing")
    ]
    if problems:
        raise DataError(problems)


# -- Conflicts -------------------------------------------------------------------------------------


def find_conflicts(frame: FrameT, account: str = "account", subject: str = "subject") -> FrameT:
    """The filings that break "one account, one subject" as a whole, as a frame with one row for
    each distinct pair and code.

    Accounts and subjects are compared as they stand: accounts as `Filing` writes them, subjects by
    `Credential.key`.

    Args:
        frame:
            A row a filing, in any order and with repeats.

        account:
            The column of accounts.

        subject:
            The column of subjects' keys, such as `canonical_keys` adds.

    Returns:
        Columns `code`, and the two under their own names. `account_holds_another_subject`: the
        pair's account holds more subjects than this one;
        `subject_filed_under_another_account`: the other way round; `missing`: one of the two
        is null or blank, so the pair is compared with nothing.

    Raises:
        DataError: no frame, no such column, or a column that is not of text.

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
    opened, types = _opened(frame, {"account": account, "subject": subject})
    _text(opened, types, account=account, subject=subject)
    if "code" in (account, subject):
        taken = "/account" if account == "code" else "/subject"
        raise DataError.of("wrong_kind", "the answer brings a column code; rename yours", taken)
    # a lazy engine works out what is shared but once
    rows = opened.lazy().select(a=nw.col(account), s=nw.col(subject))
    empty = (
        nw.col("a").is_null() | nw.col("s").is_null() | (nw.col("a") == "") | (nw.col("s") == "")
    )
    pairs = rows.filter(~empty).group_by("a", "s").agg(n=nw.len()).select("a", "s")

    def shared(by: str, code: str) -> Any:
        """The pairs whose account, or whose subject, stands in another pair too."""
        several = pairs.group_by(by).agg(n=nw.len()).filter(nw.col("n") > 1).select(by)
        return answer(pairs.join(several, on=by, how="semi"), code)

    def answer(chosen: Any, code: str) -> Any:
        return chosen.select(
            nw.lit(code).alias("code"), nw.col("a").alias(account), nw.col("s").alias(subject)
        )

    parts = [
        shared("a", "account_holds_another_subject"),
        shared("s", "subject_filed_under_another_account"),
        answer(rows.filter(empty).group_by("a", "s").agg(n=nw.len()), "missing"),
    ]
    answers = nw.concat(parts)
    found: FrameT = (
        nw.maybe_reset_index(answers.collect()) if isinstance(opened, nw.DataFrame) else answers
    ).to_native()
    return found


# -- Windows ---------------------------------------------------------------------------------------

_WINDOW: Final = ("received_on", "earliest", "latest", "basis", "problem")


@lru_cache(maxsize=16)
def _windows(level: ServiceLevel, calendar: WorkingCalendar, strict: bool) -> dict[str, list[Any]]:
    """Every answer there is: of no day, of the days before the calendar, of each of its days in
    order, of the days after it.
    """
    by_day = attrs.evolve(level, cutoff=None)  # the hour is seen to where the day is found
    beyond = (None, None, None, None, "beyond_horizon")
    rows: list[tuple[Any, ...]] = [(None, None, None, None, "missing"), beyond]
    for i in range(len(calendar.working)):
        try:
            one = processing_window(calendar.first_day + dt.timedelta(i), by_day, calendar, strict)
            rows.append((one.received_on, one.earliest, one.latest, one.basis.value, None))
        except BeyondHorizon:
            rows.append(beyond)
    return dict(zip(_WINDOW, map(list, zip(*rows, beyond, strict=True)), strict=True))


def _days(
    opened: Any, types: Mapping[str, Any], received: str, key: str, level: ServiceLevel
) -> tuple[Any, Any]:
    """The frame, and the day in Beijing each row counts as received on, in days since 1970; it may
    have needed a column `key` for it.
    """
    type_, sort = types[received], _sort(opened, received)
    native, engine = opened.to_native(), opened.implementation
    spark = engine in (nw.Implementation.PYSPARK, nw.Implementation.PYSPARK_CONNECT)
    pandas_like = engine in (nw.Implementation.PANDAS, nw.Implementation.DASK)
    # narwhals reads not every zone
    if (
        pandas_like
        and type_ == nw.Unknown
        and getattr(native[received].dtype, "tz", None) is not None
    ):
        native = native.assign(**{key: native[received].dt.tz_convert("UTC")})
        opened, received = nw.from_native(native), key
        type_ = opened.collect_schema()[key]
    dates = type_ == nw.Date or sort in ("dates", "nothing")
    if not dates and not isinstance(type_, nw.Datetime):
        hint = (
            "; pandas.to_datetime(..., utc=True) makes them instants" if sort == "datetimes" else ""
        )
        message = (
            "a column of dates, or of datetimes with a time zone, is needed here, not of "
            f"{type_}{hint}"
        )
        raise DataError.of("wrong_type", message, "/received")
    if not dates and type_.time_zone is None:
        message = (
            "times without a time zone are ambiguous; give them theirs (Beijing is Asia/Shanghai) "
            "or make them dates"
        )
        raise DataError.of("naive_time", message, "/received")
    if dates and level.cutoff is not None:
        raise DataError.of(
            "time_needed",
            "this service level has a cutoff, so the hour of receipt is needed: give datetimes",
            "/received",
        )
    if sort:  # pandas holds dates as objects
        return nw.from_native(
            native.assign(**{key: native[received].astype("date32[day][pyarrow]")})
        ), nw.col(key).cast(nw.Int32)
    ahead, one = _AHEAD, level.cutoff
    if one is not None:  # what comes after the cutoff is moved past midnight
        ahead += (
            _DAY
            - 1
            - (((one.hour * 60 + one.minute) * 60 + one.second) * 1_000_000 + one.microsecond)
        )
    if engine is nw.Implementation.DUCKDB:
        duckdb: Any = nw.get_native_namespace(opened)
        column = duckdb.ColumnExpression(received)
        micros = duckdb.CaseExpression(column.isnull(), duckdb.ConstantExpression(None))
        micros = micros.when(
            duckdb.FunctionExpression("isfinite", column),
            duckdb.FunctionExpression("epoch_us", column),
        )
        opened = nw.from_native(
            native.select(
                duckdb.StarExpression(),
                micros.otherwise(duckdb.ConstantExpression(1 << 52)).alias(key),
            )
        )
    elif spark:
        functions: Any = nw.get_native_namespace(opened).functions
        column = functions.col("`" + received.replace("`", "``") + "`")
        opened = nw.from_native(
            native.withColumn(
                key, functions.unix_date(column) if dates else functions.unix_micros(column)
            )
        )
        if dates:
            return opened, nw.col(key)
    elif dates and engine is not nw.Implementation.DASK:
        return opened, nw.col(received).cast(nw.Int32)
    else:
        opened = opened.with_columns(nw.col(received).dt.timestamp("us").alias(key))
    if dates:
        return opened, nw.col(key) // _DAY
    return opened, (nw.col(key) + ahead) // _DAY


def _small(opened: Any, columns: Mapping[str, list[Any]], types: Mapping[str, Any]) -> Any:
    """A small table as a lazy frame of the same engine, on the same connection or session."""
    engine, native = opened.implementation, opened.to_native()
    if engine is nw.Implementation.DASK:
        return nw.from_dict(columns, types, backend="pandas").lazy("dask")
    if engine is nw.Implementation.DUCKDB:
        duckdb: Any = nw.get_native_namespace(opened)
        one_row = native.limit(0).aggregate("count(*) AS n")
        kinds = {nw.Int64: "BIGINT[]", nw.Date: "DATE[]", nw.String: "VARCHAR[]"}
        lists = {
            name: "[" + ", ".join("NULL" if v is None else str(v) for v in values) + "]"
            for name, values in columns.items()
        }
        return nw.from_native(
            one_row.select(
                *(
                    duckdb.FunctionExpression(
                        "unnest",
                        duckdb.ConstantExpression(text).cast(duckdb.sqltype(kinds[types[name]])),
                    ).alias(name)
                    for name, text in lists.items()
                )
            )
        )
    if engine in (nw.Implementation.PYSPARK, nw.Implementation.PYSPARK_CONNECT):
        functions: Any = nw.get_native_namespace(opened).functions
        kinds = {nw.Int64: "bigint", nw.Date: "date", nw.String: "string"}
        schema = ", ".join(f"{name} {kinds[types[name]]}" for name in columns)
        return nw.from_native(
            functions.broadcast(
                native.sparkSession.createDataFrame(
                    list(zip(*columns.values(), strict=True)), schema
                )
            )
        )
    raise DataError.of(
        "wrong_type", "of lazy engines this knows Polars, DuckDB, Dask and PySpark", "/frame"
    )


def add_processing_windows(
    frame: FrameT,
    received: str = "received_at",
    level: ServiceLevel = EMAIL_INITIALIZATION,
    calendar: WorkingCalendar | None = None,
    strict: bool = False,
) -> FrameT:
    """The frame with the window of every row, as `processing_window` gives it.

    Args:
        frame:
            A row an application.

        received:
            The column of receipt: dates in Beijing, or datetimes with a time zone. In pandas, dates
            are objects or `date32[pyarrow]`.

        level:
            The service level.

        calendar:
            The working days; `china_calendar()` if left out.

        strict:
            Leave out what is only projected.

    Returns:
        Five columns more: the dates `received_on`, `earliest` and `latest`, and `basis`,
        "official" or "projected"; in a row without them `problem` says why: `missing`, or
        `beyond_horizon` for a day outside the calendar and, when strict, for one past the last
        official arrangement. Eager engines and Polars keep the rows in order. pandas needs
        pyarrow, since it has no dates of its own.

    Raises:
        DataError: no frame, no such column, datetimes without a time zone, dates where a cutoff
        needs the hour, any other type; or the
            frame has a column of one of these names.

    Source: FAQ, question 4; Civil Code, art. 201 and 203, for how days are counted.

    >>> import polars
    >>> rows = polars.DataFrame({"received_at": [dt.date(2018, 9, 28), None]})
    >>> [str(value) for value in add_processing_windows(rows).row(0)[2:]]
    ['2018-09-29', '2018-09-30', 'official', 'None']
    """
    calendar = (
        china_calendar()
        if calendar is None
        else argument("calendar", instance, WorkingCalendar, calendar)
    )
    level = argument("level", instance, ServiceLevel, level)
    table = _windows(level, calendar, argument("strict", flag, strict))
    opened, types = _opened(frame, {"received": received}, _WINDOW)
    key = nw.generate_temporary_column_name(12, [*types, *_WINDOW])
    opened, day = _days(opened, types, received, key, level)
    at = (day - (calendar.first_day.toordinal() - dt.date(1970, 1, 1).toordinal() - 2)).clip(
        1, len(table["problem"]) - 1
    )
    at = nw.when(day.is_null()).then(nw.lit(0)).otherwise(at).cast(nw.Int64).alias(key)
    schema = {name: nw.Date if name in _WINDOW[:3] else nw.String for name in _WINDOW}
    # a join need not keep the order of the rows
    if opened.implementation is nw.Implementation.POLARS:
        pl: Any = nw.get_native_namespace(opened)
        small = {
            name: pl.Series(values, dtype=pl.Date if schema[name] == nw.Date else pl.String)
            for name, values in table.items()
        }
        found = opened.lazy().with_columns(at).to_native()
        found = found.with_columns(
            pl.lit(one).gather(pl.col(key)).alias(name) for name, one in small.items()
        ).drop(key)
        done = nw.from_native(found.collect() if isinstance(opened, nw.DataFrame) else found)
    elif isinstance(opened, nw.DataFrame):
        chosen = nw.from_dict(table, schema, backend=opened.implementation)[opened.select(at)[key]]
        done = opened.with_columns(*(chosen[name] for name in _WINDOW))
    else:
        small = _small(
            opened, {key: list(range(len(table["problem"]))), **table}, {key: nw.Int64, **schema}
        )
        done = opened.with_columns(at).join(small, on=key, how="left")
    answer: FrameT = done.drop(key, strict=False).to_native()
    return answer


# -- Documents -------------------------------------------------------------------------------------


def _chosen(cases: list[tuple[Any, str]]) -> Any:
    """The text of the first case that holds, or null."""
    found = nw.lit(None, nw.String)
    for condition, text in reversed(cases):
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
    """The frame with the documents every applicant hands in, as `required_documents` gives them.

    Args:
        frame:
            A row an applicant.

        type:
            The column of types, "individual" or "organization".

        subject_administrator:
            The column, of true and false, of who is the subject administrator.

        website_administrator:
            The column, of true and false, of who is the website administrator. Whoever is neither
            is an authorized agent.

        id_credential:
            The column of the kinds of the applicants' own credentials; None if all
            have a resident ID card.

        edition:
            Which text of the rules to apply.

    Returns:
        Three columns more: `documents`, joined by "," in the order of the text; `rule`, the id of
        the row that asks for them; and in a row without them `problem`: `missing` for a null in any
        of the columns, an individual's roles included, or else what `Applicant` refuses it for,
        `unknown_value` or `wrong_kind`.

    Raises:
        DataError: no frame, no such column, a column of another type, an unknown edition; or the
        frame has a column of one of these names.

    Source: FAQ, question 4, the note.

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
    added = ("documents", "rule", "problem")
    opened, types = _opened(frame, texts | flags, added)
    _text(opened, types, **texts)
    wrong = [
        (parameter, types[column])
        for parameter, column in flags.items()
        if types[column] != nw.Boolean
    ]
    if wrong:
        advice = "; in pandas astype('boolean') makes one of objects"
        raise DataError(
            Problem(
                f"/{p}",
                "wrong_type",
                f"a column of true and false is needed here, not of {t}{advice}",
            )
            for p, t in wrong
        )

    kind_of, no_column = nw.col(type), nw.lit(False)
    missing = no_column
    for column in (*texts.values(), *flags.values()):
        missing = missing | nw.col(column).is_null()
    problems = [
        (missing, "missing"),
        (~kind_of.is_in([one.value for one in SubjectType]), "unknown_value"),
    ]
    if id_credential is not None:
        credential, refused = nw.col(id_credential), _refused_credentials()
        problems.append((~credential.is_in([one.value for one in CredentialKind]), "unknown_value"))
        problems += [
            (credential.is_in([one for one, why in refused if why == code]), code)
            for code in sorted({why for _, why in refused})
        ]
    documents, rules = [], []
    for one in SubjectType:
        for administrator in BOTH:
            needed = required_documents(Applicant(one, [*ApplicantRole][:administrator]), edition)
            role = nw.col(subject_administrator) | nw.col(website_administrator)
            holds = (
                nw.col("problem").is_null()
                & (kind_of == one.value)
                & (role if administrator else ~role)
            )
            documents.append((holds, ",".join(item.document.value for item in needed)))
            rules.append((holds, needed[0].rule))
    done = opened.with_columns(problem=_chosen(problems)).with_columns(
        documents=_chosen(documents), rule=_chosen(rules)
    )
    answer: FrameT = done.select(nw.exclude("problem"), "problem").to_native()
    return answer


def _refused_credentials() -> list[tuple[str, str]]:
    """The kinds of credential an applicant cannot have, each with the code it is refused with."""
    refused = []
    for kind in CredentialKind:
        try:
            Applicant(SubjectType.INDIVIDUAL, (), kind)
        except DataError as error:
            refused.append((kind.value, error.problems[0].code))
    return refused


# -- Keys ------------------------------------------------------------------------------------------


def canonical_keys(frame: FrameT, kind: str = "kind", number: str = "number") -> FrameT:
    """The frame with the key of every credential, `Credential.key`, each pair of kind
    and number read once.

    No engine has the standards' arithmetic, so the numbers have to be in memory: pandas, Polars and
    PyArrow. For DuckDB, Dask, PySpark and a Polars LazyFrame, collect the distinct pairs, call
    this, and join the result back.

    Args:
        frame:
            A row a credential.

        kind:
            The column of kinds of credential, such as "passport".

        number:
            The column of numbers, as they were written.

    Returns:
        Two columns more: `subject_key`, and in a row without it `problem`: `missing` for a null, or
        else what `Credential` refuses it for.

    Raises:
        DataError: no frame, a lazy one, no such column, a column that is not of text; or the frame
        has a column of one of these names.

    >>> import polars
    >>> rows = polars.DataFrame(
    ...     {"kind": ["organization_code", "passport"], "number": ["79965505-8", None]}
    ... )
    >>> canonical_keys(rows).rows()[0][2:], canonical_keys(rows).rows()[1][2:]
    (('organization:799655058', None), (None, 'missing'))
    """
    added = ("subject_key", "problem")
    opened, types = _opened(frame, {"kind": kind, "number": number}, added)
    if not isinstance(opened, nw.DataFrame):
        message = (
            "works in memory only: pandas, Polars DataFrame, PyArrow; collect the distinct pairs, "
            "call this, and join the result back"
        )
        raise DataError.of("wrong_type", message, "/frame")
    _text(opened, types, kind=kind, number=number)
    known: dict[tuple[Any, Any], tuple[str | None, str | None]] = {}
    answers = []
    for pair in zip(opened[kind].to_list(), opened[number].to_list(), strict=True):
        if pair not in known:
            known[pair] = _key(*pair)
        answers.append(known[pair])
    new = (
        nw.new_series(name, [one[i] for one in answers], nw.String, backend=opened.implementation)
        for i, name in enumerate(added)
    )
    answer: FrameT = opened.with_columns(*new).to_native()
    return answer


def _key(kind: Any, number: Any) -> tuple[str | None, str | None]:
    # None, NaN and NA: whatever else there might be has been refused
    if type(kind) is not str or type(number) is not str:
        return None, "missing"
    try:
        return Credential(kind, number).key, None
    except DataError as error:
        return None, error.problems[0].code
