package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.net2vec.kpi.MaskRole;
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

class DecoderBenchmarkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "array f4",
        "npy f4",
        "npy f8",
        "npy f4 fortran",
        "png 8",
        "png 8 interlaced",
        "png 16"
      })
  void softEncodingsHoldTheSameMask(String encoding) {
    assertThat(items(encoding)).containsExactly(items("npy f8"), within(1e-7));
    assertThat(items(encoding)).contains(new double[] {0, 0.4, 1}, within(1e-7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "npy u1",
        "npy b1",
        "npy f2",
        "npy >f4",
        "png 1",
        "rle text",
        "rle array",
        "rle json"
      })
  void sharpEncodingsHoldTheSameMask(String encoding) {
    assertThat(items(encoding)).isEqualTo(items("npy u1")).containsOnly(0, 1);
  }

  private static double[] items(String encoding) {
    BenchmarkMask mask = BenchmarkMask.of(encoding, 112);
    return Items.of(MaskDecoder.of(mask.type, MaskRole.PREDICTION).decode(mask.cell));
  }

  @Test
  void jmhFindsTheBenchmarkAndTheTableHasARow() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(DecoderBenchmark.class.getName())
                    .param("encoding", "rle text")
                    .param("side", "112")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(5))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    assertThat(DecoderTable.of(results).lines())
        .satisfiesExactly(
            head ->
                assertThat(head)
                    .isEqualTo(
                        "encoding           side     bytes    us/mask      MB/s   Mpixel/s  "
                            + " plain us"),
            row -> assertThat(row).matches("rle text +112 +[0-9]+( +[0-9.]+){4}"));
  }
}
