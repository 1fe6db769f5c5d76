package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.lit;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.spark.SparkCall;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.Net2VecFunctions;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ITypeConverter;

/**
 * How the values of a group's instances are reduced to one.
 *
 * @param name mean, sum, none (the instances are the result, and a group's value is null), or the
 *     name of a user's class
 */
public record JobReduction(String name) {
  public static final JobReduction MEAN = new JobReduction("mean");
  public static final JobReduction SUM = new JobReduction("sum");
  public static final JobReduction NONE = new JobReduction("none");

  static JobReduction of(String text) {
    JobReduction named = new JobReduction(text.toLowerCase(Locale.ROOT));
    return List.of(MEAN, SUM, NONE).contains(named) ? named : new JobReduction(text);
  }

  boolean isClass() {
    return !List.of(MEAN, SUM, NONE).contains(this);
  }

  /**
   * Configures the session to reduce by the class, if this is one.
   *
   * @throws JobException if the class does not exist or is not a reduction
   */
  void configure(SparkSession session) {
    if (!isClass()) {
      return;
    }
    session.conf().set(Settings.REDUCTION.key(), name);
    SparkCall.orThrow(
        () -> session.range(0).agg(Net2VecFunctions.net2vecReduceValues(lit(0.0))),
        e ->
            JobException.usage(
                SparkErrors.line(e)
                    .replaceFirst("^.*" + Settings.REDUCTION.key(), Settings.REDUCTION.option())
                    .replaceFirst("mean, sum or", "mean, sum, none or"),
                e));
  }

  /** Returns the name, that of a class without its package. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Parses an option's value. */
  public static final class Converter implements ITypeConverter<JobReduction> {
    @Override
    public JobReduction convert(String text) {
      return of(text);
    }
  }
}
