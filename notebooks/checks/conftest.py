from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode
from pyspark.sql import SparkSession

import execution

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session with the library on Spark's class path."""
    version = re.search("<version>(.*)</version>", (ROOT / "pom.xml").read_text()).group(1)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", ROOT / f"udf/target/net2vec-udf-{version}.jar")
        .config("spark.ui.enabled", False)
        .config("spark.sql.shuffle.partitions", 2)
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="session")
def committed() -> NotebookNode:
    """The notebook as it is kept."""
    return execution.read()


@pytest.fixture(scope="session")
def executed(committed: NotebookNode) -> NotebookNode:
    """The notebook as it runs now."""
    return execution.run(committed)
