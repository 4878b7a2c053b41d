"""A nightly job over a register of filings, in Spark:
`python -m examples.hosts.spark_job filings.parquet report`.

The register has the columns account, kind, number and received_at. Conflicts and windows are worked
out by Spark itself, with joins and without a Python function for each row. Only keys need Python:
each distinct credential is read once, on the driver, and joined back.
"""

import sys

from pyspark.sql import DataFrame, SparkSession

from icp_rules import frames


def keyed(filings: DataFrame) -> DataFrame:
    """The filings with the key of each credential, or in `credential_problem` why it has none."""
    distinct = filings.select("kind", "number").distinct().toArrow()
    keys = filings.sparkSession.createDataFrame(frames.canonical_keys(distinct)).withColumnRenamed(
        "problem", "credential_problem"
    )
    same = (filings["kind"].eqNullSafe(keys["kind"])) & (
        filings["number"].eqNullSafe(keys["number"])
    )
    return filings.join(keys, same, "left").drop(keys["kind"]).drop(keys["number"])


def report(filings: DataFrame) -> tuple[DataFrame, DataFrame]:
    """Windows, a row a filing, without the numbers; and the filings that break "one account, one
    subject", whose keys hold the numbers.
    """
    known = keyed(filings)
    windows = frames.add_processing_windows(known).drop("number", "subject_key")
    return windows, frames.find_conflicts(known, subject="subject_key")


def main(register: str, out: str) -> None:
    """Read Parquet, write Parquet."""
    spark = SparkSession.builder.getOrCreate()
    windows, conflicts = report(spark.read.parquet(register))
    windows.write.parquet(f"{out}/windows")
    conflicts.write.parquet(f"{out}/conflicts")


if __name__ == "__main__":
    main(*sys.argv[1:])
