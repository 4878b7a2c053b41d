"""The main job, run as a user runs it."""

import json
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from icp_rules import Edition
from icp_rules.assessment import REQUEST_KINDS
from icp_rules.findings import Code

TOP = Path(__file__).resolve().parent.parent
REQUESTS = TOP / "examples" / "requests.jsonl"
LINES = REQUESTS.read_text(encoding="utf-8").splitlines()
ACCEPTED = json.loads(LINES[0])


def run(*arguments, given=None):
    done = subprocess.run(
        [sys.executable, "examples/assess_requests.py", *arguments],
        cwd=TOP,
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def answers(*arguments, given=None):
    status, out, _ = run("--json", *arguments, given=given)
    return status, [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def shipped():
    status, found = answers(str(REQUESTS))
    assert status == 0
    return [one["assessment"] for one in found]


class TestShippedRequests:
    """The shipped requests are realistic. Between them they reach every code, every verdict, every
    difference between editions, holidays, make-up days and year ends."""

    def test_every_line_is_answered(self, shipped):
        assert len(shipped) == len(LINES) >= 60

    def test_every_code_every_verdict_every_difference(self, shipped):
        status, today = answers("--edition", "help-2025-04-23", str(REQUESTS))
        assert status == 0
        today = [one["assessment"] for one in today]
        codes = {finding["code"] for one in (*shipped, *today) for finding in one["findings"]}
        assert codes == set(get_args(Code)) - {"validity_not_checked"}, (
            "a request always has a day of receipt"
        )
        assert {answer["verdict"] for answer in shipped} == {"accepted", "incomplete", "rejected"}
        assert {edition for answer in shipped for edition in answer["differs_in"]} == {
            e.value for e in Edition
        } - {Edition.FAQ_EN_2018_01_08.value}
        assert len({tuple(answer["differs_in"]) for answer in shipped}) >= 5

    def test_holidays_make_up_days_and_year_ends(self, shipped):
        windows = {
            (a["window"]["received_on"], a["window"]["earliest"], a["window"]["latest"])
            for a in shipped
            if a["window"]
        }
        assert {
            ("2018-02-14", "2018-02-22", "2018-02-23"),
            ("2018-09-28", "2018-09-29", "2018-09-30"),
            ("2018-12-28", "2018-12-29", "2019-01-02"),
            ("2026-02-13", "2026-02-14", "2026-02-24"),
        } <= windows

    def test_the_kinds(self):
        kinds = Counter(json.loads(line)["kind"] for line in LINES)
        assert set(kinds) == set(REQUEST_KINDS)


class TestText:
    """Each request gets one readable block: the verdict, the findings with remedy and source, the
    documents, the window, the steps."""

    def test_blocks(self):
        status, out, err = run(str(REQUESTS))
        assert status == 0 and err == ""
        blocks = out.split("\n\n")
        assert len(blocks) == len(LINES) + 1 and blocks[-1].startswith(f"{len(LINES)} requests: ")
        assert blocks[3].startswith("line 4  REJECTED  filing · account hz-ops")
        assert (
            "→ Submit the application from a different account." in blocks[3]
            and "ICP Filing account FAQs, 2018-01-08" in blocks[3]
        )

    def test_chinese(self):
        status, out, _ = run("--lang", "zh", str(REQUESTS))
        assert (
            status == 0 and "第 4 行  不通过" in out and "请使用其他阿里云账号提交备案申请。" in out
        )

    def test_no_identity_number_is_printed(self):
        out = run(str(REQUESTS))[1] + run("--json", str(REQUESTS))[1]
        numbers = [
            json.loads(line)["subject"]["credential"]["number"]
            for line in LINES
            if '"filing"' in line
        ]
        assert len(numbers) > 20 and not [number for number in numbers if number in out]

    @pytest.mark.parametrize("edition", Edition)
    def test_editions(self, edition, shipped):
        status, found = answers("--edition", edition.value, str(REQUESTS))
        assert status == 0 and all(one["assessment"]["edition"] == edition.value for one in found)
        changed = [
            i
            for i, (a, b) in enumerate(zip(found, shipped, strict=True))
            if edition.value in b["differs_in"] and a["assessment"]["findings"] is not None
        ]
        assert bool(changed) == (edition is not Edition.FAQ_EN_2018_01_08)


class TestRegister:
    """What is accepted is on file for the lines after it."""

    def test_a_rejected_filing_is_not_kept(self):
        other = json.loads(LINES[3])
        lines = [
            ACCEPTED,
            other,
            {**other, "account": "elsewhere"},
            {**ACCEPTED, "account": "third"},
        ]
        _, found = answers(given="\n".join(json.dumps(line) for line in lines).encode())
        assert [one["assessment"]["verdict"] for one in found] == [
            "accepted",
            "rejected",
            "accepted",
            "rejected",
        ]


class TestMalformed:
    """A malformed line is reported with its number and its problems. The other lines are answered,
    and the exit status says that one was not."""

    BAD = (
        (b"not json", "bad_json"),
        (b"{", "bad_json"),
        (b'{"kind": NaN}', "bad_json"),
        (b'{"kind": "filing", "kind": "filing"}', "duplicate_key"),
        (b'"\xff"', "bad_encoding"),
        (b"[" * 100_000, "bad_json"),
        (b'{"kind": 1' + b"0" * 5000 + b"}", "bad_json"),
        (b"[1, 2]", "wrong_type"),
        (b'{"kind": "recovery"}', "missing"),
        (
            (
                b'{"kind": "email_initialization", "applicant": {"type": "individual"}, '
                b'"received_at": "1999-01-01"}'
            ),
            "beyond_horizon",
        ),
        (b'"' + b"x" * 5_000_000 + b'"', "too_long"),
    )

    @pytest.mark.parametrize(
        ("line", "code"), BAD, ids=[code + str(i) for i, (_, code) in enumerate(BAD)]
    )
    def test_each_is_told_and_the_rest_goes_on(self, line, code):
        given = line + b"\n\n" + LINES[0].encode() + b"\n"
        status, found = answers(given=given)
        assert status == 1
        assert found[0]["line"] == 1 and found[0]["problems"][0]["code"] == code
        assert found[1]["line"] == 3 and found[1]["assessment"]["verdict"] == "accepted"

    def test_in_text(self):
        status, out, _ = run(
            given=b'{"kind": "recovery", "knows_account": "no"}\n' + LINES[0].encode()
        )
        assert (
            status == 1
            and "line 1  MALFORMED" in out
            and "/knows_account  true or false" in out
            and "/can_retrieve_password  this is required" in out
        )
        assert "2 requests: 1 accepted, 0 incomplete, 0 rejected, 1 malformed" in out

    def test_nothing_in_nothing_out(self):
        status, out, _ = run(given=b"")
        assert status == 0 and out.startswith("0 requests")

    def test_a_byte_order_mark_is_no_harm(self):
        assert answers(given=b"\xef\xbb\xbf" + LINES[0].encode())[0] == 0

    def test_wrong_usage(self):
        assert run("nowhere.jsonl")[0] == 2 and "nowhere.jsonl" in run("nowhere.jsonl")[2]
        assert run("--edition", "faq", str(REQUESTS))[0] == 2

    def test_a_reader_that_goes_away(self):
        done = subprocess.run(
            f"{sys.executable} examples/assess_requests.py {REQUESTS} | head -n 1",
            shell=True,
            cwd=TOP,
            capture_output=True,
            check=False,
        )
        assert done.stdout.startswith(b"line 1") and b"Traceback" not in done.stderr


class TestLongInput:
    """A long file is answered by two processes; what is printed is what one process prints, which
    answers a pipe."""

    def test_the_answers_are_those_of_one_process(self, tmp_path):
        tricky = [
            json.dumps({**ACCEPTED, "account": "recovery", "domain_account": "recovery"}),
            '{"kind": "recovery"}',
            '{"kind": "recovery", "knows_account": true, "knows_account": true}',
            "",
            '{"kind": "email_initialization"',
        ]
        given = "\n".join([*tricky, *LINES] * 12).encode()
        path = tmp_path / "requests.jsonl"
        path.write_bytes(given)
        alone = run("--json", given=given)
        assert run("--json", str(path)) == alone
        assert len(given) > 200_000 and alone[0] == 1
        assert len(alone[1].splitlines()) == 12 * (len(LINES) + 4)
        assert len(alone[2].splitlines()) == 36


class Outline(HTMLParser):
    """The tags that are open, to see that all are closed, and the text."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], Counter(), []

    def handle_starttag(self, tag, attrs):
        self.seen[tag] += 1
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


class TestPage:
    """`--html FILE` writes a report to look at."""

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_a_card_a_request_and_every_tag_closed(self, tmp_path, lang):
        page = tmp_path / "report.html"
        status, out, _ = run("--html", str(page), "--lang", lang, str(REQUESTS))
        outline = Outline()
        outline.feed(page.read_text(encoding="utf-8"))
        assert (
            status == 0
            and outline.open == []
            and outline.seen["article"] == len(LINES)
            and outline.seen["script"] == 0
        )
        assert len(out.splitlines()) == 1

    def test_names_are_escaped(self, tmp_path):
        page = tmp_path / "report.html"
        hostile = "<script>alert(1)</script>\"'&"
        line = {**ACCEPTED, "account": hostile, "subject": {**ACCEPTED["subject"], "name": hostile}}
        assert run("--html", str(page), given=json.dumps(line).encode())[0] == 0
        outline = Outline()
        outline.feed(page.read_text(encoding="utf-8"))
        assert outline.seen["script"] == 0 and hostile in "".join(outline.text)
