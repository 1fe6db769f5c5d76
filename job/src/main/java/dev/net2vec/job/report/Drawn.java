package dev.net2vec.job.report;

import dev.net2vec.job.evaluation.Pictures;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * The pictures of the instances of the first groups, as many as the page has room for.
 *
 * @param note says how to read them, and what has none; empty if there are none at all
 */
record Drawn(Map<Pictures.Instance, Pictures.Picture> pictures, String note) {
  /** The most pictures. */
  private static final int MOST = 240;

  /** The most characters that they take. */
  private static final int MOST_CHARACTERS = 3_500_000;

  private static final String HOW =
      " Pictures show the prediction as heat, from black to yellow, with the target's outline in"
          + " light blue; and the errors: false positives in orange, false negatives in blue on the"
          + " light grey target; ignored pixels are grey.";

  private static final String IMAGES = "On the left is the image itself.";

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
    Map<Pictures.Instance, Pictures.Picture> shown = new HashMap<>();
    int characters = 0;
    for (Row row : first) {
      Pictures.Picture picture = drawn.get(instance(row));
      // Other masks than those that were evaluated would contradict the figures.
      if (picture != null && picture.truePositive() == row.<Double>getAs("true_positive")) {
        characters += characters(picture);
        if (characters > MOST_CHARACTERS) {
          break;
        }
        shown.put(instance(row), picture);
      }
    }
    boolean all = rows.stream().allMatch(row -> shown.containsKey(instance(row)));
    String some = String.format(Locale.ROOT, " The first %,d have one.", shown.size());
    String images = imageNote(shown.values());
    String note = HOW + (all ? "" : some) + (images.isEmpty() ? "" : " " + images);
    return new Drawn(shown, note);
  }

  private static int characters(Pictures.Picture picture) {
    String image = image(picture);
    return picture.url().length() + (image == null ? 0 : image.length());
  }

  /** Returns the image beside a picture, a URL; null if there is none. */
  static String image(Pictures.Picture picture) {
    return picture.image() == null ? null : picture.image().url();
  }

  /** Returns what the pictures' images are, and which cannot be read; empty without images. */
  static String imageNote(Collection<Pictures.Picture> pictures) {
    List<Pictures.Image> images =
        pictures.stream().map(Pictures.Picture::image).filter(Objects::nonNull).toList();
    List<String> problems =
        images.stream().map(Pictures.Image::problem).filter(Objects::nonNull).sorted().toList();
    if (problems.isEmpty()) {
      return images.isEmpty() ? "" : IMAGES;
    }
    return IMAGES
        + String.format(
            Locale.ROOT,
            " %,d of %,d images cannot be read; the first is %s.",
            problems.size(),
            images.size(),
            Shown.message(problems.get(0)));
  }

  private static Pictures.Instance instance(Row row) {
    return new Pictures.Instance(
        Json.read(row.getString(1)),
        Json.read(row.<String>getAs(InstanceRows.KEY_JSON)),
        row.getInt(2));
  }

  /** Returns the picture of an instance. */
  Optional<Pictures.Picture> of(Row row) {
    return pictures.isEmpty() ? Optional.empty() : Optional.ofNullable(pictures.get(instance(row)));
  }
}
