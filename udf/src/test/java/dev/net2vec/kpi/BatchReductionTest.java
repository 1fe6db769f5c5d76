package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BatchReductionTest {
  @Test
  void reducesAllValues() {
    INDArray values = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 9}});

    assertThat(BatchReduction.MEAN.apply(values)).isEqualTo(Nd4j.scalar(4.0));
    assertThat(BatchReduction.SUM.apply(values)).isEqualTo(Nd4j.scalar(24.0));
  }

  @Test
  void reducesASingleValue() {
    assertThat(BatchReduction.MEAN.apply(Nd4j.scalar(3.0))).isEqualTo(Nd4j.scalar(3.0));
    assertThat(BatchReduction.SUM.apply(Nd4j.scalar(3.0))).isEqualTo(Nd4j.scalar(3.0));
  }

  @Test
  void isNamedInLowerCase() {
    assertThat(BatchReduction.MEAN).hasToString("mean");
    assertThat(BatchReduction.SUM).hasToString("sum");
  }

  @Test
  void isFoundByItsNameInAnyCase() {
    assertThat(BatchReduction.of("mean")).isEqualTo(BatchReduction.MEAN);
    assertThat(BatchReduction.of("Sum")).isEqualTo(BatchReduction.SUM);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "median", " mean"})
  void unknownNamesAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchReduction.of(name))
        .withMessage("reduction is \"" + name + "\", but must be mean or sum");
  }

  /** The SQL functions parse reductions where no ND4J is installed. */
  @Test
  void isFoundWithoutNd4jOnTheClassPath() throws Exception {
    URL classes = BatchReduction.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> reduction = alone.loadClass(BatchReduction.class.getName());

      assertThat(reduction).isNotSameAs(BatchReduction.class);
      assertThat(reduction.getMethod("of", String.class).invoke(null, "mean")).hasToString("mean");
    }
  }
}
