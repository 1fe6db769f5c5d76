"""The wheel as a user installs it: in clean environments, with Spark or with its client alone."""

import os
import re
import socket
import subprocess
import sys
import time
import venv
import zipfile
from contextlib import closing, contextmanager
from pathlib import Path

import pyspark
import pytest

import net2vec
from conftest import ROOT

SECONDS = 300
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
SPARK_SUBMIT = Path(pyspark.__path__[0]) / "bin/spark-submit"
SERVER = """
import sys
from net2vec import session
print(session(remote=sys.argv[1]).sql("SELECT net2vec(array(0.25, 1.0), array(0, 1))").first()[0])
"""
OTHER_JAR = """
import sys
from pyspark.sql import SparkSession
import net2vec
spark = net2vec.session(SparkSession.builder.config("spark.jars", sys.argv[1]))
print(spark.sparkContext.getConf().get("spark.jars"))
"""
SUBMITTED = """
import net2vec
print(net2vec.session().sparkContext.getConf().get("spark.jars"))
"""
TOO_LATE = """
from pyspark.sql import SparkSession
import net2vec
SparkSession.builder.config("spark.ui.enabled", False).getOrCreate()
net2vec.session()
"""


def six_lines():
    """The first lines of Python in the README."""
    text = (ROOT / "notebooks/README.md").read_text("utf-8")
    return re.search(r"^```python\n(.*?)^```$", text, re.M | re.S).group(1)


def written(folder, code):
    """A program in a file: ``python -c`` is to PySpark's Connect a run of its doctests."""
    script = folder / "program.py"
    script.write_text(code, "utf-8")
    return script


def run(program, *words, **environment):
    """Runs a program elsewhere than in the clone."""
    return subprocess.run(
        [program, *words],
        cwd="/",
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def printed(program, *words, **environment):
    ran = run(program, *words, **environment)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def error(program, *words, **environment):
    """The line of standard error that says why a program failed."""
    ran = run(program, *words, **environment)
    assert ran.returncode == 1, ran.stdout
    return re.findall(r"^\w+Error: .*", ran.stderr, re.M)[-1]


@pytest.fixture(scope="module")
def wheel():
    (made,) = (ROOT / "notebooks/target").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(tmp_path_factory, wheel):
    """Makes clean environments, each with the wheel and packages."""

    def clean(*packages):
        folder = tmp_path_factory.mktemp("clean")
        venv.create(folder, with_pip=True)
        python = folder / "bin/python"
        options = ["--quiet", "--disable-pip-version-check"]
        printed(python, "-m", "pip", "install", *options, wheel, *packages)
        return python

    return clean


@pytest.fixture(scope="module")
def classic(environment):
    return environment(f"pyspark=={pyspark.__version__}")


@pytest.fixture(scope="module")
def client(environment):
    return environment(f"pyspark-client=={pyspark.__version__}", "pandas<3")


@contextmanager
def connect_server(log, *options):
    """A Spark Connect server on this machine alone; gives its address when it listens."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [SPARK_SUBMIT, "--master", "local[1]", "--conf", "spark.ui.enabled=false"]
    words += ["--conf", "spark.connect.grpc.binding.address=127.0.0.1"]
    words += ["--conf", f"spark.connect.grpc.binding.port={port}", "--class", CONNECT, *options]
    with log.open("w") as output:
        server = subprocess.Popen([*words, "spark-internal"], stdout=output, stderr=output)
    try:
        until = time.monotonic() + SECONDS
        while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def test_its_version_is_the_poms(wheel):
    maven = re.search("<version>(.*)</version>", (ROOT / "pom.xml").read_text()).group(1)
    assert wheel.name.split("-")[1] == maven.replace("-SNAPSHOT", ".dev0")


def test_its_jar_is_the_librarys(wheel):
    maven = re.search("<version>(.*)</version>", (ROOT / "pom.xml").read_text()).group(1)
    built = ROOT / f"udf/target/net2vec-udf-{maven}.jar"
    with zipfile.ZipFile(wheel) as files:
        assert files.read("net2vec/net2vec-udf.jar") == built.read_bytes()


def test_six_lines_score_a_numpy_pair(classic):
    assert len([line for line in six_lines().splitlines() if line]) <= 6
    assert "|0.975|" in printed(classic, "-c", six_lines()).replace(" ", "")


def test_the_six_lines_are_typed(tmp_path):
    options = ["--strict", "--cache-dir", os.devnull, "--config-file", os.devnull]
    assert "Success" in printed(
        sys.executable, "-m", "mypy", *options, written(tmp_path, six_lines())
    )


def test_connect_without_a_jvm(tmp_path, classic, client):
    jar = printed(classic, "-c", "import net2vec; print(net2vec.jar())").strip()
    with connect_server(tmp_path / "log", "--jars", jar) as address:
        without_java = {"PATH": str(client.parent), "JAVA_HOME": ""}
        asks = written(tmp_path, SERVER)
        assert printed(client, asks, address, **without_java) == "0.875\n"
        scores = written(tmp_path, six_lines())
        lines = printed(client, scores, SPARK_REMOTE=address, **without_java)
        assert "|0.975|" in lines.replace(" ", "")


def test_a_connect_server_without_the_jar(tmp_path, client):
    with connect_server(tmp_path / "log") as address:
        message = error(client, written(tmp_path, SERVER), address)
    expected = rf"RuntimeError: the Spark Connect server {address} has no net2vec: start it with"
    assert re.fullmatch(rf"{expected} --jars \S.*/net2vec/net2vec-udf\.jar", message)


@pytest.fixture
def other_jar(tmp_path):
    other = tmp_path / "other.jar"
    with zipfile.ZipFile(other, "w") as files:
        files.writestr("other.txt", "")
    return other


def test_jars_of_the_builder_are_kept(other_jar):
    jars = printed(sys.executable, "-c", OTHER_JAR, other_jar)
    assert re.findall(r"[\w-]+\.jar", jars) == ["other.jar", "net2vec-udf.jar"]


def test_jars_of_spark_submit_are_kept(tmp_path, other_jar):
    options = ["--master", "local[1]", "--conf", "spark.ui.enabled=false"]
    options += ["--jars", f"{other_jar},{net2vec.jar()}"]
    jars = printed(
        SPARK_SUBMIT, *options, written(tmp_path, SUBMITTED), PYSPARK_PYTHON=sys.executable
    )
    assert re.findall(r"[\w-]+\.jar", jars) == ["other.jar", "net2vec-udf.jar"]


def test_a_spark_that_was_started_without_the_jar():
    message = error(sys.executable, "-c", TOO_LATE)
    expected = "RuntimeError: the Spark of this process was started without net2vec: call"
    assert message.startswith(f"{expected} net2vec.session() first, or start it with --jars /")


def test_without_pyspark(tmp_path, wheel):
    with zipfile.ZipFile(wheel) as files:
        files.extractall(tmp_path)
    message = error(sys.executable, "-S", "-c", "import net2vec", PYTHONPATH=str(tmp_path))
    assert message.startswith("ModuleNotFoundError: there is no PySpark, but net2vec needs one")
