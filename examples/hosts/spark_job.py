"""A nightly Spark job that checks all filings:
`python -m examples.hosts.spark_job filings.parquet report`.

The file has the columns account, kind, number and received_at. Spark itself computes the conflicts
and the processing windows with joins, without calling Python for each row. Only the keys of the
subjects need Python: the driver computes one for each distinct credential and joins them back.
"""

import sys

from pyspark.sql import DataFrame, SparkSession

from icp_rules import frames


def keyed(filings: DataFrame) -> DataFrame:
    """The filings with the key of each subject. `credential_problem` says why a key is missing."""
    distinct = filings.select("kind", "number").distinct().toArrow()
    keys = filings.sparkSession.createDataFrame(frames.canonical_keys(distinct)).withColumnRenamed(
        "problem", "credential_problem"
    )
    same = (filings["kind"].eqNullSafe(keys["kind"])) & (
        filings["number"].eqNullSafe(keys["number"])
    )
    return filings.join(keys, same, "left").drop(keys["kind"]).drop(keys["number"])


def report(filings: DataFrame) -> tuple[DataFrame, DataFrame]:
    """Two frames: the processing window of each filing, without identity numbers, and the filings
    that break "one account, one subject", with keys that contain identity numbers.
    """
    known = keyed(filings)
    windows = frames.add_processing_windows(known).drop("number", "subject_key")
    return windows, frames.find_conflicts(known, subject="subject_key")


def main(register: str, out: str) -> None:
    """Read the filings from Parquet and write both frames to Parquet."""
    spark = SparkSession.builder.getOrCreate()
    windows, conflicts = report(spark.read.parquet(register))
    windows.write.parquet(f"{out}/windows")
    conflicts.write.parquet(f"{out}/conflicts")


if __name__ == "__main__":
    main(*sys.argv[1:])
