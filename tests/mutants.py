"""Every mutant of the package: which live, and whether tests/mutants.md says why. `python -m tests.mutants [PATTERN ...]`

mutmut makes the mutants: one thing changed at a time in every function of src/ that it can reach. They are run here, not by mutmut's own
runner: that imports the package once and forks, so that what runs only while it is imported, or is kept once it has been worked out, would
never be seen to change. Here each mutant has a process of its own, forked before the package is imported, in which the tests that mind its
module run first and the rest only if it lives. Exits with 1 if one lives that is not explained.
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
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
EXPLAINED = TOP / "tests" / "mutants.md"
PATIENCE = 300  # seconds: an endless loop is noticed as well
#: Of each module, the tests that mind it most: they are run first.
FIRST = {
    "accounts": "accounts tables assessment", "assessment": "assessment", "changes": "changes", "converters": "converters",
    "documents": "documents tables", "editions": "editions", "exports": "editions docs", "findings": "rules editions", "identifiers": "identifiers tables",
    "pictures": "pictures", "rules": "rules editions documents", "sla": "sla tables", "subjects": "subjects tables", "trie": "subjects",
    "workdays": "workdays tables",
}  # fmt: skip
REST = ["tests", "--ignore=tests/engines", "--ignore=tests/test_purity.py", "--ignore=tests/test_examples.py", "--ignore=tests/test_hostile.py"]  # the last reads the source


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
    return sorted(name for path in Path("mutants").rglob("*.meta") for name in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"])


def child(name):
    """In a fork: run the tests on one mutant, and end with 0 if it lives."""
    os.setsid()
    os.chdir(TOP / "mutants")
    os.environ |= {"MUTANT_UNDER_TEST": name, "HYPOTHESIS_PROFILE": "mutants", "PYTHONPATH": str(TOP / "mutants" / "src")}
    for module in [module for module in sys.modules if module.split(".")[0] in ("tests", "icp_rules")]:
        del sys.modules[module]
    sys.path[:] = [str(TOP / "mutants" / "src"), str(TOP / "mutants"), *(path for path in sys.path if path not in ("", str(TOP), str(TOP / "src")))]
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    status = 1
    try:
        import pytest

        import icp_rules.strategies

        icp_rules.strategies.register()  # Hypothesis looks for them only when it is imported
        options = ["-x", "-q", "-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:xdist", "-p", "no:cacheprovider"]
        first = [f"tests/test_{one}.py" for one in ["messages", "small_print", *FIRST.get(name.split(".")[1], "").split()]]
        status = pytest.main([*options, *first]) or pytest.main([*options, *REST])
    finally:
        os._exit(int(status))


def run(names):
    """{name: whether it lives}, each in a process of its own, as many at once as there are cores."""
    os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"
    for module in ("cattrs", "chinese_calendar", "dateutil.rrule", "holidays", "hypothesis.stateful", "pytest"):  # once, for all
        importlib.import_module(module)

    running, found, waiting = {}, {}, list(reversed(names))
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            name = waiting.pop()
            pid = os.fork()
            if pid == 0:
                child(name)
            running[pid] = name, time.monotonic()
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            name, _ = running.pop(pid)
            found[name] = status == 0
            if found[name]:
                print("alive:", name, flush=True)
            if len(found) % 100 == 0:
                print(f"{len(found):,} of {len(names):,} tried, {sum(found.values())} alive", flush=True)
        for pid, (_, since) in running.items():
            if time.monotonic() - since > PATIENCE:
                os.killpg(pid, signal.SIGKILL)
        time.sleep(0.01)
    return found


def main(patterns):
    made = make()
    explained = set(re.findall(r"`(icp_rules\.[^`]+__mutmut_[0-9]+)`", EXPLAINED.read_text(encoding="utf-8"))) if EXPLAINED.exists() else set()
    wanted = [name for name in made if name not in explained and (not patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns))]
    if not all(run(["icp_rules.subjects.unchanged"]).values()):
        sys.exit("the tests fail with nothing changed, so they would fail for every mutant")
    living = [name for name, lives in run(wanted).items() if lives]
    unknown = sorted(explained - set(made))
    print(f"{len(made):,} mutants, {len(explained & set(made))} of them explained; {len(wanted):,} tried: {len(wanted) - len(living):,} killed, {len(living)} alive")
    print(*living, *(f"explained, but there is no such mutant: {name}" for name in unknown), sep="\n")
    return bool(living or unknown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
