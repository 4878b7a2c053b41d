"""What the page asks of the package: `answer` takes the form as JSON and gives the answer as JSON;
`beforehand` has the words of the form.

It runs in the browser and in any Python alike. What is said of the rules is the package's own; the
words here are only the page's.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby
from pprint import pformat
from typing import Any
from urllib.parse import urlencode

import attrs

import icp_rules
from icp_rules import (
    Assessment,
    CredentialKind,
    DataError,
    Edition,
    Problem,
    ProcessingWindow,
    Source,
    SubjectType,
    Text,
    Verdict,
)
from icp_rules.pictures import province_map
from icp_rules.rules import Reason
from icp_rules.sla import Stage
from icp_rules.vocabulary import both, words

#: What can be asked, as the form calls it.
QUESTIONS = {
    "filing": Text("May this website be filed?", "这个网站能否备案"),
    "filing_documents": Text("Which documents does a filing need?", "备案需要哪些资料"),
    "deadline": Text("When can I expect an answer?", "预计何时有结果"),
    "import": Text("How do I import an old filing?", "如何导入旧备案"),
    "recovery": Text("How do I recover a lost account?", "如何找回账号"),
    "email_initialization": Text(
        "What does an e-mail initialization need?", "备案账号邮箱初始化需要什么"
    ),
}

#: The fields of each question, with what they hold before anybody has changed them. All of it is
#: invented. A `time` is Beijing's.
DEFAULTS: dict[str, dict[str, Any]] = {
    "filing": {
        "type": "organization",
        "name": "示例科技",
        "credential": "organization_code",
        "number": "12345678-8",
        "account": "2002",
        "domains": "news.example.cn",
        "earlier": "same",
        "earlier_name": "示例贸易",
        "earlier_credential": "organization_code",
        "earlier_number": "87654321-0",
        "earlier_account": "1001",
        "earlier_domains": "shop.example.cn",
    },
    "filing_documents": {
        "province": "shanghai",
        "type": "organization",
        "entity_leader": "legal_representative",
        "service_leader": "other",
        "local_id": "yes",
    },
    "deadline": {"stage": "authority_review", "received": "2026-09-28", "time": ""},
    "import": {
        "account": "2002",
        "origin": "official_store",
        "obtained": "2016-12-31",
        "knows_old_account": "yes",
        "knows_old_password": "yes",
        "taken": "no",
    },
    "recovery": {"knows_account": "no", "can_retrieve_password": "no"},
    "email_initialization": {
        "type": "organization",
        "roles": [],
        "id": "resident_id_card",
        "received": "2018-09-28",
        "time": "",
    },
}

#: Identity numbers, and whatever else names somebody: none of it is ever in the page's address, and
#: the numbers are not repeated.
NUMBERS = ("number", "earlier_number")
TYPED = (
    *NUMBERS,
    *("account", "name", "domains"),
    *("earlier_account", "earlier_name", "earlier_domains"),
)

#: The edition that is applied until somebody chooses one: in Chinese the newest that is in Chinese
#: and speaks of every question.
EDITIONS = {"en": Edition.FAQ_EN_2018_01_08, "zh": Edition.GUIDE_ZH_2019_08_01}

#: What can be chosen where no request says it, so that `load` does not check it.
CHOICES: dict[str, Iterable[str]] = {
    "edition": [edition.value for edition in Edition],
    "stage": [stage.value for stage in Stage],
    "earlier": ("none", "same", "other"),
    "taken": ("yes", "no"),
}

#: The questions for which no edition is chosen: only some say how long a stage takes, and all say
#: the same of the documents of a filing.
NO_EDITION = ("deadline", "filing_documents")

#: The questions of which the answer says whether something is accepted.
DECIDED = ("filing", "import")

#: The field of the form that a place in the request stands in; the first that fits.
FIELDS = {
    "/earlier/0/subject/credential/kind": "earlier_credential",
    "/earlier/0/subject/credential": "earlier_number",
    "/earlier/0/subject": "earlier_name",
    "/earlier/0/account": "earlier_account",
    "/earlier/0/websites": "earlier_domains",
    "/subject/type": "type",
    "/subject/credential/kind": "credential",
    "/subject/credential": "number",
    "/subject/name": "name",
    "/websites": "domains",
    "/applicant/type": "type",
    "/applicant/roles": "roles",
    "/applicant/id_credential": "id",
    "/received_at": "received",
    "/obtained_on": "obtained",
}

#: The package says what is wrong with data in English only, and to a programmer; here the reader
#: has a form before them.
PROBLEMS = {
    "bad_date": Text(
        "Enter a day that exists, written as 2018-09-28.",
        "请填写实际存在的日期，如 2018-09-28。",
    ),
    "bad_time": Text(
        "There is no such time. Write it as 17:20, or leave it empty.",
        "时间无效。请按 17:20 的格式填写，或留空。",
    ),
    "unknown_value": Text("This choice is unknown. Choose another.", "无法识别此项，请另选一项。"),
    "wrong_type": Text("This choice is unknown. Choose another.", "无法识别此项，请另选一项。"),
    "wrong_kind": Text(
        "This is a credential of an organization. Choose one of a person.",
        "这是单位的证件，请选择个人证件。",
    ),
    "empty": Text("Fill this in.", "请填写此栏。"),
    "too_long": Text("This is too long. Shorten it.", "内容过长，请缩短。"),
    "forbidden_character": Text(
        "A character here is not allowed, perhaps an invisible one. Type it again by hand.",
        "含有不允许的字符，可能是不可见字符。请手动重新输入。",
    ),
    "masked": Text("This number is masked. Enter the full number.", "号码已脱敏，请填写完整号码。"),
    "damaged": Text(
        "A spreadsheet has changed this number. Enter it again from the credential.",
        "号码已被电子表格改写，请对照证件重新填写。",
    ),
    "bad_domain": Text(
        "Write each domain as example.cn, without http:// and without a path.",
        "请按 example.cn 的格式填写域名，不含 http:// 和路径。",
    ),
}
BEYOND = Text(
    (
        "The calendar runs from {first} to {last}. This day, or the working days after it, lie "
        "outside, so there is no answer. Enter another day."
    ),
    "日历范围为 {first} 至 {last}。所填日期或其后的工作日超出范围，无法给出结论。请另填日期。",
)

NOTHING_FOUND = Text("No problems were found.", "未发现问题。")
FOUND = Text("What to know", "须知")
HAND_IN = Text("Documents to hand in", "需要提供的资料")
WINDOW = Text("When to expect an answer", "预计处理时间")
TO = Text("to", "至")
STEPS = Text("What to do", "操作步骤")
STATED = Text("The sentence behind each step", "各步骤的出处")
APPLIES = Text("Rules that apply", "适用规则")
OTHERS = Text("Other editions", "其他版本")
SAME = Text("same answer", "答案相同")
DIFFERS = Text("different answer", "答案不同")
ALWAYS = Text("Always.", "一律适用。")
BECAUSE = Text("Because {}.", "依据：{}。")
AND = Text(", and ", "，且")
RULE = Text("Rule", "规则")
TRANSLATED = Text("Our translation: {}", "本包译文：{}")
IN_OUR_WORDS = Text("In our words, not quoted: {}", "本包转述，非原文：{}")
AS_REQUEST = Text("The request as JSON", "请求（JSON）")
FILED = Text("The earlier filing as JSON", "已有备案（JSON）")
AS_PYTHON = Text("The same in Python", "用 Python 查询同样的问题")
AS_JSON = Text("The whole answer as JSON", "完整结论（JSON）")
COUNTED = Text("Documents to hand in: {}.", "需要提供 {} 项资料。")
EXPECTED = Text("Expect the answer from {} to {} ({}).", "预计处理时间：{} 至 {}（{}）。")
STEPPED = Text("Steps to take: {}.", "共 {} 步。")
VERDICT_IS = Text("Verdict: {}.", "结论：{}。")
NOT_OFFERED = Text("This edition does not offer it", "该版本不提供此项操作")
STOP = Text(".", "。")
#: `{}` has the names of the fields, which the form knows.
NO_ANSWER = Text("No answer yet. Please correct: {}.", "尚无结论，请更正：{}。")


# -- Before Python has started ---------------------------------------------------------------------


def beforehand() -> str:
    """The words of the form in both languages, how far the calendar reaches, and the styles of its
    pictures: made when the page is built.
    """
    terms: dict[str, Iterable[Any]] = {
        "type": SubjectType,
        "roles": icp_rules.ApplicantRole,
        "id": [kind for kind in CredentialKind if kind.type is SubjectType.INDIVIDUAL],
        "credential": CredentialKind,
        "edition": Edition,
        "province": icp_rules.Province,
        "entity_leader": icp_rules.EntityLeader,
        "service_leader": icp_rules.ServiceLeader,
        "origin": icp_rules.FilingOrigin,
        "stage": Stage,
    }
    own: dict[str, dict[str, Text]] = {
        "kind": QUESTIONS,
        "yes_no": {"yes": words(True), "no": words(False)},
        "earlier": {
            "none": Text("none", "无"),
            "same": Text("one of the same subject", "同一主体的备案"),
            "other": Text("one of another subject", "其他主体的备案"),
        },
    }
    calendar = icp_rules.china_calendar()
    said = {
        "defaults": DEFAULTS,
        "editions": EDITIONS,
        "typed": TYPED,
        "terms": {
            name: [{"value": one.value, "en": one.en, "zh": one.zh} for one in members]
            for name, members in terms.items()
        }
        | {
            name: [{"value": value, **attrs.asdict(said)} for value, said in choices.items()]
            for name, choices in own.items()
        },
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


# -- The question ----------------------------------------------------------------------------------


def request_of(form: dict[str, Any]) -> dict[str, Any]:
    """The form as a request in JSON. No request asks for a deadline: its day of receipt is read as
    that of an e-mail initialization.
    """
    kind = form["kind"]
    match kind:
        case "filing":
            sent = filing_of(form)
        case "filing_documents":
            people = ["entity_leader", "service_leader"] * (form["type"] != "individual")
            sent = {name: form[name] for name in ("province", "type", *people)}
            if not people:
                sent["local_id"] = yes_or_no(form["local_id"])
        case "import":
            sent = {name: form[name] for name in ("account", "origin")}
            if form["obtained"]:
                sent["obtained_on"] = form["obtained"]
            for name in ("knows_old_account", "knows_old_password"):
                sent[name] = yes_or_no(form[name])
        case "recovery":
            sent = {name: yes_or_no(form[name]) for name in DEFAULTS[kind]}
        case _:
            form = DEFAULTS["email_initialization"] | form
            kind = "email_initialization"
            day, time = form["received"], form["time"]
            sent = {
                "applicant": {
                    "type": form["type"],
                    "roles": form["roles"],
                    "id_credential": form["id"],
                },
                "received_at": f"{day}T{time}+08:00" if time else day,
            }
    return {"kind": kind, **sent}


def yes_or_no(value: str) -> Any:
    """What is answered with yes or no, as JSON has it; anything else as it is."""
    return {"yes": True, "no": False}.get(value, value)


def filing_of(form: dict[str, Any], which: str = "") -> dict[str, Any]:
    """A filing in JSON: the one to check or, where `which` is "earlier_", the earlier one."""
    domains = re.split(r"[\s,;，；、]+", form[which + "domains"])
    number = {"kind": form[which + "credential"], "number": form[which + "number"]}
    return {
        "account": form[which + "account"],
        "subject": {
            "type": form[which + "type"],
            "name": form[which + "name"],
            "credential": number,
        },
        "websites": [{"domain": domain} for domain in domains if domain],
    }


def earlier_of(form: dict[str, Any]) -> list[dict[str, Any]]:
    """What is filed already, in JSON. An import only asks whether the account holds something, so
    it gets an invented filing.
    """
    if form["kind"] == "import" and form["taken"] == "yes":
        return [filing_of(DEFAULTS["filing"] | {"account": form["account"]})]
    if form["kind"] != "filing" or form["earlier"] == "none":
        return []
    types = {kind.value: str(kind.type) for kind in CredentialKind}
    theirs = {"earlier_type": types.get(form["earlier_credential"], form["type"])}
    if form["earlier"] == "same":
        names = ("type", "name", "credential", "number")
        theirs = {f"earlier_{name}": form[name] for name in names}
    return [filing_of(form | theirs, "earlier_")]


def read(data: Any, type_: Any, problems: list[Problem], place: str = "") -> Any:
    """What JSON holds; or nothing, and its problems are added to those that are known."""
    try:
        return icp_rules.load(data, type_)
    except DataError as error:
        problems += error.under(place)
        return None


def asked(form: dict[str, Any]) -> Assessment | ProcessingWindow:
    """The package's answer. `DataError` tells of every field; the time is looked at once the day is
    right, so that each has its own words.
    """
    problems = [
        Problem(f"/{name}", "unknown_value", "")
        for name, choices in CHOICES.items()
        if name in form and form[name] not in choices
    ]
    request = read(request_of(form | {"time": ""}), icp_rules.Request, problems)
    earlier = read(earlier_of(form), list[icp_rules.Filing], problems, "/earlier")
    if form.get("earlier") == "same":  # what is wrong with the subject is said once
        problems = [one for one in problems if not one.pointer.startswith("/earlier/0/subject")]
    if not problems and form.get("time"):
        of_time: list[Problem] = []
        request = read(request_of(form), icp_rules.Request, of_time)
        problems = [one._replace(pointer="/time", code="bad_time") for one in of_time]
    if problems:
        raise DataError(problems)
    if form["kind"] == "deadline":
        level = icp_rules.service_level(form["stage"], form["edition"])
        return icp_rules.processing_window(request.received_at, level)
    return icp_rules.assess(request, earlier, edition=form["edition"])


def speaking(stage: str, lang: str) -> Edition:
    """The edition that says how long a stage takes: the first, or for a Chinese reader the last."""
    speak = []
    for edition in Edition:
        try:
            icp_rules.service_level(Stage(stage), edition)
        except DataError:
            continue
        speak.append(edition)
    return speak[-1 if lang == "zh" else 0]


# -- The answer ------------------------------------------------------------------------------------


def answer(text: str) -> str:
    """The answer to a form: `errors` by field, or else `html` and the `answer` itself as JSON; and
    `summary`, which is read out.
    """
    given = json.loads(text)
    lang = "zh" if given.get("lang") == "zh" else "en"
    form = {"edition": "", **DEFAULTS[given["kind"]], **given, "lang": lang}
    if not form["edition"] or form["kind"] in NO_EDITION:
        form["edition"] = EDITIONS[lang].value
    if form["kind"] == "deadline" and form["stage"] in CHOICES["stage"]:
        form["edition"] = speaking(form["stage"], lang).value
    said: dict[str, Any] = {
        "ok": False,
        "errors": [],
        "summary": NO_ANSWER.to(lang),
        "html": "",
        "answer": None,
    }
    try:
        told = asked(form)
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
            "summary": summary(form, told),
            "html": Page(form, lang).html(told),
            "answer": icp_rules.dump(told),
        }
    return json.dumps(said, ensure_ascii=False)


def field_of(pointer: str) -> str:
    """The field of the form that a JSON Pointer speaks of."""
    fields = (field for place, field in FIELDS.items() if pointer.startswith(place))
    return next(fields, pointer.split("/")[1] if pointer else "kind")


def summary(form: dict[str, Any], told: Assessment | ProcessingWindow) -> str:
    """The answer in a line: the verdict, how many documents or steps, when to expect it."""
    lang, parts = form["lang"], []
    window = told if isinstance(told, ProcessingWindow) else told.window
    if isinstance(told, Assessment):
        if form["kind"] == "email_initialization" and window is None:
            parts.append(NOT_OFFERED.to(lang) + STOP.to(lang))
        elif form["kind"] in DECIDED or told.verdict is Verdict.REJECTED:
            parts.append(VERDICT_IS.to(lang).format(told.verdict.to(lang)))
        if form["kind"] == "filing" and not told.findings:
            parts.append(NOTHING_FOUND.to(lang))
        if window is None and told.steps:
            parts.append(STEPPED.to(lang).format(len(told.steps)))
        if told.required_documents:
            parts.append(COUNTED.to(lang).format(len(told.required_documents)))
    if window is not None:
        basis = window.basis.to(lang)
        parts.append(EXPECTED.to(lang).format(window.earliest, window.latest, basis))
    return ("" if lang == "zh" else " ").join(parts)


def in_the_way(assessment: Assessment) -> list[Text]:
    """What is wrong, and what to do instead."""
    errors = [one for one in assessment.findings if one.is_error]
    return [said for one in errors for said in (one.message, one.remedy) if said is not None]


# -- The answer as HTML ----------------------------------------------------------------------------


class Page:
    """An answer as HTML in one language. Of an e-mail initialization what was handed in is not
    asked, so neither the verdict nor what is missing is shown.
    """

    def __init__(self, form: dict[str, Any], lang: str) -> None:
        self.form, self.lang = form, lang

    def say(self, text: Any) -> str:
        """Words of both languages in the one of the page."""
        return escape(text.to(self.lang))

    def html(self, told: Assessment | ProcessingWindow) -> str:
        """The whole answer, part by part."""
        if isinstance(told, ProcessingWindow):
            return "".join((*self.window(told), *self.asides(told)))
        parts: tuple[Callable[[Assessment], Iterable[str]], ...]
        match self.form["kind"]:
            case "filing":
                parts = (self.found, self.applies)
            case "filing_documents":
                parts = (self.documents, self.found)
                if in_the_way(told):
                    parts = (self.found, self.documents)
            case "import" | "recovery":
                parts = (self.found, self.steps, self.applies)
            case _ if told.window is None:
                parts = (self.refused, self.steps)
            case _:
                parts = (self.documents, self.expected, self.found, self.steps)
        if self.form["kind"] not in NO_EDITION:
            parts = (*parts, self.others)
        return "".join(said for part in (*parts, self.asides) for said in part(told))

    def applies(self, assessment: Assessment) -> Iterator[str]:
        """The rules that have not been named yet, such as those that permit."""
        named = {*(one.reason for one in assessment.findings), *assessment.step_reasons}
        rest = [one for one in dict.fromkeys(assessment.reasons) if one not in named]
        if rest:
            yield f'<section class="applies"><h2>{self.say(APPLIES)}</h2>'
            yield from map(self.why, rest)
            yield "</section>"

    def refused(self, assessment: Assessment) -> Iterator[str]:
        """That the edition does not offer an e-mail initialization, and what to do instead."""
        yield f'<section class="refused"><h2>{self.say(NOT_OFFERED)}</h2>'
        yield "".join(f'<p class="warning">{self.say(said)}</p>' for said in in_the_way(assessment))
        yield "".join(self.why(one.reason) for one in assessment.findings if one.is_error)
        yield "</section>"

    def documents(self, assessment: Assessment) -> Iterator[str]:
        """What to hand in. Documents that one rule asks for have its reason
        once, as in `explain`.
        """
        yield f'<section class="documents"><h2>{self.say(HAND_IN)}</h2>'
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

    def found(self, assessment: Assessment) -> Iterator[str]:
        """What was found, and what to do about it."""
        # an e-mail initialization is asked without its documents, so all are missing
        known = assessment.window is None
        findings = [one for one in assessment.findings if known or not one.is_error]
        if findings:
            yield f'<section class="found"><h2>{self.say(FOUND)}</h2>'
            for one in findings:
                said = [one.message] if one.remedy is None else [one.message, one.remedy]
                yield (
                    f'<p class="found-{one.severity}"><strong>{self.say(one.severity)}</strong>'
                    f"{self.say(both(said, ' ', ''))}</p>{self.why(one.reason)}"
                )
            yield "</section>"

    def expected(self, assessment: Assessment) -> Iterator[str]:
        """When to expect an answer to an e-mail initialization."""
        if assessment.window is not None:
            yield from self.window(assessment.window)

    def window(self, window: ProcessingWindow) -> Iterator[str]:
        """When to expect an answer, on the calendar and in words."""
        edition = self.form["edition"]
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
            + "".join(f"<p>{dates(escape(line))}</p>" for line in told)
            + f"</div>{self.why(reason)}</section>"
        )

    def steps(self, assessment: Assessment) -> Iterator[str]:
        """What to do, in order, and where it is stated."""
        if assessment.steps:
            yield f'<section class="steps"><h2>{self.say(STEPS)}</h2><ol>'
            yield from (f"<li>{self.say(step)}</li>" for step in assessment.steps)
            yield f"</ol><details><summary>{self.say(STATED)}</summary>"
            yield from map(self.why, dict.fromkeys(assessment.step_reasons))
            yield "</details></section>"

    def others(self, assessment: Assessment) -> Iterator[str]:
        """The other editions, with the documents that those that differ ask for, or that they do
        not offer it.
        """
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
            if differs and self.form["kind"] == "email_initialization":
                applicant = icp_rules.load(request_of(self.form)["applicant"], icp_rules.Applicant)
                try:
                    asked = self.asked(icp_rules.required_documents(applicant, edition))
                    yield f"<ol>{asked}</ol>"
                except DataError:
                    yield f"<p>{self.say(NOT_OFFERED)}</p>"
            yield "</li>"
        yield "</ul></section>"

    def asides(self, told: Assessment | ProcessingWindow) -> Iterator[str]:
        """How to ask the same outside the page. Identity numbers are left out."""
        form = self.form | dict.fromkeys(NUMBERS, "…")
        request, earlier, edition = request_of(form), earlier_of(form), form["edition"]
        texts = []
        if isinstance(told, ProcessingWindow):
            type_ = "datetime" if form["time"] else "date"
            code = f"""\
import datetime as dt
import icp_rules

received = dt.{type_}.fromisoformat("{request["received_at"]}")
level = icp_rules.service_level("{form["stage"]}", "{edition}")
answer = icp_rules.processing_window(received, level)
print(answer.explain("{self.lang}", edition="{edition}"))"""
        else:
            texts.append((AS_REQUEST, written(request)))
            filed, known = "", ""
            if earlier:
                texts.append((FILED, written(earlier)))
                filed = f"filed = {spelled(earlier)}\n"
                known = "\n    icp_rules.load(filed, list[icp_rules.Filing]),"
            numbers = '# Put a number in place of "…".\n' * ("number" in self.form)
            code = f"""\
import icp_rules

{numbers}request = {spelled(request)}
{filed}answer = icp_rules.assess(
    icp_rules.load(request, icp_rules.Request),{known}
    edition="{edition}")
print(answer.explain("{self.lang}"))"""
        texts += [(AS_PYTHON, code), (AS_JSON, written(icp_rules.dump(told)))]
        yield '<section class="asides">'
        for title, text in texts:
            yield (
                f"<details><summary>{self.say(title)}</summary>"
                f'<pre tabindex="0" lang="en">{escape(text)}</pre></details>'
            )
        yield "</section>"

    def address(self, edition: Edition) -> str:
        """The part of the page's address that asks the same of another edition. What was typed is
        not in it: the form still has it.
        """
        chosen = {name: said for name, said in self.form.items() if name not in TYPED}
        if "roles" in chosen:
            chosen["roles"] = ",".join(chosen["roles"])
        return urlencode(chosen | {"edition": edition.value})

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


def dates(text: str) -> str:
    """HTML in which each day is marked, so that no line ends within one."""
    return re.sub(r"\d{4}-\d\d-\d\d", r"<time>\g<0></time>", text)


def written(data: Any) -> str:
    """JSON for a reader."""
    return json.dumps(data, ensure_ascii=False, indent=1)


def spelled(data: Any) -> str:
    """Data as it stands in a line of Python."""
    return pformat(data, width=60, sort_dicts=False)


def tongue(text: str) -> str:
    """The language a source is written in, whatever the page's is: a screen
    reader needs to know.
    """
    return "zh-CN" if re.search("[\u4e00-\u9fff]", text) else "en"
