"""What the benchmarks share: timing, and their tables in docs/benchmarks.md. Every figure of one
table comes from one run of one process. Only a run with `--write` changes the page.
"""

import importlib.metadata
import os
import platform
import re
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def nanoseconds(call: Callable[[], Any], seconds: float = 0.08) -> float:
    """The nanoseconds that a call takes in the best of several rounds."""
    start = time.perf_counter()
    call()
    number = max(1, int(seconds / max(time.perf_counter() - start, 1e-7)))
    return min(timeit.repeat(call, number=number, repeat=7 if number > 1 else 3)) / number * 1e9


def interleaved(calls: dict[str, Callable[[], Any]], seconds: float = 0.02) -> dict[str, float]:
    """The nanoseconds of processor time that each call takes in the best of several rounds. The
    calls take turns. Other work on the machine is not counted and affects all of them alike.
    """
    numbers = {}
    for name, call in calls.items():
        call()
        start = time.process_time()
        call()
        numbers[name] = max(1, int(seconds / max(time.process_time() - start, 1e-6)))
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(9):
        for name, call in calls.items():
            took = timeit.timeit(call, number=numbers[name], timer=time.process_time)
            best[name] = min(best[name], took / numbers[name] * 1e9)
    return best


def of_statement(statement: str, names: dict[str, Any], number: int = 200_000) -> float:
    """The nanoseconds that a statement takes in the best of several rounds. Use it for statements
    that are too short to be wrapped in a function.
    """
    return min(timeit.repeat(statement, globals=names, number=number, repeat=9)) / number * 1e9


def start_up(code: str, runs: int = 15) -> float:
    """The milliseconds that a fresh Python takes for some code, minus the time of an empty one.
    The best of several runs counts. From the second run on, Python uses the compiled modules.
    """
    usual = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}

    def best(what: str) -> float:
        found = []
        for _ in range(runs):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", what], check=True, env=usual)
            found.append(time.perf_counter() - start)
        return min(found) * 1e3

    best("pass")
    return best(code) - best("pass")


def ratio(value: float, base: float) -> str:
    """How many times as long, rounded.

    >>> ratio(1234, 100), ratio(50, 100), ratio(99, 100)
    ('12', '0.50', '0.99')
    """
    times = value / base
    return f"{times:.2f}" if times < 1.95 else f"{times:.1f}" if times < 9.95 else f"{times:,.0f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def versions(*packages: str) -> str:
    """Python, the machine and the packages, as one line."""
    named = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return f"CPython {platform.python_version()}, {platform.machine()}; {named}."


def write(section: str, text: str) -> None:
    """Print a section; with `--write`, also put it into the page in place of the old one."""
    print(text)
    if "--write" not in sys.argv[1:]:
        print("\nnot written to docs/benchmarks.md; add --write for that", file=sys.stderr)
        return
    page = PAGE.read_text(encoding="utf-8")
    marked = f"<!-- {section} -->\n{text.strip()}\n<!-- end of {section} -->"
    pattern = re.compile(rf"<!-- {section} -->\n.*?<!-- end of {section} -->", re.DOTALL)
    page = (
        pattern.sub(lambda _: marked, page)
        if pattern.search(page)
        else page.rstrip() + "\n\n" + marked + "\n"
    )
    PAGE.write_text(page, encoding="utf-8")
    print(f"\nwritten to docs/benchmarks.md: {section}", file=sys.stderr)


def peak(*, anew: bool = False) -> int:
    """The most memory this process has held, or with `anew` what it holds now, from which the peak
    is then counted; in MB, on Linux.

    What getrusage tells is inherited from the parent.
    """
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    (line,) = (
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
    return int(line.split()[1]) // 1024
