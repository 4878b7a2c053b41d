"""Every mutant of the package: which live, and whether tests/mutants.md says why. `python -m tests.mutants [NAME ...]`

mutmut changes one thing at a time in every function of src/ and runs the tests that reach it, all in forks of one process. There, what
runs only while the package is imported, or is kept once it has been worked out, is never run anew; so each mutant that lives is tried once
more in a process of its own. Then every table is changed as well (mutate_tables.py). Exits with 1 if one lives that is not explained.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
EXPLAINED = TOP / "tests" / "mutants.md"
#: Of each module, the tests that mind it most: they are run first.
FIRST = {
    "accounts": "accounts tables", "assessment": "assessment", "changes": "changes", "converters": "converters", "documents": "documents tables",
    "editions": "editions", "exports": "editions docs", "findings": "rules editions", "identifiers": "identifiers tables", "pictures": "pictures",
    "rules": "rules editions documents", "sla": "sla tables", "subjects": "subjects tables", "trie": "subjects", "workdays": "workdays tables",
}  # fmt: skip


def mutmut(*arguments):
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutants"}
    done = subprocess.run([sys.executable, "-m", "mutmut", *arguments], cwd=TOP, env=environment, check=False, capture_output=True, text=True)
    return done.stdout


def results():
    """{name of a mutant: what became of it} of all that mutmut has made."""
    return dict(re.findall(r"^\s*(icp_rules\.\S+): (.+)$", mutmut("results", "--all", "true"), flags=re.MULTILINE))


def lives(name):
    """Whether a mutant lives in a process of its own."""
    module = name.split(".")[1]
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutants", "MUTANT_UNDER_TEST": name, "PYTHONPATH": "src", "PY_IGNORE_IMPORTMISMATCH": "1"}
    tests = [f"tests/test_{one}.py" for one in ["messages", "small_print", *FIRST[module].split(), "hands"]]
    everything = ["tests", "--ignore=tests/engines"]
    for selection in (tests, everything):
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *(one for one in selection if (TOP / one).exists() or one[0] == "-")]
        try:
            if subprocess.run(command, cwd=TOP / "mutants", env=environment, check=False, capture_output=True, timeout=600).returncode != 0:
                return False
        except subprocess.TimeoutExpired:
            return False
    return True


def main(names):
    if not names:
        print(mutmut("run").splitlines()[-1])
    found = results()
    explained = set(re.findall(r"`(icp_rules\.[^`]+__mutmut_[0-9]+)`", EXPLAINED.read_text(encoding="utf-8"))) if EXPLAINED.exists() else set()
    left = [name for name, status in found.items() if (not names or name in names) and status not in ("killed", "timeout", "not checked") and name not in explained]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        living = [name for name, alive in zip(left, pool.map(lives, left), strict=True) if alive]
    killed = len(found) - len(explained & set(found)) - len(living)
    print(f"{len(found):,} mutants: {killed:,} killed ({len(left) - len(living):,} of them in a process of their own), "
          f"{len(explained & set(found))} explained, {len(living)} alive", Counter(found.values()))  # fmt: skip
    print(*living, *(f"explained, but there is no such mutant: {name}" for name in explained - set(found)), sep="\n")
    return bool(living) or not explained <= set(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
