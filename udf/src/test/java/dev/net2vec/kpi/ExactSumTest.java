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
import org.junit.jupiter.params.provider.ValueSource;

/** An exact sum against arithmetic without rounding. */
class ExactSumTest {

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1.0,
        0.1,
        1e-61,
        1e-30,
        123456.789,
        0x1p-256,
        0x0.fffffffffffffp-1022,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        7e-218,
        0x1.fffffffffffffp62,
        0x1p62,
        0x1p-1,
        3e18
      })
  void holdsEveryTermWithoutRounding(double term) {
    assertThat(sumOf(term).value()).isEqualTo(Math.abs(term));
    assertThat(sumOf(term, 0, 0).mean(1)).isEqualTo(Math.abs(term));
  }

  @Test
  void isZeroForNoTerms() {
    assertThat(new ExactSum().value()).isZero();
    assertThat(new ExactSum().mean(7)).isZero();
  }

  @Test
  void roundsOnceToTheNearestDoubleTiesToEven() {
    assertThat(sumOf(0x1p53, 1).value()).isEqualTo(0x1p53);
    assertThat(sumOf(0x1p53, 1, 0x1p-200).value()).isEqualTo(0x1p53 + 2);
    assertThat(sumOf(0x1p53, 2, 1).value()).isEqualTo(0x1p53 + 4);
    assertThat(sumOf(1, 0x1p-53).value()).isEqualTo(1);
    assertThat(sumOf(1, 0x1p-53, Double.MIN_VALUE).value()).isEqualTo(Math.nextUp(1.0));
    assertThat(sumOf(0x1.fffffffffffffp0, 0x1p-53).value()).isEqualTo(2);
    assertThat(sumOf(Double.MIN_VALUE, 0).mean(2)).isZero();
    assertThat(sumOf(Double.MIN_VALUE, 2 * Double.MIN_VALUE).mean(2))
        .isEqualTo(2 * Double.MIN_VALUE);
    assertThat(sumOf(Double.MIN_VALUE, Double.MIN_VALUE, 0).mean(3)).isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void itsMeanIsNotThatOfTheRoundedSum() {
    double[] values = {0.4, 0.5, 0.8};
    assertThat(meanOf(values)).isEqualTo(0.5666666666666667);
    assertThat(sumOf(values).value() / 3).isEqualTo(0.5666666666666668);
  }

  @Test
  void equalsTheSumAndMeanWithoutRoundingForTermsOfTheWholeRange() {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 300; round++) {
      double[] terms = ofTheWholeRange(random, 1 + random.nextInt(60));
      BigDecimal exact = exact(terms);
      assertThat(sumOf(terms).value()).isEqualTo(exact.doubleValue());
      assertNearest(meanOf(terms), exact, terms.length);
    }
  }

  @Test
  void equalsTheSumAndMeanWithoutRoundingForTermsOfOneMagnitude() {
    SplittableRandom random = new SplittableRandom(43);
    for (int round = 0; round < 2000; round++) {
      double scale = Math.scalb(1.0, random.nextInt(-1080, 60));
      double[] terms = random.doubles(2 + random.nextInt(12)).map(term -> term * scale).toArray();
      BigDecimal exact = exact(terms);
      assertThat(sumOf(terms).value()).isEqualTo(exact.doubleValue());
      assertNearest(meanOf(terms), exact, terms.length);
    }
  }

  @Test
  void carriesThroughAllWords() {
    long[] full = new long[ExactSum.WORDS];
    Arrays.fill(full, 0, ExactSum.WORDS - 1, -1);
    long[] one = new long[ExactSum.WORDS];
    one[ExactSum.WORDS - 1] = 1;

    long[] lastBit = new long[ExactSum.WORDS];
    lastBit[0] = 1;
    long[] state = full.clone();
    ExactSum.in(state, 0).add(ExactSum.in(lastBit, 0));
    assertThat(state).isEqualTo(one);

    // The lowest bit of a double is the 15th of the state.
    state = full.clone();
    state[0] = -1L << 14;
    ExactSum.in(state, 0).add(Double.MIN_VALUE);
    assertThat(state).isEqualTo(one);
  }

  /** A carry comes from the terms, from the carry before, or from both: each goes on. */
  @Test
  void carriesFromMergedWordsGoOn() {
    assertThat(merged(new long[] {-1, -1, 5, 0}, new long[] {1, -1, 0, 0}))
        .isEqualTo(new long[] {0, -1, 6, 0});
    assertThat(merged(new long[] {-1, -1, 5, 0}, new long[] {1, 0, 0, 0}))
        .isEqualTo(new long[] {0, 0, 6, 0});
    assertThat(merged(new long[] {-1, 0, 5, 0}, new long[] {1, -1, 0, 0}))
        .isEqualTo(new long[] {0, 0, 6, 0});
    assertThat(merged(new long[] {-1, 7, 5, 0}, new long[] {1, 0, 0, 0}))
        .isEqualTo(new long[] {0, 8, 5, 0});
    assertThat(merged(new long[] {0, -1, -1, 0}, new long[] {0, 1, 0, 0}))
        .isEqualTo(new long[] {0, 0, 0, 1});
  }

  private static long[] merged(long[] one, long[] other) {
    ExactSum.in(one, 0, one.length).add(ExactSum.in(other, 0, other.length));
    return one;
  }

  @Test
  void hasTheSameStateInAnyOrderAndGrouping() {
    SplittableRandom random = new SplittableRandom(7);
    double[] terms =
        DoubleStream.concat(
                Arrays.stream(ofTheWholeRange(random, 500)), random.doubles(500, 0, 1e6))
            .toArray();
    long[] forward = new long[ExactSum.WORDS];
    long[] backward = new long[ExactSum.WORDS];
    long[] merged = new long[ExactSum.WORDS];
    for (int i = 0; i < terms.length; i++) {
      ExactSum.in(forward, 0).add(terms[i]);
      ExactSum.in(backward, 0).add(terms[terms.length - 1 - i]);
    }
    for (int from = terms.length - 100; from >= 0; from -= 100) {
      ExactSum.in(merged, 0).add(sumOf(Arrays.copyOfRange(terms, from, from + 100)));
    }
    assertThat(backward).isEqualTo(forward);
    assertThat(merged).isEqualTo(forward);
  }

  @Test
  void liesInASpanOfAnArray() {
    long[] states = new long[ExactSum.WORDS + 4];
    states[0] = 7;
    states[states.length - 1] = 9;
    ExactSum sum = ExactSum.in(states, 2);
    sum.add(2.5);
    sum.add(Double.MIN_VALUE);
    assertThat(ExactSum.in(states, 2).value()).isEqualTo(2.5);
    assertThat(ExactSum.in(states, 2).whole()).isEqualTo(2);
    assertThat(states).startsWith(7, 0, 1L << 14).endsWith(1L << 63, 2, 0, 9);
  }

  @Test
  void ofFewWordsRefusesTermsThatItCannotHold() {
    long[] state = new long[2];
    ExactSum sum = ExactSum.in(state, 0, 2);
    sum.add(0x1p-64);
    sum.add(0x1.8p-63);
    sum.add(3);
    sum.add(0);
    assertThat(state).isEqualTo(new long[] {4, 3});
    assertThatThrownBy(() -> sum.add(0x1p-65))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("term has bits below 2^-64, but must be a multiple of it");
    assertThatThrownBy(() -> sum.add(0x1.8p-64)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sum.add(Double.MIN_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    ExactSum whole = ExactSum.in(state, 1, 1);
    whole.add(0x1p62);
    assertThat(whole.whole()).isEqualTo((1L << 62) + 3);
    assertThat(whole.value()).isEqualTo(0x1p62);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 0.1, Double.MIN_VALUE, 1e-100, 3e18})
  void comesBackAsItWasWritten(double term) {
    ByteBuffer bytes = ByteBuffer.allocate(ExactSum.BYTES + 1);
    ExactSum sum = sumOf(term, 2 * term);
    sum.write(bytes);
    int size = bytes.position();
    assertThat(size).isLessThanOrEqualTo(2 + 3 * Long.BYTES);
    bytes.put((byte) 42).flip();
    ExactSum read = ExactSum.read(bytes);
    assertThat(bytes.get()).isEqualTo((byte) 42);
    read.add(1);
    sum.add(1);
    assertThat(read.value()).isEqualTo(sum.value());
  }

  @Test
  void ofEveryBitFitsIntoItsBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(ExactSum.BYTES);
    sumOf(0x1p62, Double.MIN_VALUE).write(bytes);
    assertThat(bytes.remaining()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY, -Double.MIN_VALUE})
  void refusesTermsThatNoValueHas(double term) {
    assertThatThrownBy(() -> sumOf(term))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("term is " + term + ", but must be finite and at least 0");
  }

  @Test
  void refusesToOverflow() {
    assertThatThrownBy(() -> sumOf(0x1p63))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sum is 2^63 or more, but must be less");
    for (double[] terms :
        new double[][] {{0x1p62, 0x1p62}, {0x1p64}, {1e300}, {Double.MAX_VALUE}, {0x1.8p63}}) {
      assertThatThrownBy(() -> sumOf(terms)).hasMessage("sum is 2^63 or more, but must be less");
    }
    // A term that fills one long of the state, and one that begins below its last bit.
    ExactSum full = ExactSum.in(new long[] {0, Long.MAX_VALUE}, 0, 2);
    assertThatThrownBy(() -> full.add(0x1p52)).hasMessage("sum is 2^63 or more, but must be less");
    ExactSum whole = ExactSum.in(new long[] {Long.MAX_VALUE}, 0, 1);
    assertThatThrownBy(() -> whole.add(1)).hasMessage("sum is 2^63 or more, but must be less");
    ExactSum half = sumOf(0x1p62);
    assertThatThrownBy(() -> half.add(sumOf(0x1p62)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sum is 2^63 or more, but must be less");
  }

  /** Bit patterns of doubles below 2^57, so that every exponent is as likely. */
  private static double[] ofTheWholeRange(SplittableRandom random, int count) {
    return random
        .longs(count, 0, Double.doubleToRawLongBits(0x1p57))
        .mapToDouble(Double::longBitsToDouble)
        .toArray();
  }

  private static BigDecimal exact(double[] terms) {
    return Arrays.stream(terms).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Asserts that no double is nearer to sum ÷ count, and none as near but odd. */
  private static void assertNearest(double mean, BigDecimal sum, int count) {
    BigDecimal distance = distance(mean, sum, count);
    boolean even = Double.doubleToRawLongBits(mean) % 2 == 0;
    for (double neighbour : new double[] {Math.nextUp(mean), Math.nextDown(mean)}) {
      assertThat(distance.compareTo(distance(neighbour, sum, count)))
          .isLessThanOrEqualTo(even ? 0 : -1);
    }
  }

  private static BigDecimal distance(double mean, BigDecimal sum, int count) {
    return new BigDecimal(mean).multiply(BigDecimal.valueOf(count)).subtract(sum).abs();
  }

  private static double meanOf(double... terms) {
    return sumOf(terms).mean(terms.length);
  }

  private static ExactSum sumOf(double... terms) {
    ExactSum sum = new ExactSum();
    for (double term : terms) {
      sum.add(term);
    }
    return sum;
  }
}
