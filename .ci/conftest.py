"""What tests share, each made where it is first asked for. Two processes run tests, so what they share
lies in target/ci, and one makes it."""

import os

import pytest

import spark
from commands import LAUNCHER, ROOT, WORK, environment, locked, run

pytest_plugins = ["reporting"]

# Most of the job's runs here take seconds; compiling their code twice would double that.
os.environ["NET2VEC_JAVA_OPTS"] = spark.QUICK_START


@pytest.fixture(scope="session")
def jars():
    """The jars of this checkout, built by the launcher where they are not."""
    with locked("jars"):
        run([LAUNCHER, "--version"], seconds=1800)


@pytest.fixture(scope="session")
def python():
    """A Python with PySpark, as somebody has it who works with masks."""
    return spark.python()


@pytest.fixture(scope="session")
def client():
    """A Python with PySpark's Connect client alone."""
    return environment("venv-client", f"pyspark-client=={spark.SPARK_VERSION}", "pandas<3")


@pytest.fixture(scope="session")
def home():
    """The Spark that the project is built with."""
    return spark.home(spark.SPARK_VERSION)


@pytest.fixture(scope="session")
def clone():
    """A clone alone in an empty directory; what is not committed comes along."""
    alone = WORK / "alone"
    run(["rm", "-rf", alone])
    alone.mkdir(parents=True)
    run(["git", "clone", "--quiet", ROOT, alone / "clone"])
    changes = alone / "changes.patch"
    run(["git", "diff", "--binary", f"--output={changes}", "HEAD"])
    if changes.stat().st_size:
        run(["git", "apply", changes], cwd=alone / "clone")
    return alone / "clone"
