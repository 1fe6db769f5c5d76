"""The fences of the documents, and the table of versions."""

import re
from pathlib import Path
from typing import NamedTuple

from commands import ROOT, run

# Commands that other tests run, or that go on until they are interrupted.
ELSEWHERE = ("mvn ", ".ci/run", "notebooks/open", "git ", "pip ")


class Fence(NamedTuple):
    language: str
    text: str
    line: int


def all_documents() -> list[Path]:
    """Returns every Markdown file that is tracked, or is there to be."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    names = run(words).stdout.split()
    return sorted(path for path in map(ROOT.joinpath, names) if path.exists())


def fences(document: Path, *languages: str) -> list[Fence]:
    """Returns a document's fences in these languages."""
    text = document.read_text(encoding="utf-8")
    found = re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.S | re.M)
    fenced = [Fence(m[1], m[2], text.count("\n", 0, m.start()) + 1) for m in found]
    return [fence for fence in fenced if fence.language in languages]


def commands(fence: Fence) -> list[tuple[str, int]]:
    """Returns a fence's commands, each with the status that it must end with."""
    joined = re.sub(r"\\\n\s*", "", fence.text).splitlines()
    lines = [line for line in joined if line and not line.startswith("#")]
    found = [re.fullmatch(r"(.*?)(?:\s+# exit (\d+))?", line) for line in lines]
    return [(m[1], int(m[2] or 0)) for m in found]


def sql() -> list[tuple[str, list[str]]]:
    """Returns all documents' statements, each with its rows."""
    pairs = []
    for document in all_documents():
        text = "\n".join(fence.text for fence in fences(document, "sql"))
        if text:
            pairs += [("RESET;", []), *statements(text)]
    return pairs


def statements(text: str) -> list[tuple[str, list[str]]]:
    """Returns pairs of a statement and the rows that stand below it."""
    pairs = []
    for part in re.split(r"(?<=;)\n", text):
        rows = re.match(r"(--.*\n?|\s*\n)*", part)[0]
        if rows.strip():
            pairs[-1][1].extend(row[2:].strip() for row in rows.splitlines() if row)
        if part[len(rows) :].strip():
            pairs.append((part[len(rows) :].strip(), []))
    return pairs


def streams() -> str:
    """Returns the blocks of Python that run streams, which build upon one another."""
    blocks = [fence.text for path in all_documents() for fence in fences(path, "python")]
    found = [text for text in blocks if "checkpointLocation" in text]
    assert found, "no document runs a stream"
    return "\n".join(found)


def versions() -> dict[str, dict[int, str]]:
    """Returns {Spark: {Java: cell}} of the table of versions."""
    document = ROOT / "udf" / "README.md"
    text = (document if document.exists() else ROOT / "README.md").read_text(encoding="utf-8")
    heading = re.search(r"^\| Spark((?: \| Java \d+)+) \|$", text, re.M)
    javas = [int(java) for java in re.findall(r"\d+", heading[1])]
    rows = re.match(r"\n\|[-|]+\|\n((?:\|.*\|\n)+)", text[heading.end() :])[1]
    cells = {}
    for row in rows.splitlines():
        version, *said = [cell.strip() for cell in row.strip("|").split("|")]
        cells[version] = dict(zip(javas, said, strict=True))
    return cells
