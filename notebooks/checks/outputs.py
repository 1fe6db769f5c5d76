"""When the outputs of a notebook are the same in substance.

What a cell prints and the tables it shows are compared as text: words and signs must be equal,
numbers within 1e-9 of each other, white space does not count. Pictures must have the same size and
look alike. Standard error does not count: Spark's warnings and progress are not the notebook's.
"""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Iterable

import matplotlib.image
import numpy as np
from nbformat import NotebookNode

RELATIVE = 1e-9
"""How far numbers may differ, relative to the larger one."""

PICTURE = 0.02
"""How far pictures may differ: the root of the mean squared difference of colours in [0, 1]."""

_NUMBER = re.compile(r"(?<![\w.])([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?![\w.])")


def kept(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Returns the outputs that count, what was printed in pieces joined."""
    result: list[NotebookNode] = []
    for output in outputs:
        if output.output_type != "stream":
            result.append(output)
        elif output.name == "stdout":
            if result and result[-1].output_type == "stream":
                result[-1].text += output.text
            else:
                result.append(NotebookNode(output))
    return result


def notebook_differences(expected: NotebookNode, actual: NotebookNode) -> list[str]:
    """Returns what differs between two runs of one notebook, a line for each difference."""
    found = []
    if [cell.source for cell in expected.cells] != [cell.source for cell in actual.cells]:
        return ["the cells are not the same"]
    for one, other in zip(expected.cells, actual.cells, strict=True):
        if one.cell_type == "code":
            found += [f"cell {one.id}: {what}" for what in differences(one.outputs, other.outputs)]
    return found


def differences(expected: Iterable[NotebookNode], actual: Iterable[NotebookNode]) -> list[str]:
    """Returns what differs between two lists of outputs of one cell."""
    ones, others = kept(expected), kept(actual)
    kinds, other_kinds = [_kind(one) for one in ones], [_kind(other) for other in others]
    if kinds != other_kinds:
        return [f"outputs are {other_kinds}, but were {kinds}"]
    found = []
    for one, other in zip(ones, others, strict=True):
        contents = _contents(other)
        for kind, content in _contents(one).items():
            found += _content_differences(kind, content, contents[kind])
    return found


def text_differences(expected: str, actual: str) -> list[str]:
    """Returns the first word or number that differs."""
    ones, others = _tokens(expected), _tokens(actual)
    for one, other in zip(ones, others, strict=False):
        if one != other and not _close(one, other):
            return [f"{other!r}, but was {one!r}"]
    if len(ones) != len(others):
        return [f"{len(others)} words and numbers, but were {len(ones)}"]
    return []


def picture_differences(expected: str, actual: str) -> list[str]:
    """Returns how two PNG pictures, base64, differ."""
    one, other = _pixels(expected), _pixels(actual)
    if one.shape != other.shape:
        return [f"picture of {other.shape}, but was {one.shape}"]
    distance = float(np.sqrt(np.mean((one - other) ** 2)))
    if not distance <= PICTURE:
        return [f"picture is {distance:.3f} away, but at most {PICTURE} is alike"]
    return []


def _content_differences(kind: str, expected: str, actual: str) -> list[str]:
    compare = picture_differences if kind == "image/png" else text_differences
    return [f"{kind}: {what}" for what in compare(expected, actual)]


def _kind(output: NotebookNode) -> list[str]:
    return [output.output_type, *sorted(_contents(output))]


def _contents(output: NotebookNode) -> dict[str, str]:
    match output.output_type:
        case "stream":
            return {"printed": output.text}
        case "error":
            return {"error": f"{output.ename}: {output.evalue}"}
        case _:
            return dict(output.data)


def _tokens(text: str) -> list[str]:
    return [word for part in _NUMBER.split(text) for word in part.split()]


def _close(one: str, other: str) -> bool:
    numbers = bool(_NUMBER.fullmatch(one) and _NUMBER.fullmatch(other))
    return numbers and math.isclose(float(one), float(other), rel_tol=RELATIVE)


def _pixels(picture: str) -> np.ndarray:
    return matplotlib.image.imread(io.BytesIO(base64.b64decode(picture)), format="png")
