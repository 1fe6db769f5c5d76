package dev.net2vec.job.results;

import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.io.PrintWriter;
import org.apache.hadoop.fs.Path;

/** The page of a run, published with it. */
record PageFile(RunPage page, RunDirectory directory, String runId) implements Sink {
  static final String NAME = "report.html";

  private Path file() {
    return new Path(directory.run(runId), NAME);
  }

  @Override
  public void writeOutcome(Summary.Overall overall, Summary summary, Verdict verdict)
      throws IOException {
    StoredRun run =
        new StoredRun(
            runId,
            directory.storage(),
            directory.run(runId),
            Json.tree(summary),
            Json.tree(verdict));
    directory.storage().put(file(), page.html(run), directory.scratch(runId));
  }

  @Override
  public void announce(PrintWriter err) {
    err.println("The report is " + file());
  }
}
