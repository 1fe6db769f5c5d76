"""What each Spark and Java must do with the jars as they were built: SQL, and the job."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import spark

README = open(os.path.join(spark.ROOT, "README.md"), encoding="utf-8").read()
JOBS = [
    ["--config", "conf/demo.yaml", "--factor-pos-class", "0.5,0.9,auto", "--instances"],
    ["--predictions", "job/sample-files/predictions", "--targets", "job/sample-files/targets"]
    + ["--format", "files", "--metadata", "job/sample-files/instances.csv"]
    + ["--metadata-key", "instance", "--group-by", "concept"],
    ["--group-by", "concept", "--on-corrupt-shard", "skip", "--input"],
]


def table():
    """Returns {Spark: {Java: cell}} as the README has it."""
    heading = re.search(r"^\| Spark((?: \| Java \d+)+) \|$", README, re.M)
    javas = [int(java) for java in re.findall(r"\d+", heading[1])]
    rows = re.match(r"\n\|[-|]+\|\n((?:\|.*\|\n)+)", README[heading.end() :])[1]
    cells = {}
    for row in rows.splitlines():
        version, *said = [cell.strip() for cell in row.strip("|").split("|")]
        cells[version] = dict(zip(javas, said, strict=True))
    return cells


def statements():
    """Returns pairs of a statement and its rows: the README's SQL, then smoke.sql."""
    text = "\n".join(re.findall(r"^```sql\n(.*?)^```", README, re.S | re.M))
    with open(os.path.join(spark.ROOT, ".ci", "smoke.sql"), encoding="utf-8") as more:
        text += re.sub(r"\A(--.*\n)+", "", more.read())
    pairs = []
    for part in re.split(r"(?<=;)\n", text):
        rows = re.match(r"(--.*\n?)*", part)[0]
        if rows:
            pairs[-1][1].extend(row[2:].strip() for row in rows.splitlines())
        if part[len(rows) :].strip():
            pairs.append((part[len(rows) :].strip(), []))
    return pairs


def sql(home, java, scratch):
    """Runs all statements in one spark-sql, with nothing but --jars, and compares their rows."""
    pairs = statements() + [("DESCRIBE FUNCTION net2vec;", None)]
    script = os.path.join(scratch, "smoke.sql")
    with open(script, "w", encoding="utf-8") as out:
        out.write("\n".join(statement for statement, _ in pairs))
    words = spark.submit(home, java) + ["--class", spark.SQL_SHELL, "--master", "local[1]"]
    # Without a metastore, which takes seconds to start.
    words += ["--conf", "spark.sql.catalogImplementation=in-memory"]
    words += ["--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=2"]
    words += ["--jars", spark.UDF_JAR, "spark-internal", "-f", script]
    ran = run(words, home, java, scratch, "sql")
    said = [line.rstrip().replace("\t", "  ") for line in ran.stdout.splitlines()]
    expected = [row for _, rows in pairs if rows for row in rows]
    described = said[len(expected) :]
    if said[: len(expected)] != expected or described[:1] != ["Function: net2vec"]:
        raise SystemExit(f"SQL says\n  {said}\nbut should say\n  {expected} and Function: net2vec …")
    return len(pairs)


def python(home, java):
    """Checks, in this Spark's PySpark, how errors arrive, and runs the README's Python."""
    env = spark.environment(home, java, PYTHONPATH=os.path.dirname(home))
    words = [sys.executable, os.path.join(spark.ROOT, ".ci", "python_errors.py"), spark.UDF_JAR]
    ran = subprocess.run(
        words, cwd=spark.ROOT, env=env, capture_output=True, stdin=subprocess.DEVNULL, text=True
    )
    if ran.returncode != 0:
        raise SystemExit(f"PySpark ended with {ran.returncode}: {ran.stdout} {ran.stderr[-3000:]}")


BATCHES = """
INSERT OVERWRITE DIRECTORY '{masks}' USING parquet
SELECT transform(sequence(1, 10000), i -> float(i / 10000)) AS prediction,
       transform(sequence(1, 10000), i -> tinyint(i % 2)) AS target FROM range(0, 200, 1, 1);
SELECT net2vec_sum(prediction, target) > 0 FROM parquet.`{masks}`;
SELECT sum(size(prediction) + size(target)) > 0 FROM parquet.`{masks}`;
"""


def batches(home, java, scratch):
    """Returns how many batches 200 masks, 10 MB, are read in: by our function, by Spark's."""
    script, events = os.path.join(scratch, "batches.sql"), os.path.join(scratch, "events")
    os.makedirs(events)
    with open(script, "w", encoding="utf-8") as out:
        out.write(BATCHES.format(masks=os.path.join(scratch, "masks")))
    words = spark.submit(home, java) + ["--class", spark.SQL_SHELL, "--master", "local[1]"]
    words += ["--conf", "spark.sql.catalogImplementation=in-memory"]
    words += ["--conf", "spark.ui.enabled=false", "--conf", "spark.eventLog.enabled=true"]
    words += ["--conf", f"spark.eventLog.dir={events}", "--conf", "spark.eventLog.compress=false"]
    words += ["--jars", spark.UDF_JAR, "spark-internal", "-f", script]
    ran = run(words, home, java, scratch, "batches")
    assert ran.stdout.split() == ["true", "true"], ran.stdout
    counts = []
    for log in pathlib.Path(events).rglob("events_*"):
        for event in map(json.loads, log.read_text(encoding="utf-8").splitlines()):
            for value in event.get("Stage Info", {}).get("Accumulables", []):
                if value.get("Name") == "number of input batches":
                    counts.append(int(value["Value"]))
    return counts


def run(words, home, java, scratch, name):
    log = os.path.join(scratch, name + ".log")
    with open(log, "w", encoding="utf-8") as err:
        ran = subprocess.run(
            words,
            cwd=spark.ROOT,
            env=spark.environment(home, java),
            stdout=subprocess.PIPE,
            stderr=err,
            stdin=subprocess.DEVNULL,
            text=True,
        )
    if ran.returncode != 0:
        tail = open(log, encoding="utf-8").read()[-3000:]
        raise SystemExit(f"{name} ended with {ran.returncode}: {tail}")
    return ran


def damaged(scratch):
    """Copies the sample's shards beside one that ends early, which is to be left out."""
    shards = os.path.join(scratch, "damaged")
    shutil.copytree(os.path.join(spark.ROOT, "job", "sample"), shards)
    first = min(file for file in os.listdir(shards) if file.endswith(".parquet"))
    with open(os.path.join(shards, first), "rb") as whole:
        part = whole.read()
    with open(os.path.join(shards, "part-damaged.parquet"), "wb") as out:
        out.write(part[:-100])


def figures(text):
    """Returns what two runs over the same data must agree in, doubles as they were printed."""
    summary = json.loads(text, parse_float=str)
    shards = [os.path.basename(shard["path"]) for shard in summary["corrupt_shards"]]
    return {key: summary[key] for key in ("instances", "overall", "groups")} | {"left_out": shards}


def job(home, java, scratch, commands):
    """Runs the job by spark-submit and returns the figures of each run."""
    results = []
    for number, arguments in enumerate(commands):
        arguments = list(arguments)
        if arguments[-1] == "--input":
            arguments.append(os.path.join(os.path.dirname(scratch), "damaged"))
        words = spark.submit(home, java) + ["--master", "local[1]", "--conf"]
        words += ["spark.ui.enabled=false", spark.JOB_JAR, "evaluate", *arguments, "--json"]
        words += ["--output", os.path.join(scratch, "results")]
        results.append(figures(run(words, home, java, scratch, f"job-{number + 1}").stdout))
    return results
