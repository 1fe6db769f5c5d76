package dev.net2vec.job.results;

import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.text.Redaction;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The files of a run, except its summary, and {@code latest.json}. */
record RunFiles(Evaluation evaluation, RunDirectory directory, String runId) implements Sink {
  @Override
  public void writeRows() {
    Dataset<Row> rejected = evaluation.rejected();
    write(
        rejected.withColumn(Scoring.FILE, Redaction.paths(rejected.col(Scoring.FILE))),
        "rejected.parquet");
    if (!evaluation.settings().masks().groups().isEmpty()) {
      write(evaluation.groups(), "groups.parquet");
    }
    if (evaluation.settings().measures().curve()) {
      write(evaluation.curves(), "curves.parquet");
    }
    if (evaluation.settings().filters()) {
      write(evaluation.filters(), "filters.parquet");
    }
    if (evaluation.settings().instances()) {
      write(evaluation.instances(), "instances.parquet");
    }
  }

  private void write(Dataset<Row> rows, String name) {
    rows.write().parquet(new Path(directory.run(runId), name).toString());
  }

  @Override
  public void writeOutcome(Summary.Overall overall, Summary summary, Verdict verdict)
      throws IOException {
    directory.put(new Path(directory.run(runId), RunDirectory.GATE), verdict, runId);
  }

  @Override
  public void finish(String run) throws IOException {
    directory.nameLatest(run);
  }

  /** Names a killed run the latest only if no newer one is. */
  @Override
  public void recover(String run) throws IOException {
    if (directory.latest().map(latest -> latest.compareTo(run) < 0).orElse(true)) {
      directory.nameLatest(run);
    }
    directory.storage().delete(directory.scratch(run));
  }
}
