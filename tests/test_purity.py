"""The package does no I/O, reads no clock and imports nothing it does not use yet."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import icp_rules

SOURCES = sorted(Path(icp_rules.__file__).parent.glob("*.py"))
NO_MODULES = {
    "os", "io", "pathlib", "socket", "subprocess", "logging", "time", "random", "secrets", "tempfile", "shutil", "urllib", "http", "asyncio",
    "threading", "ctypes", "sys", "importlib",
}  # fmt: skip
LAZY = {"__init__": ["importlib"]}  # it imports its own modules when a name is first asked for
NO_CALLS = {"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint"}
NO_METHODS = {"today", "now", "utcnow", "fromtimestamp", "getenv"}
#: Who may import whom, top to bottom.
LAYERS = ["rules", "trie", "findings", "identifiers", "workdays", "subjects", "documents", "accounts", "sla", "pictures", "frames", "assessment", "changes", "editions", "exports", "converters", "strategies", "__init__"]


def breaches(tree):
    """What in a module reaches outside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] in NO_MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in NO_MODULES:
            yield node.module
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NO_CALLS:
            yield node.func.id
        elif isinstance(node, ast.Attribute) and node.attr in NO_METHODS:
            yield node.attr
        elif isinstance(node, ast.Global | ast.Nonlocal):
            yield "global state"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
class TestSource:
    """ "The package imports no `os`, `io`, `pathlib`, `socket`, `subprocess`, `logging`, calls no `open`, `print`, `date.today`,
    `datetime.now`" (issue 2)"""

    def test_reaches_nothing_outside(self, path):
        assert list(breaches(ast.parse(path.read_text(encoding="utf-8")))) == LAZY.get(path.stem, [])

    def test_imports_go_one_way(self, path):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("icp_rules"):
                names = [node.module.split(".")[1]] if "." in node.module else [a.name for a in node.names]
                for name in names:
                    assert LAYERS.index(name) < LAYERS.index(path.stem), f"{path.stem} imports {name}"


def test_every_module_has_its_layer():
    assert {path.stem for path in SOURCES} == set(LAYERS)


@pytest.mark.parametrize(
    "code",
    ["import os", "from io import StringIO", "import os.path", "open('x')", "print(1)", "import datetime\ndatetime.date.today()",
     "import datetime as d\nd.datetime.now()", "def f():\n global x\n x = 1", "import pathlib", "import socket", "import subprocess", "import logging"],
)  # fmt: skip
def test_the_check_catches_each(code):
    assert list(breaches(ast.parse(code)))


def run(code):
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


class TestImport:
    """ "`import icp_rules` imports neither holidays, cattrs, narwhals nor hypothesis until they are used" (design, section 2)"""

    def test_import_is_light(self):
        heavy = run("import sys, icp_rules; print(*({'holidays', 'cattrs', 'dateutil', 'hypothesis', 'narwhals'} & set(sys.modules)))")
        assert heavy == ""

    def test_what_is_used_is_imported_then(self):
        assert run("import sys, icp_rules; icp_rules.load; print('cattrs' in sys.modules, 'holidays' in sys.modules)") == "True False"
        assert run("import sys, icp_rules; icp_rules.china_calendar(); print('cattrs' in sys.modules, 'holidays' in sys.modules)") == "False True"

    def test_every_public_name_is_there(self):
        assert all(getattr(icp_rules, name) is not None for name in icp_rules.__all__)
        assert len(icp_rules.__all__) == len(set(icp_rules.__all__)) and dir(icp_rules) == sorted(icp_rules.__all__)
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            getattr(icp_rules, "nothing")  # noqa: B009

    def test_every_public_name_has_a_docstring(self):
        for name in icp_rules.__all__:
            value = getattr(icp_rules, name)
            if isinstance(value, type) or type(value).__name__ == "function":
                assert (value.__doc__ or "").strip(), name


def test_answers_do_no_io_once_warm():
    """An audit hook sees every file, socket and process that Python opens."""
    code = """
import sys, datetime as dt, icp_rules as icp
def everything():
    request = icp.load({"kind": "email_initialization", "applicant": {"type": "organization"}, "received_at": "2018-02-14"}, icp.Request)
    icp.dump(icp.assess(request))
    subject = icp.Subject("individual", "a", icp.Credential("passport", "E12345678"))
    icp.FilingRegister.of().add(icp.Filing("1", subject, [icp.Website("\\u793a\\u4f8b.cn")]))
    icp.dump(icp.assess(icp.ImportRequest("1", "official_store", dt.date(2016, 1, 1))))
everything()
seen = []
sys.addaudithook(lambda event, args: seen.append(event) if event.split(".")[0] in ("open", "import", "socket", "subprocess", "os", "exec") else None)
everything()
print(seen)
"""
    assert run(code) == "[]"
