"""Answers each line "LAYOUT<tab>PATH<tab>ROWS" with the mean value, computed by a pandas_udf in NumPy."""

import io
import os
import sys

import numpy as np
import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql.functions import avg, pandas_udf

os.environ["PYSPARK_PYTHON"] = sys.executable
spark = (
    SparkSession.builder.master(f"local[{sys.argv[1]}]")
    .config("spark.driver.memory", "2g")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)


def value(o, t):
    foreground = t > 0
    return 0.5 * o[foreground].sum(dtype=float) + 0.5 * (1 - o[~foreground]).sum(dtype=float)


def npy(cell):
    return np.load(io.BytesIO(cell))


@pandas_udf("double")
def of_arrays(predictions: pd.Series, targets: pd.Series) -> pd.Series:
    return pd.Series([value(o, t) for o, t in zip(predictions, targets)])


@pandas_udf("double")
def of_nested(predictions: pd.Series, targets: pd.Series) -> pd.Series:
    return pd.Series([value(np.stack(o), np.stack(t)) for o, t in zip(predictions, targets)])


@pandas_udf("double")
def of_npy(predictions: pd.Series, targets: pd.Series) -> pd.Series:
    return pd.Series([value(npy(o), npy(t)) for o, t in zip(predictions, targets)])


functions = {"1-D arrays": of_arrays, "2-D arrays": of_nested, "NPY": of_npy}
for line in sys.stdin:
    layout, path, rows = line.rstrip("\n").split("\t")
    # What suits masks; the defaults, 4096 and 10000 rows, do not fit into memory.
    spark.conf.set("spark.sql.parquet.columnarReaderBatchSize", rows)
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(2 * int(rows)))
    masks = spark.read.parquet(path)
    score = functions[layout]("prediction", "target")
    print(repr(float(masks.agg(avg(score)).head()[0])), flush=True)
