package dev.net2vec.sql;

import java.util.List;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import scala.Option;
import scala.collection.immutable.Map$;

/** The version of Spark that the session is of. */
record SparkVersion(String name) {
  /** As the README's table of versions has them. */
  static final List<String> SUPPORTED = List.of("4.0", "4.1", "4.2");

  static SparkVersion running() {
    return new SparkVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  boolean isSupported() {
    return SUPPORTED.stream().anyMatch(version -> name.startsWith(version + "."));
  }

  /** Returns what a user of another Spark is told. */
  String message() {
    int last = SUPPORTED.size() - 1;
    return "Spark is %s, but must be %s or %s"
        .formatted(name, String.join(", ", SUPPORTED.subList(0, last)), SUPPORTED.get(last));
  }

  /**
   * Returns the error of a call.
   *
   * <p>It is not among {@link SqlErrors}, which does not load beside another Scala, and has no
   * condition, because another Spark has other conditions.
   */
  Exception error(String function) {
    return new AnalysisException(
        function + ": " + message(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Map$.MODULE$.<String, String>empty(),
        new QueryContext[0]);
  }
}
