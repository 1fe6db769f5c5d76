from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode
from pyspark.sql import DataFrame, SparkSession

import execution
from net2vec import session

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session with the library on Spark's class path."""
    conf = {"spark.ui.enabled": False, "spark.sql.shuffle.partitions": 2}
    made = session(master="local[2]", **conf)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def masks(spark: SparkSession) -> DataFrame:
    """One pair of masks, and a b."""
    return spark.sql("SELECT array(0.25, 1.0) AS prediction, array(0, 1) AS target, 0.9 AS b")


@pytest.fixture(scope="session")
def committed() -> NotebookNode:
    """The notebook as it is kept."""
    return execution.read()


@pytest.fixture(scope="session")
def executed(committed: NotebookNode) -> NotebookNode:
    """The notebook as it runs now."""
    return execution.run(committed)
