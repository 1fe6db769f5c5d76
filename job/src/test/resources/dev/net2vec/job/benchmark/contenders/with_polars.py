"""Polars, by its streaming engine."""

import polars as pl


def mean(dataset, _cores):
    scan = pl.scan_parquet(dataset.glob)
    o, t = pl.col("o"), pl.col("t")
    if dataset.layout == "NPY":
        masks = scan.select(
            o=items(dataset, "prediction", pl.Float32), t=items(dataset, "target", pl.Int8)
        )
        product = (o * t.cast(pl.Array(pl.Float32, dataset.pixels))).arr.sum()
        sums = [column.arr.sum().cast(pl.Float64).sum() for column in (o, t)]
        true_positive = product.cast(pl.Float64).sum()
    else:
        masks = scan.select(o="prediction", t="target").explode("o", "t")
        sums = [o.sum().cast(pl.Float64), t.cast(pl.Int64).sum()]
        true_positive = (o * t).sum().cast(pl.Float64)
    # TN = pixels − Σo − Σt + TP, as the targets are 0 and 1.
    pixels = dataset.rows * dataset.pixels
    value = 0.5 * (2 * true_positive + pixels - sums[0] - sums[1])
    return masks.select(value).collect(engine="streaming").item() / dataset.rows


def items(dataset, column, item):
    data = pl.col(column).bin.slice(dataset.header(column))
    return data.bin.reinterpret(dtype=pl.Array(item, dataset.pixels))
