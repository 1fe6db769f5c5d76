package dev.net2vec.job.evaluation;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.text.Nearest;
import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.kpi.OutputThreshs;
import dev.net2vec.setting.Settings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What is measured beside the figures of the soft confusion, which every result has.
 *
 * @param asked in the order in which they were named
 * @param outputThreshs where masks are binarised
 * @param thresholds the number of the curve's thresholds
 * @param emptyScore what a measure of overlap gives where neither mask has foreground
 * @param curve whether the results include the curve of each group
 */
public record Measures(
    List<Figure> asked,
    OutputThreshs outputThreshs,
    int thresholds,
    EmptyScore emptyScore,
    boolean curve) {
  /** The key of the setting. */
  public static final String KEY = "measures";

  public static final Measures DEFAULT =
      new Measures(
          List.of(Figure.VALUE),
          new OutputThreshs(List.of(Settings.OUTPUT_THRESH.defaultValue())),
          Settings.THRESHOLDS.defaultValue(),
          Settings.EMPTY_SCORE.defaultValue(),
          false);

  /**
   * Checks the measures.
   *
   * @throws JobException if there is none or one twice, or if a threshold is given that none uses
   */
  public Measures {
    asked = List.copyOf(asked);
    if (asked.isEmpty() || outputThreshs.numbers().isEmpty()) {
      throw JobException.usage(
          (asked.isEmpty() ? "--measures" : "--output-thresh")
              + " has no value, but must have at least one");
    }
    if (new HashSet<>(asked).size() < asked.size()) {
      throw JobException.usage("--measures is " + names(asked) + ", but must not repeat a measure");
    }
    if (DEFAULT != null) {
      requireUsed(asked, outputThreshs, thresholds, curve);
    }
  }

  private static void requireUsed(
      List<Figure> asked, OutputThreshs outputThreshs, int thresholds, boolean curve) {
    if (!outputThreshs.equals(DEFAULT.outputThreshs) && !has(asked, Figure.Kind.BINARISED)) {
      throw JobException.usage(
          "--output-thresh is %s, but --measures is %s, none of which binarises masks; add one such as set_iou"
              .formatted(outputThreshs, names(asked)));
    }
    if (thresholds != DEFAULT.thresholds && !curve && !has(asked, Figure.Kind.CURVE)) {
      throw JobException.usage(
          "--thresholds is %d, but --measures is %s, none of which needs a curve; add one such as average_precision, or --curve"
              .formatted(thresholds, names(asked)));
    }
  }

  private static boolean has(List<Figure> figures, Figure.Kind kind) {
    return figures.stream().anyMatch(figure -> figure.kind() == kind);
  }

  private static List<String> names(List<Figure> figures) {
    return figures.stream().map(Figure::measure).toList();
  }

  /** Returns where masks are binarised, if a measure needs it. */
  public OutputThreshs binarisedAt() {
    return has(asked, Figure.Kind.BINARISED) ? outputThreshs : OutputThreshs.NONE;
  }

  /** Returns the number of the curve's thresholds; 0 if no curve is needed. */
  public int curveThresholds() {
    return curve || has(asked, Figure.Kind.CURVE) ? thresholds : 0;
  }

  /** Returns whether the results have a figure. */
  public boolean has(Figure figure) {
    return figure.kind() == Figure.Kind.SOFT || asked.contains(figure);
  }

  /** Returns the figures that the results have. */
  public List<Figure> figures() {
    return Arrays.stream(Figure.values()).filter(this::has).toList();
  }

  /** Returns the number of rows for each group and b. */
  int rows() {
    return Math.max(1, binarisedAt().numbers().size());
  }

  /** Returns the settings that decide the figures that are asked for. */
  Map<String, Object> deciding() {
    Map<String, Object> map = toMap();
    map.remove(KEY);
    if (binarisedAt().numbers().isEmpty()) {
      map.remove(Settings.OUTPUT_THRESH.name());
    }
    if (curveThresholds() == 0) {
      map.remove(Settings.THRESHOLDS.name());
    }
    if (map.size() == 1) {
      map.clear();
    }
    return map;
  }

  /** Returns the settings by their keys in a config file. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(KEY, names(asked));
    map.put(Settings.OUTPUT_THRESH.name(), outputThreshs.numbers());
    map.put(
        Settings.EMPTY_SCORE.name(),
        emptyScore.score() == null ? emptyScore.toString() : emptyScore.score());
    map.put(Settings.THRESHOLDS.name(), thresholds);
    return map;
  }

  /** Parses the name of a measure. */
  public static final class Converter implements ITypeConverter<Figure> {
    @Override
    public Figure convert(String text) {
      return Figure.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is not a measure"
                          + Nearest.to(text, Figure.measures())
                              .map(nearest -> "; did you mean " + nearest + "?")
                              .orElse("; known measures are " + listed())));
    }

    private static String listed() {
      return String.join(", ", Figure.measures());
    }
  }
}
