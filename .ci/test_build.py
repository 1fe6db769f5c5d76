"""The build, as somebody runs it who has the clone and nothing beside it, and what it makes."""

import os
import subprocess
import sys
import xml.etree.ElementTree
import zipfile
from pathlib import Path

import pytest

import spark
from commands import SHARED, WORK, run

pytestmark = pytest.mark.xdist_group("build")

MAVEN = ["mvn", "-B"]


@pytest.fixture(scope="module")
def verified(clone):
    """The clone after the README's test command."""
    run([*MAVEN, "verify"], cwd=clone, seconds=4500, show=True)
    return clone


@pytest.mark.timeout(4800)
def test_verify_in_a_clone_alone_in_an_empty_directory(verified):
    ran, skipped = cases(verified)
    print(f"{len(ran)} tests ran, {len(skipped)} were skipped")
    assert len(ran) > 1000


def cases(root: Path) -> tuple[set, set]:
    """Returns the tests that ran below a checkout and those that were skipped, by their reports."""
    ran, skipped = set(), set()
    for report in root.glob("*/target/surefire-reports/TEST-*.xml"):
        for case in xml.etree.ElementTree.parse(report).iter("testcase"):
            name = (case.get("classname"), case.get("name"))
            (ran if case.find("skipped") is None else skipped).add(name)
    return ran, skipped


@pytest.mark.timeout(4800)
def test_what_that_clone_skipped_passes_with_the_data_beside_it(verified):
    _, skipped = cases(verified)
    assert skipped, "the clone skipped no test, but some need data that it has not beside it"
    if not SHARED.is_dir():
        pytest.skip(f"{len(skipped)} tests of data that are not beside this checkout either")
    classes = {name for name, _ in skipped}
    specs = sorted(name for name in classes if name.endswith("Spec"))
    junit = sorted(classes - set(specs))
    for reports in verified.glob("*/target/surefire-reports"):
        run(["rm", "-rf", reports])
    data = verified.parent / "shared"
    data.symlink_to(SHARED)
    try:
        words = [*MAVEN, "test", "-Dtest=" + (",".join(junit) or "None")]
        words += ["-Dsurefire.failIfNoSpecifiedTests=false"]
        words += ["-DwildcardSuites=" + (",".join(specs) or "none")]
        run(words, cwd=verified, seconds=1800, show=True)
    finally:
        data.unlink()
    ran, left = cases(verified)
    assert not left, f"skipped here, too: {sorted(left)}"
    assert classes <= {name for name, _ in ran}
    print(f"{len(skipped)} tests that the clone skipped ran here")


def test_drivers_that_are_killed_and_two_at_once(clone):
    words = [*MAVEN, "-DskipTests", "-Pkills", "verify", "-Dnet2vec.kills=1", "-Dnet2vec.pairs=1"]
    said = run(words, cwd=clone, seconds=1800, stderr=subprocess.STDOUT).stdout
    print(said)
    assert "Tests: succeeded " in said and "Tests: succeeded 0" not in said


def test_the_contenders_of_the_benchmark_give_the_exact_mean(clone):
    """All but those whose packages are large: torch and ClickHouse."""
    words = [*MAVEN, "-q", "-DskipTests", "-Pbenchmark", "verify", f"-Dbenchmark.directory={WORK}"]
    words += ["-Dbenchmark.without=torch,chdb", f"-Dbenchmark.python={sys.executable}"]
    quick = os.environ | {"JAVA_TOOL_OPTIONS": spark.QUICK_START}
    said = run([*words, "-Dbenchmark.options=check"], cwd=clone, seconds=1800, env=quick).stdout
    print(said)
    for tool in "NumPy, float64", "NumPy, float32", "DuckDB, `unnest`", "Polars", "`pandas_udf`":
        assert tool in said
    assert "200 pairs of 14×14 with targets of 31×31" in said


SERVICE = "META-INF/services/org.apache.spark.sql.SparkSessionExtensionsProvider"
FOREIGN = "org/apache/spark/", "scala/", "picocli/", "gg/", "com/google/", "com/fasterxml/"
# Old versions with known holes, which ND4J has built in or would bring.
HOLES = """org/nd4j/shade/jackson/ org/nd4j/shade/yaml/ org/nd4j/shade/protobuf/ org/nd4j/shade/guava/io/
org/yaml/ org/apache/commons/net/ oshi/ com/sun/jna/ org/threeten/""".split()


def test_the_jars_hold_what_they_should_and_nothing_else(jars):
    for jar in spark.UDF_JAR, spark.JOB_JAR:
        with zipfile.ZipFile(jar) as z:
            names = z.namelist()
            assert b"dev.net2vec" in z.read(SERVICE)
        assert not [name for name in names if name.startswith(FOREIGN)]
        assert not [name for name in names if any(hole in name for hole in HOLES)]
        assert len(names) == len(set(names)), "entries that are there twice"
        print(os.path.basename(jar), os.path.getsize(jar), "bytes")
    assert os.path.getsize(spark.UDF_JAR) < 1_000_000
