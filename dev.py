"""All commands for developers, such as `python3 dev.py demo` and `python3 dev.py test`.
`python3 dev.py help` lists them. This file needs nothing but Python 3.11 or later.

The first call creates a virtual environment beside this file and installs the package and its tools
into it, which needs network access. Later calls reuse it until pyproject.toml changes.

The exit status is 0 if everything passed and 2 if the command line was wrong. Otherwise it is that
of the step that failed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older ones have no tomllib
    sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0])

import hashlib
import os
import shutil
import signal
import subprocess
import tomllib
import venv
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

#: What each command does, and about how long it takes on two cores once .venv is set up.
COMMANDS = {
    "demo": ("seconds", "answer the example requests and say why"),
    "test": ("4 min", "run the tests; add a file or -k WORD to run fewer"),
    "check": ("1 min", "check format, lint, types, layers and example requests"),
    "docs": ("1 min", "write the generated pages; build the site in build/docs"),
    "page": ("1 min", "test the live page of the site in Chromium"),
    "package": ("1 min", "build the wheel and the sdist twice, then test them"),
    "notebook": ("1 min", "run examples/tutorial.py and write build/tutorial.html"),
    "engines": ("5 min", "test with real data-frame engines, databases and servers"),
    "matrix": ("2 min each", "test the wheel on all Pythons, or on one: matrix 3.12"),
    "bench": ("1-20 min", "run a benchmark: bench calendar; --write updates docs"),
    "coverage": ("20 min", "list the lines and branches that no test reaches"),
    "proofs": ("5 min", "prove the contracts of tests/contracts.py on all paths"),
    "deep": ("hours", "test every law with 50,000 random examples"),
    "mutants": ("40 min", "break each piece of code and see whether a test fails"),
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
#: Tests that other commands run. Those commands install what the tests need.
NOT_ORDINARY = (
    "--ignore=tests/engines",
    "--ignore=tests/hosts",
    "--ignore=tests/live",
    "--ignore=tests/notebook",
    "--ignore=tests/packaging",
    "--ignore=src/icp_rules/frames.py",
)

BENCH_OPTIONS = ("--write", "--lines")

APART = "tests/hosts/test_pandera.py"  # in its own process, because pandera imports PySpark


def set_up(*extra: str) -> None:
    """Create .venv, or update it after pyproject.toml has changed. The groups in EXTRA are only
    installed for the commands that need them.
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


def run(*command: str, quiet: bool = False) -> None:
    """Run a command in the environment, from the top folder, and exit if it fails. If `quiet` is
    true, only its errors are shown.
    """
    out = subprocess.DEVNULL if quiet else None
    status = subprocess.run([PYTHON, *command], cwd=ROOT, check=False, stdout=out).returncode
    if status:
        sys.exit(status)


def usage() -> str:
    """What `help` prints."""
    lines = [f"  {name:8}  {time:10}  {what}" for name, (time, what) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: python3 dev.py COMMAND [ARGUMENTS]",
            "",
            *lines,
            "",
            "The first call sets up .venv, which takes a minute or two and needs network",
            "access. The times are rough, for two cores and without that setup.",
        ]
    )


def refuse(what: str) -> NoReturn:
    """Say what is wrong with the command line, and exit."""
    print(f"dev.py: {what}", file=sys.stderr)
    sys.exit(2)


def check_arguments(command: str, rest: list[str]) -> None:
    """Refuse arguments that cannot work, before anything is set up."""
    if command == "check" and rest:
        refuse("check takes no arguments")
    elif command == "bench":
        names = sorted(path.stem[6:] for path in (ROOT / "benchmarks").glob("bench_*.py"))
        for one in rest:
            if one.startswith("-") and one not in BENCH_OPTIONS:
                refuse(f"bench has no option {one}; it has {', '.join(BENCH_OPTIONS)}")
            if not one.startswith("-") and one not in names:
                refuse(f"unknown benchmark {one}; the benchmarks are {', '.join(names)}")
        if "--lines" in rest and [one for one in rest if one in names] != ["main_job"]:
            refuse("--lines works with one benchmark only: bench main_job --lines")
    elif command == "matrix":
        for version in rest:
            if not python_of(version):
                refuse(f"no Python {version} found, neither on PATH nor in ~/.pyenv/versions")


def python_of(version: str) -> str | None:
    """Find a Python of this version: the running one, one on PATH, or one that pyenv installed."""
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
    """Run the ordinary tests on each installed Python, each in its own environment under .venvs/.
    The first Python gets the oldest versions of our dependencies and of Hypothesis that we allow.
    The others get the newest versions. The tests use the installed wheel and cannot see src/.
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
    if not pythons:
        refuse("no Python from 3.11 to 3.14 found; name one: matrix 3.15")
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
            env={"HYPOTHESIS_PROFILE": "brief", **os.environ},
            check=False,
        ).returncode
        failed += [name] * (status != 0)
    print(f"{len(runs) - len(failed)} of {len(runs)} environments passed")
    if failed:
        sys.exit("failed: " + ", ".join(failed))


def demo(rest: list[str]) -> None:
    """Run the example in the caller's folder, so that relative paths work. The example handles
    Ctrl-C itself.
    """
    signal.signal(signal.SIGINT, lambda *_: None)
    script = ROOT / "examples" / "assess_requests.py"
    sys.exit(subprocess.run([PYTHON, script, *rest], check=False).returncode)


def main(arguments: list[str]) -> None:
    """Run a command with the arguments that follow it."""
    command, *rest = arguments or ["help"]
    if command in ("help", "--help", "-h"):
        print(usage())
        return
    if command not in COMMANDS:
        refuse(f"unknown command {command}; the commands are {', '.join(COMMANDS)}, help")
    check_arguments(command, rest)
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
            "-n",
            "2",
            "--dist=loadfile",
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
        elsewhere = (  # these run the package in other processes
            "tests/engines/test_filing_service.py",
            "tests/live",
            "tests/notebook",
            "tests/packaging",
            "tests/test_purity.py",
            APART,
        )
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
        run("examples/assess_requests.py", "--json", "examples/requests.jsonl", quiet=True)
        print("check: ok (format, lint, types, layers, example requests)")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(f"dev.py: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
