"""The jars under a stock Spark from PyPI, as spark-submit, spark-sql and PySpark load them."""

import json
import math
import os
import struct

import pytest

import spark
from commands import LAUNCHER, ROOT, run

pytestmark = pytest.mark.xdist_group("spark")

DEMO = ["evaluate", "--config", "conf/demo.yaml"]
SELECT = "SELECT net2vec(array(0.2f, 0.9f), array(0, 1))"


@pytest.fixture(scope="module")
def embedded(jars):
    return json.loads(run([LAUNCHER, *DEMO, "--json"]).stdout)


def same(one, other):
    """Both summaries must agree but for what tells the runs apart."""
    assert one["instances"]["evaluated"] == 60
    assert other["instances"]["evaluated"] == 60
    keys = {key for key in one.keys() | other.keys() if not key.startswith("run_")}
    keys -= {"settings", "run"}
    assert {key: other.get(key) for key in keys} == {key: one.get(key) for key in keys}
    print("the same in", ", ".join(sorted(keys)))


def test_spark_submit_says_what_the_embedded_run_says(embedded, home):
    words = [*spark.submit(home), spark.JOB_JAR, *DEMO, "--json"]
    same(embedded, json.loads(run(words, env=spark.environment(home)).stdout))


def test_so_does_the_launcher_with_spark_home(embedded, home):
    ran = run([LAUNCHER, *DEMO, "--json"], env=spark.environment(home))
    same(embedded, json.loads(ran.stdout))


def single(number):
    return struct.unpack("f", struct.pack("f", number))[0]


def is_085(text):
    """Whether the text ends with 0.85, as far as FLOAT holds 0.2 and 0.9."""
    expected = 0.5 * single(0.9) + 0.5 * (1 - single(0.2))
    value = float(text.split()[-1])
    assert abs(value - expected) <= 1e-12
    assert abs(value - 0.85) < 1e-7
    print(value)


@pytest.fixture(scope="module")
def spark_sql(jars, home, tmp_path_factory):
    """What spark-sql prints of a value and of a function's description, with nothing but --jars."""
    words = [os.path.join(home, "bin", "spark-sql"), "--jars", spark.UDF_JAR]
    words += ["-e", f"{SELECT}; DESCRIBE FUNCTION EXTENDED net2vec"]
    ran = run(words, cwd=tmp_path_factory.mktemp("spark-sql"), env=spark.environment(home))
    return ran.stdout.split("\n", 1)


def test_spark_sql(spark_sql):
    is_085(spark_sql[0])


def test_spark_sql_describes_a_function(spark_sql):
    print(spark_sql[1])
    for words in "Function: net2vec", "Usage:", "Arguments:", "Examples:", "Since:":
        assert words in spark_sql[1]


def test_pyspark(jars, python, home, tmp_path):
    code = f"""
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local[2]").config("spark.jars", {spark.UDF_JAR!r}).getOrCreate()
print(repr(spark.sql({SELECT!r}).first()[0]))
spark.stop()
"""
    is_085(run([python, "-c", code], cwd=tmp_path, env=spark.environment(home)).stdout)


def test_standard_error_is_json_lines_where_that_is_asked_for(jars, tmp_path):
    # Of this setting, Spark warns.
    env = os.environ | {"NET2VEC_JAVA_OPTS": f"-Dspark.local.dir={tmp_path / 'scratch'}"}
    ran = run([LAUNCHER, *DEMO, "--log-format", "json"], env=env)
    assert ran.stdout == run([LAUNCHER, *DEMO]).stdout
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert lines and all(line["ts"] and line["level"] and line["msg"] for line in lines)
    assert lines[-1]["context"]["exit_code"] == "0", lines[-1]
    loggers = {line["logger"] for line in lines}
    print(len(lines), "lines by", sorted(loggers))
    assert any("SparkConf" in logger for logger in loggers)


MEDIAN = """
package example;

import dev.net2vec.kpi.Reduction;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public final class Median implements Reduction {
  @Override
  public INDArray apply(INDArray values) {
    double[] sorted = values.toDoubleVector();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return Nd4j.scalar(
        sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
  }
}
"""
GEOMETRIC = "dev.net2vec.reduction.GeometricMean"
TWO_EXECUTORS = "local-cluster[2,1,1024]"


@pytest.fixture(scope="module")
def median(jars, tmp_path_factory):
    """A jar of a user's own, with a reduction."""
    work = tmp_path_factory.mktemp("median")
    (work / "Median.java").write_text(MEDIAN)
    run(["javac", "--release", "17", "-cp", spark.JOB_JAR, "-d", work / "classes", work / "Median.java"])
    run(["jar", "--create", "--file", work / "median.jar", "-C", work / "classes", "."])
    return work / "median.jar"


def test_a_reduction_of_a_user_on_two_executors(median, home, tmp_path):
    """Through the job's option, its YAML, and SQL, against Spark's own functions."""

    def job(arguments, env):
        words = [LAUNCHER, "evaluate", *arguments, "--json"]
        groups = json.loads(run(words, env=env | {"NET2VEC_JARS": str(median)}).stdout)["groups"]
        return {row["key"]["concept"]: row["value"] for row in groups}

    def sql(jar, reduction, other):
        query = f"SELECT concept, net2vec_reduce(prediction, target), {other}"
        query += f" FROM parquet.`{ROOT / 'job' / 'sample'}` GROUP BY 1"
        options = ["--jars", jar, "--conf", f"spark.net2vec.reduction={reduction}", "-e", query]
        words = spark.sql(home, *options, master=TWO_EXECUTORS)
        ran = run(words, cwd=tmp_path, env=spark.environment(home))
        rows = [line.split("\t") for line in ran.stdout.splitlines()]
        return {concept: (float(ours), float(sparks)) for concept, ours, sparks in rows}

    options = ["--input", "job/sample", "--group-by", "concept", "--id", "instance", "--reduction"]
    settings = tmp_path / "median.yaml"
    settings.write_text(
        "input: job/sample\ngroup_by: [concept]\nid: [instance]\nreduction: example.Median\n"
    )
    executors = spark.environment(home, NET2VEC_SUBMIT_OPTS=f"--master {TWO_EXECUTORS}")
    embedded = job([*options, "example.Median"], dict(os.environ))
    assert len(embedded) == 5
    assert job([*options, "example.Median"], executors) == embedded
    assert job(["--config", settings], executors) == embedded
    geometric = job([*options, GEOMETRIC], executors)
    # A tensor needs ND4J, which the job's jar brings; an Aggregator needs nothing.
    medians = sql(f"{spark.JOB_JAR},{median}", "example.Median", "median(net2vec(prediction, target))")
    means = sql(spark.UDF_JAR, GEOMETRIC, "exp(avg(ln(net2vec(prediction, target))))")
    for figures, table in (embedded, medians), (geometric, means):
        assert {concept: ours for concept, (ours, _) in table.items()} == figures
        for concept, (ours, sparks) in table.items():
            assert math.isclose(ours, sparks, rel_tol=1e-12), (concept, ours, sparks)
        print(figures)


def test_large_masks_in_a_small_heap(jars, home, tmp_path, request):
    """From the job and from SQL, two tasks at once, the sample's and those as NPY in two files as
    Spark writes them, a hundred to a page: the same mean, and no OutOfMemoryError."""

    def job(directory, rows, heap):
        env = os.environ | {"NET2VEC_DRIVER_MEMORY": heap}
        env["NET2VEC_JAVA_OPTS"] = "-Dspark.master=local[2]"
        words = [LAUNCHER, "evaluate", "--input", directory, "--group-by", "concept", "--json"]
        summary = json.loads(run(words, env=env).stdout)
        assert summary["instances"]["evaluated"] == rows
        return repr(summary["overall"][0]["value"])

    def sql(heap, statement):
        options = ["--driver-memory", heap, "--jars", spark.UDF_JAR, "-e", statement]
        words = spark.sql(home, *options, master="local[2]")
        # Megabytes of pixels are worth the second compiler.
        env = spark.environment(home, JAVA_TOOL_OPTIONS="")
        return run(words, cwd=tmp_path, env=env).stdout.strip()

    for asked in request.config.getoption("--large-masks") or ["200,1024,1g"]:
        rows, side, heap = asked.split(",")
        masks, npy = tmp_path / f"masks-{asked}", tmp_path / f"npy-{asked}"
        sample = ["sample", "--rows", rows, "--size", f"{side}x{side}", "--output", masks]
        run([LAUNCHER, *sample])
        mean = job(masks, int(rows), heap)
        query = "SELECT net2vec_mean(prediction, target) FROM parquet.`{}`"
        # Spark's writer has all of a page in memory, and more than once.
        write = f"INSERT OVERWRITE DIRECTORY '{npy}' USING parquet SELECT /*+ REPARTITION(2) */ concept,"
        write += f" mask_to_npy(prediction) AS prediction, target FROM parquet.`{masks}`"
        assert sql(heap, query.format(masks)) == mean
        sql("8g", write)
        assert job(npy, int(rows), heap) == mean
        assert sql(heap, query.format(npy)) == mean
        print(f"{rows} pairs of {side}x{side} in {heap}: {mean}, four times")
