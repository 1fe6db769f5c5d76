"""The schedules of conf/schedules, each as far as it runs without its service."""

import os
import re
import subprocess

import pytest
import yaml

from commands import ROOT, end, environment, run

pytestmark = pytest.mark.xdist_group("schedules")

SCHEDULES = ROOT / "conf" / "schedules"
AIRFLOW = "apache-airflow==3.3.2"


def test_airflow_dag_with_the_real_operator(tmp_path):
    """It takes the arguments, or its constructor fails."""
    python = environment("venv-airflow", AIRFLOW, "apache-airflow-providers-apache-spark")
    code = f"""
import runpy

loaded = runpy.run_path({str(SCHEDULES / "airflow.py")!r})
dag, task = loaded["dag"], loaded["evaluate"]
assert list(dag.task_dict) == ["evaluate"] and type(task).__name__ == "SparkSubmitOperator"
assert task.application_args[0] == "evaluate" and task.retries == 0 and dag.max_active_runs == 1
print(dag.dag_id, dag.schedule, task.application_args)
"""
    print(run([python, "-c", code], env=os.environ | {"AIRFLOW_HOME": str(tmp_path)}).stdout)


def test_pull_request_workflow_attaches_the_report(jars, tmp_path):
    """Its script runs as it is, with what the service gives it."""
    workflow = yaml.safe_load((SCHEDULES / "pull-request.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["evaluate"]["steps"]
    [script] = [step["run"] for step in steps if "run" in step]
    [kept] = [step["with"]["path"] for step in steps if "upload-artifact" in step.get("uses", "")]
    summary = tmp_path / "summary.md"
    given = {"GITHUB_SHA": "0a1b2c3", "GITHUB_STEP_SUMMARY": str(summary)}
    output = tmp_path / "evaluation"
    script = script.replace("--output evaluation", f"--output {output}")
    run(["bash", "-eo", "pipefail", "-c", script], env=os.environ | given)
    assert summary.read_text(encoding="utf-8").startswith("| concept |")
    [page] = tmp_path.glob(kept)
    assert "0a1b2c3" in page.read_text(encoding="utf-8")


def test_kubernetes_manifest():
    """What the Spark operator's custom resource requires, and what no schedule should be without."""
    manifest = yaml.safe_load((SCHEDULES / "kubernetes.yaml").read_text(encoding="utf-8"))
    assert manifest["apiVersion"] == "sparkoperator.k8s.io/v1beta2"
    assert manifest["kind"] == "ScheduledSparkApplication" and manifest["metadata"]["name"]
    spec = manifest["spec"]
    assert spec["schedule"] and spec["concurrencyPolicy"] == "Forbid"
    template = spec["template"]
    for field in "type", "sparkVersion", "mainApplicationFile", "mainClass", "driver", "executor":
        assert template[field], field
    assert template["type"] == "Java" and template["restartPolicy"] == {"type": "Never"}
    assert template["arguments"][0] == "evaluate"
    assert all(isinstance(argument, str) for argument in template["arguments"])
    assert all(isinstance(value, str) for value in template["sparkConf"].values())


def test_cron_line_twice_at_once_and_on_the_next_night(jars, tmp_path):
    """As cron gives it to the shell: the lock lets one through, and the second night is held against
    the first."""
    text = (SCHEDULES / "crontab").read_text(encoding="utf-8")
    [line] = re.findall(r"^[0-9*]\S* \S+ \S+ \S+ \S+ (.*)$", text, re.M)
    line = line.replace("\\%", "%")
    settings, results = tmp_path / "cron.yaml", tmp_path / "results"
    nightly = re.sub(r"^output:.*$", "", (ROOT / "conf" / "nightly.yaml").read_text(), flags=re.M)
    settings.write_text(nightly + "on_missing_baseline: pass\n")
    env = os.environ | {"NET2VEC": str(ROOT), "SETTINGS": str(settings), "RESULTS": str(results)}
    bash = {"env": env, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
    both = [
        subprocess.Popen(["bash", "-c", line], stdout=subprocess.PIPE, cwd=ROOT, **bash)
        for _ in range(2)
    ]
    try:
        said = [process.communicate(timeout=900)[0] for process in both]
    finally:
        list(map(end, both))
    assert sorted(process.returncode for process in both) == [0, 75], said
    assert len(list((results / "runs").iterdir())) == 1

    assert run(["bash", "-c", line], env=env, stderr=subprocess.STDOUT).stdout == ""
    settings.write_text(nightly + "target_thresh: 0.5\n")
    third = run(["bash", "-c", line], status=None, env=env, stderr=subprocess.STDOUT)
    print(third.stdout)
    assert third.returncode != 0
    assert re.search("^net2vec-eval ended with 2$", third.stdout, re.M)
    assert "target_thresh is 0.0 there, but 0.5 here" in third.stdout
