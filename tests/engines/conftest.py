"""One Spark for all tests of engines: it takes seconds to start."""

import os
import sys

import pytest


@pytest.fixture(scope="session")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
    )
    builder = builder.config("spark.driver.host", "127.0.0.1").config(
        "spark.sql.shuffle.partitions", "4"
    )
    try:
        # nothing may hang on it
        session = builder.config("spark.sql.session.timeZone", "America/New_York").getOrCreate()
    except Exception as error:
        pytest.skip(f"no Spark: {type(error).__name__}")
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
