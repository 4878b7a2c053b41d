"""Measure large and unusual input: the time and memory of `load`, how they grow with the size of
the input, and the longest time that any of 100,000 random requests takes.
"""

import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from random import Random
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
        "websites, each with two errors",
        lambda n: filing(websites=[{"domain": "x", "extra": 1} for _ in range(n)]),
        (1_250, 2_500, 5_000, 10_000),
    ),
    (
        "a list of texts of full-width digits",
        lambda n: filing(websites=["１１０１" * 8] * n),
        (1_250, 2_500, 5_000, 10_000),
    ),
    (
        "a name of letters with accents",
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
    ("nested levels beyond the limit", deep, (12_500, 25_000, 50_000, 100_000)),
    (
        "a whole number with this many digits",
        lambda n: filing(subject={**SUBJECT, "nature": 10**n}),
        (1_250, 2_500, 5_000, 10_000),
    ),
]


def measured(data: Any) -> tuple[float, float]:
    """The milliseconds and the kilobytes that reading takes, without the memory of the data
    itself.
    """
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


# -- Random requests within the limits -------------------------------------------------------------

REQUESTS = 100_000
#: Characters that cost something: of which NFC and NFKC make others, beyond the first plane, wide.
COSTLY = "e\u0301ßİŉΐ\ufdfaﬃ㈱½Ａ１（）·• 　-张示例𠮷\U00030edd\U000323af가ệ"
SCRIPTS = "αβγδεζηθ", "абвгдежз", "אבגדהוזח", "กขคงจฉชซ", "äöüßéèçñ", "가나다라마바사", "abc示例ß"
SERVED = (
    "粤ICP备{}号-{}",
    " 备案号： 粵 icp 備 案 {} 號 － {} ",
    "粤ＩＣＰ备{}號—{}Ｘ",
    "粤ICP备{}-{}k\u200b",
)


def size(chance: Random, limit: int) -> int:
    """A random size: mostly small, sometimes any number up to the limit, rarely the limit
    itself.
    """
    dice = chance.random()
    return limit if dice < 0.0015 else int((limit if dice < 0.01 else 40) ** chance.random())


def word(chance: Random, letters: str, longest: int) -> str:
    return "".join(chance.choices(letters, k=size(chance, longest)))


def chinese(chance: Random, longest: int = 11) -> str:
    return "".join(chr(chance.randrange(0x4E00, 0xA000)) for _ in range(chance.randint(1, longest)))


def subject(chance: Random) -> Any:
    name = word(chance, COSTLY, 200) if chance.random() < 0.5 else chinese(chance, 200)
    kind, number = chance.choice(
        [
            ("organization_code", f"{chance.randrange(10**8):08}-8"),
            ("unified_social_credit_code", "９１３３０１０６ ma27abcd4c"),
            ("business_license", word(chance, COSTLY, 64)),
        ]
    )
    return {
        "type": "organization",
        "name": name,
        "credential": {"kind": kind, "number": number},
        "nature": chance.choice([None, 4, 4.0, "enterprise"]),
    }


def filed(chance: Random, websites: list[Any]) -> Any:
    accounts = [word(chance, COSTLY, 128) if chance.random() < 0.3 else str(i) for i in range(3)]
    return {
        "kind": "filing",
        "account": accounts[0],
        "subject": subject(chance),
        "websites": websites,
        "domain_account": accounts[1],
        "server_account": accounts[2],
    }


def in_chinese(chance: Random) -> Any:
    longest = chance.choice([3, 11])
    return filed(
        chance,
        [
            {"domain": ".".join(chinese(chance, longest) for _ in range(chance.randint(2, 5)))}
            for _ in range(size(chance, 10_000))
        ],
    )


@cache
def international() -> tuple[str, ...]:
    """Domains of many scripts that have to be encoded or decoded, all of them valid."""
    chance, found = Random(0), []
    while len(found) < 3_000:
        letters, longest = chance.choice(SCRIPTS), chance.choice([2, 8, 20, 40])
        labels = ["".join(chance.choices(letters, k=longest)) for _ in range(chance.randint(1, 4))]
        if chance.random() < 0.3:
            labels = [f"xn--{one.encode('punycode').decode()}" for one in labels]
        with suppress(icp.DataError):
            icp.Website(domain := ".".join([*labels, "cn"]))
            found.append(domain)
    return tuple(found)


def encoded(chance: Random) -> Any:
    left, sites = size(chance, 10_000), []
    while (left := left - len(domain := chance.choice(international()))) > 0:
        sites.append({"domain": domain})
    return filed(chance, sites)


def deep_domains(chance: Random) -> Any:
    return filed(
        chance,
        [
            {"domain": f"A{i}." + "b." * size(chance, 120) + "Cn."}
            for i in range(size(chance, 10_000))
        ],
    )


def numbered(chance: Random) -> Any:
    same = chance.random() < 0.5
    return filed(
        chance,
        [
            {
                "domain": f"a{i}.cn",
                "filing_number": chance.choice(SERVED).format(18000000 + same * i, i + 1),
            }
            for i in range(size(chance, 10_000))
        ],
    )


def documents(chance: Random) -> Any:
    kinds = [*icp.DocumentKind][: chance.randint(1, 3)]
    flags = "of_original", "sealed", "on_template", "clear", "authentic"
    return {
        "kind": "email_initialization",
        "applicant": {
            "type": chance.choice(["individual", "organization"]),
            "roles": ["subject_administrator"] * size(chance, 10_000),
        },
        "received_at": f"20{chance.randint(10, 30)}-02-14T17:20:00.123456789+08:00",
        "documents": [
            {
                "document": str(chance.choice(kinds)),
                "sides": chance.choices(["front", "back"], k=chance.randint(0, 4)),
                "held": chance.choice([None, "id_credential", "subject_credential"]),
                "valid_until": chance.choice([None, "2015-01-01"]),
                **{flag: chance.random() < 0.5 for flag in flags},
            }
            for _ in range(size(chance, 10_000))
        ],
    }


def imported(chance: Random) -> Any:
    return {
        "kind": "import",
        "account": word(chance, COSTLY, 128),
        "origin": str(chance.choice([*icp.FilingOrigin])),
        "obtained_on": chance.choice([None, "2016-12-31", "2017-01-31"]),
        "knows_old_account": chance.random() < 0.5,
    }


def spoilt(chance: Random) -> Any:
    """A request in which something is wrong in every entry."""
    made = chance.choice([in_chinese, encoded, deep_domains, numbered, documents])(chance)
    for one in made.get("websites") or made.get("documents") or ():
        match chance.randrange(3):
            case 0:
                one["extra"] = word(chance, COSTLY, 10)
            case 1:
                one["filing_number"] = "京ICP证" + "A1." * 18
            case _:
                one["domain"] = chinese(chance, 300)
    return made


SORTS: dict[str, Callable[[Random], Any]] = {
    "a filing, domains in Chinese": in_chinese,
    "a filing, domains to be encoded": encoded,
    "a filing, domains of many labels": deep_domains,
    "a filing, filing numbers to be repaired": numbered,
    "an e-mail initialization": documents,
    "an import": imported,
    "a request with faults in every entry": spoilt,
}


def indexes() -> Iterator[Any]:
    """The existing filings: none, many filings, many of one subject, many from one account, or
    three with thousands of websites. Each but the first is a register and then a plain list.
    """
    code = icp.Credential("unified_social_credit_code", "91330106MA27ABCD4C")
    one = icp.Subject("organization", "示例", code)
    others = [
        icp.Subject("organization", "示例", icp.Credential("organization_code", f"{i:08}-8"))
        for i in range(10_000)
    ]
    sites = [f"a{i}.cn" for i in range(5_000)]
    yield []
    for filings in (
        [icp.Filing(str(i), other, [f"a{i}.cn"]) for i, other in enumerate(others)],
        [icp.Filing(str(i), one) for i in range(10_000)],
        [icp.Filing("0", other) for other in others],
        [
            icp.Filing("0", others[i], [icp.Website(site, "粤ICP备18000000号-1") for site in sites])
            for i in range(3)
        ],
    ):
        yield icp.FilingRegister.of(filings)
        yield filings


def random_requests() -> str:
    """How long random requests take to read, answer and write, and which took longest."""
    filed_already = [*indexes()]
    international()
    longest: dict[str, tuple[float, int, int, int]] = dict.fromkeys(SORTS, (0.0, 0, 0, 0))
    counted: dict[str, list[int]] = {sort: [0, 0] for sort in SORTS}
    for i in range(REQUESTS):
        chance = Random(i)
        sort = chance.choice([*SORTS])
        data, at = SORTS[sort](chance), chance.randrange(len(filed_already))
        if at and at % 2 == 0 and chance.random() < 0.98:
            at -= 1  # a plain list is gone through each time, which takes long
        entries = len(data.get("websites") or data.get("documents") or ())
        start = time.process_time()
        try:
            icp.dump(icp.assess(icp.load(data, icp.Request), filed_already[at]))
        except icp.DataError:
            counted[sort][1] += 1
        seconds = time.process_time() - start
        counted[sort][0] += 1
        longest[sort] = max(longest[sort], (seconds, i, entries, at))
    head = ["kind of request", "how many", "refused", "longest, ms"]
    head += ["its seed", "its entries", "its index"]
    worst = max(longest, key=lambda sort: longest[sort])
    told = f'The slowest request took {longest[worst][0] * 1e3:,.0f} ms (the row "{worst}").'
    rows = [
        (
            sort,
            *(f"{n:,}" for n in counted[sort]),
            f"{seconds * 1e3:,.0f}",
            str(seed),
            f"{entries:,}",
            str(at),
        )
        for sort, (seconds, seed, entries, at) in longest.items()
    ]
    return f"{told}\n\n{side.table(head, rows)}"


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
    text = f"""## Large and unusual input

Measured by `python3 dev.py bench hostile` with {side.versions("icp-rules", "cattrs", "attrs")}

`load` reads each input at full size and at smaller sizes. The last two columns show the figure for the full size divided by the figure for an
eighth of that size. Time and memory grow at most linearly if these ratios are about 8 or less; a set grows in steps, so
the ratio of its memory can be a little larger. The last five inputs exceed a limit or have a value that is not allowed. They are refused in almost
no time. The column "size" counts websites, entries, letters, characters, levels or digits.
The figures for memory do not include the input itself.

{side.table(["input", "size", "time, ms", "memory, kB", "time / time of an eighth", "memory / memory of an eighth"], rows)}

`load` reads {REQUESTS:,} random requests, `assess` answers them, and `dump` writes the answers. Most requests are small, and some are as large as `load`
allows. Times are CPU times of one run. Every request is generated from a seed; `random_requests` in `benchmarks/bench_hostile.py` shows how. The last four columns
are about the slowest request of each kind. The column "its entries" shows the number of websites or documents in the request. The number in
the column "its index" says which filings exist already:

- 0: no filings
- 1 and 2: 10,000 filings
- 3 and 4: 10,000 filings of one subject
- 5 and 6: 10,000 filings from one account
- 7 and 8: three filings with 5,000 websites each

If the number in the column "its index" is odd, the existing filings are passed as a register; if it is even, as a plain list.

{random_requests()}"""  # noqa: E501
    side.write("hostile", text)


if __name__ == "__main__":
    main()
