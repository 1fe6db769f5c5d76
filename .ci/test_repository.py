"""What is tracked, beside what Maven looks at."""

import re
import sys
from pathlib import Path

import pytest
import yaml

import documents
from commands import ROOT, run

pytestmark = pytest.mark.xdist_group("repository")

TOP_LEVEL = """.ci .editorconfig .github .gitignore .mvn .scalafmt.conf LICENSE README.md conf job notebooks
pom.xml udf""".split()
GITHUB = ROOT / ".github"
WORKFLOWS = [
    *sorted((GITHUB / "workflows").glob("*.yml")),
    ROOT / "conf" / "schedules" / "pull-request.yml",
]


def test_nothing_unexpected_stands_at_the_top_level():
    tracked = {path.partition("/")[0] for path in run(["git", "ls-files"]).stdout.splitlines()}
    assert tracked <= set(TOP_LEVEL)


def test_no_tracked_file_names_a_machine_path():
    pattern = "(^|[^A-Za-z0-9_.}])/(home|root|work|Users)/"
    words = ["git", "grep", "-InE", pattern, "--", ".", f":!.ci/{Path(__file__).name}"]
    assert run(words, status=None).stdout == ""


def test_links_of_documents_lead_somewhere():
    for document in documents.all_documents():
        text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.S | re.M)
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if not re.match(r"\w+:", target):
                assert (document.parent / target).exists(), f"{document}: {target} is not there"


def test_workflows_by_actionlint():
    actionlint = Path(sys.executable).with_name("actionlint")
    print(run([actionlint, "-no-color", *WORKFLOWS]).stdout)


def test_the_workflow_runs_every_cell_of_the_table_of_versions():
    workflow = yaml.safe_load((GITHUB / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    [matrix] = [job["strategy"]["matrix"] for job in workflow["jobs"].values() if "strategy" in job]
    asked = {(cell["spark"], cell["java"]) for cell in matrix["include"]}
    table = {(v, j) for v, cells in documents.versions().items() for j in cells}
    assert asked == table


def test_actions_are_pinned_and_kept_up_to_date():
    for path in WORKFLOWS:
        for action in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w./-]+@v\d+(\.\d+)*", action), f"{path.name}: {action}"
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {"maven", "pip", "github-actions"} == {update["package-ecosystem"] for update in updates}
    for update in updates:
        for directory in update.get("directories", [update.get("directory")]):
            assert (ROOT / directory.lstrip("/")).is_dir()


def test_issue_forms_are_whole():
    forms = [path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"]
    assert len(forms) == 2
    for path in forms:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert form["name"] and form["description"]
        ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
        assert len(ids) == len(set(ids)) > 0
        for part in form["body"]:
            assert part["type"] in {"markdown", "input", "textarea", "dropdown", "checkboxes"}
            assert part["attributes"].get("value" if part["type"] == "markdown" else "label")
