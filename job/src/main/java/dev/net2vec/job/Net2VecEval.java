package dev.net2vec.job;

import dev.net2vec.job.error.ExitCode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.evaluation.Sessions;
import dev.net2vec.job.text.JsonLog;
import dev.net2vec.job.text.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.spark.package$;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The application: {@code net2vec-eval COMMAND}, started by its launcher or by spark-submit. */
@Command(
    name = "net2vec-eval",
    description = "Net2Vec evaluation of predicted masks against true masks, on Apache Spark.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Net2VecEval.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    subcommands = {
      CompareCommand.class,
      EvaluateCommand.class,
      HistoryCommand.class,
      PackCommand.class,
      ReportCommand.class,
      SampleCommand.class
    })
public final class Net2VecEval implements Runnable {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error, too.")
  private boolean verbose;

  @Option(
      names = LogFormat.OPTION,
      scope = ScopeType.INHERIT,
      paramLabel = "FORM",
      defaultValue = "text",
      description =
          "Progress and messages as text, or as json with one object per line (${DEFAULT-VALUE}).")
  @SuppressWarnings("UnusedVariable") // LogFormat reads it, before options are parsed.
  private LogFormat logFormat;

  @Spec private CommandSpec spec;

  private Net2VecEval() {}

  /** Runs the command, stops Spark, and ends the process with the command's exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Log log = LogFormat.of(List.of(args), err);
    Interruption interruption = Interruption.watch(log);
    int exitCode = run(args, out, log);
    interruption.unwatch();
    out.flush();
    err.flush();
    if (exitCode != ExitCode.DONE) {
      Interruption.silence();
    }
    Sessions.stop();
    System.exit(exitCode);
  }

  /**
   * Runs the command and leaves Spark running.
   *
   * @param out receives the result and nothing else
   * @param err receives progress and messages
   * @return see {@link ExitCode}
   */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    return run(args, out, LogFormat.of(List.of(args), err));
  }

  private static int run(String[] args, PrintWriter out, Log log) {
    int exitCode = execute(args, out, log);
    if (log instanceof JsonLog json) {
      json.log(
          exitCode == ExitCode.DONE ? "INFO" : "ERROR",
          "the exit code is " + exitCode,
          Map.of("exit_code", Integer.toString(exitCode)));
    }
    return exitCode;
  }

  private static int execute(String[] args, PrintWriter out, Log log) {
    Net2VecEval application = new Net2VecEval();
    CommandLine commandLine = application.commandLine(List.of(args), out, log);
    Optional<ParameterException> mistake = new GivenOptions(commandLine, List.of(args)).unknown();
    try {
      return mistake.isPresent()
          ? application.misused(mistake.get(), List.of(args), log)
          : commandLine.execute(args);
    } catch (Error e) { // picocli handles Exception, not Error.
      return application.say(SparkErrors.unexpected(e), ExitCode.UNEXPECTED, e, log);
    }
  }

  /** Returns the commands with their options, before any argument is parsed. */
  static CommandLine commandLine() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Net2VecEval().commandLine(List.of(), nowhere, nowhere);
  }

  private CommandLine commandLine(List<String> args, PrintWriter out, PrintWriter err) {
    return new CommandLine(this)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((thrown, ignored) -> misused(thrown, args, err))
        .setExecutionExceptionHandler((thrown, ignored, ran) -> failed(thrown, err));
  }

  /** Runs only if no command is given. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command is given");
  }

  private int misused(ParameterException thrown, List<String> args, PrintWriter err) {
    CommandLine command = thrown.getCommandLine();
    String what =
        thrown instanceof UnmatchedArgumentException unmatched
            ? new GivenOptions(command, args).misplaced(unmatched)
            : thrown.getMessage();
    String help = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
    return say(what + help, ExitCode.USAGE, thrown, err);
  }

  private int failed(Exception thrown, PrintWriter err) {
    if (thrown instanceof JobException job) {
      return say(job.getMessage(), job.exitCode(), job, err);
    }
    if (Sessions.stopped()) {
      return say("interrupted", ExitCode.UNEXPECTED, thrown, err);
    }
    Optional<String> reduction = SparkErrors.reduction(thrown);
    if (reduction.isPresent()) {
      return say(reduction.get(), ExitCode.USAGE, thrown, err);
    }
    return SparkErrors.invalidInput(thrown)
        .map(message -> say(message, ExitCode.INVALID_INPUT, thrown, err))
        .orElseGet(() -> say(SparkErrors.unexpected(thrown), ExitCode.UNEXPECTED, thrown, err));
  }

  private int say(String message, int exitCode, Throwable thrown, PrintWriter err) {
    err.println("net2vec-eval: " + message);
    if (verbose) {
      thrown.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }

  /** Reads the version that Maven put into the jar. */
  static final class Version implements IVersionProvider {
    private static final String PROPERTIES =
        "/META-INF/maven/dev.net2vec/net2vec-job/pom.properties";

    @Override
    public String[] getVersion() {
      return new String[] {
        "net2vec-eval " + ofJar() + " on Spark " + package$.MODULE$.SPARK_VERSION()
      };
    }

    static String ofJar() {
      Properties properties = new Properties();
      try (InputStream in = Net2VecEval.class.getResourceAsStream(PROPERTIES)) {
        if (in != null) {
          properties.load(in);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return properties.getProperty("version", "(not run from its jar)");
    }
  }
}
