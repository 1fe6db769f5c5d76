"""pyarrow reads batches, and NumPy scores each at once: its masks are one array, without copies.

A thread a core, each with files of its own. NPY cells of one column have equal headers, which are skipped
unread; a loop of numpy.load over the cells takes about twice as long.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def float64(dataset, cores):
    return mean(dataset, cores, float64_sum)


def float32(dataset, cores):
    return mean(dataset, cores, float32_sum)


def float64_sum(o, t):
    foreground = t > 0
    background = foreground.size - np.count_nonzero(foreground)
    true_positive = np.sum(o, where=foreground, dtype=np.float64)
    return 0.5 * (true_positive + background - (np.sum(o, dtype=np.float64) - true_positive))


def float32_sum(o, t):
    sign = np.where(t > 0, np.float32(1), np.float32(-1))
    background = np.count_nonzero(sign < 0)
    return 0.5 * (np.einsum("ij,ij->i", o, sign).sum(dtype=np.float64) + background)


def mean(dataset, cores, score):
    def of_file(file):
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
            else:
                yield items(o), items(t)


def items(arrays: pa.ListArray):
    return arrays.flatten().to_numpy(zero_copy_only=True).reshape(len(arrays), -1)


def cells(binary: pa.BinaryArray, header: int, dtype: str):
    _, offsets, data = binary.buffers()
    start, end = np.frombuffer(offsets, "i4")[[binary.offset, binary.offset + len(binary)]]
    rows = np.frombuffer(data, "u1")[start:end].reshape(len(binary), -1)
    return rows[:, header:].view(dtype)
