package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.spark.SparkCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What is in NPY files with the predictions or activations of many images, N×C×h×w: a CSV file with
 * a header and a line for each, in the columns of the key, {@code index} (along the first
 * dimension, from 0; without the column, in the order of the lines) and, for several files, {@code
 * file}.
 *
 * @param file on any file system that Spark knows
 */
public record PredictionIndex(String file) {
  private static final String INDEX = "index";
  private static final String FILE = "file";

  private String name() {
    return "--predictions-index " + file;
  }

  /**
   * Returns the predictions with their keys.
   *
   * @throws JobException if the file or a column is missing, an index is no number, or a file is
   *     not among the predictions
   */
  List<KeyedFile> of(List<MaskFileListing> predictions, PathKey pathKey, SparkSession session) {
    Dataset<Row> rows =
        SparkCall.orThrow(
            () -> session.read().option("header", true).option("mode", "FAILFAST").csv(file),
            e ->
                JobException.usage(
                    SparkErrors.find(e, "PATH_NOT_FOUND").isPresent()
                        ? name() + ": no such file"
                        : name() + ": " + SparkErrors.line(e),
                    e));
    List<Integer> parts = new ArrayList<>();
    for (String column : pathKey.columns()) {
      NamedColumns.column(rows, name(), "--predictions-index", column);
      parts.add(position(rows, column));
    }
    int index = position(rows, INDEX);
    int ofFile = position(rows, FILE);
    if (ofFile < 0 && predictions.size() > 1) {
      throw JobException.usage(
          name()
              + " has no column file, but --predictions has %d files"
                  .formatted(predictions.size()));
    }
    List<KeyedFile> keyed = new ArrayList<>();
    Map<String, Long> next = new HashMap<>();
    Map<String, MaskFileListing> byName = byName(predictions);
    for (Iterator<Row> lines = rows.toLocalIterator(); lines.hasNext(); ) {
      Row line = lines.next();
      MaskFileListing listing =
          ofFile < 0 ? predictions.get(0) : named(line.getString(ofFile), byName);
      long at =
          index < 0 ? next.merge(listing.path(), 1L, Long::sum) - 1 : number(line.getString(index));
      List<String> key = new ArrayList<>();
      parts.forEach(part -> key.add(line.isNullAt(part) ? "" : line.getString(part)));
      keyed.add(new KeyedFile(key, listing, at));
    }
    return shared(keyed);
  }

  /** Returns the same with each file's size divided among its predictions. */
  private static List<KeyedFile> shared(List<KeyedFile> keyed) {
    Map<String, Long> counts = new HashMap<>();
    keyed.forEach(each -> counts.merge(each.file().path(), 1L, Long::sum));
    return keyed.stream()
        .map(
            each ->
                new KeyedFile(
                    each.key(),
                    new MaskFileListing(
                        each.file().path(),
                        each.file().bytes() / counts.get(each.file().path()),
                        each.file().stamp()),
                    each.index()))
        .toList();
  }

  /** Returns the files by their names, without those that several have. */
  private static Map<String, MaskFileListing> byName(List<MaskFileListing> predictions) {
    Map<String, MaskFileListing> byName = new LinkedHashMap<>();
    for (MaskFileListing listing : predictions) {
      String path = listing.path();
      byName.put(path, listing);
      byName.merge(path.substring(path.lastIndexOf('/') + 1), listing, (one, other) -> one);
    }
    return byName;
  }

  private MaskFileListing named(String named, Map<String, MaskFileListing> byName) {
    MaskFileListing found = byName.get(named);
    if (found == null) {
      throw JobException.usage(
          name() + ": file is %s, but must be the name of one of --predictions".formatted(named));
    }
    return found;
  }

  private long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw JobException.usage(name() + ": index is %s, but must be an integer".formatted(text), e);
    }
  }

  private static int position(Dataset<Row> rows, String column) {
    String[] columns = rows.columns();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].equalsIgnoreCase(column)) {
        return i;
      }
    }
    return -1;
  }
}
