"""Runs the jars, as they were built, on every Spark and Java of the README's table of versions.

A cell says "yes" where the smoke suite passes, and "no" where that Spark itself does not start on
that Java. Fails where a cell is not true. The first Java of a Spark runs the whole of the job's
commands and asks PySpark how errors arrive, the others run the first; all run the same SQL.

    versions.py [SPARK…]   all of the table where none is named
"""

import concurrent.futures
import os
import shutil
import subprocess
import sys
import time

import smoke
import spark


def starts(home, java):
    """Tells whether this Spark answers a query without any jar of the project."""
    words = spark.submit(home, java) + ["--class", spark.SQL_SHELL, "--master", "local[1]"]
    words += ["--conf", "spark.sql.catalogImplementation=in-memory", "spark-internal"]
    ran = subprocess.run(
        words + ["-e", "SELECT 6 * 7"],
        env=spark.environment(home, java),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    for line in [line for line in ran.stderr.splitlines() if "Exception" in line][:1]:
        print("  " + line, flush=True)
    return ran.returncode == 0 and ran.stdout.strip() == "42"


def run(version, major, said, commands):
    """Runs one cell and returns what is wrong with it, if anything, and the job's figures."""
    home, java = spark.home(version), spark.java_home(major)
    name = f"Spark {version}, Java {major}"
    if said == "no":
        print(f"{name}: Spark itself does not start", flush=True)
        return (f"{name}: it does start" if starts(home, java) else None), []
    if said != "yes":
        return f"{name}: the cell is {said}, but must be yes or no", []
    scratch = os.path.join(spark.WORK, "versions", f"{version}-{major}")
    os.makedirs(scratch)
    started = time.monotonic()
    try:
        count = smoke.sql(home, java, scratch)
        if commands == smoke.JOBS:
            smoke.python(home, java)
        figures = smoke.job(home, java, scratch, commands)
        fit, as_usual = smoke.batches(home, java, scratch)
        assert fit > 10 and as_usual == 1, f"masks were read in {fit} batches, others in {as_usual}"
    except (Exception, SystemExit) as failed:
        return f"{name}: {failed}", []
    seconds = time.monotonic() - started
    runs = f"{count} statements, {len(figures)} of the job's commands"
    print(f"{name}: {runs} ({seconds:.0f} s)", flush=True)
    return None, figures


def main():
    cells = smoke.table()
    assert spark.SPARK_VERSION in cells, f"the table lacks Spark {spark.SPARK_VERSION}"
    asked = sys.argv[1:] or list(cells)
    shutil.rmtree(os.path.join(spark.WORK, "versions"), ignore_errors=True)
    smoke.damaged(os.path.join(spark.WORK, "versions"))
    work = []
    for version in asked:
        spark.home(version)
        for number, (major, said) in enumerate(cells[version].items()):
            assert spark.java_major(spark.java_home(major)) == major
            work.append((version, major, said, smoke.JOBS[: None if number == 0 else 1]))
    # A Spark that runs for seconds keeps one core busy.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        ran = list(pool.map(lambda cell: run(*cell), work))
    wrong = [said for said, _ in ran if said]
    reference = max((figures for _, figures in ran), key=len)
    for (version, major, *_), (_, figures) in zip(work, ran):
        if figures != reference[: len(figures)]:
            wrong.append(f"Spark {version}, Java {major}: other figures of the job")
    print(f"{len(ran)} cells, {len(wrong)} wrong", *wrong, sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
