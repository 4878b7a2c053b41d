"""Answer requests about ICP filings (备案) and say why. A request is one line of JSON.

    python examples/assess_requests.py                     # ten of the requests shipped with it
    python examples/assess_requests.py --all my.jsonl      # every request of a file of your own
    python examples/assess_requests.py --html report.html --lang zh my.jsonl
    cat my.jsonl | python examples/assess_requests.py --json - > answers.jsonl

An accepted filing is remembered, and later lines are checked against it. A malformed line is
reported with its number and its problems. The lines after it are still answered. The exit status is
0 if every line was answered, 1 if some were not, 2 if the command or the file cannot be used, and
130 after Ctrl-C.

All input and output is in this file. The package itself reads and writes nothing.
"""

import argparse
import datetime as dt
import html
import json
import multiprocessing
import os
import select
import signal
import stat
import sys
from codecs import BOM_UTF8
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import attrs
import orjson
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from icp_rules import (
    Assessment,
    BeyondHorizon,
    DataError,
    Edition,
    EmailInitializationRequest,
    FilingDocumentsRequest,
    FilingRegister,
    FilingRequest,
    Finding,
    ImportRequest,
    Problem,
    Request,
    Requirement,
    Source,
    Text,
    Verdict,
    assess,
    dump,
    load,
)
from icp_rules.findings import because, passage

LONGEST_LINE = 4_000_000  # bytes; a longer line is malformed
LONG_INPUT = 200_000  # bytes; a longer file gets a progress bar and a second process
SHIPPED = Path(__file__).with_name("requests.jsonl")
SHOWN = 10  # requests printed, unless --all is given
CARDS = 1_000  # requests on a page, unless --all is given: about 1 MB
DEFAULT_EDITION = {"en": Edition.FAQ_EN_2018_01_08, "zh": Edition.FAQ_ZH_2018_08_29}
WIDTH = 100  # columns of a quote, at most

WORDS = {
    "filing": Text("filing", "备案"),
    "import": Text("import of an old filing", "导入旧备案"),
    "recovery": Text("account recovery", "找回账号"),
    "email_initialization": Text("e-mail initialization", "账号邮箱初始化"),
    "filing_documents": Text("documents for a filing", "备案资料"),
    "line": Text("line {}", "第 {} 行"),
    "account": Text("account", "账号"),
    "received": Text("received {}", "收到时间：{}"),
    "obtained": Text("obtained {}", "取得日期：{}"),
    "unknown": Text("on an unknown date", "未提供"),
    "documents": Text("documents to hand in", "须提供"),
    "window": Text("expect the answer", "预计处理"),
    "span": Text(
        "from {} until the end of {}, Beijing time ({} calendar)", "{}至 {}24:00（北京时间），{}"
    ),
    "steps": Text("what to do", "操作步骤"),
    "differs": Text("these editions answer differently", "以下版本的答案不同"),
    "malformed": Text("MALFORMED", "格式有误"),
    "at": Text("rule {}, {} · code {}", "规则 {}，{} · 代码 {}"),
    "place": Text(" ({})", "（{}）"),
    "ours": Text("our translation: {}", "本包译文：{}"),
    "gist": Text("in our words: {}", "本包转述：{}"),
    "requests": Text("{} request{}: {}", "共 {0} 条请求：{2}"),
    "count": Text("{1} {0}", "{0} {1} 条"),
    "shown": Text(
        "{} are shown (add --all to see every one)", "此处列出 {} 条（加 --all 列出全部）"
    ),
    "written": Text("The page is in {}", "网页已写入 {}"),
    "comma": Text(", ", "，"),
    "semicolon": Text("; ", "；"),
    "colon": Text(": ", "："),
    "title": Text("Answers to ICP filing requests", "备案请求评估"),
    "edition": Text("edition", "依据版本"),
}


@attrs.frozen
class Answer:
    """One line and the answer to it, or the problems of a malformed line."""

    line: int
    request: Request | None
    assessment: Assessment | None
    problems: tuple[Problem, ...] = ()


# -- Reading and answering -------------------------------------------------------------------------


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Equal keys are refused, because Python would silently keep only the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DataError([Problem("", "duplicate_key", "duplicate key in an object")])
    return found


def no_constant(_: str) -> None:
    """Refuse NaN and Infinity. Python reads them, but they are not valid JSON."""
    raise DataError([Problem("", "bad_json", "NaN and Infinity are not valid JSON")])


# `icp_rules.loads` does in one call what `parse` does here, but takes a quarter longer for a line,
# because json.loads builds a new decoder whenever it gets an option.
DECODER = json.JSONDecoder(object_pairs_hook=unique_keys, parse_constant=no_constant)


def parse(line: bytes) -> Request:
    """The request in one line. `DataError` if the line is malformed."""
    if len(line) > LONGEST_LINE:
        raise DataError([Problem("", "too_long", f"a line has at most {LONGEST_LINE} bytes")])
    problem = None
    try:
        # strip the line end first, because the decoder counts columns from 1 again after it
        data = DECODER.decode(line.removeprefix(BOM_UTF8).rstrip(b"\r\n").decode())
    except UnicodeDecodeError:
        problem = Problem("", "bad_encoding", "the line is not UTF-8")
    except json.JSONDecodeError as error:
        problem = Problem("", "bad_json", f"not JSON: {error.msg} at column {error.colno}")
    except DataError:
        raise
    except (ValueError, RecursionError):
        problem = Problem("", "bad_json", "a number is too long or the nesting too deep")
    if problem is not None:
        raise DataError([problem])
    return load(data, Request)


def answer_to(number: int, line: bytes, register: FilingRegister, edition: Edition) -> Answer:
    """The answer to one line, given the filings accepted so far."""
    try:
        request = parse(line)
        return Answer(number, request, assess(request, register, edition=edition))
    except DataError as error:
        return Answer(number, None, None, error.problems)
    except BeyondHorizon as error:
        problem = Problem("/received_at", "beyond_horizon", str(error))
        return Answer(number, None, None, (problem,))


def kept(answer: Answer, register: FilingRegister, edition: Edition) -> FilingRegister:
    """The register after an answer, with the filing if it was accepted."""
    if (
        isinstance(answer.request, FilingRequest)
        and answer.assessment is not None
        and answer.assessment.verdict is Verdict.ACCEPTED
        and answer.request.filing not in register  # `add` would only check it again
    ):
        return register.add(answer.request.filing, edition)
    return register


class SpreadOut(Exception):
    """The JSON is spread over several lines, instead of one request a line."""


def one_a_line(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Return the same lines. Raise `SpreadOut` if the first two lines show that the file is
    pretty-printed or a list. Otherwise every line would be reported as malformed.
    """
    held: list[bytes] = []
    texts: list[bytes] = []
    for line in lines:
        held.append(line)
        text = line.removeprefix(BOM_UTF8).strip()
        texts += [text] if text else []
        if len(texts) > 1 or (text and not text.endswith((b"{", b"[", b","))):
            break
    first, second = [*texts, b"", b""][:2]
    if first in (b"[", b"[{") or (
        first.endswith((b"{", b"[", b",")) and second.startswith((b'"', b"}"))
    ):
        raise SpreadOut("jq -c '.[]'" if first.startswith(b"[") else "jq -c .")
    return chain(held, lines)


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, each with its number."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def answers(lines: Iterable[bytes], edition: Edition) -> Iterator[Answer]:
    """The answer to each line, in order. Accepted filings are remembered."""
    register = FilingRegister.of()
    for number, line in numbered(lines):
        answer = answer_to(number, line, register, edition)
        register = kept(answer, register, edition)
        yield answer


# -- Words -----------------------------------------------------------------------------------------


def heading(request: Request, lang: str) -> str:
    """A request in a few words, without identity numbers."""
    kind = WORDS[dump(request)["kind"]].to(lang)
    if isinstance(request, FilingRequest):
        filing = request.filing
        sites = ", ".join(site.domain for site in filing.websites)
        return (
            f"{kind} · {WORDS['account'].to(lang)} {filing.account} · {filing.subject.name} · "
            f"{sites}"
        ).rstrip(" ·")
    if isinstance(request, ImportRequest):
        return (
            f"{kind} · {WORDS['account'].to(lang)} {request.account} · "
            f"{label(request.origin, lang)} · "
            f"{WORDS['obtained'].to(lang).format(request.obtained_on or WORDS['unknown'].to(lang))}"
        )
    if isinstance(request, EmailInitializationRequest):
        roles = ", ".join(label(role, lang) for role in sorted(request.applicant.roles))
        return (
            f"{kind} · {label(request.applicant.type, lang)}{' · ' + roles if roles else ''} · "
            f"{WORDS['received'].to(lang).format(request.received_at)}"
        )
    if isinstance(request, FilingDocumentsRequest):
        return f"{kind} · {label(request.province, lang)} · {label(request.type, lang)}"
    return kind


def line_of(answer: Answer, lang: str) -> str:
    """The number of the line, in words."""
    return WORDS["line"].to(lang).format(answer.line)


def label(term: Any, lang: str) -> str:
    """A term's name in the language."""
    return str(term.zh if lang == "zh" else term.en)


def asked(requirement: Requirement, lang: str) -> str:
    """A requirement in words, without the reason."""
    said, _ = next(requirement.lines(lang))
    return said


def weekday(day: dt.date, lang: str) -> str:
    """A day with its weekday."""
    if lang == "zh":
        return f"{day}（周{'一二三四五六日'[day.weekday()]}）"
    return f"{day} {day:%a}"


def window(assessment: Assessment, lang: str) -> str:
    """The processing window in words."""
    found = assessment.window
    assert found is not None
    days = weekday(found.earliest, lang), weekday(found.latest, lang)
    span = WORDS["span"].to(lang).format(*days, label(found.basis, lang))
    received = WORDS["received"].to(lang).format(weekday(found.received_on, lang))
    return WORDS["semicolon"].to(lang).join([span, received])


def dated(source: Source, lang: str) -> str:
    """The title of a page and its date."""
    return WORDS["comma"].to(lang).join([source.title, source.dated(lang)])


def quoted(source: Source, lang: str, width: int) -> str:
    """The passage in the reader's language, cut to this width. With --html it is not cut."""
    ours = source.translated(lang)
    text = WORDS["ours" if source.quote else "gist"].to(lang).format(ours)
    text = " ".join((text if ours else f"“{source.quote}”").split())
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


# -- Text ------------------------------------------------------------------------------------------

STYLES = {
    "accepted": "bold green",
    "incomplete": "bold yellow",
    "rejected": "bold red",
    "error": "red",
    "warning": "yellow",
    "note": "cyan",
}


class Output(Console):
    """Standard output. If the reader closes the pipe, Rich alone would exit with status 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(console: Console, answer: Answer, lang: str) -> None:
    """Print one answer as a block of text."""

    def put(text: str, style: str = "", indent: int = 2, end: str = "\n") -> None:
        console.print(
            " " * indent + text, style=style, markup=False, highlight=False, soft_wrap=True, end=end
        )

    if answer.assessment is None or answer.request is None:
        put(f"{line_of(answer, lang)}  {WORDS['malformed'].to(lang)}", "bold magenta", 0)
        for problem in answer.problems:
            put(f"{problem.pointer or '/'}  {problem.message} [{problem.code}]", "magenta")
        console.print()
        return
    found, colon = answer.assessment, WORDS["colon"].to(lang)
    put(f"{line_of(answer, lang)}  ", indent=0, end="")
    put(label(found.verdict, lang).upper(), STYLES[found.verdict], 0, end="")
    put(heading(answer.request, lang))
    for finding in found.findings:
        put(
            label(finding.severity, lang) + colon + finding.message.to(lang),
            STYLES[finding.severity],
        )
        if finding.remedy is not None:
            put(f"→ {finding.remedy.to(lang)}", indent=4)
        if finding.is_error:
            for line in explained(finding, lang, width(console) - 4):
                put(line, "dim", 4)
    if found.required_documents:
        put(WORDS["documents"].to(lang) + colon.rstrip())
        for requirement in found.required_documents:
            put(f"- {asked(requirement, lang)}", indent=4)
    if found.window is not None:
        put(WORDS["window"].to(lang) + colon + window(found, lang))
    if found.steps:
        put(WORDS["steps"].to(lang) + colon.rstrip())
        for i, step in enumerate(found.steps, 1):
            put(f"{i}. {step.to(lang)}", indent=4)
    if found.differs_in:
        put(
            WORDS["differs"].to(lang) + colon + WORDS["comma"].to(lang).join(found.differs_in),
            "italic",
        )
    console.print()


def width(console: Console) -> int:
    """The columns of a quote: at most those of the terminal, if there is one."""
    return min(console.width, WIDTH) if console.is_terminal else WIDTH


def explained(finding: Finding, lang: str, columns: int) -> list[str]:
    """Why a request fails: the conditions that matched, the rule with its page, and the passage."""
    page = dated(finding.source, lang)
    place = WORDS["place"].to(lang).format(finding.path) if finding.path else ""
    return [
        *because(finding.reason, lang)[:-1],  # the last line is the passage in full
        WORDS["at"].to(lang).format(finding.rule, page, finding.code) + place,
        quoted(finding.source, lang, columns),
    ]


class Varied:
    """A limited number of answers that differ as much as possible: first one for each kind of
    request and verdict, then one for each set of findings, then any. Memory stays small even for a
    long input.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.seen: set[object] = set()
        self.groups: tuple[list[Answer], ...] = ([], [], [])

    def add(self, answer: Answer) -> None:
        """Keep an answer, unless its group has enough answers already."""
        found = answer.assessment
        kind = (type(answer.request), found and found.verdict)
        codes = frozenset(one.code for one in (found.findings if found else answer.problems))
        keys: list[object] = [kind, (kind, codes)]
        group = next((i for i, key in enumerate(keys) if key not in self.seen), 2)
        self.seen.update(keys)
        if len(self.groups[group]) < self.limit:
            self.groups[group].append(answer)

    def chosen(self) -> list[Answer]:
        """The answers in the order of their lines."""
        return sorted(islice(chain(*self.groups), self.limit), key=lambda answer: answer.line)


class Written(NamedTuple):
    """An answer as a line of JSON, with its outcome and, for a malformed line, the reasons."""

    text: str
    outcome: str
    reasons: str


def written(answer: Answer) -> Written:
    """An answer as a line of JSON."""
    if answer.assessment is None:
        problems = [problem._asdict() for problem in answer.problems]
        text = orjson.dumps({"line": answer.line, "problems": problems}).decode()
        return Written(text, "malformed", reasons(answer))
    text = orjson.dumps({"line": answer.line, "assessment": dump(answer.assessment)}).decode()
    return Written(text, answer.assessment.verdict.value, "")


def reasons(answer: Answer) -> str:
    """What is wrong with a malformed line, for standard error."""
    told = (f"{p.pointer or '/'}: {p.message} [{p.code}]" for p in answer.problems)
    return f"line {answer.line}: {'; '.join(told)}"


# -- Two processes for a long input ----------------------------------------------------------------

CHUNK = 500  # lines
AHEAD = 8  # chunks
#: The answer to a request of these kinds does not depend on earlier filings. A line that contains
#: the word is most likely such a request.
ALONE = (b'"email_initialization"', b'"recovery"')


def written_alone(chunk: list[tuple[int, bytes]], edition: Edition) -> dict[int, Written]:
    """The answers in a chunk that do not depend on earlier lines. The other process runs this."""
    register = FilingRegister.of()
    found = [
        answer_to(number, line, register, edition)
        for number, line in chunk
        if any(word in line for word in ALONE)
    ]
    depends = FilingRequest, ImportRequest
    return {one.line: written(one) for one in found if not isinstance(one.request, depends)}


def second_process(stack: ExitStack) -> Executor:
    """Start the other process. It ignores Ctrl-C, because this process handles it for both."""
    other = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    stack.callback(other.shutdown, cancel_futures=True)
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it inherits this from the beginning
    try:
        other.submit(int)
    finally:
        signal.signal(signal.SIGINT, handler)
    return other


def written_by_two(
    lines: Iterable[bytes], edition: Edition, other: Executor
) -> Iterator[list[Written]]:
    """The answers in order, chunk by chunk. The other process works ahead and answers the lines
    that do not depend on earlier ones. This process answers the rest, one after the other.
    """
    register, rest = FilingRegister.of(), numbered(lines)
    waiting: deque[tuple[list[tuple[int, bytes]], Future[dict[int, Written]]]] = deque()
    while True:
        while len(waiting) < AHEAD and (chunk := list(islice(rest, CHUNK))):
            waiting.append((chunk, other.submit(written_alone, chunk, edition)))
        if not waiting:
            return
        chunk, future = waiting.popleft()
        done = future.result()
        for number, line in chunk:
            if number not in done:
                answer = answer_to(number, line, register, edition)
                register = kept(answer, register, edition)
                done[number] = written(answer)
        yield [done[number] for number, _ in chunk]


# -- A page ----------------------------------------------------------------------------------------

STYLE = """
:root { color-scheme: light dark; --ink: #1c2126; --dim: #5b6670; --paper: #fff; --card: #f6f7f8; --line: #d9dee2;
  --accepted: #176b37; --incomplete: #855a00; --rejected: #b3261e; --malformed: #8a2c82; --note: #0b5e86 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --dim: #9aa5af; --paper: #14181c; --card: #1d2328; --line: #343c44;
  --accepted: #6fd394; --incomplete: #f0c050; --rejected: #ff8a80; --malformed: #e39be0; --note: #7cc4ec } }
body { font: 16px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 0 auto; padding: 1.5rem }
h1 { font-size: 1.5rem; margin: 0 } .sum { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .5rem 0 1.5rem; padding: 0; list-style: none }
article { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--tone); border-radius: 6px;
  padding: .75rem 1rem; margin: 0 0 1rem; overflow-wrap: anywhere }
h2 { font-size: 1rem; font-weight: 600; margin: 0 } h2 b, .sum b { color: var(--tone) } h2 small { color: var(--dim); font-weight: 400 }
ul, ol { margin: .4rem 0; padding-left: 1.4rem } li b { color: var(--tone) } .why { color: var(--dim); font-size: .875rem }
blockquote { margin: .1rem 0 .3rem; padding-left: .6rem; border-left: 2px solid var(--line) } dt { color: var(--dim) } dl { margin: .4rem 0 0 }
dd { margin: 0 0 .3rem 1rem } .accepted { --tone: var(--accepted) } .incomplete, .warning { --tone: var(--incomplete) }
.rejected, .error { --tone: var(--rejected) } .malformed { --tone: var(--malformed) } .note { --tone: var(--note) } a { color: inherit }
summary { cursor: pointer; color: var(--dim) }
"""  # noqa: E501


def card(answer: Answer, lang: str) -> str:
    """One answer as a part of the page."""
    e = html.escape
    place = f"<small>{e(line_of(answer, lang))}</small>"
    if answer.assessment is None or answer.request is None:
        rows = "".join(
            (
                f"<li><code>{e(p.pointer or '/')}</code> {e(p.message)} "
                f"<small>[{e(p.code)}]</small></li>"
            )
            for p in answer.problems
        )
        return (
            f'<article class="malformed"><h2>{place} <b>{e(WORDS["malformed"].to(lang))}</b></h2>'
            f"<ul>{rows}</ul></article>"
        )
    found = answer.assessment
    out = [
        (
            f'<article class="{found.verdict}"><h2>{place} '
            f"<b>{e(label(found.verdict, lang))}</b> {e(heading(answer.request, lang))}</h2>"
        )
    ]
    if found.findings:
        out.append("<ul>")
        for f in found.findings:
            remedy, comma = (
                f" → {e(f.remedy.to(lang))}" if f.remedy else "",
                WORDS["comma"].to(lang),
            )
            out.append(
                f'<li class="{f.severity}"><b>{e(label(f.severity, lang))}</b> '
                f'{e(f.message.to(lang))}{remedy}<div class="why">'
                f"<code>{e(f.code)}</code> <code>{e(f.path)}</code> · {e(f.rule)} · "
                f'<a href="{e(f.source.url)}">{e(f.source.title)}</a>'
                f"{comma}{e(f.source.dated(lang))}"
                f"<blockquote>{e(passage(f.source, lang))}</blockquote></div></li>"
            )
        out.append("</ul>")
    out.append("<dl>")
    if found.required_documents:
        rows = "".join(
            f"<li>{e(asked(requirement, lang))}</li>" for requirement in found.required_documents
        )
        out.append(f"<dt>{e(WORDS['documents'].to(lang))}</dt><dd><ul>{rows}</ul></dd>")
    if found.window is not None:
        out.append(f"<dt>{e(WORDS['window'].to(lang))}</dt><dd>{e(window(found, lang))}</dd>")
    if found.differs_in:
        names = WORDS["semicolon"].to(lang).join(label(one, lang) for one in found.differs_in)
        out.append(f"<dt>{e(WORDS['differs'].to(lang))}</dt><dd>{e(names)}</dd>")
    out.append("</dl>")
    if found.steps:
        rows = "".join(f"<li>{e(step.to(lang))}</li>" for step in found.steps)
        out.append(
            f"<details><summary>{e(WORDS['steps'].to(lang))}</summary><ol>{rows}</ol></details>"
        )
    out.append("</article>")
    return "".join(out)


def page(chosen: list[Answer], counts: Counter[str], edition: Edition, lang: str) -> str:
    """The whole page. It loads no other files."""
    title = html.escape(WORDS["title"].to(lang))
    totals = "".join(
        f'<li class="{name}"><b>{count}</b> {html.escape(name_of(name, lang))}</li>'
        for name, count in counts.items()
    )
    left_out = html.escape(shown(len(chosen), counts, lang))
    rest = f"<p>{left_out}</p>" if left_out else ""
    cards = "".join(card(answer, lang) for answer in chosen)
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style><h1>{title}</h1>"
        f'<p class="why">{WORDS["edition"].to(lang)}{WORDS["colon"].to(lang)}'
        f"{html.escape(label(edition, lang))}</p>"
        f'<ul class="sum">{totals}</ul>{rest}<main>{cards}</main></html>\n'
    )


def name_of(outcome: str, lang: str) -> str:
    """The name of a verdict, or the word for a malformed line."""
    words = {
        "accepted": Text("accepted", "通过"),
        "incomplete": Text("incomplete", "资料不全"),
        "rejected": Text("rejected", "不通过"),
    }
    return words.get(outcome, WORDS["malformed"]).to(lang).lower()


def shown(number: int, counts: Counter[str], lang: str) -> str:
    """How many answers are shown; empty if all are."""
    return WORDS["shown"].to(lang).format(number) if number < counts.total() else ""


def summary(number: int, counts: Counter[str], lang: str) -> str:
    """The number of requests, the number for each outcome, and how many are shown."""
    one = WORDS["count"].to(lang)
    each = [one.format(name_of(name, lang), count) for name, count in counts.items()]
    totals = WORDS["comma"].to(lang).join(each)
    plural = "" if counts.total() == 1 else "s"
    told = WORDS["requests"].to(lang).format(counts.total(), plural, totals)
    return WORDS["semicolon"].to(lang).join(filter(None, (told, shown(number, counts, lang))))


# -- The command -----------------------------------------------------------------------------------


def progress_lines(stream: IO[bytes], size: int, stack: ExitStack) -> Iterator[bytes]:
    """Return the lines and show a progress bar on standard error. Size 0 means unknown."""
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn()) if size else ()
    bar = Progress(
        TextColumn("{task.fields[lines]} lines"),
        *columns,
        console=Console(stderr=True),
        redirect_stdout=False,  # otherwise output meant for a file would go to the terminal
        transient=True,
    )
    stack.enter_context(bar)
    task = bar.add_task("", total=size or None, lines=0)
    for number, line in enumerate(stream, 1):
        yield line
        bar.update(task, advance=len(line), lines=number)
    bar.stop()  # before anything else is printed


def run(options: argparse.Namespace, stack: ExitStack) -> int:
    """Read, answer, write. Returns the exit status."""
    path = None if options.requests == "-" else Path(options.requests)
    stream = sys.stdin.buffer if path is None else stack.enter_context(path.open("rb"))
    size = os.fstat(stream.fileno()).st_size  # 0 if it is a pipe
    typed, lines = stream.isatty(), iter(stream)
    streams = options.json or ((options.all or typed) and not options.html)
    on_screen = streams and sys.stdout.isatty()  # then the answers themselves show the progress
    if typed:
        print("Type one request a line. Ctrl-D ends the input.", file=sys.stderr)
    elif (size == 0 or size > LONG_INPUT) and sys.stderr.isatty() and not on_screen:
        lines = progress_lines(stream, size, stack)
    lines = one_a_line(lines)
    counts: Counter[str] = Counter(accepted=0, incomplete=0, rejected=0, malformed=0)
    if options.json and not options.html:
        write_json(lines, options.edition, size, counts, stack)
    else:
        show_all(lines, options, counts, streams=streams)
    return 1 if counts["malformed"] else 0


def write_json(
    lines: Iterator[bytes], edition: Edition, size: int, counts: Counter[str], stack: ExitStack
) -> None:
    """Print a line of JSON for each answer."""
    if size > LONG_INPUT and (os.cpu_count() or 1) > 1:
        batches = written_by_two(lines, edition, second_process(stack))
    else:
        batches = ([written(answer)] for answer in answers(lines, edition))
    for batch in batches:
        print("\n".join([one.text for one in batch]))
        for one in batch:
            counts[one.outcome] += 1
            if one.reasons:
                print(one.reasons, file=sys.stderr)


def show_all(
    lines: Iterator[bytes], options: argparse.Namespace, counts: Counter[str], *, streams: bool
) -> None:
    """Print the answers and a summary, or write a page."""
    console, lang = Output(soft_wrap=True), options.lang
    varied = Varied(sys.maxsize if options.all else CARDS if options.html else SHOWN)
    for answer in answers(lines, options.edition):
        counts["malformed" if answer.assessment is None else answer.assessment.verdict.value] += 1
        if options.json:
            print(written(answer).text)
        elif streams:
            show(console, answer, lang)
        if options.html and answer.assessment is None:
            print(reasons(answer), file=sys.stderr)
        if options.html or not streams:
            varied.add(answer)
    chosen = varied.chosen()
    if options.html:
        path = Path(options.html).resolve()
        path.write_text(page(chosen, counts, options.edition, lang), encoding="utf-8")
        out = sys.stderr if options.json else sys.stdout
        print(WORDS["written"].to(lang).format(path), file=out)
    elif not streams:
        for answer in chosen:
            show(console, answer, lang)
    if not options.json:
        print(summary(counts.total() if streams else len(chosen), counts, lang))


def left_unread() -> bool:
    """Whether something was piped in that nobody read."""
    try:
        character_device = stat.S_ISCHR(os.fstat(0).st_mode)  # a terminal, or nothing at all
        return not character_device and bool(select.select([0], [], [], 0)[0])
    except (OSError, ValueError):  # closed, or a pipe of Windows
        return False


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    notes = {one: f"  (default with --lang {lang})" for lang, one in DEFAULT_EDITION.items()}
    parser = argparse.ArgumentParser(
        description="Answer requests about ICP filings (备案) and say why.",
        epilog="\n  ".join(["editions:", *(f"{one}{notes.get(one, '')}" for one in Edition)]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "requests",
        nargs="?",
        metavar="FILE",
        help="a file with one JSON request on each line; - reads standard input; "
        "the default is the file of requests shipped with this example",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help=f"show every request; by default, {SHOWN} varied ones are shown "
        f"({CARDS:,} with --html)",
    )
    parser.add_argument("--json", action="store_true", help="print each answer as one line of JSON")
    parser.add_argument("--html", metavar="PAGE", help="write an HTML page to this file")
    parser.add_argument(
        "--lang",
        choices=("en", "zh"),
        default="en",
        help="the language of the answers; by default en",
    )
    parser.add_argument(
        "--edition",
        metavar="EDITION",
        choices=[edition.value for edition in Edition],
        help="the edition of the rules, one of those below",
    )
    options = parser.parse_args(arguments)
    options.edition = Edition(options.edition or DEFAULT_EDITION[options.lang])
    options.program = parser.prog
    return options


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return the exit status."""
    options = read_options(arguments)
    shipped = options.requests is None
    options.requests = str(SHIPPED) if shipped else options.requests
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        with ExitStack() as stack:
            status = run(options, stack)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except SpreadOut as error:
        name = "standard input" if options.requests == "-" else options.requests
        print(
            f"{options.program}: in {name} the JSON is spread over several lines. Each request "
            f"must be on one line. To rewrite the file, run: {error} FILE",
            file=sys.stderr,
        )
        return 2
    except BrokenPipeError:  # the reader has seen enough, such as `head`
        for number in (1, 2):  # Python flushes both again when it exits
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)
        return 0
    except OSError as error:
        print(f"{options.program}: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2
    if shipped and left_unread():
        print(
            f"{options.program}: these are answers to the shipped requests. Standard input was not "
            "read; to read it, add - to the command.",
            file=sys.stderr,
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
