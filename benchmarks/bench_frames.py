"""Compare the functions for data frames with the best query written by hand for each engine, and
with numpy's business days.

Frames are loaded before the clock starts. The candidates take turns, except that each way to
compute windows runs several times in a row. The best round counts. The answers are compared.
`python -m benchmarks.bench_frames SIZE ...` uses other sizes than 1e5, 1e6 and 1e7, for a quick
look. Such a run is never written to the page.
"""

import datetime as dt
import gc
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chinese_calendar
import duckdb
import holidays
import numpy as np
import pandas as pd
import polars as pl

import icp_rules
from benchmarks.side_by_side import peak, ratio, table, versions, write
from icp_rules import frames

SIZES = [100_000, 1_000_000, 10_000_000]
A, S = "account", "subject"
ACCOUNT, SUBJECT, MISSING = (
    "account_holds_another_subject",
    "subject_filed_under_another_account",
    "missing",
)
Run = Callable[[], Any]


def rows(n: int) -> pl.DataFrame:
    """Filings, two for each account on average. One in a hundred is for a subject that does not
    belong to the account, and a few have no account.
    """
    draw = np.random.default_rng(20180928)
    account = draw.integers(0, n // 2, n)
    subject = np.where(draw.random(n) < 0.01, draw.integers(0, n // 2, n), account)
    columns = pl.DataFrame({"a": account, "s": subject, "none": draw.random(n) < 0.0005})
    return columns.select(
        pl.when(~pl.col("none")).then(pl.format("{}", pl.col("a") + 1_000_000_000)).alias(A),
        pl.format("organization:{}", pl.col("s") + 100_000_000).alias(S),
    )


# -- Queries by hand -------------------------------------------------------------------------------


def by_hand_polars(frame: pl.DataFrame, engine: Any = "auto") -> pl.DataFrame:
    filled = (pl.col(A) != "") & (pl.col(S) != "")
    pairs = frame.lazy().select(A, S).filter(filled).unique()

    def several(by: str, code: str) -> pl.LazyFrame:
        one = pairs.group_by(by).agg(pl.len().alias("n")).filter(pl.col("n") > 1)
        return pairs.join(one, on=by, how="semi").select(pl.lit(code).alias("code"), A, S)

    missing = (
        frame.lazy()
        .select(A, S)
        .filter(~filled.fill_null(False))
        .unique()
        .select(pl.lit(MISSING).alias("code"), A, S)
    )
    return pl.concat([several(A, ACCOUNT), several(S, SUBJECT), missing]).collect(engine=engine)


def by_hand_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    pairs = frame[[A, S]].drop_duplicates()
    empty = pairs[A].isna() | pairs[S].isna() | (pairs[A] == "") | (pairs[S] == "")
    parts = {MISSING: pairs[empty]}
    pairs = pairs[~empty]
    parts |= {
        ACCOUNT: pairs[pairs.duplicated(A, keep=False)],
        SUBJECT: pairs[pairs.duplicated(S, keep=False)],
    }
    return pd.concat([part.assign(code=code) for code, part in parts.items()], ignore_index=True)[
        ["code", A, S]
    ]


def query(materialized: str, of: str = "filings") -> str:
    filled = f"{A} <> '' AND {S} <> ''"
    return f"""WITH pairs AS {materialized} (SELECT DISTINCT {A}, {S} FROM {of} WHERE {filled}),
    a AS (SELECT {A} FROM pairs GROUP BY {A} HAVING count(*) > 1), s AS (SELECT {S} FROM pairs GROUP BY {S} HAVING count(*) > 1)
    SELECT '{ACCOUNT}' AS code, {A}, {S} FROM pairs WHERE {A} IN (SELECT {A} FROM a)
    UNION ALL SELECT '{SUBJECT}', {A}, {S} FROM pairs WHERE {S} IN (SELECT {S} FROM s)
    UNION ALL SELECT DISTINCT '{MISSING}', {A}, {S} FROM {of} WHERE NOT coalesce({filled}, FALSE)"""  # noqa: E501


# -- Timing ----------------------------------------------------------------------------------------


def in_turn(calls: dict[str, Run], rounds: int) -> dict[str, float]:
    """The seconds that each call takes in its best round. The calls take turns, so that other work
    on the machine affects all of them alike.
    """
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def same(ours: pl.DataFrame, others: list[pl.DataFrame]) -> str:
    order = ["code", A, S]
    ours = ours.select(order).sort(order, nulls_last=True)
    return (
        "the same"
        if all(ours.equals(one.select(order).sort(order, nulls_last=True)) for one in others)
        else "NOT the same"
    )


def on_polars(data: pl.DataFrame) -> tuple[Run, dict[str, Run], Callable[[Any], pl.DataFrame]]:
    hand = {
        "in memory": lambda: by_hand_polars(data),
        "streaming": lambda: by_hand_polars(data, "streaming"),
    }
    return lambda: frames.find_conflicts(data), hand, lambda found: found


def on_pandas(data: pl.DataFrame) -> tuple[Run, dict[str, Run], Callable[[Any], pl.DataFrame]]:
    frame = data.to_pandas()
    frame = frame.astype({A: "str", S: "str"})
    return (
        lambda: frames.find_conflicts(frame),
        {"duplicated": lambda: by_hand_pandas(frame)},
        lambda found: pl.from_pandas(found),
    )


def on_duckdb(data: pl.DataFrame) -> tuple[Run, dict[str, Run], Callable[[Any], pl.DataFrame]]:
    own = duckdb.connect()
    own.register("given", data.to_arrow())
    own.execute("CREATE TABLE filings AS FROM given")
    own.unregister("given")
    hand = {
        m or "DISTINCT, then counts": lambda m=m: own.sql(query(m)).to_arrow_table()
        for m in ("MATERIALIZED", "NOT MATERIALIZED")
    }
    return (
        lambda: frames.find_conflicts(own.table("filings")).to_arrow_table(),
        hand,
        lambda found: pl.DataFrame(pl.from_arrow(found)),
    )


ENGINES = {"polars": on_polars, "DuckDB": on_duckdb, "pandas": on_pandas}


def conflicts(sizes: list[int]) -> str:
    lines = []
    for n in sizes:
        data = rows(n)
        for name, engine in ENGINES.items():
            ours, hand, read = engine(data)
            verdict = same(read(ours()), [read(call()) for call in hand.values()])
            times = in_turn(
                {"ours": ours, **hand}, 15 if n <= 100_000 else 5 if n <= 1_000_000 else 3
            )
            best, took = min((took, which) for which, took in times.items() if which != "ours")
            print(f"{n:,} {name}: {times} {verdict}", flush=True)
            lines.append(
                [
                    f"{n:,}",
                    name,
                    f"{times['ours']:.3f}",
                    f"{best:.3f}",
                    took,
                    ratio(times["ours"], best),
                    verdict,
                ]
            )
            del ours, hand, read
    head = ["rows", "engine", "icp_rules, s", "by hand, s", "fastest query by hand"]
    return table([*head, "icp_rules / by hand", "answers"], lines)


def on_sqlite(n: int) -> str:
    data = rows(n)
    base = sqlite3.connect(":memory:")
    base.execute(f"CREATE TABLE filings ({A} TEXT, {S} TEXT)")
    base.executemany("INSERT INTO filings VALUES (?, ?)", data.iter_rows())
    took = in_turn({"sqlite": lambda: base.execute(query("MATERIALIZED")).fetchall()}, 1)["sqlite"]
    return f"In SQLite, the hand-written query takes {took:.1f} s for {n:,} rows."


def as_rows(n: int) -> str:
    """A sentence that compares `frames.find_conflicts` with taking the rows out of the frame."""
    frame = rows(n).drop_nulls().to_pandas().astype({A: "str", S: "str"})
    calls = {
        "rows": lambda: icp_rules.find_conflicts(zip(frame[A], frame[S], strict=True)),
        "frame": lambda: frames.find_conflicts(frame),
    }
    took = in_turn(calls, 3)
    return (
        "If the rows are in a pandas frame, use `frames.find_conflicts`. "
        f"For {n:,} rows, converting the frame to Python rows and calling "
        f"`icp_rules.find_conflicts` takes {ratio(took['rows'], took['frame'])} times as long "
        "as `frames.find_conflicts`."
    )


# -- Memory ----------------------------------------------------------------------------------------


def child(which: str, path: str) -> None:
    """Run in a process of its own: print the memory once the data is loaded, and the peak while it
    answers.
    """
    name, ours = which.split(":")
    call, hand, _ = ENGINES[name](pl.read_parquet(path))
    call = call if ours == "ours" else next(iter(hand.values()))
    gc.collect()
    loaded = peak(anew=True)
    call()
    print(f"{loaded:,} {peak():,}")


def memory(n: int, folder: Path) -> str:
    rows(n).write_parquet(folder / "memory.parquet")

    def peaks(which: str) -> list[str]:
        command = [
            sys.executable,
            "-m",
            "benchmarks.bench_frames",
            "--child",
            which,
            str(folder / "memory.parquet"),
        ]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    lines = [[name, *peaks(f"{name}:ours"), peaks(f"{name}:hand")[1]] for name in ENGINES]
    head = [f"peak memory for {n:,} rows, MB", "data loaded", "icp_rules", "by hand"]
    return table(head, lines)


# -- Windows ---------------------------------------------------------------------------------------


def windows(n: int) -> str:
    first, last = dt.date(2007, 1, 1), dt.date(2026, 12, 1)
    days = np.datetime64(first) + np.random.default_rng(1).integers(0, (last - first).days, n)
    off = [
        day for day in holidays.country_holidays("CN", years=range(2007, 2027)) if day.weekday() < 5
    ]
    calendar = np.busdaycalendar(holidays=[np.datetime64(day) for day in off])
    truth = np.array(
        [np.datetime64(day) for day in chinese_calendar.get_workdays(first, dt.date(2026, 12, 31))]
    )
    at = np.searchsorted(truth, days, side="right")
    wanted = {1: truth[at], 2: truth[at + 1]}
    frame = pl.DataFrame({"received_at": days})
    few = min(n, 1_000_000)
    small = days[:few]
    objects = pd.DataFrame({"received_at": small.astype(object)})
    arrows = pd.DataFrame(
        {"received_at": pd.Series(small.astype(object), dtype="date32[day][pyarrow]")}
    )

    def busdays(given: Any) -> dict[int, Any]:
        return {k: np.busday_offset(given, k, roll="backward", busdaycal=calendar) for k in (1, 2)}

    def wrong(found: dict[int, Any]) -> str:
        share = float(np.mean([np.mean(found[k] == wanted[k][: len(found[k])]) for k in (1, 2)]))
        return "none" if share == 1 else f"{1 - share:.2%}"

    def ends(found: Any) -> dict[int, Any]:
        earliest, latest = (
            found[one].to_numpy().astype("datetime64[D]") for one in ("earliest", "latest")
        )
        return {1: earliest, 2: latest}

    calls: dict[str, tuple[int, Run, Callable[[Any], dict[int, Any]]]] = {
        "polars, eager": (n, lambda: frames.add_processing_windows(frame), ends),
        "polars, lazy, collected": (
            n,
            lambda: frames.add_processing_windows(frame.lazy()).collect(),
            ends,
        ),
        "numpy busday_offset, n = 1 and n = 2": (n, lambda: busdays(days), lambda found: found),
        "pandas, dates as objects": (few, lambda: frames.add_processing_windows(objects), ends),
        "pandas, date32": (few, lambda: frames.add_processing_windows(arrows), ends),
        "numpy busday_offset, n = 1 and n = 2, fewer dates": (
            few,
            lambda: busdays(small),
            lambda found: found,
        ),
    }
    shares = {name: wrong(read(call())) for name, (_, call, read) in calls.items()}
    # each in a row, as its memory is its own then
    times = {name: in_turn({name: call}, 7)[name] for name, (_, call, _) in calls.items()}
    print(times, shares, flush=True)
    base = {count: times[name] for name, (count, *_) in calls.items() if "numpy" in name}
    return table(
        ["windows", "dates", "time, s", "numpy's time / this time", "wrong answers"],
        [
            [
                name,
                f"{calls[name][0]:,}",
                f"{took:.3f}",
                ratio(base[calls[name][0]], took),
                shares[name],
            ]
            for name, took in times.items()
        ],
    )


# -- Spark -----------------------------------------------------------------------------------------


def on_spark(n: int, folder: Path) -> str:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    days = [dt.date(2010, 1, 1) + dt.timedelta(i % 5000) for i in range(n)]
    rows(n).with_columns(received_at=pl.Series(days)).write_parquet(folder / "spark.parquet")
    given = session.read.parquet(str(folder / "spark.parquet"))
    given.createOrReplaceTempView("filings")

    def done(frame: Any) -> None:
        frame.write.format("noop").mode("overwrite").save()

    hand = session.sql(query(""))
    ours = frames.find_conflicts(given)
    equal = (
        "the same"
        if ours.exceptAll(hand).isEmpty() and hand.exceptAll(ours).isEmpty()
        else "NOT the same"
    )
    calls = {
        "ours": lambda: done(frames.find_conflicts(given)),
        "hand": lambda: done(session.sql(query(""))),
        "windows": lambda: done(frames.add_processing_windows(given)),
        "read": lambda: done(given),
    }
    times = in_turn(calls, 5)
    session.stop()
    print(times, equal, flush=True)
    return table(
        [f"PySpark, local[2], {n:,} rows from Parquet, warm", "time, s", "answers"],
        [
            ["`frames.find_conflicts`", f"{times['ours']:.2f}", equal],
            ["the same query by hand", f"{times['hand']:.2f}", equal],
            ["`frames.find_conflicts` / by hand", ratio(times["ours"], times["hand"]), ""],
            ["`frames.add_processing_windows`", f"{times['windows']:.2f}", ""],
            ["reading the rows alone", f"{times['read']:.2f}", ""],
        ],
    )


def main(sizes: list[int]) -> None:
    warnings.simplefilter("ignore")
    middle = min(max(sizes), 1_000_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = [
            conflicts(sizes),
            on_sqlite(middle) + " " + as_rows(middle),
            memory(max(sizes), folder),
            windows(max(sizes)),
            on_spark(middle, folder),
        ]
    packages = (
        "icp-rules",
        "narwhals",
        "polars",
        "duckdb",
        "pandas",
        "pyarrow",
        "numpy",
        "pyspark",
    )
    text = f"""
## Data frames

Measured by `python3 dev.py bench frames` with {versions(*packages)}

The first table compares `frames.find_conflicts` with the fastest query that was written by hand for the same engine. For polars and DuckDB, the query was run in two
ways, and the table names the faster one. `benchmarks/bench_frames.py` contains the queries. The data is loaded before the clock starts. The outputs are equal, including the rows without an
account. On average, an account has two filings. In one filing in a hundred, the subject does not belong to the account.

{parts[0]}

{parts[1]}

{parts[2]}

`frames.add_processing_windows` adds five columns. The benchmark compares it with two numpy calls, which compute the first and the last day of each
window on a calendar of weekdays and holidays. This calendar has no make-up working days. The right answers are found by counting the working days that
chinesecalendar lists. The days of receipt are random days from 2007 to 2026. Each call runs seven times in a row, so polars can reuse memory.
In the column "numpy's time / this time", a larger number is better.

{parts[3]}

{parts[4]}
"""  # noqa: E501
    if sizes == SIZES:
        write("frames", text)
    else:
        print(text)


if __name__ == "__main__":
    if "--child" in sys.argv:
        child(*sys.argv[2:])
    else:
        sizes = [int(float(size)) for size in sys.argv[1:] if size != "--write"]
        if sizes and "--write" in sys.argv[1:]:
            sys.exit("--write: the page has the usual sizes only")
        main(sizes or SIZES)
