"""Every mutant of the package: which live, and whether tests/mutants.md says why.
`python -m tests.mutants [PATTERN ...]`

mutmut makes the mutants: one thing changed at a time in every function of src/ that it can reach.
They are run here, not by mutmut's own runner: that runs every test that reaches a function, and
imports the package only once, so that what runs only while it is imported, or is kept once it has
been worked out, would never be seen to change. Here the tests that call a function are run for its
mutants in forks of one process; for those that live, a process of its own imports the package again
and runs all the tests. Exits with 1 if one lives that is not explained.
"""

import fnmatch
import functools
import gc
import importlib
import json
import os
import re
import resource
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
EXPLAINED = TOP / "tests" / "mutants.md"
PATIENCE = 1_500  # seconds of processor time, for all the tests
OWN = 200  # the same for the tests of a mutant's own module
SHORT = 10  # the same for one mutant in the first stage
QUICK = 2  # seconds a test may take in the first stage
UNCHANGED = "icp_rules.subjects.unchanged"  # no mutant: all tests have to pass
KILLERS = TOP / "mutants" / "killers"
CACHE = type(functools.cache(len))
LATE = 99  # how a child ends that had to be stopped
OPTIONS = [
    "-x",
    "-q",
    "--assert=plain",  # that a test fails is enough: why takes long to say
    "--tb=no",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
    "-p",
    "no:xdist",
    "-p",
    "no:cacheprovider",
]
# the last five read the source, or take long
TESTS = [
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
    from mutmut.mutation import trampoline

    os.setsid()
    os.environ["MUTANT_UNDER_TEST"] = name  # for processes that a test starts
    trampoline.get_mutant_under_test = lambda: name  # every function asks at every call
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
                    # an endless loop is noticed as well, however busy the machine is
                    resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
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
            if time.monotonic() - since > 10 * patience:
                os.killpg(pid, signal.SIGKILL)  # one that only waits
        time.sleep(0.002)
    return found


def entries(path):
    """The pairs written so far, each a function and the test that failed for one of its mutants."""
    return [line.split("\t") for line in path.read_text().splitlines()]


class Quick:
    """A plugin that takes the place of pytest's loop: the tests are collected once. Then those that
    call a function are run in a fork for each of its mutants: first those that failed for another
    mutant of it, then those of its module, then the quick ones."""

    def __init__(self, names):
        self.names, self.found = names, {}

    def pytest_runtestloop(self, session):
        KILLERS.write_text("")
        session.config.pluginmanager.unregister(name="terminalreporter")
        took, callers = self.observed(session)
        items = {item.nodeid: item for item in session.items}
        caches = [one for one in gc.get_objects() if type(one) is CACHE]

        def child(name):
            function = name.rpartition("__mutmut_")[0]
            module = function.rpartition(".")[0]
            for cache in caches:
                if cache.__module__ == module:  # what it kept while the tests were collected
                    cache.cache_clear()
            own = f"tests/test_{module[10:]}.py"
            seen = Counter(killer for one, killer in entries(KILLERS) if one == function)
            for test in sorted(
                callers.get(function, ()),
                key=lambda test: (-seen[test], not test.startswith(own), took[test]),
            ):
                if took[test] < QUICK:
                    items[test].config.hook.pytest_runtest_protocol(item=items[test], nextitem=None)
                if session.testsfailed:
                    with KILLERS.open("a") as file:
                        file.write(f"{function}\t{test}\n")
                    return 1
            return 0

        self.found = forked(self.names, child, SHORT)
        return True

    def observed(self, session):
        """{id of a test: seconds}, {function: the tests that call it}; observed in a fork, so that
        nothing is kept here that a mutant would have worked out otherwise."""
        receive, send = os.pipe()
        pid = os.fork()
        if pid == 0:
            from mutmut.mutation import trampoline

            settle("stats")
            called, took, callers, failing = set(), {}, defaultdict(list), []
            trampoline.record_trampoline_hit = lambda name, caller: called.add(name)
            for item in session.items:
                called.clear()
                since, failed = time.process_time(), session.testsfailed
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                took[item.nodeid] = time.process_time() - since
                if session.testsfailed > failed:  # some mind being observed
                    failing.append(item.nodeid)
                    continue
                for name in called:
                    callers[name].append(item.nodeid)
            with os.fdopen(send, "w") as pipe:
                pipe.write(json.dumps([took, callers, failing]))
            os._exit(0)
        os.close(send)
        with os.fdopen(receive) as pipe:
            took, callers, failing = json.loads(pipe.read())
        os.waitpid(pid, 0)
        print(f"{len(callers):,} functions are called by {len(took):,} tests", flush=True)
        print(*failing, "are left to the second stage", sep="\n", flush=True)
        return took, callers


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

            pytest.main([*OPTIONS, *TESTS], plugins=[plugin])
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

        module = name.split(".")[1]
        files = (f"tests/test_{one}.py" for one in (module, "messages", "small_print"))
        first = [file for file in files if Path(file).exists()]  # for most, these will do
        resource.setrlimit(resource.RLIMIT_CPU, (OWN, PATIENCE))
        failed = pytest.main([*OPTIONS, *first])
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        return failed or pytest.main([*OPTIONS, *TESTS])

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
    first = first_stage(wanted)
    print(f"--- {len(first)} go on to the second stage", flush=True)
    living = second_stage([UNCHANGED, *first])
    if UNCHANGED not in living:
        sys.exit("the tests fail with nothing changed, so they would fail for every mutant")
    living.remove(UNCHANGED)
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
