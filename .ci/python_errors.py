"""What PySpark catches of the functions' errors, in a classic session as over Spark Connect.

    python_errors.py JAR      in a classic session that has the jar; runs the documents' stream, too
    python_errors.py ADDRESS  in a session of the Spark Connect server at sc://…, which has the jar
"""

import logging
import sys
import tempfile

import pyspark
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import SparkSession

import documents

CALL = "SELECT net2vec(array(1.0), array(1))"
MISMATCH = "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT"
RAISED = "USER_RAISED_EXCEPTION"

# Settings of the session, a query, the error's condition, and what it must say.
ANALYSIS = [
    ({}, "SELECT net2vec(array(1.0), array(1), 2.0)", MISMATCH)
    + ('"net2vec(array(1.0), array(1), 2.0)" due to data type mismatch:'
       " factor_pos_class is 2.0, but must be in [0, 1].",),
    ({}, "SELECT net2vec(array(0.5), 1Y)", MISMATCH, "target is TINYINT, but must be "),
    ({}, "SELECT net2vec_mean(array('a'), array(1))", MISMATCH)
    + ("prediction is ARRAY<STRING>, but must be ",),
    ({}, "SELECT net2vec_of(1)", MISMATCH)
    + ("summary is INT, but must be a STRUCT with instances, as net2vec_summary returns it.",),
    ({}, "SELECT net2vec(array(1.0), array(1), 'a')", MISMATCH)
    + ("factor_pos_class is STRING, but must be a number.",),
    ({}, "SELECT net2vec(array(1.0))", "WRONG_NUM_ARGS.WITHOUT_SUGGESTION")
    + ("The `net2vec` requires [2, 3, 4, 5] parameters but the actual number is 1.",),
    ({}, "SELECT net2vec(array(1.0), targets => array(1))", "UNRECOGNIZED_PARAMETER_NAME")
    + ("the argument named `targets`",),
    ({}, "SELECT net2vec(prediction => array(1.0))", "REQUIRED_PARAMETER_NOT_FOUND")
    + ("the parameter named `target` is required",),
    ({"activation": "sigmoidd"}, CALL, RAISED)
    + ("spark.net2vec.activation is 'sigmoidd', but must be none or sigmoid",),
    ({"factorPosClass": "half"}, CALL, RAISED)
    + ("spark.net2vec.factorPosClass is 'half', but must be a number in [0, 1]",),
    ({"targetThres": "1"}, CALL, RAISED)
    + ("spark.net2vec.targetThres is not a setting; did you mean spark.net2vec.targetThresh?",),
    ({"reduction": "median"}, "SELECT net2vec_reduce(array(1.0), array(1))", RAISED)
    + ("spark.net2vec.reduction is 'median', which is not on the class path; it must be mean, sum or",),
]

# The same at run time, of a query whose task fails.
RUN_TIME = [
    ("net2vec(array(1.5), array(id))",)
    + ("net2vec: prediction is 1.5 at [0], but every item must be in [0, 1] (shape 1)",),
    ("net2vec_mean(array(1.0), array(id, id))",)
    + ("net2vec_mean: prediction has shape 1 and target 2, but both must have the same",),
    ("net2vec_exact_sum(-1 - id)",)
    + ("net2vec_exact_sum: value is -1.0, but must be finite and at least 0",),
]


def check(spark):
    """Fails where an error arrives otherwise."""
    for settings, query, condition, words in ANALYSIS:
        for key, value in settings.items():
            spark.conf.set("spark.net2vec." + key, value)
        caught(spark, query, AnalysisException, condition, words)
        for key in settings:
            spark.conf.unset("spark.net2vec." + key)
    for call, words in RUN_TIME:
        caught(spark, f"SELECT {call} FROM range(1)", PySparkException, RAISED, words)
    print(f"{len(ANALYSIS)} kinds of analysis errors and {len(RUN_TIME)} of run-time errors")


def caught(spark, query, kind, condition, words):
    try:
        rows = spark.sql(query).collect()
    except kind as error:
        assert error.getCondition() == condition, f"{query}: {error.getCondition()}"
        assert words in str(error), f"{query}: {error} lacks {words!r}"
    else:
        raise AssertionError(f"{query}: {rows}, but should fail")


def streams(spark):
    """Runs the documents' streams: one leaves means in a table, the other parts in files."""
    with tempfile.TemporaryDirectory() as directory:
        checkpoint = f"{directory}/checkpoint"
        exec(documents.streams(), {"spark": spark, "checkpoint": checkpoint})
        parts = spark.read.parquet(f"{checkpoint}-parts").where("concept = 'dog'")
        kept = parts.selectExpr("sum(summary.instances)").collect()
    dog = spark.table("means").where("concept = 'dog'").select("mean").collect()
    assert [round(row[0], 3) for row in dog] == [1759.371], dog
    assert [row[0] for row in kept] == [12], kept


def classic(jar):
    builder = SparkSession.builder.master("local[1]").config("spark.jars", jar)
    spark = builder.config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    check(spark)
    streams(spark)
    spark.stop()


def connected(address):
    spark = SparkSession.builder.remote(address).create()
    print(f"PySpark {pyspark.__version__}, Spark Connect {spark.version}")
    assert pyspark.__version__ == spark.version
    check(spark)
    spark.stop()


if __name__ == "__main__":
    # PySpark logs each error with its stack, too.
    logging.disable(logging.ERROR)
    (connected if sys.argv[1].startswith("sc://") else classic)(sys.argv[1])
