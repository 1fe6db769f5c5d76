package dev.net2vec.job.report;

import dev.net2vec.job.evaluation.Pictures;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * The pictures of the instances of the first groups, as many as the page has room for.
 *
 * @param sources the pictures as URLs
 * @param note says how to read them, and what has none; empty if there are none at all
 */
record Drawn(Map<Pictures.Instance, String> sources, String note) {
  /** The most pictures. */
  private static final int MOST = 240;

  /** The most characters that they take. */
  private static final int MOST_CHARACTERS = 3_000_000;

  private static final String HOW =
      " Pictures show the prediction as heat, from black to yellow, with the target's outline in"
          + " light blue; and the errors: false positives in orange, false negatives in blue on the"
          + " light grey target; ignored pixels are grey.";

  /**
   * Draws instances.
   *
   * @param pictures null if masks cannot be read
   * @param groups in their order on the page
   * @param chosen rows as {@link InstanceRows} has them
   */
  @SafeVarargs
  static Drawn of(Pictures pictures, List<Integer> groups, List<Row>... chosen) {
    List<Row> rows = new ArrayList<>();
    for (int at : groups) {
      for (List<Row> each : chosen) {
        each.stream().filter(row -> row.getInt(0) == at).forEach(rows::add);
      }
    }
    if (pictures == null || rows.isEmpty()) {
      return new Drawn(Map.of(), "");
    }
    List<Row> first = rows.subList(0, Math.min(MOST, rows.size()));
    Map<Pictures.Instance, Pictures.Picture> drawn =
        pictures.of(first.stream().map(Drawn::instance).distinct().toList());
    Map<Pictures.Instance, String> sources = new HashMap<>();
    int characters = 0;
    for (Row row : first) {
      Pictures.Picture picture = drawn.get(instance(row));
      // Other masks than those that were evaluated would contradict the figures.
      if (picture != null && picture.truePositive() == row.<Double>getAs("true_positive")) {
        String source = picture.url();
        characters += source.length();
        if (characters > MOST_CHARACTERS) {
          break;
        }
        sources.put(instance(row), source);
      }
    }
    boolean all = rows.stream().allMatch(row -> sources.containsKey(instance(row)));
    return new Drawn(
        sources,
        all ? HOW : HOW + String.format(Locale.ROOT, " The first %,d have one.", sources.size()));
  }

  private static Pictures.Instance instance(Row row) {
    return new Pictures.Instance(
        Json.read(row.getString(1)),
        Json.read(row.<String>getAs(InstanceRows.KEY_JSON)),
        row.getInt(2));
  }

  /** Returns the picture of an instance, a URL. */
  Optional<String> source(Row row) {
    return sources.isEmpty() ? Optional.empty() : Optional.ofNullable(sources.get(instance(row)));
  }
}
