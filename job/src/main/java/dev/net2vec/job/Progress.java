package dev.net2vec.job;

import dev.net2vec.job.evaluation.Counters;
import dev.net2vec.job.evaluation.Sessions;
import dev.net2vec.job.text.JsonLog;
import dev.net2vec.job.text.TextLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Shows Spark's progress: on a terminal as one line that is updated, else as a new line every few
 * seconds.
 *
 * <p>A shard is the input of one task.
 */
final class Progress extends SparkListener implements AutoCloseable {
  /** The purpose of a Spark job, shown in its description. */
  enum Phase {
    SCORING("Scoring", "every pair of masks, once"),
    REDUCING("Reducing", "scores to figures of groups"),
    WRITING("Writing", "results"),
    GENERATING("Generating", "pairs of masks"),
    PACKING("Packing", "masks"),
    COMPARING("Comparing", "instances of runs"),
    REPORTING("Reporting", "a page");

    private final String title;
    private final String detail;

    Phase(String title, String detail) {
      this.title = title;
      this.detail = detail;
    }

    /**
     * Returns the description of a job and its stages in Spark's UI: {@code "Writing: results"}.
     */
    String description() {
      return title + ": " + detail;
    }
  }

  private static final Duration TERMINAL_PERIOD = Duration.ofMillis(200);
  private static final Duration PLAIN_PERIOD = Duration.ofSeconds(5);

  private final SparkContext spark;
  private final PrintWriter err;
  private final Timer clock = new Timer("progress", true);

  private final Map<Phase, Duration> durations = new EnumMap<>(Phase.class);
  private Counters counters;
  private Phase current;
  private long phaseNanos;
  private String phase = "Starting";
  private int stage = -1;
  private int shards;
  private int done;
  private long rows;
  private boolean scanned;
  private long startNanos = System.nanoTime();

  private Progress(SparkContext spark, PrintWriter err) {
    this.spark = spark;
    this.err = err;
  }

  /** Opens a session, and says so if Spark has to be started, which takes some seconds. */
  static SparkSession open(PrintWriter err) {
    if (SparkSession.getDefaultSession().isEmpty()) {
      show(err, "Starting: Spark", Map.of("phase", "starting"));
    }
    return Sessions.open();
  }

  static Progress start(SparkContext spark, PrintWriter err) {
    Progress progress = new Progress(spark, err);
    spark.addSparkListener(progress);
    long millis = (isStatusLine(err) ? TERMINAL_PERIOD : PLAIN_PERIOD).toMillis();
    progress.clock.scheduleAtFixedRate(
        new TimerTask() {
          @Override
          public void run() {
            progress.show();
          }
        },
        millis,
        millis);
    return progress;
  }

  private static boolean isStatusLine(PrintWriter err) {
    return err instanceof TextLog && onTerminal();
  }

  /** Returns whether standard error is known to be a terminal: always false outside Linux. */
  private static boolean onTerminal() {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Sets the phase of the jobs submitted from now on. */
  void phase(Phase next) {
    spark.setJobDescription(next.description());
    synchronized (this) {
      endPhase();
      current = next;
    }
  }

  private void endPhase() {
    long now = System.nanoTime();
    if (current != null) {
      durations.merge(current, Duration.ofNanos(now - phaseNanos), Duration::plus);
    }
    phaseNanos = now;
  }

  /** Returns the time spent in each phase so far. */
  synchronized Map<Phase, Duration> durations() {
    endPhase();
    return new EnumMap<>(durations);
  }

  /** Adds the counts of evaluated instances and rejected rows to the JSON log's progress lines. */
  synchronized void count(Counters ofEvaluation) {
    counters = ofEvaluation;
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    Properties properties = event.properties();
    String description =
        properties == null ? null : properties.getProperty("spark.job.description");
    phase = description == null ? "Starting" : description.replaceFirst(":.*", "");
    stage = event.stageInfo().stageId();
    shards = event.stageInfo().numTasks();
    done = 0;
    rows = 0;
    startNanos = System.nanoTime();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (event.stageId() != stage || !event.taskInfo().successful()) {
      return;
    }
    done++;
    TaskMetrics metrics = event.taskMetrics();
    // Later stages read cached batches, and Spark counts each batch as a row.
    if (metrics != null && !scanned) {
      rows += metrics.inputMetrics().recordsRead();
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    scanned |= event.stageInfo().stageId() == stage && rows > 0;
  }

  private synchronized void show() {
    show(err, line(phase, done, shards, rows, System.nanoTime() - startNanos), context());
  }

  private static void show(PrintWriter err, String line, Map<String, String> context) {
    if (err instanceof JsonLog log) {
      log.log("INFO", line, context);
    } else if (isStatusLine(err)) {
      ((TextLog) err).status(line);
    } else {
      err.println(line);
    }
  }

  private Map<String, String> context() {
    Map<String, String> context = new LinkedHashMap<>();
    context.put("phase", phase.toLowerCase(Locale.ROOT));
    context.put("shards_done", Integer.toString(done));
    context.put("shards", Integer.toString(shards));
    context.put("rows", Long.toString(rows));
    if (counters != null) {
      context.put("instances_evaluated", Long.toString(counters.evaluated().value()));
      context.put("rows_rejected", Long.toString(counters.rejected().value()));
    }
    return context;
  }

  /** Returns {@code "Scoring: 3 of 12 shards, 6,000 rows, 1,500 rows/s, 0:12 left"}. */
  static String line(String phase, int done, int shards, long rows, long nanos) {
    double seconds = nanos / 1e9;
    StringBuilder line = new StringBuilder(phase);
    if (shards > 0) {
      line.append(String.format(Locale.ROOT, ": %,d of %,d shards", done, shards));
    }
    if (rows > 0) {
      line.append(String.format(Locale.ROOT, ", %,d rows, %,.0f rows/s", rows, rows / seconds));
    }
    if (done > 0 && done < shards) {
      long left = Math.round(seconds / done * (shards - done));
      line.append(String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60));
    }
    return line.toString();
  }

  @Override
  public void close() {
    clock.cancel();
    synchronized (this) {
      if (err instanceof TextLog log) {
        log.clearStatus();
      }
    }
    if (!spark.isStopped()) {
      spark.removeSparkListener(this);
      spark.setJobDescription(null);
    }
  }
}
