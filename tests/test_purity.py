"""The package does no I/O, reads no clock and imports nothing it does not use yet: held three ways,
each broken here on purpose.

import-linter reads who imports whom (its contracts are in pyproject.toml), ruff reads what is
called, and an audit hook sees what is done.
"""

import os
import pkgutil
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import icp_rules
from tests.strategies import law

TOP = Path(__file__).resolve().parent.parent
PACKAGE = Path(icp_rules.__file__).parent


def run(code):
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=TOP,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class TestImports:
    """ "A module imports only from lower layers. pyproject.toml lists the layers." (docs/design.md,
    "Structure of the code") import-linter reads the imports."""

    def lint(self, tmp_path, name="", line=""):
        pytest.importorskip("importlinter")
        shutil.copytree(
            PACKAGE, tmp_path / "icp_rules", ignore=shutil.ignore_patterns("__pycache__")
        )
        shutil.copy(TOP / "pyproject.toml", tmp_path)
        if name:
            path = tmp_path / "icp_rules" / f"{name}.py"
            path.write_text(
                path.read_text(encoding="utf-8") + line + "\n" if path.exists() else line,
                encoding="utf-8",
            )
        code = (
            "import sys; from importlinter.cli import lint_imports; "
            "sys.exit(lint_imports(no_cache=True))"
        )
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout

    @law("A module imports only from lower layers")
    def test_the_contracts_hold(self, tmp_path):
        status, told = self.lint(tmp_path)
        assert (status, "4 kept, 0 broken" in told) == (0, True), told

    @pytest.mark.parametrize(
        ("name", "line", "broken"),
        [
            ("rules", "import os", "a clock, a file"),
            ("trie", "def f():\n    import time", "a clock, a file"),
            ("sla", "from logging import info", "a clock, a file"),
            ("findings", "from importlib import import_module", "a clock, a file"),
            ("texts", "import pkgutil", "a clock, a file"),
            ("sources/standards", "import pkgutil", "a clock, a file"),
            ("errors", "from icp_rules.vocabulary import Text", "one way"),
            ("vocabulary", "from icp_rules.fields import member", "one way"),
            ("fields", "from icp_rules import texts", "one way"),
            ("texts", "from icp_rules.sources import CITED", "one way"),
            ("sources/standards", "from icp_rules.rules import Edition", "one way"),
            ("rules", "from icp_rules.findings import Says", "one way"),
            ("subjects", "from icp_rules.register import FilingRegister", "one way"),
            ("sla", "from icp_rules import register", "one way"),
            ("documents", "from icp_rules import accounts", "one way"),
            ("subjects", "from icp_rules.trie import Trie", "an inner part of the register"),
            ("subjects", "import holidays", "holidays is read in one place"),
            ("sources/standards", "import holidays", "holidays is read in one place"),
            ("changes", "from cattrs import Converter", "holidays is read in one place"),
            ("schemas", "from cattrs import Converter", "holidays is read in one place"),
            ("newcomer", "from icp_rules import rules", "one way"),
        ],
    )
    def test_each_breach_is_seen(self, tmp_path, name, line, broken):
        status, told = self.lint(tmp_path, name, line)
        (contract,) = [one for one in told.splitlines() if broken in one and "KEPT" not in one][:1]
        assert status != 0 and ("BROKEN" in contract or "newcomer" in told), told

    def test_every_module_has_its_layer(self):
        """ "pyproject.toml lists the layers" (docs/design.md, "Structure of the code")"""
        settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
        layers, protected, pure, apart = settings["tool"]["importlinter"]["contracts"]
        listed = [one for layer in layers["layers"] for one in layer.split(" | ")]
        modules = {one.name for one in pkgutil.iter_modules([str(PACKAGE)])}
        assert sorted(listed) == sorted(modules) and layers["exhaustive"]
        free = {one.removeprefix("icp_rules.") for one in apart["source_modules"]}
        assert modules - free == {"converters", "frames", "strategies", "workdays"}
        assert protected["allowed_importers"] == ["icp_rules.register"]
        assert pure["source_modules"] == ["icp_rules"]


class TestCalls:
    """ "No answer depends on the clock, on files, on the network or on environment variables."
    (docs/design.md, "The idea"): ruff reads what is called."""

    def check(self, code):
        command = [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--output-format",
            "concise",
            "--stdin-filename",
            "src/icp_rules/made_up.py",
            "-",
        ]
        return subprocess.run(
            command, cwd=TOP, input=code, check=False, capture_output=True, text=True
        ).stdout

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("print(1)", "T201"),
            ("open('x')", "PTH123"),
            ("eval('1')", "S307"),
            ("exec('1')", "S102"),
            ("breakpoint()", "T100"),
            ("import os", "TID251"),
            ("from io import StringIO", "TID251"),
            ("import pathlib", "TID251"),
            ("import socket", "TID251"),
            ("import subprocess", "TID251"),
            ("import logging", "TID251"),
            ("import time", "TID251"),
            ("import random", "TID251"),
            ("import sys", "TID251"),
            ("import threading", "TID251"),
            ("import urllib.request", "TID251"),
            ("import datetime as dt\ndt.date.today()", "DTZ011"),
            ("import datetime as dt\ndt.datetime.now()", "DTZ005"),
            ("import datetime as dt\ndt.datetime.now(dt.UTC)", "TID251"),
            ("from datetime import date\ndate.today()", "TID251"),
            ("import datetime as dt\ndt.datetime.fromtimestamp(0, dt.UTC)", "TID251"),
            ("X = 1\ndef f():\n    global X\n    X = 2", "PLW0603"),
            ("def f(other: object) -> object:\n    return other._hidden", "SLF001"),
        ],
    )
    def test_each_is_seen(self, line, code):
        pytest.importorskip("ruff")
        assert f" {code} " in self.check(line + "\n")


AUDIT = """
import sys
from tests.battery import everything
once = everything()
seen, watching = [], True
KINDS = ("open", "socket", "subprocess", "os", "exec", "compile", "shutil", "tempfile", "ctypes", "urllib", "mmap", "fcntl", "signal", "syslog")
def hook(event, arguments):
    if watching and (event.split(".")[0] in KINDS or event == "import"):
        seen.append((event, str(arguments)[:200]))
sys.addaudithook(hook)
"""  # noqa: E501


class TestDoings:
    """ "No answer depends on the clock, on files, on the network or on environment variables."
    (docs/design.md, "The idea"): an audit hook sees every open, socket, subprocess and exec once
    everything has been asked for one time."""

    @law("No answer depends on the clock, on files, on the network or on environment variables")
    def test_once_warm_every_answer_is_given_without_any(self):
        assert (
            run(AUDIT + "again = everything()\nwatching = False\nassert again == once\nprint(seen)")
            == "[]"
        )

    def test_each_breach_is_seen(self):
        breaches = [
            "open('README.md').close()",
            "import socket; socket.socket().close()",
            "import subprocess; subprocess.run(['true'])",
            "exec('1')",
            "import os; os.listdir('.')",
            "import os; os.putenv('A', 'b')",
            "compile('1', '', 'eval')",
            "import colorsys",
        ]
        code = (
            AUDIT
            + "".join(f"seen.clear()\n{breach}\nprint(bool(seen))\n" for breach in breaches)
            + "watching = False\n"
        )
        assert run(code).split() == ["True"] * len(breaches)


FINDING = """
import sys
seen = []
def hook(event, arguments):
    if event.split(".")[0] in ("open", "os", "socket", "subprocess", "shutil", "ctypes", "urllib"):
        seen.append((event, *map(str, arguments[:1])))
sys.addaudithook(hook)
import icp_rules.rules
found = tuple(seen)
from pathlib import Path
folders = {str(Path(one).resolve()) for one in sys.path} | {
    str(Path(module.__file__).resolve().parent)
    for module in list(sys.modules.values()) if getattr(module, "__file__", None)
}
for event, what, *_ in found:
    if event == "open":
        assert what.endswith((".py", ".pyc", ".so")) or ".pyc." in what, what
    else:
        assert event in ("os.listdir", "os.scandir", "os.rename", "os.mkdir"), event
        if event in ("os.listdir", "os.scandir"):
            folder = str(Path(what).resolve()).removesuffix("/__pycache__")  # compiled modules
            assert folder in folders, what
print(any(what.endswith("sources") for event, what, *_ in found if event == "os.listdir"))
del seen[:]
from icp_rules.sources import CITED, PUBLICATIONS
[icp_rules.rules.Edition(one.edition) for one in PUBLICATIONS if one.edition]
print(len(CITED) > 50, seen)
"""


class TestFindingTheTexts:
    """ "No answer depends on the clock, on files, on the network or on environment variables."
    (docs/design.md, "The idea"): the files with the texts are modules, found while the package is
    imported, and never looked for again."""

    def test_importing_reads_modules_and_nothing_else(self):
        assert run(FINDING).splitlines() == ["True", "True []"]


class TestImport:
    """`import icp_rules` imports neither holidays, cattrs, narwhals nor hypothesis until they are
    used."""

    def test_import_is_light(self):
        heavy = run(
            "import sys, icp_rules; print(*({'holidays', 'cattrs', 'dateutil', 'hypothesis', "
            "'narwhals'} & set(sys.modules)))"
        )
        assert heavy == ""

    def test_what_is_used_is_imported_then(self):
        assert (
            run(
                "import sys, icp_rules; icp_rules.load; print('cattrs' in sys.modules, "
                "'holidays' in sys.modules)"
            )
            == "True False"
        )
        assert (
            run(
                "import sys, icp_rules; icp_rules.china_calendar(); print('cattrs' in "
                "sys.modules, 'holidays' in sys.modules)"
            )
            == "False True"
        )

    def test_every_public_name_is_there(self):
        assert all(getattr(icp_rules, name) is not None for name in icp_rules.__all__)
        assert len(icp_rules.__all__) == len(set(icp_rules.__all__)) and dir(icp_rules) == sorted(
            icp_rules.__all__
        )
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            getattr(icp_rules, "nothing")  # noqa: B009

    def test_every_public_name_has_a_docstring(self):
        for name in icp_rules.__all__:
            value = getattr(icp_rules, name)
            if isinstance(value, type) or type(value).__name__ == "function":
                assert (value.__doc__ or "").strip(), name
