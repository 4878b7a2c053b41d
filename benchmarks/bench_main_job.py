"""Compare the main job, from JSON text to JSON text, with a service written by hand (by_hand.py),
and measure each of its steps. With `--lines`, measure how many lines a second the example script
answers.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import stdnum.cn.ric
import stdnum.cn.uscc

import icp_rules as icp
from benchmarks import by_hand
from benchmarks.side_by_side import interleaved, ratio, table, versions, write

ROOT = Path(__file__).resolve().parent.parent


def filing(account: str, subject: dict[str, Any], *domains: str, **more: Any) -> dict[str, Any]:
    websites = [{"domain": domain} for domain in domains]
    return {"kind": "filing", "account": account, "subject": subject, "websites": websites, **more}


def company(name: str, number: str, **more: Any) -> dict[str, Any]:
    credential = {"kind": "unified_social_credit_code", "number": number}
    return {"type": "organization", "name": name, "credential": credential, **more}


def person(name: str, kind: str, number: str) -> dict[str, Any]:
    return {
        "type": "individual",
        "name": name,
        "credential": {"kind": kind, "number": number},
    }


def initialization(*documents: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "email_initialization",
        "applicant": {"type": "organization", "roles": ["subject_administrator"]},
        "received_at": "2018-09-28T09:00:00+08:00",
        "documents": documents,
    }


#: What is filed already when a request comes in: a thousand filings, and the one in the way.
FILED = [
    filing("hz-ops", company("杭州示例科技有限公司", "91330106MA2KL0011F"), "example-hz.cn"),
    *(
        filing(f"user-{i}", person("张三", "passport", f"E{i:08}"), f"site{i}.cn")
        for i in range(1000)
    ),
]
PHOTO = {"document": "half_length_photo", "held": "subject_credential", "medium": "photograph"}
CARD = {"document": "id_credential", "sides": ["front", "back"]}
REQUESTS: dict[str, dict[str, Any]] = {
    "e-mail initialization, two documents": initialization(PHOTO, CARD),
    "the same, with three errors": initialization(
        {**PHOTO, "held": "id_credential", "clear": False}, {**CARD, "sides": ["front"]}
    ),
    "filing of one website": filing(
        "xa-ops", company("雄安示例数据有限公司", "91130629MA0KL107XX"), "shili-xa.cn"
    ),
    "filing of one website, a person's": filing(
        "p-chen", person("陈示例", "resident_id_card", "110101198704123011"), "chen-blog.cn"
    ),
    "filing with three errors, two warnings and a note": filing(
        "hz-ops",
        company("上海样本网络有限公司", "91310115MA1KL0028A", nature="law_practice"),
        "example-hz.cn",
        "shop.example-hz.cn",
        server_account="other",
    ),
    "import": {
        "kind": "import",
        "account": "imp-09",
        "origin": "official_company_website",
        "obtained_on": "2015-08-18",
        "knows_old_password": False,
    },
    "recovery": {"kind": "recovery", "knows_account": True, "can_retrieve_password": False},
    "filing with four problems in its data": filing(
        "", {**company("示例", "91330106MA2KL0011F"), "type": "firm"}, "http://a", colour="red"
    ),
}


def as_text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def ours(text: str, register: icp.FilingRegister) -> str:
    try:
        request = icp.load(json.loads(text), icp.Request)
    except icp.DataError as error:
        return as_text({"problems": [problem._asdict() for problem in error.problems]})
    return as_text(icp.dump(icp.assess(request, register)))


def with_orjson(text: str, register: icp.FilingRegister) -> bytes:
    """The same with orjson, which reads and writes JSON in compiled code, as pydantic does."""
    try:
        request = icp.load(orjson.loads(text), icp.Request)
    except icp.DataError as error:
        return orjson.dumps({"problems": [problem._asdict() for problem in error.problems]})
    return orjson.dumps(icp.dump(icp.assess(request, register)))


def compared(mine: str, theirs: str) -> str:
    """Whether two answers are the same, apart from `differs_in`, which only ours has."""
    one, other = json.loads(mine), json.loads(theirs)
    if "problems" in one:
        same = len(one["problems"]) == len(other["problems"])
        return "as many problems" if same else "OTHER PROBLEMS"
    del one["differs_in"]
    return "the same" if one == other else "OTHERS"


def whole_job(register: icp.FilingRegister, filed: by_hand.Filed) -> str:
    rows = []
    for name, data in REQUESTS.items():
        text = as_text(data)
        calls: dict[str, Callable[[], Any]] = {
            "ours": lambda text=text: ours(text, register),  # type: ignore[misc]
            "orjson": lambda text=text: with_orjson(text, register),  # type: ignore[misc]
            "by hand": lambda text=text: by_hand.answer(text, filed, by_hand.LIBRARIES),  # type: ignore[misc]
            "quick": lambda text=text: by_hand.answer(text, filed, by_hand.QUICK),  # type: ignore[misc]
        }
        took = interleaved(calls)
        answers = {
            compared(calls[mine](), calls[peer]())
            for mine in ("ours", "orjson")
            for peer in ("by hand", "quick")
        }
        times = [f"{one / 1e3:.1f}" for one in took.values()]
        ratios = [ratio(took[mine], took["by hand"]) for mine in ("orjson", "ours")]
        rows.append([name, *times, *ratios, ", ".join(answers)])
    head = ["from JSON to JSON, µs", "icp_rules, `json`", "icp_rules, orjson"]
    head += ["by hand", "by hand, tuned", "orjson / by hand", "`json` / by hand"]
    return table([*head, "answers"], rows)


def stages(register: icp.FilingRegister) -> str:
    rows = []
    for name, data in REQUESTS.items():
        text = as_text(data)
        data = json.loads(text)  # lists, where what is written above has tuples
        try:
            request = icp.load(data, icp.Request)
        except icp.DataError:
            continue
        answer = icp.assess(request, register)
        dumped = icp.dump(answer)
        took = interleaved(
            {
                "parse": lambda text=text: json.loads(text),  # type: ignore[misc]
                "load": lambda data=data: icp.load(data, icp.Request),  # type: ignore[misc]
                "assess": lambda request=request: icp.assess(request, register),  # type: ignore[misc]
                "dump": lambda answer=answer: icp.dump(answer),  # type: ignore[misc]
                "serialise": lambda dumped=dumped: as_text(dumped),  # type: ignore[misc]
                "pydantic": lambda data=data: by_hand.REQUEST.validate_python(data, strict=False),  # type: ignore[misc]
            }
        )
        cells = [f"{value / 1e3:.1f}" for value in took.values()]
        rows.append([name, *cells, ratio(took["load"], took["pydantic"])])
    head = [
        "stages of icp_rules, µs",
        "`json.loads`",
        "`load`",
        "`assess`",
        "`dump`",
        "`json.dumps`",
    ]
    return table([*head, "pydantic's validation", "`load` / validation"], rows)


def numbers() -> str:
    rows = []
    for name, kind, number, library, by_table in (
        (
            "unified social credit code",
            "unified_social_credit_code",
            "91330106MA2KL0011F",
            stdnum.cn.uscc.is_valid,
            by_hand.is_credit_code,
        ),
        (
            "resident number",
            "resident_id_card",
            "110101198704123011",
            stdnum.cn.ric.is_valid,
            by_hand.is_resident,
        ),
    ):
        calls: dict[str, Callable[[], Any]] = {
            "ours": lambda kind=kind, number=number: icp.Credential(kind, number),  # type: ignore[misc]
            "stdnum": lambda check=library, number=number: check(number),  # type: ignore[misc]
            "table": lambda check=by_table, number=number: check(number),  # type: ignore[misc]
        }
        assert (calls["ours"]().is_valid, calls["stdnum"](), calls["table"]()) == (True, True, True)
        took = interleaved(calls)
        others = [f"{ratio(took[peer], took['ours'])} ×" for peer in ("stdnum", "table")]
        rows.append([name, f"{took['ours'] / 1e3:.1f} µs", *others])
    head = [
        "one number",
        "`Credential`: normalise, check, compute the key",
        "python-stdnum, `is_valid`",
    ]
    return table([*head, "format, date of birth and check digit alone, by hand"], rows)


def lines(count: int = 100_000) -> str:
    """How long the example script takes for so many lines: the shipped ones, again and again."""
    shipped = (ROOT / "examples" / "requests.jsonl").read_bytes().splitlines(keepends=True)
    given = b"".join(shipped[i % len(shipped)] for i in range(count))
    took = []
    for _ in range(2):
        with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as out:
            file.write(given)
            file.seek(0)
            before, start = os.times(), time.perf_counter()
            command = [sys.executable, "examples/assess_requests.py", "--json", "-"]
            subprocess.run(command, stdin=file, stdout=out, check=True, cwd=ROOT)
            seconds, after = time.perf_counter() - start, os.times()
            processor = after.children_user + after.children_system
            took.append((seconds, processor - before.children_user - before.children_system))
    seconds, processor = min(took)
    return (
        f"`examples/assess_requests.py --json` answers {count:,} lines in {seconds:.1f} s. That is "
        f"{count / seconds:,.0f} lines a second. The script uses two processes, which together "
        f"take {processor:.1f} s of processor time."
    )


def main() -> None:
    packages = ("icp-rules", "cattrs", "attrs", "pydantic", "orjson", "python-stdnum", "holidays")
    if "--lines" in sys.argv[1:]:
        asked = "Measured by `python3 dev.py bench main_job --lines` with"
        write(
            "lines", f"## Many requests from a file\n\n{asked} {versions(*packages)}\n\n{lines()}"
        )
        return
    register = icp.FilingRegister.of(
        icp.load({key: one[key] for key in one if key != "kind"}, icp.Filing) for one in FILED
    )
    filed = by_hand.Filed(by_hand.REQUEST.validate_json(as_text(one)) for one in FILED)
    write(
        "main job",
        f"""
## One request, from JSON to JSON

Measured by `python3 dev.py bench main_job` with {versions(*packages)}

The first table shows the time from the JSON text of a request to the JSON text of its answer (`json.loads`, `load`, `assess`, `dump`, `json.dumps`).
It compares icp_rules with a service that you might write instead, `benchmarks/by_hand.py`. This service uses pydantic models with the same limits,
python-stdnum and `holidays`; the rules of one edition are written as `if` and `else`. The service builds the fixed parts of its answers, such as
messages, only once. The tuned version of the service computes check digits without python-stdnum and caches windows. The service returns the same
JSON except `differs_in`, because it knows only one edition. There are 1,001 existing filings. In the last row the request is invalid; icp_rules and
the service report the same number of problems. Times are CPU times of one process. The programs take turns, so that other work on the machine
affects all of them alike.

pydantic reads and writes JSON in compiled code. Therefore icp_rules is measured twice, once with Python's own `json` and once with orjson
(`orjson.loads`, `load`, `assess`, `dump`, `orjson.dumps`). With `json`, `json.dumps` alone takes a quarter of the time for an
e-mail initialization without errors.

{whole_job(register, filed)}

The next table shows the time of each step of icp_rules, measured alone. The invalid request is not in it, because `load` refuses it. The column
"pydantic's validation" shows how long the models of the service take to validate the same data. For a filing, `load` also checks the number of the
credential. The service does this only after validation, so the column "pydantic's validation" does not include this check.

{stages(register)}

The last table shows the time to check one identity number in three ways. The column `Credential` shows the time; the other two
columns show multiples of this time, such as 2.1 × or 0.31 ×:

{numbers()}
""",  # noqa: E501
    )


if __name__ == "__main__":
    main()
