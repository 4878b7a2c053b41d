"""examples/hosts/pandera_check.py, over pandas and over Polars."""

import datetime as dt
import warnings

import pytest

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pytest.importorskip("pandera")

with warnings.catch_warnings():  # where PySpark is, pandera imports it, which warns of pandas 3
    warnings.simplefilter("ignore")
    import pandera.errors
    import pandera.pandas
    import pandera.polars

from examples.hosts.pandera_check import checked, conflicts  # noqa: E402

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
]

NUMBER = "11010519491231002X"
GOOD = {
    "account": ["1", "1", "2"],
    "kind": ["resident_id_card", "passport", "passport"],
    "number": [NUMBER, "E12345678", "E87654321"],
    "received_at": [dt.date(2018, 9, 28)] * 3,
}


@pytest.mark.parametrize(
    ("engine", "host"),
    [(pandas.DataFrame, pandera.pandas), (polars.DataFrame, pandera.polars)],
    ids=["pandas", "polars"],
)
class TestFrames:
    """pandera checks frames of pandas and of Polars, row by row."""

    def test_what_is_right_passes_with_its_windows(self, engine, host):
        frame = checked(engine(GOOD), host)
        assert [str(one)[:10] for one in frame["earliest"]] == ["2018-09-29"] * 3 and list(
            frame["basis"]
        ) == ["official"] * 3
        assert sorted(conflicts(frame)["account"]) == ["1", "1"]

    def test_every_row_is_told_of_and_no_number(self, engine, host):
        bad = {
            **GOOD,
            "kind": ["pass", "resident_id_card", "passport"],
            "number": [NUMBER, NUMBER, None],
            "received_at": [dt.date(2018, 9, 28)] * 2 + [dt.date(2027, 9, 24)],
        }
        with pytest.raises(pandera.errors.SchemaErrors) as caught:
            checked(engine(bad), host)
        cases = caught.value.failure_cases
        assert sorted(cases["failure_case"]) == ["missing", "projected", "unknown_value"]
        assert NUMBER not in str(caught.value) + repr(caught.value) + str(cases)
