"""What a PySpark Connect client does with the functions; the jar is on the server alone."""

import json
import logging
import subprocess
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import call_function, col, lit

import python_errors

SAMPLE = "job/sample"


def says(what, actual, expected):
    assert actual == expected, f"{what}: {actual!r}, but should be {expected!r}"
    print(f"{what}: {actual!r}")


def asked(spark):
    """Asks for scalars, aggregates, a description and errors in one session."""
    select = "SELECT net2vec(array(0.25, 1.0), array(0, 1)), try_net2vec(array(2.0), array(1))"
    says("scalar", tuple(spark.sql(select).first()), (0.875, None))

    masks = spark.read.parquet(SAMPLE)
    pair = [col("prediction"), col("target")]
    worst = masks.select("instance", call_function("net2vec", *pair).alias("value"))
    worst = worst.where("instance LIKE '%-dog'").orderBy("value").first()
    says("worst dog", (worst[0], round(worst[1], 3)), ("4-dog", 1639.145))

    mean = call_function("net2vec_mean", *pair, lit(0.9)).alias("mean")
    says("aggregate", means(masks.groupBy("concept").agg(mean)), of_the_job())

    query = f"EXPLAIN SELECT net2vec_mean(prediction, target) FROM parquet.`{SAMPLE}`"
    says("scan", "batches fit masks" in spark.sql(query).first()[0], True)

    text = "\n".join(row[0] for row in spark.sql("DESCRIBE FUNCTION EXTENDED net2vec").collect())
    says("description", [w for w in ("Usage:", "Examples:") if w in text], ["Usage:", "Examples:"])

    python_errors.check(spark)


def means(rows):
    return {row["concept"]: row["mean"] for row in rows.collect()}


def of_the_job():
    """Returns the job's values of the same groups: SQL has the same bits."""
    words = ["job/bin/net2vec-eval", "evaluate", "--input", SAMPLE, "--group-by", "concept"]
    ran = subprocess.run(
        [*words, "--factor-pos-class", "0.9", "--json"],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return {row["key"]["concept"]: row["value"] for row in json.loads(ran.stdout)["groups"]}


def main():
    # PySpark logs each error with its stack, too.
    logging.disable(logging.ERROR)
    # The functions are there in each session, not only in the first.
    for number in range(2):
        spark = SparkSession.builder.remote(sys.argv[1]).create()
        print(f"session {number + 1}, Spark {spark.version}")
        if number == 0:
            asked(spark)
        else:
            spark.conf.set("spark.net2vec.factorPosClass", "0.9")
            says("session", spark.sql("SELECT net2vec(array(0.25, 1.0), array(0, 1))").first()[0], 0.975)
        spark.stop()


if __name__ == "__main__":
    main()
