package dev.net2vec.kpi;

import java.util.Arrays;

/**
 * The soft confusion of one prediction for every class of a label map, from one pass over the
 * pixels.
 *
 * <p>Each pixel belongs to one class, so its prediction is added to the sums of that class only.
 * What is off a class is the sum over all others, which are added, not subtracted from the whole,
 * so that a small one is not lost in the difference of two large ones.
 *
 * <p>Not thread-safe.
 */
final class ClassSums {
  private final ClassPlaces places;
  private final int classes;

  /**
   * By place, the last of which is no class: the pixels, and the sums of o and 1 − o, whole and
   * since they were last added up.
   */
  private final long[] pixels;

  private final double[] on;
  private final double[] off;
  private final double[] latestOn;
  private final double[] latestOff;
  private int latest;

  ClassSums(ClassPlaces places) {
    this.places = places;
    this.classes = places.size();
    int all = classes + 1;
    pixels = new long[all];
    on = new double[all];
    off = new double[all];
    latestOn = new double[all];
    latestOff = new double[all];
  }

  void clear() {
    Arrays.fill(pixels, 0);
    Arrays.fill(on, 0);
    Arrays.fill(off, 0);
    Arrays.fill(latestOn, 0);
    Arrays.fill(latestOff, 0);
    latest = 0;
  }

  /**
   * Adds a block of pixels.
   *
   * @return the index of the first pixel that is invalid; −1 if there is none
   */
  int add(DoubleBlock predictions, DoubleBlock targets, int count, IgnoreValues ignoreValues) {
    int i = 0;
    while (i < count) {
      // Label maps have runs, so a class is looked up once for each.
      double item = targets.array[targets.at + i];
      if (ignoreValues.contains(item)) {
        i++;
        continue;
      } else if (Double.isNaN(item)) {
        return i;
      }
      int place = places.of(item);
      double runOn = 0;
      double runOff = 0;
      int start = i;
      do {
        double o = predictions.array[predictions.at + i];
        if (!(o >= 0 && o <= 1)) {
          return i;
        }
        runOn += o;
        runOff += 1 - o;
        i++;
      } while (i < count && targets.array[targets.at + i] == item);
      latestOn[place] += runOn;
      latestOff[place] += runOff;
      pixels[place] += i - start;
    }
    latest += count;
    if (latest > classes) {
      addUp();
    }
    return -1;
  }

  /** Adds the latest sums to those before, as one long sum would round more. */
  private void addUp() {
    for (int i = 0; i <= classes; i++) {
      on[i] += latestOn[i];
      off[i] += latestOff[i];
      latestOn[i] = 0;
      latestOff[i] = 0;
    }
    latest = 0;
  }

  /** Returns the number of pixels that are not ignored. */
  long pixels() {
    return Arrays.stream(pixels).sum();
  }

  /** Returns the confusion for each class, {@link SoftConfusion#WIDTH} doubles each. */
  double[] confusions() {
    addUp();
    double[] flat = new double[classes * SoftConfusion.WIDTH];
    double[] onAfter = sumsAfter(on);
    double[] offAfter = sumsAfter(off);
    double onBefore = 0;
    double offBefore = 0;
    double all = pixels();
    for (int i = 0; i < classes; i++) {
      int at = i * SoftConfusion.WIDTH;
      flat[at + SoftConfusion.PIXELS] = all;
      flat[at + SoftConfusion.TARGET_PIXELS] = pixels[i];
      flat[at + SoftConfusion.TRUE_POSITIVE] = on[i];
      flat[at + SoftConfusion.FALSE_POSITIVE] = onBefore + onAfter[i];
      flat[at + SoftConfusion.FALSE_NEGATIVE] = off[i];
      flat[at + SoftConfusion.TRUE_NEGATIVE] = offBefore + offAfter[i];
      onBefore += on[i];
      offBefore += off[i];
    }
    return flat;
  }

  private static double[] sumsAfter(double[] sums) {
    double[] after = new double[sums.length];
    for (int i = sums.length - 2; i >= 0; i--) {
      after[i] = after[i + 1] + sums[i + 1];
    }
    return after;
  }
}
