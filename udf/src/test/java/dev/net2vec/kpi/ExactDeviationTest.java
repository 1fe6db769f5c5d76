package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deviation against arithmetic without rounding. */
class ExactDeviationTest {
  private static double deviation(double... values) {
    return ExactDeviation.of(sum(values), squares(values), values.length);
  }

  private static ExactSum sum(double... values) {
    ExactSum sum = new ExactSum();
    Arrays.stream(values).forEach(sum::add);
    return sum;
  }

  private static ExactSquares squares(double... values) {
    ExactSquares squares = new ExactSquares();
    Arrays.stream(values).forEach(squares::add);
    return squares;
  }

  /** Asserts that the deviation lies within half an ulp of what a double was made for. */
  private static void assertNearest(double deviation, double... values) {
    BigDecimal n = BigDecimal.valueOf(values.length);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value));
      squares = squares.add(new BigDecimal(value).pow(2));
    }
    BigDecimal spread = squares.multiply(n).subtract(sum.pow(2));
    BigDecimal divisor = n.multiply(n.subtract(BigDecimal.ONE));
    BigDecimal two = BigDecimal.valueOf(2);
    BigDecimal exact = new BigDecimal(deviation);
    BigDecimal above = exact.add(new BigDecimal(Math.nextUp(deviation))).divide(two);
    BigDecimal below =
        exact.add(new BigDecimal(Math.nextDown(deviation))).divide(two).max(BigDecimal.ZERO);
    assertThat(below.pow(2).multiply(divisor)).isLessThanOrEqualTo(spread);
    assertThat(above.pow(2).multiply(divisor)).isGreaterThanOrEqualTo(spread);
  }

  @Test
  void isRightByHand() {
    assertThat(deviation(1, 2, 3)).isEqualTo(1);
    assertThat(deviation(0.1, 0.1, 0.1)).isZero();
    assertThat(deviation(0, 0)).isZero();
    assertThat(deviation(0x1p33, 0)).isEqualTo(Math.sqrt(0x1p65));
    assertThat(deviation(1e-30, 3e-30)).isEqualTo(1.4142135623730949e-30);
    assertThat(deviation(1e-100, 3e-100)).isEqualTo(1.414213562373095e-100);
    assertThat(deviation(0, 0, 0x1p-1073)).isEqualTo(Double.MIN_VALUE);
    // 2^53 - 1.5 exactly: a tie, to even.
    assertThat(deviation(3, 3, 3, 0x1p54)).isEqualTo(0x1p53 - 2);
    assertThat(deviation(0x1p62, 0)).isEqualTo(Math.sqrt(0x1p123));
    assertThat(deviation(1, Math.nextUp(1.0))).isEqualTo(0x1p-52 * Math.sqrt(0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1e6",
    "1e9, 1e-6",
    "8e9, 1e-5",
    "1e6, 1e-9",
    "1e-9, 1e-12",
    "3e4, 100",
    "1e-30, 1e-30",
    "7e-218, 1e-217",
    "0, 1e-310",
    "1e17, 1000"
  })
  void isRoundedOnce(double from, double width) {
    SplittableRandom random = new SplittableRandom(5);
    for (int count = 2; count < 60; count++) {
      double[] values =
          DoubleStream.generate(() -> from + width * random.nextDouble()).limit(count).toArray();
      assertNearest(deviation(values), values);
    }
  }

  @Test
  void isRoundedOnceForValuesOfTheWholeRange() {
    SplittableRandom random = new SplittableRandom(6);
    for (int round = 0; round < 100; round++) {
      double[] values =
          random
              .longs(2 + random.nextInt(10), 0, Double.doubleToRawLongBits(0x1p58))
              .mapToDouble(Double::longBitsToDouble)
              .toArray();
      assertNearest(deviation(values), values);
    }
  }

  @Test
  void isTheSameFromMergedStatesThatWereWritten() {
    double[] values = {0x1p60, 1e-300, Double.MIN_VALUE, 0.1, 3e9, 1e-20};
    ExactSum sum = new ExactSum();
    ExactSquares squares = new ExactSquares();
    for (double value : values) {
      ByteBuffer bytes = ByteBuffer.allocate(ExactSum.BYTES + ExactSquares.BYTES);
      sum(value).write(bytes);
      squares(value).write(bytes);
      bytes.flip();
      sum.add(ExactSum.read(bytes));
      squares.add(ExactSquares.read(bytes));
      assertThat(bytes.hasRemaining()).isFalse();
    }
    assertThat(ExactDeviation.of(sum, squares, values.length)).isEqualTo(deviation(values));
  }

  @Test
  void itsSquaresLieInASpanOfAnArray() {
    long[] states = new long[ExactSquares.WORDS + 2];
    ExactSquares.in(states, 1).add(3);
    ExactSquares.in(states, 1).add(Double.MIN_VALUE);
    assertThat(states).startsWith(0, 1L << 28, 0).endsWith(0, 9, 0, 0);
  }

  @Test
  void itsSquaresRefuseToOverflow() {
    ExactSquares squares = squares(0x1p63);
    assertThatThrownBy(() -> squares.add(squares(0x1p63)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sum of squares is 2^127 or more, but must be less");
    assertThatThrownBy(() -> squares(1e300))
        .hasMessage("sum of squares is 2^127 or more, but must be less");
  }
}
