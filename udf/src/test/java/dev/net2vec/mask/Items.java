package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.Pixels;
import java.util.Arrays;
import java.util.Random;

/**
 * Reads whole masks: as the kernel does, out of order, and as they are, which must give the same.
 */
final class Items {
  private static final int BLOCK = 1024;

  private Items() {}

  static double[] of(Pixels mask) {
    int pixels = mask.shape().pixels();
    double[] items = new double[pixels];
    double[] block = new double[BLOCK];
    for (int from = 0; from < pixels; from += BLOCK) {
      int count = Math.min(BLOCK, pixels - from);
      mask.read(from, count, block);
      System.arraycopy(block, 0, items, from, count);
    }
    Random random = new Random(pixels);
    for (int i = 0; i < 20; i++) {
      int from = random.nextInt(pixels);
      int count = random.nextInt(Math.min(BLOCK, pixels - from) + 1);
      mask.read(from, count, block);
      assertThat(Arrays.copyOf(block, count))
          .as("%d items from %d", count, from)
          .isEqualTo(Arrays.copyOfRange(items, from, from + count));
      assertThat(narrow(mask, from, count))
          .as("%d items from %d as %s", count, from, mask.items())
          .isEqualTo(Arrays.copyOfRange(items, from, from + count));
    }
    return items;
  }

  /** Reads items in the narrowest way that the mask has. */
  private static double[] narrow(Pixels mask, int from, int count) {
    double[] items = new double[count];
    switch (mask.items()) {
      case DOUBLES -> mask.read(from, count, items);
      case FLOATS -> {
        float[] block = new float[count];
        mask.read(from, count, block);
        Arrays.setAll(items, i -> block[i]);
      }
      case INTS -> {
        int[] block = new int[count];
        mask.read(from, count, block);
        Arrays.setAll(items, i -> block[i]);
      }
      case BYTES -> {
        byte[] block = new byte[count];
        mask.read(from, count, block);
        Arrays.setAll(items, i -> block[i] + mask.byteZero());
      }
    }
    return items;
  }
}
