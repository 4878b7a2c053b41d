"""Compare the calendar with other packages: the time for each question, and the wrong answers.

An answer is right if it equals a day-by-day count over chinesecalendar, which has no wrong day in
2007-2026. The questions are about days in 2018-2023, the years that every package claims to know.
"""

import bisect
import datetime as dt
import itertools
import warnings
import zoneinfo
from collections.abc import Callable
from typing import Any

import chinese_calendar
import holidays
import numpy as np
import pandas as pd
from workalendar.asia import China

import icp_rules
from benchmarks.side_by_side import (
    nanoseconds,
    of_statement,
    ratio,
    start_up,
    table,
    versions,
    write,
)

ONE = dt.timedelta(days=1)
# 200 days; 250 working days on, they end in 2023
DAYS = [dt.date(2018, 1, 1) + ONE * i for i in range(0, 1800, 9)]
SPAN = 90
TRUTH = chinese_calendar.get_workdays(dt.date(2017, 1, 1), dt.date(2024, 12, 31))

warnings.simplefilter("ignore")  # workalendar warns at every call that its years end

OURS = icp_rules.china_calendar()
HOLIDAYS = holidays.country_holidays("CN", years=range(2007, 2037))
OFF = [day for day in HOLIDAYS if day.weekday() < 5]
NUMPY = np.busdaycalendar(holidays=[np.datetime64(day) for day in OFF])
PANDAS = pd.offsets.CustomBusinessDay(holidays=OFF)
WORKALENDAR = China()
RULES = OURS.rruleset(dt.date(2017, 1, 1), dt.date(2025, 12, 31))
list(RULES)  # fills its cache


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


Answer = Callable[..., Any]
#: For each peer: the n-th working day after a day, whether a day is one, how many
#: lie in (start, end].
PEERS: dict[str, tuple[Answer, Answer, Answer]] = {
    "icp_rules": (OURS.nth_working_day, OURS.is_working_day, OURS.count_working_days),
    "holidays": (
        HOLIDAYS.get_nth_working_day,
        HOLIDAYS.is_working_day,
        lambda start, end: HOLIDAYS.get_working_days_count(start + ONE, end),
    ),
    "chinesecalendar": (
        # it counts from the next one
        lambda day, n: chinese_calendar.find_workday(
            n if chinese_calendar.is_workday(day) else n - 1, day
        ),
        chinese_calendar.is_workday,
        lambda start, end: len(chinese_calendar.get_workdays(start + ONE, end)),
    ),
    "workalendar": (
        WORKALENDAR.add_working_days,
        WORKALENDAR.is_working_day,
        lambda start, end: WORKALENDAR.get_working_days_delta(start, end),
    ),
    "numpy busday": (
        lambda day, n: np.busday_offset(day, n, roll="backward", busdaycal=NUMPY),
        lambda day: np.is_busday(day, busdaycal=NUMPY),
        lambda start, end: np.busday_count(start + ONE, end + ONE, busdaycal=NUMPY),
    ),
    "pandas CustomBusinessDay": (
        lambda day, n: pd.Timestamp(day) + n * PANDAS,
        lambda day: PANDAS.is_on_offset(pd.Timestamp(day)),
        lambda start, end: len(pd.bdate_range(start + ONE, end, freq=PANDAS)),
    ),
    "dateutil rruleset": (
        lambda day, n: next(itertools.islice(RULES.xafter(midnight(day), count=n), n - 1, None)),
        lambda day: midnight(day) in RULES,
        lambda start, end: len(RULES.between(midnight(start + ONE), midnight(end), inc=True)),
    ),
}


def as_date(value: Any) -> dt.date:
    return pd.Timestamp(value).date()


def wrong(
    answer: Answer,
    arguments: list[tuple[Any, ...]],
    truth: list[Any],
    read: Callable[[Any], Any] = lambda value: value,
) -> str:
    """The number of wrong answers. An error counts as wrong."""
    good = 0
    for given, wanted in zip(arguments, truth, strict=True):
        try:
            good += bool(read(answer(*given)) == wanted)
        except Exception:
            continue
    return str(len(truth) - good)


def compared(
    position: int,
    arguments: list[tuple[Any, ...]],
    truth: list[Any],
    read: Callable[[Any], Any] = lambda value: value,
) -> dict[str, tuple[str, str]]:
    """For each peer its time on the middle one of the arguments, as a multiple of ours, and how
    many of its answers are wrong.
    """
    middle = arguments[len(arguments) // 2]
    times, mistakes = {}, {}
    for name, answers in PEERS.items():
        answer = answers[position]
        times[name] = nanoseconds(lambda answer=answer: answer(*middle))  # type: ignore[misc]
        mistakes[name] = wrong(answer, arguments, truth, read)
    base = times["icp_rules"]
    print(
        f"{position} {middle}: "
        + ", ".join(f"{name} {value:,.0f} ns" for name, value in times.items())
    )
    return {
        name: (
            f"{base:.0f} ns" if name == "icp_rules" else ratio(value, base) + " ×",
            mistakes[name],
        )
        for name, value in times.items()
    }


def look_ups() -> str:
    columns: dict[str, dict[str, tuple[str, str]]] = {}
    for n in (1, 2, 20, 250):
        truth = [TRUTH[bisect.bisect_right(TRUTH, day) + n - 1] for day in DAYS]
        columns[f"n = {n}"] = compared(0, [(day, n) for day in DAYS], truth, as_date)
    columns["working day?"] = compared(
        1, [(day,) for day in DAYS], [day in set(TRUTH) for day in DAYS], bool
    )
    spans = [(day, day + ONE * SPAN) for day in DAYS]
    truth = [
        bisect.bisect_right(TRUTH, end) - bisect.bisect_right(TRUTH, start) for start, end in spans
    ]
    columns[f"count over {SPAN} days"] = compared(2, spans, truth, int)
    times, mistakes = (
        [[name, *(column[name][i] for column in columns.values())] for name in PEERS]
        for i in (0, 1)
    )
    return (
        f"{table(['time', *columns], times)}\n\n"
        f"{table([f'wrong answers, of {len(DAYS)}', *columns], mistakes)}"
    )


def windows() -> str:
    names = {
        "window": icp_rules.processing_window,
        "t": tuple(TRUTH),
        "i": len(TRUTH) // 2,
        "day": dt.date(2018, 2, 14),
        "beijing": dt.datetime(2018, 2, 14, 17, 20, tzinfo=icp_rules.workdays.BEIJING),
        "new_york": dt.datetime(2018, 2, 14, 4, 20, tzinfo=zoneinfo.ZoneInfo("America/New_York")),
        "changed": OURS.with_changes(off=[dt.date(2018, 2, 22)]),
        "level": icp_rules.service_level("authority_review", "guide-zh-2019-08-01"),
    }
    calls = {
        "`t[i]`, a tuple of dates": "t[i]",
        "`processing_window(date)`": "window(day)",
        "`processing_window(date, calendar=changed)`": "window(day, calendar=changed)",
        "`processing_window(datetime in Beijing)`": "window(beijing)",
        "`processing_window(datetime in New York)`": "window(new_york)",
        "`processing_window(date, another service level)`": "window(day, level)",
    }
    times = {name: of_statement(statement, names) for name, statement in calls.items()}
    base = next(iter(times.values()))
    return table(
        ["call", "time, ns", "multiple of the first row"],
        [[name, f"{value:.0f}", ratio(value, base)] for name, value in times.items()],
    )


def building() -> tuple[str, str]:
    years = range(2007, 2037)
    builds: dict[str, Callable[[], Any]] = {
        "icp_rules, the first calendar": icp_rules.china_calendar.__wrapped__,
        "icp_rules, one with changes": lambda: OURS.with_changes(off=[dt.date(2026, 3, 2)]),
        "holidays, 2007-2036": lambda: holidays.country_holidays("CN", years=years),
        "numpy busdaycalendar": lambda: np.busdaycalendar(
            holidays=[np.datetime64(day) for day in OFF]
        ),
        "pandas CustomBusinessDay": lambda: pd.offsets.CustomBusinessDay(holidays=OFF),
        "workalendar": China,
        "dateutil rruleset, filled": lambda: list(OURS.rruleset(OURS.first_day, OURS.last_day)),
    }
    starts = {
        "attrs": "import attrs",
        "icp_rules": "import icp_rules",
        "icp_rules, every name": "from icp_rules import *",
        "icp_rules, and the first calendar": "import icp_rules; icp_rules.china_calendar()",
        "holidays, and China 2007-2036": (
            "import holidays; holidays.country_holidays('CN', years=range(2007, 2037))"
        ),
        "chinesecalendar": "import chinese_calendar",
        "workalendar": "from workalendar.asia import China",
        "numpy": "import numpy",
        "pandas": "import pandas",
        "dateutil.rrule": "import dateutil.rrule",
    }
    built = table(
        ["building a calendar", "time, ms"],
        [[name, f"{nanoseconds(call, 0.3) / 1e6:.2f}"] for name, call in builds.items()],
    )
    started = table(
        ["importing, in a fresh Python", "time, ms"],
        [[name, f"{start_up(code):.0f}"] for name, code in starts.items()],
    )
    return built, started


def main() -> None:
    packages = (
        "icp-rules",
        "holidays",
        "chinesecalendar",
        "workalendar",
        "numpy",
        "pandas",
        "python-dateutil",
        "attrs",
    )
    built, started = building()
    write(
        "calendar",
        f"""
## Working days

Measured by `python3 dev.py bench calendar` with {versions(*packages)}

The packages answer three questions:

- Which day is the n-th working day after a given day (n = 1, 2, 20 and 250)?
- Is a day a working day?
- How many working days are there in {SPAN} days?

The first table shows the time for one question: for icp_rules the time itself, for the other packages a multiple of this time. The second table shows
the number of wrong answers for {len(DAYS)} days from 2018 to 2022. An error counts as a wrong answer. The right answers are found by
counting the working days that chinesecalendar lists. The calendars of numpy and pandas have weekdays and holidays, but no
[make-up working days](glossary.md#make-up-working-day). The rule set that dateutil uses was made by icp_rules. The cache of this rule set was
filled before the clock started.

{look_ups()}

This table shows the time of one call of `processing_window`. Unless you pass another calendar or service level, a repeated call takes the window
from a cache. The first row, a look-up in a tuple, is for comparison:

{windows()}

This table shows the time to build a calendar:

{built}

This table shows how long it takes to import each package. The start of Python itself is not included.
`import icp_rules` alone loads neither its modules nor its dependencies; they are loaded when they are first used:

{started}
""",  # noqa: E501
    )


if __name__ == "__main__":
    main()
