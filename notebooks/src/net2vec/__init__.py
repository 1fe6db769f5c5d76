"""net2vec-spark for Python: soft masks scored against true masks on Apache Spark.

>>> import numpy as np
>>> from net2vec import net2vec, npy, session
>>> spark = session()
>>> pair = npy([[0.25, 1.0]]), npy(np.uint8([[0, 1]]))
>>> masks = spark.createDataFrame([pair], ["prediction", "target"])
>>> masks.select(net2vec("prediction", "target", factor_pos_class=0.9)).first()[0]
0.975
"""

from importlib.util import find_spec

if find_spec("pyspark") is None:
    raise ModuleNotFoundError(
        "there is no PySpark, but net2vec needs one of 4.0 to 4.2:"
        " pip install pyspark, or pyspark-client for Spark Connect alone",
        name="pyspark",
    )

from net2vec import functions
from net2vec._jar import jar
from net2vec._npy import npy
from net2vec._session import session
from net2vec._show import show
from net2vec.functions import *  # noqa: F403

__all__ = ["jar", "npy", "session", "show"]
__all__ += functions.__all__
