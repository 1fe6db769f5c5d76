package dev.net2vec.job.results;

/** Makes the page of a run that is not published yet. */
@FunctionalInterface
public interface RunPage {
  /** Returns the text of an HTML file. */
  String html(StoredRun run);
}
