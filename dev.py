"""Everything a developer runs, with nothing installed but Python 3.11 or later: `python3 dev.py demo`, `python3 dev.py test`.

The first call makes a virtual environment beside this file and installs the package and its tools into it; later calls reuse it until
pyproject.toml changes.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before tomllib is missed
    sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0])

import hashlib
import os
import subprocess
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

COMMANDS = {
    "demo": "answer the shipped requests",
    "test": "run the tests",
    "check": "lint, types, examples",
    "docs": "write the generated pages anew",
    "engines": "run the tests on real data-frame engines, databases and servers",
    "bench": "run the benchmarks and write docs/benchmarks.md: bench calendar",
}

EXTRA = {"bench": ("engines", "bench"), "engines": ("engines",)}  # dependency groups that only these commands need


def set_up(*extra: str) -> None:
    """A virtual environment that fits pyproject.toml; those of EXTRA only where they are asked for."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name in ("main", *extra):
        stamp = VENV / f"set-up-for-{name}"
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        print(f"setting up .venv ({name}) ...", file=sys.stderr, flush=True)
        if name == "main":
            venv.create(VENV, with_pip=True, clear=True)
        wheels = groups[name] if name != "main" else [one for group in groups if group not in EXTRA for one in groups[group]]
        subprocess.run([*pip, *(("--editable", str(ROOT)) if name == "main" else ()), *wheels], check=True)
        stamp.write_text(wanted)


def run(*command: str) -> None:
    """A command in the environment, from the top folder; stops at the first that fails."""
    status = subprocess.run([PYTHON, *command], cwd=ROOT, check=False).returncode
    if status:
        sys.exit(status)


def main(arguments: list[str]) -> None:
    """Run one of the commands; what follows its name goes on to it."""
    command, *rest = arguments or ["help"]
    if command not in COMMANDS:
        print("usage: python3 dev.py COMMAND\n" + "\n".join(f"  {name:6} {what}" for name, what in COMMANDS.items()))
        sys.exit(0 if command in ("help", "--help", "-h") else 2)
    try:
        set_up(*EXTRA.get(command, ()))
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"setting up .venv failed: {error}\n(on Debian and Ubuntu the package python3-venv may be missing)")
    if command == "demo":
        run("examples/assess_requests.py", *(rest or ["examples/requests.jsonl"]))
    elif command == "test":
        run("-m", "pytest", "-n", "auto", "--ignore=tests/engines", "--ignore=src/icp_rules/frames.py", *rest)
    elif command == "engines":
        run("-m", "pytest", "tests/engines", "src/icp_rules/frames.py", *rest)
    elif command == "bench":
        for name in rest or ["calendar"]:
            run("-m", f"benchmarks.bench_{name}")
    elif command == "docs":
        run("docs/generate.py")
    else:
        run("-m", "ruff", "check", ".")
        run("-m", "mypy")
        run("examples/assess_requests.py", "--json", "examples/requests.jsonl")


if __name__ == "__main__":
    main(sys.argv[1:])
