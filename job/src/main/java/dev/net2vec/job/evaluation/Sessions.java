package dev.net2vec.job.evaluation;

import dev.net2vec.compat.SparkVersion;
import dev.net2vec.job.error.JobException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** The Spark that the job runs on: what spark-submit prepared, else one inside this process. */
public final class Sessions {
  private static final String NAME = "net2vec-eval";
  private static final String MAIN_CLASSES = "dev.net2vec.";
  private static final String KILL_DEPTH = "spark.executor.killOnFatalError.depth";

  private static volatile SparkContext opened;

  private Sessions() {}

  /** Returns a session of its own, so that what is set on it outlives no run. */
  public static SparkSession open() {
    requireVersion();
    SparkSession session = running().newSession();
    opened = session.sparkContext();
    // Else a bit that flipped in a stored mask comes out as a wrong number.
    session.conf().set("parquet.page.verify-checksum.enabled", true);
    // Else what is kept of a few groups lies in as many partitions as a shuffle may have.
    session.conf().set("spark.sql.optimizer.canChangeCachedPlanOutputPartitioning", true);
    // Else Spark warns that its log leaves out some of the many figures.
    session.conf().set("spark.sql.debug.maxToStringFields", 1000);
    return session;
  }

  /** Returns the configuration of Hadoop that a session will have. */
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

  /** Stops Spark where it was opened. */
  public static void stop() {
    if (opened != null) {
      opened.stop();
    }
  }

  /** Tells whether Spark was stopped under the job, as an interrupt does. */
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
    // Else Spark ends the process, embedded as it is, where a task runs out of memory.
    if (!conf.contains(KILL_DEPTH) && conf.get("spark.master", "local").startsWith("local")) {
      builder.config(KILL_DEPTH, 0);
    }
    // spark-submit names an application after its main class where --name was not given.
    if (conf.get("spark.app.name", MAIN_CLASSES).startsWith(MAIN_CLASSES)) {
      builder.appName(NAME);
    }
    return builder.getOrCreate();
  }
}
