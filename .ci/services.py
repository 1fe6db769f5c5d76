"""The Thrift server and Spark Connect with nothing but --jars net2vec-udf on the server.

    services.py thrift           asks by beeline
    services.py connect PYTHON   asks by connect_client.py in a Python that has pyspark-client
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys

import cluster
import spark

THRIFT = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


@contextlib.contextmanager
def server(name, main, conf, port):
    """Runs a server of Spark's on loopback, until the block ends."""
    directory = os.path.join(spark.WORK, name)
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    home = spark.home(spark.SPARK_VERSION)
    words = [*spark.submit(home), "--class", main, "--master", "local[2]"]
    for setting in ["spark.ui.enabled=false", "spark.sql.catalogImplementation=in-memory", *conf]:
        words += ["--conf", setting]
    words += ["--driver-java-options", spark.LOGGING, "--jars", spark.UDF_JAR, "spark-internal"]
    daemon = cluster.Daemon(words, os.path.join(directory, "server.log"), spark.environment(home))

    def listens():
        if daemon.process.poll() is not None:
            raise SystemExit(f"{name} ended: {daemon.tail()}")
        with contextlib.suppress(OSError), socket.create_connection((cluster.LOOPBACK, port), 1):
            return True

    try:
        cluster.until(f"{name} listens", 180, listens)
        yield home
    finally:
        daemon.stop()


def thrift():
    port = cluster.free_port()
    conf = [f"spark.hadoop.hive.server2.thrift.port={port}"]
    conf += [f"spark.hadoop.hive.server2.thrift.bind.host={cluster.LOOPBACK}"]
    with server("thrift", THRIFT, conf, port) as home:
        words = [os.path.join(home, "bin", "beeline"), "--silent=true", "--outputformat=tsv2"]
        words += ["--showHeader=false", "-u", f"jdbc:hive2://{cluster.LOOPBACK}:{port}"]
        sample = "CREATE TEMPORARY VIEW masks USING parquet OPTIONS (path 'job/sample')"
        for query in (
            "SELECT net2vec(array(0.25, 1.0), array(0, 1))",
            sample,
            "SELECT concept, round(net2vec_mean(prediction, target), 3) FROM masks"
            " GROUP BY concept ORDER BY concept LIMIT 1",
            "DESCRIBE FUNCTION net2vec",
        ):
            words += ["-e", query]
        ran = subprocess.run(
            words,
            env=spark.environment(home),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
        )
    # It repeats its prompt before what it prints.
    lines = [re.sub(r"^(0: jdbc:\S+> )+", "", line) for line in ran.stdout.splitlines() if line]
    expected = ["0.875", "bicycle\t1830.754", "Function: net2vec"]
    if ran.returncode != 0 or lines[:3] != expected:
        raise SystemExit(f"beeline ended with {ran.returncode}: {lines} {ran.stderr[-3000:]}")
    print(lines)


def connect(python):
    port = cluster.free_port()
    conf = [f"spark.connect.grpc.binding.port={port}"]
    conf += [f"spark.connect.grpc.binding.address={cluster.LOOPBACK}"]
    with server("connect", CONNECT, conf, port):
        client = os.path.join(os.path.dirname(os.path.abspath(__file__)), "connect_client.py")
        env = {k: v for k, v in os.environ.items() if k != "SPARK_HOME"}
        words = [python, client, f"sc://{cluster.LOOPBACK}:{port}"]
        subprocess.run(words, check=True, cwd=spark.ROOT, env=env)


if __name__ == "__main__":
    cluster.exit_on_sigterm()
    {"thrift": thrift, "connect": connect}[sys.argv[1]](*sys.argv[2:])
