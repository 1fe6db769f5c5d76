package dev.net2vec.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The files of one run, in {@code DIR/runs/RUN_ID}. They count once {@code DIR/latest.json} names
 * the run, which is the last step and replaces that file in one move; a run that ends before leaves
 * the last good one in place.
 */
final class Results implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Configuration hadoop;
  private final FileSystem files;
  private final Path directory;
  private final String runId;
  private final Path run;
  private boolean published;

  private Results(Configuration hadoop, FileSystem files, Path directory, String runId) {
    this.hadoop = hadoop;
    this.files = files;
    this.directory = directory;
    this.runId = runId;
    this.run = new Path(new Path(directory, "runs"), runId);
  }

  /**
   * Prepares the files of a new run.
   *
   * @throws JobException if the directory cannot be one
   */
  static Results open(String output, Configuration hadoop) {
    try {
      Path directory = new Path(output);
      FileSystem files = directory.getFileSystem(hadoop);
      // Checksum files beside latest.json would not be replaced in the same move.
      files = files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
      Results results =
          new Results(hadoop, files, files.makeQualified(directory), runId(Instant.now()));
      files.mkdirs(results.run.getParent());
      return results;
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(
          "--output " + output + ": cannot be made a directory: " + SparkErrors.rootLine(e), e);
    }
  }

  /** Returns a name that sorts by time and is given once. */
  static String runId(Instant now) {
    return TIME.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Returns the run's directory. */
  Path run() {
    return run;
  }

  /** Writes all files of the run and then makes it the latest. */
  void publish(Evaluation evaluation, Summary summary) {
    write(evaluation.rejected(), "rejected.parquet");
    if (!evaluation.settings().groupBy().isEmpty()) {
      write(evaluation.groups(), "groups.parquet");
    }
    if (evaluation.settings().instances()) {
      write(evaluation.instances(), "instances.parquet");
    }
    Map<String, Object> latest = new LinkedHashMap<>();
    latest.put("version", Summary.VERSION);
    latest.put("run_id", runId);
    latest.put("summary", summary);
    try {
      write(new Path(run, "summary.json"), Json.text(summary));
      Path next = new Path(run, ".latest.json");
      write(next, Json.text(latest));
      replace(next, new Path(directory, "latest.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    published = true;
  }

  private void write(Dataset<Row> rows, String name) {
    rows.write().parquet(new Path(run, name).toString());
  }

  private void write(Path file, String text) throws IOException {
    try (OutputStream out = files.create(file, false)) {
      out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void replace(Path from, Path to) throws IOException {
    if (files instanceof RawLocalFileSystem) {
      // POSIX's rename replaces; the FileContext of local files deletes first.
      if (!files.rename(from, to)) {
        throw new IOException("cannot rename " + from + " to " + to);
      }
      return;
    }
    try {
      FileContext.getFileContext(files.getUri(), hadoop).rename(from, to, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      // Object stores make a file seen when it is closed, whole, and have no rename to do better.
      try (InputStream in = files.open(from);
          OutputStream out = files.create(to, true)) {
        in.transferTo(out);
      }
      files.delete(from, false);
    }
  }

  /** Removes the run's files where it did not come to be published. */
  @Override
  public void close() {
    if (!published) {
      try {
        files.delete(run, true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
