"""The Thrift server and Spark Connect with nothing but --jars net2vec-udf on the server.

    services.py thrift           asks by beeline
    services.py connect PYTHON   asks by connect_client.py in a Python that has pyspark-client, and
                                 older Sparks for their errors, each with its own PySpark
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys

import cluster
import smoke
import spark

THRIFT = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"


@contextlib.contextmanager
def server(name, main, conf, port, version=spark.SPARK_VERSION):
    """Runs a server of Spark's on loopback, until the block ends."""
    directory = os.path.join(spark.WORK, name)
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    home = spark.home(version)
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


@contextlib.contextmanager
def connect_server(version):
    """Runs Spark Connect with the jar, and gives its address."""
    port = cluster.free_port()
    conf = [f"spark.connect.grpc.binding.port={port}"]
    conf += [f"spark.connect.grpc.binding.address={cluster.LOOPBACK}"]
    with server(f"connect-{version}", CONNECT, conf, port, version):
        yield f"sc://{cluster.LOOPBACK}:{port}"


def connect(python):
    directory = os.path.dirname(os.path.abspath(__file__))
    env = {k: v for k, v in os.environ.items() if k != "SPARK_HOME"}
    for version in smoke.table():
        with connect_server(version) as address:
            if version == spark.SPARK_VERSION:
                client = "connect_client.py"
            else:
                client = "python_errors.py"
                env["PYTHONPATH"] = os.path.dirname(spark.home(version))
            words = [python, os.path.join(directory, client), address]
            subprocess.run(words, check=True, cwd=spark.ROOT, env=env, timeout=300)
        env.pop("PYTHONPATH", None)


if __name__ == "__main__":
    cluster.exit_on_sigterm()
    {"thrift": thrift, "connect": connect}[sys.argv[1]](*sys.argv[2:])
