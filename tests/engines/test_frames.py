"""The same rows through the functions for one value and through every engine: the same answers,
lazily where the engine is lazy."""

import datetime as dt
import random
import subprocess
import sys
import traceback
import zoneinfo
from collections import Counter
from functools import cache

import pytest

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
dd = pytest.importorskip("dask.dataframe")
duckdb = pytest.importorskip("duckdb")
sql = pytest.importorskip("pyspark.sql")

import icp_rules  # noqa: E402
from icp_rules import (  # noqa: E402
    Applicant,
    BeyondHorizon,
    Credential,
    CredentialKind,
    DataError,
    Edition,
    ServiceLevel,
    WorkingCalendar,
    frames,
)
from icp_rules.workdays import BEIJING  # noqa: E402

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore:Dask support is moving out of Narwhals:FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

N = 100_000
UTC = dt.UTC
ZONES = {"utc": "UTC", "beijing": "Asia/Shanghai", "new_york": "America/New_York"}
CUTOFF = ServiceLevel("with a cutoff", 1, 3, None, dt.time(17, 30), "next_working_day")
REST = ServiceLevel("counted from the next working day", 2, 5, None, None, "next_working_day")


# -- The engines -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def connection():
    """A connection of its own: what is joined to a relation has to live on the same one."""
    with duckdb.connect() as own:
        own.execute("SET TimeZone = 'America/New_York'")
        yield own


def plain_pandas(table):
    frame = table.to_pandas()
    for name, type_ in zip(table.column_names, table.schema.types, strict=True):
        if pa.types.is_boolean(type_):
            frame[name] = frame[name].astype("boolean")
    return frame


class Engine:
    def __init__(self, request):
        self.name, self.request, self.made = request.param, request, 0

    def make(self, table):
        match self.name:
            case "pandas":
                return plain_pandas(table)
            case "pandas-pyarrow":
                return table.to_pandas(types_mapper=pd.ArrowDtype)
            case "polars":
                return pl.from_arrow(table)
            case "polars-lazy":
                return pl.from_arrow(table).lazy()
            case "pyarrow":
                return table
            case "duckdb":
                self.made += 1
                own = self.request.getfixturevalue("connection")
                own.register("given", table)
                own.execute(f"CREATE OR REPLACE TABLE rows_{self.made} AS FROM given")
                return own.table(f"rows_{self.made}")
            case "dask":
                frame = table.to_pandas(types_mapper=pd.ArrowDtype)
                if "new_york" in frame:  # as pandas has it of its own
                    frame["new_york"] = table["new_york"].to_pandas()
                return dd.from_pandas(frame, npartitions=3 if len(frame) else 1)
            case "pyspark":
                frame = self.request.getfixturevalue("spark").createDataFrame(table)
                naive = [
                    name
                    for name, type_ in zip(table.column_names, table.schema.types, strict=True)
                    if type_ == pa.timestamp("us")
                ]
                return frame.withColumns(
                    {name: frame[name].cast("timestamp_ntz") for name in naive}
                )

    @property
    def keeps_order(self):
        return not self.is_lazy or self.name == "polars-lazy"

    @property
    def is_lazy(self):
        return self.name in ("polars-lazy", "duckdb", "dask", "pyspark")

    def names(self, frame):
        return (
            frame.column_names
            if self.name == "pyarrow"
            else frame.collect_schema().names()
            if self.name == "polars-lazy"
            else list(frame.columns)
        )

    def rows(self, frame, *columns):
        """The rows, as tuples of plain values, with None for whatever is a null."""
        match self.name:
            case "pandas" | "pandas-pyarrow" | "dask":
                frame = frame.compute() if self.name == "dask" else frame
                lists = [[None if pd.isna(v) else v for v in frame[c].tolist()] for c in columns]
                return list(zip(*lists, strict=True))
            case "polars":
                return frame.select(columns).rows()
            case "polars-lazy":
                return frame.select(columns).collect().rows()
            case "pyarrow":
                return list(zip(*(frame[c].to_pylist() for c in columns), strict=True))
            case "duckdb":
                return frame.select(*columns).fetchall()
            case "pyspark":
                return [tuple(row) for row in frame.select(*columns).collect()]


ENGINES = [
    "pandas",
    "pandas-pyarrow",
    "polars",
    "polars-lazy",
    "pyarrow",
    "duckdb",
    "dask",
    "pyspark",
]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    return Engine(request)


def refused(pointer, code, call, *args, **kwargs):
    with pytest.raises(DataError) as caught:
        call(*args, **kwargs)
    problem = caught.value.problems[0]
    assert (problem.pointer, problem.code) == (pointer, code), str(caught.value)
    return str(caught.value)


# -- The rows, and what the functions for one value say of them ------------------------------------


def filings():
    draw = random.Random(20180928)
    accounts = [f"{1000 + i}" for i in range(30_000)]
    rows = []
    for _ in range(N):
        account = draw.choice(accounts)
        subject = f"organization:{int(account) * 7 % 40_009:09}"
        if draw.random() < 0.02:
            subject = f"organization:{draw.randrange(40_009):09}"
        rows.append(
            (
                draw.choice([account] * 200 + [None, "", "  ", "\u3000", "\u3164 \u200b"]),
                draw.choice([subject] * 200 + [None, "", "\t\n", "张三 "]),
            )
        )
    return rows


#: Written out: whatever prints nothing.
BLANKS = (
    " \t\n\r\v\f\x1c\x85\xa0\xad\u1680\u2003\u200b\u2028\u202f\u205f\u2060\u2800\u3000\u3164\ufe0f"
    "\ufeff\U000e0001\U000e0100"
)


def is_blank(text):
    return text is None or not text.strip(BLANKS)


@pytest.fixture(scope="module")
def conflicts():
    rows = filings()
    pairs = {pair for pair in rows if not any(map(is_blank, pair))}
    held = icp_rules.find_conflicts(pairs)
    expected = {
        ("account_holds_another_subject", *pair) for pair in pairs if pair[0] in held.accounts
    }
    expected |= {
        ("subject_filed_under_another_account", *pair) for pair in pairs if pair[1] in held.subjects
    }
    expected |= {("missing", *pair) for pair in rows if any(map(is_blank, pair))}
    assert len(Counter(code for code, *_ in expected)) == 3 and len(expected) > 2_000
    return pa.table({"held by": [a for a, _ in rows], "n": [s for _, s in rows]}), expected


def instants():
    """Days and instants from before the calendar to after it, each boundary among them."""
    draw = random.Random(20180214)
    calendar = icp_rules.china_calendar()
    first, last, official = calendar.first_day, calendar.last_day, calendar.official_through
    edges = [
        one + dt.timedelta(i)
        for one in (first, last, official, dt.date(1970, 1, 1), dt.date(2018, 9, 28))
        for i in range(-8, 9)
    ]
    clocks = [
        dt.time(),
        dt.time(0, 0, 0, 1),
        dt.time(23, 59, 59, 999_999),
        dt.time(17, 30),
        dt.time(17, 30, 0, 1),
        dt.time(17, 29, 59, 999_999),
        dt.time(8),
    ]
    span = (last - first).days + 1_500
    days, times = [], []
    for i in range(N):
        day = (
            edges[i % len(edges)]
            if i < 2_000
            else first - dt.timedelta(400) + dt.timedelta(draw.randrange(span))
        )
        clock = (
            draw.choice(clocks)
            if i % 2
            else dt.time(
                draw.randrange(24),
                draw.randrange(60),
                draw.randrange(60),
                draw.randrange(1_000_000),
            )
        )
        empty = draw.random() < 0.01
        days.append(None if empty else day)
        times.append(None if empty else dt.datetime.combine(day, clock, BEIJING).astimezone(UTC))
    return days, times


@pytest.fixture(scope="module")
def receipts():
    days, times = instants()
    columns = {"id": pa.array(range(N)), "received_at": pa.array(days, pa.date32())}
    columns |= {zone: pa.array(times, pa.timestamp("us", ZONES[zone])) for zone in ZONES}
    return pa.table(columns), days, times


def windows(values, level=icp_rules.EMAIL_INITIALIZATION, calendar=None, strict=False):
    """What the function for one value says, as rows."""
    answers = []
    for i, value in enumerate(values):
        if value is None:
            answers.append((i, None, None, None, None, "missing"))
            continue
        try:
            one = icp_rules.processing_window(value, level, calendar, strict)
            answers.append((i, one.received_on, one.earliest, one.latest, one.basis.value, None))
        except BeyondHorizon:
            answers.append((i, None, None, None, None, "beyond_horizon"))
    return answers


WINDOW = ("id", "received_on", "earliest", "latest", "basis", "problem")


@pytest.fixture(scope="module")
def expected_windows(receipts):
    _, days, times = receipts
    cases = {
        "dates": ("received_at", {}, windows(days)),
        "strict": ("received_at", {"strict": True}, windows(days, strict=True)),
        "rest": ("received_at", {"level": REST}, windows(days, REST)),
        "utc": ("utc", {}, windows(times)),
        "beijing": ("beijing", {"level": CUTOFF}, windows(times, CUTOFF)),
        "new_york": (
            "new_york",
            {"level": CUTOFF, "strict": True},
            windows(times, CUTOFF, strict=True),
        ),
    }
    for _, _, answers in cases.values():
        assert {row[-1] for row in answers} == {None, "missing", "beyond_horizon"}
    return cases


def applicants():
    draw = random.Random(4)
    types = ["individual", "organization"] * 30 + [None, "", "organisation", "Individual"]
    kinds = [kind.value for kind in CredentialKind] * 5 + [None, "", "driving_licence"]
    flags = [True, False] * 20 + [None]
    return [
        (i, draw.choice(types), draw.choice(flags), draw.choice(flags), draw.choice(kinds))
        for i in range(N)
    ]


def documents(rows, edition, with_kind=True):
    answers, known = [], {}
    for i, *case in rows:
        case = tuple(case if with_kind else case[:3])
        if case not in known:
            known[case] = _documents(*case, edition=edition)
        answers.append((i, *known[case]))
    return answers


def _documents(type, subject, website, kind="resident_id_card", edition=None):
    if None in (type, subject, website, kind):
        return None, None, "missing"
    roles = [
        role
        for role, held in (("subject_administrator", subject), ("website_administrator", website))
        if held
    ]
    try:
        needed = icp_rules.required_documents(Applicant(type, roles, kind), edition)
    except DataError as error:
        return None, None, error.problems[0].code
    return ",".join(one.document.value for one in needed), needed[0].rule, None


@pytest.fixture(scope="module")
def people():
    rows = applicants()
    names = ("id", "type", "subject_administrator", "website_administrator", "id_credential")
    return pa.table(
        {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    ), rows


@cache
def taken(province, type, *others):
    """What `assess` says of one filing, as a frame has it."""
    if None in (province, type, *others):
        return None, None, "missing"
    known = dict(zip(("entity_leader", "service_leader", "local_id"), others, strict=False))
    try:
        answer = icp_rules.assess(icp_rules.FilingDocumentsRequest(province, type, **known))
    except DataError as error:
        return None, None, error.problems[0].code
    codes = dict.fromkeys(one.code for one in answer.findings)
    return (
        ",".join(one.document.value for one in answer.required_documents),
        ",".join(codes),
        None,
    )


@pytest.fixture(scope="module")
def filed():
    draw = random.Random(11)
    provinces = [one.value for one in icp_rules.Province]
    entity_leaders = [one.value for one in icp_rules.EntityLeader]
    service_leaders = [one.value for one in icp_rules.ServiceLeader]
    rows = [
        (
            i,
            draw.choice([*provinces, None, "taiwan"]),
            draw.choice([*["individual", "organization"] * 4, None, "company"]),
            draw.choice([*entity_leaders * 4, None, "entity_leader"]),
            draw.choice([*service_leaders * 4, None, "agent"]),
            draw.choice([True, False] * 4 + [None]),
        )
        for i in range(N // 10)
    ]
    names = ("id", "province", "type", "entity_leader", "service_leader", "local_id")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    return pa.table(columns), rows


# -- The same answers ------------------------------------------------------------------------------


class TestEveryEngine:
    """ "`icp_rules.frames` applies the same functions to whole columns. It computes the answer for
    an input only once, however many rows have this input." (docs/design.md, "Tables") 100,000
    random rows get the same conflicts, windows and documents from the functions for one value and
    from pandas, Polars, PyArrow, DuckDB, Dask and a real local Spark session."""

    def test_conflicts(self, engine, conflicts):
        table, expected = conflicts
        frame = engine.make(table)
        found = frames.find_conflicts(frame, account="held by", subject="n")
        assert isinstance(found, type(frame))
        rows = engine.rows(
            found,
            *(["code", '"held by"', "n"] if engine.name == "duckdb" else ["code", "held by", "n"]),
        )
        assert Counter(rows) == Counter(expected)

    @pytest.mark.parametrize("case", ["dates", "strict", "rest", "utc", "beijing", "new_york"])
    def test_windows(self, engine, receipts, expected_windows, case):
        column, arguments, expected = expected_windows[case]
        frame = engine.make(receipts[0])
        found = frames.add_processing_windows(frame, column, **arguments)
        assert isinstance(found, type(frame)) and engine.names(found) == [
            *engine.names(frame),
            *WINDOW[1:],
        ]
        rows = engine.rows(found, *WINDOW)
        assert (rows if engine.keeps_order else sorted(rows)) == expected

    @pytest.mark.parametrize("edition", [*Edition][:4])
    def test_documents(self, engine, people, edition):
        table, rows = people
        frame = engine.make(table)
        found = frames.add_required_documents(frame, edition=edition)
        assert isinstance(found, type(frame))
        answers = engine.rows(found, "id", "documents", "rule", "problem")
        assert (
            answers if engine.keeps_order else sorted(answers, key=lambda row: row[0])
        ) == documents(rows, edition)

    def test_an_edition_that_asks_for_none_is_refused_at_once(self, engine, people):
        """ "If an edition says nothing about a matter, `required_documents`, `review_documents`,
        `applicants_for` and `service_level` raise a `DataError`." (docs/design.md, "Editions and
        sources")"""
        frame = engine.make(people[0])
        with pytest.raises(DataError, match="help-2025-04-23 has no rule for: Which documents"):
            frames.add_required_documents(frame, edition="help-2025-04-23")

    def test_documents_without_a_column_of_credentials(self, engine, people):
        table, rows = people
        found = frames.add_required_documents(engine.make(table), id_credential=None)
        answers = engine.rows(found, "id", "documents", "rule", "problem")
        assert sorted(answers, key=lambda row: row[0]) == documents(
            rows, Edition.FAQ_EN_2018_01_08, with_kind=False
        )

    def test_documents_of_a_filing(self, engine, filed):
        table, rows = filed
        frame = engine.make(table)
        found = frames.add_filing_documents(frame)
        assert isinstance(found, type(frame)) and engine.names(found) == [
            *engine.names(frame),
            *("documents", "findings", "problem"),
        ]
        answers = engine.rows(found, "id", "documents", "findings", "problem")
        expected = [(i, *taken(*case)) for i, *case in rows]
        assert (
            answers if engine.keeps_order else sorted(answers, key=lambda row: row[0])
        ) == expected

    def test_documents_of_a_filing_by_province_and_type_alone(self, engine, filed):
        table, rows = filed
        found = frames.add_filing_documents(
            engine.make(table), entity_leader=None, service_leader=None, local_id=None
        )
        answers = engine.rows(found, "id", "documents", "findings", "problem")
        assert sorted(answers, key=lambda row: row[0]) == [
            (i, *taken(province, type)) for i, province, type, *_ in rows
        ]

    def test_a_calendar_that_begins_before_1970(self, engine):
        calendar = WorkingCalendar(
            dt.date(1969, 12, 1), dt.date(1970, 1, 20), b"\1\1\1\1\1\0\0" * 10
        )
        times = [
            dt.datetime(1969, 12, day, hour, 30, tzinfo=UTC)
            for day in range(1, 32)
            for hour in (0, 15, 16, 23)
        ]
        table = pa.table(
            {"id": range(len(times)), "at": pa.array(times, pa.timestamp("us", "UTC"))}
        )
        found = frames.add_processing_windows(engine.make(table), "at", calendar=calendar)
        assert sorted(engine.rows(found, *WINDOW)) == windows(times, calendar=calendar)
        days = [one.date() for one in times]
        table = pa.table({"id": range(len(times)), "at": pa.array(days, pa.date32())})
        assert sorted(
            engine.rows(
                frames.add_processing_windows(engine.make(table), "at", calendar=calendar), *WINDOW
            )
        ) == windows(days, calendar=calendar)

    def test_no_rows(self, engine):
        table = pa.table(
            {
                "a": pa.array([], pa.string()),
                "s": pa.array([], pa.string()),
                "at": pa.array([], pa.date32()),
                "id": pa.array([], pa.int64()),
            }
        )
        assert (
            engine.rows(frames.find_conflicts(engine.make(table), "a", "s"), "code", "a", "s") == []
        )
        assert engine.rows(frames.add_processing_windows(engine.make(table), "at"), *WINDOW) == []


def kinds_and_numbers():
    draw = random.Random(7)
    numbers = [
        "98765285-8",
        "91330100987652858B",
        "11010519491231002x",
        "110105491231002",
        " Ｈ１２３４５６７８ ",
        "H1234567801",
        "12345678",
        "1234567801(A)",
        "E12345678",
        "",
        "  ",
        None,
        "a" * 65,
        "1\u200b2",
        "11010519491231002",
        "91330100987652858C",
    ]
    kinds = [kind.value for kind in CredentialKind] + [None, "", "id_card"]
    return [
        (
            draw.choice(kinds),
            draw.choice(numbers) if draw.random() < 0.5 else str(draw.randrange(10**17, 10**18)),
        )
        for _ in range(N)
    ]


class TestKeys:
    def test_keys_are_those_of_credentials(self, engine):
        rows = kinds_and_numbers()
        table = pa.table(
            {"kind": [kind for kind, _ in rows], "number": [number for _, number in rows]}
        )
        if engine.is_lazy:
            assert "collect" in refused(
                "/frame", "wrong_type", frames.canonical_keys, engine.make(table)
            )
            return
        expected = []
        for kind, number in rows:
            try:
                expected.append(
                    (None, "missing")
                    if kind is None or number is None
                    else (Credential(kind, number).key, None)
                )
            except DataError as error:
                expected.append((None, error.problems[0].code))
        assert {"missing", "unknown_value", "empty", "too_long", "forbidden_character", None} == {
            problem for _, problem in expected
        }
        assert (
            engine.rows(frames.canonical_keys(engine.make(table)), "subject_key", "problem")
            == expected
        )


# -- Lazily ----------------------------------------------------------------------------------------


class TestNothingRunsYet:
    """A lazy engine stays lazy, and the answer is a frame of that engine."""

    COLUMNS = {  # noqa: RUF012
        "account": ["1", "1", "2"],
        "subject": ["a", "b", "c"],
        "type": ["individual"] * 3,
        "at": [dt.datetime(2018, 2, 14, tzinfo=UTC)] * 3,
        "subject_administrator": [True] * 3,
        "website_administrator": [True] * 3,
    }

    def everything(self, frame):
        return (
            frames.find_conflicts(frame),
            frames.add_processing_windows(frame, "at"),
            frames.add_required_documents(frame, id_credential=None),
        )

    def test_polars(self):
        ran = []
        frame = pl.LazyFrame(self.COLUMNS).map_batches(
            lambda batch: ran.append(1) or batch, schema=pl.LazyFrame(self.COLUMNS).collect_schema()
        )
        answers = self.everything(frame)
        assert ran == [] and all(type(one) is pl.LazyFrame for one in answers)
        assert [one.collect().height for one in answers] == [2, 3, 3] and ran
        assert [one.collect(engine="streaming").height for one in answers] == [2, 3, 3]

    def test_duckdb(self, connection):
        ran = []
        connection.create_function(
            "noted", lambda text: ran.append(1) or text, ["VARCHAR"], "VARCHAR", side_effects=True
        )
        connection.register("lazily", pl.DataFrame(self.COLUMNS).to_arrow())
        answers = self.everything(
            connection.sql("SELECT * REPLACE (noted(account) AS account) FROM lazily")
        )
        assert ran == [] and all(type(one) is duckdb.DuckDBPyRelation for one in answers)
        assert [one.count("*").fetchall()[0][0] for one in answers] == [2, 3, 3] and ran

    def test_dask(self):
        ran = []
        parts = dd.from_pandas(pd.DataFrame(self.COLUMNS), npartitions=2)
        frame = parts.map_partitions(lambda part: ran.append(1) or part, meta=parts._meta)
        answers = self.everything(frame)
        assert ran == [] and all(isinstance(one, dd.DataFrame) for one in answers)
        assert [len(one.compute()) for one in answers] == [2, 3, 3] and ran

    def test_spark(self, spark):
        frame = spark.createDataFrame(pl.DataFrame(self.COLUMNS).to_arrow())
        tracker, group = spark.sparkContext.statusTracker(), "laziness"
        spark.sparkContext.setJobGroup(group, "what runs while the answers are only described")
        answers = self.everything(frame)
        assert list(tracker.getJobIdsForGroup(group)) == [] and all(
            isinstance(one, sql.DataFrame) for one in answers
        )
        assert [len(one.collect()) for one in answers] == [2, 3, 3] and list(
            tracker.getJobIdsForGroup(group)
        )
        assert "BroadcastHashJoin" in answers[1]._jdf.queryExecution().toString()


# -- What is refused -------------------------------------------------------------------------------


class TestRefusals:
    """Nulls, odd types, wrong column names and days past the horizon get the same care as in the
    functions for one value."""

    def test_a_lazy_engine_it_does_not_know(self):
        duckdb_by_another_name = pytest.importorskip(
            "sqlframe.duckdb"
        ).DuckDBSession.builder.getOrCreate()
        rows = duckdb_by_another_name.createDataFrame([(dt.date(2018, 9, 28),)], ["received_at"])
        with pytest.raises(
            DataError, match="expected a lazy frame of Polars, DuckDB, Dask or PySpark"
        ):
            frames.add_processing_windows(rows)

    def test_wrong_names_tell_what_is_expected(self, engine):
        frame = engine.make(pa.table({"acct": ["1"], "subject": ["a"]}))
        said = refused("/account", "unknown_value", frames.find_conflicts, frame)
        assert "one of the frame's 2 columns" in said and "acct" not in said
        refused("/subject", "unknown_value", frames.find_conflicts, frame, "acct", "nothing")
        refused("/subject", "unknown_value", frames.find_conflicts, frame, "acct", None)
        refused("/subject", "wrong_kind", frames.find_conflicts, frame, "acct", "acct")
        refused("/received", "unknown_value", frames.add_processing_windows, frame)
        with pytest.raises(DataError) as caught:
            frames.add_required_documents(frame)
        assert [problem.pointer for problem in caught.value.problems] == [
            "/type",
            "/id_credential",
            "/subject_administrator",
            "/website_administrator",
        ]

    def test_odd_types(self, engine):
        naive = dt.datetime(2018, 2, 14, 9)
        frame = engine.make(
            pa.table(
                {
                    "number": [1001],
                    "text": ["2018-02-14"],
                    "naive": pa.array([naive], pa.timestamp("us")),
                    "day": pa.array([naive.date()]),
                    "yes": [True],
                }
            )
        )
        refused("/account", "wrong_type", frames.find_conflicts, frame, "number", "text")
        refused("/subject", "wrong_type", frames.find_conflicts, frame, "text", "yes")
        refused("/received", "naive_time", frames.add_processing_windows, frame, "naive")
        refused("/received", "wrong_type", frames.add_processing_windows, frame, "text")
        refused("/received", "wrong_type", frames.add_processing_windows, frame, "number")
        refused("/received", "time_needed", frames.add_processing_windows, frame, "day", CUTOFF)
        refused(
            "/type",
            "wrong_type",
            frames.add_required_documents,
            frame,
            "number",
            "yes",
            "day",
            None,
        )
        refused(
            "/website_administrator",
            "wrong_type",
            frames.add_required_documents,
            frame,
            "text",
            "yes",
            "day",
            None,
        )
        if not engine.is_lazy:
            refused("/number", "wrong_type", frames.canonical_keys, frame, "text", "number")

    def test_columns_that_are_there_already(self, engine):
        frame = engine.make(
            pa.table(
                {
                    "received_at": pa.array([dt.date(2018, 2, 14)]),
                    "basis": ["x"],
                    "code": ["1001"],
                    "rule": ["r"],
                }
            )
        )
        refused("/frame", "wrong_kind", frames.add_processing_windows, frame)
        refused("/account", "wrong_kind", frames.find_conflicts, frame, "code", "basis")
        refused("/subject", "wrong_kind", frames.find_conflicts, frame, "basis", "code")

    @pytest.mark.parametrize(
        "frame",
        [
            None,
            3,
            "rows",
            [("1001", "a")],
            {"account": ["1001"], "subject": ["a"]},
            pd.Series(["a"], name="account"),
        ],
    )
    def test_no_frame(self, frame):
        refused("/frame", "wrong_type", frames.find_conflicts, frame)
        refused("/frame", "wrong_type", frames.add_processing_windows, frame)
        refused("/frame", "wrong_type", frames.add_required_documents, frame)
        refused("/frame", "wrong_type", frames.add_filing_documents, frame)
        refused("/frame", "wrong_type", frames.canonical_keys, frame)

    def test_other_arguments(self):
        frame = pl.DataFrame(
            {
                "received_at": [dt.date(2018, 2, 14)],
                "type": ["individual"],
                "a": [True],
                "b": [True],
            }
        )
        refused(
            "/level",
            "wrong_type",
            frames.add_processing_windows,
            frame,
            level="email_initialization",
        )
        refused("/calendar", "wrong_type", frames.add_processing_windows, frame, calendar="CN")
        refused("/strict", "wrong_type", frames.add_processing_windows, frame, strict=1)
        refused(
            "/edition",
            "unknown_value",
            frames.add_required_documents,
            frame,
            "type",
            "a",
            "b",
            None,
            "faq",
        )

    def test_without_narwhals(self):
        code = (
            "import sys; sys.modules['narwhals'] = None\nimport icp_rules\ntry: import "
            "icp_rules.frames\nexcept ImportError as e: print(e)"
        )
        said = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
        assert "pip install icp-rules[frames]" in said


class TestNames:
    """ "All column names must differ even if case is ignored, because DuckDB and Spark do not
    distinguish upper and lower case. This also applies to the columns that a function adds." "No
    message repeats a column name of the frame." (docs/design.md, "Tables")"""

    #: The names that each function adds, in letters of another case.
    TAKEN = (
        ("windows", ["Received_On", "EARLIEST", "Latest", "Basis", "Problem", "problem"]),
        ("documents", ["Documents", "RULE", "Problem", "PROBLEM", "rule"]),
        ("keys", ["Subject_Key", "SUBJECT_KEY", "Problem"]),
    )
    ROW = {  # noqa: RUF012
        "account": ["1001"],
        "subject": ["a"],
        "received_at": [dt.date(2018, 9, 28)],
        "type": ["individual"],
        "yes": [True],
        "no": [False],
        "kind": ["passport"],
        "number": ["E12345678"],
    }

    def ask(self, what, frame):
        match what:
            case "conflicts":
                return frames.find_conflicts(frame)
            case "windows":
                return frames.add_processing_windows(frame)
            case "documents":
                return frames.add_required_documents(frame, "type", "yes", "no", None)
            case "keys":
                return frames.canonical_keys(frame)

    @pytest.mark.parametrize("what", ["windows", "documents", "keys"])
    def test_a_name_that_the_answer_adds(self, engine, what):
        for name in dict(self.TAKEN)[what]:
            frame = engine.make(pa.table({**self.ROW, name: ["the caller's own"]}))
            said = refused("/frame", "wrong_kind", self.ask, what, frame)
            assert f"the answer adds a column named {name.lower()}," in said and "own" not in said

    def test_every_name_that_is_added_is_known(self):
        frame = pl.DataFrame(self.ROW)
        for what, names in self.TAKEN:
            added = {*self.ask(what, frame).columns} - {*frame.columns}
            assert added == {name.lower() for name in names}

    @pytest.mark.parametrize("name", ["Code", "CODE", "code"])
    def test_the_code_of_a_conflict(self, engine, name):
        frame = engine.make(pa.table({name: ["1001"], "other": ["a"]}))
        refused("/account", "wrong_kind", frames.find_conflicts, frame, name, "other")
        refused("/subject", "wrong_kind", frames.find_conflicts, frame, "other", name)

    @pytest.mark.parametrize("name", ["Account", "NUMBER", "Yes", "received_At"])
    def test_two_columns_that_differ_in_case(self, engine, name):
        if engine.name == "duckdb":  # a table of it cannot have both, a relation can
            own = engine.request.getfixturevalue("connection")
            own.register("given", pa.table(self.ROW))
            frame = own.sql(f"SELECT *, 'x' AS \"{name}\" FROM given")
        else:
            frame = engine.make(pa.table({**self.ROW, name: ["x"]}))
        for what in ("conflicts", "windows", "documents", "keys"):
            said = refused("/frame", "wrong_type", self.ask, what, frame)
            assert "rename one" in said and name not in said

    def test_two_columns_of_one_name(self, connection, spark):
        rows = pd.DataFrame([["1", "a", "b"]], columns=["account", "subject", "subject"])
        query = "SELECT '1' AS account, 'a' AS subject, 'b' AS subject"
        arrays = [pa.array(["1"]), pa.array(["a"]), pa.array(["b"])]
        for frame in (
            rows,
            pa.Table.from_arrays(arrays, names=list(rows.columns)),
            dd.from_pandas(rows, npartitions=1),
            connection.sql(query),
            spark.sql(query),
        ):
            said = refused("/frame", "wrong_type", frames.find_conflicts, frame)
            assert "two columns have the same name" in said and "subject" not in said

    def test_columns_named_as_within(self, engine):
        """Names that the functions use inside are free to the caller."""
        names = ["n", "s", "a", "_a", "at", "key"]
        table = pa.table({name: ["1", "1"] for name in names} | {"Id": ["x", "y"]})
        found = frames.find_conflicts(engine.make(table), "n", "Id")
        assert sorted(engine.rows(found, "code", "n", "Id")) == [
            ("account_holds_another_subject", "1", "x"),
            ("account_holds_another_subject", "1", "y"),
        ]

    HEADER = "11010519491231002X"

    def test_no_message_repeats_a_header(self, engine):
        other = "张三1990"
        frame = engine.make(pa.table({self.HEADER: [1], other: [2]}))
        calls = [
            (frames.find_conflicts, frame),
            (frames.find_conflicts, frame, self.HEADER, other),
            (frames.find_conflicts, frame, self.HEADER, self.HEADER),
            (frames.find_conflicts, frame, 3, None),
            (frames.add_processing_windows, frame),
            (frames.add_processing_windows, frame, other),
            (frames.add_required_documents, frame),
            (frames.add_required_documents, frame, self.HEADER, other, other, None),
            (frames.canonical_keys, frame),
            (frames.canonical_keys, frame, self.HEADER, other),
        ]
        for call, *arguments in calls:
            with pytest.raises(DataError) as caught:
                call(*arguments)
            said = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
            assert self.HEADER not in said and other not in said

    def test_no_message_repeats_a_category_or_a_field(self):
        values = pl.Enum([self.HEADER])
        frame = pl.DataFrame(
            {"number": pl.Series([self.HEADER], dtype=values), "one": [{self.HEADER: 1}]}
        )
        for call in (frames.find_conflicts, frames.canonical_keys):
            said = refused("/" + ("account" if call is frames.find_conflicts else "kind"),
                           "wrong_type", call, frame, "number", "one")  # fmt: skip
            assert "got one of Enum" in said and "got one of Struct" in said
            assert self.HEADER not in said
        said = refused("/received", "wrong_type", frames.add_processing_windows, frame, "one")
        assert self.HEADER not in said

    @pytest.mark.parametrize("name", ["held.by", "held`by"])
    def test_names_that_spark_reads_as_syntax(self, engine, name):
        frame = engine.make(pa.table({**self.ROW, name: ["1001"]}))
        if engine.name != "pyspark":
            assert engine.names(frames.add_processing_windows(frame)) == [
                *self.ROW,
                name,
                *WINDOW[1:],
            ]
            assert engine.rows(frames.find_conflicts(frame, name), "code") == []
            return
        for call in (
            lambda: frames.add_processing_windows(frame),
            lambda: frames.find_conflicts(frame, name),
        ):
            assert "held" not in refused("/frame", "wrong_kind", call)
        assert engine.rows(frames.find_conflicts(frame), "code") == []


class TestTypes:
    """ "If the library narwhals, which reads the frames, or an engine such as DuckDB does not know
    the type of a column, the column is converted, or an error says what to do." (docs/design.md,
    "Tables")"""

    #: The last nanosecond of a day in Beijing and the first of the next, after 1970 and before.
    NANOSECONDS = (
        1_538_150_399_999_999_999,
        1_538_150_400_000_000_000,
        -28_800_000_000_001,
        -28_800_000_000_000,
        None,
    )
    DAYS = ("2018-09-28", "2018-09-29", "1969-12-31", "1970-01-01", "None")
    LONG = WorkingCalendar(dt.date(1969, 12, 1), dt.date(2018, 12, 31), b"\1" * 17_928)

    @pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
    @pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
    def test_instants_in_every_unit(self, engine, unit, zone):
        per_unit = 10 ** (9 - 3 * ["s", "ms", "us", "ns"].index(unit))
        values = [None if one is None else one // per_unit for one in self.NANOSECONDS]
        table = pa.table({"id": range(5), "at": pa.array(values, pa.timestamp(unit, zone))})
        found = frames.add_processing_windows(engine.make(table), "at", calendar=self.LONG)
        rows = sorted(engine.rows(found, "id", "received_on", "problem"))
        assert [str(day) for _, day, _ in rows] == [*self.DAYS]
        assert [problem for *_, problem in rows] == [None] * 4 + ["missing"]

    def test_parquet_written_in_nanoseconds_read_by_duckdb(self, connection, tmp_path):
        import pyarrow.parquet

        table = pa.table({"at": pa.array(self.NANOSECONDS, pa.timestamp("ns", "UTC"))})
        pyarrow.parquet.write_table(table, tmp_path / "rows.parquet", version="2.6")
        given = connection.read_parquet(str(tmp_path / "rows.parquet"))
        found = frames.add_processing_windows(given, "at", calendar=self.LONG)
        assert sorted(str(day) for (day,) in found.select("received_on").fetchall()) == sorted(
            self.DAYS
        )
        cut = frames.add_processing_windows(given, "at", CUTOFF, self.LONG)
        assert found.columns == cut.columns == ["at", *WINDOW[1:]]
        expected = ["1970-01-01", "1970-01-01", "2018-09-29", "2018-09-29", "None"]
        assert sorted(str(day) for (day,) in cut.select("received_on").fetchall()) == expected

    def test_dates_in_milliseconds(self, engine):
        days = [dt.date(1969, 12, 31), dt.date(2018, 9, 28), None]
        if engine.name not in ("pandas-pyarrow", "pyarrow", "duckdb", "dask"):
            return  # they have no such type
        table = pa.table({"id": range(3), "at": pa.array(days, pa.date64())})
        found = frames.add_processing_windows(engine.make(table), "at", calendar=self.LONG)
        assert sorted(engine.rows(found, *WINDOW)) == windows(days, calendar=self.LONG)
        assert engine.names(found) == ["id", "at", *WINDOW[1:]]
        refused(
            "/received",
            "time_needed",
            frames.add_processing_windows,
            engine.make(table),
            "at",
            CUTOFF,
        )

    @pytest.mark.parametrize("type_", [pa.string(), pa.large_string()])
    def test_text_of_every_length(self, engine, type_):
        frame = engine.make(
            pa.table({"account": pa.array(["1", "1", "　"], type_), "subject": ["a", "b", "c"]})
        )
        found = engine.rows(frames.find_conflicts(frame), "code", "account", "subject")
        assert sorted(found) == [
            ("account_holds_another_subject", "1", "a"),
            ("account_holds_another_subject", "1", "b"),
            ("missing", "　", "c"),
        ]

    def test_views_of_text(self, connection):
        """Polars and DuckDB read them; PyArrow, and pandas by way of it, cannot compare them."""
        texts = pa.array(["1", "1", " "], pa.string_view())
        table = pa.table({"account": texts, "subject": ["a", "b", "c"]})
        table = table.append_column("yes", pa.array([True] * 3)).append_column(
            "no", pa.array([False] * 3)
        )
        for frame in (table, table.to_pandas(types_mapper=pd.ArrowDtype)):
            for call, *arguments in (
                (frames.find_conflicts,),
                (frames.canonical_keys, "account", "subject"),
                (frames.add_required_documents, "account", "yes", "no", None),
            ):
                with pytest.raises(DataError, match="string_view; cast it to string") as caught:
                    call(frame, *arguments)
                assert [one.code for one in caught.value.problems] == ["wrong_type"]
        read = table.set_column(0, "account", texts.cast(pa.string()))
        for frame in (pl.from_arrow(table), connection.from_arrow(table), read):
            assert len(frames.find_conflicts(frame)) == 3

    def test_categories(self):
        rows = {"account": ["1", "1", None], "subject": ["a", "b", "c"]}
        table = pa.table({name: pa.array(column) for name, column in rows.items()})
        for frame in (
            pd.DataFrame(rows).astype("category"),
            pl.DataFrame(rows).cast(pl.Categorical),
            pl.LazyFrame(rows).cast(pl.Categorical),
            pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.Enum(["1", "a", "b", "c"]))),
            pa.table({name: table[name].dictionary_encode() for name in rows}),
            dd.from_pandas(pd.DataFrame(rows).astype("category"), npartitions=1),
        ):
            said = refused("/account", "wrong_type", frames.find_conflicts, frame)
            assert "cast it to string" in said
        times = pa.array([dt.datetime(2018, 2, 14, tzinfo=UTC)]).dictionary_encode()
        frame = pa.table({"received_at": times})
        assert "convert it with a cast" in refused(
            "/received", "wrong_type", frames.add_processing_windows, frame
        )


class TestBlanks:
    """ "An account or a subject that is null or has no visible character is reported as
    `missing`." (docs/design.md, "Tables")"""

    def test_every_blank_there_is(self, engine):
        seen = ["0", ".", "张", "-", "\U00031350", "\u0301", " x\u3000"]
        texts = [*BLANKS, BLANKS, None, "", "  ", *seen]
        table = pa.table({"account": texts, "subject": [f"s{i}" for i in range(len(texts))]})
        found = engine.rows(frames.find_conflicts(engine.make(table)), "code", "subject")
        assert sorted(found) == sorted(("missing", f"s{i}") for i in range(len(texts) - len(seen)))
        swapped = engine.make(table.rename_columns(["subject", "account"]))
        found = engine.rows(frames.find_conflicts(swapped), "code", "account")
        assert len(found) == len(texts) - len(seen) and {code for code, _ in found} == {"missing"}

    def test_blank_accounts_hold_no_subjects(self, engine):
        rows = {"account": ["  ", "  ", "\u3000", "1"], "subject": ["a", "b", "\u3000", " "]}
        found = engine.rows(
            frames.find_conflicts(engine.make(pa.table(rows))), "code", "account", "subject"
        )
        pairs = zip(rows["account"], rows["subject"], strict=True)
        assert sorted(found) == sorted(("missing", *pair) for pair in pairs)


def test_dates_that_duckdb_calls_infinite(connection):
    for type_ in ("DATE", "TIMESTAMPTZ", "TIMESTAMPTZ_NS"):
        given = connection.sql(
            f"SELECT unnest(['infinity', '-infinity', NULL, '2018-09-28'])::{type_} AS received_at"
        )
        found = frames.add_processing_windows(given).select("problem").fetchall()
        assert sorted(found, key=str) == [
            ("beyond_horizon",),
            ("beyond_horizon",),
            ("missing",),
            (None,),
        ]


class TestPandas:
    """pandas has three nulls, no dates, and an index."""

    def test_nulls_of_every_sort(self):
        frame = pd.DataFrame(
            {
                "account": ["1", None, float("nan"), pd.NA, "1"],
                "subject": ["a", "b", "b", "b", pd.NA],
            },
            dtype=object,
        )
        found = frames.find_conflicts(frame)
        assert {
            tuple(None if pd.isna(v) else v for v in row) for row in found.itertuples(index=False)
        } == {("missing", None, "b"), ("missing", "1", None)}
        assert len(found) == 2 and list(found.index) == [0, 1]
        none = [pd.NaT, None, float("nan"), pd.NA]
        frame = pd.DataFrame(
            {"account": [*none, "1"], "subject": [*["a"] * 4, pd.NaT]}, dtype=object
        )
        found = frames.find_conflicts(frame)
        assert list(found["code"]) == ["missing"] * 2
        nothing = pd.DataFrame({"account": [pd.NaT] * 2, "subject": ["a", "b"]}, dtype=object)
        assert list(frames.find_conflicts(nothing)["code"]) == ["missing"] * 2
        keys = frames.canonical_keys(
            pd.DataFrame({"kind": ["passport", pd.NaT], "number": [pd.NaT, "E1"]}, dtype=object)
        )
        assert list(keys["problem"]) == ["missing", "missing"]
        keys = frames.canonical_keys(
            pd.DataFrame({"kind": ["passport", None], "number": [pd.NA, "E1234567"]}, dtype=object)
        )
        assert list(keys["problem"]) == ["missing", "missing"]

    @pytest.mark.parametrize(
        "index", [[7, 7, 3], ["x", "y", "z"], pd.date_range("2018-01-01", periods=3)]
    )
    def test_the_index_stays(self, index):
        frame = pd.DataFrame(
            {
                "at": [dt.date(2018, 9, 28), None, dt.date(2018, 2, 14)],
                "kind": "passport",
                "number": ["E1", "E2", "E3"],
            },
            index=index,
        )
        found = frames.canonical_keys(
            frames.add_processing_windows(frame, "at").drop(columns="problem")
        )
        assert list(found.index) == list(frame.index)
        assert [None if pd.isna(v) else str(v) for v in found["earliest"]] == [
            "2018-09-29",
            None,
            "2018-02-22",
        ]
        assert list(found["subject_key"]) == ["passport:E1", "passport:E2", "passport:E3"]
        assert list(frame.columns) == ["at", "kind", "number"], "the frame given is left as it was"

    def test_columns_that_are_named_by_numbers(self):
        frame = pd.DataFrame(
            {
                0: ["x"],
                "at": pd.to_datetime(["2018-09-28T16:00Z"]),
                "type": ["individual"],
                1: [True],
                "yes": [True],
                "kind": ["passport"],
                "number": ["E1"],
            }
        )
        assert list(frames.add_processing_windows(frame, "at").columns) == [
            *frame.columns,
            *WINDOW[1:],
        ]
        assert list(
            frames.add_required_documents(frame.assign(no=False), "type", "yes", "no", None).columns
        ) == [*frame.columns, "no", "documents", "rule", "problem"]
        assert list(frames.canonical_keys(frame).columns) == [
            *frame.columns,
            "subject_key",
            "problem",
        ]
        refused("/account", "unknown_value", frames.find_conflicts, frame, 0, "type")

    @pytest.mark.parametrize(
        "zone",
        [
            "Asia/Shanghai",
            "America/Argentina/Buenos_Aires",
            BEIJING,
            dt.timezone(dt.timedelta(hours=-3, minutes=-30)),
        ],
    )
    def test_every_sort_of_zone(self, zone):
        times = [
            dt.datetime(2018, 9, 28, 15, 59, 59, tzinfo=UTC),
            dt.datetime(2018, 9, 28, 16, tzinfo=UTC),
            None,
        ]
        frame = pd.DataFrame(
            {
                "at": pd.Series(times, dtype="datetime64[us, UTC]").dt.tz_convert(zone),
                "id": range(3),
            }
        )
        assert Engine.rows(
            type("", (), {"name": "pandas"}), frames.add_processing_windows(frame, "at"), *WINDOW
        ) == windows(times)

    def test_objects_are_looked_at_to_the_last(self):
        many = [dt.date(2018, 2, 14)] * 200
        refused(
            "/received",
            "wrong_type",
            frames.add_processing_windows,
            pd.DataFrame({"received_at": [*many, "2018-02-15"]}),
        )
        refused(
            "/received",
            "wrong_type",
            frames.add_processing_windows,
            pd.DataFrame(
                {"received_at": [*many, dt.datetime(2018, 2, 15, 23, tzinfo=UTC)]}, dtype=object
            ),
        )
        mixed = [dt.datetime(2018, 2, 14, tzinfo=UTC), dt.datetime(2018, 2, 14, tzinfo=BEIJING)]
        assert "utc=True" in refused(
            "/received",
            "wrong_type",
            frames.add_processing_windows,
            pd.DataFrame({"received_at": mixed}, dtype=object),
        )
        frame = pd.DataFrame({"account": ["1"] * 200 + [1], "subject": ["a"] * 201}, dtype=object)
        refused("/account", "wrong_type", frames.find_conflicts, frame)
        refused("/number", "wrong_type", frames.canonical_keys, frame, "subject", "account")

    def test_the_advice_about_flags_works(self):
        flags = pd.DataFrame(
            {"type": ["individual", pd.NaT], "yes": [True, pd.NaT], "no": [False, None]},
            dtype=object,
        )
        arguments = ("type", "yes", "no", None)
        with pytest.raises(DataError) as caught:
            frames.add_required_documents(flags, *arguments)
        assert len(caught.value.problems) == 2 and "column.mask(column.isna()).astype" in str(
            caught.value
        )
        for name in ("yes", "no"):
            flags[name] = flags[name].mask(flags[name].isna()).astype("boolean")
        found = frames.add_required_documents(flags, *arguments)
        assert [None if pd.isna(one) else one for one in found["problem"]] == [None, "missing"]

    def test_timestamps_held_as_objects(self):
        times = [pd.Timestamp("2018-09-28T23:59:59+08:00"), pd.NaT]
        for more in ([], [dt.datetime(2018, 9, 28, 16, tzinfo=UTC)]):
            frame = pd.DataFrame({"received_at": [*times, *more]}, dtype=object)
            assert "convert it with pandas.to_datetime(..., utc=True)" in refused(
                "/received", "wrong_type", frames.add_processing_windows, frame
            )
            frame["received_at"] = pd.to_datetime(frame["received_at"], utc=True)
            found = frames.add_processing_windows(frame)
            assert str(found["received_on"][0]) == "2018-09-28"
        for naive in (pd.Timestamp("2018-09-28"), dt.datetime(2018, 9, 28)):
            for frame in ([naive], [naive, times[0]], [None, naive]):
                frame = pd.DataFrame({"received_at": frame}, dtype=object)
                refused("/received", "naive_time", frames.add_processing_windows, frame)

    def test_no_date_at_all_is_missing(self):
        found = frames.add_processing_windows(
            pd.DataFrame({"received_at": [None, float("nan"), pd.NaT]}, dtype=object)
        )
        assert list(found["problem"]) == ["missing"] * 3

    @pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
    def test_every_resolution(self, unit):
        times = [
            dt.datetime(2018, 9, 28, 15, 59, 59, tzinfo=UTC),
            dt.datetime(2018, 9, 28, 16, tzinfo=UTC),
            None,
        ]
        found = frames.add_processing_windows(
            pd.DataFrame(
                {"at": pd.Series(times, dtype=f"datetime64[{unit}, UTC]"), "id": range(3)}
            ),
            "at",
        )
        assert Engine.rows(type("", (), {"name": "pandas"}), found, *WINDOW) == windows(times)


def test_the_package_does_not_import_it():
    code = "import sys, icp_rules; icp_rules.find_conflicts([]); print('narwhals' in sys.modules)"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.strip()
        == "False"
    )


def test_a_zone_with_summer_time_agrees_with_the_scalar():
    new_york = zoneinfo.ZoneInfo("America/New_York")
    times = [dt.datetime(2018, 3, 11, hour, 30, tzinfo=new_york) for hour in range(3, 24)]
    found = frames.add_processing_windows(
        pl.DataFrame({"id": range(21), "at": times}), "at", CUTOFF
    )
    assert found.select(WINDOW).rows() == windows(times, CUTOFF)


def test_types_of_the_answers():
    found = frames.add_processing_windows(pl.DataFrame({"received_at": [dt.date(2018, 2, 14)]}))
    assert found.dtypes[1:] == [pl.Date, pl.Date, pl.Date, pl.String, pl.String]
