"""The job in client mode on a standalone cluster says, to the last bit, what it says embedded."""

import os

import pytest

import cluster
import smoke
import spark
from commands import LAUNCHER, SHARED, run

pytestmark = pytest.mark.xdist_group("cluster")

PEOPLE = SHARED / "data" / "coco-people"


def embedded(arguments, directory):
    """Runs the launcher, without a cluster, and returns its output."""
    return run([LAUNCHER, *arguments, "--output", directory]).stdout


def submitted(nodes, name, arguments, directory):
    """Runs the job on the cluster and returns its output."""
    # As many tasks as there are shards, so that both workers have some.
    conf = ["spark.sql.files.minPartitionNum=16", "spark.sql.shuffle.partitions=4"]
    with cluster.Job(nodes, name, [*arguments, "--output", directory], conf) as job:
        code = job.wait()
        assert code == 0, f"{name} ended with {code}: {job.messages()}"
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
    words = spark.sql(home, "-e", query, master="local[2]")
    hashes = run(words, env=spark.environment(home)).stdout.strip().splitlines()
    assert len(hashes) == 2 and hashes[0] == hashes[1], f"instances differ: {hashes}"
    return hashes[0]


def test_a_standalone_cluster_says_what_the_embedded_run_says_to_the_bit(jars, home, tmp_path):
    directory = str(tmp_path)
    pairs = os.path.join(directory, "pairs")
    embedded(["sample", "--rows", "20000", "--size", "28x28", "--shards", "16"], pairs)
    common = ["--json", "--instances", "--factor-pos-class", "0.25,0.9,auto", "--group-by", "concept"]
    datasets = {"20,000 pairs": pairs}
    if PEOPLE.is_dir():
        datasets["coco-people"] = str(PEOPLE / "instances.parquet")
    else:
        print("not run: coco-people, which is not beside this checkout")
    with cluster.Cluster(home, directory) as nodes:
        for name, path in datasets.items():
            arguments = ["evaluate", "--input", path, "--id", "instance", *common]
            kept = [os.path.join(directory, f"{name}-{where}") for where in ("embedded", "cluster")]
            alone = smoke.figures(embedded(arguments, kept[0]))
            together = smoke.figures(submitted(nodes, name, arguments, kept[1]))
            assert alone == together, name
            rows = same_instances(home, kept)
            print(f"{name}: {alone['instances']}; rows and hash of all instances: {rows}")
        tasks = hosts(nodes)
        print("tasks ended by the executors of each worker:", tasks)
        assert min(tasks) > 0, "a worker did nothing"
