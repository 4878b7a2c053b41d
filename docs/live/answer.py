"""What the page asks of the package: `answer` takes the form as JSON and gives the answer as JSON,
`filing` does so for the form about the documents of a filing, `beforehand` has the words of both.

It runs in the browser and in any Python alike. What is said of the rules is the package's own; the
words here are only the page's.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import attrs

import icp_rules
from icp_rules import (
    Assessment,
    CredentialKind,
    DataError,
    Edition,
    ProcessingWindow,
    Severity,
    Source,
    SubjectType,
    Text,
)
from icp_rules.pictures import province_map
from icp_rules.rules import Reason
from icp_rules.vocabulary import both, words

#: What the form sends when it has not been touched; `time` is Beijing's and may be left empty.
DEFAULTS: dict[str, Any] = {
    "type": "organization",
    "roles": [],
    "id": "resident_id_card",
    "received": "2018-09-28",
    "time": "",
    "edition": Edition.FAQ_EN_2018_01_08.value,
    "lang": "en",
}

#: What the form about a filing sends when it has not been touched.
FILING: dict[str, Any] = {
    "province": "shanghai",
    "type": "organization",
    "entity_leader": "legal_representative",
    "service_leader": "other",
    "local_id": "yes",
    "lang": "en",
}

#: The field of the form that a place in the request stands in.
FIELDS = {
    "/applicant/type": "type",
    "/applicant/roles": "roles",
    "/applicant/id_credential": "id",
    "/received_at": "received",
    "/time": "time",
    "/edition": "edition",
}

#: The package says what is wrong with data in English only, and to a programmer; here the reader
#: has a form before them.
PROBLEMS = {
    "bad_date": Text(
        "A day is needed here, and it must be one that exists: 2018-09-28.",
        "请填写实际存在的日期，如 2018-09-28。",
    ),
    "bad_time": Text(
        "There is no such time. Write it as 17:20, or leave it empty.",
        "时间无效。请按 17:20 的格式填写，或留空。",
    ),
    "unknown_value": Text("This is not known here. Choose one.", "无法识别此项，请另选一项。"),
    "wrong_kind": Text(
        "This is a credential of an organization. Choose one of a person.",
        "这是单位的证件，请选择个人证件。",
    ),
}
BEYOND = Text(
    (
        "The calendar runs from {first} to {last}. This day, or the working days after it, lie "
        "outside, so there is no answer."
    ),
    "日历范围为 {first} 至 {last}。所填日期或其后的工作日超出范围，无法给出结论。",
)

FOUND = Text("What to know", "须知")
HAND_IN = Text("Documents to hand in", "需要提供的资料")
WINDOW = Text("When to expect the answer", "预计处理时间")
TO = Text("to", "至")
STEPS = Text("What to do", "操作步骤")
OTHERS = Text("Other editions", "其他版本")
SAME = Text("same answer", "结论相同")
DIFFERS = Text("different answer", "结论不同")
ALWAYS = Text("Always.", "一律适用。")
BECAUSE = Text("Because {}.", "依据：{}。")
AND = Text(", and ", "，且")
RULE = Text("Rule", "规则")
TRANSLATED = Text("Our translation: {}", "本库译文：{}")
IN_OUR_WORDS = Text("In our words, not quoted: {}", "本库转述，非原文：{}")
AS_PYTHON = Text("The same in Python", "用 Python 查询同样的问题")
AS_JSON = Text("The whole answer as JSON", "完整结论（JSON）")
SUMMARY = Text(
    "Documents to hand in: {count}. To be expected from {earliest} to {latest} ({basis}).",
    "需要提供 {count} 项资料。预计处理时间：{earliest} 至 {latest}（{basis}）。",
)
NOT_OFFERED = Text("This edition does not offer it", "该版本不提供此项操作")
NO_ANSWER = Text("No answer: see the marked field.", "无法给出结论，请检查标出的一栏。")


# -- Before Python has started ---------------------------------------------------------------------


def beforehand() -> str:
    """The words of the form in both languages, how far the calendar reaches, and the styles of its
    pictures: made when the page is built.
    """
    people = [kind for kind in CredentialKind if kind.type is SubjectType.INDIVIDUAL]
    terms: dict[str, Iterable[Any]] = {
        "type": SubjectType,
        "roles": icp_rules.ApplicantRole,
        "id": people,
        "edition": Edition,
        "province": icp_rules.Province,
        "entity_leader": icp_rules.EntityLeader,
        "service_leader": icp_rules.ServiceLeader,
    }
    yes_or_no = [{"value": words(one).en, **attrs.asdict(words(one))} for one in (True, False)]
    calendar = icp_rules.china_calendar()
    said = {
        "defaults": DEFAULTS,
        "terms": {
            name: [{"value": one.value, "en": one.en, "zh": one.zh} for one in members]
            for name, members in terms.items()
        }
        | {"local_id": yes_or_no},
        "filing": FILING,
        "calendar": {
            "first": str(calendar.first_day),
            "last": str(calendar.last_day),
            "official": str(calendar.official_through),
        },
        "css": drawn(calendar.official_through.year, 1, "en", None)[0] + mapped("en")[0],
        "map": {lang: mapped(lang)[1] for lang in ("en", "zh")},
    }
    return json.dumps(said, ensure_ascii=False)


def drawn(year: int, month: int, lang: str, window: ProcessingWindow | None) -> tuple[str, str]:
    """A picture's styles and the picture: the page has the styles in a file, since it
    allows none within itself.
    """
    css, picture = (
        icp_rules.picture(year, month, window=window, lang=lang)
        ._repr_html_()
        .removeprefix("<style>")
        .split("</style>", 1)
    )
    return css, picture


def mapped(lang: str) -> tuple[str, str]:
    """The map of the provinces: its styles, and the map."""
    css, drawing = province_map(lang)._repr_html_().removeprefix("<style>").split("</style>", 1)
    return css, drawing


# -- The question and the answer -------------------------------------------------------------------


def answer(text: str) -> str:
    """The answer to a form: `errors` by field, or else `html` and the `assessment`; and
    `summary`, which is read out.
    """
    form = DEFAULTS | json.loads(text)
    lang = "zh" if form["lang"] == "zh" else "en"
    said: dict[str, Any] = {
        "ok": False,
        "errors": [],
        "summary": NO_ANSWER.to(lang),
        "html": "",
        "assessment": None,
    }
    try:
        assessment = assess(form)
    except DataError as error:
        said["errors"] = [
            {
                "field": field_of(one.pointer),
                "words": PROBLEMS.get(one.code, Text(one.message, one.message)).to(lang),
            }
            for one in error.problems
        ]
    except icp_rules.BeyondHorizon:
        calendar = icp_rules.china_calendar()
        said["errors"] = [
            {
                "field": "received",
                "words": BEYOND.to(lang).format(first=calendar.first_day, last=calendar.last_day),
            }
        ]
    else:
        said |= {
            "ok": True,
            "summary": summary(assessment, lang),
            "html": Page(form, lang).html(assessment),
            "assessment": icp_rules.dump(assessment),
        }
    return json.dumps(said, ensure_ascii=False)


def summary(assessment: Assessment, lang: str) -> str:
    """The answer in a sentence: the documents and the window, or what to do instead."""
    window = assessment.window
    if window is None:
        return both(refusal(assessment), " ", "").to(lang)
    return SUMMARY.to(lang).format(
        count=len(assessment.required_documents),
        earliest=window.earliest,
        latest=window.latest,
        basis=window.basis.to(lang),
    )


def refusal(assessment: Assessment) -> list[Text]:
    """Why an edition does not offer an e-mail initialization, and what to do instead."""
    errors = [one for one in assessment.findings if one.is_error]
    return [said for one in errors for said in (one.message, one.remedy) if said is not None]


def request_of(form: dict[str, Any]) -> dict[str, Any]:
    """The form as a request in JSON."""
    return {
        "kind": "email_initialization",
        "applicant": {"type": form["type"], "roles": form["roles"], "id_credential": form["id"]},
        "received_at": f"{form['received']}T{form['time']}+08:00"
        if form["time"]
        else form["received"],
    }


def assess(form: dict[str, Any]) -> Assessment:
    """The package's answer. `DataError` tells of every field; the time is looked at once the day is
    right, so that each has its own words.
    """
    problems: list[icp_rules.Problem] = []
    try:
        request = icp_rules.load(request_of(form | {"time": ""}), icp_rules.Request)
    except DataError as error:
        problems += error.problems
    try:
        icp_rules.tables(form["edition"])  # refuses an unknown edition
    except DataError as error:
        problems += error.problems
    if not problems and form["time"]:
        try:
            request = icp_rules.load(request_of(form), icp_rules.Request)
        except DataError as error:
            problems += [one._replace(pointer="/time", code="bad_time") for one in error.problems]
    if problems:
        raise DataError(problems)
    return icp_rules.assess(request, edition=form["edition"])


def filing(text: str) -> str:
    """The answer to the form about a filing: `html` and the `assessment`."""
    form = FILING | json.loads(text)
    asked = {name: value for name, value in form.items() if name != "lang"}
    request = {"kind": "filing_documents", **asked, "local_id": form["local_id"] == "yes"}
    assessment = icp_rules.assess(icp_rules.load(request, icp_rules.Request))
    lang = "zh" if form["lang"] == "zh" else "en"
    said = {
        "html": "".join(Page(form, lang).filing(assessment)),
        "assessment": icp_rules.dump(assessment),
    }
    return json.dumps(said, ensure_ascii=False)


def field_of(pointer: str) -> str:
    """The field of the form that a JSON Pointer speaks of."""
    return next((field for place, field in FIELDS.items() if pointer.startswith(place)), "form")


# -- The answer as HTML ----------------------------------------------------------------------------


class Page:
    """An answer as HTML in one language. What was handed in is not asked, so neither the verdict
    nor what is missing is shown.
    """

    def __init__(self, form: dict[str, Any], lang: str) -> None:
        self.form, self.lang = form, lang

    def say(self, text: Any) -> str:
        """Words of both languages in the one of the page."""
        return escape(text.to(self.lang))

    def html(self, assessment: Assessment) -> str:
        """The whole answer."""
        answered = (self.documents, self.window)
        offered = (self.refused,) if assessment.window is None else answered
        parts = (*offered, self.steps, self.others, self.asides)
        return "".join("".join(part(assessment)) for part in parts)

    def refused(self, assessment: Assessment) -> Iterator[str]:
        """That the edition does not offer an e-mail initialization, and what to do instead."""
        yield f'<section class="refused"><h2>{self.say(NOT_OFFERED)}</h2>'
        yield "".join(f'<p class="warning">{self.say(said)}</p>' for said in refusal(assessment))
        yield "".join(self.why(one.reason) for one in assessment.findings if one.is_error)
        yield "</section>"

    def documents(self, assessment: Assessment, name: str = "documents") -> Iterator[str]:
        """What to hand in. Documents that one rule asks for have its reason
        once, as in `explain`.
        """
        yield f'<section class="{name}"><h2>{self.say(HAND_IN)}</h2>'
        first = 1
        for reason, some in groupby(assessment.required_documents, key=lambda one: one.reason):
            asked = list(some)
            yield f'<ol start="{first}">{self.asked(asked)}</ol>{self.why(reason)}'
            first += len(asked)
        yield "</section>"

    def asked(self, requirements: Iterable[icp_rules.Requirement]) -> str:
        """Documents as items of a list."""
        return "".join(
            f"<li>{escape(said)}</li>" for one in requirements for said, _ in one.lines(self.lang)
        )

    def filing(self, assessment: Assessment) -> Iterator[str]:
        """What a filing takes, and what was found about it."""
        yield from self.documents(assessment, "papers")
        yield f'<section class="found"><h2>{self.say(FOUND)}</h2>'
        for one in assessment.findings:
            said = [one.message] if one.remedy is None else [one.message, one.remedy]
            yield (
                f'<p class="found-{one.severity}"><strong>{self.say(one.severity)}</strong>'
                f"{self.say(both(said, ' ', ''))}</p>{self.why(one.reason)}"
            )
        yield "</section>"

    def window(self, assessment: Assessment) -> Iterator[str]:
        """When to expect the answer, on the calendar and in words."""
        window, edition = assessment.window, assessment.edition
        if window is None:
            return
        reason = window.reason(edition)
        yield (
            f'<section class="window"><h2>{self.say(WINDOW)}</h2><p class="when">'
            f"<time>{window.earliest}</time> {self.say(TO)} "
        )
        yield (
            f"<time>{window.latest}</time> "
            f'<span class="basis {window.basis}">{self.say(window.basis)}</span></p>'
        )
        for year, month in sorted(
            {(day.year, day.month) for day in (window.received_on, window.earliest, window.latest)}
        ):
            yield f'<figure class="picture">{drawn(year, month, self.lang, window)[1]}</figure>'
        lines = window.explain(self.lang, edition=edition).splitlines()
        # the last two give the reason, which is set apart below
        told = lines[:-2] if reason else lines
        yield (
            '<div class="told">'
            + "".join(f"<p>{escape(line)}</p>" for line in told)
            + f"</div>{self.why(reason)}</section>"
        )

    def steps(self, assessment: Assessment) -> Iterator[str]:
        """What to do, in order, and what to mind."""
        yield f'<section class="steps"><h2>{self.say(STEPS)}</h2>'
        for one in assessment.findings:
            if one.severity is Severity.WARNING:
                yield f'<p class="warning">{self.say(one.message)}</p>{self.why(one.reason)}'
        yield (
            f"<ol>{''.join(f'<li>{self.say(step)}</li>' for step in assessment.steps)}</ol>"
            "</section>"
        )

    def others(self, assessment: Assessment) -> Iterator[str]:
        """The other editions, and what those that differ ask for, or that they do not offer it."""
        applicant = icp_rules.load(request_of(self.form)["applicant"], icp_rules.Applicant)
        yield f'<section class="others"><h2>{self.say(OTHERS)}</h2><ul>'
        for edition in Edition:
            if edition is assessment.edition:
                continue
            differs = edition in assessment.differs_in
            link = f'<a href="#{escape(self.address(edition))}">{self.say(edition)}</a>'
            yield (
                f'<li class="{"differs" if differs else "same"}">{link} '
                f"<em>{self.say(DIFFERS if differs else SAME)}</em>"
            )
            if differs:
                try:
                    asked = self.asked(icp_rules.required_documents(applicant, edition))
                    yield f"<ol>{asked}</ol>"
                except DataError:
                    yield f"<p>{self.say(NOT_OFFERED)}</p>"
            yield "</li>"
        yield "</ul></section>"

    def asides(self, assessment: Assessment) -> Iterator[str]:
        """How to ask the same outside the page."""
        code = (
            "import icp_rules\n\n"
            f"request = {request_of(self.form)!r}\n"
            "answer = icp_rules.assess(icp_rules.load(request, icp_rules.Request), "
            f'edition="{assessment.edition}")\n'
            f'print(answer.explain("{self.lang}"))'
        )
        data = json.dumps(icp_rules.dump(assessment), ensure_ascii=False, indent=1)
        yield '<section class="asides">'
        for title, text in ((AS_PYTHON, code), (AS_JSON, data)):
            yield (
                f"<details><summary>{self.say(title)}</summary>"
                f'<pre tabindex="0" lang="en">{escape(text)}</pre></details>'
            )
        yield "</section>"

    def address(self, edition: Edition) -> str:
        """The part of the page's address that asks the same of another edition."""
        return urlencode(
            self.form | {"roles": ",".join(self.form["roles"]), "edition": edition.value}
        )

    def why(self, reason: Reason | None) -> str:
        """The conditions that matched, the sentence with its translation, its source, the rule."""
        if reason is None:
            return ""
        source = reason.source
        joined = AND.to(self.lang).join(text.to(self.lang) for text in reason.conditions or ())
        because = BECAUSE.to(self.lang).format(joined) if joined else ALWAYS.to(self.lang)
        title = f'<cite lang="{tongue(source.title)}">{escape(source.title)}</cite>'
        link = (
            f'<a href="{escape(source.url)}" rel="noreferrer">{title}</a>'
            if source.url.startswith("https://")
            else title
        )
        return (
            f'<div class="why"><p>{escape(because)}</p>'
            f"{self.sentence(source)}<p>{link} {self.dated(source)} · {self.say(RULE)} "
            f'<code lang="en">{escape(reason.rule)}</code></p></div>'
        )

    def sentence(self, source: Source) -> str:
        """The sentence as it was published and, for a reader of the other language, our
        translation of it.
        """
        quote, ours = escape(source.quote), escape(source.translated(self.lang))
        said = f'<blockquote lang="{tongue(quote)}">{quote}</blockquote>' if quote else ""
        marked = TRANSLATED if quote else IN_OUR_WORDS
        return said + (f'<p class="ours">{marked.to(self.lang).format(ours)}</p>' if ours else "")

    def dated(self, source: Source) -> str:
        """The day of the page, or the day it was read."""
        day = escape(source.dated(self.lang))
        return f"<time>{day}</time>" if source.date is not None else day


def tongue(text: str) -> str:
    """The language a source is written in, whatever the page's is: a screen
    reader needs to know.
    """
    return "zh-CN" if re.search("[\u4e00-\u9fff]", text) else "en"
