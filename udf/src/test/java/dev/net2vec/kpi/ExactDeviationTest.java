package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deviation against arithmetic of 60 digits. */
class ExactDeviationTest {
  private static double deviation(double... values) {
    ExactSum sum = new ExactSum();
    ExactSum squares = new ExactSum();
    double[] terms = new double[ExactDeviation.TERMS];
    for (double value : values) {
      ExactDeviation.square(value, terms, 0);
      sum.add(value);
      squares.add(terms[0]);
      squares.add(terms[1]);
    }
    return ExactDeviation.of(sum, squares, values.length);
  }

  private static double reference(double... values) {
    MathContext digits = new MathContext(60);
    BigDecimal mean = BigDecimal.ZERO;
    for (double value : values) {
      mean = mean.add(new BigDecimal(value));
    }
    mean = mean.divide(BigDecimal.valueOf(values.length), digits);
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
    }
    return squares.divide(BigDecimal.valueOf(values.length - 1), digits).sqrt(digits).doubleValue();
  }

  @Test
  void isRightByHand() {
    assertThat(deviation(1, 2, 3)).isEqualTo(1);
    assertThat(deviation(0.1, 0.1, 0.1)).isZero();
    assertThat(deviation(0, 0)).isZero();
    assertThat(deviation(0x1p33, 0)).isEqualTo(Math.sqrt(0x1p65));
  }

  @ParameterizedTest
  @CsvSource({"0, 1e6", "1e9, 1e-6", "8e9, 1e-5", "1e6, 1e-9", "1e-9, 1e-12", "3e4, 100"})
  void agreesWithExactArithmetic(double from, double width) {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 20; round++) {
      double[] values =
          DoubleStream.generate(() -> from + width * random.nextDouble()).limit(300).toArray();
      double expected = reference(values);
      assertThat(deviation(values)).isCloseTo(expected, within(1e-15 * expected));
    }
  }
}
