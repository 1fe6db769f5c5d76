from io import BytesIO

import numpy as np
from numpy.typing import ArrayLike


def npy(mask: ArrayLike) -> bytes:
    """Returns a mask as an NPY file, which every function reads from a BINARY column.

    Spark makes columns of lists, but not of NumPy arrays of two dimensions, nor of unsigned ones.

    Raises:
        TypeError: the mask holds something else than numbers or truth values.

    >>> frame = spark.createDataFrame([(npy(np.eye(2)), npy(np.eye(2) > 0))], ["o", "t"])
    >>> frame.select(net2vec("o", "t")).first()[0]
    2.0
    """
    array = np.asarray(mask, order="C")
    if array.dtype.kind not in "biuf":
        raise TypeError(f"mask is of {array.dtype}, but must be of bool, integers or floats")
    file = BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()
