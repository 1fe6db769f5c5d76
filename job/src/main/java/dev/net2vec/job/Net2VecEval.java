package dev.net2vec.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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

/** The application: {@code net2vec-eval COMMAND}, by its launcher or by spark-submit. */
@Command(
    name = "net2vec-eval",
    description = "Net2Vec evaluation of predicted masks against true ones, on Apache Spark.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Net2VecEval.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    subcommands = {EvaluateCommand.class, PackCommand.class, SampleCommand.class})
public final class Net2VecEval implements Runnable {
  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the trace of an error, too.")
  private boolean verbose;

  @Option(
      names = LogFormat.OPTION,
      scope = ScopeType.INHERIT,
      paramLabel = "FORM",
      defaultValue = "text",
      description =
          "Progress and messages as text, or as json, one object a line (${DEFAULT-VALUE}).")
  @SuppressWarnings("UnusedVariable") // LogFormat reads it, before options are parsed.
  private LogFormat logFormat;

  @Spec private CommandSpec spec;

  private Net2VecEval() {}

  /** Runs the command, stops Spark, and ends the process with the command's exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(args, out, err);
    Sessions.stop();
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /**
   * Runs the command and leaves Spark running.
   *
   * @param out takes the result and nothing else
   * @param err takes progress and messages
   * @return see {@link ExitCode}
   */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    PrintWriter log = LogFormat.of(List.of(args), err);
    int exitCode = execute(args, out, log);
    if (log instanceof JsonLog json) {
      json.log(
          exitCode == ExitCode.DONE ? "INFO" : "ERROR",
          "the exit code is " + exitCode,
          Map.of("exit_code", Integer.toString(exitCode)));
    }
    return exitCode;
  }

  private static int execute(String[] args, PrintWriter out, PrintWriter err) {
    Net2VecEval application = new Net2VecEval();
    return new CommandLine(application)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((thrown, ignored) -> application.misused(thrown, err))
        .setExecutionExceptionHandler((thrown, ignored, ran) -> application.failed(thrown, err))
        .execute(args);
  }

  /** Reached only where no command is given. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "there is no command");
  }

  private int misused(ParameterException thrown, PrintWriter err) {
    String command = thrown.getCommandLine().getCommandSpec().qualifiedName();
    return say(thrown.getMessage() + " (see " + command + " --help)", ExitCode.USAGE, thrown, err);
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

  private int say(String message, int exitCode, Exception thrown, PrintWriter err) {
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
