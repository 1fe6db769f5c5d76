"""Faults that a cluster meets, made on purpose: every run ends with the same bits as one without faults,
or with a clear error and nothing half-written. Everything runs on loopback."""

import contextlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import cluster
import smoke

ROWS = 3000
TASKS = 24
# Late enough that a wait for a stopped executor is not the test's longest part.
SOON = ["spark.network.timeout=20s", "spark.network.timeoutInterval=5s"]
SOON += ["spark.executor.heartbeatInterval=4s"]
# The disk is in the way of the shuffles' files, not of the jar.
FULL_DISK = ["spark.files.useFetchCache=false", "spark.shuffle.compress=false"]
SPECULATION = ["spark.speculation=true", "spark.speculation.interval=200ms"]
SPECULATION += ["spark.speculation.multiplier=2", "spark.speculation.quantile=0.5"]


class Suite:
    """A cluster, data, and the figures and files of a run without faults."""

    def __init__(self, nodes, seed):
        self.nodes = nodes
        self.random = random.Random(seed)
        self.data = os.path.join(nodes.directory, "pairs")
        self.output = os.path.join(nodes.directory, "results")
        self.count = 0

    def prepare(self):
        sample = ["sample", "--rows", str(ROWS), "--size", "56x56", "--shards", str(TASKS)]
        with self.job(sample, self.data) as job:
            assert job.wait() == 0, job.messages()
        # Twice: the first run meets cold caches, and the second tells how long one takes.
        for _ in range(2):
            with self.evaluation() as job:
                start = cluster.until("the first stage runs", 120, lambda: self._started(job))
                assert job.wait() == 0, job.messages()
                self.seconds = time.monotonic() - start
                self.figures = smoke.figures(job.text())
        self.published = self.files()

    @staticmethod
    def _started(job):
        return job.stages() and time.monotonic()

    def job(self, arguments, output, conf=(), **more):
        self.count += 1
        conf = [f"spark.sql.files.minPartitionNum={TASKS}", *conf]
        conf += ["spark.sql.shuffle.partitions=4", "spark.sql.adaptive.enabled=true"]
        arguments = [*arguments, "--output", output]
        return cluster.Job(self.nodes, f"job-{self.count}", arguments, conf, **more)

    def evaluation(self, conf=(), data=None, options=(), **more):
        arguments = ["evaluate", "--input", data or self.data, "--group-by", "concept", "--json"]
        arguments += ["--id", "instance", "--instances", *options]
        return self.job(arguments, self.output, conf, **more)

    def files(self):
        """Returns every file of published runs, and which of them is the latest."""
        latest = pathlib.Path(self.output, "latest.json").read_text(encoding="utf-8")
        return latest, {str(path): path.stat().st_size for path in files_in(self.output)}

    def verdict(self, job, codes=(0,)):
        """Checks how a run ended, and returns it in a few words."""
        code = job.wait()
        messages = [line for line in job.messages() if line.startswith("net2vec-eval: ")]
        if code not in codes:
            raise AssertionError(f"ended with {code}: {job.messages()[-30:]}")
        if code == 0:
            assert smoke.figures(job.text()) == self.figures, "other figures than without faults"
            self.published = self.files()
            return "the same bits"
        assert len(messages) == 1, f"should say what is wrong in one line: {job.messages()[-30:]}"
        assert job.text() == "", "printed a part of a result"
        assert self.files() == self.published, "left files, or took some, of a run that failed"
        return f"exit {code}, nothing written: {messages[0]}"

    def scoring(self, job, done):
        """Waits until some, but not all, tasks of the first long stage have ended."""

        def reached():
            assert not job.ended(), f"ended too early: {job.messages()[-10:]}"
            return [s for s in job.active() if s["numTasks"] >= TASKS and s["numCompleteTasks"] >= done]

        return cluster.until(f"{done} tasks of a stage have ended", 180, reached)

    # --- The faults ---

    def executor_killed(self):
        """An executor killed (SIGKILL) in the middle of scoring."""
        with self.evaluation() as job:
            self.scoring(job, TASKS // 3)
            os.kill(self.random.choice(self.nodes.executors()), signal.SIGKILL)
            return self.verdict(job)

    def worker_lost(self):
        """A worker and its executor killed (SIGKILL) in the middle of scoring, for good."""
        with self.evaluation() as job:
            self.scoring(job, TASKS // 3)
            os.killpg(self.random.choice(self.nodes.workers).process.pid, signal.SIGKILL)
            said = self.verdict(job)
        self.nodes.restore()
        return said

    def slow_task(self):
        """An executor that stands still for a while, with speculation on."""
        log = os.path.join(self.nodes.directory, "events")
        os.makedirs(log)
        events = ["spark.eventLog.enabled=true", "spark.eventLog.compress=false"]
        events += [f"spark.eventLog.dir={log}"]
        with self.evaluation(SOON + SPECULATION + events) as job:
            # The other executor speculates once no task is left to start.
            self.scoring(job, TASKS - 6)
            stopped = self.random.choice(self.nodes.executors())
            os.kill(stopped, signal.SIGSTOP)
            try:
                time.sleep(14)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(stopped, signal.SIGCONT)
            said = self.verdict(job)
        again = sum(path.read_text().count('"Speculative":true') for path in files_in(log))
        assert again, "no task was run again"
        return f"{said} ({again} events of tasks that were run again)"

    def shard_deleted(self):
        """A shard deleted in the middle of scoring, before it is read."""
        return self._without_a_shard([], (0, 21))

    def shard_deleted_skip(self):
        """The same with --on-corrupt-shard skip: the shard is left out and named."""
        return self._without_a_shard(["--on-corrupt-shard", "skip"], (0, 21))

    def _without_a_shard(self, options, codes):
        copy = os.path.join(self.nodes.directory, "vanishing")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.data, copy)
        shards = [f for f in os.listdir(copy) if f.endswith(".parquet")]
        with self.evaluation(data=copy, options=options) as job:
            self.scoring(job, 1)
            # Spark reads the largest first, so this one is at the end.
            last = min(shards, key=lambda f: (os.path.getsize(os.path.join(copy, f)), f))
            os.remove(os.path.join(copy, last))
            if not options:
                said = self.verdict(job, codes)
                assert last in said or said == "the same bits", said
                return said
            assert job.wait() == 0, job.messages()[-30:]
            figures = smoke.figures(job.text())
            self.published = self.files()
            left = figures["left_out"]
            assert left in ([last], []), left
            rows = figures["instances"]["evaluated"]
            assert rows == ROWS - len(left) * ROWS // TASKS, f"{rows} evaluated, left out {left}"
            return f"left out and named: {left}, {rows} of {ROWS} evaluated"

    def tight_driver(self):
        """A driver with the least memory that Spark starts with, and a result for every instance."""
        with self.evaluation(driver_memory="512m") as job:
            return self.verdict(job, (0, 1))

    def full_disk(self):
        """An executor whose scratch is full: 64 kB of tmpfs, where shuffles are written."""
        with self.evaluation(FULL_DISK) as job:
            return self.verdict(job, (0, 1))

    def random_kill(self):
        """An executor killed (SIGKILL) at a random moment."""
        for _ in range(5):
            with self.evaluation() as job:
                cluster.until("the first stage runs", 120, lambda: self._started(job) or job.ended())
                time.sleep(self.random.uniform(0, self.seconds))
                executors = self.nodes.executors()
                doing = [stage.get("description", stage["name"]) for stage in job.active()]
                if executors and not job.ended():
                    os.kill(self.random.choice(executors), signal.SIGKILL)
                    return f"{self.verdict(job)} (while {(doing or ['between stages'])[0]})"
                assert job.wait() == 0, job.messages()
        raise AssertionError("five runs ended before the kill")


def files_in(directory):
    return [path for path in pathlib.Path(directory).rglob("*") if path.is_file()]


@contextlib.contextmanager
def small_disk(directory):
    """Gives a file system of 64 kB; None where it cannot be mounted."""
    os.makedirs(directory, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory]
    try:
        mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield directory if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", directory], check=True)
