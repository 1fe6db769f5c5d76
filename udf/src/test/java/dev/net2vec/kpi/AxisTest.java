package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {
  @ParameterizedTest
  @CsvSource({
    "BILINEAR, false, 32",
    "BILINEAR, true, 223",
    "NEAREST, false, 1",
    "NEAREST, true, 1"
  })
  void weightsAreIntegersOverTheSmallestScale(Interpolation mode, boolean aligned, int scale) {
    assertThat(Axis.of(14, 224, mode, aligned).scale()).isEqualTo(scale);
  }

  /** Sizes from and to one pixel, equal, up, down, by whole factors and not. */
  @ParameterizedTest
  @CsvSource({
    "1, 1", "1, 9", "9, 1", "2, 2", "2, 3", "3, 2", "4, 4", "5, 40", "7, 112", "14, 9", "40, 5",
    "13, 101", "101, 13"
  })
  void weightsOfAnyRunAreThoseOfItsPixels(int in, int out) {
    for (Interpolation mode : new Interpolation[] {Interpolation.BILINEAR, Interpolation.NEAREST}) {
      for (boolean aligned : new boolean[] {false, true}) {
        Axis axis = Axis.of(in, out, mode, aligned);
        long[] added = new long[in + 1];
        for (int end = 0; end <= out; end++) {
          assertThat(weightsBefore(axis, end)).containsExactly(added);
          if (end < out) {
            added[axis.low(end)] += axis.scale() - axis.next(end);
            added[axis.low(end) + 1] += axis.next(end);
          }
        }
        assertThat(added[in]).isZero();
        assertThat(axis.largestSum()).isEqualTo(Arrays.stream(added).max().getAsLong());
      }
    }
  }

  private static long[] weightsBefore(Axis axis, int end) {
    long[] weights = new long[axis.in() + 1];
    int low = axis.low(end);
    for (int pixel = 0; pixel < low; pixel++) {
      weights[pixel] = axis.sum(pixel);
    }
    weights[low] += axis.atLow(end);
    if (low < axis.in()) {
      weights[low + 1] += axis.atNext(end);
    }
    return weights;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void placesAreThoseOfTheDefinition(boolean aligned) {
    for (int in : new int[] {1, 2, 7, 30}) {
      for (int out : new int[] {1, 2, 9, 29, 200}) {
        double[] ramp = new double[in];
        for (int i = 0; i < in; i++) {
          ramp[i] = i;
        }
        double[] places =
            Enlarged.of(ramp, Shape.of(in), Shape.of(out), Interpolation.BILINEAR, aligned);
        Axis axis = Axis.of(in, out, Interpolation.BILINEAR, aligned);
        for (int i = 0; i < out; i++) {
          double place = axis.low(i) + (double) axis.next(i) / axis.scale();
          assertThat(place).isCloseTo(places[i], within(1e-12));
        }
      }
    }
  }

  @Test
  void longestSidesHaveWeights() {
    Axis up = Axis.of(2, Axis.LARGEST, Interpolation.BILINEAR, false);
    Axis down = Axis.of(Axis.LARGEST, 2, Interpolation.BILINEAR, true);

    assertThat(up.sum(0) + up.sum(1)).isEqualTo((long) Axis.LARGEST * up.scale());
    assertThat(down.low(1)).isEqualTo(Axis.LARGEST - 1);
    assertThat(new Weights(up, down).sumsFit()).isTrue();
  }

  @Test
  void sumsThatExceedALongAreNoticed() {
    // 3 divides no power of 2, so that the weights have a large scale.
    Axis large = Axis.of(3, Axis.LARGEST, Interpolation.BILINEAR, true);

    assertThat(large.largestSum()).isGreaterThan(1L << 38);
    assertThat(new Weights(large, large).sumsFit()).isFalse();
  }

  @Test
  void weightsAreMadeOncePerPairOfSizes() {
    Axes axes = new Axes(Interpolation.BILINEAR, false);
    Weights first = axes.of(Shape.of(3, 14, 7), Shape.of(3, 224, 112));

    Weights again = axes.of(Shape.of(14, 7), Shape.of(224, 112));

    assertThat(again.rows()).isSameAs(first.rows());
    assertThat(again.columns()).isSameAs(first.columns());
    axes.of(Shape.of(2), Shape.of(Axis.LARGEST));
    assertThat(axes.of(Shape.of(14, 7), Shape.of(224, 112)).rows()).isNotSameAs(first.rows());
  }
}
