"""The contracts of contracts.py, confirmed over all paths by CrossHair. `python -m tests.proofs`

Exits with 1 if one has a counterexample, or if one whose name does not end in
`_searched` is not confirmed.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

CONTRACTS = Path(__file__).resolve().parent / "contracts.py"


def main():
    states = [
        node
        for node in ast.parse(CONTRACTS.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    ]
    states = {
        node.lineno: node.name
        for node in states
        if any(isinstance(one, ast.Assert) for one in ast.walk(node))
    }
    command = [
        "-m",
        "crosshair",
        "check",
        "--analysis_kind=asserts",
        "--per_condition_timeout=60",
        "--report_all",
        str(CONTRACTS),
    ]
    done = subprocess.run([sys.executable, *command], check=False, capture_output=True, text=True)
    confirmed = {
        states.get(int(line))
        for line in re.findall(r":(\d+): info: Confirmed over all paths", done.stdout)
    }
    wanted = {name for name in states.values() if not name.endswith("_searched")}
    print(f"{len(wanted & confirmed)} of {len(wanted)} contracts confirmed over all paths")
    print(
        *(f"not confirmed: {name}" for name in sorted(wanted - confirmed)),
        *(line for line in done.stdout.splitlines() if ": error:" in line),
        sep="\n",
    )
    return done.returncode or bool(wanted - confirmed)


if __name__ == "__main__":
    sys.exit(main())
