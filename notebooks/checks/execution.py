"""Runs the notebook as Jupyter does, and keeps what it shows.

``python notebooks/checks/execution.py`` runs it, writes its outputs into it, and makes the Zeppelin
note of it: ``notebooks/open --update`` does so where all that it needs is installed.
"""

from __future__ import annotations

import base64
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

import outputs
import zeppelin

NOTEBOOKS = Path(__file__).resolve().parents[1]
NOTEBOOK = NOTEBOOKS / "net2vec-queries.ipynb"
CURVE = NOTEBOOKS / "b-curve.png"

SECONDS = 600
"""How long a cell may run, on a slow machine."""


def read(path: Path = NOTEBOOK) -> NotebookNode:
    """Reads a notebook and checks its form."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def run(notebook: NotebookNode, folder: Path = NOTEBOOKS) -> NotebookNode:
    """Runs all cells in a new kernel, in a folder.

    Returns:
        A copy with the outputs that count and nothing that depends on the machine.

    Raises:
        CellExecutionError: a cell failed; it names the cell and the error.
    """
    copy = nbformat.from_dict(notebook)
    client = NotebookClient(
        copy,
        timeout=SECONDS,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs = outputs.kept(cell.outputs)
    copy.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    return copy


def curve(notebook: NotebookNode) -> bytes:
    """Returns the picture of the values by b, which README.md shows, as a PNG file."""
    (cell,) = (cell for cell in notebook.cells if cell.id == "curve")
    return base64.b64decode(cell.outputs[0].data["image/png"])


def main() -> None:
    """Updates the committed notebook, the picture of it and the note."""
    notebook = run(read())
    nbformat.write(notebook, NOTEBOOK)
    CURVE.write_bytes(curve(notebook))
    zeppelin.NOTE.write_text(zeppelin.text(notebook), encoding="utf-8")


if __name__ == "__main__":
    main()
