"""README's example for data frames, which needs an engine: what it prints is what README says."""

import contextlib
import io
import re
from pathlib import Path

import pytest

pytest.importorskip("narwhals")
pytest.importorskip("polars")

README = Path(__file__).resolve().parent.parent.parent / "README.md"
#: A block of code without prompts, and the block with what it prints.
EXAMPLE = re.compile(
    r"^```python\n((?!>>>).*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL
)

pytestmark = pytest.mark.engines


def test_the_example_for_a_million_rows_prints_what_readme_says():
    ((code, printed),) = EXAMPLE.findall(README.read_text(encoding="utf-8"))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    assert out.getvalue() == printed
