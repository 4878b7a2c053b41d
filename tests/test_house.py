"""How the package is built: its front door, its names, the size of its functions, its fences."""

import ast
import inspect
import pydoc
import re
import subprocess
import sys
import unicodedata
from enum import Enum
from pathlib import Path
from types import ModuleType, NoneType
from typing import get_args

import attrs
import pytest

import dev
import icp_rules
from benchmarks import side_by_side
from icp_rules import derive, find_rule, prove, tables
from icp_rules.accounts import FilingOrigin, Instruction, Outcome, Period, Step, Way
from icp_rules.documents import Asked, Defect, DocumentKind, Held
from icp_rules.errors import Problem
from icp_rules.findings import Says
from icp_rules.identifiers import CredentialKind, SubjectNature, SubjectType, Validity
from icp_rules.provinces import EntityLeader, Province, ServiceLeader
from icp_rules.rules import Edition, Rule, Source, where
from icp_rules.sla import ServiceLevel, Stage
from icp_rules.subjects import Purchase, Whose
from icp_rules.vocabulary import Term, Text
from icp_rules.workdays import Basis
from tests import strategies as own

PACKAGE = Path(icp_rules.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in FILES]
each_file = pytest.mark.parametrize("path", FILES, ids=NAMES)

TERMS = [value for _, value in own.PUBLIC if inspect.isclass(value) and issubclass(value, Term)]
TERMS = [cls for cls in dict.fromkeys(TERMS) if cls is not Term]
#: Vocabularies whose values callers write out as arguments.
WRITTEN_OUT = {
    "ApplicantRole",
    "CredentialKind",
    "DocumentKind",
    "EntityLeader",
    "FilingOrigin",
    "Held",
    "Medium",
    "Province",
    "ReceiptRule",
    "ServiceLeader",
    "Side",
    "Stage",
    "SubjectNature",
    "SubjectType",
}
LONGEST_LINE = 100
LONGEST_FUNCTION = 40
OFF, ON = "# fmt: off", "# fmt: on"


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


class TestFrontDoor:
    """ "`icp_rules.__all__` has at most 70 names. Services, notebooks and validators need only
    these names." (docs/design.md, "Structure of the code")"""

    def test_at_most_seventy_names_each_once(self):
        names = icp_rules.__all__
        assert len(names) <= 70 and len(set(names)) == len(names)
        assert not [name for name in names if name.startswith("_")]

    @pytest.mark.parametrize("name", icp_rules.__all__)
    def test_each_can_be_imported_and_is_no_module(self, name):
        found = {}
        exec(f"from icp_rules import {name}", found)
        assert found[name] is getattr(icp_rules, name)
        assert not isinstance(found[name], ModuleType)
        homes = [home for home, module in own.MODULES.items() if name in module.__all__]
        assert homes, "it is a public name of a module too"
        assert all(getattr(own.MODULES[home], name) is found[name] for home in homes)

    def test_dir_and_help_list_these_names_alone(self):
        assert dir(icp_rules) == sorted(icp_rules.__all__)
        page = pydoc.plain(pydoc.render_doc(icp_rules))
        sections = re.split(r"^([A-Z][A-Z ]+)$", page, flags=re.MULTILINE)
        told = dict(zip(sections[1::2], sections[2::2], strict=True))
        classes = re.findall(r"^ {4}class (\w+)", told["CLASSES"], re.MULTILINE)
        others = re.findall(
            r"^ {4}(\w+)(?:\(| = |: )", told["FUNCTIONS"] + told["DATA"], re.MULTILINE
        )
        assert len(classes) > 30 and len(others) > 20
        listed = {*classes, *others} - {"__all__"}
        assert listed == {*icp_rules.__all__}

    def test_help_begins_with_the_tour_and_is_short(self):
        page = pydoc.plain(pydoc.render_doc(icp_rules))
        tour = page[: page.index("PACKAGE CONTENTS")]
        assert not [name for name in icp_rules.__all__ if not re.search(rf"\b{name}\b", tour)]
        # Python 3.13 writes a few hundred lines more than 3.11
        assert len(tour.splitlines()) < 70 and len(page.splitlines()) < 5000

    @pytest.mark.parametrize("cls", TERMS, ids=lambda cls: cls.__name__)
    def test_dir_of_a_vocabulary_lists_what_is_ours(self, cls):
        """None of the methods of `str`; `help` reads it too."""
        assert {*cls.__members__, "to", "of_code"} <= {*dir(cls)}
        for one in cls:
            assert {"name", "value", "en", "zh", "to"} <= {*dir(one)}
            assert not {*dir(one)} & cls.__members__.keys()
            assert {name for name in vars(one) if name[0] != "_"} <= {*dir(one)}
            assert not [name for name in dir(one) if name[0] == "_" or hasattr(str, name)]
            assert all(hasattr(one, name) for name in dir(one))
        assert not [name for name in dir(cls) if name[0] == "_" or hasattr(str, name)]
        assert all(hasattr(cls, name) for name in dir(cls))
        page = pydoc.plain(pydoc.render_doc(cls))
        assert "casefold" not in page and f"{cls.__name__}(value: str, /)" in page

    @pytest.mark.parametrize("cls", TERMS, ids=lambda cls: cls.__name__)
    def test_the_words_a_type_checker_knows(self, cls):
        """A vocabulary that a caller writes out has its wire values as a literal type."""
        literal = f"{cls.__name__}Value"
        found = [
            getattr(module, literal) for module in own.MODULES.values() if literal in vars(module)
        ]
        assert {get_args(one) for one in found} == ({(*map(str, cls),)} if found else set())
        assert found or cls.__name__ not in WRITTEN_OUT

    @pytest.mark.parametrize("name", icp_rules.__all__)
    def test_signatures_have_types(self, name):
        made = getattr(icp_rules, name)
        if not callable(made) or name in ("BeyondHorizon", "FilingIndex"):
            return
        methods = inspect.getmembers(made) if inspect.isclass(made) else []
        public = [value for key, value in methods if key[0] != "_"]
        ours = [value for value in public if inspect.isfunction(value) or inspect.ismethod(value)]
        for one in [made, *ours]:
            signature = inspect.signature(one)
            names = [key for key, it in signature.parameters.items() if it.annotation is it.empty]
            assert names in ([], ["self"]), one
            assert inspect.isclass(one) or signature.return_annotation is not signature.empty, one

    def test_a_star_import_brings_these_names(self):
        found = {}
        exec("from icp_rules import *", found)
        assert {*found} - {"__builtins__"} == {*icp_rules.__all__}


class TestNames:
    """ "No two public classes have the same name." (docs/design.md, "Structure of the code")"""

    def test_every_module_lists_its_names(self):
        for home, module in own.MODULES.items():
            assert len(set(module.__all__)) == len(module.__all__), home
            for name in module.__all__:
                assert hasattr(module, name) and not name.startswith("_"), (home, name)

    def test_no_two_public_classes_share_a_name(self):
        found = {}
        for name, value in own.PUBLIC:
            if isinstance(value, type):
                found.setdefault(name, set()).add(value)
                assert value.__name__ == name, "a class is listed by its own name"
        assert not {name: classes for name, classes in found.items() if len(classes) > 1}

    def test_no_two_public_names_mean_different_things(self):
        """Outside the extras, whose functions do to a frame what ours do to a value."""
        found = {}
        for home, module in own.MODULES.items():
            if home != "strategies" and not home.startswith("sources."):
                for name in module.__all__:
                    found.setdefault(name, []).append((home, getattr(module, name)))
        several = {
            name: homes
            for name, homes in found.items()
            if len({*map(id, (one for _, one in homes))}) > 1
        }
        assert not several


SOURCE = Source("Ours", "https://example.com/terms", quote="So it is here.")
PERSON, ORGANIZATION = SubjectType
#: Of each table one of its rows, as somebody else would write it: with public names alone.
COPIES = [
    Rule(
        "subjects.first",
        where(account_holds={Whose.NOBODY}, subject_filed_from={Whose.NOBODY, Whose.SAME}),
        None,
        SOURCE,
    ),
    Rule(
        "holders.other-name",
        where(credential_on_file_as={Whose.OTHER}),
        Says("same_credential_other_name"),
        SOURCE,
    ),
    Rule(
        "filing-numbers.other-subject",
        where(number_held_by={Whose.OTHER}),
        Says("filing_number_of_another_subject"),
        SOURCE,
    ),
    Rule(
        "numbers.organization-code",
        where(credential={CredentialKind.ORGANIZATION_CODE}, validity={Validity.INVALID}),
        Says("credential_number_invalid"),
        SOURCE,
    ),
    Rule(
        "natures.any-organization",
        where(
            type={ORGANIZATION},
            nature={None},
            credential={kind for kind in CredentialKind if kind.type is PERSON}
            | {CredentialKind.UNLISTED},
        ),
        Says("credential_not_for_nature"),
        SOURCE,
    ),
    Rule(
        "purchases.other-account",
        where(bought_from={Whose.OTHER}),
        Says("purchase_account_differs"),
        SOURCE,
    ),
    Rule(
        "imports.store-too-late",
        where(
            origin={FilingOrigin.OFFICIAL_STORE, FilingOrigin.OFFICIAL_COMPANY_WEBSITE},
            period={Period.JANUARY_2017, Period.LATER},
        ),
        Way(Outcome.NOT_ELIGIBLE, (), Says("import_not_eligible")),
        SOURCE,
    ),
    Rule(
        "dates.after-closing",
        where(origin={FilingOrigin.OLD_HICHINA_PLATFORM}, period={Period.LATER}),
        Says("filing_date_implausible"),
        SOURCE,
    ),
    Rule(
        "access.known",
        where(knows_account={True}, knows_password={True}),
        Way(
            Outcome.IMPORT,
            (Step.OPEN_IMPORT, Step.CONTINUE_IMPORT, Step.ENTER_OLD_ACCOUNT, Step.IMPORTED),
        ),
        SOURCE,
    ),
    Rule(
        "recovery.retrieve",
        where(knows_account={True}, can_retrieve_password={True}),
        Way(Outcome.RETRIEVE_PASSWORD, (Step.RETRIEVE_PASSWORD,)),
        SOURCE,
    ),
    Rule(
        "account-warnings.replaced",
        where(initializes_email={True}),
        Says("replaces_email_account"),
        SOURCE,
    ),
    Rule(
        "steps.wait",
        where(action={Step.WAIT}),
        Instruction(
            Text(
                "Wait for the application to be processed: {} after receipt.",
                "等待处理。收到申请后的处理时间：{}。",
            ),
            Stage.EMAIL_INITIALIZATION,
        ),
        SOURCE,
    ),
    Rule(
        "documents.organization-agent",
        where(type={ORGANIZATION}, administrator={False}),
        (
            Asked(DocumentKind.HALF_LENGTH_PHOTO, held=Held.SUBJECT_CREDENTIAL),
            Asked(DocumentKind.ID_CREDENTIAL, every_side=True, of_original=True),
            Asked(DocumentKind.LETTER_OF_AUTHORIZATION, sealed=True, on_template=True),
        ),
        SOURCE,
    ),
    Rule("review.unclear", where(defect={Defect.UNCLEAR}), Says("image_unclear"), SOURCE),
    Rule(
        "windows.email-initialization",
        where(stage={Stage.EMAIL_INITIALIZATION}),
        ServiceLevel(
            "email_initialization", 1, 2, find_rule("windows.email-initialization").source()
        ),
        SOURCE,
    ),
    Rule(
        "filing-documents.shanghai-elsewhere",
        where(province={Province.SHANGHAI}, type={PERSON}, local_id={False}),
        (Asked(DocumentKind.RESIDENCE_PERMIT),),
        SOURCE,
    ),
]
COPY = {row.id.partition(".")[0]: row for row in COPIES}
#: A row with other words than any of ours, of each table that takes new rows without an overlap.
NEW = [
    Rule("natures.own", where(nature={SubjectNature.ENTERPRISE}), Says("image_unclear"), SOURCE),
    Rule("dates.own", where(period={Period.UNKNOWN}), Says("import_date_unknown"), SOURCE),
    Rule("windows.own", where(basis={Basis.OFFICIAL}), Says("window_projected"), SOURCE),
    Rule(
        "holders.own",
        where(domain_filed_by={Whose.SAME}),
        Says("purchase_account_differs", Text("Fine.", "可以。")),
        SOURCE,
    ),
]


class TestRowsOfOnesOwn:
    """ "Every rule that `derive` accepts can be written with public names alone." (docs/design.md,
    "Structure of the code")"""

    def test_the_names_used_here_are_public(self):
        """The rows above are written with what modules list, and no attribute of a table."""
        tree = parsed(Path(__file__))
        imported = {
            alias.name: one.module
            for one in tree.body
            if isinstance(one, ast.ImportFrom) and one.module.startswith("icp_rules")
            for alias in one.names
        }
        for name, module in imported.items():
            home = module.removeprefix("icp_rules").lstrip(".")
            assert name in (own.MODULES[home] if home else icp_rules).__all__, name
        written = next(
            one.value
            for one in tree.body
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "COPIES"
        )
        assert len(written.elts) == len(COPY) == len(tables())
        names = {one.id for one in ast.walk(written) if isinstance(one, ast.Name)}
        assert names <= {*imported, "SOURCE", "PERSON", "ORGANIZATION", "kind"}
        for one in ast.walk(written):
            if isinstance(one, ast.Attribute):
                assert not one.attr.startswith("_")
                of = ast.unparse(one.value)
                assert (
                    of == "kind" or issubclass(globals()[of], Enum)
                    if "(" not in of
                    else (one.attr == "source")
                ), ast.unparse(one)

    @pytest.mark.parametrize(
        ("table", "copy"),
        [(table, COPY.get(table.name)) for table in tables()],
        ids=[table.name for table in tables()],
    )
    def test_a_copy_of_a_row_of_each_table(self, table, copy):
        (ours,) = [row for row in table.rows if row.id == copy.id]
        assert attrs.evolve(ours, cites=SOURCE, note=None) == copy
        same = derive(Edition.FAQ_EN_2018_01_08, "same", Text("Same", "同"), [copy])
        for cell in table.cells():
            before, after = table.at(Edition.FAQ_EN_2018_01_08, *cell), table.at(same, *cell)
            assert before.thens == after.thens
            assert {hit.reason.source for hit in after.hits if hit.row.id == copy.id} <= {SOURCE}
        assert not prove(same).flaws

    def test_new_rows(self):
        new = derive(Edition.FAQ_EN_2018_01_08, "new", Text("New", "新"), NEW)
        assert not prove(new).flaws
        assert [find_rule(row.id, new) for row in NEW] == NEW

    @pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
    def test_whatever_a_row_is_made_of_is_public(self, table):
        """So any other row can be written as well."""
        classes = {value for _, value in own.PUBLIC if isinstance(value, type)}

        def check(value):
            if isinstance(value, tuple | frozenset):
                for one in value:
                    check(one)
            elif type(value) not in (str, int, bool, NoneType):
                assert type(value) in classes, value
                if attrs.has(type(value)) and type(value) is not Source:
                    assert all(field.init for field in attrs.fields(type(value)))
                    for field in attrs.fields(type(value)):
                        check(getattr(value, field.name))

        for row in table.rows:
            check((row.when, row.then, row.note))
        for column in table.columns:
            check(column.values)

    def test_every_vocabulary_of_a_column_is_public(self):
        assert {
            type(one) for table in tables() for column in table.columns for one in column.values
        } <= {
            bool,
            NoneType,
            *(value for _, value in own.PUBLIC if isinstance(value, type)),
        }
        leaders = {Province, EntityLeader, ServiceLeader}
        assert {Purchase, Basis, Stage, Defect, Step, Period, Whose, *leaders} <= {
            type(one) for table in tables() for column in table.columns for one in column.values
        }


def width(line):
    """The columns a line takes, as ruff counts them; a pragma at its end does not count."""
    line = re.sub(r"  # (noqa|type: ignore)\b.*$", "", line)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def fences(path):
    """The regions that the formatter leaves alone, as (first, last) numbers of lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = [(i, line.strip()) for i, line in enumerate(lines, 1) if line.strip() in (OFF, ON)]
    assert [mark for _, mark in marks] == [OFF, ON] * (len(marks) // 2), "a fence is open"
    assert not [line for line in lines if "# fmt: skip" in line]
    numbers = [i for i, _ in marks]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def is_table(node):
    """Whether a statement is `NAME = Table[...](...)`, with or without a type."""
    return (
        isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Subscript)
        and isinstance(node.value.func.value, ast.Name)
        and node.value.func.value.id == "Table"
    )


def is_rows(node):
    """Whether a statement is `NAME = (Row(...), Row(...))`: facts that a table is made of."""
    if not (isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Tuple)):
        return False
    rows = node.value.elts
    return len({ast.unparse(one.func) if isinstance(one, ast.Call) else "" for one in rows}) == 1


def code_lines(function):
    """How many lines a function has, its docstring aside."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    return lines - (function.body[0].end_lineno - function.body[0].lineno + 1)


class TestCode:
    """ "The code is formatted with `ruff format` at 100 columns, where a Chinese character counts
    as two. Rule tables and the facts about the provinces are excluded from formatting (`# fmt:
    off`), so that they read as tables." (docs/design.md, "Structure of the code")"""

    @each_file
    def test_no_function_is_long(self, path):
        functions = [
            one
            for one in ast.walk(parsed(path))
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        long = {
            one.name: code_lines(one) for one in functions if code_lines(one) > LONGEST_FUNCTION
        }
        assert not long

    @each_file
    def test_no_line_is_long_outside_the_fences(self, path):
        fenced = {i for first, last in fences(path) for i in range(first, last + 1)}
        lines = path.read_text(encoding="utf-8").splitlines()
        long = [
            i for i, line in enumerate(lines, 1) if width(line) > LONGEST_LINE and i not in fenced
        ]
        assert not long

    @each_file
    def test_there_are_only_tables_inside_the_fences(self, path):
        body = parsed(path).body
        for first, last in fences(path):
            inside = [one for one in body if first <= one.lineno <= last]
            tables = [is_table(one) or is_rows(one) for one in inside]
            assert inside and all(tables), f"{path.name}:{first}"
            assert all(one.end_lineno < last for one in inside)
            assert not [one for one in body if one.lineno < first <= one.end_lineno]

    @each_file
    def test_every_table_is_inside_a_fence(self, path):
        fenced = fences(path)
        for one in parsed(path).body:
            if is_table(one):
                assert any(first < one.lineno and one.end_lineno < last for first, last in fenced)

    def test_each_breach_is_seen(self, tmp_path):
        """So that the tests above can fail."""
        made = tmp_path / "made.py"
        made.write_text(
            "# fmt: off\nX = 1\nT = Table[int](\n    'a', (),\n)\n# fmt: on\n"
            "U: Final = Table[int]('b')\n"
            "V = (Row(1), Row(2))\nW = (Row(1), Col(2))\n"
            "def f():\n    '''Doc.\n\n    More.\n    '''\n" + "    pass\n" * 40,
            encoding="utf-8",
        )
        body = parsed(made).body
        assert fences(made) == [(1, 6)]
        assert [is_table(one) for one in body] == [False, True, True, False, False, False]
        assert [is_rows(one) for one in body] == [False, False, False, True, False, False]
        assert code_lines(body[-1]) == 41
        assert [width(line) for line in ("备案", "ab", "a  # noqa: E501", "a  # a note")] == [
            4,
            2,
            1,
            11,
        ]
        for wrong in ("# fmt: off\n", "# fmt: on\n# fmt: off\n", "X = 1  # fmt: skip\n"):
            made.write_text(wrong, encoding="utf-8")
            with pytest.raises(AssertionError):
                fences(made)

    def test_every_public_function_and_class_says_what_it_is(self):
        for name, value in own.PUBLIC:
            if inspect.isclass(value) or inspect.isfunction(value):
                assert (inspect.getdoc(value) or "").strip(), name


def test_the_docstring_of_a_problem_lists_every_code():
    """A program can branch on a code only if it knows which codes there are."""
    nodes = [node for path in FILES for node in ast.walk(parsed(path))]
    texts = {one.value for one in nodes if isinstance(one, ast.Constant)}
    calls = [one for one in nodes if isinstance(one, ast.Call)]
    raised = [one for one in calls if ast.unparse(one.func) in ("DataError.of", "Problem")]
    given = [one for call in raised for one in call.args if isinstance(one, ast.Constant)]
    codes = {one.value for one in given if re.fullmatch("[a-z_]+", one.value)}
    listed = {
        code
        for head in re.findall(r"^- (.*?):", inspect.getdoc(Problem), re.MULTILINE)
        for code in re.findall(r"`(\w+)`", head)
    }
    assert len(codes) > 15 and codes <= listed <= texts


ROOT = dev.ROOT
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BENCHMARKS = sorted(path.stem[6:] for path in (ROOT / "benchmarks").glob("bench_*.py"))


class TestDeveloperCommands:
    """What `python3 dev.py` says: one line for each command, and for a wrong command line one line
    and exit status 2, before anything is installed."""

    @pytest.fixture
    def ran(self, monkeypatch):
        """The commands that would have run, with their keywords; each succeeds."""
        ran = []

        def run(command, **keywords):
            ran.append(([str(one) for one in command[1:]], keywords))
            return subprocess.CompletedProcess(command, 0)

        monkeypatch.setattr(dev, "set_up", lambda *extra: None)
        monkeypatch.setattr(dev.subprocess, "run", run)
        return ran

    @pytest.mark.parametrize("arguments", [[], ["help"], ["--help"], ["-h"]])
    def test_help(self, arguments, capsys):
        dev.main(arguments)
        lines = capsys.readouterr().out.splitlines()
        assert max(map(len, lines)) <= 80
        told = [re.split(" {2,}", line.strip()) for line in lines if line.startswith("  ")]
        assert told == [[name, time, what] for name, (time, what) in dev.COMMANDS.items()]
        assert all(re.search(r"second|min|hour", time) for time, _ in dev.COMMANDS.values())

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["nope"], "unknown command nope; the commands are demo, test, check, docs, "),
            (
                ["bench", "nope"],
                f"unknown benchmark nope; the benchmarks are {', '.join(BENCHMARKS)}\n",
            ),
            (["bench", "calendar", "nope"], "unknown benchmark nope; the benchmarks are "),
            (["bench", "--wirte"], "bench has no option --wirte; it has --write, --lines\n"),
            (
                ["bench", "--lines"],
                "--lines works with one benchmark only: bench main_job --lines\n",
            ),
            (
                ["matrix", "3.99"],
                "no Python 3.99 found, neither on PATH nor in ~/.pyenv/versions\n",
            ),
            (["matrix", "--fast"], "no Python --fast found, "),
            (["check", "src"], "check takes no arguments\n"),
        ],
    )
    def test_a_wrong_command_line_is_refused_first(self, arguments, said, monkeypatch, capsys):
        monkeypatch.setattr(dev, "set_up", lambda *extra: pytest.fail("something was installed"))
        with pytest.raises(SystemExit) as caught:
            dev.main(arguments)
        out, err = capsys.readouterr()
        assert caught.value.code == 2 and not out
        assert err.startswith(f"dev.py: {said}") and err.count("\n") == 1

    def test_matrix_that_finds_no_python_is_refused(self, monkeypatch, capsys):
        monkeypatch.setattr(dev, "python_of", lambda version: None)
        with pytest.raises(SystemExit) as caught:
            dev.matrix([])
        assert caught.value.code == 2
        assert capsys.readouterr().err.startswith("dev.py: no Python from 3.11 to 3.14 found")

    def test_check_ends_with_a_line_that_says_ok(self, ran, capsys):
        dev.main(["check"])
        assert capsys.readouterr().out == (
            "check: ok (format, lint, types, layers, example requests)\n"
        )
        command, keywords = ran[-1]
        assert "examples/assess_requests.py" in command
        assert keywords["stdout"] is subprocess.DEVNULL, "its answers are 120 kB"
        assert [keywords["stdout"] for _, keywords in ran[:-1]] == [None] * 4

    @pytest.mark.parametrize("failing", range(5))
    def test_check_that_fails_does_not_say_ok(self, failing, ran, monkeypatch, capsys):
        done = dev.subprocess.run

        def run(command, **keywords):
            done(command, **keywords)
            return subprocess.CompletedProcess(command, 3 if len(ran) == failing + 1 else 0)

        monkeypatch.setattr(dev.subprocess, "run", run)
        with pytest.raises(SystemExit) as caught:
            dev.main(["check"])
        assert caught.value.code == 3 and len(ran) == failing + 1
        assert capsys.readouterr().out == ""

    def test_bench_passes_its_options_on(self, ran):
        dev.main(["bench"])
        dev.main(["bench", "--write", "frames", "hostile"])
        dev.main(["bench", "main_job", "--lines"])
        assert [command for command, _ in ran] == [
            ["-m", "benchmarks.bench_calendar"],
            ["-m", "benchmarks.bench_frames", "--write"],
            ["-m", "benchmarks.bench_hostile", "--write"],
            ["-m", "benchmarks.bench_main_job", "--lines"],
        ]

    @pytest.mark.parametrize("options", [[], ["--lines"], ["--write"]])
    def test_a_benchmark_changes_the_page_only_with_write(
        self, options, monkeypatch, tmp_path, capsys
    ):
        page = tmp_path / "benchmarks.md"
        before = "# Benchmarks\n\n<!-- a -->\nold\n<!-- end of a -->\n"
        page.write_text(before, encoding="utf-8")
        monkeypatch.setattr(side_by_side, "PAGE", page)
        monkeypatch.setattr(sys, "argv", ["bench_a.py", *options])
        side_by_side.write("a", "\nnew \\1\n")
        out, err = capsys.readouterr()
        assert "new \\1" in out
        if options == ["--write"]:
            assert page.read_text(encoding="utf-8") == before.replace("old", "new \\1")
            assert err == "\nwritten to docs/benchmarks.md: a\n"
        else:
            assert page.read_text(encoding="utf-8") == before
            assert err == "\nnot written to docs/benchmarks.md; add --write for that\n"

    def test_only_that_function_writes_the_page(self):
        users = [
            path.name
            for path in (ROOT / "benchmarks").glob("*.py")
            if re.search(r"\bPAGE\b|benchmarks\.md\b", path.read_text(encoding="utf-8"))
        ]
        assert users == ["side_by_side.py"]

    def test_every_section_of_the_page_names_its_command(self):
        page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
        sections = re.findall(r"<!-- ([a-z ]+) -->\n(.*?)<!-- end of \1 -->", page, re.DOTALL)
        commands = {name: name for name in BENCHMARKS} | {"lines": "main_job --lines"}
        assert {name.replace(" ", "_") for name, _ in sections} == set(commands)
        for name, text in sections:
            assert f"`python3 dev.py bench {commands[name.replace(' ', '_')]}`" in text, name
        assert "`--write`" in page

    def test_every_command_that_a_page_names_exists(self):
        named = {
            name
            for path in PAGES
            for name in re.findall(r"python3 dev\.py ([a-z]+)", path.read_text(encoding="utf-8"))
        }
        assert {"demo", "test"} <= named <= {*dev.COMMANDS, "help"}

    @pytest.mark.skipif(
        not (ROOT / ".pre-commit-config.yaml").exists(), reason="only where the package is made"
    )
    def test_check_asks_what_is_asked_before_a_commit(self, ran):
        dev.main(["check"])
        hooks = re.findall(
            r"entry: \.venv/bin/(ruff [a-z]+)",
            (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"),
        )
        asked = [" ".join(command[1:3]) for command, _ in ran]
        assert hooks == ["ruff format", "ruff check"]
        assert all(hook in asked for hook in hooks)
