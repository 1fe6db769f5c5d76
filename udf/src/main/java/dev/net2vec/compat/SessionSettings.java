package dev.net2vec.compat;

import org.apache.spark.sql.SparkSession;

/**
 * A session with one changed setting, for Spark versions whose scans read their settings from it.
 */
public final class SessionSettings {
  private SessionSettings() {}

  /**
   * Returns a copy of the session on Spark 4.0. From 4.1 on, scans ask the format for its settings,
   * so this returns the session itself.
   */
  public static SparkSession with(SparkSession session, String key, long value) {
    if (!SparkVersion.running().name().startsWith("4.0.")) {
      return session;
    }
    SparkSession copy = ((org.apache.spark.sql.classic.SparkSession) session).cloneSession();
    copy.conf().set(key, value);
    return copy;
  }
}
