package dev.net2vec.sql;

import dev.net2vec.kpi.InvalidMaskException;
import java.util.List;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * Words every error that a query can meet: at analysis, and with the function's name at run time.
 */
final class SqlErrors {
  private SqlErrors() {}

  /** A call with too few or too many arguments: Spark's own error. */
  static RuntimeException wrongArgumentCount(String function, List<Integer> allowed, int actual) {
    return raise(
        QueryCompilationErrors.wrongNumArgsError(
            function, Call.seq(List.<Object>copyOf(allowed)), actual, "", "", ""));
  }

  /** An argument whose type cannot be read. */
  static RuntimeException wrongType(
      String function, String argument, String actual, String allowed) {
    return analysis("%s: %s is %s, but must be %s".formatted(function, argument, actual, allowed));
  }

  /** A literal that is outside what is allowed. */
  static RuntimeException wrongValue(String function, IllegalArgumentException cause) {
    return analysis(function + ": " + cause.getMessage());
  }

  /** A setting of the session that cannot be used. */
  static RuntimeException wrongSetting(String key, String actual, String allowed) {
    return analysis("%s is '%s', but must be %s".formatted(key, actual, allowed));
  }

  /** A reduction of the session that is no name and no class that can be used. */
  static RuntimeException wrongReduction(String key, String actual, String why) {
    return analysis(
        ("%s is '%s', which %s; it must be mean, sum or a class that is a"
                + " dev.net2vec.kpi.Reduction or an org.apache.spark.sql.expressions.Aggregator"
                + " of Double to Double")
            .formatted(key, actual, why));
  }

  /** The same run-time error, its message led by the function's name. */
  static IllegalArgumentException in(String function, IllegalArgumentException error) {
    return error instanceof InvalidMaskException invalid
        ? invalid.in(function)
        : new IllegalArgumentException(function + ": " + error.getMessage(), error);
  }

  private static RuntimeException analysis(String message) {
    return raise(
        new AnalysisException(
            message,
            Option.empty(),
            Option.empty(),
            Option.empty(),
            Option.empty(),
            Map$.MODULE$.<String, String>empty(),
            new QueryContext[0]));
  }

  /** Throws a checked exception of Spark's, which Scala does not check. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException raise(Throwable error) throws E {
    throw (E) error;
  }
}
