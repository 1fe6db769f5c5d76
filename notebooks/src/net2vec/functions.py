"""The SQL functions of net2vec-spark for PySpark: ``net2vec("prediction", "target", 0.9)``.

Every function makes a ``Column`` of the SQL function of the same name, through
``pyspark.sql.functions.call_function``. So they need the net2vec-udf jar on Spark's class path
(``spark.jars``, ``--jars``), work in a classic session as over Spark Connect, and take each column
by its name or as a ``Column``. ``factor_pos_class`` (b, in [0, 1]) and ``target_thresh`` are
numbers or Columns; one left out is the session's. All other settings are keyword arguments, such as
``activation="sigmoid"``. ``DESCRIBE FUNCTION EXTENDED net2vec`` says what each function reads,
returns and refuses.

>>> masks = spark.sql("SELECT array(0.25, 1.0) AS prediction, array(0, 1) AS target")
>>> masks.select(net2vec("prediction", "target"), net2vec("prediction", "target", 0.9)).first()[:]
(0.875, 0.975)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias, Unpack

from pyspark.sql import Column
from pyspark.sql.functions import call_function, lit

from net2vec._options import (
    CurveOptions,
    DiagnosisOptions,
    EmptyScoreOptions,
    MaskOptions,
    OverlapOptions,
    PairOptions,
    ResizeOptions,
    TargetOptions,
    ThresholdOptions,
    option_map,
)

ColumnOrName: TypeAlias = "Column | str"
Number: TypeAlias = "Column | float"

__all__ = [
    "mask_confusion",
    "mask_curve",
    "mask_curve_at",
    "mask_curve_merge",
    "mask_curve_summary",
    "mask_diagnose",
    "mask_dice",
    "mask_iou",
    "mask_resize",
    "mask_set_iou",
    "mask_shape",
    "mask_to_npy",
    "mask_to_rle",
    "mask_values",
    "net2vec",
    "net2vec_auto_factor",
    "net2vec_batch",
    "net2vec_channels",
    "net2vec_counts",
    "net2vec_diagnose",
    "net2vec_diagnose_project",
    "net2vec_exact_mean",
    "net2vec_exact_std",
    "net2vec_exact_sum",
    "net2vec_loss",
    "net2vec_mean",
    "net2vec_normalized",
    "net2vec_normalized_mean",
    "net2vec_of",
    "net2vec_project",
    "net2vec_reduce",
    "net2vec_reduce_values",
    "net2vec_statistics",
    "net2vec_statistics_each",
    "net2vec_sum",
    "net2vec_summary",
    "try_mask_to_npy",
    "try_mask_to_rle",
    "try_net2vec",
    "try_net2vec_channels",
    "try_net2vec_project",
]


def net2vec(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the value of one instance, DOUBLE: ``b * TP + (1 - b) * TN``, in pixels.

    >>> masks.select(net2vec("prediction", "target", factor_pos_class=0.9)).first()[0]
    0.975
    >>> masks.select(net2vec("prediction", "target", ignore_value=0)).first()[0]
    0.5
    """
    return _scored("net2vec", prediction, target, factor_pos_class, target_thresh, options)


def net2vec_loss(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the loss of one instance, DOUBLE: the negative of its value.

    >>> masks.select(net2vec_loss("prediction", "target")).first()[0]
    -0.875
    """
    return _scored("net2vec_loss", prediction, target, factor_pos_class, target_thresh, options)


def try_net2vec(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the value of one instance, DOUBLE; NULL where a mask is invalid.

    >>> spark.range(1).select(try_net2vec(array(lit(1.5)), array(lit(1)))).first()[0] is None
    True
    """
    return _scored("try_net2vec", prediction, target, factor_pos_class, target_thresh, options)


def net2vec_batch(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the value of every instance of masks of rank 3 and 4, ARRAY of DOUBLE.

    >>> masks.select(net2vec_batch("prediction", "target")).first()[0]
    [0.875]
    """
    return _scored("net2vec_batch", prediction, target, factor_pos_class, target_thresh, options)


def net2vec_counts(
    prediction: ColumnOrName,
    target: ColumnOrName,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the soft confusion of one instance, STRUCT.

    >>> masks.select(net2vec_counts("prediction", "target").true_negative).first()[0]
    0.75
    """
    return _call("net2vec_counts", prediction, target, target_thresh, option_map(options))


def net2vec_diagnose(
    prediction: ColumnOrName,
    target: ColumnOrName,
    target_thresh: Number | None = None,
    **options: Unpack[DiagnosisOptions],
) -> Column:
    """Returns the soft confusion of every instance of a mask, or why there is none, STRUCT.

    With ``output_thresh="0.3,0.5"`` and ``thresholds=100``, also the counts at these and the curve;
    with ``picture=True``, also a PNG file of the prediction and its errors.

    >>> spark.range(1).select(net2vec_diagnose(array(lit(1.5)), array(lit(1))).reason).first()[0]
    'OUT_OF_RANGE'
    """
    return _call("net2vec_diagnose", prediction, target, target_thresh, option_map(options))


def net2vec_mean(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the mean value over all instances of all rows, an aggregate DOUBLE.

    >>> masks.union(masks).agg(net2vec_mean("prediction", "target")).first()[0]
    0.875
    """
    return _scored("net2vec_mean", prediction, target, factor_pos_class, target_thresh, options)


def net2vec_sum(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the sum of the values over all instances of all rows, an aggregate DOUBLE.

    >>> masks.union(masks).agg(net2vec_sum("prediction", "target")).first()[0]
    1.75
    """
    return _scored("net2vec_sum", prediction, target, factor_pos_class, target_thresh, options)


def net2vec_reduce(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns all instances' values reduced as ``spark.net2vec.reduction`` says, an aggregate.

    >>> masks.union(masks).agg(net2vec_reduce("prediction", "target")).first()[0]
    0.875
    """
    return _scored("net2vec_reduce", prediction, target, factor_pos_class, target_thresh, options)


def net2vec_auto_factor(
    target: ColumnOrName,
    target_thresh: Number | None = None,
    **options: Unpack[TargetOptions],
) -> Column:
    """Returns the paper's balance, 1 - the targets' mean share of foreground, an aggregate DOUBLE.

    >>> masks.agg(net2vec_auto_factor("target")).first()[0]
    0.5
    """
    return _call("net2vec_auto_factor", target, target_thresh, option_map(options))


def net2vec_summary(
    prediction: ColumnOrName,
    target: ColumnOrName,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns all sums that the value of any b needs, an aggregate STRUCT.

    >>> masks.agg(net2vec_summary("prediction", "target").true_negative).first()[0]
    0.75
    """
    return _call("net2vec_summary", prediction, target, target_thresh, option_map(options))


def net2vec_of(
    summary: ColumnOrName,
    factor_pos_class: Number | None = None,
    reduction: str | None = None,
) -> Column:
    """Returns the value of a summary, DOUBLE; ``reduction`` is ``"mean"`` or ``"sum"``.

    >>> summary = net2vec_summary("prediction", "target")
    >>> masks.agg(net2vec_of(summary, 0.9, "mean")).first()[0]
    0.975
    """
    if factor_pos_class is None and reduction is not None:
        raise ValueError(
            "reduction is given without factor_pos_class, but SQL takes it after factor_pos_class"
        )
    return _call(
        "net2vec_of", summary, factor_pos_class, None if reduction is None else lit(reduction)
    )


def net2vec_exact_mean(values: ColumnOrName) -> Column:
    """Returns the mean of non-negative numbers from their exact sum, an aggregate DOUBLE.

    >>> spark.range(5).agg(net2vec_exact_mean("id")).first()[0]
    2.0
    """
    return _call("net2vec_exact_mean", values)


def net2vec_exact_sum(values: ColumnOrName) -> Column:
    """Returns the exact sum of non-negative numbers, rounded once, an aggregate DOUBLE.

    >>> spark.range(5).agg(net2vec_exact_sum("id")).first()[0]
    10.0
    """
    return _call("net2vec_exact_sum", values)


def net2vec_exact_std(values: ColumnOrName) -> Column:
    """Returns the sample standard deviation of non-negative numbers, an aggregate DOUBLE.

    >>> spark.range(3).agg(net2vec_exact_std("id")).first()[0]
    1.0
    """
    return _call("net2vec_exact_std", values)


def net2vec_statistics(values: ColumnOrName) -> Column:
    """Returns count, mean, its 95 % interval, std, quantiles and more of numbers, a STRUCT.

    >>> spark.range(5).agg(net2vec_statistics("id").q50).first()[0]
    2.0
    """
    return _call("net2vec_statistics", values)


def net2vec_statistics_each(values: ColumnOrName) -> Column:
    """Returns such statistics of each position of arrays of numbers, an aggregate ARRAY.

    >>> spark.range(5).agg(net2vec_statistics_each(array("id", lit(1)))[1].mean).first()[0]
    1.0
    """
    return _call("net2vec_statistics_each", values)


def net2vec_reduce_values(values: ColumnOrName, order: ColumnOrName | None = None) -> Column:
    """Returns non-negative numbers reduced as ``spark.net2vec.reduction`` says, an aggregate.

    >>> spark.range(5).agg(net2vec_reduce_values("id")).first()[0]
    2.0
    """
    return _call("net2vec_reduce_values", values, order)


def net2vec_project(
    activations: ColumnOrName,
    weights: ColumnOrName | Sequence[float],
    bias: Number | None = None,
    **options: Unpack[MaskOptions],
) -> Column:
    """Returns the weighted sum of the channels of activations, ARRAY of ARRAY of DOUBLE.

    >>> layer = array(array(array(lit(1), lit(2))), array(array(lit(3), lit(5))))
    >>> spark.range(1).select(net2vec_project(layer, [1, 0.5])).first()[0]
    [[2.5, 4.5]]
    """
    return _call("net2vec_project", activations, _weights(weights), bias, option_map(options))


def try_net2vec_project(
    activations: ColumnOrName,
    weights: ColumnOrName | Sequence[float],
    bias: Number | None = None,
    **options: Unpack[MaskOptions],
) -> Column:
    """Returns the same; NULL where the activations or the weights are invalid.

    >>> layer = array(array(array(lit(1), lit(2))), array(array(lit(3), lit(5))))
    >>> spark.range(1).select(try_net2vec_project(layer, [1])).first()[0] is None
    True
    """
    return _call("try_net2vec_project", activations, _weights(weights), bias, option_map(options))


def net2vec_diagnose_project(
    activations: ColumnOrName,
    weights: ColumnOrName | Sequence[float],
    bias: Number | None = None,
    **options: Unpack[MaskOptions],
) -> Column:
    """Returns the projection, or why there is none: STRUCT of reason, message and projection.

    >>> layer = array(array(array(lit(1), lit(2))), array(array(lit(3), lit(5))))
    >>> spark.range(1).select(net2vec_diagnose_project(layer, [1]).reason).first()[0]
    'SHAPE_MISMATCH'
    """
    projected = _weights(weights)
    return _call("net2vec_diagnose_project", activations, projected, bias, option_map(options))


def _weights(weights: ColumnOrName | Sequence[float]) -> ColumnOrName:
    return weights if isinstance(weights, (str, Column)) else lit([float(w) for w in weights])


def mask_shape(mask: ColumnOrName, **options: Unpack[MaskOptions]) -> Column:
    """Returns the dimensions of a mask, outermost first, ARRAY of INT.

    >>> masks.select(mask_shape("target")).first()[0]
    [2]
    """
    return _call("mask_shape", mask, option_map(options))


def mask_diagnose(mask: ColumnOrName, **options: Unpack[MaskOptions]) -> Column:
    """Returns the shape of a mask, or why it is invalid: STRUCT of reason, message and shape.

    >>> masks.select(mask_diagnose("target").shape).first()[0]
    [2]
    """
    return _call("mask_diagnose", mask, option_map(options))


def mask_values(mask: ColumnOrName, **options: Unpack[MaskOptions]) -> Column:
    """Returns the items of a mask in row-major order, a flat ARRAY of FLOAT.

    >>> masks.select(mask_values("prediction")).first()[0]
    [0.25, 1.0]
    """
    return _call("mask_values", mask, option_map(options))


def mask_to_npy(
    mask: ColumnOrName, item_type: str | None = None, **options: Unpack[MaskOptions]
) -> Column:
    """Returns a mask as an NPY file, BINARY, of item_type u1, f2, f4 or f8.

    >>> bytes(masks.select(mask_to_npy("target")).first()[0][1:6])
    b'NUMPY'
    """
    return _call("mask_to_npy", mask, _item_type(item_type), option_map(options))


def try_mask_to_npy(
    mask: ColumnOrName, item_type: str | None = None, **options: Unpack[MaskOptions]
) -> Column:
    """Returns the same; NULL where mask_to_npy would fail on the data.

    >>> spark.range(1).select(try_mask_to_npy(array(lit(1e6)), "f2")).first()[0] is None
    True
    """
    return _call("try_mask_to_npy", mask, _item_type(item_type), option_map(options))


def _item_type(item_type: str | None) -> Column | None:
    return None if item_type is None else lit(item_type)


def net2vec_channels(
    prediction: ColumnOrName,
    target: ColumnOrName,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the soft confusion of every channel of activations against one target, ARRAY.

    >>> layer = spark.sql("SELECT array(array(array(0.25, 1.0))) AS a, array(array(0, 1)) AS t")
    >>> layer.select(net2vec_channels("a", "t").true_positive).first()[0]
    [1.0]
    """
    return _call("net2vec_channels", prediction, target, target_thresh, option_map(options))


def try_net2vec_channels(
    prediction: ColumnOrName,
    target: ColumnOrName,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the same; NULL where a mask is invalid.

    >>> masks.select(try_net2vec_channels("prediction", "target")).first()[0] is None
    True
    """
    return _call("try_net2vec_channels", prediction, target, target_thresh, option_map(options))


def net2vec_normalized(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the value of one instance divided by the best value possible for its target, DOUBLE.

    >>> masks.select(net2vec_normalized("prediction", "target")).first()[0]
    0.875
    """
    return _scored(
        "net2vec_normalized", prediction, target, factor_pos_class, target_thresh, options
    )


def net2vec_normalized_mean(
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None = None,
    target_thresh: Number | None = None,
    **options: Unpack[PairOptions],
) -> Column:
    """Returns the sum of all values divided by that of the best values, an aggregate DOUBLE.

    >>> masks.agg(net2vec_normalized_mean("prediction", "target")).first()[0]
    0.875
    """
    return _scored(
        "net2vec_normalized_mean", prediction, target, factor_pos_class, target_thresh, options
    )


def mask_confusion(
    prediction: ColumnOrName,
    target: ColumnOrName,
    output_thresh: float | None = None,
    **options: Unpack[ThresholdOptions],
) -> Column:
    """Returns the counts of one instance, its prediction binarised, STRUCT of BIGINT.

    >>> masks.select(mask_confusion("prediction", "target").true_positive).first()[0]
    1
    """
    return _call("mask_confusion", prediction, target, output_thresh, option_map(options))


def mask_iou(
    prediction: ColumnOrName,
    target: ColumnOrName,
    output_thresh: float | None = None,
    **options: Unpack[OverlapOptions],
) -> Column:
    """Returns the intersection over union of one instance, its prediction binarised, DOUBLE.

    >>> masks.select(mask_iou("prediction", "target", 0.2)).first()[0]
    0.5
    """
    return _call("mask_iou", prediction, target, output_thresh, option_map(options))


def mask_dice(
    prediction: ColumnOrName,
    target: ColumnOrName,
    output_thresh: float | None = None,
    **options: Unpack[OverlapOptions],
) -> Column:
    """Returns the Dice coefficient of one instance, its prediction binarised, DOUBLE.

    >>> masks.select(mask_dice("prediction", "target")).first()[0]
    1.0
    """
    return _call("mask_dice", prediction, target, output_thresh, option_map(options))


def mask_set_iou(
    prediction: ColumnOrName,
    target: ColumnOrName,
    output_thresh: float | None = None,
    **options: Unpack[OverlapOptions],
) -> Column:
    """Returns the sum of all intersections divided by that of all unions, an aggregate DOUBLE.

    >>> masks.agg(mask_set_iou("prediction", "target", 0.2)).first()[0]
    0.5
    """
    return _call("mask_set_iou", prediction, target, output_thresh, option_map(options))


def mask_curve(
    prediction: ColumnOrName, target: ColumnOrName, **options: Unpack[CurveOptions]
) -> Column:
    """Returns how many pixels have a prediction above each threshold, an aggregate STRUCT.

    >>> masks.agg(mask_curve("prediction", "target", thresholds=4).foreground_above).first()[0]
    [1, 1, 1, 1, 0]
    """
    return _call("mask_curve", prediction, target, option_map(options))


def mask_curve_merge(curve: ColumnOrName) -> Column:
    """Returns the sum of stored curves, an aggregate STRUCT.

    >>> curves = masks.agg(mask_curve("prediction", "target").alias("curve"))
    >>> curves.union(curves).agg(mask_curve_merge("curve").pixels).first()[0]
    4
    """
    return _call("mask_curve_merge", curve)


def mask_curve_at(
    curve: ColumnOrName, output_thresh: Number, **options: Unpack[EmptyScoreOptions]
) -> Column:
    """Returns the counts and measures of a curve at one of its thresholds, STRUCT.

    >>> curves = masks.agg(mask_curve("prediction", "target").alias("curve"))
    >>> curves.select(mask_curve_at("curve", 0.2).precision).first()[0]
    0.5
    """
    return _call("mask_curve_at", curve, output_thresh, option_map(options))


def mask_curve_summary(curve: ColumnOrName, **options: Unpack[EmptyScoreOptions]) -> Column:
    """Returns the figures of a curve as a whole, STRUCT.

    >>> curves = masks.agg(mask_curve("prediction", "target").alias("curve"))
    >>> curves.select(mask_curve_summary("curve").average_precision).first()[0]
    1.0
    """
    return _call("mask_curve_summary", curve, option_map(options))


def mask_resize(
    mask: ColumnOrName,
    height: Column | int,
    width: Column | int,
    **options: Unpack[ResizeOptions],
) -> Column:
    """Returns a mask at another height and width as an NPY file, BINARY.

    >>> masks.select(mask_values(mask_resize("target", 1, 4))).first()[0]
    [0.0, 0.25, 0.75, 1.0]
    """
    return _call("mask_resize", mask, height, width, option_map(options))


def mask_to_rle(
    mask: ColumnOrName, target_thresh: Number | None = None, **options: Unpack[MaskOptions]
) -> Column:
    """Returns the foreground of a mask of rank 2 as COCO run lengths, STRUCT.

    >>> square = array(array(lit(0), lit(1)), array(lit(0), lit(1)))
    >>> spark.range(1).select(mask_to_rle(square).counts).first()[0]
    '22'
    """
    return _call("mask_to_rle", mask, target_thresh, option_map(options))


def try_mask_to_rle(
    mask: ColumnOrName, target_thresh: Number | None = None, **options: Unpack[MaskOptions]
) -> Column:
    """Returns the foreground of a mask as COCO run lengths, STRUCT; NULL where it has none.

    >>> spark.range(1).select(try_mask_to_rle(array(lit(1)))).first()[0] is None
    True
    """
    return _call("try_mask_to_rle", mask, target_thresh, option_map(options))


def _scored(
    function: str,
    prediction: ColumnOrName,
    target: ColumnOrName,
    factor_pos_class: Number | None,
    target_thresh: Number | None,
    options: PairOptions,
) -> Column:
    if factor_pos_class is None and target_thresh is not None:
        # SQL takes a threshold by position after b alone.
        return _call(
            function, prediction, target, option_map({"target_thresh": target_thresh, **options})
        )
    return _call(function, prediction, target, factor_pos_class, target_thresh, option_map(options))


def _call(function: str, *arguments: ColumnOrName | Number | None) -> Column:
    return call_function(
        function,
        *(
            argument if isinstance(argument, (str, Column)) else lit(argument)
            for argument in arguments
            if argument is not None
        ),
    )
