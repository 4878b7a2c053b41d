"""The package does no I/O, reads no clock and imports nothing it does not use yet: held three ways,
each broken here on purpose.

import-linter reads who imports whom (its contracts are in pyproject.toml), ruff reads what is
called, and an audit hook sees what is done.
"""

import os
import shutil
import subprocess
import sys
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
    """ "import-linter contracts (layers, forbidden modules)" (issue 6)"""

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

    @law("imports go one way")
    def test_the_contracts_hold(self, tmp_path):
        status, told = self.lint(tmp_path)
        assert (status, "3 kept, 0 broken" in told) == (0, True), told

    @pytest.mark.parametrize(
        ("name", "line", "broken"),
        [
            ("rules", "import os", "a clock, a file"),
            ("trie", "def f():\n    import time", "a clock, a file"),
            ("sla", "from logging import info", "a clock, a file"),
            ("rules", "from icp_rules.findings import Says", "one way"),
            ("documents", "from icp_rules import sla", "one way"),
            ("subjects", "import holidays", "holidays is read in one place"),
            ("changes", "from cattrs import Converter", "holidays is read in one place"),
            ("newcomer", "from icp_rules import rules", "one way"),
        ],
    )
    def test_each_breach_is_seen(self, tmp_path, name, line, broken):
        status, told = self.lint(tmp_path, name, line)
        assert status != 0 and (f"{broken}" in told) and ("BROKEN" in told or "newcomer" in told), (
            told
        )


class TestCalls:
    """ "ruff banned APIs (clock, environment, print)" (issue 6)"""

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
    """ "an audit hook in the tests that fails on any open, socket, subprocess or exec
    after warm-up" (issue 6)"""

    @law("nothing reads a clock, a file, the network or the environment")
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


class TestImport:
    """ "`import icp_rules` imports neither holidays, cattrs, narwhals nor hypothesis until they are
    used" (design, section 2)"""

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
