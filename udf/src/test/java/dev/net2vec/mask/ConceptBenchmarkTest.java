package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.net2vec.kpi.SoftConfusion;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class ConceptBenchmarkTest {
  private final ConceptBenchmark benchmark = new ConceptBenchmark();

  @ParameterizedTest
  @ValueSource(strings = {"rle text", "rle array", "png 8", "npy u1", "array f4"})
  void allTargetsAreTheSameDisc(String target) {
    double[] resized = benchmark.resized(pair(target));
    double[] enlarged = benchmark.enlarged(pair(target));

    assertThat(resized).isEqualTo(benchmark.resized(pair("npy u1")));
    SoftConfusion small = SoftConfusion.fromFlat(resized, 0);
    SoftConfusion large = SoftConfusion.fromFlat(enlarged, 0);
    assertThat(small.targetPixels()).isEqualTo(large.targetPixels()).isBetween(3000L, 5000L);
    assertThat(small.predicted()).isCloseTo(large.predicted(), within(0.02 * large.predicted()));
    assertThat(small.truePositive())
        .isCloseTo(large.truePositive(), within(0.02 * large.truePositive()));
  }

  private static ConceptBenchmark.Pair pair(String target) {
    ConceptBenchmark.Pair pair = new ConceptBenchmark.Pair();
    pair.target = target;
    pair.side = 112;
    pair.encode();
    return pair;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void projectionAndPlainDotGiveTheSame(int concepts) {
    ConceptBenchmark.Layer layer = new ConceptBenchmark.Layer();
    layer.concepts = concepts;
    layer.encode();

    double[][] projected = benchmark.project(layer);

    assertThat(projected).hasDimensions(concepts, 14 * 14).isDeepEqualTo(benchmark.plainDot(layer));
  }

  @Test
  void jmhFindsTheBenchmarkAndTheTableHasARowForEach() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(ConceptBenchmark.class.getName())
                    .param("target", "rle text")
                    .param("side", "112")
                    .param("concepts", "1")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(5))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    assertThat(ConceptTable.of(results).lines())
        .satisfiesExactly(
            head -> assertThat(head).matches("what +how +us"),
            row -> assertThat(row).matches("concepts 1 +plainDot +[0-9.]+"),
            row -> assertThat(row).matches("concepts 1 +project +[0-9.]+"),
            row -> assertThat(row).matches("side 112, target rle text +enlarged +[0-9.]+"),
            row -> assertThat(row).matches("side 112, target rle text +resized +[0-9.]+"));
  }
}
