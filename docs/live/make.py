"""Build the page that runs the rules in a browser: `python docs/live/make.py OUT`.

OUT is then a folder of static files: the page, Pyodide (Python for the browser), this package's own
wheel and the wheels it needs. Any web server will do; a browser asks for nothing from elsewhere.
pip and npm fetch from wherever they are set up to; what they fetched is kept in build/cache.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from email.parser import Parser
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = ROOT / "build" / "cache"

#: Pyodide, and with it the browser's Python, as npm has it; another archive of
#: this version is refused.
PYODIDE = "314.0.7"
INTEGRITY = (
    "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq"
    "+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
)
#: What a browser loads of it; the rest is for consoles and type checkers.
CORE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
PAGE = ("index.html", "page.js", "page.css", "answer.py")


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command; what it says is shown only if it fails."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def pyodide_archive() -> Path:
    """The npm package, from the cache or fetched into it, its hash checked either way."""
    CACHE.mkdir(parents=True, exist_ok=True)
    archive = CACHE / f"pyodide-{PYODIDE}.tgz"
    if not archive.exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit(
                "npm is needed to fetch Pyodide, and there is none on the path: install "
                "Node.js, which brings it."
            )
        run(npm, "pack", "--silent", f"pyodide@{PYODIDE}", cwd=CACHE)
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != INTEGRITY:
        archive.unlink()
        sys.exit(f"pyodide {PYODIDE} is not the archive it was when it was chosen: {found}")
    return archive


def take_pyodide(out: Path) -> dict[str, str]:
    """Copy the core of Pyodide; tell its name, version and licence, and the
    version of its Python.
    """
    out.mkdir(parents=True)
    with tarfile.open(pyodide_archive()) as tar:
        for name in (*CORE, "package.json"):
            member = tar.extractfile(f"package/{name}")
            assert member is not None
            (out / name).write_bytes(member.read())
    package = json.loads((out / "package.json").read_text(encoding="utf-8"))
    (out / "package.json").unlink()
    python = json.loads((out / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]["python"]
    return {
        "name": "pyodide",
        "version": package["version"],
        "license": package["license"],
        "python": python,
    }


def take_wheels(out: Path, python: str) -> list[dict[str, str]]:
    """Build the project's wheel and add the pure wheels it needs, in the versions that are
    installed here, so that the page answers what this Python answers; where none is
    installed, the newest.
    """
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = "".join(
        sorted(
            {
                f"{one.name}=={one.version}\n"
                for one in distributions()
                if one.name != project["name"]
            }
        )
    )
    wanted = hashlib.sha256(f"{python}{project['dependencies']}{pins}".encode()).hexdigest()[:16]
    needed = CACHE / f"wheels-{wanted}"
    if not needed.exists():
        with tempfile.TemporaryDirectory(dir=CACHE) as temporary:
            constraints, fetched = Path(temporary, "constraints.txt"), Path(temporary, "wheels")
            constraints.write_text(pins, encoding="utf-8")
            pure = (
                "--only-binary=:all:",
                "--platform=any",
                "--implementation=py",
                "--abi=none",
                f"--python-version={python}",
            )
            run(
                *pip,
                "download",
                *pure,
                "--constraint",
                constraints,
                "--dest",
                fetched,
                *project["dependencies"],
            )
            fetched.replace(needed)
    run(*pip, "wheel", "--no-deps", "--wheel-dir", out, ROOT)
    (own,) = out.glob("*.whl")
    shutil.copytree(needed, out, dirs_exist_ok=True)
    return [
        {"file": wheel.name, **described(wheel)}
        for wheel in sorted(out.glob("*.whl"), key=lambda one: (one != own, one.name))
    ]


def described(wheel: Path) -> dict[str, str]:
    """A wheel's name, version and licence, from its own metadata."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(archive.read(name).decode())
    return {
        "name": told["Name"],
        "version": told["Version"],
        "license": told["License-Expression"] or told["License"] or "",
    }


def say_words(page: Path) -> None:
    """Write what the page shows before Python has started: the words of the form, and the styles of
    the calendar, said by the very wheels that the browser will run.
    """
    with tempfile.TemporaryDirectory() as site:
        for wheel in (page / "wheels").glob("*.whl"):
            shutil.unpack_archive(wheel, site, "zip")
        code = (
            "import sys; sys.path[:0] = sys.argv[1:]; import answer; "
            "sys.stdout.buffer.write(answer.beforehand().encode())"
        )
        said = json.loads(run(sys.executable, "-I", "-B", "-X", "utf8", "-c", code, site, HERE))
    (page / "picture.css").write_text(said.pop("css"), encoding="utf-8")
    (page / "words.json").write_text(
        json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def build(out: Path) -> dict[str, Any]:
    """Build the page in a folder. What was built there before is replaced; a folder that holds
    anything else is left alone.
    """
    if out.exists() and any(out.iterdir()) and not (out / "manifest.json").exists():
        sys.exit(f"{out} holds something else: name an empty folder, or one that this has written.")
    with tempfile.TemporaryDirectory() as temporary:
        page = Path(temporary, "page")
        pyodide = take_pyodide(page / "pyodide")
        manifest: dict[str, Any] = {
            "pyodide": pyodide,
            "wheels": take_wheels(page / "wheels", pyodide["python"]),
        }
        for name in PAGE:
            shutil.copy(HERE / name, page)
        say_words(page)
        manifest["sizes"] = {
            path.relative_to(page).as_posix(): path.stat().st_size
            for path in sorted(page.rglob("*"))
            if path.is_file()
        }
        (page / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(page, out)
    return manifest


def main(arguments: list[str]) -> None:
    """Build, and tell what is in it."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.exit("usage: python docs/live/make.py OUT")
    out = Path(arguments[0]).resolve()
    manifest = build(out)
    for one in (manifest["pyodide"], *manifest["wheels"]):
        print(f"{one['name']} {one['version']}")
    print(
        f"{sum(manifest['sizes'].values()) / 1e6:.1f} MB in {out}; to see it: python -m "
        f"http.server --directory {out}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
