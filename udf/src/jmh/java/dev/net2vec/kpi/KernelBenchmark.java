package dev.net2vec.kpi;

import java.util.Collection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures {@link ConfusionKernel} beside a plain sum of the same two arrays, over square masks.
 *
 * <p>The target is a disc, as true masks are in one piece; {@code random} is the worst case, as the
 * processor cannot guess what comes next. Run from the root of the project, about three minutes:
 *
 * <pre>{@code
 * mvn -q -pl udf test-compile exec:exec@kernel-benchmark
 * }</pre>
 *
 * <p>It ends with a table of GB/s, taken from the best of many short iterations: what else runs on
 * the machine only ever adds time. JMH's own options go into {@code -Djmh.options="-p side=112 -v
 * NORMAL"}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 500, time = 1, timeUnit = TimeUnit.MILLISECONDS)
public class KernelBenchmark {
  @Param({"14", "112", "224", "1024"})
  public int side;

  @Param({"disc", "random"})
  public String target;

  private final ConfusionKernel kernel = new ConfusionKernel(ScoringOptions.DEFAULT);
  private float[] predictionFloats;
  private float[] targetFloats;
  private double[] predictionDoubles;
  private double[] targetDoubles;
  private Pixels predictionOfFloats;
  private Pixels targetOfFloats;
  private Pixels predictionOfDoubles;
  private Pixels targetOfDoubles;

  /** Fills the masks, in both widths alike. */
  @Setup
  public void fill() {
    Random random = new Random(side);
    int pixels = side * side;
    predictionFloats = new float[pixels];
    targetFloats = new float[pixels];
    predictionDoubles = new double[pixels];
    targetDoubles = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      predictionFloats[i] = random.nextFloat();
      targetFloats[i] = isForeground(i, random) ? 1 : 0;
      predictionDoubles[i] = predictionFloats[i];
      targetDoubles[i] = targetFloats[i];
    }
    predictionOfFloats = Pixels.of(predictionFloats, side, side);
    targetOfFloats = Pixels.of(targetFloats, side, side);
    predictionOfDoubles = Pixels.of(predictionDoubles, side, side);
    targetOfDoubles = Pixels.of(targetDoubles, side, side);
  }

  private boolean isForeground(int pixel, Random random) {
    if (target.equals("random")) {
      return random.nextBoolean();
    }
    int y = pixel / side - side / 2;
    int x = pixel % side - side / 2;
    return x * x + y * y < side * side / 9;
  }

  @Benchmark
  public double[] kernelFloat() {
    return kernel.run(predictionOfFloats, targetOfFloats, 0.0);
  }

  @Benchmark
  public double[] kernelDouble() {
    return kernel.run(predictionOfDoubles, targetOfDoubles, 0.0);
  }

  @Benchmark
  public double plainSumFloat() {
    double predictionSum = 0;
    double targetSum = 0;
    for (int i = 0; i < predictionFloats.length; i++) {
      predictionSum += predictionFloats[i];
      targetSum += targetFloats[i];
    }
    return predictionSum + targetSum;
  }

  @Benchmark
  public double plainSumDouble() {
    double predictionSum = 0;
    double targetSum = 0;
    for (int i = 0; i < predictionDoubles.length; i++) {
      predictionSum += predictionDoubles[i];
      targetSum += targetDoubles[i];
    }
    return predictionSum + targetSum;
  }

  /** Runs the benchmark with JMH's options and prints the table. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    CommandLineOptions options = new CommandLineOptions(args);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(options)
                    .include(KernelBenchmark.class.getName())
                    .verbosity(options.verbosity().orElse(VerboseMode.SILENT))
                    .build())
            .run();
    System.out.println(ThroughputTable.of(results));
  }
}
