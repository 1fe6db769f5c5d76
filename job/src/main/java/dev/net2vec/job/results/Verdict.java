package dev.net2vec.job.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * Whether a run's figures are good enough: what {@code gate.json} holds. Two checks are always
 * made, of the share of invalid rows and of there being an instance at all; a strict run checks
 * that there is no warning; the others are the gates'.
 *
 * @param version of this form
 * @param status {@link #PASSED} or {@link #FAILED}
 * @param exitCode what the process ends with
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

  /** What figures were held against; null where nothing was asked for or found. */
  record BaselineUsed(String policy, String onMissing, String runId) {}

  /**
   * One limit and one figure.
   *
   * @param group its columns and their values; empty for all instances
   * @param factorPosClass a number or auto; null where it does not matter or there is none
   * @param limit min, max, max_drop or max_relative_drop
   * @param setting the limit's number
   * @param baseline the baseline's figure, or null
   * @param allowed the least that the figure may be, or, of max, the most; null where that cannot
   *     be told
   * @param actual the figure; null where there is none
   * @param reason why it failed, or passed without being compared; else null
   */
  public record Check(
      String measure,
      JsonNode group,
      Object factorPosClass,
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
      return subject.toString();
    }
  }

  static Verdict of(BaselineUsed baseline, List<Check> input, List<Check> checks) {
    boolean valid = input.stream().allMatch(Check::passed);
    boolean held = checks.stream().allMatch(Check::passed);
    // Figures of input that is not what it should be say nothing of the model.
    int exitCode = valid ? held ? ExitCode.DONE : ExitCode.GATE : ExitCode.INVALID_INPUT;
    return new Verdict(VERSION, valid && held ? PASSED : FAILED, exitCode, baseline, input, checks);
  }

  @JsonIgnore
  String baselineRun() {
    return baseline == null ? null : baseline.runId();
  }

  /** Lists the gates' failures, all of them. */
  public void report(PrintWriter err) {
    List<Check> failed = checks.stream().filter(check -> !check.passed()).toList();
    if (failed.isEmpty()) {
      return;
    }
    err.printf(
        Locale.ROOT,
        "net2vec-eval: the gate failed, %,d of %,d checks:%n",
        failed.size(),
        checks.size());
    failed.forEach(check -> err.println("  " + check.subject() + ": " + check.reason()));
  }

  /** Returns a summary with the verdict in it. */
  public Map<String, Object> within(Summary summary) {
    Map<String, Object> whole = new LinkedHashMap<>();
    Json.tree(summary).properties().forEach(entry -> whole.put(entry.getKey(), entry.getValue()));
    whole.put("gate", this);
    return whole;
  }
}
