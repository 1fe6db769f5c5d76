"""Makes the Zeppelin note of the Jupyter notebook, so that there is one tour to keep.

A Markdown cell becomes a ``%md`` paragraph; a cell that is one ``spark.sql("…")`` becomes
``%spark.sql``; any other code becomes ``%spark.pyspark``, whose ``plt.show()`` is ``z.show(plt)``
there. What has to be otherwise in Zeppelin, such as its session, stands in the cell's metadata:
``zeppelin`` is a list of the paragraphs that take the cell's place.
"""

from __future__ import annotations

import ast
import json
import textwrap
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

NAME = "net2vec-queries"
ID = "2N2VTRXK5"
NOTE = Path(__file__).resolve().parents[1] / f"{NAME}_{ID}.zpln"

_DATE = "2026-11-24 00:00:00.000"
_MILLISECONDS = 1795478400000
_MODES = {
    "%md": "markdown",
    "%spark.conf": "text",
    "%spark.pyspark": "python",
    "%spark.sql": "sql",
}


def text(notebook: NotebookNode) -> str:
    """Returns the note as the text of its file."""
    return json.dumps(note(notebook), indent=2, ensure_ascii=False) + "\n"


def note(notebook: NotebookNode) -> dict[str, Any]:
    """Returns the note, in the form that Zeppelin 0.9 and later read."""
    texts = [(cell.id, one) for cell in notebook.cells for one in paragraphs(cell)]
    return {
        "paragraphs": [
            _paragraph(number, title, one) for number, (title, one) in enumerate(texts, start=1)
        ],
        "name": NAME,
        "id": ID,
        "defaultInterpreterGroup": "spark",
        "version": "0.12.1",
        "noteParams": {},
        "noteForms": {},
        "angularObjects": {},
        "config": {"isZeppelinNotebookCronEnable": False},
        "info": {},
    }


def paragraphs(cell: NotebookNode) -> list[str]:
    """Returns the texts of a cell's paragraphs, each beginning with its interpreter."""
    if "zeppelin" in cell.metadata:
        return list(cell.metadata.zeppelin)
    if cell.cell_type == "markdown":
        return [f"%md\n{cell.source}"]
    statement = _statement(cell.source)
    if statement is not None:
        return [f"%spark.sql\n{statement}"]
    return [f"%spark.pyspark\n{cell.source.replace('plt.show()', 'z.show(plt)')}"]


def _statement(source: str) -> str | None:
    """Returns the SQL of a cell that only runs SQL."""
    match ast.parse(source).body:
        case [
            ast.Expr(
                ast.Call(
                    func=ast.Attribute(value=ast.Name("spark"), attr="sql"),
                    args=[ast.Constant(str(sql))],
                    keywords=[],
                )
            )
        ]:
            return textwrap.dedent(sql).strip()
    return None


def _paragraph(number: int, title: str, content: str) -> dict[str, Any]:
    language = _MODES[content.split(maxsplit=1)[0]]
    return {
        "title": title,
        "text": content,
        "user": "anonymous",
        "dateUpdated": _DATE,
        "progress": 0,
        "config": {
            "colWidth": 12.0,
            "fontSize": 9.0,
            "enabled": True,
            "results": {},
            "editorMode": f"ace/mode/{language}",
            "editorSetting": {
                "language": language,
                "editOnDblClick": language == "markdown",
                "completionSupport": language in ("python", "sql"),
            },
        },
        "settings": {"params": {}, "forms": {}},
        "apps": [],
        "runtimeInfos": {},
        "progressUpdateIntervalMs": 500,
        "jobName": f"paragraph_{_MILLISECONDS}_{number}",
        "id": f"paragraph_{_MILLISECONDS}_{number}",
        "dateCreated": _DATE,
        "status": "READY",
    }
