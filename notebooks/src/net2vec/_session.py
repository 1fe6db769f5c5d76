from __future__ import annotations

import os
from typing import TypeAlias

from pyspark.sql import SparkSession

from net2vec._jar import jar

Setting: TypeAlias = "bool | float | int | str"


def session(builder: SparkSession.Builder | None = None, /, **conf: Setting) -> SparkSession:
    """Returns a SparkSession that has the functions, local unless Spark is told otherwise.

    A Spark that this starts gets the jar with ``spark.jars``, beside the jars that the builder or
    ``conf`` names. One that runs already must have been started with it: a Spark Connect server
    (``remote``, ``SPARK_REMOTE``), the Spark of ``spark-submit``, that of an earlier session.

    Args:
        builder: what the session is made with; default: ``SparkSession.builder``.
        **conf: Spark's settings, ``**{"spark.sql.shuffle.partitions": 8}``; a name without a dot
            is short for ``spark.`` and that name: ``master="local[2]"``, ``remote="sc://host"``.

    Raises:
        RuntimeError: Spark runs already, without the jar.

    >>> spark = session(master="local[2]")
    >>> spark.sql("SELECT net2vec(array(0.25, 1.0), array(0, 1))").first()[0]
    0.875
    """
    made = SparkSession.builder if builder is None else builder
    for key, value in conf.items():
        made = made.config(key if "." in key else f"spark.{key}", value)
    server = made._options.get("spark.remote", os.environ.get("SPARK_REMOTE", "local"))
    if server.startswith("local") and "PYSPARK_GATEWAY_PORT" not in os.environ:
        others = made._options.get("spark.jars")
        made = made.config("spark.jars", f"{others},{jar()}" if others else jar())
    spark = made.getOrCreate()
    if not spark.catalog.functionExists("net2vec"):
        raise RuntimeError(_without_jar(server))
    return spark


def _without_jar(server: str) -> str:
    if server.startswith("local"):
        return (
            "the Spark of this process was started without net2vec: call net2vec.session() first,"
            f" or start it with --jars {jar()}"
        )
    return f"the Spark Connect server {server} has no net2vec: start it with --jars {jar()}"
