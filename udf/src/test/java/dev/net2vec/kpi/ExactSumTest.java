package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exact sum against arithmetic without rounding. */
class ExactSumTest {

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        1.0,
        0.1,
        1e-61,
        1e-30,
        123456.789,
        0x1p-256,
        0x1.fffffffffffffp62,
        0x1p62,
        0x1p-1,
        3e18
      })
  void holdsEveryTermWithoutRounding(double term) {
    assertThat(sumOf(term).value()).isEqualTo(term);
  }

  @Test
  void isZeroForNoTerms() {
    assertThat(new ExactSum().value()).isZero();
  }

  @Test
  void roundsOnceToTheNearestDoubleTiesToEven() {
    assertThat(sumOf(0x1p53, 1).value()).isEqualTo(0x1p53);
    assertThat(sumOf(0x1p53, 1, 0x1p-200).value()).isEqualTo(0x1p53 + 2);
    assertThat(sumOf(0x1p53, 2, 1).value()).isEqualTo(0x1p53 + 4);
    assertThat(sumOf(1, 0x1p-53).value()).isEqualTo(1);
    assertThat(sumOf(1, 0x1p-53, 0x1p-250).value()).isEqualTo(Math.nextUp(1.0));
  }

  @Test
  void equalsTheSumWithoutRoundingForTermsOfEveryMagnitude() {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 300; round++) {
      ExactSum sum = new ExactSum();
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < 50; i++) {
        double term = Math.scalb(random.nextDouble(), random.nextInt(-200, 60));
        if (Math.ulp(term) < 0x1p-256) {
          continue;
        }
        sum.add(term);
        exact = exact.add(new BigDecimal(term));
      }
      assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }
  }

  @Test
  void carriesThroughAllWords() {
    ExactSum sum = new ExactSum(-1, -1, -1, -1, 0);
    sum.add(0x1p-256);
    assertThat(sum.value()).isEqualTo(1);
    ExactSum merged = new ExactSum(-1, -1, -1, -1, 0);
    merged.add(new ExactSum(1, 0, 0, 0, 0));
    assertThat(merged.value()).isEqualTo(1);
    ExactSum withCarryIntoFullWord = new ExactSum(-1, -1, 5, 0, 0);
    withCarryIntoFullWord.add(new ExactSum(1, -1, 0, 0, 0));
    assertThat(withCarryIntoFullWord.word(0)).isZero();
    assertThat(withCarryIntoFullWord.word(1)).isEqualTo(-1);
    assertThat(withCarryIntoFullWord.word(2)).isEqualTo(6);
  }

  @Test
  void hasTheSameStateInAnyOrderAndGrouping() {
    SplittableRandom random = new SplittableRandom(7);
    double[] terms = random.doubles(1000, 0, 1e6).toArray();
    ExactSum forward = sumOf(terms);
    ExactSum backward = new ExactSum();
    for (int i = terms.length - 1; i >= 0; i--) {
      backward.add(terms[i]);
    }
    ExactSum merged = new ExactSum();
    for (int from = 0; from < terms.length; from += 100) {
      ExactSum part = new ExactSum();
      for (int i = from; i < from + 100; i++) {
        part.add(terms[i]);
      }
      merged.add(part);
    }
    for (int i = 0; i < ExactSum.WORDS; i++) {
      assertThat(backward.word(i)).isEqualTo(forward.word(i));
      assertThat(merged.word(i)).isEqualTo(forward.word(i));
    }
  }

  @Test
  void cutsWhatIsBelowItsLastBit() {
    assertThat(sumOf(0x1p-257).value()).isZero();
    assertThat(sumOf(0x1.8p-256).value()).isEqualTo(0x1p-256);
    assertThat(sumOf(Double.MIN_VALUE, Double.MIN_NORMAL).value()).isZero();
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
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("sum is 2^63 or more, but must be less");
    assertThatThrownBy(() -> sumOf(0x1p62, 0x1p62)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> sumOf(1e300)).isInstanceOf(ArithmeticException.class);
    ExactSum half = sumOf(0x1p62);
    assertThatThrownBy(() -> half.add(sumOf(0x1p62))).isInstanceOf(ArithmeticException.class);
  }

  private static ExactSum sumOf(double... terms) {
    ExactSum sum = new ExactSum();
    for (double term : terms) {
      sum.add(term);
    }
    return sum;
  }
}
