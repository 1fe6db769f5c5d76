package dev.net2vec.sql

import java.nio.file.Files
import org.apache.spark.sql.DataFrame

/** Masks in NPY files, no two of whose predictions are the same. */
trait NpyMasks { this: SparkSpec =>

  /** Returns rows of an id, a concept and both masks, read from Parquet.
    *
    * @param last
    *   the index of a mask's last pixel, an expression of id
    */
  protected def npyMasks(rows: Int, files: Int, last: String): DataFrame = {
    val path = Files.createTempDirectory("net2vec-npy").resolve("npy").toString
    spark
      .range(0, rows, 1, files)
      .selectExpr(
        "id",
        "id % 3 AS concept",
        s"mask_to_npy(transform(sequence(0, $last), i -> cast(pow((id * 100 + i) / 6000, 2) AS FLOAT))) AS prediction",
        s"mask_to_npy(transform(sequence(0, $last), i -> cast((id + i) % 2 AS TINYINT))) AS target"
      )
      .write
      .parquet(path)
    spark.read.parquet(path)
  }
}
