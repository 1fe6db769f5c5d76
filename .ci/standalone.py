"""The job in client mode on a standalone cluster says, to the last bit, what it says embedded."""

import os
import shutil
import subprocess
import sys

import cluster
import smoke
import spark

PEOPLE = os.path.join(spark.ROOT, "..", "shared", "data", "coco-people")


def embedded(arguments, directory):
    """Runs the launcher, without a cluster, and returns its output."""
    launcher = os.path.join(spark.ROOT, "job", "bin", "net2vec-eval")
    env = {k: v for k, v in os.environ.items() if k != "SPARK_HOME"}
    ran = subprocess.run(
        [launcher, *arguments, "--output", directory],
        env=env,
        cwd=spark.ROOT,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return ran.stdout


def submitted(nodes, name, arguments, directory):
    """Runs the job on the cluster and returns its output."""
    # As many tasks as there are shards, so that both workers have some.
    conf = ["spark.sql.files.minPartitionNum=16", "spark.sql.shuffle.partitions=4"]
    with cluster.Job(nodes, name, [*arguments, "--output", directory], conf) as job:
        code = job.wait()
        if code != 0:
            raise SystemExit(f"{name} ended with {code}: {job.messages()}")
        return job.text()


def hosts(nodes):
    """Returns how many tasks each worker's executors ended, by their logs."""
    tasks = []
    for number in range(len(nodes.workers)):
        ended = 0
        for directory, _, files in os.walk(os.path.join(nodes.directory, f"worker-{number}")):
            for file in set(files) & {"stderr"}:
                with open(os.path.join(directory, file), encoding="utf-8") as log:
                    ended += log.read().count("Finished task ")
        tasks.append(ended)
    return tasks


def same_instances(home, directories):
    """Compares every instance's values bit by bit, as a hash of all rows of either run."""
    query = ""
    for directory in directories:
        path = os.path.join(directory, "runs", "*", "instances.parquet")
        query += f"SELECT count(*), bit_xor(xxhash64(*)) FROM parquet.`{path}`;"
    words = spark.submit(home) + ["--class", spark.SQL_SHELL, "--master", "local[2]"]
    words += ["--conf", "spark.sql.catalogImplementation=in-memory", "spark-internal", "-e", query]
    ran = subprocess.run(
        words,
        env=spark.environment(home),
        check=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    hashes = ran.stdout.strip().splitlines()
    if len(hashes) != 2 or hashes[0] != hashes[1]:
        raise SystemExit(f"instances differ: {hashes}")
    return hashes[0]


def main():
    cluster.exit_on_sigterm()
    directory = os.path.join(spark.WORK, "standalone")
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    pairs = os.path.join(directory, "pairs")
    embedded(["sample", "--rows", "20000", "--size", "28x28", "--shards", "16"], pairs)
    common = ["--json", "--instances", "--factor-pos-class", "0.25,0.9,auto", "--group-by", "concept"]
    datasets = {"20,000 pairs": pairs}
    if os.path.isdir(PEOPLE):
        datasets["coco-people"] = os.path.join(PEOPLE, "instances.parquet")
    else:
        print("not run: coco-people, which is not beside this checkout")
    home = spark.home(spark.SPARK_VERSION)
    with cluster.Cluster(home, directory) as nodes:
        for name, path in datasets.items():
            arguments = ["evaluate", "--input", path, "--id", "instance", *common]
            kept = [os.path.join(directory, f"{name}-{where}") for where in ("embedded", "cluster")]
            alone = smoke.figures(embedded(arguments, kept[0]))
            together = smoke.figures(submitted(nodes, name, arguments, kept[1]))
            if alone != together:
                raise SystemExit(f"{name}: embedded {alone}\nbut on the cluster {together}")
            rows = same_instances(home, kept)
            print(f"{name}: {alone['instances']}; rows and hash of all instances: {rows}")
        tasks = hosts(nodes)
        print("tasks ended by the executors of each worker:", tasks)
        if min(tasks) == 0:
            raise SystemExit("a worker did nothing")


if __name__ == "__main__":
    sys.exit(main())
