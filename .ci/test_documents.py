"""What the documents show is what a reader gets: CONTRIBUTING.md says which fences are run."""

import os
import re
import shutil

import pytest

import documents
import spark
from commands import LAUNCHER, PIP, ROOT, run

pytestmark = pytest.mark.xdist_group("documents")

DOCUMENTS = documents.all_documents()
WHEEL = ROOT / "notebooks" / "wheel"


def those_with(*languages):
    found = [path for path in DOCUMENTS if documents.fences(path, *languages)]
    return pytest.mark.parametrize("document", found, ids=lambda path: str(path.relative_to(ROOT)))


def all_commands():
    fences = [fence for path in DOCUMENTS for fence in documents.fences(path, "bash")]
    return [command for fence in fences for command, _ in documents.commands(fence)]


def test_the_commands_to_begin_with_are_shown():
    expected = ["mvn -B verify", f"{LAUNCHER.relative_to(ROOT)} evaluate --config conf/demo.yaml"]
    expected += ["notebooks/open", "notebooks/open --check"]
    assert set(expected) <= set(all_commands())
    ours = [command for command in all_commands() if command.startswith("job/bin/net2vec-eval")]
    assert len(ours) >= 4


def test_the_readme_is_short_once_it_has_chapters_of_its_own():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").count("\n")
    assert lines <= 200 or not (ROOT / "udf" / "README.md").exists()


@those_with("bash", "text")
def test_commands(document, jars, python):
    # Runs of older settings would be no baseline.
    shutil.rmtree(ROOT / "target" / "nightly", ignore_errors=True)
    path = f"{python.parent}:{os.environ['PATH']}"
    env = os.environ | {"PATH": path, "SPARK_LOCAL_IP": "127.0.0.1"}
    out = None
    for fence in documents.fences(document, "bash", "text"):
        where = f"{document.relative_to(ROOT)}:{fence.line}"
        if fence.language == "text":
            assert out is not None, f"{where}: no command stands before this output"
            assert out == fence.text, f"{where}: its output is\n{out}"
        for command, status in documents.commands(fence) if fence.language == "bash" else []:
            if not command.startswith(documents.ELSEWHERE):
                ran = run(["bash", "-c", command], status=status, env=env)
                out = ran.stdout
                print(out, ran.stderr[-2000:], sep="\n")


@pytest.fixture(scope="module")
def package(jars, python, tmp_path_factory):
    """A directory with the wheel of net2vec-spark, for PYTHONPATH; empty as long as there is none."""
    directory = tmp_path_factory.mktemp("package")
    if WHEEL.exists():
        wheel = run([WHEEL], env=os.environ | {"PYTHON": str(python)}).stdout.strip()
        run([python, *PIP, "install", "--no-deps", "--target", directory, wheel])
    return directory


SESSION = """
from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[2]").config("spark.jars", {jar!r})
builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
spark = builder.getOrCreate()
checkpoint = {checkpoint!r}
"""


@those_with("python")
def test_python(document, jars, python, package, tmp_path):
    code = "\n".join(fence.text for fence in documents.fences(document, "python"))
    checkpoint = tmp_path / "checkpoint"
    if not re.search(r"\bsession\(|^spark = ", code, re.M):
        code = SESSION.format(jar=spark.UDF_JAR, checkpoint=str(checkpoint)) + code
    script = tmp_path / "document.py"
    script.write_text(code, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(package), "PYSPARK_PYTHON": str(python)}
    env |= {"SPARK_LOCAL_IP": "127.0.0.1", "JAVA_TOOL_OPTIONS": spark.QUICK_START}
    print(run([python, script], env=env).stdout)
