"""A run's page in a notebook."""

from html import escape
from json import loads
from os import PathLike
from pathlib import Path

_PAGE = "report.html"


class Page:
    """The page of a run, which a notebook displays."""

    def __init__(self, html: str, height: int) -> None:
        self.html = html
        self._height = height

    def _repr_html_(self) -> str:
        # In a frame of its own, neither its styles nor its scripts reach the notebook.
        return (
            f'<iframe sandbox="allow-scripts" title="Report of a run" srcdoc="{escape(self.html)}"'
            f' style="width: 100%; height: {self._height}px; border: 0"></iframe>'
        )


def show(run: str | PathLike[str], height: int = 800) -> Page:
    """Returns the page of a run, which a notebook displays in a frame of this height in pixels.

    A run is the directory that ``evaluate --report --output`` wrote, for its latest run; its own
    directory; or a page that ``net2vec-eval report`` made.

    Raises:
        FileNotFoundError: there is no page; the message says how to make it.

    >>> show("results")
    Traceback (most recent call last):
    FileNotFoundError: there is no results/report.html: evaluate --report writes it with a run, ...
    """
    path = Path(run)
    latest = path / "latest.json"
    if latest.is_file():
        path = path / "runs" / loads(latest.read_text(encoding="utf-8"))["run_id"]
    file = path if path.suffix == ".html" else path / _PAGE
    if not file.is_file():
        raise FileNotFoundError(
            f"there is no {file}: evaluate --report writes it with a run, and net2vec-eval report"
            f" makes it of a run that is kept"
        )
    return Page(file.read_text(encoding="utf-8"), height)
