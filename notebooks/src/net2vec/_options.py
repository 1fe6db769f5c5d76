from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TypedDict

from pyspark.sql import Column
from pyspark.sql.functions import create_map, lit


class MaskOptions(TypedDict, total=False):
    """The options of functions that read one mask."""

    max_pixels: int | None


class ResizeOptions(MaskOptions, total=False):
    """The options of functions that resize a mask."""

    resize: str | None
    align_corners: bool | None


class TargetOptions(MaskOptions, total=False):
    """The options of functions that read a target."""

    ignore_value: float | str | None
    target_class: Column | float | str | None
    target_encoding: str | None


class PairOptions(TargetOptions, ResizeOptions, total=False):
    """The options of functions that score a prediction against a target."""

    activation: str | None
    activation_order: str | None
    clip: bool | None
    prediction_scale: float | str | None


class ThresholdOptions(PairOptions, total=False):
    """The options of functions that take no threshold of the target by position."""

    target_thresh: Column | float | None


class EmptyScoreOptions(TypedDict, total=False):
    """The option of measures of overlap: what they give where neither mask has foreground."""

    empty_score: float | str | None


class OverlapOptions(ThresholdOptions, EmptyScoreOptions, total=False):
    """The options of functions that measure the overlap of binarised masks."""


class CurveOptions(ThresholdOptions, total=False):
    """The options of functions that count at every threshold."""

    thresholds: int | None


class DiagnosisOptions(PairOptions, total=False):
    """The options of the function that counts all of a pair's instances."""

    output_thresh: float | str | None
    thresholds: int | None
    picture: bool | None


def option_map(options: Mapping[str, object]) -> Column | None:
    """The map that SQL takes after the other arguments, or None without options.

    Numbers and booleans are passed as text, because the values of a map are of one type; SQL reads
    each as its option needs it. None leaves an option out, so that it is the session's.
    """
    given = {name: value for name, value in options.items() if value is not None}
    if not given:
        return None
    return create_map(
        *chain.from_iterable((lit(name), _column(value)) for name, value in given.items())
    )


def _column(value: object) -> Column:
    if isinstance(value, Column):
        return value
    return lit(str(value).lower() if isinstance(value, bool) else str(value))
