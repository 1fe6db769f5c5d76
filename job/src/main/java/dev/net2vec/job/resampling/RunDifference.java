package dev.net2vec.job.resampling;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * How a run differs from its baseline.
 *
 * @param run its id
 * @param instances what was paired, and what was not
 * @param rows of each group, then of all instances
 * @param worst the instances that got worst, the worst first
 */
public record RunDifference(
    String run, Pairing instances, List<ComparisonRow> rows, List<Worst> worst) {
  public static final String INTERVAL = "percentiles of a paired Poisson bootstrap, 95 %";
  public static final String TEST =
      "Student's t of the difference ÷ its bootstrap standard error, two-sided, n − 1 degrees of"
          + " freedom";
  public static final String ADJUSTMENT = "Holm, over the groups of each measure and b";

  /**
   * Compares a run's instances with its baseline's.
   *
   * @param worst how many instances that got worst
   * @throws dev.net2vec.job.error.JobException if they cannot be paired
   */
  public static RunDifference of(
      SparkSession session,
      ComparedRun baseline,
      ComparedRun run,
      List<InstanceMeasure> measures,
      ResamplingSettings settings,
      int worst) {
    try (Comparison comparison = Comparison.of(session, baseline, run, measures, settings)) {
      return new RunDifference(
          run.id(),
          comparison.pairing(),
          comparison.rows(),
          worst == 0 ? List.of() : comparison.worst(worst));
    }
  }
}
