package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class KernelBenchmarkTest {
  @ParameterizedTest
  @CsvSource({
    "14, disc", "112, disc", "224, disc", "1024, disc",
    "14, random", "112, random", "224, random", "1024, random"
  })
  void kernelAndPlainSumReadTheSamePixels(int side, String target) {
    KernelBenchmark benchmark = new KernelBenchmark();
    benchmark.side = side;
    benchmark.target = target;
    benchmark.fill();
    SoftConfusion confusion = SoftConfusion.fromFlat(benchmark.kernelFloat(), 0);

    assertThat(SoftConfusion.fromFlat(benchmark.kernelDouble(), 0)).isEqualTo(confusion);
    assertThat(confusion.targetPixels())
        .isBetween(confusion.pixels() / 5, confusion.pixels() * 4 / 5);
    assertClose(benchmark.plainSumFloat(), confusion.predicted() + confusion.targetPixels());
    assertClose(benchmark.plainSumDouble(), benchmark.plainSumFloat());
  }

  @Test
  void jmhFindsTheBenchmarkAndTheTableHasARowForEachType() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(KernelBenchmark.class.getName())
                    .param("side", "14")
                    .param("target", "disc")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(5))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    assertThat(ThroughputTable.of(results).lines())
        .hasSize(3)
        .first()
        .isEqualTo("target  type     side  kernel GB/s   plain GB/s  ratio");
    assertThat(ThroughputTable.of(results).lines().skip(1))
        .satisfiesExactly(
            row -> assertThat(row).matches("disc +float +14 +[0-9.]+ +[0-9.]+ +[0-9.]+"),
            row -> assertThat(row).matches("disc +double +14 +[0-9.]+ +[0-9.]+ +[0-9.]+"));
  }
}
