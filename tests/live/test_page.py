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


def go(page, **asked):
    """To the address of a form; its first state where nothing is asked. Nothing is loaded again."""
    hash = urlencode(here.DEFAULTS | asked | {"roles": ",".join(asked.get("roles", []))})
    page.evaluate(
        "hash => { location.hash = hash; return new Promise((done) => setTimeout(done)); }", hash
    )


def expected(**asked):
    """The package's answer, asked without a word of the page's."""
    form = here.DEFAULTS | asked
    day = dt.date.fromisoformat(form["received"])
    received = (
        dt.datetime.combine(day, dt.time.fromisoformat(form["time"]), icp.workdays.BEIJING)
        if form["time"]
        else day
    )
    return icp.assess(
        icp.EmailInitializationRequest(
            icp.Applicant(form["type"], form["roles"], form["id"]), received
        ),
        edition=form["edition"],
    )


def texts(page, selector):
    return page.locator(selector).all_inner_texts()


class TestAnswers:
    """The page answers as Python does, for every applicant, role, credential and edition."""

    def test_every_applicant_role_credential_and_edition(self, page):
        forms = [
            {
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
        told = page.evaluate("forms => forms.map(page.ask)", forms)
        assert len(told) == len(forms) >= 2 * 4 * 3 * 2 * len(icp.Edition)
        for form, answer in zip(forms, told, strict=True):
            assert answer["assessment"] == icp.dump(expected(**form)), form
            assert answer == json.loads(here.answer(json.dumps(form)))

    def test_every_day_of_two_years(self, page):
        days = [str(dt.date(2018, 1, 1) + dt.timedelta(days=n)) for n in range(0, 730, 5)] + [
            "2026-12-31",
            "2027-01-04",
            "2036-12-28",
        ]
        told = page.evaluate(
            "days => days.map((received) => page.ask({received}).assessment.window)", days
        )
        assert told == [icp.dump(icp.processing_window(dt.date.fromisoformat(day))) for day in days]


class TestFiling:
    """The second form asks for the province and who is named, and the page answers as Python does,
    in both languages, with the map of the provinces below."""

    def test_every_province_and_who_is_named(self, page):
        terms = icp.Province, icp.SubjectType, icp.EntityLeader, icp.ServiceLeader
        names = ("province", "type", "entity_leader", "service_leader")
        for lang, *case in itertools.product(("en", "zh"), *terms):
            form = dict(zip(names, [one.value for one in case], strict=True))
            for local in ("yes", "no"):
                told = json.loads(
                    here.filing(json.dumps({**form, "local_id": local, "lang": lang}))
                )
                answer = icp.assess(icp.FilingDocumentsRequest(**form, local_id=local == "yes"))
                assert told["assessment"] == icp.dump(answer), form

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_clicked_through(self, page, lang):
        go(page, lang=lang)
        for province, leader in (("beijing", "other"), ("shanghai", "legal_representative")):
            page.locator("#filing-province").select_option(province)
            page.locator("#filing-type").select_option("organization")
            page.locator("#filing-entity").select_option(leader)
            page.locator("#filing-service").select_option("other")
            asked = icp.FilingDocumentsRequest(
                province, "organization", entity_leader=leader, service_leader="other"
            )
            answer = icp.assess(asked)
            assert [text.lower() for text in texts(page, ".papers > ol > li")] == [
                line.lower() for one in answer.required_documents for line, _ in one.lines(lang)
            ]
            assert page.locator(".found [class^=found-]").count() == len(answer.findings)
        page.locator("#filing-type").select_option("individual")
        assert page.locator("#filing-entity").is_hidden()
        page.locator("#filing-local").select_option("no")
        assert len(texts(page, ".papers > ol > li")) == 2
        assert page.locator(".map td[class]").count() == 31


class TestForm:
    """A form asks who applies, in which role, with which credential, when the application was
    received, and which edition to apply."""

    def test_clicked_through(self, page):
        for type, role, id, edition in itertools.product(
            icp.SubjectType, [None, *icp.ApplicantRole], PEOPLE[:2], icp.Edition
        ):
            go(page)
            page.locator(f"input[type=radio][value={type.value}]").check()
            if role:
                page.locator(f"input[type=checkbox][value={role.value}]").check()
            page.locator("select[name=id]").select_option(id.value)
            page.locator("select[name=edition]").select_option(edition.value)
            page.locator("input[name=received]").fill("2018-02-13")
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
        for key in [
            "Tab",
            "Tab",
            "ArrowUp",
            "Tab",
            "Space",
            "Tab",
            "Tab",
            "Tab",
            "Control+A",
            *"2018-02-14",
            "Tab",
            *"17:20",
        ]:
            page.keyboard.press(key)
        state = page.evaluate("Object.fromEntries(new URLSearchParams(location.hash.slice(1)))")
        assert state == here.DEFAULTS | {
            "type": "individual",
            "roles": next(iter(icp.ApplicantRole)).value,
            "received": "2018-02-14",
            "time": "17:20",
        }
        answer = expected(type="individual", received="2018-02-14", time="17:20")
        assert texts(page, ".when time") == [str(answer.window.earliest), str(answer.window.latest)]

    def test_everything_that_can_be_operated_has_a_name(self, page):
        for role in ("button", "checkbox", "radio", "combobox", "textbox", "link"):
            for control in page.get_by_role(role).all():
                name = control.evaluate(
                    "one => one.ariaLabel || (one.labels?.[0] ?? one).innerText"
                )
                assert name.strip(), (role, control.evaluate("one => one.outerHTML"))

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
        ],
    )
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_what_cannot_be_answered_is_marked_and_not_answered(self, page, asked, field, lang):
        go(page, lang=lang, **asked)
        assert texts(page, "p.error:visible") == [
            json.loads(here.answer(json.dumps({**asked, "lang": lang})))["errors"][0]["words"]
        ]
        assert page.locator("p.error:visible").get_attribute("id") == f"{field}-error"
        assert (
            page.locator("[aria-invalid=true]").count() >= 1
            and page.locator(".result > *").count() == 0
        )
        go(page, lang=lang)
        assert (
            page.locator("p.error:visible, [aria-invalid]").count() == 0
            and page.locator(".result > *").count() >= 5
        )

    def test_an_address_is_text_and_no_page(self, page):
        for name in here.DEFAULTS.keys() - {"roles"}:
            go(page, **{name: "<img src=x onerror=document.title='broken'>"})
        assert page.title() == "Try icp_rules" and page.locator("img").count() == 0

    def test_a_link_to_another_text_and_back(self, page):
        page.locator(".others a").first.click()
        other = next(one for one in icp.Edition if one.value != here.DEFAULTS["edition"])
        assert page.locator("select[name=edition]").input_value() == other.value
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
        answer = expected()
        assert texts(page, ".documents > ol > li") == [
            line for one in answer.required_documents for line, _ in one.lines("zh")
        ]
        shown = page.evaluate("""() => { const seen = document.body.cloneNode(true); document.body.append(seen);
            seen.querySelectorAll("[lang=en], pre, code, cite, blockquote, time, [hidden]").forEach((one) => one.remove());
            const text = seen.innerText; seen.remove(); return text; }""")  # noqa: E501
        english = {
            word
            for word in "".join(c if c.isascii() and c.isalpha() else " " for c in shown).split()
            if len(word) > 3
        }
        assert english <= {"English", "Python", "JSON"}, english

    @pytest.mark.parametrize(("locale", "lang"), [("zh-CN", "zh-CN"), ("de-DE", "en")])
    def test_the_browser_is_asked_for_it(self, browser, address, locale, lang):
        with browser.new_context(locale=locale) as context:
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("[data-term]", state="attached")
            assert page.evaluate("document.documentElement.lang") == lang


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
        [{}, {"received": "2035-09-28"}, {"received": "x"}],
        ids=["official", "projected", "refused"],
    )
    def test_every_text_stands_out_from_what_is_behind_it(self, page, scheme, asked):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        go(page, **asked)
        assert page.evaluate(CONTRAST) == []

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_a_phone_does_not_scroll_sideways(self, page, lang):
        page.set_viewport_size(PHONE)
        go(page, lang=lang, received="2018-02-28")
        page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = page.locator(
            "button:visible, select:visible, input:not([type]):visible"
        ).evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
        assert len(small) > 5 and min(small) >= 36

    def test_its_pictures(self, page, tmp_path):
        """Set PICTURES to a folder to look at them."""
        to = Path(os.environ.get("PICTURES") or tmp_path)
        for name, size, scheme, asked in [
            ("wide", WIDE, "light", {"received": "2018-02-28"}),
            ("dark", WIDE, "dark", {"received": "2035-09-28"}),
            ("phone", PHONE, "light", {"lang": "zh"}),
            ("refused", PHONE, "light", {"received": "2018-02-30"}),
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
            page.locator("input[name=received]").fill("2018-02-14")
            assert texts(page, ".when time") == [
                str(expected(received="2018-02-14").window.earliest),
                str(expected(received="2018-02-14").window.latest),
            ]
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
