package dev.net2vec.job.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.net2vec.compat.TableVersions;
import dev.net2vec.job.text.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.execution.metric.SQLMetric;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an evaluation read.
 *
 * @param rows number of the source's rows, each with a pair of masks; a row may hold several
 *     instances
 * @param files number of files that were read; null if unknown
 * @param bytes total size of those files
 * @param parts the datasets or tables that the rows came from; several if they were joined
 * @param increment what was reused of earlier runs; null if every row was scored
 */
public record SourceRead(
    long rows,
    Long files,
    Long bytes,
    List<Part> parts,
    @JsonInclude(JsonInclude.Include.NON_NULL) Increment increment) {
  /**
   * How many inputs, files or pairs of files, a run scored, took from earlier runs, and dropped
   * because they had changed or were gone.
   */
  public record Increment(long scored, long reused, long dropped) {}

  /** An option of the reader of rows that earlier runs scored: they are no part of the source. */
  public static final String SCORED_BEFORE = "net2vec.scored";

  /** The most paths that are listed for a part. */
  private static final int PATHS = 1000;

  /** The text form of Delta's index of a table's files. */
  private static final Pattern DELTA = Pattern.compile("^Delta\\[version=(\\d+)");

  /**
   * One dataset or table.
   *
   * @param table its name, or null if it has none
   * @param version the table's version or snapshot, or null if it has none
   */
  record Part(String table, List<String> paths, Long files, Long bytes, String version) {
    Part {
      // The results show these.
      paths = paths.stream().map(Redaction.current()::text).toList();
      table = table == null ? null : Redaction.current().text(table);
    }
  }

  /**
   * Returns what was read, taken from Spark's executed plan.
   *
   * @param kept persisted rows, all partitions of which have been computed
   */
  public static SourceRead of(SparkSession session, Source source, Dataset<Row> kept, long rows) {
    List<Part> parts = new ArrayList<>();
    for (SparkPlan leaf : scans(kept)) {
      if (leaf instanceof FileSourceScanExec scan
          && !scan.relation().options().contains(SCORED_BEFORE)) {
        parts.add(part(scan));
      } else if (leaf instanceof BatchScanExec scan) {
        parts.add(
            new Part(scan.table().name(), List.of(), null, null, TableVersions.of(scan.table())));
      }
    }
    source
        .listed(session)
        .ifPresent(
            part -> {
              parts.clear();
              parts.add(part);
            });
    Long files = 0L;
    Long bytes = 0L;
    for (Part part : parts) {
      files = files == null || part.files() == null ? null : Long.valueOf(files + part.files());
      bytes = bytes == null || part.bytes() == null ? null : Long.valueOf(bytes + part.bytes());
    }
    return parts.isEmpty()
        ? new SourceRead(rows, null, null, parts, null)
        : new SourceRead(rows, files, bytes, parts, null);
  }

  /** Returns this with what was reused. */
  public SourceRead with(Increment reuse) {
    return new SourceRead(rows, files, bytes, parts, reuse);
  }

  private static Part part(FileSourceScanExec scan) {
    List<String> paths = new ArrayList<>();
    for (Path path : CollectionConverters.asJava(scan.relation().location().rootPaths())) {
      if (paths.size() < PATHS) {
        paths.add(path.toString());
      }
    }
    Matcher delta = DELTA.matcher(scan.relation().location().toString());
    return new Part(
        scan.tableIdentifier().isEmpty() ? null : scan.tableIdentifier().get().unquotedString(),
        paths,
        metric(scan, "numFiles"),
        metric(scan, "filesSize"),
        delta.find() ? delta.group(1) : null);
  }

  private static Long metric(FileSourceScanExec scan, String name) {
    SQLMetric metric = scan.metrics().get(name).getOrElse(() -> null);
    return metric == null ? null : Long.valueOf(metric.value());
  }

  /** Returns the leaves of the plan that computed the cached rows. */
  private static List<SparkPlan> scans(Dataset<Row> kept) {
    List<SparkPlan> leaves = new ArrayList<>();
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) kept).queryExecution().withCachedData();
    for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
      if (leaf instanceof InMemoryRelation memory) {
        addLeaves(memory.cacheBuilder().cachedPlan(), leaves);
      }
    }
    return leaves;
  }

  private static void addLeaves(SparkPlan plan, List<SparkPlan> leaves) {
    for (SparkPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
      if (leaf instanceof AdaptiveSparkPlanExec adaptive) {
        addLeaves(adaptive.executedPlan(), leaves);
      } else if (leaf instanceof QueryStageExec stage) {
        addLeaves(stage.plan(), leaves);
      } else {
        leaves.add(leaf);
      }
    }
  }
}
