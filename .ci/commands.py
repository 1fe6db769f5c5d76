"""Programs that tests run: each has a time limit and a process group, which ends with it."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "target" / "ci"
SHARED = ROOT.parent / "shared"
LAUNCHER = ROOT / "job" / "bin" / "net2vec-eval"
PIP = ["-m", "pip", "--quiet", "--disable-pip-version-check"]


def run(
    words: Sequence[object],
    *,
    status: int | None = 0,
    seconds: float = 600,
    show: bool = False,
    cwd: Path = ROOT,
    **popen,
) -> subprocess.CompletedProcess:
    """Runs a program and returns what it printed; with `show`, that goes to the test's own output.

    Any status will do where it is None.
    """
    command = [str(word) for word in words]
    print("$", *command, flush=True)
    pipe = None if show else subprocess.PIPE
    streams = {"stdout": pipe, "stderr": subprocess.STDOUT if show else pipe} | popen
    process = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, text=True, start_new_session=True, **streams
    )
    try:
        out, err = process.communicate(timeout=seconds)
    except BaseException:
        end(process)
        raise
    if status is not None and process.returncode != status:
        raise AssertionError(
            f"{command} ended with {process.returncode}, but should with {status}:\n"
            f"{(out or '')[-5000:]}\n{(err or '')[-5000:]}"
        )
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def end(process: subprocess.Popen) -> None:
    """Ends a process and all of its group."""
    for number in (signal.SIGCONT, signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        if number == signal.SIGTERM:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
    process.wait()


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Lets one process at a time make what several share."""
    WORK.mkdir(parents=True, exist_ok=True)
    with open(WORK / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment(name: str, *packages: str) -> Path:
    """Returns the Python of a virtual environment in target/ci that has these packages."""
    directory = WORK / name
    python, done = directory / "bin" / "python", directory / "packages.txt"
    with locked(name):
        if not done.exists() or done.read_text() != "\n".join(packages):
            run(["rm", "-rf", directory])
            run([sys.executable, "-m", "venv", directory])
            run([python, *PIP, "install", *packages], seconds=1800)
            done.write_text("\n".join(packages))
    return python
