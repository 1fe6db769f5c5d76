"""The launcher on a fresh machine: in a copy of the checkout that was never built, it gives help without
building, is killed while it shades, and then must mend that by itself, for two callers at once. It
refuses a Spark that is too old before anything starts. Signals and a heap that is too small end the job
in one line."""

import os
import signal
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "ci" / "launcher"
CLONE = WORK / "clone"
LAUNCHER = str(CLONE / "job/bin/net2vec-eval")
DEMO = [LAUNCHER, "evaluate", "--config", str(CLONE / "conf/demo.yaml"), "--json"]


def run(*arguments, **environment):
    return subprocess.run(
        [LAUNCHER, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def expect(what, actual, expected):
    assert actual == expected, f"{what}: {actual!r}, but must be {expected!r}"
    print(f"{what}: as it must be")


def alive_in(group):
    try:
        os.killpg(group, 0)
        return True
    except ProcessLookupError:
        return False


def copy_of_checkout():
    subprocess.run(["rm", "-rf", str(WORK)], check=True)
    CLONE.mkdir(parents=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", str(CLONE)], input=archive.stdout, check=True)


def help_without_building():
    for arguments, kept in [
        (["--help"], "net2vec-eval"),
        (["evaluate", "--help"], "evaluate"),
        (["pack", "-h"], "pack"),
        (["sample", "--rows", "3", "--help"], "sample"),
    ]:
        said = run(*arguments, PATH="/usr/bin:/bin", JAVA_HOME="/nowhere")
        text = (CLONE / f"job/bin/help/{kept}.txt").read_text()
        expect(" ".join(arguments), (said.returncode, said.stdout, said.stderr), (0, text, ""))
    said = run()
    line = "net2vec-eval: there is no command (see net2vec-eval --help)\n"
    expect("no arguments", (said.returncode, said.stdout, said.stderr), (2, "", line))
    assert not (CLONE / "job/target").exists(), "help has built the project"


def old_spark():
    spark = WORK / "spark-3.5"
    (spark / "bin").mkdir(parents=True)
    (spark / "jars").mkdir()
    submit = spark / "bin/spark-submit"
    submit.write_text("#!/bin/sh\nexit 3\n")
    submit.chmod(0o755)
    (spark / "jars/spark-core_2.12-3.5.7.jar").touch()
    said = run("evaluate", "--config", "conf/demo.yaml", SPARK_HOME=str(spark))
    line = f"net2vec-eval: SPARK_HOME is {spark}, Spark 3.5.7, but must be Spark 4.0, 4.1 or 4.2\n"
    expect("Spark 3.5", (said.returncode, said.stdout, said.stderr), (2, "", line))


def killed_while_shading():
    target = CLONE / "job/target"
    log = (WORK / "killed.log").open("w+")
    process = subprocess.Popen(DEMO, stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + 900
    while not list(target.glob("net2vec-job-*-shaded.jar")):
        assert process.poll() is None and time.monotonic() < deadline, log.name
        time.sleep(0.01)
    maven = [
        int(pid)
        for pid in subprocess.run(
            ["pgrep", "-P", str(process.pid)], capture_output=True, text=True
        ).stdout.split()
    ]
    assert maven, "the launcher has no child that builds"
    process.send_signal(signal.SIGTERM)
    expect("the killed launcher's status", process.wait(60), -signal.SIGTERM)
    assert not any(alive_in(group) for group in maven), "Maven goes on"
    log.seek(0)
    # Before it, Maven resets the terminal's colours.
    last = log.read().splitlines()[-1]
    assert last.endswith("net2vec-eval: interrupted"), last
    assert list(target.glob("net2vec-job-*[0-9T].jar")), "no thin jar was left, so nothing is tested"


def two_at_once():
    logs = [(WORK / f"{name}.log").open("w+") for name in ("first", "second")]
    both = [
        subprocess.Popen(DEMO, stdout=subprocess.PIPE, stderr=log, text=True) for log in logs
    ]
    outputs = [process.communicate()[0] for process in both]
    for log in logs:
        log.seek(0)
    said = [log.read() for log in logs]
    for process, output, text in zip(both, outputs, said):
        assert process.returncode == 0 and '"evaluated" : 60' in output, text
    built = [text.count("building the project") for text in said]
    expect("builds by the two", sorted(built), [0, 1])


def complaints(text):
    """What standard error says but for progress."""
    progress = ("Starting", "Scoring: ", "Reducing: ", "Writing: ")
    return [line for line in text.splitlines() if not line.startswith(progress)]


def signals():
    output = WORK / "sample"
    for number in (signal.SIGTERM, signal.SIGINT):
        process = subprocess.Popen(
            [LAUNCHER, "sample", "--rows", "10000000", "--shards", "64", "--output", str(output)],
            stderr=subprocess.PIPE,
            text=True,
            # A job of a shell without job control would ignore SIGINT.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        deadline = time.monotonic() + 120
        # Its tasks are at work once there is a file.
        while not list(WORK.glob(".sample*/**/part-*.parquet")):
            assert process.poll() is None and time.monotonic() < deadline, "it writes nothing"
            time.sleep(0.05)
        process.send_signal(number)
        said = complaints(process.communicate(timeout=120)[1])
        expect(number.name, (process.returncode, said), (128 + number, ["net2vec-eval: interrupted"]))
        assert not output.exists(), "half a sample"
        subprocess.run(["find", str(WORK), "-name", ".sample*", "-exec", "rm", "-rf", "{}", "+"])


def memory():
    # Two arrays of as many references do not fit: first on the driver, which folds constants, then in a task.
    ones, zeros = "array_repeat(1, 67000000)", "array_repeat(0, 67000000)"
    for prediction, target in (ones, zeros), ("array_repeat(int(id), 67000000)", ones):
        query = f"SELECT {prediction} AS prediction, {target} AS target FROM range(2)"
        said = run("evaluate", "--query", query, NET2VEC_DRIVER_MEMORY="512m")
        lines = complaints(said.stderr)
        expect(prediction, (said.returncode, len(lines)), (1, 1))
        assert lines[0].startswith("net2vec-eval: memory ran out; "), lines


if __name__ == "__main__":
    copy_of_checkout()
    help_without_building()
    old_spark()
    killed_while_shading()
    two_at_once()
    signals()
    memory()
