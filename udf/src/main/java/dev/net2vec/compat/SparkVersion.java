package dev.net2vec.compat;

import java.util.List;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import scala.Option;
import scala.collection.immutable.Map$;

/** The version of Spark that the session is of. */
public record SparkVersion(String name) {
  /** The versions of the table in {@code udf/README.md}. */
  static final List<String> SUPPORTED = List.of("4.0", "4.1", "4.2");

  public static SparkVersion running() {
    return new SparkVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  public boolean isSupported() {
    return SUPPORTED.stream().anyMatch(version -> name.startsWith(version + "."));
  }

  /** Returns what a user of another Spark is told. */
  public String message() {
    int last = SUPPORTED.size() - 1;
    return "Spark is %s, but must be %s or %s"
        .formatted(name, String.join(", ", SUPPORTED.subList(0, last)), SUPPORTED.get(last));
  }

  /**
   * Returns the error of a call.
   *
   * <p>It needs nothing that does not load beside another Scala, and has no condition, because
   * another Spark has other conditions.
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
