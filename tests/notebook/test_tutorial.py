"""The tutorial as a notebook, after nbmake has run it: `python3 dev.py notebook`."""

import json
import re
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "build" / "tutorial.ipynb"


@pytest.fixture(scope="module")
def outputs():
    """What the cells printed and showed, one after the other."""
    cells = [
        cell
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1)), (
        "run in order, each once"
    )
    return [output for cell in cells for output in cell["outputs"]]


def shown(outputs, kind):
    return ["".join(output["data"][kind]) for output in outputs if kind in output.get("data", {})]


class TestShown:
    """The notebook shows one request, why it is answered so, the picture of a month, the comparison
    of editions, a thousand made-up requests in plots, and the check of a data frame."""

    def test_nothing_was_warned_of(self, outputs):
        assert [
            output
            for output in outputs
            if output["output_type"] == "error" or output.get("name") == "stderr"
        ] == []

    def test_plots(self, outputs):
        plots = shown(outputs, "image/png")
        assert len(plots) == 4 and all(len(plot) > 10_000 for plot in plots)

    def test_answers_calendars_and_comparisons_are_tables(self, outputs):
        tables = shown(outputs, "text/html")
        assert "Spring Festival" in tables[1] and "make-up working day" in tables[1]
        assert all(
            any(word in table for table in tables)
            for word in ("incomplete", "revised 2018-08-29", "accepted", "official")
        )

    def test_an_answer_has_one_row_for_each_rule(self, outputs):
        rows = re.findall("<tr>(.*?)</tr>", shown(outputs, "text/html")[0])
        rules = [
            cells[2] for row in rows if len(cells := re.findall("<td[^>]*>(.*?)</td>", row)) > 1
        ]
        assert len(rules) > 5 and len(set(rules)) == len(rules)

    def test_no_two_rows_of_the_last_table_look_alike(self, outputs):
        last = shown(outputs, "text/html")[-1].split("<tbody>")[1]
        rows = [tuple(re.findall("<td>(.*?)</td>", row)) for row in last.split("</tr>")[:-1]]
        assert len(rows) == 6 == len(set(rows))

    def test_conflicts_of_the_frame(self, outputs):
        last = shown(outputs, "text/html")[-1]
        assert (
            last.count("account_holds_another_subject") == 2
            and last.count("subject_filed_under_another_account") == 4
        )

    def test_no_number_of_a_credential(self, outputs):
        said = json.dumps(outputs, ensure_ascii=False)
        assert not any(
            number in said for number in ("12345678-8", "123456788", "E12345678", "E87654321")
        )
