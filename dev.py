"""Everything a developer runs, with nothing installed but Python 3.11 or later:
`python3 dev.py demo`, `python3 dev.py test`.

The first call makes a virtual environment beside this file and installs the package and its tools
into it; later calls reuse it until pyproject.toml changes.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before tomllib is missed
    sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0])

import hashlib
import os
import shutil
import signal
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
    "check": "lint, types, layers, examples",
    "docs": "write the generated pages anew and build the site in build/docs",
    "page": "try the page that runs the rules in a browser, in Chromium",
    "package": (
        "build the wheel and the sdist twice and look at what is in them and what they bring"
    ),
    "notebook": "run examples/tutorial.py as a notebook and write build/tutorial.html",
    "engines": "run the tests on real data-frame engines, databases, servers and hosts",
    "bench": "run the benchmarks and write docs/benchmarks.md: bench calendar",
    "coverage": "every line and branch that the tests reach, frames included",
    "deep": "every law on 50,000 examples, 200,000 hostile requests",
    "mutants": "change every function, table row and day in turn: does a test fail for each?",
    "proofs": "confirm the contracts of tests/contracts.py over all paths",
    "matrix": (
        "the tests of the wheel on every Python found, on the first with the oldest dependencies: "
        "matrix 3.11 3.12"
    ),
}

EXTRA = {  # dependency groups that only these commands need
    "bench": ("engines", "bench"),
    "engines": ("engines",),
    "coverage": ("engines", "mutants"),
    "docs": ("docs",),
    "mutants": ("mutants",),
    "notebook": ("notebook",),
    "package": ("package",),
    "page": ("page",),
    "proofs": ("proofs",),
}
#: These need what other commands install.
NOT_ORDINARY = (
    "--ignore=tests/engines",
    "--ignore=tests/hosts",
    "--ignore=tests/live",
    "--ignore=tests/notebook",
    "--ignore=tests/packaging",
    "--ignore=src/icp_rules/frames.py",
)

APART = "tests/hosts/test_pandera.py"  # pandera is not to be imported where PySpark is


def set_up(*extra: str) -> None:
    """A virtual environment that fits pyproject.toml; those of EXTRA only
    where they are asked for.
    """
    wanted = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    ).hexdigest()
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "dependency-groups"
    ]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for name in ("main", *extra):
        stamp = VENV / f"set-up-for-{name}"
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        print(f"setting up .venv ({name}) ...", file=sys.stderr, flush=True)
        if name == "main":
            venv.create(VENV, with_pip=True, clear=True)
        only = {group for extra in EXTRA.values() for group in extra}
        wheels = (
            groups[name]
            if name != "main"
            else [one for group in groups if group not in only for one in groups[group]]
        )
        subprocess.run(
            [*pip, *(("--editable", str(ROOT)) if name == "main" else ()), *wheels], check=True
        )
        stamp.write_text(wanted)


def run(*command: str) -> None:
    """A command in the environment, from the top folder; stops at the first that fails."""
    status = subprocess.run([PYTHON, *command], cwd=ROOT, check=False).returncode
    if status:
        sys.exit(status)


def python_of(version: str) -> str | None:
    """A Python of a version: this one, one on PATH, or one that pyenv keeps."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}*/bin/python"))
    found = [sys.executable, shutil.which(f"python{version}"), *map(str, kept)]
    code = f"import sys; sys.exit(sys.version.split('.')[:2] != {version.split('.')})"
    return next(
        (
            path
            for path in found
            if path
            and subprocess.run([path, "-c", code], check=False, capture_output=True).returncode == 0
        ),
        None,
    )


def matrix(wanted: list[str]) -> None:
    """The ordinary tests on each Python that is installed, in environments of their own under
    .venvs/: on the first with the oldest of our own dependencies and of Hypothesis (`test` has
    the newest there), on the rest with the newest. What is tested is the wheel, installed,
    with src/ out of reach.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    test = project["dependency-groups"]["test"]
    oldest = [
        one.replace(">=", "==")
        for one in (
            *project["project"]["dependencies"],
            *(one for one in test if one.startswith("hypothesis")),
        )
    ]
    pythons = {
        version: path
        for version in wanted or ("3.11", "3.12", "3.13", "3.14")
        if (path := python_of(version))
    }
    runs = [(version, path, i == 0) for i, (version, path) in enumerate(pythons.items())]
    failed = []
    home = ROOT / "build" / "matrix"
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run(
        [PYTHON, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", home / "wheel", ROOT],
        check=True,
    )
    (wheel,) = home.glob("wheel/*.whl")
    shutil.copytree(
        ROOT,
        home / "tree",
        ignore=shutil.ignore_patterns(".*", "build", "mutants", "src", "__pycache__"),
    )
    for version, path, old in runs:
        name = f"{version}-{'oldest' if old else 'newest'}"
        environment = ROOT / ".venvs" / name
        python = str(environment / PYTHON.relative_to(VENV))
        subprocess.run([str(path), "-m", "venv", "--clear", str(environment)], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run(
            [
                *pip,
                str(wheel),
                *test,
                *project["dependency-groups"]["examples"],
                *(oldest if old else ()),
            ],
            check=True,
        )
        print(f"--- {name}", flush=True)
        command = [
            python,
            "-m",
            "pytest",
            "-n",
            "auto",
            *NOT_ORDINARY,
            "tests",
            "README.md",
            "docs",
        ]
        status = subprocess.run(
            command,
            cwd=home / "tree",
            env={"HYPOTHESIS_PROFILE": "fast", **os.environ},
            check=False,
        ).returncode
        failed += [name] * (status != 0)
    print(f"{len(runs) - len(failed)} of {len(runs)} environments passed")
    if failed:
        sys.exit("failed: " + ", ".join(failed))


def demo(rest: list[str]) -> None:
    """The example. It runs in the caller's folder, because the paths are the caller's, and it is
    the example that answers Ctrl-C.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    script = ROOT / "examples" / "assess_requests.py"
    sys.exit(subprocess.run([PYTHON, script, *rest], check=False).returncode)


def main(arguments: list[str]) -> None:
    """Run one of the commands; what follows its name goes on to it."""
    command, *rest = arguments or ["help"]
    if command not in COMMANDS:
        print(
            "usage: python3 dev.py COMMAND\n"
            + "\n".join(f"  {name:8} {what}" for name, what in COMMANDS.items())
        )
        sys.exit(0 if command in ("help", "--help", "-h") else 2)
    try:
        set_up(*EXTRA.get(command, ()))
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(
            f"setting up .venv failed: {error}\n(on Debian and Ubuntu the package "
            "python3-venv may be missing)"
        )
    if command == "demo":
        demo(rest)
    elif command == "test":
        run("-m", "pytest", "-n", "auto", *NOT_ORDINARY, *rest)
    elif command == "engines":
        run(
            "-m",
            "pytest",
            "tests/engines",
            "tests/hosts",
            "src/icp_rules/frames.py",
            f"--ignore={APART}",
            *rest,
        )
        run("-m", "pytest", APART, *rest)
    elif command == "bench":
        options = [one for one in rest if one.startswith("-")]
        for name in [one for one in rest if one not in options] or ["calendar"]:
            run("-m", f"benchmarks.bench_{name}", *options)
    elif command == "docs":
        run("docs/generate.py")
        run("docs/build.py", *rest)
    elif command == "notebook":
        run(
            "-m",
            "jupytext",
            "--quiet",
            "--to",
            "ipynb",
            "--output",
            "build/tutorial.ipynb",
            "examples/tutorial.py",
        )
        run(
            "-m",
            "pytest",
            "--nbmake",
            "--overwrite",
            "build/tutorial.ipynb",
            "tests/notebook",
            *rest,
        )
        run("-m", "nbconvert", "--log-level=WARN", "--to", "html", "build/tutorial.ipynb")
    elif command == "package":
        run("-m", "pytest", "tests/packaging", *rest)
    elif command == "page":
        run("-m", "pytest", "tests/live", *rest)
    elif command == "coverage":
        elsewhere = (
            "tests/engines/test_filing_service.py",
            "tests/live",
            "tests/notebook",
            "tests/packaging",
            "tests/test_purity.py",
            APART,
        )
        # those are of other processes
        run(
            "-m",
            "coverage",
            "run",
            "-m",
            "pytest",
            *(f"--ignore={one}" for one in elsewhere),
            *rest,
        )
        run("-m", "coverage", "report")
    elif command == "deep":
        run(
            "-m",
            "pytest",
            "-n",
            "auto",
            "-m",
            "law",
            "--hypothesis-profile=deep",
            *NOT_ORDINARY,
            *rest,
        )
    elif command == "mutants":
        run("-m", "tests.mutate_tables")
        run("-m", "tests.mutants", *rest)
    elif command == "proofs":
        run("-m", "tests.proofs", *rest)
    elif command == "matrix":
        matrix(rest)
    else:
        run("-m", "ruff", "format", "--check", ".")
        run("-m", "ruff", "check", ".")
        run("-m", "mypy")
        run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")
        run("examples/assess_requests.py", "--json", "examples/requests.jsonl")


if __name__ == "__main__":
    main(sys.argv[1:])
