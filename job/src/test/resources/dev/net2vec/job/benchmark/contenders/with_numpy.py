"""pyarrow reads batches, and NumPy scores each at once: its masks are one array, without copies.

A thread a core, each with files of its own. NPY cells of one column have equal headers, which are skipped
unread; a loop of numpy.load over the cells takes about twice as long.
"""

import functools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pycocotools import mask as coco


def float64(dataset, cores):
    return mean(dataset, cores, float64_sum, np.float64)


def float32(dataset, cores):
    return mean(dataset, cores, float32_sum, np.float32)


def float64_sum(o, t):
    foreground = t > 0
    background = foreground.size - np.count_nonzero(foreground)
    true_positive = np.sum(o, where=foreground, dtype=np.float64)
    return 0.5 * (true_positive + background - (np.sum(o, dtype=np.float64) - true_positive))


def float32_sum(o, t):
    sign = np.where(t > 0, np.float32(1), np.float32(-1))
    background = np.count_nonzero(sign < 0)
    return 0.5 * (np.einsum("ij,ij->i", o, sign).sum(dtype=np.float64) + background)


def mean(dataset, cores, score, item):
    def of_file(file):
        if dataset.small < dataset.side:
            steps = weights(dataset.small, dataset.side).astype(item)
            return sum(score(enlarge(o.astype(item), steps), t) for o, t in masks(dataset, file))
        return sum(score(o, t) for o, t in masks(dataset, file))

    with ThreadPoolExecutor(cores) as threads:
        return sum(threads.map(of_file, dataset.files())) / dataset.rows


def masks(dataset, file):
    """Batches of predictions and targets, a row a mask."""
    with pq.ParquetFile(file, memory_map=True) as parquet:
        columns = ["prediction", "target"]
        for batch in parquet.iter_batches(dataset.batch, columns=columns, use_threads=False):
            o, t = batch.column("prediction"), batch.column("target")
            if dataset.layout == "NPY":
                yield (
                    cells(o, dataset.header("prediction"), "<f4"),
                    cells(t, dataset.header("target"), "i1"),
                )
            elif dataset.layout == "2-D arrays and COCO RLE":
                yield items(o.flatten()).reshape(len(o), -1), painted(t)
            else:
                yield items(o), items(t)


def items(arrays: pa.ListArray):
    return arrays.flatten().to_numpy(zero_copy_only=True).reshape(len(arrays), -1)


def cells(binary: pa.BinaryArray, header: int, dtype: str):
    _, offsets, data = binary.buffers()
    start, end = np.frombuffer(offsets, "i4")[[binary.offset, binary.offset + len(binary)]]
    rows = np.frombuffer(data, "u1")[start:end].reshape(len(binary), -1)
    return rows[:, header:].view(dtype)


def painted(runs: pa.StructArray):
    masks = coco.decode([{"size": run["size"], "counts": run["counts"]} for run in runs.to_pylist()])
    return masks.transpose(2, 0, 1).reshape(len(runs), -1)


def enlarge(small, steps):
    side, length = steps.shape
    return (steps @ small.reshape(-1, length, length) @ steps.T).reshape(-1, side * side)


@functools.lru_cache
def weights(length, side):
    """A matrix that enlarges a column bilinearly, with corners that are not aligned."""
    source = np.maximum((np.arange(side) + 0.5) * length / side - 0.5, 0)
    start = source.astype(int)
    steps = np.zeros((side, length))
    steps[np.arange(side), start] += 1 - (source - start)
    steps[np.arange(side), np.minimum(start + 1, length - 1)] += source - start
    return steps
