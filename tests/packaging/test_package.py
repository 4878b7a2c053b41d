"""The wheel and the sdist: what is in them, that they come out the same every time, and what a user
gets who installs one."""

import doctest
import email
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import icp_rules

for needed in ("build", "check_wheel_contents", "pyright", "twine"):
    pytest.importorskip(needed, reason="python3 dev.py package installs it")

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = shutil.ignore_patterns(
    ".git", ".venv*", "build", "dist", "mutants", "__pycache__", ".*_cache", ".hypothesis"
)
MODULES = (
    "__init__ accounts assessment changes converters documents editions errors exports fields "
    "findings frames identifiers pictures register rules schemas sla strategies subjects texts "
    "notices trie vocabulary workdays sources/__init__ sources/faq_en_2018_01_08 "
    "sources/faq_zh_2018_06_09 sources/faq_zh_2018_08_29 sources/guide_zh_2019_08_01 "
    "sources/help_2025_04_23 sources/provinces sources/standards provinces"
).split()
BROUGHT = {
    "attrs",
    "cattrs",
    "holidays",
    "icp-rules",
    "idna",
    "python-dateutil",
    "six",
    "typing-extensions",
}


def run(*command, **options):
    done = subprocess.run(
        [str(one) for one in command], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source, out, *which):
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": "1514764800",
        "PYTHONHASHSEED": str(len(out.name)),
    }
    run(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        *which,
        "--outdir",
        out,
        source,
        env=environment,
    )
    return {path.name: path for path in out.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sdist, and the wheel made of the sdist, as `python -m build` does."""
    home = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT, home / "tree", ignore=NOT_OURS)
    return build(home / "tree", home / "dist")


@pytest.fixture(scope="module")
def wheel(built):
    (name,) = [name for name in built if name.endswith(".whl")]
    return built[name]


@pytest.fixture(scope="module")
def sdist(built):
    (name,) = [name for name in built if name.endswith(".tar.gz")]
    return built[name]


@pytest.fixture(scope="module")
def python(tmp_path_factory, wheel):
    """The Python of an environment that was empty before the wheel was installed."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=True)
    (python,) = home.glob("Scripts/python.exe") if os.name == "nt" else home.glob("bin/python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    return python


@pytest.fixture(scope="module")
def told(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        return email.message_from_string(archive.read(name).decode())


class TestFiles:
    """The wheel and the sdist hold the files that are listed here, and come out the same every
    time."""

    def test_names(self, built, wheel, sdist):
        version = icp_rules.__version__
        assert (wheel.name, sdist.name) == (
            f"icp_rules-{version}-py3-none-any.whl",
            f"icp_rules-{version}.tar.gz",
        ) and len(built) == 2

    def test_the_wheel_holds_these_files(self, wheel):
        told = f"icp_rules-{icp_rules.__version__}.dist-info/"
        expected = {f"icp_rules/{name}.py" for name in MODULES} | {"icp_rules/py.typed"}
        expected |= {
            told + name
            for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
        }
        assert set(zipfile.ZipFile(wheel).namelist()) == expected

    def test_the_sdist_holds_what_is_needed_to_test_and_to_build_again(self, sdist):
        with tarfile.open(sdist) as tar:
            names = [name.split("/", 1)[1] for name in tar.getnames()]
        assert {name.split("/")[0] for name in names} == {
            ".gitignore",
            "CHANGELOG.md",
            "CITATION.cff",
            "CONTRIBUTING.md",
            "LICENSE",
            "PKG-INFO",
            "README.md",
            "SECURITY.md",
            "benchmarks",
            "dev.py",
            "docs",
            "examples",
            "pyproject.toml",
            "src",
            "tests",
        }
        assert {name for name in names if name.startswith("src/")} == {
            f"src/icp_rules/{name}.py" for name in MODULES
        } | {"src/icp_rules/py.typed"}
        assert [
            name
            for name in names
            if re.search(r"(^|/)(__pycache__|\.venv|node_modules)|\.(pyc|whl|tgz|ipynb)$", name)
        ] == []
        assert {
            "docs/live/page.js",
            "examples/requests.jsonl",
            "tests/packaging/test_package.py",
        } <= set(names)

    def test_the_same_again_from_another_folder_and_without_the_sdist(self, tmp_path, built):
        shutil.copytree(
            ROOT, tmp_path / "another folder", ignore=NOT_OURS, copy_function=shutil.copyfile
        )
        again = build(tmp_path / "another folder", tmp_path / "again", "--sdist", "--wheel")
        assert {name: digest(path) for name, path in again.items()} == {
            name: digest(path) for name, path in built.items()
        }

    def test_the_checkers(self, wheel, sdist):
        run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist)
        run(sys.executable, "-m", "check_wheel_contents", wheel)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class TestMetadata:
    """py.typed, the extras, the licence as SPDX names it."""

    def test_licence_python_and_extras(self, told):
        assert (
            told["License-Expression"] == "Apache-2.0"
            and told["License-File"] == "LICENSE"
            and told["Requires-Python"] == ">=3.11"
        )
        assert sorted(told.get_all("Provides-Extra")) == ["frames", "hypothesis"]

    def test_five_packages_are_needed(self, told):
        always = {
            re.split("[<>=!~;]", one)[0].strip()
            for one in told.get_all("Requires-Dist")
            if "extra ==" not in one
        }
        assert always == {"attrs", "cattrs", "holidays", "idna", "python-dateutil"}

    def test_the_citation_is_of_this_version(self):
        assert f"version: {icp_rules.__version__}\n" in (ROOT / "CITATION.cff").read_text(
            encoding="utf-8"
        )


class TestInstalled:
    """`pip install icp-rules` brings attrs, cattrs, python-dateutil, holidays, idna and what they
    need, all of it pure Python."""

    def test_what_is_installed(self, python):
        listed = json.loads(
            run(python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check")
        )
        assert {one["name"].lower().replace("_", "-") for one in listed} - {
            "pip",
            "setuptools",
        } == BROUGHT

    @pytest.mark.parametrize("zipped", [False, True])
    def test_the_texts_are_found_wherever_the_package_is(self, python, wheel, tmp_path, zipped):
        """ "To add a publication, add a file" (docs/design.md, "Structure of the code"): the files
        are looked for when the package is imported, also from a zip file."""
        code = (
            f"import sys; sys.path[:0] = [{str(wheel)!r}] * {zipped}; import icp_rules; "
            "print('.whl' in icp_rules.__file__, *icp_rules.Edition, icp_rules.prove().flaws)"
        )
        assert run(python, "-I", "-c", code, cwd=tmp_path).split() == [
            str(zipped),
            *(one.value for one in icp_rules.Edition),
            "()",
        ]

    def test_all_of_it_is_pure_python(self, python):
        code = (
            "import importlib.metadata as m\n"
            "for one in m.distributions(): print(one.metadata['Name'], 'Root-Is-Purelib: true' in "
            "one.read_text('WHEEL'))"
        )
        assert [
            line for line in run(python, "-c", code).splitlines() if not line.endswith(" True")
        ] == []

    def test_readme_holds_in_an_empty_folder(self, python, tmp_path):
        examples = doctest.DocTestParser().get_examples(
            (ROOT / "README.md").read_text(encoding="utf-8")
        )
        code = (
            f"import doctest; print(doctest.testfile({str(ROOT / 'README.md')!r}, "
            "module_relative=False).attempted)"
        )
        # what fails is printed
        assert (
            run(python, "-I", "-X", "utf8", "-c", code, cwd=tmp_path) == f"{len(examples)}\n"
            and examples
        )

    @pytest.mark.parametrize(
        ("module", "extra"), [("frames", "frames"), ("strategies", "hypothesis")]
    )
    def test_a_missing_extra_is_named(self, python, tmp_path, module, extra):
        code = (
            f"try:\n    import icp_rules.{module}\nexcept ImportError as error:\n    print(error)"
        )
        assert f"icp-rules[{extra}]" in run(python, "-I", "-c", code, cwd=tmp_path)

    def test_types_are_complete(self, python, tmp_path):
        run(
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "hypothesis",
            "narwhals",
        )
        environment = {
            **os.environ,
            "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
            "VIRTUAL_ENV": str(python.parent.parent),
        }
        command = [
            sys.executable,
            "-m",
            "pyright",
            "--verifytypes",
            "icp_rules",
            "--ignoreexternal",
            "--outputjson",
        ]
        told = json.loads(
            subprocess.run(
                command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
            ).stdout
        )
        symbols = told["typeCompleteness"]
        assert (
            symbols["completenessScore"] == 1
            and symbols["exportedSymbolCounts"]["withKnownType"] > 1000
        )
