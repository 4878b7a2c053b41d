"""examples/hosts/spark_job.py, in a real Spark."""

import datetime as dt

import pytest

pytest.importorskip("pyspark.sql")
pa = pytest.importorskip("pyarrow")

import icp_rules as icp  # noqa: E402
from examples.hosts import spark_job  # noqa: E402

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

ROWS = [
    ("1001", "organization_code", "98765285-8", dt.date(2018, 9, 28)),
    ("1001", "passport", "E12345678", dt.date(2018, 2, 14)),
    ("1002", "unified_social_credit_code", "91330100987652858B", dt.date(2027, 9, 24)),
    ("1003", "passport", None, dt.date(2018, 2, 14)),
    ("1004", "passport", "E87654321", None),
]


@pytest.fixture(scope="module")
def filings(spark):
    columns = [list(column) for column in zip(*ROWS, strict=True)]
    return spark.createDataFrame(
        pa.table(dict(zip(("account", "kind", "number", "received_at"), columns, strict=True)))
    )


class TestJob:
    """The job asks `frames` for whole columns; no row goes through a Python function of Spark
    (UDF)."""

    def test_windows_are_those_of_one_at_a_time(self, filings):
        windows, _ = spark_job.report(filings)
        told = {row.account + row.kind: row for row in windows.collect()}
        assert len(told) == len(ROWS)
        for account, kind, number, received in ROWS:
            row = told[account + kind]
            if received is None:
                assert (row.problem, row.earliest, row.latest) == ("missing", None, None)
            else:
                window = icp.processing_window(received)
                assert (row.earliest, row.latest, row.basis) == (
                    window.earliest,
                    window.latest,
                    str(window.basis),
                )
            assert row.credential_problem == (None if number else "missing")
        assert "number" not in windows.columns and "subject_key" not in windows.columns

    def test_conflicts_are_those_of_the_register(self, filings):
        _, conflicts = spark_job.report(filings)
        told = {(row.code, row.account) for row in conflicts.collect()}
        subjects = [
            (
                account,
                icp.Subject(icp.CredentialKind(kind).type, "示例", icp.Credential(kind, number)),
            )
            for account, kind, number, _ in ROWS
            if number
        ]
        held = icp.FilingRegister.of(
            icp.Filing(account, subject) for account, subject in subjects
        ).conflicts()
        expected = {("account_holds_another_subject", account) for account in held.accounts}
        expected |= {
            ("subject_filed_under_another_account", account)
            for account, subject in subjects
            if subject.key in held.subjects
        }
        assert told == expected | {("missing", "1003")}
        assert expected

    def test_no_row_goes_through_python(self, filings, capsys):
        for frame in spark_job.report(filings):
            frame.explain("extended")
            plan = capsys.readouterr().out
            assert "Join" in plan and not any(
                word in plan for word in ("PythonUDF", "EvalPython", "MapInPandas", "MapInArrow")
            )

    def test_from_parquet_to_parquet(self, spark, filings, tmp_path):
        filings.write.parquet(str(tmp_path / "filings.parquet"))
        spark_job.main(str(tmp_path / "filings.parquet"), str(tmp_path / "report"))
        assert spark.read.parquet(str(tmp_path / "report" / "windows")).count() == len(ROWS)
        assert spark.read.parquet(str(tmp_path / "report" / "conflicts")).count() == 5
