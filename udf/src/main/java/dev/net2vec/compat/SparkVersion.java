package dev.net2vec.compat;

import java.util.List;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import scala.Option;
import scala.collection.immutable.Map$;

/** The running version of Spark. */
public record SparkVersion(String name) {
  /** The versions listed in {@code udf/README.md}. */
  static final List<String> SUPPORTED = List.of("4.0", "4.1", "4.2");

  public static SparkVersion running() {
    return new SparkVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  public boolean isSupported() {
    return SUPPORTED.stream().anyMatch(version -> name.startsWith(version + "."));
  }

  /** Returns the error message for an unsupported Spark. */
  public String message() {
    int last = SUPPORTED.size() - 1;
    return "Spark is %s, but must be %s or %s"
        .formatted(name, String.join(", ", SUPPORTED.subList(0, last)), SUPPORTED.get(last));
  }

  /**
   * Returns the error for a call.
   *
   * <p>It uses only classes that load under another Scala version, and no error condition, because
   * other Spark versions have other conditions.
   */
  public Exception error(String function) {
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
