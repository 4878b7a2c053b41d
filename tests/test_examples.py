"""The main job, run as a user runs it."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from rich.cells import cell_len

from icp_rules import Applicant, Edition, required_documents
from icp_rules.assessment import REQUEST_KINDS
from icp_rules.findings import Code

TOP = Path(__file__).resolve().parent.parent
REQUESTS = TOP / "examples" / "requests.jsonl"
LINES = REQUESTS.read_text(encoding="utf-8").splitlines()
ACCEPTED = json.loads(LINES[0])


SCRIPT = [sys.executable, str(TOP / "examples" / "assess_requests.py")]
AS_IT_IS = "import sys, dev; dev.set_up = lambda *_: None; dev.PYTHON = sys.executable; "
#: dev.py in this environment, for it would set up one of its own
DEV = [sys.executable, "-c", AS_IT_IS + "dev.main(sys.argv[1:])", "demo"]
PATHS = [str(TOP), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
#: the same import path from any folder
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(str(Path(one).resolve()) for one in PATHS),
}


def run(*arguments, given=None, cwd=TOP, command=SCRIPT):
    """What is given goes to standard input, which `-` asks for."""
    done = subprocess.run(
        [*command, *arguments, *(["-"] if given is not None else [])],
        cwd=cwd,
        env=ENVIRONMENT,
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def answers(*arguments, given=None):
    status, out, _ = run("--json", *arguments, given=given)
    return status, [json.loads(line) for line in out.splitlines()]


def in_terminal(*arguments, out=None, typed=""):
    """The status and what appears on the terminal, where standard input and error are one, and
    standard output too unless it goes to a file.
    """
    pty = pytest.importorskip("pty")
    terminal, end = pty.openpty()
    os.write(terminal, typed.encode())
    with subprocess.Popen(
        [*SCRIPT, *arguments],
        cwd=TOP,
        env={**ENVIRONMENT, "TERM": "xterm", "COLUMNS": "80"},
        stdin=end,
        stdout=end if out is None else out,
        stderr=end,
    ) as process:
        os.close(end)
        seen = b""
        while part := read(terminal):
            seen += part
    os.close(terminal)
    return process.returncode, seen.decode()


def read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so where others give nothing: nobody writes any more
        return b""


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
    """Each request gets one readable block: the verdict, the findings with what to do, why it
    fails if it does, the documents, the window, the steps."""

    def test_blocks(self):
        status, out, err = run("--all", str(REQUESTS))
        assert status == 0 and err == ""
        blocks = out.split("\n\n")
        assert len(blocks) == len(LINES) + 1 and blocks[-1].startswith(f"{len(LINES)} requests: ")
        assert blocks[3].startswith("line 4  REJECTED  filing · account hz-ops")
        assert (
            "→ Submit the application from a different account." in blocks[3]
            and "Because the account holds another subject." in blocks[3]
            and "rule subjects.other-subject, ICP Filing account FAQs, 2018-01-08" in blocks[3]
        )

    def test_only_what_fails_is_explained(self):
        blocks = run("--all", str(REQUESTS))[1].split("\n\n")[:-1]
        for block in blocks:
            fails = "  REJECTED  " in block or "  INCOMPLETE  " in block
            assert ("\n    Because " in block) == ("\n    rule " in block) == fails, block

    @pytest.mark.parametrize(
        "arguments", [(), ("--lang", "zh"), ("--edition", "faq-zh-2018-08-29")]
    )
    def test_a_quote_is_cut_to_a_line(self, arguments):
        lines = run("--all", *arguments, str(REQUESTS))[1].splitlines()
        marks = "    “", "    our translation: ", "    in our words: ", "    本包"
        quotes = [line for line in lines if line.startswith(marks)]
        assert len(quotes) > 20 and max(cell_len(line) for line in quotes) <= 100
        assert [line for line in quotes if line.endswith("…")]
        assert [line for line in quotes if line.endswith(("”", ".", "。"))]

    def test_a_window_lasts_until_the_end_of_its_last_day(self):
        out = run("--all", str(REQUESTS))[1]
        assert "from 2018-02-22 Thu until the end of 2018-02-23 Fri, Beijing time" in out
        assert "2018-02-24" not in out
        zh = run("--all", "--lang", "zh", str(REQUESTS))[1]
        assert "2018-02-22（周四）至 2018-02-23（周五）24:00（北京时间）" in zh

    def test_dates_documents_and_codes_say_what_they_are(self):
        out = run("--all", str(REQUESTS))[1]
        photo = required_documents(Applicant("organization"))[0].explain().splitlines()[0]
        assert "holding" in photo and f"- {photo}\n" in out
        assert "· old HiChina ICP Filing platform · obtained 2014-05-20\n" in out
        assert "· obtained on an unknown date\n" in out
        assert "· code import_not_eligible (/obtained_on)\n" in out
        zh = run("--all", "--lang", "zh", str(REQUESTS))[1]
        assert "· 取得日期：未提供\n" in zh and "· 收到时间：2018-09-28 09:00:00+08:00\n" in zh

    def test_help_lists_the_editions(self):
        told = run("--help")[1].partition("\neditions:\n")[2].splitlines()
        assert [line.split()[0] for line in told] == [edition.value for edition in Edition]
        defaults = [line.strip() for line in told if "default" in line]
        assert defaults == [
            "faq-en-2018-01-08  (default with --lang en)",
            "faq-zh-2018-08-29  (default with --lang zh)",
        ]

    def test_chinese(self):
        status, out, _ = run("--lang", "zh", "--all", str(REQUESTS))
        assert (
            status == 0 and "第 4 行  不通过" in out and "请使用其他阿里云账号提交备案申请。" in out
        )

    @pytest.mark.parametrize("edition", [None, Edition.FAQ_EN_2018_01_08])
    def test_chinese_quotes_are_chinese(self, edition):
        """In an edition in English, and where a page is not quoted, they are translations."""
        chosen = [] if edition is None else ["--edition", edition.value]
        out = run("--lang", "zh", "--all", *chosen, str(REQUESTS))[1]
        quotes = [line for line in out.splitlines() if line.startswith(("    “", "    本包"))]
        assert len(quotes) > 20
        for line in quotes:
            assert sum("\u4e00" <= sign <= "\u9fff" for sign in line) > len(line) / 2, line

    def test_chinese_starts_from_a_chinese_edition(self):
        _, found = answers("--lang", "zh")
        assert {one["assessment"]["edition"] for one in found} == {"faq-zh-2018-08-29"}

    def test_no_identity_number_is_printed(self):
        out = run("--all", str(REQUESTS))[1] + run("--json", str(REQUESTS))[1]
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


class TestDefault:
    """Ten varied requests and a summary by default, the rest with `--all`; in at most 150 lines."""

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_ten_varied_requests_and_a_summary(self, lang):
        status, out, err = run("--lang", lang)
        *blocks, last = out.split("\n\n")
        assert status == 0 and err == "" and len(blocks) == 10 and len(out.splitlines()) <= 150
        start = {"en": "90 requests: ", "zh": "共 90 条请求："}[lang]
        assert last.startswith(start.replace("90", str(len(LINES)))) and "--all" in last

    def test_every_kind_and_every_verdict_of_it(self, shipped):
        kinds = [json.loads(line)["kind"] for line in LINES]
        every = {(kind, one["verdict"]) for kind, one in zip(kinds, shipped, strict=True)}
        numbers = [int(block.split()[1]) for block in run()[1].split("\n\n")[:-1]]
        assert numbers == sorted(numbers) and len(numbers) == 10
        assert {(kinds[i - 1], shipped[i - 1]["verdict"]) for i in numbers} == every

    def test_few_requests_are_all_shown(self):
        status, out, _ = run(given=(LINES[0] + "\n").encode() * 10)
        assert status == 0 and out.count("ACCEPTED") == 10 and "--all" not in out
        assert "1 request: 1 accepted" in run(given=LINES[0].encode())[1]

    def test_all(self):
        out = run("--all")[1]
        assert out.count("\nline ") == len(LINES) - 1 and "--all" not in out

    @pytest.mark.parametrize("flags", [["--json"], ["--lang", "zh"], ["--all"], []])
    def test_a_flag_keeps_the_shipped_requests_and_waits_for_nothing(self, flags):
        """Standard input is read only for `-`: here it stays open and empty."""
        reading, writing = os.pipe()
        done = subprocess.run(
            [*SCRIPT, *flags], cwd=TOP, stdin=reading, capture_output=True, check=False, timeout=30
        )
        os.close(reading)
        os.close(writing)
        assert (
            done.returncode == 0
            and done.stderr == b""
            and done.stdout.startswith((b"line 1", b'{"line":1', "第 1 行".encode()))
        )

    def test_what_is_piped_in_is_read_or_said_not_to_be(self, tmp_path):
        file = tmp_path / "requests.jsonl"
        file.write_text(LINES[0])
        for flags in ([], ["--json"]):
            with file.open() as given:
                done = subprocess.run(
                    [*SCRIPT, *flags], cwd=TOP, stdin=given, capture_output=True, check=False
                )
            assert b"Standard input was not read; to read it, add -" in done.stderr
        assert "1 request: 1 accepted" in run(given=LINES[0].encode())[1]

    def test_paths_are_those_of_the_caller(self, tmp_path):
        (tmp_path / "mine.jsonl").write_text(LINES[0])
        for command in (SCRIPT, DEV):
            status, out, _ = run("--html", "page.html", "mine.jsonl", cwd=tmp_path, command=command)
            page = tmp_path / "page.html"
            assert status == 0 and f"The page is in {page.resolve()}\n" in out
            page.unlink()

    def test_dev_passes_everything_on(self, tmp_path):
        assert run(cwd=tmp_path, command=DEV) == run()
        assert run("--json", command=DEV, given=b"{") == run("--json", given=b"{")
        assert run("nowhere.jsonl", command=DEV)[0] == 2


class TestTerminal:
    """On a terminal: a progress bar for a long input, answers only where they were sent to, and
    Ctrl-C without a traceback."""

    @pytest.fixture
    def long(self, tmp_path):
        path = tmp_path / "long.jsonl"
        path.write_text("\n".join(LINES * 10))
        assert path.stat().st_size > 200_000
        return path

    @pytest.mark.parametrize("flags", [["--json"], ["--all"], []])
    def test_answers_go_to_the_file_and_the_bar_to_the_terminal(self, tmp_path, long, flags):
        count = len(LINES) * (50 if flags == ["--json"] else 10)  # two processes read 4,000 ahead
        long.write_text("\n".join(LINES * (count // len(LINES))))
        with (tmp_path / "out").open("wb") as out:
            status, seen = in_terminal(*flags, str(long), out=out)
        found = (tmp_path / "out").read_text(encoding="utf-8")
        assert status == 0 and found == run(*flags, str(long))[1] != ""
        assert f"{count} lines" in seen and "100%" in seen

    def test_a_bar_and_then_text_on_one_terminal(self, long):
        status, seen = in_terminal(str(long))
        assert status == 0 and "900 lines" in seen.replace(str(len(LINES) * 10), "900")
        assert seen.rindex("100%") < seen.index("hz-ops") and "10 are shown" in seen

    def test_no_bar_among_answers(self, long):
        status, seen = in_terminal("--json", str(long))
        assert status == 0 and "%" not in seen
        assert len([json.loads(line) for line in seen.splitlines()]) == len(LINES) * 10

    def test_a_quote_fits_the_terminal(self):
        _, seen = in_terminal("--all")
        quotes = [line for line in seen.splitlines() if "    “" in line]
        plain = [line.replace("\x1b[2m", "").replace("\x1b[0m", "") for line in quotes]
        assert len(plain) > 20 and max(map(cell_len, plain)) <= 80

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups of this kind")
    @pytest.mark.parametrize("command", [SCRIPT, DEV], ids=["script", "dev.py"])
    @pytest.mark.parametrize("flags", [["--json"], ["--all"]])
    def test_ctrl_c(self, tmp_path, command, flags):
        """The signal goes to all processes at once, as a terminal sends it."""
        path = tmp_path / "long.jsonl"
        path.write_text("\n".join(LINES * 300))
        with subprocess.Popen(
            [*command, *flags, str(path)],
            cwd=TOP,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            assert process.stdout.read(1000)
            os.killpg(process.pid, signal.SIGINT)
            _, err = process.communicate(timeout=30)
        assert process.returncode == 130 and err == b""

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups of this kind")
    def test_ctrl_c_while_it_waits(self):
        with subprocess.Popen(
            [*DEV, "--json", "-"],
            cwd=TOP,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process:
            process.stdin.write("\n".join([*LINES, ""]).encode())
            process.stdin.flush()
            assert process.stdout.read(1000)  # it has begun, and more may come
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)
            assert process.returncode == 130 and process.stderr.read() == b""

    def test_the_other_process_leaves_ctrl_c_to_the_first(self):
        """It would print a traceback of its own where it starts or waits."""
        code = (
            "import signal, contextlib, assess_requests\n"
            "with contextlib.ExitStack() as stack:\n"
            "    other = assess_requests.second_process(stack)\n"
            "    print(other.submit(signal.getsignal, signal.SIGINT).result().name)\n"
            "    print(signal.getsignal(signal.SIGINT).__name__)\n"
        )
        paths = os.pathsep.join([str(TOP / "examples"), ENVIRONMENT["PYTHONPATH"]])
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**ENVIRONMENT, "PYTHONPATH": paths},
            capture_output=True,
            check=True,
        )
        assert done.stdout.split() == [b"SIG_IGN", b"default_int_handler"]

    def test_typed_requests_are_answered_at_once(self):
        status, seen = in_terminal("-", typed=f"{LINES[48]}\n" * 12 + "\x04")
        assert (
            status == 0 and "Ctrl-D ends the input" in seen and "12 requests: 12 accepted" in seen
        )
        assert seen.count("ACCEPTED") == 12 and "--all" not in seen


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
            and "/knows_account  expected true or false" in out
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

    def test_the_column_is_that_of_the_line(self):
        """Also at its end, whatever ends it."""
        bad = ((b"not", 1), (b'{"kind": "filing"', 18), (b'{"kind": ', 10), (b"{", 2))
        lines = [(line + end, at) for line, at in bad for end in (b"\n", b"\r\n")] + [(b"{", 2)]
        given = LINES[0].encode() + b"\n" + b"".join(line for line, _ in lines)
        told = [one["problems"][0]["message"] for one in answers(given=given)[1][1:]]
        for message, (_, column) in zip(told, lines, strict=True):
            assert message.endswith(f"at column {column}")

    @pytest.mark.parametrize(
        ("spread", "command"),
        [
            (json.dumps(ACCEPTED, indent=2), "jq -c . FILE"),
            ("\ufeff\n" + json.dumps(ACCEPTED, indent="\t"), "jq -c . FILE"),
            (json.dumps([ACCEPTED, ACCEPTED], indent=2), "jq -c '.[]' FILE"),
            ("[\r\n" + ",\r\n".join(LINES[:3]) + "\r\n]", "jq -c '.[]' FILE"),
            ("[{\n" + json.dumps(ACCEPTED, indent=2)[2:] + "]", "jq -c '.[]' FILE"),
            ('{"kind": "recovery",\n "knows_account": true}', "jq -c . FILE"),
        ],
    )
    def test_a_pretty_printed_file_is_one_hint(self, spread, command):
        status, out, err = run(*(["--json"] if "[]" in command else []), given=spread.encode())
        assert status == 2 and out == "" and len(err.splitlines()) == 1
        assert "Each request must be on one line." in err and command in err

    @pytest.mark.skipif(os.name == "nt", reason="it has no head")
    @pytest.mark.parametrize("flags", ["", "--all", "--json", "--json -"])
    @pytest.mark.parametrize("command", [SCRIPT, DEV], ids=["script", "dev.py"])
    def test_a_reader_that_goes_away(self, command, flags):
        """It has seen what it wanted: that is no failure."""
        quoted = " ".join(f"'{one}'" for one in command)
        done = subprocess.run(
            ["bash", "-c", f"{quoted} {flags} | head -n 1; echo ${{PIPESTATUS[0]}}"],
            cwd=TOP,
            env=ENVIRONMENT,
            input="\n".join(LINES * 3).encode() if "-" in flags.split() else None,
            stdin=None if "-" in flags.split() else subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        first, status = done.stdout.splitlines()
        assert first.startswith((b"line 1", b'{"line":1')) and status == b"0"
        assert done.stderr == b""


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
        where, total = out.splitlines()
        assert str(page.resolve()) in where and str(len(LINES)) in total

    def test_a_long_input_makes_no_huge_page(self, tmp_path):
        """A thousand cards, and the page says of how many; the counts are of all."""
        page = tmp_path / "report.html"
        given = "\n".join(LINES * 12).encode()
        status, out, _ = run("--html", str(page), given=given)
        text, count = page.read_text(encoding="utf-8"), len(LINES) * 12
        assert status == 0 and text.count("<article") == 1000 and len(text) < 3_000_000
        assert "1000 are shown (add --all to see every one)" in text and "1000 are shown" in out
        run("--all", "--html", str(page), given=given)
        assert page.read_text(encoding="utf-8").count("<article") == count

    def test_where_it_is_goes_to_standard_error_beside_json(self, tmp_path):
        page = tmp_path / "report.html"
        status, out, err = run("--json", "--html", str(page))
        assert status == 0 and str(page.resolve()) in err
        assert len([json.loads(line) for line in out.splitlines()]) == len(LINES)

    def test_names_are_escaped(self, tmp_path):
        page = tmp_path / "report.html"
        hostile = "<script>alert(1)</script>\"'&"
        line = {**ACCEPTED, "account": hostile, "subject": {**ACCEPTED["subject"], "name": hostile}}
        assert run("--html", str(page), given=json.dumps(line).encode())[0] == 0
        outline = Outline()
        outline.feed(page.read_text(encoding="utf-8"))
        assert outline.seen["script"] == 0 and hostile in "".join(outline.text)
