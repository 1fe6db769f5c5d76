package dev.net2vec.mask;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import java.util.Collection;
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

/**
 * Measures every encoding of a mask, from the cell to all of its items as the kernel takes them,
 * beside a plain sum of the cell's bytes.
 *
 * <p>The mask is a disc with a soft edge; a sharp one where the encoding has only 0 and 1. Run from
 * the root of the project, about three minutes:
 *
 * <pre>{@code
 * mvn -q -pl udf test-compile exec:exec@decoder-benchmark
 * }</pre>
 *
 * <p>It ends with a table. JMH's own options go into {@code -Djmh.options="-p side=112"}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class DecoderBenchmark {
  private static final int BLOCK = 1024;

  @Param({
    "array f4",
    "npy f4",
    "npy f8",
    "npy u1",
    "npy b1",
    "npy f2",
    "npy >f4",
    "npy f4 fortran",
    "png 1",
    "png 8",
    "png 8 interlaced",
    "png 16",
    "rle text",
    "rle array",
    "rle json"
  })
  public String encoding;

  @Param({"112", "1024"})
  public int side;

  private final double[] block = new double[BLOCK];
  private BenchmarkMask mask;
  private MaskDecoder decoder;

  /** Makes the cell. */
  @Setup
  public void encode() {
    mask = BenchmarkMask.of(encoding, side);
    decoder = MaskDecoder.of(mask.type, MaskRole.PREDICTION);
  }

  /** Returns the last item, so that none can be left out. */
  @Benchmark
  public double decode() {
    Pixels pixels = decoder.decode(mask.cell);
    int size = pixels.shape().pixels();
    int count = 0;
    for (int from = 0; from < size; from += count) {
      count = Math.min(BLOCK, size - from);
      pixels.read(from, count, block);
    }
    return block[count - 1];
  }

  @Benchmark
  public long plainSum() {
    long sum = 0;
    for (byte item : mask.bytes) {
      sum += item;
    }
    return sum;
  }

  /** Runs the benchmark with JMH's options and prints the table. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(args))
                    .include(DecoderBenchmark.class.getName())
                    .build())
            .run();
    System.out.println(DecoderTable.of(results));
  }
}
