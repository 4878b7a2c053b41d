"""The page that runs the rules in a browser: in a real Chromium, from a real web server, with
nothing from elsewhere."""

import datetime as dt
import importlib.util
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest

import icp_rules as icp

playwright = pytest.importorskip("playwright.sync_api", reason="python3 dev.py page installs it")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the path"),
    pytest.mark.skipif(
        shutil.which("npm") is None, reason="no npm on the path, which fetches Pyodide"
    ),
]

spec = importlib.util.spec_from_file_location("answer", ROOT / "docs" / "live" / "answer.py")
here = importlib.util.module_from_spec(spec)
spec.loader.exec_module(here)

PEOPLE = [kind for kind in icp.CredentialKind if kind.type is icp.SubjectType.INDIVIDUAL]
ROLES = [
    list(some)
    for n in range(3)
    for some in itertools.combinations([role.value for role in icp.ApplicantRole], n)
]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "live"
    subprocess.run([sys.executable, ROOT / "docs" / "live" / "make.py", out], check=True)
    return out


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def address(folder):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [],
        )
        yield chromium
        chromium.close()


class Seen:
    """What a page asked for and complained of."""

    def __init__(self, page):
        self.asked, self.complaints = [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.fixture(scope="session")
def opened(browser, address):
    """One page for all tests but those of how it starts: starting takes seconds."""
    page = browser.new_context(viewport=WIDE, locale="en-GB").new_page()
    seen = Seen(page)
    page.goto(address)
    page.evaluate("page.ready")
    return page, seen


@pytest.fixture
def page(opened, address):
    page, seen = opened
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    go(page)
    yield page
    assert (
        seen.complaints == [] and [url for url in seen.asked if not url.startswith(address)] == []
    )


INITIALIZATION = "email_initialization"
START = "faq-en-2018-01-08"


def go(page, kind=INITIALIZATION, **asked):
    """To the address of a question; its first state where nothing is asked. Nothing is loaded
    again."""
    form = {"kind": kind, "lang": "en", "edition": "", **here.DEFAULTS[kind], **asked}
    if "roles" in form:
        form["roles"] = ",".join(form["roles"])
    hash = urlencode(form)
    page.evaluate(
        "hash => { location.hash = hash; return new Promise((done) => setTimeout(done)); }", hash
    )


def expected(**asked):
    """The package's answer about an e-mail initialization, asked without a word of the page's."""
    form = {"edition": START, **here.DEFAULTS[INITIALIZATION], **asked}
    return icp.assess(
        icp.EmailInitializationRequest(
            icp.Applicant(form["type"], form["roles"], form["id"]),
            moment(form["received"], form["time"]),
        ),
        edition=form["edition"],
    )


def moment(day, time=""):
    """A day, or an instant in Beijing."""
    day = dt.date.fromisoformat(day)
    if not time:
        return day
    return dt.datetime.combine(day, dt.time.fromisoformat(time), icp.workdays.BEIJING)


def company(name, number):
    return icp.Subject("organization", name, icp.Credential("organization_code", number))


OURS = company("示例科技", "12345678-8")
THEIRS = company("示例贸易", "87654321-0")


def both_ways(page, forms):
    """What the browser answers to forms, which is what this Python answers to them."""
    told = page.evaluate("forms => forms.map(page.ask)", forms)
    for form, answer in zip(forms, told, strict=True):
        assert answer == json.loads(here.answer(json.dumps(form))), form
    return [answer["answer"] for answer in told]


def texts(page, selector):
    return page.locator(selector).all_inner_texts()


class TestAnswers:
    """The page answers as Python does, for every applicant, role, credential and edition."""

    def test_every_applicant_role_credential_and_edition(self, page):
        forms = [
            {
                "kind": INITIALIZATION,
                "type": type.value,
                "roles": roles,
                "id": id.value,
                "edition": edition.value,
                "received": received,
                "time": time,
                "lang": lang,
            }
            for type, roles, id, edition in itertools.product(
                icp.SubjectType, ROLES, PEOPLE, icp.Edition
            )
            for (received, time), lang in [
                (("2018-09-28", ""), "en"),
                (("2018-02-14", "23:59"), "zh"),
            ]
        ]
        told = both_ways(page, forms)
        assert len(told) == len(forms) >= 2 * 4 * 3 * 2 * len(icp.Edition)
        for form, answer in zip(forms, told, strict=True):
            assert answer == icp.dump(expected(**form)), form

    def test_every_day_of_two_years(self, page):
        days = [str(dt.date(2018, 1, 1) + dt.timedelta(days=n)) for n in range(0, 730, 5)] + [
            "2026-12-31",
            "2027-01-04",
            "2036-12-28",
        ]
        told = page.evaluate(
            """days => days.map((received) =>
            page.ask({kind: "deadline", stage: "email_initialization", received}).answer)""",
            days,
        )
        assert told == [icp.dump(icp.processing_window(dt.date.fromisoformat(day))) for day in days]

    @pytest.mark.parametrize(
        ("lang", "first", "others"),
        [("en", START, "guide-zh-2019-08-01"), ("zh", *["guide-zh-2019-08-01"] * 2)],
    )
    def test_every_stage(self, page, lang, first, others):
        forms = [
            {"kind": "deadline", "stage": stage.value, "received": day, "time": time, "lang": lang}
            for stage in icp.sla.Stage
            for day, time in [("2026-09-28", ""), ("2027-01-04", "23:59")]
        ]
        for form, answer in zip(forms, both_ways(page, forms), strict=True):
            stated = first if form["stage"] == INITIALIZATION else others
            level = icp.service_level(form["stage"], stated)
            window = icp.processing_window(moment(form["received"], form["time"]), level)
            assert answer == icp.dump(window), form

    def test_filings(self, page):
        earlier = {
            "none": [],
            "same": [icp.Filing("1001", OURS, ["shop.example.cn"])],
            "other": [icp.Filing("1001", THEIRS, ["shop.example.cn"])],
        }
        forms = [
            {
                "kind": "filing",
                "earlier": which,
                "account": account,
                "domains": domains,
                "edition": edition.value,
                "lang": lang,
            }
            for which in earlier
            for account, domains in [
                ("1001", "new.example.com"),
                ("2002", "shop.example.cn, example.com"),
                ("2002", "a.shop.example.cn"),
            ]
            for edition in icp.Edition
            for lang in ("en", "zh")
        ]
        told = both_ways(page, forms)
        for form, answer in zip(forms, told, strict=True):
            filing = icp.Filing(form["account"], OURS, form["domains"].replace(",", "").split())
            filed = earlier[form["earlier"]]
            assert answer == icp.dump(icp.assess(filing, filed, edition=form["edition"])), form
        assert len({json.dumps(one["findings"]) for one in told}) >= 6

    def test_other_credentials_and_names(self, page):
        card = "110101198704123011"  # invented
        for asked, subject, filed in [
            (
                {"type": "individual", "credential": "resident_id_card", "number": card},
                icp.Subject("individual", "示例科技", icp.Credential("resident_id_card", card)),
                THEIRS,
            ),
            ({"earlier_name": "示例科技"}, OURS, company("示例科技", "87654321-0")),
            (
                {"earlier_credential": "resident_id_card", "earlier_number": card},
                OURS,
                icp.Subject("individual", "示例贸易", icp.Credential("resident_id_card", card)),
            ),
        ]:
            (answer,) = both_ways(page, [{"kind": "filing", "earlier": "other", **asked}])
            filing = icp.Filing("2002", subject, ["news.example.cn"])
            earlier = [icp.Filing("1001", filed, ["shop.example.cn"])]
            assert answer == icp.dump(icp.assess(filing, earlier)), asked

    def test_imports(self, page):
        yes_no = {"yes": True, "no": False}
        cases = itertools.product(
            icp.FilingOrigin,
            ["", "2010-05-31", "2016-12-31", "2017-01-15", "2018-02-01"],
            yes_no,
            yes_no,
            yes_no,
            icp.Edition,
        )
        forms = []
        for n, (origin, day, account, password, taken, edition) in enumerate(cases):
            form = {
                "kind": "import",
                "origin": origin.value,
                "obtained": day,
                "knows_old_account": account,
                "knows_old_password": password,
                "taken": taken,
                "edition": edition.value,
                "lang": ("en", "zh")[n % 2],
            }
            request = icp.ImportRequest(
                "2002", origin, moment(day) if day else None, yes_no[account], yes_no[password]
            )
            filed = [icp.Filing("2002", THEIRS)] * yes_no[taken]
            answer = json.loads(here.answer(json.dumps(form)))["answer"]
            assert answer == icp.dump(icp.assess(request, filed, edition=edition)), form
            forms.append(form)
        both_ways(page, forms[::13])  # in Chromium not all: the numbers share no factor

    def test_recoveries(self, page):
        yes_no = {"yes": True, "no": False}
        forms = [
            {
                "kind": "recovery",
                "knows_account": account,
                "can_retrieve_password": password,
                "edition": edition.value,
                "lang": lang,
            }
            for account, password, edition, lang in itertools.product(
                yes_no, yes_no, icp.Edition, ("en", "zh")
            )
        ]
        for form, answer in zip(forms, both_ways(page, forms), strict=True):
            request = icp.RecoveryRequest(
                yes_no[form["knows_account"]], yes_no[form["can_retrieve_password"]]
            )
            assert answer == icp.dump(icp.assess(request, edition=form["edition"])), form

    def test_every_province_and_who_is_named(self, page):
        terms = icp.Province, icp.SubjectType, icp.EntityLeader, icp.ServiceLeader
        names = ("province", "type", "entity_leader", "service_leader")
        forms = []
        for lang, *case in itertools.product(("en", "zh"), *terms):
            form = dict(zip(names, [one.value for one in case], strict=True))
            for local in ("yes", "no"):
                asked = {"kind": "filing_documents", **form, "local_id": local, "lang": lang}
                request = icp.FilingDocumentsRequest(**form, local_id=local == "yes")
                answer = icp.assess(request, edition=here.EDITIONS[lang])
                told = json.loads(here.answer(json.dumps(asked)))
                assert told["answer"] == icp.dump(answer), form
                forms.append(asked)
        both_ways(page, forms[::37])


class TestQuestions:
    """A form asks for the question, and shows the fields of that question only; the answer is that
    of Python, in the language that was chosen."""

    @pytest.fixture(params=["en", "zh"])
    def asking(self, page, request):
        def choose(kind):
            go(page, kind, lang=request.param)
            go(page, lang=request.param)
            page.locator(f"input[name=kind][value={kind}]").check()
            shown = page.locator("[data-field]:visible").evaluate_all(
                "all => all.map((one) => one.dataset.field)"
            )
            assert {field.partition("-")[0] for field in shown} - {"edition"} == {"kind", kind}
            return page, request.param, here.EDITIONS[request.param]

        return choose

    def test_a_filing(self, asking):
        page, lang, edition = asking("filing")
        page.locator("#filing-account").fill("3003")
        page.locator("#filing-domains").fill("shop.example.cn other.example.com")
        page.locator("#filing-name").fill("示例书店")
        page.locator("#filing-number").fill("87654322-9")
        assert page.locator("#filing-earlier_name").is_hidden()
        page.locator("input[name=filing-earlier][value=other]").check()
        page.locator("#filing-earlier_account").fill("3003")
        page.locator("#edition").select_option(edition.value)
        page.locator("button[type=submit]").click()
        answer = icp.assess(
            icp.Filing(
                "3003",
                company("示例书店", "87654322-9"),
                ["shop.example.cn", "other.example.com"],
            ),
            [icp.Filing("3003", THEIRS, ["shop.example.cn"])],
            edition=edition,
        )
        assert len(answer.findings) >= 2
        assert found(page) == findings(answer, lang)
        assert answer.verdict.to(lang) in page.locator(".state").inner_text()
        rules = texts(page, ".result .why code")
        assert {*rules} == {*answer.rules}
        quotes = {one.reason.source.quote for one in answer.findings} - {""}
        assert quotes <= {text.strip("“”") for text in texts(page, ".found blockquote")}

    def test_no_findings(self, asking):
        page, lang, _ = asking("filing")
        page.locator("input[name=filing-earlier][value=none]").check()
        assert page.locator("#filing-earlier_account").is_hidden()
        said = page.locator(".state").inner_text()
        assert here.NOTHING_FOUND.to(lang) in said and found(page) == []
        assert page.locator(".applies .why").count() >= 1

    def test_an_import(self, asking):
        page, lang, edition = asking("import")
        page.locator("#import-origin").select_option("official_company_website")
        page.locator("#import-obtained").fill("2015-08-18")
        page.locator("input[name=import-knows_old_password][value=no]").check()
        asked = icp.ImportRequest(
            "2002", "official_company_website", dt.date(2015, 8, 18), knows_old_password=False
        )
        answer = icp.assess(asked, edition=edition)
        assert texts(page, ".steps > ol > li") == [step.to(lang) for step in answer.steps]
        assert answer.verdict.to(lang) in page.locator(".state").inner_text()
        page.locator(".steps summary").click()
        assert {*texts(page, ".result .why code")} == {*answer.rules}
        page.locator("input[name=import-taken][value=yes]").check()
        answer = icp.assess(asked, [icp.Filing("2002", OURS)], edition=edition)
        assert answer.verdict is icp.Verdict.REJECTED and found(page) == findings(answer, lang)

    def test_a_recovery(self, asking):
        page, lang, _ = asking("recovery")
        for edition in ("help-2025-04-23", "guide-zh-2019-08-01"):
            page.locator("#edition").select_option(edition)
            page.locator("input[name=recovery-knows_account][value=no]").check()
            answer = icp.assess(icp.RecoveryRequest(False, False), edition=edition)
            assert texts(page, ".steps > ol > li") == [step.to(lang) for step in answer.steps]
            assert found(page) == findings(answer, lang)

    def test_the_documents_of_a_filing(self, asking):
        page, lang, _ = asking("filing_documents")
        assert page.locator("#edition").is_hidden()
        for province, leader in (("beijing", "other"), ("shanghai", "legal_representative")):
            page.locator("#filing_documents-province").select_option(province)
            page.locator("#filing_documents-entity_leader").select_option(leader)
            page.locator("#filing_documents-service_leader").select_option("other")
            asked = icp.FilingDocumentsRequest(
                province, "organization", entity_leader=leader, service_leader="other"
            )
            answer = icp.assess(asked)
            assert [text.lower() for text in texts(page, ".documents > ol > li")] == [
                line.lower() for one in answer.required_documents for line, _ in one.lines(lang)
            ]
            assert found(page) == findings(answer, lang)
        page.locator("input[name=filing_documents-type][value=individual]").check()
        assert page.locator("#filing_documents-entity_leader").is_hidden()
        page.locator("#filing_documents-province").select_option("henan")
        page.locator("input[name=filing_documents-local_id][value=no]").check()
        answer = icp.assess(icp.FilingDocumentsRequest("henan", "individual", local_id=False))
        assert answer.verdict is icp.Verdict.REJECTED and found(page) == findings(answer, lang)
        assert answer.verdict.to(lang) in page.locator(".state").inner_text()
        assert page.locator(".map td[class]:visible").count() == 31

    def test_a_deadline(self, asking):
        page, lang, _ = asking("deadline")
        assert page.locator("#edition").is_hidden() and page.locator(".map").is_hidden()
        page.locator("#deadline-stage").select_option("posted_documents")
        for day, basis in (("2026-09-30", "official"), ("2035-09-28", "projected")):
            page.locator("#deadline-received").fill(day)
            level = icp.service_level("posted_documents", "guide-zh-2019-08-01")
            window = icp.processing_window(moment(day), level)
            assert texts(page, ".when time") == [str(window.earliest), str(window.latest)]
            assert texts(page, ".basis") == [window.basis.to(lang)] and window.basis == basis
            told = window.explain(lang, edition="guide-zh-2019-08-01").splitlines()[:-2]
            assert texts(page, ".told p") == told
            assert texts(page, ".window .why code") == ["windows.posted-documents"]
        page.locator("nav a").last.click()  # beyond the calendar
        assert page.locator(".result > *").count() == 0
        assert "2036-12-31" in page.locator("#deadline-received-error").inner_text()

    def test_the_request_is_what_a_service_would_send(self, page):
        for kind in here.QUESTIONS:
            if kind == "deadline":
                continue
            go(page, kind, received="2018-02-14", time="17:20")
            sent = json.loads(page.locator(".asides pre").first.text_content())
            assert sent["kind"] == kind
            if kind == "filing":
                sent["subject"]["credential"]["number"] = "12345678-8"
            icp.load(sent, icp.Request)

    def test_the_python_code_answers_the_same(self, page):
        for kind in here.QUESTIONS:
            answer = page.evaluate("kind => page.ask({kind})", kind)
            go(page, kind)
            code = page.locator(".asides details", has_text="Python").locator("pre")
            names = {}
            exec(code.text_content().replace("…", "12345678-8"), names)
            assert icp.dump(names["answer"]) == answer["answer"]


def found(page):
    """What was found, as the page says it."""
    return texts(page, ".found [class^=found-]")


def findings(answer, lang):
    """What was found, as the package says it."""
    space = " " if lang == "en" else ""
    return [
        one.severity.to(lang).capitalize()
        + "\n"
        + space.join(said.to(lang) for said in (one.message, one.remedy) if said)
        for one in answer.findings
    ]


class TestForm:
    """A form asks who applies, in which role, with which credential, when the application was
    received, and which edition to apply."""

    def test_clicked_through(self, page):
        cases = itertools.product(icp.SubjectType, [None, *icp.ApplicantRole], icp.Edition)
        for (type, role, edition), id in zip(cases, itertools.cycle(PEOPLE[:2]), strict=False):
            go(page, received="2018-02-13")
            page.locator(f"input[name={INITIALIZATION}-type][value={type.value}]").check()
            if role:
                page.locator(f"input[type=checkbox][value={role.value}]").check()
            page.locator(f"#{INITIALIZATION}-id").select_option(id.value)
            page.locator("#edition").select_option(edition.value)
            answer = expected(
                type=type.value,
                roles=[role.value] if role else [],
                id=id.value,
                edition=edition.value,
                received="2018-02-13",
            )
            shown = [text.lower() for text in texts(page, ".documents > ol > li")]
            assert shown == [
                line.lower() for one in answer.required_documents for line, _ in one.lines("en")
            ]
            assert texts(page, ".steps > ol > li") == [step.en for step in answer.steps]
            if answer.window is None:  # this edition does not offer it
                (finding,) = answer.findings
                assert texts(page, ".refused .warning") == [finding.message.en, finding.remedy.en]
                continue
            assert texts(page, ".when time") == [
                str(answer.window.earliest),
                str(answer.window.latest),
            ]
            assert texts(page, ".basis") == [answer.window.basis.en]
            sentences = {one.reason.source.quote for one in answer.required_documents}
            assert {text.strip("“”") for text in texts(page, ".documents blockquote")} == sentences
            ours = {one.reason.source.translated("en") for one in answer.required_documents}
            assert set(texts(page, ".documents .ours")) == {
                f"Our translation: {text}" for text in ours if text
            }

    def test_by_keyboard_alone(self, page):
        page.evaluate("document.activeElement.blur()")
        page.locator("[data-lang=en]").focus()
        keys = [
            *("Tab", "Tab", "ArrowDown", "ArrowUp"),  # the question: to the first one and back
            *("Tab", "ArrowUp"),  # who applies
            *("Tab", "Space"),  # the first role
            *("Tab", "Tab", "Tab", "Control+A", *"2018-02-14"),
            *("Tab", *"17:20"),
            *("Tab", "Tab", "Enter"),  # past the edition, to the button
        ]
        for key in keys:
            page.keyboard.press(key)
        state = page.evaluate("Object.fromEntries(new URLSearchParams(location.hash.slice(1)))")
        assert state == here.DEFAULTS[INITIALIZATION] | {
            "kind": INITIALIZATION,
            "lang": "en",
            "type": "individual",
            "roles": next(iter(icp.ApplicantRole)).value,
            "received": "2018-02-14",
            "time": "17:20",
        }
        answer = expected(type="individual", received="2018-02-14", time="17:20")
        assert texts(page, ".when time") == [str(answer.window.earliest), str(answer.window.latest)]
        assert page.evaluate("document.activeElement.id") == "answer"
        page.locator(f"#{INITIALIZATION}-received").fill("x")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == f"{INITIALIZATION}-received"

    def test_everything_that_can_be_operated_has_a_name(self, page):
        for kind, lang in itertools.product(here.QUESTIONS, ("en", "zh")):
            go(page, kind, lang=lang)
            unnamed = page.locator("a, button, input, select").evaluate_all(
                """all => all.filter((one) => one.checkVisibility())
                .filter((one) => !(one.ariaLabel || (one.labels?.[0] ?? one).innerText).trim())
                .map((one) => one.outerHTML)"""
            )
            assert unnamed == []

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"received": "2018-02-30"}, "received"),
            ({"received": ""}, "received"),
            ({"time": "25:00"}, "time"),
            ({"type": "club"}, "type"),
            ({"id": "business_license"}, "id"),
            ({"edition": "today"}, "edition"),
            ({"received": "2050-01-04"}, "received"),
            ({"kind": "filing", "account": " "}, "account"),
            ({"kind": "filing", "name": "a" * 201}, "name"),
            ({"kind": "filing", "number": "1101011987041230**"}, "number"),
            ({"kind": "filing", "number": "1.1E+17"}, "number"),
            ({"kind": "filing", "domains": "a.cn http://b.cn/"}, "domains"),
            ({"kind": "filing", "earlier_account": ""}, "earlier_account"),
            ({"kind": "filing", "earlier": "other", "earlier_number": "1<"}, "earlier_number"),
            ({"kind": "filing", "earlier": "other", "earlier_name": "\u200b"}, "earlier_name"),
            ({"kind": "import", "obtained": "2016"}, "obtained"),
            ({"kind": "import", "origin": "shop"}, "origin"),
            ({"kind": "import", "taken": "perhaps"}, "taken"),
            ({"kind": "recovery", "knows_account": "perhaps"}, "knows_account"),
            ({"kind": "filing_documents", "province": "x"}, "province"),
            ({"kind": "deadline", "stage": "x"}, "stage"),
            ({"kind": "deadline", "time": "noon"}, "time"),
        ],
    )
    def test_what_cannot_be_answered_is_marked_and_not_answered(self, page, asked, field):
        for lang in ("en", "zh"):
            asked = {"kind": INITIALIZATION, **asked}
            go(page, lang=lang, **asked)
            (error,) = json.loads(here.answer(json.dumps({**asked, "lang": lang})))["errors"]
            assert texts(page, "p.error:visible") == [error["words"]]
            assert any(error["words"] == said.to(lang) for said in here.PROBLEMS.values()) or (
                "2036" in error["words"]
            )
            name = field if field == "edition" else f"{asked['kind']}-{field}"
            assert page.locator("p.error:visible").get_attribute("id") == f"{name}-error"
            label = page.locator(f"[data-field={name}] :is(label, legend)").first.inner_text()
            label = label.splitlines()[0].partition("（")[0].partition(" (")[0].strip()
            assert label in page.locator(".state").inner_text()
            assert page.locator("[aria-invalid=true]").count() >= 1
            assert page.locator(".result > *").count() == 0
            go(page, asked["kind"], lang=lang)
            assert page.locator("p.error:visible, [aria-invalid]").count() == 0
            assert page.locator(".result > *").count() >= 2

    def test_several_mistakes_are_told_at_once(self, page):
        go(page, "filing", account="", number="*", domains="/", earlier_domains="/")
        assert page.locator("p.error:visible").count() == 4
        said = page.locator(".state").inner_text()
        assert said.endswith(
            ": Number of the credential, Account to file from, Domains, Domains of the earlier "
            "filing."
        )

    def test_no_number_is_repeated(self, page):
        for number in ("12345678-8", "1234567*", "123456780"):
            go(page, "filing", number=number, earlier="other", earlier_number="876543210")
            shown = page.locator("body").inner_html()
            assert number not in shown and "876543210" not in shown
            address = page.evaluate("decodeURIComponent(location.href)")
            assert not any(f"{name}=" in address for name in here.TYPED) and number not in address

    def test_an_address_is_text_and_no_page(self, page):
        for kind, fields in here.DEFAULTS.items():
            for name in (fields.keys() | {"edition", "lang"}) - {"roles"}:
                go(page, kind, **{name: "<img src=x onerror=document.title='broken'>"})
        for kind in ("<img src=x>", "toString", "__proto__"):
            page.evaluate("kind => { location.hash = new URLSearchParams({kind}); }", kind)
        assert page.title() == "Try icp_rules" and page.locator("img").count() == 0

    def test_a_link_to_another_text_and_back(self, page):
        page.locator(".others a").first.click()
        other = next(one for one in icp.Edition if one.value != START)
        assert page.locator("#edition").input_value() == other.value
        assert texts(page, ".when time") == [
            str(expected(edition=other.value).window.earliest),
            str(expected(edition=other.value).window.latest),
        ]


class TestCalendar:
    """The window stands on a picture of the calendar."""

    def test_each_month_that_matters_has_its_picture(self, page):
        go(page, received="2018-02-28")
        window = expected(received="2018-02-28").window
        assert window.latest == dt.date(2018, 3, 2)
        pictures = page.locator("figure .icp-cal")
        assert pictures.count() == 2 and "March 2018" in pictures.nth(1).inner_text()

    def test_it_is_coloured(self, page):
        colours = page.locator("figure td").evaluate_all(
            "cells => [...new Set(cells.map((cell) => getComputedStyle(cell).backgroundColor))]"
        )
        assert len(colours) >= 4, colours  # working day, day off, made-up working day, the window


class TestLanguages:
    """The page is in English and in Chinese."""

    def test_in_chinese(self, page):
        page.locator("button[data-lang=zh]").click()
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        answer = expected(edition="guide-zh-2019-08-01")
        assert texts(page, ".documents > ol > li") == [
            line for one in answer.required_documents for line, _ in one.lines("zh")
        ]
        for kind in here.QUESTIONS:
            go(page, kind, lang="zh")
            shown = page.evaluate("""() => { const seen = document.body.cloneNode(true); document.body.append(seen);
            seen.querySelectorAll("[lang=en], pre, code, cite, blockquote, time, [hidden]").forEach((one) => one.remove());
                const text = seen.innerText; seen.remove(); return text; }""")  # noqa: E501
            english = {
                word
                for word in "".join(
                    c if c.isascii() and c.isalpha() else " " for c in shown
                ).split()
                if len(word) > 3
            }
            assert english <= {"English", "Python", "JSON"}, english

    def test_another_language_keeps_what_was_typed(self, page):
        go(page, "filing")
        page.locator("#filing-name").fill("示例书店")
        page.locator("#filing-number").fill("87654322-9")
        page.locator("input[name=kind][value=import]").check()
        page.locator("#import-obtained").fill("2015-08-18")
        for lang in ("zh", "en"):
            page.locator(f"button[data-lang={lang}]").click()
            assert page.locator("#import-obtained").input_value() == "2015-08-18"
        page.locator("input[name=kind][value=filing]").check()
        page.locator("button[data-lang=zh]").click()
        assert page.locator("#filing-name").input_value() == "示例书店"
        assert page.locator("#filing-number").input_value() == "87654322-9"

    def test_each_language_starts_with_its_edition_until_one_is_chosen(self, page):
        edition = page.locator("#edition")
        for lang in ("zh", "en"):
            page.locator(f"button[data-lang={lang}]").click()
            assert edition.input_value() == here.EDITIONS[lang].value
        edition.select_option("guide-zh-2019-08-01")
        for lang in ("zh", "en"):
            page.locator(f"button[data-lang={lang}]").click()
            assert edition.input_value() == "guide-zh-2019-08-01"

    @pytest.mark.parametrize(("locale", "lang"), [("zh-CN", "zh-CN"), ("de-DE", "en")])
    def test_the_browser_is_asked_for_it(self, browser, address, locale, lang):
        with browser.new_context(locale=locale) as context:
            page = context.new_page()
            page.route("**/pyodide/*", lambda route: route.abort())  # no answer is needed
            page.goto(address)
            page.wait_for_selector("[data-term]", state="attached")
            assert page.evaluate("document.documentElement.lang") == lang
            edition = "guide-zh-2019-08-01" if lang == "zh-CN" else START
            assert page.locator("#edition").input_value() == edition


CONTRAST = """() => {
  const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (css) => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = css; paint.fillRect(0, 0, 1, 1); return [...paint.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const behind = (one) => { for (; one; one = one.parentElement) { const c = rgba(getComputedStyle(one).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255, 255]; };
  const poor = [];
  for (const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walk.nextNode();) {
    const one = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !one.checkVisibility({visibilityProperty: true}) || one.closest("noscript, script")) continue;
    const [a, b] = [light(rgba(getComputedStyle(one).color)), light(behind(one))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) poor.push([ratio.toFixed(2), one.tagName, one.className, walk.currentNode.data.trim().slice(0, 30)].join(" "));
  }
  return [...new Set(poor)];
}"""  # noqa: E501


class TestLooks:
    """The page can be used by keyboard alone and read on a phone."""

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"received": "2035-09-28"},
            {"received": "x"},
            {"edition": "help-2025-04-23"},
            *({"kind": kind} for kind in here.QUESTIONS if kind != INITIALIZATION),
            {"kind": "filing", "earlier": "none"},
        ],
        ids=lambda asked: "-".join(asked.values()) or "first",
    )
    def test_every_text_stands_out_from_what_is_behind_it(self, page, scheme, asked):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        go(page, **asked)
        assert page.evaluate(CONTRAST) == []

    @pytest.mark.parametrize("lang", ["en", "zh"])
    @pytest.mark.parametrize("kind", here.QUESTIONS)
    def test_a_phone_does_not_scroll_sideways(self, page, kind, lang):
        page.set_viewport_size(PHONE)
        go(page, kind, lang=lang, earlier="other")
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = page.locator(
            "button:visible, select:visible, input:not([type]):visible"
        ).evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
        assert len(small) >= 5 and min(small) >= 36
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = false; })")

    def test_its_pictures(self, page, tmp_path):
        """Set PICTURES to a folder to look at them."""
        to = Path(os.environ.get("PICTURES") or tmp_path)
        phone = {"width": 400, "height": 800}
        for name, size, scheme, asked in [
            ("wide", WIDE, "light", {"received": "2018-02-28"}),
            ("dark", WIDE, "dark", {"received": "2035-09-28"}),
            ("refused", PHONE, "light", {"received": "2018-02-30"}),
            *(
                (f"{kind}-{lang}", phone, scheme, {"kind": kind, "lang": lang})
                for n, kind in enumerate(here.QUESTIONS)
                for lang, scheme in [("en", "light"), ("zh", "dark")]
                if "PICTURES" in os.environ or (lang == "en") == bool(n % 2)
            ),
        ]:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            go(page, **asked)
            page.screenshot(path=to / f"{name}.png", full_page=True)
            assert (to / f"{name}.png").stat().st_size > 20_000


class TestAlone:
    """Once it has been loaded, the page needs no network."""

    def test_it_answers_without_any_network(self, browser, address):
        with browser.new_context() as context:
            page = context.new_page()
            seen = Seen(page)
            page.goto(address)
            page.evaluate("page.ready")
            asked = len(seen.asked)
            context.set_offline(True)
            page.locator("input[value=deadline]").check()
            page.locator("#deadline-received").fill("2018-02-14")
            window = icp.processing_window(dt.date(2018, 2, 14), "authority_review")
            assert texts(page, ".when time") == [str(window.earliest), str(window.latest)]
            assert len(seen.asked) == asked and all(url.startswith(address) for url in seen.asked)

    def test_the_browser_would_refuse_what_is_elsewhere(self, opened, address):
        other = address.replace("127.0.0.1", "localhost")
        page, seen = opened
        refused = page.evaluate("url => fetch(url).then(() => '', String)", other)
        assert "TypeError" in refused
        assert any("Content Security Policy" in one for one in seen.complaints)
        seen.complaints.clear()
        seen.asked[:] = [url for url in seen.asked if not url.startswith(other)]

    def test_a_browser_that_cannot_run_it_is_told_so(self, browser, address):
        with browser.new_context() as context:
            page = context.new_page()
            page.add_init_script("delete window.WebAssembly")
            page.goto(address)
            page.wait_for_selector(".failed[role=alert]:visible")
            assert (
                "WebAssembly" in page.locator(".failed[role=alert]").inner_text()
                and page.locator(".result > *").count() == 0
            )

    def test_what_is_missing_is_told(self, browser, address):
        with browser.new_context() as context:
            page = context.new_page()
            page.route("**/answer.py", lambda route: route.fulfill(status=404))
            page.route("**/pyodide/*", lambda _: None)  # told at once, whatever else is loading
            page.goto(address)
            page.wait_for_selector(".failed[role=alert]:visible")
            assert "answer.py: 404" in page.locator(".failed[role=alert]").inner_text()


class TestMade:
    """The page runs the package itself, through Pyodide: our own wheel, and the npm package."""

    def test_it_runs_the_packages_own_wheel_and_the_dependencies_of_this_python(self, page, folder):
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert (
            told["wheels"][0]["name"].replace("_", "-") == "icp-rules"
            and told["wheels"][0]["version"] == icp.__version__
        )
        listed = page.locator(".manifest tbody tr").all_text_contents()
        assert len(listed) == 1 + len(told["wheels"])
        assert all(
            (folder / name).stat().st_size == size
            for name, size in told["sizes"].items()
            if name != "manifest.json"
        )

    def test_a_folder_of_something_else_is_left_alone(self, tmp_path):
        (tmp_path / "mine.txt").write_text("mine")
        done = subprocess.run(
            [sys.executable, ROOT / "docs" / "live" / "make.py", tmp_path],
            capture_output=True,
            text=True,
        )
        assert (
            done.returncode == 1
            and "something else" in done.stderr
            and (tmp_path / "mine.txt").read_text() == "mine"
        )
