import copy
import json

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

import execution
import outputs
from conftest import ROOT


def test_it_runs_and_shows_what_is_kept(committed, executed):
    assert outputs.notebook_differences(committed, executed) == []


def test_another_number_is_found(committed, executed):
    broken = copy.deepcopy(committed)
    (cell,) = (cell for cell in broken.cells if cell.id == "concepts")
    assert "2000.9" in cell.outputs[0].data["text/html"]
    cell.outputs[0].data["text/html"] = (
        cell.outputs[0].data["text/html"].replace("2000.9", "2000.8")
    )
    assert outputs.notebook_differences(broken, executed) == [
        "cell concepts: text/html: '2000.9', but was '2000.8'"
    ]


def test_a_missing_picture_is_found(committed, executed):
    broken = copy.deepcopy(committed)
    (cell,) = (cell for cell in broken.cells if cell.id == "curve")
    del cell.outputs[0].data["image/png"]
    (difference,) = outputs.notebook_differences(broken, executed)
    assert difference.startswith("cell curve: outputs are")


def test_a_cell_that_fails_is_an_error(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        execution.run(notebook, tmp_path)


def test_it_was_run_in_order(committed):
    counts = [cell.execution_count for cell in committed.cells if cell.cell_type == "code"]
    assert counts == [*range(1, len(counts) + 1)]


def test_it_is_small_and_tells_nothing_of_the_machine(committed):
    text = json.dumps(committed)
    assert str(ROOT) not in text
    assert "stderr" not in text
    assert len(text) < 500_000


def test_the_readmes_picture_is_the_notebooks(committed):
    assert execution.CURVE.read_bytes() == execution.curve(committed)
    assert f"({execution.CURVE.name})" in (ROOT / "notebooks/README.md").read_text("utf-8")
