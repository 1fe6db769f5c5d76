package dev.net2vec.job.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.resampling.ComparedRun;
import dev.net2vec.job.resampling.ComparisonRow;
import dev.net2vec.job.resampling.InstanceMeasure;
import dev.net2vec.job.resampling.ResamplingSettings;
import dev.net2vec.job.resampling.RunDifference;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** How likely the differences between a run and its baseline are by chance. */
public final class Significance {
  /** For gates that do not ask. */
  public static final Significance NONE = new Significance(List.of());

  /** What a p-value is of. */
  private record Place(String measure, JsonNode group, Object factor, Double outputThresh) {}

  private final Map<Place, Double> pValues = new HashMap<>();

  private Significance(List<ComparisonRow> rows) {
    for (ComparisonRow row : rows) {
      pValues.put(
          new Place(row.measure(), row.key(), row.factorPosClass(), row.outputThresh()),
          row.adjustedPValue());
      // Where a figure does not depend on the threshold, gates know of none.
      pValues.putIfAbsent(
          new Place(row.measure(), row.key(), row.factorPosClass(), null), row.adjustedPValue());
    }
  }

  /**
   * Compares a run's instances with its baseline's.
   *
   * @param output the directory of both
   * @param runId of the run, whose rows are written
   * @param measures none of them means that there is nothing to compare
   * @throws JobException if the instances cannot be paired
   */
  public static Significance of(
      SparkSession session,
      Configuration hadoop,
      String output,
      Baseline baseline,
      String runId,
      Summary summary,
      List<InstanceMeasure> measures) {
    if (measures.isEmpty() || !baseline.isFound()) {
      return NONE;
    }
    try {
      RunDirectory runs = Results.directory(output, hadoop);
      ComparedRun there = compared(runs, baseline.runId(), baseline.summary());
      ComparedRun here = compared(runs, runId, Json.tree(summary));
      return new Significance(
          RunDifference.of(
                  session,
                  there,
                  here,
                  measures,
                  new ResamplingSettings(ResamplingSettings.REPLICATES, 0),
                  0)
              .rows());
    } catch (IOException e) {
      throw JobException.usage(
          "--baseline " + baseline.runId() + ": " + SparkErrors.rootLine(e), e);
    }
  }

  private static ComparedRun compared(RunDirectory runs, String runId, JsonNode summary) {
    return new ComparedRun(
        runId, summary, new Path(runs.run(runId), StoredRun.INSTANCES).toString());
  }

  /** Returns the adjusted p-value of a difference; null if it is unknown. */
  Double pValue(String measure, JsonNode group, Object factor, Double outputThresh) {
    return pValues.get(new Place(measure, group, factor, outputThresh));
  }
}
