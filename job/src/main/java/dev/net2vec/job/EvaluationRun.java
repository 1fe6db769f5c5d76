package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.InvalidRows;
import dev.net2vec.job.evaluation.Plausibility;
import dev.net2vec.job.evaluation.RunInfo;
import dev.net2vec.job.evaluation.Summary;
import dev.net2vec.job.results.Baseline;
import dev.net2vec.job.results.Gates;
import dev.net2vec.job.results.Results;
import dev.net2vec.job.results.Reuse;
import dev.net2vec.job.results.Significance;
import dev.net2vec.job.results.Verdict;
import dev.net2vec.job.source.CorruptShards;
import dev.net2vec.job.source.SourceRead;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Redaction;
import dev.net2vec.job.text.Warning;
import dev.net2vec.job.text.Warnings;
import dev.net2vec.job.tracking.Mlflow;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * One run of {@code evaluate}: source → evaluation → gates → results → exit code.
 *
 * @param warnings prints warnings, and holds those printed so far
 * @param hadoop the session's Hadoop configuration; also used to find the baseline
 * @param out receives the result and nothing else
 */
record EvaluationRun(
    EvaluationSettings settings,
    Warnings warnings,
    Gates gates,
    PublishOptions publish,
    Configuration hadoop,
    PrintWriter out,
    PrintWriter err) {
  /** The start, id and session of a run. */
  private record Started(Instant start, String id, SparkSession session) {}

  /** Evaluates, publishes and judges; returns the exit code. */
  int run(ResultForm form) {
    gates.require(settings);
    publish.require(settings);
    Instant start = Instant.now();
    Started started = new Started(start, Results.runId(start), Progress.open(err));
    Reuse reuse = publish.reuse(settings, started.id(), hadoop);
    try (Evaluation evaluation = Evaluation.of(started.session(), settings, reuse)) {
      if (settings.output() != null) {
        evaluation.places(hadoop).requireApartFromRuns(settings.output(), hadoop);
      }
      Baseline baseline = baseline();
      try (Results results =
          Results.open(
              started.session(),
              evaluation,
              started.id(),
              publish.settings(),
              baseline,
              publish.page(evaluation, started.session()),
              reuse,
              hadoop,
              err)) {
        return run(form, started, evaluation, baseline, reuse, results);
      }
    }
  }

  private Baseline baseline() {
    if (gates.baseline() == null) {
      return Baseline.NONE;
    }
    try {
      Baseline baseline =
          Baseline.find(gates.baseline(), Results.directory(settings.output(), hadoop), settings);
      if (!gates.significant().isEmpty() && baseline.isFound()) {
        baseline.requireInstances(Results.directory(settings.output(), hadoop));
      }
      return baseline;
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage("--output " + settings.output() + ": " + SparkErrors.rootLine(e), e);
    }
  }

  private int run(
      ResultForm form,
      Started started,
      Evaluation evaluation,
      Baseline baseline,
      Reuse reuse,
      Results results) {
    results.prepare();
    Summary summary;
    Verdict verdict;
    List<Warning> found;
    try (Progress progress = Progress.start(started.session().sparkContext(), err)) {
      progress.count(evaluation.counters());
      Summary.Overall overall;
      do {
        progress.phase(Progress.Phase.SCORING);
        overall = Summary.Overall.of(evaluation);
        progress.phase(Progress.Phase.REDUCING);
        summary = Summary.of(evaluation, overall);
      } while (evaluation.leaveOutCorruptShards());
      if (settings.worst() > 0) {
        summary = summary.withWorst(evaluation);
      }
      if (settings.bootstrap() > 0) {
        summary = summary.withIntervals(evaluation);
      }
      if (settings.filters()) {
        summary = summary.withFilters(evaluation);
      }
      found = Plausibility.of(evaluation, overall, summary, warnings.said());
      summary = summary.of(Stream.concat(warnings.said().stream(), found.stream()).toList());
      progress.phase(Progress.Phase.WRITING);
      results.writeRows();
      SourceRead read = evaluation.read(overall.rowsRead());
      summary =
          summary.of(info(started, progress), reuse == null ? read : read.with(reuse.counts()));
      Significance significance =
          Significance.of(
              started.session(),
              hadoop,
              settings.output(),
              baseline,
              started.id(),
              summary,
              gates.significant());
      verdict =
          gates.judge(
              summary, baseline, significance, settings.maxInvalidRatio(), settings.strict());
      results.publish(overall, summary, verdict);
    }
    results.announce(err);
    if (reuse != null) {
      SourceRead.Increment counts = reuse.counts();
      err.printf(
          Locale.ROOT,
          "Inputs scored: %,d; reused from earlier runs: %,d; changed or gone since: %,d%n",
          counts.scored(),
          counts.reused(),
          counts.dropped());
    }
    track(summary, verdict);
    summary.requireRows(settings);
    out.print(form.text(evaluation, summary, verdict));
    out.flush();
    form.report(evaluation, summary, err);
    CorruptShards.report(summary.corruptShards(), err);
    InvalidRows.report(evaluation, summary, err);
    found.forEach(warnings::say);
    if (settings.strict() && !summary.warnings().isEmpty()) {
      warnings.note("warnings: " + summary.warnings().size() + ", but --strict allows none");
    }
    verdict.report(err);
    return verdict.exitCode();
  }

  /** Tells the tracker of the run, if there is one; what goes wrong there never fails the run. */
  private void track(Summary summary, Verdict verdict) {
    Mlflow.of(System.getenv())
        .ifPresent(
            tracker -> {
              try {
                JsonNode tree = Json.tree(summary);
                JsonNode gate = Json.tree(verdict);
                Map<String, String> files = new LinkedHashMap<>();
                files.put("summary.json", Json.text(tree));
                files.put("gate.json", Json.text(gate));
                publish
                    .page(settings, summary.run().id(), hadoop)
                    .ifPresent(page -> files.put("report.html", page));
                tracker
                    .log(tree, gate, files)
                    .forEach(remark -> warnings.note("MLflow: " + remark));
              } catch (IOException e) {
                warnings.note(
                    Redaction.current()
                        .text(
                            "MLFLOW_TRACKING_URI is %s, but the run is not logged there: %s"
                                .formatted(
                                    System.getenv("MLFLOW_TRACKING_URI"),
                                    SparkErrors.rootLine(e))));
              }
            });
  }

  private RunInfo info(Started started, Progress progress) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("net2vec", Net2VecEval.Version.ofJar());
    versions.put("spark", started.session().version());
    versions.put("java", Runtime.version().toString());
    Map<String, Double> phases = new LinkedHashMap<>();
    progress
        .durations()
        .forEach(
            (phase, duration) ->
                phases.put(phase.name().toLowerCase(Locale.ROOT), seconds(duration)));
    return new RunInfo(
        started.id(),
        started.start().toString(),
        Redaction.current().values(publish.tags()),
        RunInfo.hash(settings.measure()),
        versions,
        started.session().sparkContext().applicationId(),
        seconds(Duration.between(started.start(), Instant.now())),
        phases);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
