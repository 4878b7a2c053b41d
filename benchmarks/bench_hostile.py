"""What large and odd input costs: time and memory of `load`, and how they grow with the size.
`python3 dev.py bench hostile`
"""

import json
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import icp_rules as icp
from benchmarks import side_by_side as side

SUBJECT = {
    "type": "individual",
    "name": "张三",
    "credential": {"kind": "passport", "number": "E12345678"},
}


def filing(**more: Any) -> dict[str, Any]:
    return {"kind": "filing", "account": "1001", "subject": SUBJECT, **more}


def deep(levels: int) -> Any:
    data: Any = None
    for _ in range(levels):
        data = [data]
    return filing(websites=data)


INPUTS: list[tuple[str, Callable[[int], Any], tuple[int, ...]]] = [
    (
        "websites, all valid",
        lambda n: filing(websites=[{"domain": f"site{i}.cn"} for i in range(n)]),
        (1_250, 2_500, 5_000, 10_000),
    ),
    (
        "websites, each with two faults",
        lambda n: filing(websites=[{"domain": "x", "extra": 1} for _ in range(n)]),
        (1_250, 2_500, 5_000, 10_000),
    ),
    (
        "a list of look-alike digits",
        lambda n: filing(websites=["１１０１" * 8] * n),
        (1_250, 2_500, 5_000, 10_000),
    ),
    (
        "a name of composed characters",
        lambda n: filing(subject={**SUBJECT, "name": "e\u0301" * n}),
        (1_250, 2_500, 5_000, 10_000),
    ),
    (
        "a list beyond the limit",
        lambda n: filing(websites=[0] * n),
        (100_000, 200_000, 400_000, 800_000),
    ),
    (
        "one text beyond the limit",
        lambda n: filing(account="x" * n),
        (1_250_000, 2_500_000, 5_000_000, 10_000_000),
    ),
    ("levels beyond the limit", deep, (12_500, 25_000, 50_000, 100_000)),
    (
        "a whole number of so many digits",
        lambda n: filing(subject={**SUBJECT, "nature": 10**n}),
        (1_250, 2_500, 5_000, 10_000),
    ),
]


def measured(data: Any) -> tuple[float, float]:
    """Milliseconds and kilobytes that reading it takes beyond the data itself."""
    best = 1e9
    for _ in range(5):
        start = time.perf_counter()
        try:
            icp.load(data, icp.Request)
        except icp.DataError:
            pass
        best = min(best, time.perf_counter() - start)
    tracemalloc.start()
    try:
        icp.load(data, icp.Request)
    except icp.DataError:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return best * 1e3, peak / 1e3


def main() -> None:
    icp.load(json.loads(json.dumps(filing())), icp.Request)
    rows = []
    for name, make, sizes in INPUTS:
        found = [measured(data := make(n)) for n in sizes]
        # taken apart, or freeing it recurses
        while (
            isinstance(inner := data.get("websites"), list) and inner and isinstance(inner[0], list)
        ):
            data["websites"] = inner[0]
        (first, first_kb), (last, last_kb) = found[0], found[-1]
        rows.append(
            (
                name,
                f"{sizes[-1]:,}",
                f"{last:.2f}",
                f"{last_kb:,.0f}",
                side.ratio(last, first),
                side.ratio(last_kb, first_kb),
            )
        )
    text = f"""## Large and odd input

`python3 dev.py bench hostile`. {side.versions("icp-rules", "cattrs", "attrs")}

Reading input of a size, and of an eighth of it, each in the same run: where time or memory grows no more than eightfold, it is linear at
most. What is beyond a limit costs next to nothing. The memory is what `load` takes besides the data itself.

{side.table(["input", "size", "ms", "kB", "time: times an eighth of the size", "memory: times an eighth of the size"], rows)}"""  # noqa: E501
    side.write("hostile", text)


if __name__ == "__main__":
    main()
