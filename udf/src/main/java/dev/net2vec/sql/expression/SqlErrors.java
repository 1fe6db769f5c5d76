package dev.net2vec.sql.expression;

import java.util.List;
import java.util.Map;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Words every error that a query can meet, at analysis and at run time.
 *
 * <p>Each has an error condition of Spark's own, because Spark Connect and PySpark word an error
 * again from its condition, and look for it in Spark's list.
 */
public final class SqlErrors {
  /** A call whose arguments are wrong; its parameter {@code msg} says what is wrong. */
  private static final String WRONG_CALL = "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT";

  /** The only condition of Spark's that adds no words to the message. */
  private static final String WORDED = "USER_RAISED_EXCEPTION";

  private SqlErrors() {}

  /** A call with too few or too many arguments: Spark's own error. */
  public static RuntimeException wrongArgumentCount(
      String function, List<Integer> allowed, int actual) {
    return raise(
        QueryCompilationErrors.wrongNumArgsError(
            function, Call.seq(List.<Object>copyOf(allowed)), actual, "", "", ""));
  }

  /** A positional argument that follows one given by name: Spark's own error. */
  public static RuntimeException positionalAfterNamed(String function, String named) {
    return raise(QueryCompilationErrors.unexpectedPositionalArgument(function, named));
  }

  /** An argument given by a name that the function does not have: Spark's own error. */
  public static RuntimeException unknownArgument(String function, String name, List<String> known) {
    return raise(QueryCompilationErrors.unrecognizedParameterName(function, name, Call.seq(known)));
  }

  /** An argument given by name twice: Spark's own error. */
  public static RuntimeException namedTwice(String function, String name) {
    return raise(QueryCompilationErrors.doubleNamedArgumentReference(function, name));
  }

  /** An argument given by its place and by name: Spark's own error. */
  public static RuntimeException placedAndNamed(String function, String name) {
    return raise(QueryCompilationErrors.positionalAndNamedArgumentDoubleReference(function, name));
  }

  /** A required argument that a call with named arguments leaves out: Spark's own error. */
  public static RuntimeException missingArgument(String function, String name, int position) {
    return raise(QueryCompilationErrors.requiredParameterNotFound(function, name, position));
  }

  /** An argument whose type cannot be read. */
  public static RuntimeException wrongType(
      String call, String argument, String actual, String allowed) {
    return wrongCall(call, "%s is %s, but must be %s".formatted(argument, actual, allowed));
  }

  /** A literal that is outside what is allowed. */
  public static RuntimeException wrongValue(String call, IllegalArgumentException cause) {
    return wrongCall(call, cause.getMessage());
  }

  /** A setting of the session that cannot be used. */
  static RuntimeException wrongSetting(String key, String actual, String allowed) {
    return wrongSession("%s is '%s', but must be %s".formatted(key, actual, allowed));
  }

  /** A setting of the session that does not exist; {@code nearest} is the one most like it. */
  static RuntimeException unknownSetting(String key, String nearest) {
    return wrongSession("%s is no setting; the nearest is %s".formatted(key, nearest));
  }

  /** A reduction of the session that is no name and no class that can be used. */
  public static RuntimeException wrongReduction(String key, String actual, String why) {
    return wrongSession(
        ("%s is '%s', which %s; it must be mean, sum or a class that is a"
                + " dev.net2vec.kpi.Reduction or an org.apache.spark.sql.expressions.Aggregator"
                + " of Double to Double")
            .formatted(key, actual, why));
  }

  /** A stream that goes on with another setting of the session than it began with. */
  public static RuntimeException changedStream(
      String key, String actual, String before, String file) {
    return wrongSession(
        ("%s is '%s', but must be '%s', with which this stream began (%s); a changed measure needs"
                + " a new checkpoint, or an argument of the call")
            .formatted(key, actual, before, file));
  }

  /** A run-time error, its message led by the function's name. */
  public static SparkRuntimeException in(String function, RuntimeException error) {
    return new SparkRuntimeException(
        WORDED,
        parameters(Map.of("errorMessage", function + ": " + error.getMessage())),
        error,
        new QueryContext[0],
        /* summary= */ "");
  }

  private static RuntimeException wrongCall(String call, String message) {
    return raise(
        new AnalysisException(
            WRONG_CALL,
            parameters(Map.of("sqlExpr", "\"" + call + "\"", "msg", message, "hint", ""))));
  }

  private static RuntimeException wrongSession(String message) {
    return raise(new AnalysisException(WORDED, parameters(Map.of("errorMessage", message))));
  }

  private static scala.collection.immutable.Map<String, String> parameters(
      Map<String, String> parameters) {
    return Map$.MODULE$.from(CollectionConverters.asScala(parameters));
  }

  /** Throws a checked exception of Spark's, which Scala does not check. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException raise(Throwable error) throws E {
    throw (E) error;
  }
}
