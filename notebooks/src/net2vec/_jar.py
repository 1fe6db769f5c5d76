from pathlib import Path


def jar() -> str:
    """Returns the path of the net2vec-udf jar, for ``spark.jars`` of a builder of one's own.

    >>> SparkSession.builder.config("spark.jars", jar()).getOrCreate() is not None
    True
    """
    return str(Path(__file__).with_name("net2vec-udf.jar"))
