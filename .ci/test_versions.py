"""Runs the jars, as they were built, on every Spark and Java of the table of versions.

A cell says "yes" where these pass, and "no" where that Spark itself does not start on that Java. The first
Java of a Spark runs the whole of the job's commands and asks PySpark how errors arrive, the others run the
first; all run the same SQL."""

import json
import os

import pytest

import documents
import smoke
import spark
from commands import LAUNCHER, locked, run

TABLE = documents.versions()
CELLS = [(version, java) for version, cells in TABLE.items() for java in cells]


def test_versions_has_the_spark_that_the_project_is_built_with():
    assert spark.SPARK_VERSION in TABLE


@pytest.fixture(scope="session")
def figures(jars, tmp_path_factory):
    """The job's figures as it runs embedded; one process asks for both."""
    base = tmp_path_factory.getbasetemp()
    kept = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "figures.json"
    with locked("figures"):
        if not kept.exists():
            ran = smoke.job([LAUNCHER], tmp_path_factory.mktemp("embedded"), smoke.JOBS)
            kept.write_text(json.dumps(ran), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("version", "major"), CELLS)
def test_versions(jars, figures, version, major, tmp_path):
    home, java = spark.home(version), spark.java_home(major)
    assert spark.java_major(java) == major
    said = TABLE[version][major]
    assert said in ("yes", "no")
    env = spark.environment(home, java)
    if said == "no":
        ran = run(spark.sql(home, "-e", "SELECT 6 * 7", java=java), env=env, status=None)
        assert ran.returncode != 0 or ran.stdout.strip() != "42", "it does start"
        print(*[line for line in ran.stderr.splitlines() if "Exception" in line][:1])
        return

    count, (fit, as_usual) = smoke.sql(home, java, tmp_path)
    assert fit > 10 and as_usual == 1, f"masks were read in {fit} batches, others in {as_usual}"
    whole = major == next(iter(TABLE[version]))
    if whole:
        smoke.python(home, java)
    words = [*spark.submit(home, java), "--master", "local[1]", "--conf", "spark.ui.enabled=false"]
    runs = smoke.JOBS if whole else smoke.JOBS[:1]
    ran = smoke.job([*words, spark.JOB_JAR], tmp_path, runs, env=env)
    assert ran == figures[: len(ran)], "other figures of the job than embedded"
    print(f"{count} statements, {len(ran)} of the job's commands")
