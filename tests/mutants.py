"""Every mutant of the package: which live, and whether tests/mutants.md says why.
`python -m tests.mutants [PATTERN ...]`

mutmut makes the mutants: one thing changed at a time in every function of src/ that it can reach.
They are run here, not by mutmut's own runner: that runs every test that reaches a function, and
imports the package only once, so that what runs only while it is imported, or is kept once it has
been worked out, would never be seen to change. Here the tests that mind a module most are run for
its mutants in forks of one process; for those that live, a process of its own imports the package
again and runs all the tests. Exits with 1 if one lives that is not explained.
"""

import fnmatch
import importlib
import json
import os
import re
import shutil
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
EXPLAINED = TOP / "tests" / "mutants.md"
PATIENCE = 600  # seconds, for all the tests
QUICK = 2  # seconds a test may take in the first stage
LATE = 99  # how a child ends that had to be stopped
OPTIONS = [
    "-x",
    "-q",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
    "-p",
    "no:xdist",
    "-p",
    "no:cacheprovider",
]
FIRST = {
    "accounts": "accounts tables assessment",
    "assessment": "assessment",
    "changes": "changes",
    "converters": "converters",
    "documents": "documents tables",
    "editions": "editions",
    "exports": "editions docs",
    "fields": "identifiers documents",
    "findings": "rules editions",
    "identifiers": "identifiers tables",
    "notices": "notices",
    "pictures": "pictures",
    "provinces": "provinces tables",
    "register": "register subjects",
    "rules": "rules editions documents",
    "schemas": "schemas",
    "sla": "sla tables",
    "sources": "sources",
    "subjects": "subjects tables",
    "texts": "sources",
    "trie": "register",
    "vocabulary": "rules",
    "workdays": "workdays tables",
}
# the last five read the source, or take long
REST = [
    "tests",
    "--ignore=tests/engines",
    "--ignore=tests/hosts",
    "--ignore=tests/live",
    "--ignore=tests/notebook",
    "--ignore=tests/packaging",
    "--ignore=tests/test_house.py",
    "--ignore=tests/test_purity.py",
    "--ignore=tests/test_state.py",
    "--ignore=tests/test_examples.py",
    "--ignore=tests/test_hostile.py",
]


def make():
    """The mutants, in the folder mutants/; their names."""
    os.chdir(TOP)
    shutil.rmtree("mutants", ignore_errors=True)
    Path("mutants").mkdir()
    from mutmut import __main__ as mutmut
    from mutmut.utils import file_utils

    file_utils.copy_src_dir()
    file_utils.copy_also_copy_files()
    mutmut.create_mutants(os.cpu_count() or 1)
    return sorted(
        name
        for path in Path("mutants").rglob("*.meta")
        for name in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    )


def settle(name):
    """In a fork: no output, a process group of its own, and a mutant in place of the code."""
    os.setsid()
    os.environ["MUTANT_UNDER_TEST"] = name
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)


def forked(names, child, patience):
    """{name: how child(name) ended, in a fork of its own}, as many at once as there are cores: 0 if
    the mutant lives, LATE if it had to be stopped."""
    running, found, waiting = {}, {}, list(reversed(names))
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            name = waiting.pop()
            pid = os.fork()
            if pid == 0:
                status = 1
                try:
                    settle(name)
                    status = child(name)
                finally:
                    os._exit(int(status))
            running[pid] = name, time.monotonic()
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            name, _ = running.pop(pid)
            found[name] = LATE if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            if found[name] in (0, LATE):
                print("late:" if found[name] else "alive:", name, flush=True)
            if len(found) % 100 == 0:
                print(f"{len(found):,} of {len(names):,} tried", flush=True)
        for pid, (_, since) in running.items():
            if time.monotonic() - since > patience:
                os.killpg(pid, signal.SIGKILL)  # an endless loop is noticed as well
        time.sleep(0.002)
    return found


class Quick:
    """A plugin that takes the place of pytest's loop: the tests are collected once, then run in a
    fork for each mutant, the quick ones first."""

    def __init__(self, names):
        self.names, self.found = names, {}

    def pytest_runtestloop(self, session):
        items = defaultdict(list)
        for item in session.items:
            items[item.path.stem.removeprefix("test_")].append(item)
        session.config.pluginmanager.unregister(name="terminalreporter")
        took = self.timed(session)

        def child(name):
            chosen = [item for one in tests_of(name) for item in items[one]]
            for item in sorted(
                (item for item in chosen if took[item.nodeid] < QUICK),
                key=lambda item: took[item.nodeid],
            ):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if session.testsfailed:
                    return 1
            return 0

        self.found = forked(self.names, child, 60)
        return True

    def timed(self, session):
        """{id of a test: seconds}, measured in a fork, so that nothing is kept here that a mutant
        would have worked out otherwise."""
        receive, send = os.pipe()
        pid = os.fork()
        if pid == 0:
            settle("")
            took = {}
            for item in session.items:
                since = time.perf_counter()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                took[item.nodeid] = time.perf_counter() - since
            with os.fdopen(send, "w") as pipe:
                pipe.write(json.dumps(None if session.testsfailed else took))
            os._exit(0)
        os.close(send)
        with os.fdopen(receive) as pipe:
            took = json.loads(pipe.read())
        os.waitpid(pid, 0)
        if not took:
            sys.exit("the tests fail with nothing changed, so they would fail for every mutant")
        return took


def tests_of(name):
    """Of each module, the tests that mind it most: they are run first."""
    return ["messages", "small_print", *FIRST.get(name.split(".")[1], "").split()]


def first_stage(names):
    """Those that live: the package is imported once, so what runs only then, or is kept from then
    on, is not seen to change."""
    receive, send = os.pipe()
    pid = os.fork()
    if pid == 0:  # the package must not be imported here, for the sake of the second stage
        plugin = Quick(names)
        try:
            import pytest

            # Hypothesis, imported long ago, looks for them no more
            import icp_rules.strategies  # noqa: F401

            pytest.main(
                [
                    *OPTIONS,
                    *(
                        f"tests/test_{one}.py"
                        for one in sorted({one for name in names for one in tests_of(name)})
                    ),
                ],
                plugins=[plugin],
            )
            with os.fdopen(send, "w") as pipe:
                pipe.write(json.dumps(plugin.found))
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive) as pipe:
        found = json.loads(pipe.read() or "{}")
    os.waitpid(pid, 0)
    if len(found) != len(names):
        sys.exit("the tests could not be run")
    return [name for name, end in found.items() if end in (0, LATE)]


def second_stage(names):
    """Those that live when a process imports the package with the mutant in it
    and runs all the tests."""

    def child(name):
        import pytest

        import icp_rules.strategies  # noqa: F401

        return pytest.main(
            [*OPTIONS, *(f"tests/test_{one}.py" for one in tests_of(name))]
        ) or pytest.main([*OPTIONS, *REST])

    return [name for name, end in forked(names, child, PATIENCE).items() if end == 0]


def prepare():
    """This process, ready to be forked: all that the tests need is imported but the package and
    the tests themselves."""
    os.chdir(TOP / "mutants")
    os.environ |= {
        "HYPOTHESIS_NO_PLUGINS": "1",
        "HYPOTHESIS_PROFILE": "mutants",
        "PYTHONPATH": str(TOP / "mutants" / "src"),
        "MUTANT_UNDER_TEST": "",
    }
    for module in (
        "cattrs",
        "chinese_calendar",
        "dateutil.rrule",
        "holidays",
        "hypothesis.stateful",
        "pytest",
    ):
        importlib.import_module(module)
    for module in [
        module for module in sys.modules if module.split(".")[0] in ("tests", "icp_rules")
    ]:
        del sys.modules[module]
    sys.path[:] = [
        str(TOP / "mutants" / "src"),
        str(TOP / "mutants"),
        *(path for path in sys.path if path not in ("", str(TOP), str(TOP / "src"))),
    ]


def main(patterns):
    made = make()
    explained = (
        set(
            re.findall(
                r"`(icp_rules\.[^`]+__mutmut_[0-9]+)`", EXPLAINED.read_text(encoding="utf-8")
            )
        )
        if EXPLAINED.exists()
        else set()
    )
    wanted = [
        name
        for name in made
        if name not in explained
        and (not patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns))
    ]
    prepare()
    if not second_stage(["icp_rules.subjects.unchanged"]):
        sys.exit("the tests fail with nothing changed, so they would fail for every mutant")
    first = first_stage(wanted)
    print(f"--- {len(first)} go on to the second stage", flush=True)
    living = second_stage(first)
    unknown = sorted(explained - set(made))
    print(
        f"{len(made):,} mutants, {len(explained & set(made))} of them explained; "
        f"{len(wanted):,} tried: {len(wanted) - len(living):,} killed, {len(living)} alive"
    )
    print(
        *living, *(f"explained, but there is no such mutant: {name}" for name in unknown), sep="\n"
    )
    return bool(living or unknown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
