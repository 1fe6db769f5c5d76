package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Warning;
import dev.net2vec.kpi.Activation;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.setting.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FractionalType;

/**
 * Warns of valid but implausible input of an evaluation.
 *
 * <p>The figures and {@link Hints} show whether masks may be wrong. Only then are some masks read
 * again, at most once per side, so that an ordinary run reads no mask twice.
 */
public final class Plausibility {
  /** Class indices of up to 20 classes use few of the 255 non-zero levels of 8 bits. */
  private static final int FEW_LEVELS = 20;

  private static final int LEVELS = 255;

  /** Groups of fewer instances may well have no foreground. */
  private static final int LARGE_GROUP = 10;

  private static final int NAMED = 5;

  private final Evaluation evaluation;
  private final EvaluationSettings settings;
  private final Summary summary;
  private final Summary.Overall overall;
  private final long count;
  private final List<Warning> before;
  private final Map<MaskRole, Optional<MaskLook>> looks = new HashMap<>();
  private final List<Warning> found = new ArrayList<>();

  private Plausibility(
      Evaluation evaluation, Summary.Overall overall, Summary summary, List<Warning> before) {
    this.evaluation = evaluation;
    this.settings = evaluation.settings();
    this.overall = overall;
    this.summary = summary;
    this.count = summary.instances().evaluated();
    this.before = before;
  }

  /**
   * Returns the warnings; none if nothing was evaluated.
   *
   * @param before warnings from opening the source
   */
  public static List<Warning> of(
      Evaluation evaluation, Summary.Overall overall, Summary summary, List<Warning> before) {
    Plausibility plausibility = new Plausibility(evaluation, overall, summary, before);
    if (plausibility.count > 0) {
      plausibility.check();
    }
    return List.copyOf(plausibility.found);
  }

  private void check() {
    SummaryRow all = overall.rows().get(0);
    // Where maps that lack a class are left out, what is evaluated has foreground.
    if (!settings.masks().skipsAbsentClasses()) {
      someForeground(all);
    }
    if (all.get(Figure.FULL_TARGETS).longValue() == count) {
      allForeground();
    } else {
      groups(
          Warning.Code.ALL_FOREGROUND,
          group -> group.get(Figure.FULL_TARGETS).equals(group.get(Figure.COUNT)),
          "all targets are foreground everywhere");
    }
    boolean identical = overall.hints().identical() == count;
    boolean constant = isConstant();
    if (!identical && !constant) {
      swapped();
    }
    if (identical) {
      say(
          Warning.Code.IDENTICAL_MASKS,
          every("prediction")
              + (count == 1 ? " is" : " are")
              + " exactly the targets' foreground: are both the same masks?",
          Map.of());
    }
    if (constant) {
      float value = (float) overall.hints().highestMean();
      say(
          Warning.Code.CONSTANT_PREDICTIONS,
          "%s %s %s everywhere".formatted(every("prediction"), is(), number(value)),
          Map.of("value", value));
    }
    faint();
    nullGroup();
    unmatchedConcepts();
  }

  private void someForeground(SummaryRow all) {
    if (all.get(Figure.EMPTY_TARGETS).longValue() == count) {
      noForeground();
    } else {
      groups(
          Warning.Code.NO_FOREGROUND,
          group -> group.get(Figure.EMPTY_TARGETS).equals(group.get(Figure.COUNT)),
          "no target has foreground");
    }
  }

  private void noForeground() {
    Map<String, Object> details = new HashMap<>(Map.of("target_thresh", settings.targetThresh()));
    String largest = "";
    Optional<MaskLook> look = look(MaskRole.TARGET);
    // The look may include masks without a partner, and those may have foreground.
    if (look.isPresent() && look.get().largest() <= settings.targetThresh()) {
      largest = "largest value " + number(look.get().largest()) + among(look.get()) + ", ";
      details.put("largest", look.get().largest());
    }
    say(
        Warning.Code.NO_FOREGROUND,
        "%s %s no foreground: %starget_thresh %s"
            .formatted(
                every("target"),
                count == 1 ? "has" : "have",
                largest,
                number(settings.targetThresh())),
        details);
  }

  private void allForeground() {
    Map<String, Object> details = new HashMap<>(Map.of("target_thresh", settings.targetThresh()));
    String smallest = "";
    Optional<MaskLook> look = look(MaskRole.TARGET);
    if (look.isPresent() && look.get().smallest() > settings.targetThresh()) {
      smallest = "smallest value " + number(look.get().smallest()) + among(look.get()) + ", ";
      details.put("smallest", look.get().smallest());
    }
    say(
        Warning.Code.ALL_FOREGROUND,
        "%s %s foreground everywhere: %starget_thresh %s"
            .formatted(every("target"), is(), smallest, number(settings.targetThresh())),
        details);
  }

  /** Warns of groups where a condition holds, which the figures over all instances do not show. */
  private void groups(Warning.Code code, Predicate<SummaryRow> holds, String what) {
    Map<JsonNode, SummaryRow> groups = new LinkedHashMap<>();
    summary.groups().forEach(row -> groups.putIfAbsent(row.key(), row));
    List<JsonNode> keys =
        groups.values().stream()
            .filter(group -> group.count() >= LARGE_GROUP && holds.test(group))
            .map(SummaryRow::key)
            .toList();
    if (!keys.isEmpty()) {
      say(
          code,
          "in %d of %d groups %s: %s".formatted(keys.size(), groups.size(), what, named(keys)),
          Map.of("groups", keys.size(), "first", first(keys)));
    }
  }

  private void swapped() {
    if (overall.hints().whole() < count
        || settings.options().get(Settings.ACTIVATION) != Activation.NONE
        || !mayHoldFractions(MaskRole.TARGET)
        || !(looks.containsKey(MaskRole.TARGET) || MaskLook.isShort(evaluation, MaskRole.TARGET))) {
      return;
    }
    Optional<MaskLook> targets = look(MaskRole.TARGET);
    if (targets.isEmpty()
        || targets.get().crisp()
        || targets.get().smallest() < 0
        || targets.get().largest() > 1) {
      return;
    }
    Optional<MaskLook> predictions = look(MaskRole.PREDICTION);
    if (predictions.isPresent() && predictions.get().crisp()) {
      say(
          Warning.Code.SWAPPED_MASKS,
          "%s %s only 0 and 1, but targets are fractions from %s to %s%s: are they swapped?"
              .formatted(
                  every("prediction"),
                  is(),
                  number(targets.get().smallest()),
                  number(targets.get().largest()),
                  among(targets.get())),
          Map.of("smallest", targets.get().smallest(), "largest", targets.get().largest()));
    }
  }

  /** Returns whether cells of the column's type may hold fractions. */
  private boolean mayHoldFractions(MaskRole role) {
    DataType type = type(role);
    while (type instanceof ArrayType array) {
      type = array.elementType();
    }
    return type instanceof FractionalType || holdsFiles(role);
  }

  private boolean holdsFiles(MaskRole role) {
    return MaskLook.file(type(role), lit(null)).isPresent();
  }

  private DataType type(MaskRole role) {
    Column mask = settings.masks().mask(evaluation.source(), role);
    return evaluation.source().select(mask).schema().apply(0).dataType();
  }

  private boolean isConstant() {
    double low = overall.hints().lowestMean();
    double high = overall.hints().highestMean();
    // Equal up to the rounding of sums.
    if (high - low > 1e-9 * high) {
      return false;
    }
    return look(MaskRole.PREDICTION).map(look -> look.smallest() == look.largest()).orElse(false);
  }

  private void faint() {
    double mean = overall.hints().highestMean();
    if (mean == 0
        || mean > (double) FEW_LEVELS / LEVELS
        || settings.options().get(Settings.ACTIVATION) != Activation.NONE) {
      return;
    }
    if (mean * LEVELS > 1 && !holdsFiles(MaskRole.PREDICTION)) {
      return;
    }
    look(MaskRole.PREDICTION).ifPresent(this::faint);
  }

  private void faint(MaskLook look) {
    if (look.samples() == null || look.largest() == 0) {
      return;
    }
    if (look.samples() == 0) {
      if (look.largest() * LEVELS <= 1) {
        say(
            Warning.Code.FAINT_PREDICTIONS,
            "%s %s at most %s%s: divided by 255 twice?"
                .formatted(every("prediction"), is(), number(look.largest()), among(look)),
            Map.of("largest", look.largest()));
      }
      return;
    }
    int few = look.samples() > LEVELS ? LEVELS : Math.min(FEW_LEVELS, (look.samples() + 1) / 8);
    if (look.largest() <= few) {
      int bits = Integer.bitCount(look.samples());
      say(
          Warning.Code.FAINT_PREDICTIONS,
          "%s %s at most %s of %d%s (PNG of %d bits), which is read as %s: %s"
              .formatted(
                  every("prediction"),
                  is(),
                  number(look.largest()),
                  look.samples(),
                  among(look),
                  bits,
                  number(look.largest() / look.samples()),
                  look.largest() == 1
                      ? "write masks of 0 and 1 as 0 and " + look.samples()
                      : "write shares of one class, not classes, from 0 to " + look.samples()),
          Map.of(
              "largest",
              look.largest() / look.samples(),
              "largest_sample",
              (int) look.largest(),
              "bits",
              bits));
    }
  }

  private void nullGroup() {
    List<SummaryRow> groups = summary.groups();
    boolean told = before.stream().anyMatch(one -> one.code() == Warning.Code.METADATA_UNMATCHED);
    if (!told
        && groups.size() == overall.rows().size()
        && groups.stream().allMatch(group -> isNull(group.key()))) {
      String columns = String.join(", ", settings.masks().groupBy());
      say(
          Warning.Code.NULL_GROUP,
          "all rows are in one group, as %s is NULL in each".formatted(columns),
          Map.of("group_by", settings.masks().groupBy()));
    }
  }

  private void unmatchedConcepts() {
    List<JsonNode> unmatched =
        evaluation
            .unmatchedConcepts()
            .map(rows -> rows.select(Columns.json(col("concept"))).collectAsList())
            .orElse(List.of())
            .stream()
            .map(row -> Json.read(row.getString(0)))
            .toList();
    if (!unmatched.isEmpty()) {
      say(
          Warning.Code.CONCEPTS_UNMATCHED,
          (unmatched.size() == 1
                  ? "no row has the concept of a vector: "
                  : "no row has the concepts of %,d vectors: ".formatted(unmatched.size()))
              + named(unmatched),
          Map.of("concepts", unmatched.size(), "first", first(unmatched)));
    }
  }

  private static List<JsonNode> first(List<JsonNode> keys) {
    return keys.subList(0, Math.min(NAMED, keys.size()));
  }

  private static String named(List<JsonNode> keys) {
    String names = first(keys).stream().map(SummaryRow::name).collect(Collectors.joining(", "));
    return keys.size() > NAMED ? names + ", … and " + (keys.size() - NAMED) + " more" : names;
  }

  private static boolean isNull(JsonNode key) {
    for (JsonNode value : key) {
      if (!value.isNull()) {
        return false;
      }
    }
    return true;
  }

  private Optional<MaskLook> look(MaskRole role) {
    long rows = overall.rowsRead() - overall.rejected();
    return looks.computeIfAbsent(
        role, side -> MaskLook.at(evaluation, side, overall.hints().pixels() / rows));
  }

  private void say(Warning.Code code, String message, Map<String, Object> details) {
    Map<String, Object> all = new HashMap<>(details);
    all.putIfAbsent("instances", count);
    found.add(new Warning(code, message, all));
  }

  /** Returns {@code "all 8 targets"}. */
  private String every(String what) {
    return count == 1 ? "the only " + what : String.format(Locale.ROOT, "all %,d %ss", count, what);
  }

  private String is() {
    return count == 1 ? "is" : "are";
  }

  /** Returns {@code " in the first 66"} if the look did not cover all masks. */
  private String among(MaskLook look) {
    return look.masks() < overall.rowsRead() - overall.rejected()
        ? String.format(Locale.ROOT, " in the first %,d", look.masks())
        : "";
  }

  /** Returns the text of a number, without {@code .0} if it is whole. */
  private static String number(Number number) {
    return number.toString().replaceFirst("\\.0$", "");
  }
}
