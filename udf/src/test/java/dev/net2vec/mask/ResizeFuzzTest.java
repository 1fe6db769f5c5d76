package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.SoftConfusion;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random shapes, options and hostile values: each pair has the confusion of the enlarged prediction
 * or a clear error. The same pairs every time. For more of them:
 *
 * <pre>{@code
 * mvn -pl udf test -Dtest=ResizeFuzzTest -Dnet2vec.fuzz.count=1000000
 * }</pre>
 */
class ResizeFuzzTest {
  private static final int COUNT = Integer.getInteger("net2vec.fuzz.count", 20_000);
  private static final List<Encoding> ENCODINGS = List.of(Encoding.values());
  private static final double RELATIVE = 1e-12;
  private static final double PER_PIXEL = 4e-16;

  private int valid;
  private int encoded;
  private final Map<Reason, Integer> rejected = new EnumMap<>(Reason.class);

  @Test
  void everyPairHasTheConfusionOfTheEnlargedPredictionOrAClearError() {
    for (int seed = 0; seed < COUNT; seed++) {
      ResizePair pair = ResizePair.random(new Random(seed));
      try {
        check(pair, seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + pair, e);
      }
    }

    System.out.printf(
        "fuzz resize: %d pairs, %d valid, %d encoded too, rejected %s%n",
        COUNT, valid, encoded, rejected);
    assertThat(valid).isGreaterThan(COUNT / 2);
    assertThat(encoded).isGreaterThan(COUNT / 20);
    assertThat(rejected)
        .containsKeys(Reason.NAN, Reason.OUT_OF_RANGE, Reason.SHAPE_MISMATCH, Reason.EMPTY);
  }

  private void check(ResizePair pair, int seed) {
    double[] flat;
    try {
      flat = pair.score();
    } catch (InvalidMaskException e) {
      rejected.merge(e.reason(), 1, Integer::sum);
      assertThat(e.getMessage())
          .matches("(prediction|target) (is|has) .+, but .*(must|may) .+")
          .hasSizeLessThan(300);
      assertThat(pair.isInvalid()).isTrue();
      return;
    }
    valid++;
    assertThat(pair.isOfOneSize() || !pair.isInvalid()).isTrue();
    assertClose(flat, pair.enlarged());
    Encoding encoding = ENCODINGS.get(seed % ENCODINGS.size());
    if (pair.isTargetIn(encoding)) {
      assertThat(pair.score(encoding)).isEqualTo(flat);
      encoded++;
    }
  }

  /** Allows for the rounding of each enlarged pixel, as 1 − o of a pixel near 1 is near 0. */
  private static void assertClose(double[] flat, double[] expected) {
    assertThat(flat).hasSameSizeAs(expected);
    for (int i = 0; i < flat.length; i++) {
      double pixels = flat[i / SoftConfusion.WIDTH * SoftConfusion.WIDTH];
      double allowed = RELATIVE * Math.abs(expected[i]) + PER_PIXEL * pixels;
      if (!(Math.abs(flat[i] - expected[i]) <= allowed)) {
        throw new AssertionError(Arrays.toString(flat) + " is not " + Arrays.toString(expected));
      }
    }
  }
}
