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
 * Creates every error that a query can raise, at analysis and at run time.
 *
 * <p>Each has one of Spark's own error conditions, because Spark Connect and PySpark rebuild the
 * message from the condition, which they look up in Spark's list.
 */
public final class SqlErrors {
  /**
   * The condition for a call with wrong arguments; its parameter {@code msg} says what is wrong.
   */
  private static final String WRONG_CALL = "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT";

  /** The only one of Spark's conditions that adds no text to the message. */
  private static final String WORDED = "USER_RAISED_EXCEPTION";

  private SqlErrors() {}

  /** A call with too few or too many arguments: Spark's own error. */
  public static RuntimeException wrongArgumentCount(
      String function, List<Integer> allowed, int actual) {
    return raise(
        QueryCompilationErrors.wrongNumArgsError(
            function, Call.seq(List.<Object>copyOf(allowed)), actual, "", "", ""));
  }

  /** A positional argument after a named one: Spark's own error. */
  public static RuntimeException positionalAfterNamed(String function, String named) {
    return raise(QueryCompilationErrors.unexpectedPositionalArgument(function, named));
  }

  /** A named argument that the function does not have: Spark's own error. */
  public static RuntimeException unknownArgument(String function, String name, List<String> known) {
    return raise(QueryCompilationErrors.unrecognizedParameterName(function, name, Call.seq(known)));
  }

  /** An argument named twice: Spark's own error. */
  public static RuntimeException namedTwice(String function, String name) {
    return raise(QueryCompilationErrors.doubleNamedArgumentReference(function, name));
  }

  /** An argument given both by position and by name: Spark's own error. */
  public static RuntimeException placedAndNamed(String function, String name) {
    return raise(QueryCompilationErrors.positionalAndNamedArgumentDoubleReference(function, name));
  }

  /** A required argument missing from a call with named arguments: Spark's own error. */
  public static RuntimeException missingArgument(String function, String name, int position) {
    return raise(QueryCompilationErrors.requiredParameterNotFound(function, name, position));
  }

  /** An argument of an unsupported type. */
  public static RuntimeException wrongType(
      String call, String argument, String actual, String allowed) {
    return wrongCall(call, "%s is %s, but must be %s".formatted(argument, actual, allowed));
  }

  /** An option that the function does not have. */
  public static RuntimeException unknownOption(
      String call, String function, String name, List<String> known) {
    String suggestion =
        NearestName.near(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    return wrongCall(
        call,
        "'%s' is not an option of %s, which has %s%s"
            .formatted(name, function, String.join(", ", known), suggestion));
  }

  /** An option that is given twice. */
  public static RuntimeException optionTwice(String call, String name) {
    return wrongCall(call, name + " is twice among the options, but must be given once");
  }

  /** A setting that is given by an argument and by an option. */
  public static RuntimeException argumentAndOption(String call, String name) {
    return wrongCall(call, name + " is an argument and an option, but must be given once");
  }

  /** A literal outside the allowed range. */
  public static RuntimeException wrongValue(String call, IllegalArgumentException cause) {
    return wrongCall(call, cause.getMessage());
  }

  /** An invalid value of a session setting. */
  static RuntimeException wrongSetting(String key, String actual, String allowed) {
    return wrongSession("%s is '%s', but must be %s".formatted(key, actual, allowed));
  }

  /** An unknown session setting; {@code nearest} is the most similar known one. */
  static RuntimeException unknownSetting(String key, String nearest) {
    return wrongSession("%s is not a setting; did you mean %s?".formatted(key, nearest));
  }

  /** A session reduction that is neither a known name nor a usable class. */
  public static RuntimeException wrongReduction(String key, String actual, String why) {
    return wrongSession(
        ("%s is '%s', which %s; it must be mean, sum or a class that is a"
                + " dev.net2vec.kpi.Reduction or an org.apache.spark.sql.expressions.Aggregator"
                + " of Double to Double")
            .formatted(key, actual, why));
  }

  /** A stream that restarts with a session setting other than at its start. */
  public static RuntimeException changedStream(
      String key, String actual, String before, String file) {
    return wrongSession(
        ("%s is '%s', but must be '%s', as when this stream started (%s); to change the measure,"
                + " use a new checkpoint or give it in the call")
            .formatted(key, actual, before, file));
  }

  /** A run-time error, prefixed with the function's name. */
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

  /** Throws a checked Spark exception; Scala methods do not declare them. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException raise(Throwable error) throws E {
    throw (E) error;
  }
}
