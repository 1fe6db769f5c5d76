package dev.net2vec.job.source;

import dev.net2vec.job.error.CorruptShard;
import dev.net2vec.job.error.JobException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.util.CollectionAccumulator;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Detects corrupt files among those that a run reads, whichever plan reads them. It guarantees that
 * no corrupt file of Spark's own file sources goes unnoticed, and that none contributes only a part
 * of its rows.
 *
 * <p>A file is corrupt if reading the parts that the run needs throws. Empty Parquet, ORC and Avro
 * files are corrupt, too; Spark itself skips them silently. Under {@link OnCorruptShard#FAIL} the
 * run ends at the first one. Under {@link OnCorruptShard#SKIP} a corrupt file ends early, the
 * executors report it, and the evaluation drops the rows read from it before. Table formats, such
 * as Delta, are not covered: a corrupt file in one ends the run, with an error that names the file.
 *
 * <p>Detection reads nothing twice and opens no file on the driver; empty files are found in the
 * listing that Spark makes anyway. A network error that outlasts the file system's retries counts
 * as corruption, so a second run may be able to read a file that {@code SKIP} reported.
 */
public final class CorruptShards extends Rule<LogicalPlan> {
  private static final String SKIPPING = "net2vec.job.skipCorruptShards";
  private static final Set<String> NEVER_EMPTY = Set.of("parquet", "orc", "avro");

  /**
   * Packages of the formats to watch: Spark's and this project's. Table formats such as Delta have
   * their own, and plans that depend on them.
   */
  private static final List<String> KNOWN =
      List.of(
          "org.apache.spark.sql.execution.datasources.",
          "org.apache.spark.sql.avro.",
          "dev.net2vec.");

  private static final String NO_BYTES = "it has 0 bytes";
  private static final int NAMED = 10;

  private final OnCorruptShard policy;
  private final CollectionAccumulator<CorruptShard> reported;
  private final Map<String, CorruptShard> empty = new HashMap<>();
  private Set<String> left = Set.of();

  private CorruptShards(OnCorruptShard policy, CollectionAccumulator<CorruptShard> reported) {
    this.policy = policy;
    this.reported = reported;
  }

  /** Watches all files that this session reads from now on. */
  public static CorruptShards watch(SparkSession session, OnCorruptShard policy) {
    CorruptShards shards =
        new CorruptShards(policy, session.sparkContext().<CorruptShard>collectionAccumulator());
    session.conf().set(SKIPPING, policy == OnCorruptShard.SKIP);
    List<Rule<LogicalPlan>> rules = List.of(shards);
    session.experimental().extraOptimizations_$eq(seq(rules));
    return shards;
  }

  /** Returns whether this session skips corrupt files. */
  static boolean skipping(SparkSession session) {
    return Boolean.parseBoolean(session.conf().get(SKIPPING, "false"));
  }

  /** Returns the corrupt files found so far, sorted by path. */
  public List<CorruptShard> found() {
    Map<String, CorruptShard> found = new TreeMap<>(empty);
    for (CorruptShard shard : reported.value()) {
      // Several tasks may read parts of one file, and a task may run twice.
      found.merge(shard.path(), shard, (a, b) -> a.reason().compareTo(b.reason()) < 0 ? a : b);
    }
    return List.copyOf(found.values());
  }

  /**
   * Excludes the corrupt files found so far from all later plans.
   *
   * @return paths of the files found since the last call, from which rows may have been read
   */
  public List<String> leaveOut() {
    List<String> met = new ArrayList<>();
    Set<String> all = new HashSet<>(left);
    for (CorruptShard shard : reported.value()) {
      if (all.add(shard.path())) {
        met.add(shard.path());
      }
    }
    left = Set.copyOf(all);
    return met;
  }

  /** Prints which files were left out and why. */
  public static void report(List<CorruptShard> shards, PrintWriter err) {
    if (shards.isEmpty()) {
      return;
    }
    err.printf(Locale.ROOT, "net2vec-eval: corrupt shards left out: %,d%n", shards.size());
    shards.stream().limit(NAMED).forEach(shard -> err.println("  " + shard));
    if (shards.size() > NAMED) {
      err.printf(Locale.ROOT, "  … and %,d more%n", shards.size() - NAMED);
    }
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.transform(new Watched());
  }

  private boolean isUnwatched(LogicalPlan plan) {
    return plan instanceof LogicalRelation relation
        && relation.relation() instanceof HadoopFsRelation files
        && !(files.fileFormat() instanceof SkippingFormat)
        && KNOWN.stream().anyMatch(files.fileFormat().getClass().getName()::startsWith);
  }

  private LogicalPlan watched(LogicalRelation relation) {
    HadoopFsRelation files = (HadoopFsRelation) relation.relation();
    findEmpty(files);
    if (policy == OnCorruptShard.FAIL) {
      return relation;
    }
    FileFormat format = new SkippingFormat(files.fileFormat(), left, reported);
    return relation.copy(
        new HadoopFsRelation(
            files.location(),
            files.partitionSchema(),
            files.dataSchema(),
            files.bucketSpec(),
            format,
            files.options(),
            files.sparkSession()),
        relation.output(),
        relation.catalogTable(),
        relation.isStreaming(),
        relation.stream());
  }

  private void findEmpty(HadoopFsRelation files) {
    if (!(files.fileFormat() instanceof DataSourceRegister format)
        || !NEVER_EMPTY.contains(format.shortName())
        || !(files.location() instanceof PartitioningAwareFileIndex index)) {
      return;
    }
    for (FileStatus file : CollectionConverters.asJava(index.allFiles())) {
      if (file.getLen() == 0 && isShard(file.getPath())) {
        CorruptShard shard = new CorruptShard(file.getPath().toUri().toString(), NO_BYTES);
        if (policy == OnCorruptShard.FAIL) {
          throw JobException.invalidInput("cannot read " + shard);
        }
        empty.put(shard.path(), shard);
      }
    }
  }

  private static boolean isShard(Path path) {
    return !path.getName().startsWith("_") && !path.getName().startsWith(".");
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  /** Applies {@link #watched} to each relation of files that is not watched yet. */
  private final class Watched extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return isUnwatched(plan);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
      return isUnwatched(plan)
          ? (B) watched((LogicalRelation) (LogicalPlan) plan)
          : otherwise.apply(plan);
    }
  }
}
