package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.spark.SparkCall;
import dev.net2vec.job.text.Warning;
import dev.net2vec.job.text.Warnings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Metadata of pairs of files, from a CSV file with a header; all columns are text.
 *
 * @param file on any file system that Spark knows
 * @param key the CSV columns with the pairs' key: either parts of the key by name, or one column
 *     for each part, in order
 */
public record Metadata(String file, List<String> key) {
  public Metadata {
    key = List.copyOf(key);
  }

  /**
   * The file's rows that belong to pairs.
   *
   * @param columns the names of the file's columns
   * @param parts indices of the parts of a pair's key that form the file's key
   * @param byKey the values of each row, by its key
   */
  record Values(List<String> columns, List<Integer> parts, Map<List<String>, List<String>> byKey) {
    /** Returns a pair's values, including those of its key; null if the file has none. */
    List<String> of(FilePair pair) {
      return pair.key() == null ? null : byKey.get(select(pair.key(), parts));
    }
  }

  /**
   * Looks up the rows of the pairs; keeps no others.
   *
   * @param warnings receives warnings about pairs and rows that do not match
   * @throws JobException if the file or a column is missing, or a pair's key occurs twice
   */
  Values of(List<FilePair> pairs, PathKey pathKey, SparkSession session, Warnings warnings) {
    Dataset<Row> rows = open(session);
    Values found = new Values(List.of(rows.columns()), parts(pathKey), new HashMap<>());
    Set<List<String>> wanted = new HashSet<>();
    for (FilePair pair : pairs) {
      if (pair.key() != null) {
        wanted.add(select(pair.key(), found.parts()));
      }
    }
    Unused unused = read(rows, wanted, found.byKey());
    if (found.byKey().isEmpty() && !wanted.isEmpty()) {
      warnings.say(unmatched(pairs, pathKey, found, unused));
      return found;
    }
    long without = pairs.stream().filter(pair -> found.of(pair) == null).count();
    if (without > 0) {
      warnings.say(
          unmatched(
              String.format(
                  Locale.ROOT,
                  "pairs without a row in %s, so that its columns are NULL: %,d of %,d",
                  name(),
                  without,
                  pairs.size()),
              without,
              pairs.size()));
    }
    if (unused.rows() > 0) {
      warnings.note(
          String.format(
              Locale.ROOT, "rows of %s that belong to no pair: %,d", name(), unused.rows()));
    }
    return found;
  }

  /** Returns the warning that no row belongs to any pair, with the first key of each. */
  private Warning unmatched(List<FilePair> pairs, PathKey pathKey, Values found, Unused unused) {
    List<String> names = new ArrayList<>(select(pathKey.columns(), found.parts()));
    List<String> first =
        pairs.stream()
            .filter(pair -> pair.key() != null)
            .findFirst()
            .map(pair -> select(pair.key(), found.parts()))
            .orElseThrow();
    String row =
        unused.first() == null
            ? "and the file has no rows"
            : "and the first row of the file has the %s %s"
                .formatted(String.join(", ", key), String.join(", ", unused.first()));
    return unmatched(
        String.format(
            Locale.ROOT,
            "none of the %,d pairs has a row in %s, so its columns are NULL: the first pair has the"
                + " %s %s, %s",
            pairs.size(),
            name(),
            String.join(", ", names),
            String.join(", ", first),
            row),
        pairs.size(),
        pairs.size());
  }

  private Warning unmatched(String message, long without, int pairs) {
    return new Warning(
        Warning.Code.METADATA_UNMATCHED,
        message,
        Map.of("metadata", file, "pairs", pairs, "unmatched", without));
  }

  /**
   * The rows of the file that belong to no pair.
   *
   * @param first the key of the first one; null if there is none
   */
  private record Unused(long rows, List<String> first) {}

  private Dataset<Row> open(SparkSession session) {
    return SparkCall.orThrow(
        () -> session.read().option("header", true).option("mode", "FAILFAST").csv(file),
        e ->
            JobException.usage(
                SparkErrors.find(e, "PATH_NOT_FOUND").isPresent()
                    ? name() + ": no such file"
                    : name() + ": " + SparkErrors.line(e),
                e));
  }

  private List<Integer> parts(PathKey pathKey) {
    List<Integer> parts = new ArrayList<>();
    if (pathKey.columns().containsAll(key)) {
      key.forEach(name -> parts.add(pathKey.columns().indexOf(name)));
      return parts;
    }
    if (key.size() != pathKey.columns().size()) {
      throw JobException.usage(
          "--metadata-key is %s, but must name columns of the key, %s, or as many columns as it has"
              .formatted(String.join(",", key), String.join(", ", pathKey.columns())));
    }
    for (int part = 0; part < key.size(); part++) {
      parts.add(part);
    }
    return parts;
  }

  private Unused read(
      Dataset<Row> rows, Set<List<String>> wanted, Map<List<String>, List<String>> byKey) {
    List<Integer> positions = new ArrayList<>();
    for (String column : key) {
      NamedColumns.column(rows, name(), "--metadata-key", column);
      positions.add(indexOf(rows, column));
    }
    long unused = 0;
    List<String> first = null;
    for (Iterator<Row> iterator = rows.toLocalIterator(); iterator.hasNext(); ) {
      List<String> values = texts(iterator.next());
      List<String> rowKey = select(values, positions);
      if (!wanted.contains(rowKey)) {
        unused++;
        first = first == null ? rowKey : first;
      } else if (byKey.put(rowKey, values) != null) {
        throw JobException.invalidInput(
            "%s has two rows with the %s %s"
                .formatted(name(), String.join(", ", key), String.join(", ", rowKey)));
      }
    }
    return new Unused(unused, first);
  }

  private static int indexOf(Dataset<Row> rows, String column) {
    List<String> columns = List.of(rows.columns());
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equalsIgnoreCase(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException(column);
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      texts.add(row.getString(i));
    }
    return texts;
  }

  private static List<String> select(List<String> values, List<Integer> positions) {
    List<String> selected = new ArrayList<>();
    positions.forEach(position -> selected.add(values.get(position)));
    return selected;
  }

  private String name() {
    return "--metadata " + file;
  }
}
