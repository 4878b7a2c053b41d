"""Answer requests about ICP Filing accounts, one JSON object a line, and say why.

    python examples/assess_requests.py examples/requests.jsonl
    python examples/assess_requests.py --json < requests.jsonl > answers.jsonl
    python examples/assess_requests.py --html report.html --lang zh --edition faq-zh-2018-08-29 examples/requests.jsonl

Filings that are accepted are kept, so that later lines are checked against them. A malformed line
is reported with its number and its problems, and the rest goes on. The exit status is 0 if every
line was answered, 1 if some were not, 2 for wrong usage.

The package does no I/O; all of it is here.
"""  # noqa: E501

import argparse
import datetime as dt
import html
import json
import multiprocessing
import os
import sys
from codecs import BOM_UTF8
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import attrs
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
    ImportRequest,
    Problem,
    Request,
    Requirement,
    Source,
    Text,
    Verdict,
    assess,
    dump,
    find_rule,
    load,
)
from icp_rules.findings import passage

LONGEST_LINE = 4_000_000  # bytes; a longer one is no request
LONG_INPUT = 200_000  # bytes, from which on a progress bar is worth its place

WORDS = {
    "filing": Text("filing", "备案"),
    "import": Text("import of an old filing", "导入旧备案"),
    "recovery": Text("account recovery", "找回账号"),
    "email_initialization": Text("e-mail initialization", "账号邮箱初始化"),
    "filing_documents": Text("documents of a filing", "备案资料"),
    "line": Text("line {}", "第 {} 行"),
    "account": Text("account", "账号"),
    "received": Text("received {}", "收到日期 {}"),
    "documents": Text("hand in", "需提供"),
    "window": Text("expect", "预计处理"),
    "due": Text("due {:%Y-%m-%d %H:%M %z}", "截至 {:%Y-%m-%d} 24:00"),
    "steps": Text("what to do", "操作步骤"),
    "differs": Text("these editions would answer differently", "以下版本的结论不同"),
    "malformed": Text("MALFORMED", "格式有误"),
    "rule": Text("rule", "规则"),
    "both": Text("all sides", "全部各面"),
    "held": Text("holding the ", "手持"),
    "sealed": Text("with the company seal", "加盖单位公章"),
    "on_template": Text("on the provider's template", "使用规定样例"),
    "of_original": Text("of the original", "原件"),
    "requests": Text("{} requests: {}", "共 {} 条请求：{}"),
    "count": Text("{1} {0}", "{0} {1} 条"),
    "comma": Text(", ", "，"),
    "semicolon": Text("; ", "；"),
    "colon": Text(": ", "："),
    "title": Text("ICP Filing requests, assessed", "备案请求评估"),
    "edition": Text("edition", "依据版本"),
}


@attrs.frozen
class Answer:
    """What became of one line."""

    line: int
    request: Request | None
    assessment: Assessment | None
    problems: tuple[Problem, ...] = ()


# -- Reading and answering -------------------------------------------------------------------------


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different; JSON itself would quietly take the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DataError([Problem("", "duplicate_key", "duplicate key in an object")])
    return found


def no_constant(_: str) -> None:
    """NaN and Infinity are not valid JSON."""
    raise DataError([Problem("", "bad_json", "NaN and Infinity are not valid JSON")])


# json.loads and json.dumps would make these anew for each line
DECODER = json.JSONDecoder(object_pairs_hook=unique_keys, parse_constant=no_constant)
ENCODER = json.JSONEncoder(ensure_ascii=False)


def parse(line: bytes) -> Request:
    """A request from one line. `DataError` says what is wrong with it."""
    if len(line) > LONGEST_LINE:
        raise DataError([Problem("", "too_long", f"a line has at most {LONGEST_LINE} bytes")])
    problem = None
    try:
        data = DECODER.decode(line.removeprefix(BOM_UTF8).decode())
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
    """What becomes of one line, given what is on file."""
    try:
        request = parse(line)
        return Answer(number, request, assess(request, register, edition=edition))
    except DataError as error:
        return Answer(number, None, None, error.problems)
    except BeyondHorizon as error:
        problem = Problem("/received_at", "beyond_horizon", str(error))
        return Answer(number, None, None, (problem,))


def kept(answer: Answer, register: FilingRegister, edition: Edition) -> FilingRegister:
    """The register after an answer: an accepted filing is on file from then on."""
    if (
        isinstance(answer.request, FilingRequest)
        and answer.assessment is not None
        and answer.assessment.verdict is Verdict.ACCEPTED
        and answer.request.filing not in register  # if it is, `add` would only check it once more
    ):
        return register.add(answer.request.filing, edition)
    return register


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, each with its number."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def answers(lines: Iterable[bytes], edition: Edition) -> Iterator[Answer]:
    """Each line's answer, in order; accepted filings are remembered."""
    register = FilingRegister.of()
    for number, line in numbered(lines):
        answer = answer_to(number, line, register, edition)
        register = kept(answer, register, edition)
        yield answer


# -- Words -----------------------------------------------------------------------------------------


def heading(request: Request, lang: str) -> str:
    """What a request is about, in a few words and without any identity number."""
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
            f"{label(request.origin, lang)} · {request.obtained_on or '?'}"
        )
    if isinstance(request, EmailInitializationRequest):
        roles = ", ".join(label(role, lang) for role in sorted(request.applicant.roles))
        return (
            f"{kind} · {label(request.applicant.type, lang)}{' · ' + roles if roles else ''} · "
            f"{request.received_at.isoformat()}"
        )
    if isinstance(request, FilingDocumentsRequest):
        return f"{kind} · {label(request.province, lang)} · {label(request.type, lang)}"
    return kind


def line_of(answer: Answer, lang: str) -> str:
    """Which line, in words."""
    return WORDS["line"].to(lang).format(answer.line)


def label(term: Any, lang: str) -> str:
    """A term's name in the language."""
    return str(term.zh if lang == "zh" else term.en)


def asked(requirement: Requirement, lang: str) -> str:
    """A requirement in words."""
    parts = [label(requirement.document, lang)]
    if requirement.sides:
        parts.append(" + ".join(label(side, lang) for side in requirement.sides))
    if requirement.held is not None:
        parts.append(WORDS["held"].to(lang) + label(requirement.held, lang))
    parts += [
        WORDS[name].to(lang)
        for name in ("sealed", "on_template", "of_original")
        if getattr(requirement, name)
    ]
    return WORDS["semicolon"].to(lang).join(parts)


def weekday(day: dt.date, lang: str) -> str:
    """A day with its weekday."""
    if lang == "zh":
        return f"{day}（周{'一二三四五六日'[day.weekday()]}）"
    return f"{day} {day:%a}"


def window(assessment: Assessment, lang: str) -> str:
    """The processing window in words."""
    found = assessment.window
    assert found is not None
    span = f"{weekday(found.earliest, lang)} – {weekday(found.latest, lang)}"
    basis = label(found.basis, lang)
    parts = (
        f"{span}，{basis}" if lang == "zh" else f"{span} ({basis})",
        WORDS["received"].to(lang).format(weekday(found.received_on, lang)),
        WORDS["due"].to(lang).format(found.latest if lang == "zh" else found.due),
    )
    return WORDS["semicolon"].to(lang).join(parts)


def dated(source: Source, lang: str) -> str:
    """A page and its day."""
    return WORDS["comma"].to(lang).join([source.title, source.dated(lang)])


# -- Text ------------------------------------------------------------------------------------------

STYLES = {
    "accepted": "bold green",
    "incomplete": "bold yellow",
    "rejected": "bold red",
    "error": "red",
    "warning": "yellow",
    "note": "cyan",
}


def show(console: Console, answer: Answer, lang: str) -> None:
    """One readable block."""

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
        place = f"{WORDS['rule'].to(lang)} {finding.rule} · {dated(finding.source, lang)}"
        put(f"{' '.join(filter(None, (finding.code, finding.path)))} · {place}", "dim", 4)
        put(passage(finding.source, lang), "dim", 4)
    if found.required_documents:
        put(WORDS["documents"].to(lang) + colon)
        for requirement in found.required_documents:
            put(f"- {asked(requirement, lang)}", indent=4)
        source = find_rule(found.required_documents[0].rule).source(found.edition)
        put(
            (
                f"{WORDS['rule'].to(lang)} {found.required_documents[0].rule} · "
                f"{dated(source, lang)}"
            ),
            "dim",
            4,
        )
    if found.window is not None:
        put(WORDS["window"].to(lang) + colon + window(found, lang))
    if found.steps:
        put(WORDS["steps"].to(lang) + colon)
        for i, step in enumerate(found.steps, 1):
            put(f"{i}. {step.to(lang)}", indent=4)
    if found.differs_in:
        put(WORDS["differs"].to(lang) + colon + ", ".join(found.differs_in), "italic")
    console.print()


class Written(NamedTuple):
    """An answer as a line for machines, with its outcome and, if it is malformed, the reasons."""

    text: str
    outcome: str
    reasons: str


def written(answer: Answer) -> Written:
    """An answer as a line for machines."""
    if answer.assessment is None:
        problems = [problem._asdict() for problem in answer.problems]
        text = ENCODER.encode({"line": answer.line, "problems": problems})
        return Written(text, "malformed", reasons(answer))
    text = ENCODER.encode({"line": answer.line, "assessment": dump(answer.assessment)})
    return Written(text, answer.assessment.verdict.value, "")


def reasons(answer: Answer) -> str:
    """What is wrong with a malformed line, for standard error."""
    told = (f"{p.pointer or '/'}: {p.message} [{p.code}]" for p in answer.problems)
    return f"line {answer.line}: {'; '.join(told)}"


# -- Two processes for a long input ----------------------------------------------------------------

CHUNK = 500  # lines
AHEAD = 8  # chunks
#: A line with one of these is most likely a request whose answer does not depend on what is filed.
ALONE = (b'"email_initialization"', b'"recovery"')


def written_alone(chunk: list[tuple[int, bytes]], edition: Edition) -> dict[int, Written]:
    """The answers of a chunk that depend on no earlier line. It runs in the other process."""
    register = FilingRegister.of()
    found = [
        answer_to(number, line, register, edition)
        for number, line in chunk
        if any(word in line for word in ALONE)
    ]
    depends = FilingRequest, ImportRequest
    return {one.line: written(one) for one in found if not isinstance(one.request, depends)}


def written_by_two(
    lines: Iterable[bytes], edition: Edition, other: Executor
) -> Iterator[list[Written]]:
    """The answers by chunks, in order. The other process is some chunks ahead with what depends on
    no earlier line; the rest is answered here, one after the other.
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
    """One request as a part of the page."""
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
        out.append(
            f"<dt>{e(WORDS['differs'].to(lang))}</dt>"
            f"<dd>{e(', '.join(label(x, lang) for x in found.differs_in))}</dd>"
        )
    out.append("</dl>")
    if found.steps:
        rows = "".join(f"<li>{e(step.to(lang))}</li>" for step in found.steps)
        out.append(
            f"<details><summary>{e(WORDS['steps'].to(lang))}</summary><ol>{rows}</ol></details>"
        )
    out.append("</article>")
    return "".join(out)


def page(cards: list[str], counts: Counter[str], edition: Edition, lang: str) -> str:
    """The whole page, self-contained."""
    title = html.escape(WORDS["title"].to(lang))
    totals = "".join(
        f'<li class="{name}"><b>{count}</b> {html.escape(name_of(name, lang))}</li>'
        for name, count in counts.items()
    )
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style><h1>{title}</h1>"
        f'<p class="why">{WORDS["edition"].to(lang)}{WORDS["colon"].to(lang)}'
        f"{html.escape(label(edition, lang))}</p>"
        f'<ul class="sum">{totals}</ul><main>{"".join(cards)}</main></html>\n'
    )


def name_of(outcome: str, lang: str) -> str:
    """The name of a verdict, or of no answer."""
    words = {
        "accepted": Text("accepted", "通过"),
        "incomplete": Text("incomplete", "资料不全"),
        "rejected": Text("rejected", "不通过"),
    }
    return words.get(outcome, WORDS["malformed"]).to(lang).lower()


# -- The command -----------------------------------------------------------------------------------


def progress_lines(stream: IO[bytes], size: int | None, stack: ExitStack) -> Iterator[bytes]:
    """The lines, with a progress bar on standard error when the input is long and
    somebody is there to see it.
    """
    err = Console(stderr=True)
    watched = err.is_terminal and not sys.stdout.isatty() and (size is None or size > LONG_INPUT)
    if not watched:
        yield from stream
        return
    bar = stack.enter_context(
        Progress(
            TextColumn("{task.fields[lines]} lines"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=err,
        )
    )
    task = bar.add_task("", total=size, lines=0)
    for number, line in enumerate(stream, 1):
        yield line
        bar.update(task, advance=len(line), lines=number)


def run(options: argparse.Namespace, stack: ExitStack) -> int:
    """Read, answer, write. Returns the exit status."""
    path = None if options.requests == "-" else Path(options.requests)
    stream = sys.stdin.buffer if path is None else stack.enter_context(path.open("rb"))
    size = os.fstat(stream.fileno()).st_size  # 0 if it is a pipe
    lines = progress_lines(stream, None if path is None else size, stack)
    counts: Counter[str] = Counter(accepted=0, incomplete=0, rejected=0, malformed=0)
    if options.json and not options.html:
        write_json(lines, options.edition, size, counts, stack)
    else:
        show_all(lines, options, counts)
    return 1 if counts["malformed"] else 0


def write_json(
    lines: Iterator[bytes], edition: Edition, size: int, counts: Counter[str], stack: ExitStack
) -> None:
    """Print a line for machines for each answer."""
    if size > LONG_INPUT and (os.cpu_count() or 1) > 1:
        other = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
        stack.callback(other.shutdown, cancel_futures=True)
        batches = written_by_two(lines, edition, other)
    else:
        batches = ([written(answer)] for answer in answers(lines, edition))
    for batch in batches:
        print("\n".join([one.text for one in batch]))
        for one in batch:
            counts[one.outcome] += 1
            if one.reasons:
                print(one.reasons, file=sys.stderr)


def show_all(lines: Iterator[bytes], options: argparse.Namespace, counts: Counter[str]) -> None:
    """Show each answer, or make a page of them."""
    console = Console(soft_wrap=True)
    cards = []
    for answer in answers(lines, options.edition):
        counts["malformed" if answer.assessment is None else answer.assessment.verdict.value] += 1
        if options.json:
            print(written(answer).text)
        elif not options.html:
            show(console, answer, options.lang)
        if options.html:
            cards.append(card(answer, options.lang))
            if answer.assessment is None:
                print(reasons(answer), file=sys.stderr)
    if options.html:
        Path(options.html).write_text(
            page(cards, counts, options.edition, options.lang), encoding="utf-8"
        )
    if not options.json:
        lang, count = options.lang, WORDS["count"].to(options.lang)
        totals = (
            WORDS["comma"]
            .to(lang)
            .join(count.format(name_of(name, lang), number) for name, number in counts.items())
        )
        print(WORDS["requests"].to(lang).format(sum(counts.values()), totals))


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=(
            "Answer requests about ICP Filing accounts, one JSON object a line, and say why."
        )
    )
    parser.add_argument(
        "requests", nargs="?", default="-", help="a file of JSON Lines; standard input if left out"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for machines")
    parser.add_argument("--html", metavar="FILE", help="write a report to look at")
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    parser.add_argument(
        "--edition",
        choices=[edition.value for edition in Edition],
        default=Edition.FAQ_EN_2018_01_08.value,
    )
    options = parser.parse_args(arguments)
    options.edition = Edition(options.edition)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        with ExitStack() as stack:
            return run(options, stack)
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # the reader went away, as `head` does
            sys.stderr.close()
            return 1
        print(f"{parser.prog}: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
