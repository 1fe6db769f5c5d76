"""The launcher on a fresh machine: in a copy of the checkout that was never built, it gives help without
building, is killed while it shades, and then must mend that by itself, for two callers at once. It
refuses a Spark that is too old before anything starts. Signals and a heap that is too small end the job
in one line. From anywhere, through links, with blanks in paths, it runs without building again."""

import os
import re
import signal
import subprocess
import time

import pytest

import commands
from commands import LAUNCHER, ROOT

pytestmark = pytest.mark.xdist_group("launcher")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the checkout, as it is committed."""
    copy = tmp_path_factory.mktemp("launcher") / "copy"
    copy.mkdir()
    archive = copy.with_suffix(".tar")
    commands.run(["git", "archive", "--output", archive, "HEAD"])
    commands.run(["tar", "-xf", archive, "-C", copy])
    return copy


def launch(checkout, *arguments, **environment):
    """Returns how the launcher of a checkout ended, with what it printed."""
    launcher = checkout / LAUNCHER.relative_to(ROOT)
    ran = commands.run([launcher, *arguments], status=None, env=os.environ | environment)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (["--help"], "net2vec-eval"),
        (["evaluate", "--help"], "evaluate"),
        (["pack", "-h"], "pack"),
        (["compare", "--help"], "compare"),
        (["history", "results", "--help"], "history"),
        (["report", "results", "--help"], "report"),
        (["sample", "--rows", "3", "--help"], "sample"),
    ],
    ids=["itself", "evaluate", "pack", "compare", "history", "report", "sample"],
)
def test_help_without_building(copy, arguments, kept):
    text = (copy / f"job/bin/help/{kept}.txt").read_text()
    said = launch(copy, *arguments, PATH="/usr/bin:/bin", JAVA_HOME="/nowhere")
    assert said == (0, text, "")
    assert not (copy / "job/target").exists()


def test_no_arguments_without_building(copy):
    line = "net2vec-eval: no command is given (see net2vec-eval --help)\n"
    assert launch(copy) == (2, "", line)
    assert not (copy / "job/target").exists()


def test_a_spark_that_is_too_old(copy, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "jars").mkdir()
    submit = tmp_path / "bin/spark-submit"
    submit.write_text("#!/bin/sh\nexit 3\n")
    submit.chmod(0o755)
    (tmp_path / "jars/spark-core_2.12-3.5.7.jar").touch()
    said = launch(copy, "evaluate", "--config", "conf/demo.yaml", SPARK_HOME=str(tmp_path))
    line = f"SPARK_HOME is {tmp_path}, Spark 3.5.7, but must be Spark 4.0, 4.1 or 4.2"
    assert said == (2, "", f"net2vec-eval: {line}\n")


def test_a_build_that_is_killed_and_mended_for_two_at_once(copy):
    words = [copy / LAUNCHER.relative_to(ROOT), "evaluate", "--config", copy / "conf/demo.yaml", "--json"]
    killed_while_shading(words, copy / "job/target")
    logs = [(copy / f"{name}.log").open("w+") for name in ("first", "second")]
    both = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)
        for log in logs
    ]
    try:
        outputs = [process.communicate(timeout=1200)[0] for process in both]
    finally:
        list(map(commands.end, both))
    for log in logs:
        log.seek(0)
    said = [log.read() for log in logs]
    for process, output, text in zip(both, outputs, said):
        assert process.returncode == 0 and '"evaluated" : 60' in output, text
    assert sorted(text.count("building the project") for text in said) == [0, 1]


def killed_while_shading(words, target):
    with (target.parents[1] / "killed.log").open("w+") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 1200
        while not list(target.glob("net2vec-job-*-shaded.jar")):
            assert process.poll() is None and time.monotonic() < deadline, log.name
            time.sleep(0.01)
        children = commands.run(["pgrep", "-P", process.pid]).stdout.split()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == -signal.SIGTERM
        assert not any(alive_in(int(group)) for group in children), "Maven goes on"
        log.seek(0)
        # Before it, Maven resets the terminal's colours.
        last = log.read().splitlines()[-1]
    assert last.endswith("net2vec-eval: interrupted"), last
    assert list(target.glob("net2vec-job-*[0-9T].jar")), "no thin jar was left, so nothing is tested"


def alive_in(group):
    try:
        os.killpg(group, 0)
        return True
    except ProcessLookupError:
        return False


def test_the_second_run_starts_without_building(jars):
    status, out, err = launch(ROOT, "--version")
    assert status == 0 and "on Spark" in out and "building" not in err


def test_through_links_from_anywhere_with_blanks_in_paths(jars, tmp_path):
    (tmp_path / "linked bin").symlink_to(LAUNCHER.parent)
    (tmp_path / "evaluate it").symlink_to("linked bin/net2vec-eval")
    sample = ["sample", "--output", "a sample", "--rows", "4", "--size", "8x6"]
    commands.run(["./evaluate it", *sample, "--concepts", "2", "--shards", "1"], cwd=tmp_path)
    words = ["./evaluate it", "evaluate", "--input", "a sample", "--group-by", "concept"]
    print(commands.run(words, cwd=tmp_path).stdout)


def complaints(text):
    """What standard error says but for progress."""
    phases = "Starting|Generating|Packing|Scoring|Reducing|Comparing|Reporting|Writing"
    progress = re.compile(f"({phases}): ")
    return [line for line in text.splitlines() if not progress.match(line)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal(jars, tmp_path, number):
    output = tmp_path / "sample"
    process = subprocess.Popen(
        [LAUNCHER, "sample", "--rows", "10000000", "--shards", "64", "--output", output],
        stderr=subprocess.PIPE,
        text=True,
        # A job of a shell without job control would ignore SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 120
        # Its tasks are at work once there is a file.
        while not list(tmp_path.glob(".sample*/**/part-*.parquet")):
            assert process.poll() is None and time.monotonic() < deadline, "it writes nothing"
            time.sleep(0.05)
        process.send_signal(number)
        said = complaints(process.communicate(timeout=120)[1])
    finally:
        commands.end(process)
    assert (process.returncode, said) == (128 + number, ["net2vec-eval: interrupted"])
    assert not output.exists(), "half a sample"


ONES, ZEROS = "array_repeat(1, 67000000)", "array_repeat(0, 67000000)"


# First on the driver, which folds constants, then in a task.
@pytest.mark.parametrize(
    ("prediction", "target"),
    [(ONES, ZEROS), ("array_repeat(int(id), 67000000)", ONES)],
    ids=["on_the_driver", "in_a_task"],
)
def test_a_heap_that_two_arrays_of_as_many_references_do_not_fit_into(jars, prediction, target):
    query = f"SELECT {prediction} AS prediction, {target} AS target FROM range(2)"
    status, _, err = launch(ROOT, "evaluate", "--query", query, NET2VEC_DRIVER_MEMORY="512m")
    [line] = complaints(err)
    assert status == 1 and line.startswith("net2vec-eval: memory ran out; "), line
