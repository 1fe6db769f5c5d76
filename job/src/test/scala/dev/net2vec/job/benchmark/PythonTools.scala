package dev.net2vec.job.benchmark

/** Contenders in Python. Each has a process of its own, which is idle while others are measured. */
final class PythonTools(python: Python) extends AutoCloseable {
  import Layout.{Files, Flat, Npy}

  private val contenders = Seq(
    PythonContender("pyarrow + NumPy, float64 sums", "with_numpy:float64", Tool.double, Flat, Npy)(
      "numpy",
      "pyarrow"
    ),
    PythonContender(
      "pyarrow + NumPy, float32 `einsum`",
      "with_numpy:float32",
      Tool.float,
      Flat,
      Npy
    )(
      "numpy",
      "pyarrow"
    ),
    PythonContender(
      "ClickHouse (chDB), `arrayDotProduct`",
      "with_clickhouse:mean",
      Tool.double,
      Flat,
      Npy
    )(
      "chdb",
      "pyarrow"
    ),
    PythonContender("Polars", "with_polars:mean", Tool.float, Flat, Npy)("polars", "pyarrow"),
    PythonContender("DuckDB, `unnest`", "with_duckdb:unnest", Tool.float, Flat)("duckdb"),
    PythonContender("DuckDB, `list_dot_product`", "with_duckdb:list_dot_product", Tool.float, Flat)(
      "duckdb"
    ),
    PythonContender("torch, a `DataLoader`", "with_torch:mean", Tool.float, Files)(
      "torch",
      "numpy"
    ),
    PythonContender(
      "a PySpark `pandas_udf` in NumPy",
      "with_pandas_udf:mean",
      Tool.double,
      Flat,
      Npy
    )(
      "pyspark",
      "pandas",
      "pyarrow",
      "numpy"
    ).copy(oneOf = 10)
  ).filter(contender => python.has(contender.packages: _*))

  private val workers =
    contenders.map(contender => contender -> new Worker(python.command(contender.function)))

  val all: Seq[Tool] = workers.map { case (contender, worker) =>
    Tool(
      contender.name,
      contender.layouts,
      contender.error,
      worker.mean,
      contender.oneOf,
      worker.coreTime,
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

private final case class PythonContender(
    name: String,
    function: String,
    error: Double,
    layouts: Set[Layout],
    packages: Seq[String],
    oneOf: Int
)

private object PythonContender {
  def apply(name: String, function: String, error: Double, layouts: Layout*)(
      packages: String*
  ): PythonContender = PythonContender(name, function, error, layouts.toSet, packages, 1)
}
