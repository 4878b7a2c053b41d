"""Compare ways to find conflicts between filings: the time and the memory that each needs, and
whether its answer is right.
"""

import gc
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import duckdb
import immutables
import pandas as pd
import polars as pl
import pyarrow as pa
import pyrsistent

import icp_rules
from benchmarks.side_by_side import nanoseconds, of_statement, ratio, table, versions, write
from icp_rules import frames
from icp_rules.trie import Trie

Rows = list[tuple[str, str]]
Found = tuple[dict[str, set[str]], dict[str, set[str]]]


def made(count: int) -> Rows:
    """Rows: one in 10 repeats another row, and one in 1,000 causes a conflict."""
    chance = random.Random(count)
    known = count * 9 // 10
    rows = [(f"account-{i % known:08}", f"organization:{i % known:09}") for i in range(count)]
    for i in range(0, count, 1000):
        rows[i] = (rows[i][0], rows[chance.randrange(count)][1])
    chance.shuffle(rows)
    return rows


def grouped(pairs: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def ours(rows: Rows) -> Found:
    found = icp_rules.find_conflicts(rows)
    return dict(found.accounts), dict(found.subjects)  # type: ignore[arg-type]


def floor(rows: Rows) -> None:
    """Put both texts of each row into a dictionary. No search in pure Python is faster."""
    subject, account = {}, {}
    for one, key in rows:
        subject[one] = key
        account[key] = one


def with_sets(rows: Rows) -> Found:
    subjects: dict[str, set[str]] = {}
    accounts: dict[str, set[str]] = {}
    for one, key in rows:
        subjects.setdefault(one, set()).add(key)
        accounts.setdefault(key, set()).add(one)
    return {a: s for a, s in subjects.items() if len(s) > 1}, {
        s: a for s, a in accounts.items() if len(a) > 1
    }


def with_pandas(rows: Rows) -> Found:
    frame = pd.DataFrame(rows, columns=["account", "subject"]).drop_duplicates()
    sides = []
    for one, other in (("account", "subject"), ("subject", "account")):
        many = frame[frame[one].duplicated(keep=False)]
        sides.append(grouped(zip(many[one], many[other], strict=True)))
    return sides[0], sides[1]


def with_polars(rows: Rows) -> Found:
    frame = pl.DataFrame(rows, schema=["account", "subject"], orient="row").lazy()
    sides = []
    for one, other in (("account", "subject"), ("subject", "account")):
        ends = (
            frame.group_by(one)
            .agg(low=pl.col(other).min(), high=pl.col(other).max())
            .filter(pl.col("low") != pl.col("high"))
        )
        many = frame.join(ends, on=one, how="semi").select(one, other).unique().collect()
        sides.append(grouped(many.iter_rows()))
    return sides[0], sides[1]


def with_duckdb(rows: Rows) -> Found:
    columns = list(zip(*rows, strict=True))
    # the query names it
    frame = pa.table({"account": columns[0], "subject": columns[1]})  # noqa: F841
    sides = []
    for one, other in (("account", "subject"), ("subject", "account")):
        ends = f"select {one} from frame group by {one} having min({other}) <> max({other})"
        sides.append(
            grouped(
                duckdb.sql(
                    f"select distinct {one}, {other} from frame where {one} in ({ends})"
                ).fetchall()
            )
        )
    return sides[0], sides[1]


def with_sqlite(rows: Rows) -> Found:
    base = sqlite3.connect(":memory:")
    base.execute("create table frame(account text, subject text)")
    base.executemany("insert into frame values (?, ?)", rows)
    sides = []
    for one, other in (("account", "subject"), ("subject", "account")):
        ends = f"select {one} from frame group by {one} having min({other}) <> max({other})"
        sides.append(
            grouped(
                base.execute(f"select distinct {one}, {other} from frame where {one} in ({ends})")
            )
        )
    return sides[0], sides[1]


WAYS: dict[str, Callable[[Rows], Any]] = {
    "icp_rules": ours,
    "hashing alone": floor,
    "dictionaries of sets": with_sets,
    "polars": with_polars,
    "DuckDB": with_duckdb,
    "pandas": with_pandas,
    "SQLite": with_sqlite,
}
COUNTS = (100_000, 1_000_000, 10_000_000)


def uniqueness() -> str:
    columns: dict[str, dict[str, str]] = {}
    answers = dict.fromkeys(WAYS, "right")
    # before this process grows: a child's peak starts at its parent's
    added = {name: memory(name) for name in WAYS}
    for count in COUNTS:
        rows = made(count)
        wanted = with_sets(rows)
        seconds = {}
        for name, way in WAYS.items():
            times = []
            for _ in range(1 if count > 1_000_000 else 3):
                gc.collect()
                start = time.perf_counter()
                answer = way(rows)
                times.append(time.perf_counter() - start)
            seconds[name] = min(times)
            if answer != wanted:
                answers[name] = "none" if answer is None else "WRONG"
            del answer
        base = seconds["icp_rules"]
        print(count, {name: round(value, 3) for name, value in seconds.items()}, flush=True)
        columns[f"{count:,} rows"] = {
            name: f"{base:.2f} s" if name == "icp_rules" else ratio(value, base) + " ×"
            for name, value in seconds.items()
        }
    return table(
        ["time", *columns, "answers", "memory at 1,000,000"],
        [[name, *(c[name] for c in columns.values()), answers[name], added[name]] for name in WAYS],
    )


def pandas_by_hand(frame: pd.DataFrame) -> pd.DataFrame:
    """The pairs in conflict, as a frame."""
    pairs = frame.drop_duplicates()
    sides = {one: pairs[pairs[one].duplicated(keep=False)] for one in ("account", "subject")}
    return pd.concat(sides, names=["of"])


def polars_by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    pairs = frame.lazy().unique()
    sides = [
        pairs.filter(pl.len().over(one) > 1).with_columns(of=pl.lit(one))
        for one in ("account", "subject")
    ]
    return pl.concat(sides).collect()


def rows_or_frame(count: int = 1_000_000) -> str:
    """The time of each way, for rows in Python and for rows that are in a frame already. The ways
    take turns. The best of several rounds counts.
    """
    rows, names = made(count), ["account", "subject"]
    engines: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]] = {
        "pandas": (lambda: pd.DataFrame(rows, columns=names), pandas_by_hand),
        "polars": (lambda: pl.DataFrame(rows, schema=names, orient="row"), polars_by_hand),
    }
    wanted = icp_rules.find_conflicts(rows)
    pairs = sum(len(one) for side in (wanted.accounts, wanted.subjects) for one in side.values())
    calls: dict[tuple[str, str], Callable[[], Any]] = {
        ("`find_conflicts`", "rows"): lambda: icp_rules.find_conflicts(rows)
    }
    for name, (make, hand) in engines.items():
        ways = {"`frames.find_conflicts`": frames.find_conflicts, "by hand": hand}
        ways["take the rows out, `find_conflicts`"] = lambda one: icp_rules.find_conflicts(
            zip(one["account"], one["subject"], strict=True)
        )
        frame = make()
        for label, way in ways.items():
            calls[f"{name}: {label}", "frame"] = lambda way=way, frame=frame: way(frame)  # type: ignore[misc]
            if "rows" not in label:
                calls[f"{name}: {label}", "rows"] = lambda way=way, make=make: way(make())  # type: ignore[misc]
    right = {}
    for (label, _), call in calls.items():
        found = call()
        same = found == wanted if isinstance(found, type(wanted)) else len(found) == pairs
        right[label] = "right" if same and right.get(label) != "WRONG" else "WRONG"
    took = dict.fromkeys(calls, float("inf"))
    for _ in range(5):
        for name_and_place, call in calls.items():
            gc.collect()
            start = time.perf_counter()
            call()
            seconds = time.perf_counter() - start
            took[name_and_place] = min(took[name_and_place], seconds)
    base = took["`find_conflicts`", "rows"]

    def cell(label: str, place: str) -> str:
        if (label, place) not in took:
            return ""
        seconds = took[label, place]
        return f"{base:.2f} s" if seconds == base else f"{ratio(seconds, base)} ×"

    return table(
        [f"time for {count:,} rows", "rows in Python", "rows in a data frame", "answers"],
        [[label, cell(label, "rows"), cell(label, "frame"), right[label]] for label in right],
    )


def memory(name: str) -> str:
    """The memory that one way adds to the peak of a fresh process that already holds the rows."""
    code = (
        "import gc; from benchmarks import bench_subjects as b, side_by_side as s; rows = "
        "b.made(1_000_000); gc.collect(); before = s.peak(anew=True);kept = "
        f"b.WAYS[{name!r}](rows); print(s.peak() - before)"
    )
    added = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout
    return f"{int(added):,} MB"


def register() -> str:
    def filing(i: int) -> icp_rules.Filing:
        subject = icp_rules.Subject(
            "individual", "张三", icp_rules.Credential("passport", f"E{i:08}")
        )
        return icp_rules.Filing(f"account-{i:08}", subject, [icp_rules.Website(f"site{i}.cn")])

    count = 1_000_000
    entries = {f"account-{i:08}": i for i in range(count)}
    chance = random.Random(1)
    asked = [f"account-{chance.randrange(count):08}" for _ in range(3000)]
    added = [f"new-{i:08}" for i in range(3000)]

    def each(call: Callable[[str], Any], keys: list[str]) -> float:
        return nanoseconds(lambda: [call(key) for key in keys]) / len(keys)

    maps: dict[str, Any] = {
        "icp_rules": Trie(entries),
        "immutables.Map": immutables.Map(entries),
        "pyrsistent.pmap": pyrsistent.pmap(entries),
    }
    rows = [
        [
            "dict, copied for a new version",
            f"{each(entries.get, asked):.0f}",
            f"{nanoseconds(lambda: {**entries, 'new': 1}):,.0f}",
        ]
    ]
    for name, one in maps.items():
        put = getattr(one, "put" if name == "icp_rules" else "set")
        rows.append(
            [
                name,
                f"{each(one.get, asked):.0f}",
                f"{each(lambda key, put=put: put(key, 1), added):,.0f}",
            ]
        )  # type: ignore[misc]
    del maps
    of_map = table(["a map of 1,000,000 entries", "look-up, ns", "new version, ns"], rows)

    whole = icp_rules.FilingRegister.of(filing(i) for i in range(count))
    fresh = [filing(count + i) for i in range(2000)]
    known = [filing(chance.randrange(count)) for i in range(2000)]
    one = fresh[0]
    times = {
        "check a filing of a new subject": nanoseconds(lambda: [whole.check(f) for f in fresh])
        / len(fresh),
        "check a filing that is in the register": nanoseconds(
            lambda: [whole.check(f) for f in known]
        )
        / len(known),
        "check one filing of a new subject again and again": of_statement(
            "whole.check(one)", {"whole": whole, "one": one}, 50_000
        ),
        "add a filing: check it and make a new version": nanoseconds(
            lambda: [whole.add(f) for f in fresh]
        )
        / len(fresh),
    }
    return (
        of_map
        + "\n\n"
        + table(
            ["a register of 1,000,000 filings", "time, µs"],
            [[name, f"{value / 1e3:.1f}"] for name, value in times.items()],
        )
    )


def main() -> None:
    of_register = register()  # first, while the process has held nothing large
    packages = (
        "icp-rules",
        "pandas",
        "polars",
        "duckdb",
        "immutables",
        "pyrsistent",
        "pyarrow",
        "narwhals",
    )
    write(
        "subjects",
        f"""
## Conflicts between filings

Measured by `python3 dev.py bench subjects` with {versions(*packages)}

The task is to find every account with several subjects and every subject with several accounts. The rows and the answer are Python values.
One row in 10 repeats another row, and one row in 1,000 causes a conflict. The queries for SQL and data frames were written by hand. The
pandas query removes repeated rows and then looks for accounts and subjects that still occur more than once. The other queries group the rows by account
and keep the groups in which the minimum and the maximum of the column `subject` differ. Then these queries group the rows by subject and keep the
groups in which the minimum and the maximum of the column `account` differ. The table
shows how long icp_rules takes, and for every other method how many times as long it takes. The method "hashing alone" puts the rows into
dictionaries and does not look for conflicts. A search for conflicts in pure Python cannot be faster than "hashing alone".
The last column shows the memory that a method needs in addition to the rows.

{uniqueness()}

In the next table, each method gets the same rows, either as Python values or already in a data frame. The methods "by hand" and
`frames.find_conflicts` return the answer as a data frame. The time of `find_conflicts` is in seconds; the other times are multiples of it. If your
rows are Python values, `find_conflicts` takes less time than building a pandas frame first, but more time than building a polars frame first. If your
rows are in a data frame, use `frames.find_conflicts`; converting the frame to Python rows first takes longer. The queries by hand do not look for
missing values, so they do less than `frames.find_conflicts`.

{rows_or_frame()}

A register keeps its filings in an immutable map. Each change makes a new version of the map. The next table compares this map with other maps. The
last table shows how long a `FilingRegister` takes to check and to add a filing.

{of_register}
""",  # noqa: E501
    )


if __name__ == "__main__":
    main()
