package dev.net2vec.job.evaluation;

import dev.net2vec.compat.SparkVersion;
import dev.net2vec.job.error.JobException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** The Spark that the job runs on: that of spark-submit, else one inside this process. */
public final class Sessions {
  private static final String NAME = "net2vec-eval";
  private static final String MAIN_CLASSES = "dev.net2vec.";
  private static final String KILL_DEPTH = "spark.executor.killOnFatalError.depth";

  private static volatile SparkContext opened;

  private Sessions() {}

  /** Returns a new session, so that settings made on it do not outlive the run. */
  public static SparkSession open() {
    requireVersion();
    SparkSession session = running().newSession();
    opened = session.sparkContext();
    // Otherwise a flipped bit in a stored mask would go unnoticed and change its numbers.
    session.conf().set("parquet.page.verify-checksum.enabled", true);
    // Otherwise the cache of a few groups has as many partitions as a shuffle.
    session.conf().set("spark.sql.optimizer.canChangeCachedPlanOutputPartitioning", true);
    // Otherwise Spark warns that it truncates plans with this many figures.
    session.conf().set("spark.sql.debug.maxToStringFields", 1000);
    return session;
  }

  /** Returns the Hadoop configuration that a session will have. */
  public static Configuration hadoop() {
    requireVersion();
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  private static void requireVersion() {
    SparkVersion version = SparkVersion.running();
    if (!version.isSupported()) {
      throw JobException.usage(version.message());
    }
  }

  /** Stops Spark if it was opened. */
  public static void stop() {
    if (opened != null) {
      opened.stop();
    }
  }

  /** Returns whether Spark was stopped while the job ran, as an interrupt does. */
  public static boolean stopped() {
    return opened != null && opened.isStopped();
  }

  private static SparkSession running() {
    if (SparkSession.getDefaultSession().isDefined()) {
      return SparkSession.getDefaultSession().get();
    }
    SparkConf conf = new SparkConf();
    SparkSession.Builder builder = SparkSession.builder();
    if (!conf.contains("spark.master")) {
      builder.master("local[*]");
    }
    // Otherwise the embedded Spark ends this process if a task runs out of memory.
    if (!conf.contains(KILL_DEPTH) && conf.get("spark.master", "local").startsWith("local")) {
      builder.config(KILL_DEPTH, 0);
    }
    // spark-submit names an application after its main class if --name is not given.
    if (conf.get("spark.app.name", MAIN_CLASSES).startsWith(MAIN_CLASSES)) {
      builder.appName(NAME);
    }
    return builder.getOrCreate();
  }
}
