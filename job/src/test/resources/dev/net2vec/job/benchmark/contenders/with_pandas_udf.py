"""A pandas_udf in NumPy, in a PySpark of its own."""

import io
import os
import sys

import numpy as np
import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql.functions import avg, pandas_udf
from pyspark.sql.types import DoubleType

# For Spark's workers, which import this module.
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["PYTHONPATH"] = os.path.dirname(__file__)


def value(o, t):
    foreground = t > 0
    return 0.5 * o[foreground].sum(dtype=float) + 0.5 * (1 - o[~foreground].astype(float)).sum()


@pandas_udf(DoubleType())
def of_arrays(predictions: pd.Series, targets: pd.Series) -> pd.Series:
    return pd.Series([value(o, t) for o, t in zip(predictions, targets)])


@pandas_udf(DoubleType())
def of_npy(predictions: pd.Series, targets: pd.Series) -> pd.Series:
    pairs = zip(predictions, targets)
    return pd.Series([value(np.load(io.BytesIO(o)), np.load(io.BytesIO(t))) for o, t in pairs])


def mean(dataset, cores):
    spark = (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.driver.memory", "2g")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    # What suits masks; the defaults, 4096 and 10000 rows, do not fit into memory.
    spark.conf.set("spark.sql.parquet.columnarReaderBatchSize", dataset.batch)
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 2 * dataset.batch)
    score = of_npy if dataset.layout == "NPY" else of_arrays
    masks = spark.read.parquet(dataset.path)
    return masks.agg(avg(score("prediction", "target"))).head()[0]


def close():
    """Waits for the JVM, whose core-seconds are counted only then."""
    gateway = SparkSession.active().sparkContext._gateway
    SparkSession.active().stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()
