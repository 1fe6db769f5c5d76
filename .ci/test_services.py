"""The Thrift server and Spark Connect with nothing but --jars net2vec-udf on the server."""

import contextlib
import os
import re
import socket

import pytest

import cluster
import documents
import spark
from commands import ROOT, run

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

    def listens():
        assert daemon.process.poll() is None, f"the server ended: {daemon.tail()}"
        with contextlib.suppress(OSError), socket.create_connection((cluster.LOOPBACK, port), 1):
            return True

    try:
        cluster.until("the server listens", 180, listens)
        yield
    finally:
        daemon.stop()


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
