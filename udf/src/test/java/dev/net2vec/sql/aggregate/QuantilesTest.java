package dev.net2vec.sql.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {
  private static final int[] PERCENT = {1, 5, 25, 50, 75, 95, 100};

  private static double[] values(int count, DoubleSupplier value) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> value.getAsDouble());
    return values;
  }

  /** Returns the quantiles of values that are merged from parts, each read from its bytes. */
  private static double[] quantiles(double[] values, int parts) {
    Quantiles all = new Quantiles();
    for (int part = 0; part < parts; part++) {
      Quantiles some = new Quantiles();
      for (int i = part; i < values.length; i += parts) {
        some.add(values[i]);
      }
      ByteBuffer bytes = ByteBuffer.allocate(some.bytes());
      some.write(bytes);
      assertThat(bytes.hasRemaining()).isFalse();
      all.merge(Quantiles.read(bytes.flip()));
    }
    return Arrays.stream(PERCENT).mapToDouble(all::at).toArray();
  }

  private static double[] exact(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Arrays.stream(PERCENT)
        .mapToDouble(percent -> sorted[(int) (((long) percent * sorted.length + 99) / 100) - 1])
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 19, 20, 21, 1000, 49_999, Quantiles.EXACT})
  void areExactForFewValues(int count) {
    double[] values = values(count, new Random(count)::nextDouble);
    assertThat(quantiles(values, 1)).containsExactly(exact(values));
    assertThat(quantiles(values, 7)).containsExactly(exact(values));
  }

  @ParameterizedTest
  @ValueSource(ints = {Quantiles.EXACT + 1, 120_000, 480_000})
  void areValuesJustBelowTheExactOnesForMany(int count) {
    Random random = new Random(count);
    double[] values = values(count, () -> Math.exp(20 * random.nextGaussian()));
    double[] exact = exact(values);
    double[] quantiles = quantiles(values, 1);
    for (int i = 0; i < PERCENT.length; i++) {
      assertThat(quantiles[i]).isBetween(exact[i] * (1 - 0x1p-14), exact[i]);
      double quantile = quantiles[i];
      assertThat(Arrays.stream(values).anyMatch(value -> value == quantile)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 64, 4000})
  void haveTheSameBitsHoweverValuesAreDivided(int parts) {
    double[] values = values(200_000, new Random(5)::nextDouble);
    assertThat(quantiles(values, parts)).containsExactly(quantiles(values, 1));
  }

  @Test
  void areExactWhereManyValuesAreFew() {
    Random random = new Random(1);
    double[] values = values(100_000, () -> random.nextInt(5) * 0.1);
    assertThat(quantiles(values, 3)).containsExactly(exact(values));
  }

  @Test
  void takeZerosOfBothSignsAndTheExtremes() {
    double[] values = values(60_000, () -> -0.0);
    values[0] = Double.MIN_VALUE;
    values[1] = Double.MAX_VALUE;
    assertThat(quantiles(values, 2)).containsExactly(0, 0, 0, 0, 0, 0, Double.MAX_VALUE);
  }
}
