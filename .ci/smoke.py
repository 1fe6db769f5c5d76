"""What each Spark and Java must do with the jars as they were built: SQL, and the job."""

import json
import os
import re
import shutil

import commands
import documents
import spark

JOBS = [
    ["--config", "conf/demo.yaml", "--factor-pos-class", "0.5,0.9,auto", "--instances"],
    ["--predictions", "job/sample-files/predictions", "--targets", "job/sample-files/targets"]
    + ["--format", "files", "--metadata", "job/sample-files/instances.csv"]
    + ["--metadata-key", "instance", "--group-by", "concept"],
    ["--group-by", "concept", "--on-corrupt-shard", "skip"],
]


# 200 masks, 10 MB, read by our function and by Spark's.
BATCHES = """RESET;
INSERT OVERWRITE DIRECTORY '{masks}' USING parquet
SELECT transform(sequence(1, 10000), i -> float(i / 10000)) AS prediction,
       transform(sequence(1, 10000), i -> tinyint(i % 2)) AS target FROM range(0, 200, 1, 1);
SELECT net2vec_sum(prediction, target) > 0 FROM parquet.`{masks}`;
-- true
SELECT sum(size(prediction) + size(target)) > 0 FROM parquet.`{masks}`;
-- true
DESCRIBE FUNCTION net2vec;
-- Function: net2vec
"""


def sql(home, java, scratch):
    """Runs all statements in one spark-sql, with nothing but --jars, and compares their rows. Returns how
    many there are, and how many batches each of the last two read its masks in."""
    events, script = scratch / "events", scratch / "smoke.sql"
    events.mkdir()
    more = re.sub(r"\A(--.*\n)+", "", (commands.ROOT / ".ci" / "smoke.sql").read_text(encoding="utf-8"))
    pairs = documents.sql() + documents.statements(more)
    pairs += documents.statements(BATCHES.format(masks=scratch / "masks"))
    script.write_text("\n".join(statement for statement, _ in pairs), encoding="utf-8")
    options = ["--conf", "spark.sql.shuffle.partitions=2", "--conf", "spark.eventLog.enabled=true"]
    options += ["--conf", f"spark.eventLog.dir={events}", "--conf", "spark.eventLog.compress=false"]
    options += ["--jars", spark.UDF_JAR, "-f", str(script)]
    ran = commands.run(spark.sql(home, *options, java=java), env=spark.environment(home, java))
    said = [line.rstrip().replace("\t", "  ") for line in ran.stdout.splitlines()]
    expected = [row for _, rows in pairs for row in rows]
    assert said[: len(expected)] == expected
    counts = []
    for log in events.rglob("events_*"):
        for event in map(json.loads, log.read_text(encoding="utf-8").splitlines()):
            for value in event.get("Stage Info", {}).get("Accumulables", []):
                if value.get("Name") == "number of input batches":
                    counts.append(int(value["Value"]))
    return len(pairs), counts[-2:]


def python(home, java):
    """Checks, in this Spark's PySpark, how errors arrive, and runs the documents' stream."""
    env = spark.environment(home, java, PYTHONPATH=os.path.dirname(home))
    script = commands.ROOT / ".ci" / "python_errors.py"
    print(commands.run([spark.python(), script, spark.UDF_JAR], env=env).stdout)


def damaged(directory):
    """Copies the sample's shards beside one that ends early, which is to be left out."""
    shards = directory / "damaged"
    shutil.copytree(commands.ROOT / "job" / "sample", shards)
    whole = min(shards.glob("*.parquet")).read_bytes()
    (shards / "part-damaged.parquet").write_bytes(whole[:-100])
    return shards


def figures(text):
    """Returns what two runs over the same data must agree in, doubles as they were printed."""
    summary = json.loads(text, parse_float=str)
    shards = [os.path.basename(shard["path"]) for shard in summary["corrupt_shards"]]
    return {key: summary[key] for key in ("instances", "overall", "groups")} | {"left_out": shards}


def job(words, scratch, runs, **env):
    """Runs the job and returns the figures of each run, the last of them over damaged shards."""
    results = []
    for arguments in runs:
        arguments = ["evaluate", *arguments, "--json", "--output", scratch / "results"]
        if "--on-corrupt-shard" in arguments:
            arguments += ["--input", damaged(scratch)]
        results.append(figures(commands.run([*words, *arguments], **env).stdout))
    return results
