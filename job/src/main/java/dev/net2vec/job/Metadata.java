package dev.net2vec.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a CSV file with a header says of pairs of files; every column is text.
 *
 * @param file on any file system that Spark knows
 * @param key its columns that hold the pairs' key: parts of the key by their names, or as many
 *     columns as the key has parts, in their order
 */
record Metadata(String file, List<String> key) {
  Metadata {
    key = List.copyOf(key);
  }

  /**
   * The file's values, found for some keys.
   *
   * @param columns their names
   * @param parts which parts of a pair's key make the file's
   * @param byKey the values of a row by its key
   */
  record Found(List<String> columns, List<Integer> parts, Map<List<String>, List<String>> byKey) {
    /** Returns a pair's values, those of its key among them; null where the file has none. */
    List<String> of(FilePair pair) {
      return pair.key() == null ? null : byKey.get(select(pair.key(), parts));
    }
  }

  /**
   * Finds the rows of the pairs; no other is kept.
   *
   * @param notes takes what does not match, in words
   * @throws JobException if the file or a column is not there, or a pair's key is there twice
   */
  Found of(List<FilePair> pairs, PathKey pathKey, SparkSession session, Consumer<String> notes) {
    Dataset<Row> rows = open(session);
    Found found = new Found(List.of(rows.columns()), parts(pathKey), new HashMap<>());
    Set<List<String>> wanted = new HashSet<>();
    for (FilePair pair : pairs) {
      if (pair.key() != null) {
        wanted.add(select(pair.key(), found.parts()));
      }
    }
    long unused = read(rows, wanted, found.byKey());
    long without = pairs.stream().filter(pair -> found.of(pair) == null).count();
    if (without > 0) {
      notes.accept(
          "pairs without a row in %s, its columns being NULL: %,d of %,d"
              .formatted(name(), without, pairs.size()));
    }
    if (unused > 0) {
      notes.accept("rows of %s that belong to no pair: %,d".formatted(name(), unused));
    }
    return found;
  }

  private Dataset<Row> open(SparkSession session) {
    try {
      return session.read().option("header", true).option("mode", "FAILFAST").csv(file);
    } catch (Exception e) { // Scala's methods do not declare AnalysisException.
      throw JobException.usage(
          SparkErrors.find(e, "PATH_NOT_FOUND").isPresent()
              ? name() + ": no such file"
              : name() + ": " + SparkErrors.line(e),
          e);
    }
  }

  private List<Integer> parts(PathKey pathKey) {
    List<Integer> parts = new ArrayList<>();
    if (pathKey.columns().containsAll(key)) {
      key.forEach(name -> parts.add(pathKey.columns().indexOf(name)));
      return parts;
    }
    if (key.size() != pathKey.columns().size()) {
      throw JobException.usage(
          "--metadata-key is %s, but must be of %s, or name a column for each of them"
              .formatted(String.join(",", key), String.join(", ", pathKey.columns())));
    }
    for (int part = 0; part < key.size(); part++) {
      parts.add(part);
    }
    return parts;
  }

  private long read(
      Dataset<Row> rows, Set<List<String>> wanted, Map<List<String>, List<String>> byKey) {
    List<Integer> positions = new ArrayList<>();
    for (String column : key) {
      NamedColumns.column(rows, name(), "--metadata-key", column);
      positions.add(indexOf(rows, column));
    }
    long unused = 0;
    for (Iterator<Row> iterator = rows.toLocalIterator(); iterator.hasNext(); ) {
      List<String> values = texts(iterator.next());
      List<String> rowKey = select(values, positions);
      if (!wanted.contains(rowKey)) {
        unused++;
      } else if (byKey.put(rowKey, values) != null) {
        throw JobException.invalidInput(
            "%s has two rows of the %s %s"
                .formatted(name(), String.join(", ", key), String.join(", ", rowKey)));
      }
    }
    return unused;
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
