package dev.net2vec.job
package evaluation

import dev.net2vec.job.source.{MaskColumns, Source}
import java.util.concurrent.atomic.AtomicLong
import org.apache.spark.rdd.RDD
import org.apache.spark.sql.{Row, SQLContext}
import org.apache.spark.sql.sources.{BaseRelation, RelationProvider, TableScan}
import org.apache.spark.sql.types.StructType

class OnePassSpec extends JobSpec {
  it("reads each row once, whatever is asked") {
    CountingSource.read.set(0)
    val run = evaluate(
      "--input=anything",
      s"--format=${classOf[CountingSource].getName}",
      "--id=id",
      "--group-by=concept",
      "--factor-pos-class=0,0.25,0.5,1,auto",
      "--instances",
      s"--output=${newDirectory()}"
    )
    withClue(run.err) { run.exitCode shouldBe 0 }
    CountingSource.read.get shouldBe Masks.all.size
  }

  it("scores each row by one call") {
    val masks = dataset(Masks.schema)(Masks.all.map(_.row): _*)
    val settings = EvaluationSettings
      .of(
        new MaskColumns(
          new Source.Files(java.util.List.of(masks), "parquet"),
          "prediction",
          "target",
          java.util.List.of("id"),
          java.util.List.of("concept")
        )
      )
      .factorPosClass(java.util.List.of(new Factor(0.25), Factor.AUTO))
      .onInvalid(OnInvalid.FAIL)
      .build()
    val plan = Scoring
      .of(Scoring.open(spark.newSession(), settings), settings, ClassGroups.of(spark, settings))
      .queryExecution
      .executedPlan
      .toString
    withClue(plan) {
      "DiagnoseCall".r.findAllIn(plan) should have size 1
      "FileScan".r.findAllIn(plan) should have size 1
    }
  }
}

/** The four masks, from a data source that counts the rows that it returns. */
class CountingSource extends RelationProvider {
  override def createRelation(
      context: SQLContext,
      parameters: Map[String, String]
  ): BaseRelation =
    new BaseRelation with TableScan {
      override def sqlContext: SQLContext = context
      override def schema: StructType = StructType.fromDDL(Masks.schema)
      override def buildScan(): RDD[Row] =
        context.sparkContext.parallelize(Masks.all, 2).map { instance =>
          CountingSource.read.incrementAndGet()
          instance.row
        }
    }
}

object CountingSource {
  val read = new AtomicLong
}
