"""A real standalone cluster on loopback: a master and workers of one core, gone when it is left."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request

import commands
import spark

LOOPBACK = "127.0.0.1"
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
EXECUTOR = "CoarseGrainedExecutorBackend"
PROGRESS = re.compile(r"(Starting|Scoring|Reducing|Writing|Generating|Packing|Comparing|Reporting)(: .*)?$")


def free_port():
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def until(what, seconds, condition):
    """Waits until the condition gives something, and returns that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain until {what}")


def fetch(url):
    """Returns the JSON at a URL; None where nobody answers (yet)."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


class Daemon:
    """A process with all of its children, in a group of their own."""

    def __init__(self, words, log, env):
        self.log = log
        with open(log, "a", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                words,
                env=env,
                cwd=spark.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def tail(self):
        with open(self.log, encoding="utf-8") as text:
            return text.read()[-3000:]

    def stop(self):
        commands.end(self.process)


class Cluster:
    """Use it in a with statement; `scratch` gives each worker's directory of temporary files."""

    def __init__(self, home, directory, java=None, scratch=(None, None)):
        self.home = home
        self.java = java
        self.directory = directory
        self.scratch = scratch
        self.daemons = []

    def __enter__(self):
        os.makedirs(self.directory, exist_ok=True)
        port, self.ui = free_port(), free_port()
        self.url = f"spark://{LOOPBACK}:{port}"
        try:
            ports = ["--port", str(port), "--webui-port", str(self.ui)]
            self._start("master", MASTER, ["--host", LOOPBACK, *ports])
            until("the master answers", 120, self._state)
            self.workers = [self._worker(number) for number in range(len(self.scratch))]
            until("the workers are there", 120, lambda: self.alive() == len(self.workers))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *thrown):
        for daemon in reversed(self.daemons):
            daemon.stop()

    def _start(self, name, main, arguments, **environment):
        words = [os.path.join(self.home, "bin", "spark-class"), main, *arguments]
        log = os.path.join(self.directory, name + ".log")
        env = spark.environment(self.home, self.java, SPARK_DAEMON_MEMORY="256m", **environment)
        self.daemons.append(Daemon(words, log, env))
        return self.daemons[-1]

    def _worker(self, number):
        directory = self.scratch[number] or os.path.join(self.directory, f"scratch-{number}")
        os.makedirs(directory, exist_ok=True)
        work = os.path.join(self.directory, f"worker-{number}")
        # Each on a host of its own, or Spark would not speculate on the other's tasks.
        host = f"127.0.0.{number + 1}"
        arguments = ["--host", host, "--webui-port", "0", "--cores", "1", "--memory", "4g"]
        arguments += ["--work-dir", work, self.url]
        return self._start(f"worker-{number}", WORKER, arguments, SPARK_LOCAL_DIRS=directory)

    def _state(self):
        return fetch(f"http://{LOOPBACK}:{self.ui}/json/")

    def alive(self):
        """Returns how many workers the master can use."""
        return (self._state() or {}).get("aliveworkers", 0)

    def executors(self, workers=None):
        """Returns the process ids of the executors that run on some workers, all where None."""
        groups = {worker.process.pid for worker in workers or self.workers}
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as words:
                    executor = EXECUTOR in words.read()
                if executor and os.getpgid(int(pid)) in groups:
                    found.append(int(pid))
        return sorted(found)

    def restore(self):
        """Starts lost workers again, so that there are as many as before."""
        for number, worker in enumerate(self.workers):
            if worker.process.poll() is not None:
                worker.stop()
                self.workers[number] = self._worker(number)
        until("all workers are there", 120, lambda: self.alive() == len(self.workers))


class Job:
    """One run of the job in client mode: its process, and how far it is by the driver's REST API."""

    def __init__(self, cluster, name, arguments, conf=(), driver_memory="1g"):
        self.out = os.path.join(cluster.directory, name + ".out")
        self.err = os.path.join(cluster.directory, name + ".err")
        self.rest = f"http://{LOOPBACK}:{free_port()}"
        words = [*spark.submit(cluster.home, cluster.java), "--master", cluster.url]
        words += ["--driver-memory", driver_memory, "--driver-java-options", spark.LOGGING]
        settings = [f"spark.ui.port={self.rest.rsplit(':', 1)[1]}", "spark.executor.memory=768m"]
        settings += [f"spark.driver.host={LOOPBACK}", f"spark.driver.bindAddress={LOOPBACK}"]
        for setting in settings + list(conf):
            words += ["--conf", setting]
        words += [spark.JOB_JAR, *arguments]
        with open(self.out, "w", encoding="utf-8") as out, open(self.err, "w") as err:
            self.process = subprocess.Popen(
                words,
                cwd=spark.ROOT,
                env=spark.environment(cluster.home, cluster.java),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def __enter__(self):
        return self

    def __exit__(self, *thrown):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ended(self):
        return self.process.poll() is not None

    def stages(self):
        """Returns Spark's stages so far; empty before it answers."""
        applications = fetch(f"{self.rest}/api/v1/applications")
        if not applications:
            return []
        return fetch(f"{self.rest}/api/v1/applications/{applications[0]['id']}/stages") or []

    def active(self):
        return [stage for stage in self.stages() if stage["status"] == "ACTIVE"]

    def wait(self, seconds=300):
        """Returns the exit code."""
        return self.process.wait(seconds)

    def text(self):
        with open(self.out, encoding="utf-8") as text:
            return text.read()

    def messages(self):
        """Returns what the job said beside its progress."""
        with open(self.err, encoding="utf-8") as text:
            return [line.rstrip() for line in text if not PROGRESS.match(line)]
