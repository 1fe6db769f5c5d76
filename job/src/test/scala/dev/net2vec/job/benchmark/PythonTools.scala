package dev.net2vec.job.benchmark

/** Contenders in Python. Each has a process of its own, which is idle while others are measured. */
final class PythonTools(python: Python) extends AutoCloseable {
  private val workers = PythonContender.all
    .filter(contender => python.has(contender.packages: _*))
    .map(contender => contender -> new Worker(python.command(contender.function)))

  val all: Seq[Tool] = workers.map { case (contender, worker) =>
    Tool(
      contender.name,
      contender.layouts,
      contender.error,
      worker.mean,
      contender.oneOf,
      worker.coreTime,
      resizes = contender.resizes,
      start = Some(alone(contender))
    )
  }

  private def alone(contender: PythonContender)(data: Dataset): Double = {
    val worker = new Worker(python.command(contender.function))
    try worker.mean(data)
    finally worker.close()
  }

  override def close(): Unit = workers.foreach(_._2.close())
}

/** @param function
  *   in `contenders`, as MODULE:FUNCTION
  */
private final case class PythonContender(
    name: String,
    function: String,
    packages: Seq[String],
    layouts: Set[Layout],
    error: Double,
    resizes: Boolean = false,
    oneOf: Int = 1
)

private object PythonContender {
  import Layout.{Coco, Files, Flat, Npy}

  private val numPy = PythonContender(
    "pyarrow + NumPy, float64 sums",
    "with_numpy:float64",
    Seq("numpy", "pyarrow", "pycocotools"),
    Set(Flat, Npy, Coco),
    Tool.double,
    resizes = true
  )

  val all: Seq[PythonContender] = Seq(
    numPy,
    numPy.copy(
      name = "pyarrow + NumPy, float32 `einsum`",
      function = "with_numpy:float32",
      error = Tool.float
    ),
    PythonContender(
      "ClickHouse (chDB), `arrayDotProduct`",
      "with_clickhouse:mean",
      Seq("chdb", "pyarrow"),
      Set(Flat, Npy),
      Tool.double
    ),
    PythonContender(
      "Polars",
      "with_polars:mean",
      Seq("polars", "pyarrow"),
      Set(Flat, Npy),
      Tool.float
    ),
    PythonContender(
      "DuckDB, `unnest`",
      "with_duckdb:unnest",
      Seq("duckdb"),
      Set(Flat),
      Tool.float
    ),
    PythonContender(
      "DuckDB, `list_dot_product`",
      "with_duckdb:list_dot_product",
      Seq("duckdb"),
      Set(Flat),
      Tool.float
    ),
    PythonContender(
      "torch, a `DataLoader`",
      "with_torch:mean",
      Seq("torch", "numpy"),
      Set(Files),
      Tool.float,
      resizes = true
    ),
    PythonContender(
      "a PySpark `pandas_udf` in NumPy",
      "with_pandas_udf:mean",
      Seq("pyspark", "pandas", "pyarrow", "numpy"),
      Set(Flat, Npy),
      Tool.double,
      oneOf = 10
    )
  )
}
