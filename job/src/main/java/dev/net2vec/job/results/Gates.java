package dev.net2vec.job.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.ClassMean;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.Factor;
import dev.net2vec.job.evaluation.Figure;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.resampling.InstanceMeasure;
import dev.net2vec.job.source.MapClasses;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The gates of a run.
 *
 * <p>A gate without a group applies to each group of this run and of the baseline. A check that
 * cannot be made fails: because of a missing group, a figure that is null or NaN, a result without
 * rows, or more groups than a summary lists. Only a figure without a baseline may pass, subject to
 * {@link OnMissingBaseline}.
 *
 * @param baseline {@code latest}, a run's id, or null if none is needed
 */
public record Gates(List<Gate> gates, String baseline, OnMissingBaseline onMissingBaseline) {
  private static final String KEY = "key";

  /**
   * A group, a b and a threshold.
   *
   * @param outputThresh null for a figure that does not differ by it
   */
  private record Place(JsonNode group, Object factor, Double outputThresh) {}

  public Gates {
    gates = List.copyOf(gates);
    if (baseline == null && gates.stream().anyMatch(Gate::needsBaseline)) {
      baseline = Baseline.LATEST;
    }
  }

  /**
   * Checks that the gates fit the evaluation.
   *
   * @throws JobException if one does not
   */
  public void require(EvaluationSettings settings) {
    if (baseline != null && settings.output() == null) {
      throw JobException.usage(
          "a gate with max_drop or max_relative_drop needs --output, the directory of the runs");
    }
    if (baseline != null && gates.isEmpty()) {
      throw JobException.usage("--baseline is given without --gates");
    }
    gates.forEach(gate -> gate.require(settings));
  }

  /** Returns the measures whose drop must be beyond chance to fail a gate. */
  public List<InstanceMeasure> significant() {
    return gates.stream()
        .filter(Gate::needsInstances)
        .map(gate -> InstanceMeasure.of(gate.figure().column()).orElseThrow())
        .distinct()
        .toList();
  }

  /**
   * Returns the verdict on a run.
   *
   * @param significance tells a drop from chance, for the measures of {@link #significant}
   * @param strict whether a warning counts as failure
   */
  public Verdict judge(
      Summary summary,
      Baseline held,
      Significance significance,
      double maxInvalidRatio,
      boolean strict) {
    JsonNode tree = Json.tree(summary);
    boolean truncated =
        summary.groupsTruncated() != null
            || (held.isFound() && held.summary().has("groups_truncated"));
    List<Verdict.Check> checks = new ArrayList<>();
    for (Gate gate : gates) {
      if (truncated && (gate.group() == null || !gate.group().isEmpty())) {
        checks.add(
            refused(
                gate,
                String.format(
                    Locale.ROOT,
                    "there are more groups than the %,d rows that gates check; a gate for all"
                        + " instances has group: {}",
                    Summary.MAX_ROWS)));
        continue;
      }
      Map<Place, JsonNode> here = rows(tree, gate);
      Map<Place, JsonNode> there = held.isFound() ? rows(held.summary(), gate) : Map.of();
      List<Place> places = places(gate, summary.settings(), here, there);
      if (places.isEmpty()) {
        checks.add(refused(gate, "there is no group to check"));
      }
      for (Place place : places) {
        gate.limits()
            .forEach(
                (limit, number) ->
                    checks.add(
                        check(
                            gate,
                            place,
                            limit,
                            number,
                            here.get(place),
                            there.get(place),
                            held,
                            significance)));
      }
    }
    return Verdict.of(
        held.isAskedFor()
            ? new Verdict.BaselineUsed(held.policy(), onMissingBaseline.toString(), held.runId())
            : null,
        input(summary, maxInvalidRatio, strict),
        checks);
  }

  private static List<Verdict.Check> input(
      Summary summary, double maxInvalidRatio, boolean strict) {
    Summary.Instances instances = summary.instances();
    boolean some = instances.evaluated() > 0;
    double ratio = instances.rejectedRatio();
    boolean few = ratio <= maxInvalidRatio;
    JsonNode all = Json.object();
    List<Verdict.Check> checks = new ArrayList<>();
    checks.add(
        new Verdict.Check(
            "evaluated",
            all,
            null,
            null,
            Gate.Limit.MIN.toString(),
            1,
            null,
            1.0,
            (double) instances.evaluated(),
            some,
            some ? null : "no instance was evaluated"));
    checks.add(
        new Verdict.Check(
            "invalid_ratio",
            all,
            null,
            null,
            Gate.Limit.MAX.toString(),
            maxInvalidRatio,
            null,
            maxInvalidRatio,
            ratio,
            few,
            few ? null : "is " + ratio + ", but must be at most " + maxInvalidRatio));
    if (strict) {
      int warnings = summary.warnings().size();
      checks.add(
          new Verdict.Check(
              "warnings",
              all,
              null,
              null,
              Gate.Limit.MAX.toString(),
              0,
              null,
              0.0,
              (double) warnings,
              warnings == 0,
              warnings == 0 ? null : "is " + warnings + ", but must be at most 0"));
    }
    return checks;
  }

  /** Returns the summary's rows for a gate, those of all instances under an empty key. */
  private static Map<Place, JsonNode> rows(JsonNode summary, Gate gate) {
    Map<Place, JsonNode> rows = new LinkedHashMap<>();
    for (String part : List.of("groups", "overall")) {
      for (JsonNode row : summary.path(part)) {
        rows.put(place(row, row.path(KEY), gate), row);
      }
    }
    if (gate.group() != null) {
      // A gate of each group is of each class, not of their mean.
      for (JsonNode row : summary.path("mean_over_classes")) {
        ObjectNode key = row.path(KEY).deepCopy();
        rows.put(place(row, key.put(MapClasses.CLASS, ClassMean.NAME), gate), row);
      }
    }
    return rows;
  }

  private static Place place(JsonNode row, JsonNode key, Gate gate) {
    JsonNode factor = row.path(Figures.FACTOR_POS_CLASS);
    Object b = factor.isNull() ? Factor.CONCEPT.setting() : (Object) factor.doubleValue();
    return new Place(
        key,
        row.path(Figures.AUTO).asBoolean() ? Factor.AUTO.setting() : b,
        gate.isBinarised() && row.has(Figures.OUTPUT_THRESH)
            ? (Double) row.get(Figures.OUTPUT_THRESH).doubleValue()
            : null);
  }

  /**
   * Returns the places that a gate checks, in the order of the rows; those only in the baseline
   * come last.
   */
  private static List<Place> places(
      Gate gate,
      Map<String, Object> settings,
      Map<Place, JsonNode> here,
      Map<Place, JsonNode> there) {
    Set<Place> found = new LinkedHashSet<>(here.keySet());
    found.addAll(there.keySet());
    found.removeIf(place -> !isGroup(gate, place));
    if (found.isEmpty() && gate.group() != null) {
      // A group that exists nowhere must fail, too.
      List<?> factors = (List<?>) settings.get(Figures.FACTOR_POS_CLASS);
      List<?> threshs = (List<?>) settings.get(Figures.OUTPUT_THRESH);
      for (Object factor : factors) {
        if (gate.isBinarised()) {
          threshs.forEach(thresh -> found.add(new Place(gate.group(), factor, (Double) thresh)));
        } else {
          found.add(new Place(gate.group(), factor, null));
        }
      }
    }
    List<Place> places = new ArrayList<>(found);
    boolean grouped =
        !((List<?>) settings.get("group_by")).isEmpty() || settings.get("classes") != null;
    places.removeIf(
        place ->
            (gate.factorPosClass() != null
                    && !place.factor().equals(gate.factorPosClass().setting()))
                || (gate.outputThresh() != null
                    && !gate.outputThresh().equals(place.outputThresh()))
                || (gate.group() == null && grouped && place.group().isEmpty()));
    return places;
  }

  private static boolean isGroup(Gate gate, Place place) {
    if (gate.group() == null) {
      return true;
    }
    ObjectNode group = gate.group();
    if (group.size() != place.group().size()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> column : group.properties()) {
      JsonNode value = place.group().path(column.getKey());
      if (value.isNull() != column.getValue().isNull()
          || !value.asText().equals(column.getValue().asText())) {
        return false;
      }
    }
    return true;
  }

  private static Verdict.Check refused(Gate gate, String reason) {
    Map.Entry<Gate.Limit, Double> first = gate.limits().entrySet().iterator().next();
    return new Verdict.Check(
        gate.measure(),
        gate.group() == null ? Json.object() : gate.group(),
        gate.factorPosClass() == null ? null : gate.factorPosClass().setting(),
        gate.outputThresh(),
        first.getKey().toString(),
        first.getValue(),
        null,
        null,
        null,
        false,
        reason);
  }

  private Verdict.Check check(
      Gate gate,
      Place place,
      Gate.Limit limit,
      double number,
      JsonNode row,
      JsonNode baselineRow,
      Baseline held,
      Significance significance) {
    String figure = gate.column(limit);
    Double actual = number(row, figure);
    Double base = number(baselineRow, figure);
    Double allowed =
        switch (limit) {
          case MIN, MAX, MIN_INSTANCES -> (Double) number;
          case MAX_DROP -> base == null ? null : (Double) (base - number);
          case MAX_RELATIVE_DROP -> base == null ? null : (Double) (base - number * Math.abs(base));
        };
    String failure = null;
    String pass = null;
    if (row == null) {
      failure =
          baselineRow == null
              ? "there is no such group"
              : "the group is in the baseline, but not in this run";
    } else if (actual == null) {
      failure =
          gate.figure().kind() == Figure.Kind.SOFT
              ? "the group has no such figure, because it has too few instances"
              : "the group has no such figure, because there is nothing to divide by";
    } else if (actual.isNaN()) {
      failure = "is NaN";
    } else if (allowed == null) {
      String why =
          !held.isFound()
              ? "there is no baseline"
              : baselineRow == null
                  ? "the baseline has no such group"
                  : "the baseline has no such figure";
      if (onMissingBaseline == OnMissingBaseline.REQUIRE) {
        failure = why;
      } else {
        pass = why;
      }
    } else if (!(limit == Gate.Limit.MAX ? actual <= allowed : actual >= allowed)) {
      failure = miss(limit, number, base, actual, allowed);
      if (limit.needsBaseline() && gate.needsInstances()) {
        Double pValue =
            significance.pValue(figure, place.group(), place.factor(), place.outputThresh());
        if (pValue != null && pValue > gate.level()) {
          pass = failure + "; but the drop may be chance: " + text(pValue, gate.level());
          failure = null;
        } else {
          failure +=
              pValue == null
                  ? "; there are too few paired instances to tell it from chance"
                  : "; the drop is beyond chance: " + text(pValue, gate.level());
        }
      }
    }
    return new Verdict.Check(
        gate.measure(),
        place.group(),
        place.factor(),
        place.outputThresh(),
        limit.toString(),
        number,
        limit.needsBaseline() ? base : null,
        allowed,
        actual,
        failure == null,
        failure == null ? pass : failure);
  }

  private static String text(double pValue, double level) {
    return String.format(Locale.ROOT, "adjusted p-value %.4f, level %s", pValue, level);
  }

  private static String miss(
      Gate.Limit limit, double number, Double base, double actual, double allowed) {
    if (limit == Gate.Limit.MIN_INSTANCES) {
      return String.format(
          Locale.ROOT, "has %,.0f instances, but must have at least %,.0f", actual, allowed);
    }
    String bound = limit == Gate.Limit.MAX ? "at most " : "at least ";
    String why =
        limit.needsBaseline()
            ? " (%s %s below the baseline's %s)".formatted(limit, number, base)
            : "";
    return "is " + actual + ", but must be " + bound + allowed + why;
  }

  /** Returns a row's figure; null if it has none. */
  private static Double number(JsonNode row, String figure) {
    JsonNode node = row == null ? null : row.get(figure);
    if (node == null || node.isNull()) {
      return null;
    }
    // JSON has no NaN, so it is written as text.
    return node.isNumber() ? (Double) node.doubleValue() : (Double) Double.NaN;
  }
}
