"""The Thrift server and Spark Connect with nothing but --jars net2vec-udf on the server."""

import contextlib
import json
import os
import re
import socket

import pytest

import cluster
import documents
import spark
from commands import LAUNCHER, ROOT, environment, run

pytestmark = pytest.mark.xdist_group("services")

THRIFT = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


@contextlib.contextmanager
def server(home, directory, main, conf, port):
    """Runs a server of Spark's on loopback, until the block ends."""
    words = [*spark.submit(home), "--class", main, "--master", "local[2]"]
    for setting in ["spark.ui.enabled=false", "spark.sql.catalogImplementation=in-memory", *conf]:
        words += ["--conf", setting]
    words += ["--driver-java-options", spark.LOGGING, "--jars", spark.UDF_JAR, "spark-internal"]
    daemon = cluster.Daemon(words, str(directory / "server.log"), spark.environment(home))

    try:
        cluster.until("the server listens", 180, lambda: listens(daemon, port))
        yield
    finally:
        daemon.stop()


def test_a_run_is_logged_to_mlflow(jars, tmp_path):
    """A real server has the run's figures, gate and page; one that is down costs a note."""
    python = environment("venv-mlflow", "mlflow==3.17.2")
    port = cluster.free_port()
    words = [python, "-m", "mlflow", "server", "--host", cluster.LOOPBACK, "--port", str(port)]
    words += ["--workers", "1", "--backend-store-uri", f"sqlite:///{tmp_path}/runs.db"]
    words += ["--artifacts-destination", str(tmp_path / "artifacts")]
    uri = f"http://{cluster.LOOPBACK}:{port}"
    env = os.environ | {"MLFLOW_TRACKING_URI": uri, "MLFLOW_EXPERIMENT_NAME": "net2vec"}
    evaluate = [LAUNCHER, "evaluate", "--config", "conf/demo.yaml", "--tag", "model=v12"]
    evaluate += ["--id", "instance", "--output", tmp_path / "results", "--report", "--json"]
    down = run(evaluate, env=env)
    assert f"MLFLOW_TRACKING_URI is {uri}, but the run is not logged there: " in down.stderr
    daemon = cluster.Daemon(words, str(tmp_path / "server.log"), env)
    try:
        cluster.until("the server listens", 180, lambda: listens(daemon, port))
        summary = json.loads(run(evaluate, env=env).stdout)
        code = """
import json, mlflow
[run] = mlflow.search_runs(experiment_names=["net2vec"], output_format="list")
files = [each.path for each in mlflow.MlflowClient().list_artifacts(run.info.run_id)]
page = mlflow.artifacts.load_text(run.info.artifact_uri + "/report.html")
print(json.dumps([run.data.metrics, run.data.tags, run.data.params, run.info.status, files, page]))
"""
        said = run([python, "-c", code], env=env).stdout.splitlines()[-1]
        metrics, tags, parameters, status, files, page = json.loads(said)
    finally:
        daemon.stop()
    for row in summary["groups"]:
        name = f"value/{row['key']['concept']}/{row['factor_pos_class']}"
        assert metrics[name] == row["value"]
    assert tags["model"] == "v12" and tags["net2vec.run_id"] == summary["run"]["id"]
    assert parameters["group_by"] == '["concept"]' and status == "FINISHED"
    assert sorted(files) == ["gate.json", "report.html", "summary.json"]
    assert summary["run"]["id"] in page


def listens(daemon, port):
    assert daemon.process.poll() is None, f"the server ended: {daemon.tail()}"
    with contextlib.suppress(OSError), socket.create_connection((cluster.LOOPBACK, port), 1):
        return True


def test_thrift_server_by_beeline(jars, home, tmp_path):
    port = cluster.free_port()
    conf = [f"spark.hadoop.hive.server2.thrift.port={port}"]
    conf += [f"spark.hadoop.hive.server2.thrift.bind.host={cluster.LOOPBACK}"]
    words = [os.path.join(home, "bin", "beeline"), "--silent=true", "--outputformat=tsv2"]
    words += ["--showHeader=false", "-u", f"jdbc:hive2://{cluster.LOOPBACK}:{port}"]
    for query in (
        "SELECT net2vec(array(0.25, 1.0), array(0, 1))",
        "CREATE TEMPORARY VIEW masks USING parquet OPTIONS (path 'job/sample')",
        "SELECT concept, round(net2vec_mean(prediction, target), 3) FROM masks"
        " GROUP BY concept ORDER BY concept LIMIT 1",
        "DESCRIBE FUNCTION net2vec",
    ):
        words += ["-e", query]
    with server(home, tmp_path, THRIFT, conf, port):
        ran = run(words, env=spark.environment(home))
    # It repeats its prompt before what it prints.
    lines = [re.sub(r"^(0: jdbc:\S+> )+", "", line) for line in ran.stdout.splitlines() if line]
    print(lines)
    assert lines[:3] == ["0.875", "bicycle\t1830.754", "Function: net2vec"]


@pytest.mark.parametrize("version", documents.versions())
def test_connect(jars, client, python, version, tmp_path):
    """The jar is on the server alone. Each Spark is asked how errors arrive, by its own PySpark; the one
    that the project is built with, by pyspark-client, all that there is."""
    home, port = spark.home(version), cluster.free_port()
    conf = [f"spark.connect.grpc.binding.port={port}"]
    conf += [f"spark.connect.grpc.binding.address={cluster.LOOPBACK}"]
    env = {key: value for key, value in os.environ.items() if key != "SPARK_HOME"}
    script = "connect_client.py"
    if version != spark.SPARK_VERSION:
        client, script, env["PYTHONPATH"] = python, "python_errors.py", os.path.dirname(home)
    with server(home, tmp_path, CONNECT, conf, port):
        address = f"sc://{cluster.LOOPBACK}:{port}"
        print(run([client, ROOT / ".ci" / script, address], env=env).stdout)
