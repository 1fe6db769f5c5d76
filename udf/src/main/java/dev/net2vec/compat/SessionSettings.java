package dev.net2vec.compat;

import org.apache.spark.sql.SparkSession;

/** A session with one setting changed, for the Spark that takes a scan's settings from it. */
public final class SessionSettings {
  private SessionSettings() {}

  /**
   * Returns a copy of the session on Spark 4.0; from 4.1 on, which asks the format, the session.
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
