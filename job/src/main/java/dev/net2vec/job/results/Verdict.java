package dev.net2vec.job.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.ExitCode;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Shown;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a run's figures are good enough: the content of {@code gate.json}. Two checks are always
 * made: that there are instances, and that the share of invalid rows is small enough. A strict run
 * also checks that there are no warnings; all other checks are the gates'.
 *
 * @param version of this format
 * @param status {@link #PASSED} or {@link #FAILED}
 * @param exitCode the process's exit code
 */
public record Verdict(
    int version,
    String status,
    int exitCode,
    BaselineUsed baseline,
    List<Check> input,
    List<Check> checks) {
  static final int VERSION = 1;
  public static final String PASSED = "passed";
  static final String FAILED = "failed";

  /** The baseline that was requested; {@code runId} is null if none was found. */
  record BaselineUsed(String policy, String onMissing, String runId) {}

  /**
   * The check of one figure against one limit.
   *
   * @param group its columns and their values; empty for all instances
   * @param factorPosClass a number or auto; null if it does not apply
   * @param outputThresh null if the measure is not one of binarised masks
   * @param limit min, max, max_drop or max_relative_drop
   * @param setting the limit's value
   * @param baseline the baseline's figure, or null
   * @param allowed the smallest figure that passes, or for max the largest; null if unknown
   * @param actual the figure; null if there is none
   * @param reason why the check failed, or passed without a comparison; else null
   */
  public record Check(
      String measure,
      JsonNode group,
      Object factorPosClass,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double outputThresh,
      String limit,
      double setting,
      Double baseline,
      Double allowed,
      Double actual,
      boolean passed,
      String reason) {

    /** Returns {@code "net2vec of concept person at factor_pos_class 0.5"}. */
    String subject() {
      StringBuilder subject = new StringBuilder(measure);
      String of = " of ";
      for (Map.Entry<String, JsonNode> column : group.properties()) {
        subject.append(of).append(column.getKey()).append(' ');
        subject.append(Shown.cell(column.getValue()));
        of = ", ";
      }
      if (factorPosClass != null) {
        subject.append(" at factor_pos_class ").append(factorPosClass);
      }
      if (outputThresh != null) {
        subject.append(factorPosClass == null ? " at" : ",");
        subject.append(" output_thresh ").append(outputThresh);
      }
      return subject.toString();
    }
  }

  static Verdict of(BaselineUsed baseline, List<Check> input, List<Check> checks) {
    boolean valid = input.stream().allMatch(Check::passed);
    boolean held = checks.stream().allMatch(Check::passed);
    // Figures of invalid input say nothing about the model.
    int exitCode = valid ? held ? ExitCode.DONE : ExitCode.GATE : ExitCode.INVALID_INPUT;
    return new Verdict(VERSION, valid && held ? PASSED : FAILED, exitCode, baseline, input, checks);
  }

  /** Prints all failed checks of the gates. */
  public void report(PrintWriter err) {
    List<Check> failed = checks.stream().filter(check -> !check.passed()).toList();
    if (failed.isEmpty()) {
      return;
    }
    err.printf(
        Locale.ROOT,
        "net2vec-eval: the gate failed in %,d of %,d checks:%n",
        failed.size(),
        checks.size());
    failed.forEach(check -> err.println("  " + check.subject() + ": " + check.reason()));
  }

  /** Returns a summary's fields, with the verdict as {@code gate}. */
  public Map<String, Object> within(Summary summary) {
    Map<String, Object> whole = new LinkedHashMap<>();
    Json.tree(summary).properties().forEach(entry -> whole.put(entry.getKey(), entry.getValue()));
    whole.put("gate", this);
    return whole;
  }
}
