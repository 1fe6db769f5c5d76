package dev.net2vec.job.error;

import dev.net2vec.kpi.ReductionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Turns Spark's exceptions into messages for the user of the job. */
public final class SparkErrors {
  /** Spark's text for an executor that ran out of memory. */
  private static final String EXECUTOR_OUT_OF_MEMORY = "exited with code 52";

  private static final String MORE_MEMORY =
      "; each task keeps what it reads at once in memory, so use a larger heap"
          + " (NET2VEC_DRIVER_MEMORY on one machine, spark.executor.memory on a cluster),"
          + " or run fewer tasks at once (spark.executor.cores)";

  private static final Pattern CONDITION = Pattern.compile("^\\[[A-Z_.0-9]+] ");
  private static final Pattern LOST_TASK =
      Pattern.compile("Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\((\\S+ executor \\d+)\\)");
  private static final Pattern FULL =
      Pattern.compile("No space left on device|Disk quota exceeded");
  private static final Pattern SQL_STATE = Pattern.compile("\\s*SQLSTATE: \\w+.*$");

  private SparkErrors() {}

  /**
   * Returns the first exception in the chain of causes whose error condition starts with this one.
   */
  public static Optional<SparkThrowable> find(Throwable thrown, String condition) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && spark.getCondition() != null
          && spark.getCondition().startsWith(condition)) {
        return Optional.of(spark);
      }
    }
    return Optional.empty();
  }

  /** Returns the message of a failure in the user's reduction; empty for other failures. */
  public static Optional<String> reduction(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ReductionException) {
        return Optional.of(cause.getMessage().replaceFirst("^net2vec_\\w+: ", ""));
      }
    }
    return Optional.empty();
  }

  /** Returns the message of a failure that the input data caused; empty for other failures. */
  public static Optional<String> invalidInput(Throwable thrown) {
    Optional<SparkThrowable> raised = find(thrown, "USER_RAISED_EXCEPTION");
    if (raised.isPresent() && !(raised.get() instanceof AnalysisException)) {
      return raised.map(found -> found.getMessageParameters().get("errorMessage"));
    }
    return find(thrown, "FAILED_READ_FILE")
        .filter(found -> !outOfMemory(thrown))
        .map(found -> "cannot read " + CorruptShard.of(parameter(found, "path"), thrown));
  }

  /**
   * Returns what is wrong with a call of one of the project's functions, else the message's first
   * line.
   */
  public static String wrongCall(Throwable thrown) {
    return find(thrown, "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT")
        .map(found -> found.getMessageParameters().get("msg"))
        .orElseGet(() -> line(thrown));
  }

  /** Returns a parameter of an error condition, without the backticks that Spark puts around it. */
  public static String parameter(SparkThrowable thrown, String name) {
    Map<String, String> parameters = thrown.getMessageParameters();
    String value = parameters.getOrDefault(name, "");
    return value.replace("`", "");
  }

  /** Returns the message's first line, without Spark's condition and SQL state. */
  public static String line(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    String first = message.strip().lines().findFirst().orElseThrow();
    String stripped = CONDITION.matcher(first).replaceFirst("");
    return SQL_STATE.matcher(stripped).replaceFirst("").strip();
  }

  /** Returns the first line of the root cause's message, which is the most specific. */
  public static String rootLine(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : line(root);
  }

  /** Returns the reason that Java's file exceptions express only by their class. */
  private static String reason(FileSystemException thrown) {
    if (thrown instanceof AccessDeniedException) {
      return "permission denied";
    } else if (thrown instanceof NoSuchFileException) {
      return "no such file or directory";
    } else if (thrown instanceof FileAlreadyExistsException) {
      return "there is a file with that name";
    }
    return thrown.getClass().getSimpleName();
  }

  /** Returns the line; if it says only that a disk is full, adds where. */
  private static String full(Throwable thrown, String line) {
    if (!FULL.matcher(line).matches()) {
      return line;
    }
    Optional<SparkThrowable> writing = find(thrown, "TASK_WRITE_FAILED");
    return line
        + writing
            .map(found -> ", while writing " + parameter(found, "path"))
            .orElseGet(() -> ", in Spark's scratch directory, " + scratch(thrown));
  }

  /**
   * Returns the setting of the scratch directory, with its value if the failure was in this
   * process.
   */
  private static String scratch(Throwable thrown) {
    SparkEnv spark = SparkEnv.get();
    if (spark == null || executor(thrown).isPresent()) {
      return "spark.local.dir";
    }
    String set = System.getenv("SPARK_LOCAL_DIRS");
    String directory = spark.conf().get("spark.local.dir", System.getProperty("java.io.tmpdir"));
    return "spark.local.dir: " + (set == null ? directory : set);
  }

  /**
   * Returns the host and executor of the task whose failure ended the run; empty if all runs in one
   * process.
   */
  static Optional<String> executor(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Matcher lost = LOST_TASK.matcher(String.valueOf(cause.getMessage()));
      if (lost.find()) {
        return Optional.of(lost.group(1));
      }
    }
    return Optional.empty();
  }

  /** Returns whether memory ran out; Spark's readers wrap that in ordinary exceptions. */
  public static boolean outOfMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      if (String.valueOf(cause.getMessage()).contains(EXECUTOR_OUT_OF_MEMORY)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the message for a failure that neither the input nor a setting caused. */
  public static String unexpected(Throwable thrown) {
    String where = executor(thrown).map(executor -> ", on " + executor).orElse("");
    return outOfMemory(thrown)
        ? "memory ran out" + where + MORE_MEMORY
        : "unexpected error: "
            + full(thrown, rootLine(thrown))
            + where
            + " (--verbose prints the stack trace)";
  }
}
