"""Runs a Zeppelin note, paragraph by paragraph, by the rules of Zeppelin's own interpreters.

``python notebooks/checks/paragraphs.py NOTE CLONE`` prints every paragraph's result as Zeppelin's
display system takes it (``%html``, ``%table``, text) and ends at the first that fails. CLONE stands
in for the path that a reader puts in.

``%spark.conf`` sets what the session is made with, and comes before it; ``%spark.sql`` runs one
statement and shows its rows; all ``%spark.pyspark`` paragraphs share the names ``spark``, ``sc``,
``z`` and what they define; ``%md`` is Markdown.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib as mpl
import mistune
from pyspark.sql import DataFrame, SparkSession

PLACE = "/path/to/net2vec-spark"
"""What a reader replaces by the path of the clone."""

ROWS = 1000
"""How many rows Zeppelin shows."""


class ZeppelinContext:
    """The ``z`` of a paragraph, as far as the note uses it."""

    def show(self, what: object) -> None:
        """Prints a DataFrame as a table, matplotlib's figure as a picture, else the text."""
        if isinstance(what, DataFrame):
            rows = [what.columns, *([str(item) for item in row] for row in what.take(ROWS))]
            print("%table " + "\n".join("\t".join(row) for row in rows))
        elif isinstance(what, ModuleType) and what.__name__ == "matplotlib.pyplot":
            picture = io.BytesIO()
            what.savefig(picture, format="png")
            print(f"%html <img src=data:image/png;base64,{base64.b64encode(picture.getvalue())!r}>")
        else:
            print(what)


class Interpreters:
    """One session of Zeppelin's interpreters for Spark and Markdown."""

    def __init__(self, clone: Path) -> None:
        """Makes a session whose Spark starts with the first paragraph that needs it."""
        self._clone = clone
        self._conf = {"spark.master": "local[*]", "spark.ui.showConsoleProgress": "false"}
        self._names: dict[str, Any] = {}
        self._by_name: dict[str, Callable[[str], None]] = {
            "%md": self._md,
            "%spark.conf": self._configure,
            "%spark.sql": self._sql,
            "%spark.pyspark": self._pyspark,
        }

    def run(self, paragraph: str) -> None:
        """Runs one paragraph and prints its result."""
        interpreter, _, body = paragraph.partition("\n")
        if interpreter not in self._by_name:
            raise ValueError(f"interpreter is {interpreter}, but must be of {[*self._by_name]}")
        if not body.strip():
            raise ValueError(f"{interpreter}: the paragraph is empty")
        self._by_name[interpreter](body)

    def _md(self, body: str) -> None:
        print("%html", mistune.html(body))

    def _configure(self, body: str) -> None:
        if self._names:
            raise ValueError("%spark.conf comes too late: the session has started")
        for line in body.replace(PLACE, str(self._clone)).splitlines():
            key, value = line.split(maxsplit=1)
            self._conf[key] = value

    def _sql(self, body: str) -> None:
        z, spark = self._session("z"), self._session("spark")
        z.show(spark.sql(body))

    def _pyspark(self, body: str) -> None:
        self._session("spark")
        exec(compile(body, "paragraph", "exec"), self._names)

    def _session(self, name: str) -> Any:
        if not self._names:
            builder = SparkSession.builder
            for key, value in self._conf.items():
                builder = builder.config(key, value)
            spark = builder.getOrCreate()
            self._names.update(spark=spark, sc=spark.sparkContext, z=ZeppelinContext())
        return self._names[name]


def main(note: Path, clone: Path) -> None:
    """Runs all paragraphs of a note."""
    mpl.use("agg")
    interpreters = Interpreters(clone)
    for paragraph in json.loads(note.read_text(encoding="utf-8"))["paragraphs"]:
        print(f"== {paragraph['id']} {paragraph['title']}", flush=True)
        interpreters.run(paragraph["text"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
