"""No hidden state: nobody's question changes another's answer, and nothing that was asked about is
kept."""

import ast
import datetime as dt
import functools
import gc
import os
import subprocess
import sys
import tracemalloc
import weakref
from pathlib import Path

import attrs
import pytest

import icp_rules as icp
from icp_rules import Applicant, Edition, SubmittedDocument, Text, assess, derive
from icp_rules.findings import Says
from icp_rules.rules import OwnEdition, Rule, Source, where
from icp_rules.workdays import CalendarChange, CalendarDay
from tests.strategies import law

TOP = Path(__file__).resolve().parent.parent
PACKAGE = Path(icp.__file__).parent
GUIDE = Edition.GUIDE_ZH_2019_08_01
PERSON = Applicant("individual")


# -- Dates -----------------------------------------------------------------------------------------


class Day(dt.date):
    """A date with a class of its own, as pandas or a database driver may give one."""


class OddDay(dt.date):
    """One that does not do what a date does when it is written."""

    def _refuse(self, *_):
        raise RuntimeError("an odd day was written")

    __str__ = __repr__ = __format__ = isoformat = strftime = ctime = _refuse


class OddInstant(dt.datetime):
    """The same of an instant."""

    __str__ = __repr__ = __format__ = isoformat = strftime = ctime = OddDay._refuse


def odd_instant(year, month, day):
    return OddInstant(year, month, day, 17, 20, tzinfo=icp.workdays.BEIJING)


def handed_in(day):
    return [
        SubmittedDocument("id_credential", ["front", "back"], valid_until=day),
        SubmittedDocument("half_length_photo", held="id_credential", valid_until=day),
    ]


CLOSED = icp.china_calendar().with_changes(off=[dt.date(2018, 3, 6)])
#: What can be asked about a day. Each returns everything that the answer has.
ASKED = {
    "window": icp.processing_window,
    "window, strict": lambda day: icp.processing_window(day, strict=True),
    "window of another level": lambda day: icp.processing_window(
        day, icp.service_level("authority_review", GUIDE)
    ),
    "window received on a working day": lambda day: icp.processing_window(
        day, icp.ServiceLevel("x", 1, 2, receipt="next_working_day")
    ),
    "window of a changed calendar": lambda day: [
        window := icp.processing_window(day, calendar=CLOSED),
        window.explain("zh", CLOSED),
    ],
    "days left": lambda day: icp.processing_window(day).working_days_left(day),
    "working days": lambda day: [
        icp.china_calendar().nth_working_day(day, n) for n in (-3, -1, 1, 2, 250)
    ],
    "whether it is worked": icp.china_calendar().is_working_day,
    "what day it is": icp.china_calendar().explain,
    "working days between": lambda day: list(icp.china_calendar().rruleset(day, day)),
    "a calendar": lambda day: icp.WorkingCalendar(day, day, b"\1\1\1", [(day, Text("x", "甲"))]),
    "a changed calendar": lambda day: icp.china_calendar().with_changes(working=[day], source="x"),
    "a change": lambda day: CalendarChange(off=[day]),
    "a request": lambda day: icp.EmailInitializationRequest(PERSON, day, handed_in(day)),
    "an answer": lambda day: assess(icp.EmailInitializationRequest(PERSON, day, handed_in(day))),
    "what must change": lambda day: icp.what_must_change(
        icp.EmailInitializationRequest(PERSON, day, handed_in(day)[:1])
    ),
    "an import": lambda day: icp.ImportRequest("1001", "official_store", day),
    "an import's answer": lambda day: assess(icp.ImportRequest("1001", "official_store", day)),
    "an import's way": lambda day: icp.import_route("old_hichina_platform", day),
    "a document": lambda day: SubmittedDocument("id_credential", valid_until=day),
    "a review": lambda day: icp.review_documents(PERSON, handed_in(day), received_on=day),
    "who may apply": lambda day: icp.applicants_for(handed_in(day), received_on=day),
}


def strange(value):
    """The dates and instants in a value, however deep, that are not plain ones."""
    if isinstance(value, dt.date) and type(value) not in (dt.date, dt.datetime):
        return [type(value).__name__]
    if attrs.has(type(value)):
        inner = [getattr(value, field.name) for field in attrs.fields(type(value))]
    elif isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    else:
        inner = value if isinstance(value, list | tuple | frozenset) else []
    return [one for part in inner for one in strange(part)]


def disturbances(make, asked=ASKED):
    """What goes wrong where each question is asked with a day of another class first, and by
    somebody else with a plain one afterwards."""
    found = []
    for i, (name, ask) in enumerate(asked.items()):  # a day each, that nothing was asked about
        theirs, plain = make(2018, 3, 5 + i), dt.date(2018, 3, 5 + i)
        kept = weakref.ref(theirs)
        first = ask(theirs)
        found += [f"{name}: {cls}" for cls in strange(first)]
        then = ask(plain)
        found += [f"{name}, asked again: {cls}" for cls in strange(then)]
        if first != then:
            found.append(f"{name}: another answer")
        for told in then if isinstance(then, tuple) else (then,):
            repr(told)
            if type(told) in (icp.ProcessingWindow, icp.Assessment, icp.Route, CalendarDay):
                assert told.explain() and told.explain("zh")
        del theirs, first, then
        gc.collect()
        if kept() is not None:
            found.append(f"{name}: the day is kept")
    return found


def run(code):
    """Code in a process where nothing was asked before."""
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import datetime as dt, functools\nfrom tests.test_state import *\n" + code,
        ],
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class TestDates:
    """ "The keys of the caches are small, normalised values, such as members of a vocabulary, ids,
    flags and plain dates." (docs/design.md, "Structure of the code")"""

    @law("An answer does not depend on earlier calls")
    @pytest.mark.parametrize("cls", [Day, OddDay], ids=lambda cls: cls.__name__)
    def test_a_date_of_another_class_changes_nobodys_answer(self, cls):
        assert run(f"print(disturbances({cls.__name__}))") == "[]"

    def test_nor_does_an_instant_of_another_class(self):
        """It falls on a day in Beijing, which is a plain date; the request itself keeps it."""
        asked = [name for name in ASKED if name.startswith("window")]
        assert len(asked) == 5
        code = f"asked = {{name: ASKED[name] for name in {asked}}}\n"
        assert run(code + "print(disturbances(odd_instant, asked))") == "[]"

    def test_a_service_that_kept_them_would_be_seen(self):
        code = """
kept = functools.lru_cache(lambda day: [day])
print(disturbances(Day, {"kept": kept}))
print(disturbances(Day, {"lent": lambda day: (day,)}))
"""
        kept, lent = map(ast.literal_eval, run(code).splitlines())
        assert kept == ["kept: Day", "kept, asked again: Day", "kept: the day is kept"]
        assert lent == ["lent: Day"]


# -- Memory ----------------------------------------------------------------------------------------

SITES = [icp.Website(f"site{i}.cn") for i in range(600)]
SUBJECTS = [
    icp.Subject("organization", f"示例{i}", icp.Credential("law_firm_license", f"N{i}"))
    for i in range(7)
]


def filing_requests(n, start=0):
    """So many filing requests, of many lengths: every tenth has up to 300 websites, the others up
    to 40; which ones changes from request to request."""
    for i in range(start, start + n):
        length = 1 + i * 37 % (300 if i % 10 == 0 else 40)
        sites = SITES[i % 300 :][:length]
        account = str(i % 11)
        yield icp.FilingRequest(
            icp.Filing(account, SUBJECTS[i % 7], sites, domain_account=str(i % 3))
        )


def held_by_the_package():
    """The bytes that were allocated in the package's own files and are still held."""
    gc.collect()
    traces = tracemalloc.take_snapshot().filter_traces(
        [tracemalloc.Filter(True, str(PACKAGE / "*"))]
    )
    return sum(one.size for one in traces.statistics("filename"))


def entries():
    """How many answers the package's caches hold."""
    gc.collect()
    kind = type(functools.cache(entries))
    # not isinstance, which asks each object for its class: lazy objects of Django would then load
    caches = [one for one in gc.get_objects() if type(one) is kind]
    ours = [one for one in caches if str(one.__module__).startswith("icp_rules")]
    assert len(ours) > 10
    return sum(one.cache_info().currsize for one in ours)


class TestMemory:
    """ "A cache does not grow with the size of a request." (docs/design.md, "Structure of the
    code")"""

    INDEX = icp.FilingRegister.of(
        icp.Filing(str(i), SUBJECTS[i % 3], SITES[i * 20 : i * 20 + 15]) for i in range(10)
    )

    @law("After an answer, the package keeps neither the request nor any filing")
    def test_of_ten_thousand_filings_nothing_is_kept(self):
        """What the package's own lines allocated and still hold, after 500 requests and after
        10,000 more with 1 to 300 websites each; the requests themselves are made on the way and
        dropped."""
        lengths = {len(one.filing.websites) for one in filing_requests(2000)}
        assert len(lengths) > 60 and min(lengths) == 1 and max(lengths) > 290
        tracemalloc.start()
        try:
            for request in filing_requests(500):
                assess(request, self.INDEX)
            before = held_by_the_package()
            verdicts = {
                str(assess(request, self.INDEX).verdict)
                for request in filing_requests(10_000, start=500)
            }
            grown = held_by_the_package() - before
        finally:
            tracemalloc.stop()
        assert verdicts == {"accepted", "rejected"}
        assert grown < 1_000_000

    def test_what_is_kept_would_be_seen(self):
        tracemalloc.start()
        try:
            before = held_by_the_package()
            kept = [assess(request, self.INDEX) for request in filing_requests(2000)]
            grown = held_by_the_package() - before
        finally:
            tracemalloc.stop()
        assert len(kept) == 2000 and grown > 3_000_000

    def test_a_larger_request_of_the_same_kind_adds_no_entry(self):
        """Every kind of document with a fault of every kind, and websites with filing numbers of
        their own, once and then 90 times as often."""
        day = dt.date(2018, 3, 5)
        faulty = [
            SubmittedDocument(kind, sides=sides, **fault)
            for kind in icp.DocumentKind
            for sides in ([], ["front"])
            for fault in (
                {},
                {"clear": False},
                {"authentic": False},
                {"valid_until": dt.date(2018, 3, 4)},
            )
        ]

        def ask(times):
            sites = [
                icp.Website(f"site{i}.cn", f"浙ICP备{99000001 + i}号-1") for i in range(4 * times)
            ]
            filed = [icp.Filing("2", SUBJECTS[1], sites[::2])]
            for applicant in (Applicant("individual"), Applicant("organization")):
                given = faulty * times
                icp.review_documents(applicant, given, received_on=day)
                assess(icp.EmailInitializationRequest(applicant, day, given), edition=GUIDE)
            assess(icp.FilingRequest(icp.Filing("1", SUBJECTS[0], sites)), filed)

        ask(1)
        before = entries()
        assert before > 100
        ask(90)
        assert entries() == before

    @pytest.mark.parametrize("websites", [0, 1, 40])
    def test_nor_is_a_request_kept_alive(self, websites):
        (filing,) = (
            icp.Filing("1", subject, SITES[:websites])
            for subject in (attrs.evolve(SUBJECTS[0], name="短暂"),)
        )
        request = icp.FilingRequest(filing)
        answer = assess(request, [filing])
        icp.what_must_change(request, [filing])
        refs = [weakref.ref(one) for one in (filing, request, filing.subject, answer)]
        del filing, request, answer
        gc.collect()
        assert [ref() for ref in refs] == [None] * 4


class TestEditions:
    """ "A cache never keeps an edition of your own in memory." (docs/design.md, "Structure of the
    code")"""

    OURS = Source("Ours", "https://example.com", dt.date(2024, 1, 1), "Ours.")
    NAME = Text("Own", "自有")

    def own(self, i):
        said = Says("window_projected", Text(f"Wait {i} days.", f"等待 {i} 天。"))
        level = icp.ServiceLevel("email_initialization", 1 + i % 9, 10 + i)
        rows = [
            Rule("account-warnings.own", (), said, self.OURS),
            Rule(
                "windows.email-initialization",
                where(stage={icp.Stage.EMAIL_INITIALIZATION}),
                level,
                self.OURS,
            ),
        ]
        return derive(GUIDE, f"own-{i}", self.NAME, rows)

    @law("After an answer, the package keeps neither the request nor any filing")
    def test_of_five_hundred_none_is_kept_alive(self):
        """Each answers requests of all five kinds and the questions that assess is made of; every
        25th is compared, proved and derived from too, which takes long."""
        day, agent = dt.date(2018, 3, 5), Applicant("organization")
        requests = [
            icp.EmailInitializationRequest(agent, day, handed_in(day)),
            icp.RecoveryRequest(False, False),
            icp.ImportRequest(
                "1001", "official_store", dt.date(2015, 1, 1), knows_old_account=False
            ),
            next(filing_requests(1)),
            icp.FilingDocumentsRequest("hebei", "individual"),
        ]
        refs = []
        for i in range(500):
            edition = self.own(i)
            answers = [assess(request, [], edition=edition) for request in requests]
            said = [
                finding.remedy.en for one in answers for finding in one.findings if finding.remedy
            ]
            assert f"Wait {i} days." in said and answers[0].edition is edition
            assert icp.service_level("email_initialization", edition).maximum == 10 + i
            assert len(icp.required_documents(agent, edition)) == 3
            assert f"{1 + i % 9} to {10 + i} working days" in answers[1].steps[3].en
            refs.append(weakref.ref(edition))
            refs += [weakref.ref(table) for table in edition.tables.values()]
            if i % 25 == 0:
                assert icp.compare(GUIDE, edition).cells and not icp.prove(edition).flaws
                again = derive(edition, f"again-{i}", self.NAME)
                assert assess(requests[1], edition=again).findings == answers[1].findings
                refs.append(weakref.ref(again))
                del again
            del edition, answers, said
        gc.collect()
        assert len(refs) == 500 * 17 + 20
        assert [ref() for ref in refs if ref() is not None] == []

    def test_nor_does_an_answer_remember_more_than_its_own(self):
        edition = self.own(1)
        ref = weakref.ref(edition)
        answer = assess(icp.RecoveryRequest(False, False), edition=edition)
        del edition
        gc.collect()
        assert type(ref()) is OwnEdition and answer.edition is ref()
        del answer
        gc.collect()
        assert ref() is None


# -- Names -----------------------------------------------------------------------------------------

#: What Python, attrs and IPython themselves call so.
GIVEN = {"_replace", "_asdict", "_fields", "_make", "_value2member_map_", "_value_", "_name_"}


def is_own(name):
    """Whether a name is meant for its own module or class: it begins with one underscore."""
    return name.startswith("_") and not name.startswith("__") and name.strip("_") != ""


def defined_in(cls):
    """The names with an underscore that a class defines."""
    named = set()
    for node in ast.walk(cls):
        if isinstance(node, ast.FunctionDef):
            named.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            named.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id == "self":
                named.add(node.attr)
    slots = [one.value for one in ast.walk(cls) if isinstance(one, ast.Constant)]
    return named | {one for one in slots if isinstance(one, str) and is_own(one)}


def trespasses(code):
    """Where code uses an underscore name of another module or of an object of another class."""
    tree, found = ast.parse(code), []
    inside = {}  # each node -> the names that the classes around it define
    for cls in ast.walk(tree):
        if isinstance(cls, ast.ClassDef):
            known = defined_in(cls)
            for node in ast.walk(cls):
                inside[node] = inside.get(node, set()) | known
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found += [f"imports {one.name}" for one in node.names if is_own(one.name)]
            found += [
                f"imports from {node.module}"
                for part in (node.module or "").split(".")
                if is_own(part)
            ]
        elif isinstance(node, ast.Import):
            found += [
                f"imports {one.name}" for one in node.names if any(map(is_own, one.name.split(".")))
            ]
        elif isinstance(node, ast.Attribute) and is_own(node.attr) and node.attr not in GIVEN:
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner not in ("self", "cls") and node.attr not in inside.get(node, set()):
                found.append(ast.unparse(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            named = [one.value for one in node.args[1:2] if isinstance(one, ast.Constant)]
            if node.func.id in ("getattr", "setattr", "hasattr", "delattr"):
                found += [f"{node.func.id} {one}" for one in named if is_own(str(one))]
    return found


class TestNames:
    """ "A name that begins with an underscore is used only in its own module." (docs/design.md,
    "Structure of the code")"""

    @pytest.mark.parametrize(
        "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
    )
    def test_no_module_uses_another_modules_or_objects_own(self, path):
        assert trespasses(path.read_text(encoding="utf-8")) == []

    @pytest.mark.parametrize(
        ("code", "found"),
        [
            ("from icp_rules.sla import _window", ["imports _window"]),
            ("from icp_rules._odd import window", ["imports from icp_rules._odd"]),
            ("import icp_rules._odd", ["imports icp_rules._odd"]),
            ("import icp_rules.sla as sla\nsla._window", ["sla._window"]),
            ("def f(table):\n    return table._ask()", ["table._ask"]),
            ("def f(value):\n    return getattr(value, '_ask', None)", ["getattr _ask"]),
            ("class A:\n    def f(self, other):\n        return other._x", ["other._x"]),
            ("class A:\n    _x = 1\ndef f(a):\n    return a._x", ["a._x"]),
            ("class A:\n    def f(self, other):\n        return self._x, cls._y", []),
            ("class A:\n    _x: int\n    def f(self, other):\n        return other._x", []),
            ("class A:\n    def _g(self): ...\n    def f(self, b):\n        return b._g()", []),
            ("class A:\n    __slots__ = ('_x',)\n    def f(self, b):\n        return b._x", []),
            ("from __future__ import annotations\nx = __name__\ny.__class__, y._replace(a=1)", []),
        ],
    )
    def test_each_sort_is_seen(self, code, found):
        assert trespasses(code) == found
