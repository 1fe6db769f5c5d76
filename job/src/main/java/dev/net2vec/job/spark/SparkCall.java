package dev.net2vec.job.spark;

import dev.net2vec.job.error.JobException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.spark.unsafe.Platform;

/**
 * Calls whose failure is handled. Spark's Scala methods throw AnalysisException, which is checked,
 * without declaring it, so that Java can only catch it as an Exception.
 */
public final class SparkCall {
  private SparkCall() {}

  /** Returns the call's result; explains its failure, unless that is a JobException already. */
  public static <T> T orThrow(Callable<T> call, Function<Exception, JobException> explain) {
    return orElse(
        call,
        thrown -> !(thrown instanceof JobException),
        thrown -> {
          throw explain.apply(thrown);
        });
  }

  /** Returns the call's result, or the other one after an expected failure. */
  public static <T> T orElse(
      Callable<T> call, Predicate<Exception> expected, Function<Exception, T> other) {
    try {
      return call.call();
    } catch (Exception thrown) {
      if (!expected.test(thrown)) {
        Platform.throwException(thrown);
      }
      return other.apply(thrown);
    }
  }
}
