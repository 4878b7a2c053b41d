"""Input made to hurt: whatever comes in, `load` and `assess` answer or refuse,
soon, and in few words."""

import ast
import copy
import json
import random
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import settings

import icp_rules as icp
from icp_rules import DataError, converters, fields, identifiers
from tests.strategies import law

TOP = Path(__file__).resolve().parent.parent
REQUESTS = [
    json.loads(line)
    for line in (TOP / "examples" / "requests.jsonl").read_text(encoding="utf-8").splitlines()
]
TREES = 200_000 if settings.default.max_examples >= 300 else 20_000

#: Leaves that have hurt somebody: surrogates, NUL, directions, zero width, look-alike digits,
#: huge and odd numbers.
LEAVES = [
    None,
    True,
    False,
    0,
    1,
    -1,
    4,
    99,
    2**31,
    2**61 - 1,
    2**63,
    10**5000,
    -(10**400),
    0.5,
    float("nan"),
    float("inf"),
    "",
    " ",
    "x",
    "filing",
    "import",
    "\ud800",
    "a\udfffb",
    "\x00",
    "a\x00b",
    "\u202e浙",
    "a\u200bb",
    "\u2066x\u2069",
    "\ufeff",
    "\u3164",
    "１１０１０５１９４９１２３１００２Ｘ",
    "٢٠١٨-٠٢-١٤",
    "2018-02-14",
    "9999-12-31",
    "0001-01-01",
    "2018-02-14T17:20:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00",
    "2018-02-14T24:00:00+08:00",
    "organization",
    "individual",
    "passport",
    "resident_id_card",
    "id_credential",
    "front",
    "xn--",
    "xn--fiqs8s",
    "a..b",
    "ß.de",
    "İ.com",
    "-a.cn",
    "a" * 64 + ".cn",
    "浙ICP备99000001号-1",
    "浙ICP备" + "1" * 50,
    "…002X",
    "x" * 20_000,
    "é" * 300,
    "e\u0301" * 300,
    "ﷺ" * 60,
    "true",
    "null",
    "__class__",
    "{}",
    "%s%n",
    "'; drop table",
    "<script>",
]
KEYS = [
    *sorted(
        {key for request in REQUESTS for key in request}
        | {"type", "name", "credential", "number", "domain", "sides", "roles", "nature", "kind"}
    ),
    "__class__",
    "",
    "\ud800",
    "x" * 500,
    "extra",
]


def tree(chance, depth=0):
    """A random JSON tree."""
    dice = chance.random()
    if dice < 0.45 or depth > 5:
        return chance.choice(LEAVES)
    if dice < 0.65:
        return [tree(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(KEYS): tree(chance, depth + 1) for _ in range(chance.randrange(5))}


def places(data):
    """Every container in a tree, with each of its keys."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield data, key
        if isinstance(value, dict | list):
            yield from places(value)


def spoilt(chance):
    """A request with one to three places spoilt."""
    data = copy.deepcopy(chance.choice(REQUESTS))
    for _ in range(chance.randrange(1, 4)):
        found = list(places(data))
        if not found:
            break
        holder, key = chance.choice(found)
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[key] = tree(chance, 4)
            case 2 if isinstance(holder, dict):
                holder[chance.choice(KEYS)] = tree(chance, 3)
            case _:
                holder[key] = chance.choice(LEAVES)
    return data


class TestTrees:
    """ "Invalid data raises a `DataError` and no other error." (docs/design.md, "Errors and
    limits") Random JSON trees and near-miss requests go through `load` and `assess`; a day past the
    calendar is `BeyondHorizon`."""

    @law("Invalid data raises a `DataError` and no other error")
    def test_only_an_answer_or_a_refusal(self):
        counted = {"answered": 0, "refused": 0, "beyond": 0}
        register = icp.FilingRegister.of()
        for i in range(TREES):
            chance = random.Random(i)
            data = tree(chance) if i % 3 == 0 else spoilt(chance)
            try:
                answer = icp.assess(icp.load(data, icp.Request), register)
            except DataError as error:
                counted["refused"] += 1
                assert error.problems and error.__context__ is None and error.__cause__ is None
                assert all(
                    len(pointer) < 300 and len(message) < 700
                    for pointer, _, message in error.problems
                )
                str(error).encode()  # no surrogate has come along
            except icp.BeyondHorizon:
                counted["beyond"] += 1
                assert data["kind"] == "email_initialization"
            else:
                counted["answered"] += 1
                assert type(answer) is icp.Assessment and json.dumps(icp.dump(answer))
        assert min(counted.values()) > 0 and counted["answered"] > TREES // 50


class TestSize:
    """ "`load` stops as soon as the data exceeds one of the first four limits in the table.
    Therefore data above a limit takes no more time than the largest data within the limits."
    (docs/design.md, "Errors and limits") Deep nesting, a text of 10 MB, a list of 100,000 items,
    integers with colliding hashes."""

    def test_the_limits_are_those_that_are_documented(self):
        limits = (
            converters.MAX_DEPTH,
            converters.MAX_ITEMS,
            converters.MAX_NODES,
            converters.MAX_TEXT,
        )
        assert limits == (32, 10_000, 200_000, 10_000)
        page = (TOP / "docs" / "testing.md").read_text(encoding="utf-8")
        assert all(f"{limit:,}" in page for limit in limits)

    @pytest.mark.parametrize(
        "make",
        [
            lambda: "x" * 10_000_000,
            lambda: [0] * 100_000,
            lambda: [2**61 - 1 + i * (2**61 - 1) for i in range(50_000)],
            lambda: {str(i): i for i in range(100_000)},
            lambda: [["x"] * 9_000 for _ in range(100)],
            lambda: ["y" * 9_999 for _ in range(9_999)],
        ],
    )
    def test_what_is_too_large_costs_little_beyond_itself(self, make):
        data = {"kind": "filing", "account": "1001", "subject": None, "websites": make()}
        tracemalloc.start()
        try:
            with pytest.raises(DataError) as caught:
                icp.load(data, icp.Request)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 40_000_000, (
            "two hundred bytes for each of the values that are looked at, at most"
        )
        assert len(str(caught.value)) < 3_000_000

    def test_a_large_request_that_is_valid_is_answered(self):
        sites = [{"domain": f"site{i}.cn"} for i in range(10_000)]
        subject = {
            "type": "individual",
            "name": "张三",
            "credential": {"kind": "passport", "number": "E12345678"},
        }
        assert (
            icp.assess(
                icp.load(
                    {"kind": "filing", "account": "1", "subject": subject, "websites": sites},
                    icp.Request,
                )
            ).verdict
            == "accepted"
        )

    def test_of_two_keys_alike_json_keeps_the_last_before_load_sees_it(self):
        data = json.loads(
            '{"kind": "recovery", "knows_account": "x", "knows_account": true, '
            '"can_retrieve_password": true}'
        )
        assert icp.load(data, icp.Request) == icp.RecoveryRequest(True, True)

    def test_a_code_is_a_small_number(self):
        for code in (10_000, 2**63, 10**5000, -1, 0):
            with pytest.raises(DataError, match="/kind"):
                icp.Credential(code, "AB12")
            with pytest.raises(DataError, match="/nature"):
                icp.Subject("organization", "x", icp.Credential(1, "1"), code)
        assert icp.Credential(9_999, "AB12").kind is icp.CredentialKind.UNLISTED


# -- Regular expressions ---------------------------------------------------------------------------


def patterns():
    """Every regular expression of the package, from its source."""
    for path in sorted(Path(icp.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
            ):
                pattern = node.args[0]
                if isinstance(pattern, ast.Constant):
                    yield pattern.value
                elif ast.unparse(pattern) in ("f'[{INVISIBLE}]'", "f'[{PRIVATE}]'"):
                    yield from (f"[{fields.INVISIBLE}]", f"[{fields.PRIVATE}]")
                elif ast.unparse(pattern) in ("SHORT_DOMAIN", "ASCII_LABEL.format(61)"):
                    yield from (fields._IS_SHORT.pattern, fields._IS_LABEL.pattern)
                elif "{provinces}" in ast.unparse(pattern):
                    yield identifiers._FOUND.pattern
                else:
                    assert "PROVINCES" in ast.unparse(pattern), (
                        "a pattern put together elsewhere is one this test does not see"
                    )
                    yield identifiers._FILING_NUMBER.pattern


def unbounded(parsed, inside=False):
    """How many repeats without an upper bound a parsed pattern has; one inside another repeat
    counts a hundred times."""
    total = 0
    for op, argument in parsed:
        if str(op) in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, inner = argument
            endless = most == re._constants.MAXREPEAT
            total += (100 if inside else 1) * endless + unbounded(
                inner, inside or endless or most > 1
            )
        elif str(op) == "SUBPATTERN":
            total += unbounded(argument[-1], inside)
        elif str(op) in ("ASSERT", "ASSERT_NOT"):
            total += unbounded(argument[1], inside)
        elif str(op) == "BRANCH":
            total += sum(unbounded(branch, inside) for branch in argument[1])
        else:
            assert str(op) in ("LITERAL", "NOT_LITERAL", "IN", "AT", "ANY"), f"what does {op} cost?"
    return total


class TestRegularExpressions:
    """ "Within the limits, time and memory grow linearly with the data." (docs/design.md,
    "Errors and limits") So no regular expression may be slower than linear. With at most one
    endless repeat, and none inside another, a match tried at one place is linear; what is searched
    for rather than matched begins with a fixed character or is capped at 64 characters."""

    def test_each_has_at_most_one_endless_repeat(self):
        found = list(patterns())
        assert len(found) >= 15
        for pattern in found:
            assert unbounded(re._parser.parse(pattern)) <= 1, pattern

    @pytest.mark.parametrize("bad", ["(a+)+", "(a*b?)*c", "a*a*", r"(x{1,5}){2,}y*"])
    def test_those_that_would_take_long_are_seen(self, bad):
        assert unbounded(re._parser.parse(bad)) > 1
