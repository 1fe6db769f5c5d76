package dev.net2vec.mask;

import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.Interpolation;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Projection;
import dev.net2vec.kpi.ScoringOptions;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.types.DataTypes;
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
 * Measures the way from activations to the number, each step from the cell on: a pair of a 14 by 14
 * prediction and a large target beside the same pair with the prediction stored enlarged; the
 * projection of a layer's activations in binary16 beside a plain dot product over decoded floats.
 *
 * <p>Run from the root of the project, about three minutes:
 *
 * <pre>{@code
 * mvn -q -pl udf test-compile exec:exec@concept-benchmark
 * }</pre>
 *
 * <p>It ends with a table. JMH's own options go into {@code -Djmh.options="-p side=224"}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 40, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class ConceptBenchmark {
  private static final int SMALL = 14;

  /** A pair of masks of a disc. */
  @State(Scope.Benchmark)
  public static class Pair {
    @Param({"rle text", "rle array", "png 8", "npy u1", "array f4"})
    public String target;

    @Param({"112", "224"})
    public int side;

    private BenchmarkMask targetMask;
    private BenchmarkMask small;
    private BenchmarkMask large;
    private MaskDecoder targets;
    private MaskDecoder predictions;
    private ConfusionKernel resizing;
    private ConfusionKernel ordinary;

    /** Makes the cells. */
    @Setup
    public void encode() {
      targetMask = BenchmarkMask.of(target, side);
      small = BenchmarkMask.of("npy f4", SMALL);
      large = BenchmarkMask.of("npy f4", side);
      targets = MaskDecoder.of(targetMask.type, MaskRole.TARGET);
      predictions = MaskDecoder.of(small.type, MaskRole.PREDICTION);
      resizing = new ConfusionKernel(ScoringOptions.DEFAULT.withResize(Interpolation.BILINEAR));
      ordinary = new ConfusionKernel(ScoringOptions.DEFAULT);
    }

    private double[] score(ConfusionKernel kernel, BenchmarkMask prediction) {
      double thresh = target.startsWith("png") ? 127.5 : 0.5;
      return kernel.run(
          predictions.decode(prediction.cell), targets.decode(targetMask.cell), thresh);
    }
  }

  /** The activations of a layer, as many as in VGG16's last. */
  @State(Scope.Benchmark)
  public static class Layer {
    private static final int CHANNELS = 512;
    private static final int PIXELS = SMALL * SMALL;

    @Param({"1", "10"})
    public int concepts;

    private byte[] cell;
    private float[] decoded;
    private double[][] weights;
    private double[] biases;
    private final MaskDecoder decoder = MaskDecoder.of(DataTypes.BinaryType, MaskRole.ACTIVATIONS);
    private final Projection projection = new Projection();

    /** Makes activations as they are after a ReLU, and weights of both signs. */
    @Setup
    public void encode() {
      Random random = new Random(concepts);
      decoded = new float[CHANNELS * PIXELS];
      double[] items = new double[decoded.length];
      for (int i = 0; i < items.length; i++) {
        // Eighths of up to 8 have a binary16.
        items[i] = Math.max(0, random.nextInt(129) - 64) / 8.0;
        decoded[i] = (float) items[i];
      }
      cell = NpyFile.of("<f2", CHANNELS, SMALL, SMALL).doubles(items);
      weights = new double[concepts][];
      for (int concept = 0; concept < concepts; concept++) {
        weights[concept] = random.doubles(CHANNELS, -1, 1).toArray();
      }
      biases = new double[concepts];
    }
  }

  /** Scores the small prediction. */
  @Benchmark
  public double[] resized(Pair pair) {
    return pair.score(pair.resizing, pair.small);
  }

  /** Scores a prediction that was stored at the target's size. */
  @Benchmark
  public double[] enlarged(Pair pair) {
    return pair.score(pair.ordinary, pair.large);
  }

  /** Decodes the activations and projects them on all concepts. */
  @Benchmark
  public double[][] project(Layer layer) {
    Pixels activations = layer.decoder.decode(layer.cell);
    return layer.projection.run(activations, layer.weights, layer.biases);
  }

  /** Does the same for floats in an array, in the plainest way. */
  @Benchmark
  public double[][] plainDot(Layer layer) {
    double[][] sums = new double[layer.concepts][Layer.PIXELS];
    for (int concept = 0; concept < layer.concepts; concept++) {
      for (int k = 0; k < Layer.CHANNELS; k++) {
        double weight = layer.weights[concept][k];
        for (int i = 0; i < Layer.PIXELS; i++) {
          sums[concept][i] += weight * layer.decoded[k * Layer.PIXELS + i];
        }
      }
    }
    return sums;
  }

  /** Runs the benchmark with JMH's options and prints the table. */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(args))
                    .include(ConceptBenchmark.class.getName())
                    .build())
            .run();
    System.out.println(ConceptTable.of(results));
  }
}
