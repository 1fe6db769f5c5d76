package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResizedPixelsTest {
  private static double[] items(Pixels mask) {
    double[] items = new double[mask.shape().pixels()];
    mask.read(0, items.length, items);
    return items;
  }

  @Test
  void itemsAreThoseOfTheDefinitionHoweverTheyAreRead() {
    Random random = new Random(18);
    for (int i = 0; i < 300; i++) {
      Shape small = Shape.of(2, 1 + random.nextInt(9), 1 + random.nextInt(9));
      Shape large = Shape.of(2, 1 + random.nextInt(40), 1 + random.nextInt(40));
      Interpolation mode = random.nextBoolean() ? Interpolation.BILINEAR : Interpolation.NEAREST;
      boolean aligned = random.nextBoolean();
      double[] stored = random.doubles(small.pixels()).toArray();
      Pixels mask = Pixels.of(stored, 2, small.height(), small.width());

      Pixels resized = ResizedPixels.of(mask, large.height(), large.width(), mode, aligned);

      assertThat(resized.shape()).isEqualTo(large);
      double[] items = items(resized);
      assertThat(items)
          .containsExactly(Enlarged.of(stored, small, large, mode, aligned), within(1e-13));
      for (int piece = 0; piece < 20; piece++) {
        int from = random.nextInt(items.length);
        double[] block = new double[random.nextInt(items.length - from) + 1];
        resized.read(from, block.length, block);
        assertThat(block).isEqualTo(Arrays.copyOfRange(items, from, from + block.length));
      }
    }
  }

  @Test
  void flatMasksHaveOneRow() {
    Pixels flat = Pixels.of(new double[] {0, 1});

    Pixels resized = ResizedPixels.of(flat, 1, 4, Interpolation.BILINEAR, false);

    assertThat(resized.shape()).isEqualTo(Shape.of(4));
    assertThat(items(resized)).containsExactly(0, 0.25, 0.75, 1);
  }

  @Test
  void averagesLieBetweenWhatTheyAverage() {
    double[] ones = new double[7 * 11];
    Arrays.fill(ones, 1);

    double[] items =
        items(ResizedPixels.of(Pixels.of(ones, 7, 11), 97, 101, Interpolation.BILINEAR, false));

    assertThat(items).containsOnly(1.0);
  }

  @Test
  void anItemReachesOnlyWhereItHasWeight() {
    Pixels holed = Pixels.of(new double[] {Double.NaN, 1, 2, Double.POSITIVE_INFINITY}, 2, 2);

    double[] same = items(ResizedPixels.of(holed, 2, 2, Interpolation.BILINEAR, false));
    double[] nearest = items(ResizedPixels.of(holed, 2, 4, Interpolation.NEAREST, false));

    assertThat(same).containsExactly(Double.NaN, 1, 2, Double.POSITIVE_INFINITY);
    double inf = Double.POSITIVE_INFINITY;
    assertThat(nearest).containsExactly(Double.NaN, Double.NaN, 1, 1, 2, 2, inf, inf);
  }

  @Test
  void sizesThatAreNoneAreRefused() {
    Pixels mask = Pixels.of(new double[] {0, 1}, 1, 2);
    Pixels flat = Pixels.of(new double[] {0, 1});

    assertRefused(mask, 0, 4, "height is 0, but must be in [1, 1048576]");
    assertRefused(mask, 4, (1 << 20) + 1, "width is 1048577, but must be in [1, 1048576]");
    assertRefused(flat, 2, 4, "height is 2, but must be 1 for a mask of rank 1 (shape 2)");
    assertRefused(
        Pixels.of(new double[0], 0, 2),
        1,
        1,
        "mask has shape 0x2, but must have at least one pixel");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResizedPixels.of(mask, 1, 1, Interpolation.NONE, false))
        .withMessage("resize is none, but must be bilinear or nearest");
  }

  private static void assertRefused(Pixels mask, int height, int width, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResizedPixels.of(mask, height, width, Interpolation.BILINEAR, false))
        .withMessage(message);
  }
}
