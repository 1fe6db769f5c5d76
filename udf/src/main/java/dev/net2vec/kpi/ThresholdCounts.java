package dev.net2vec.kpi;

import java.util.Arrays;

/**
 * How many foreground and background pixels have a prediction above each of the thresholds k/n, for
 * k from 0 to n: a histogram of the predictions, from which every measure of binarised masks
 * follows at every threshold.
 *
 * <p>Bin 0 counts predictions of 0, and bin k + 1 those in (k/n, (k + 1)/n]. Counts are exact: a
 * prediction is compared with k/n in double arithmetic, strictly. The sums of predictions per bin,
 * which calibration needs, are in units of 10^−12, to which each prediction is rounded. So counts
 * and sums are integers, and the same whatever the order in which they are added.
 */
public final class ThresholdCounts {
  /** The default number of thresholds, without the one at 0. */
  public static final int DEFAULT = 100;

  /** The largest number of thresholds. */
  public static final int MOST = 10_000;

  /** The number of decimals that the sums of predictions have. */
  public static final int SCALE = 12;

  private static final long UNITS = 1_000_000_000_000L;
  private static final double HALF = 0.5;

  /** The parts of an array of counts. */
  private static final int PARTS = 4;

  /** So many predictions fit into the units of a bin before they are carried. */
  private static final int UNCARRIED = 8_000_000;

  private final int n;

  /** The thresholds, and infinity. */
  private final double[] thresholds;

  /** Per bin: the foreground, the background, and the whole part and the units of the sum. */
  private final long[] foreground;

  private final long[] background;
  private final long[] whole;
  private final long[] units;
  private int uncarried;

  /**
   * Creates counts of nothing.
   *
   * @param n in [1, {@link #MOST}]
   */
  public ThresholdCounts(int n) {
    this(n, new long[n + 1], new long[n + 1], new long[n + 1], new long[n + 1]);
  }

  private ThresholdCounts(int n, long[] foreground, long[] background, long[] whole, long[] units) {
    if (n < 1 || n > MOST) {
      throw new IllegalArgumentException(
          "thresholds is %d, but must be in [1, %d]".formatted(n, MOST));
    }
    this.n = n;
    this.foreground = foreground;
    this.background = background;
    this.whole = whole;
    this.units = units;
    this.thresholds = new double[n + 2];
    for (int k = 0; k <= n; k++) {
      thresholds[k] = (double) k / n;
    }
    thresholds[n + 1] = Double.POSITIVE_INFINITY;
  }

  /** Returns the number of thresholds, without the one at 0. */
  public int n() {
    return n;
  }

  /** Returns k/n. */
  public double threshold(int k) {
    return thresholds[k];
  }

  /** Adds a pixel with a prediction in [0, 1]. */
  void add(double prediction, boolean isForeground) {
    add(prediction, isForeground ? foreground : background);
  }

  /** Adds a background pixel with a prediction in [0, 1], and returns its bin. */
  int addBackground(double prediction) {
    return add(prediction, background);
  }

  /** Returns the counts with some of the background, by bin, as the foreground instead. */
  ThresholdCounts withForeground(long[] moved) {
    carry();
    long[] rest = background.clone();
    for (int bin = 0; bin <= n; bin++) {
      rest[bin] -= moved[bin];
    }
    return new ThresholdCounts(n, moved.clone(), rest, whole.clone(), units.clone());
  }

  private int add(double prediction, long[] counts) {
    int bin = bin(prediction);
    counts[bin]++;
    units[bin] += (long) (prediction * UNITS + HALF);
    if (++uncarried == UNCARRIED) {
      carry();
    }
    return bin;
  }

  private void carry() {
    if (uncarried > 0) {
      for (int bin = 0; bin <= n; bin++) {
        whole[bin] += units[bin] / UNITS;
        units[bin] %= UNITS;
      }
      uncarried = 0;
    }
  }

  /** Returns the number of thresholds below a prediction. */
  private int bin(double prediction) {
    // The product may round across a threshold, never past a second one.
    int bin = (int) (prediction * n);
    bin += prediction > thresholds[bin] ? 1 : 0;
    return bin + (prediction > thresholds[bin] ? 1 : 0);
  }

  /**
   * Adds other counts.
   *
   * @throws IllegalArgumentException if they are of other thresholds
   */
  public void add(ThresholdCounts other) {
    if (other.n != n) {
      throw otherThresholds(other.n);
    }
    carry();
    other.carry();
    for (int bin = 0; bin <= n; bin++) {
      add(bin, other.foreground[bin], other.background[bin], other.whole[bin], other.units[bin]);
    }
  }

  /**
   * Adds counts that {@link #toDoubles} returned.
   *
   * @throws IllegalArgumentException if they are of other thresholds
   */
  public void add(double[] all) {
    int bins = n + 1;
    if (all.length != PARTS * bins) {
      throw otherThresholds(all.length / PARTS - 1);
    }
    carry();
    for (int bin = 0; bin < bins; bin++) {
      add(
          bin,
          (long) all[bin],
          (long) all[bins + bin],
          (long) all[2 * bins + bin],
          (long) all[3 * bins + bin]);
    }
  }

  private void add(int bin, long ofForeground, long ofBackground, long ofWhole, long ofUnits) {
    foreground[bin] = Math.addExact(foreground[bin], ofForeground);
    background[bin] = Math.addExact(background[bin], ofBackground);
    long fraction = units[bin] + ofUnits;
    long over = fraction >= UNITS ? 1 : 0;
    whole[bin] += ofWhole + over;
    units[bin] = fraction - over * UNITS;
  }

  private IllegalArgumentException otherThresholds(int of) {
    return new IllegalArgumentException(
        "curve has %d thresholds, but must have %d as the others do".formatted(of, n));
  }

  /** Returns how many foreground pixels have a prediction above k/n. */
  public long foregroundAbove(int k) {
    return above(foreground, k);
  }

  /** Returns how many background pixels have a prediction above k/n. */
  public long backgroundAbove(int k) {
    return above(background, k);
  }

  /** Returns, for each k from 0 to n, how many foreground pixels have a prediction above k/n. */
  public long[] foregroundAbove() {
    return above(foreground);
  }

  /** Returns, for each k from 0 to n, how many background pixels have a prediction above k/n. */
  public long[] backgroundAbove() {
    return above(background);
  }

  private static long[] above(long[] bins) {
    long[] above = new long[bins.length];
    for (int k = bins.length - 2; k >= 0; k--) {
      above[k] = above[k + 1] + bins[k + 1];
    }
    return above;
  }

  private static long above(long[] bins, int k) {
    long above = 0;
    for (int bin = k + 1; bin < bins.length; bin++) {
      above += bins[bin];
    }
    return above;
  }

  /** Returns the number of foreground pixels. */
  public long foreground() {
    return above(foreground, -1);
  }

  /** Returns the number of background pixels. */
  public long background() {
    return above(background, -1);
  }

  /** Returns the number of foreground pixels in a bin. */
  long foregroundIn(int bin) {
    return foreground[bin];
  }

  /** Returns the number of background pixels in a bin. */
  long backgroundIn(int bin) {
    return background[bin];
  }

  /** Returns the sum of the predictions in a bin: its whole part. */
  public long wholeIn(int bin) {
    carry();
    return whole[bin];
  }

  /** Returns the sum of the predictions in a bin: its fraction, in units of 10^−12. */
  public long unitsIn(int bin) {
    carry();
    return units[bin];
  }

  /** Returns the sum of the predictions in a bin, rounded. */
  double predictedIn(int bin) {
    return wholeIn(bin) + unitsIn(bin) / (double) UNITS;
  }

  /** Returns the counts in one array, of which {@link #of(long[])} makes them again. */
  public long[] toArray() {
    carry();
    long[] all = new long[PARTS * (n + 1)];
    System.arraycopy(foreground, 0, all, 0, n + 1);
    System.arraycopy(background, 0, all, n + 1, n + 1);
    System.arraycopy(whole, 0, all, 2 * (n + 1), n + 1);
    System.arraycopy(units, 0, all, 3 * (n + 1), n + 1);
    return all;
  }

  /** Returns the same as doubles, which hold the counts of a pair exactly. */
  public double[] toDoubles() {
    carry();
    int bins = n + 1;
    double[] all = new double[PARTS * bins];
    for (int bin = 0; bin < bins; bin++) {
      all[bin] = foreground[bin];
      all[bins + bin] = background[bin];
      all[2 * bins + bin] = whole[bin];
      all[3 * bins + bin] = units[bin];
    }
    return all;
  }

  /** Returns the counts of which {@link #toArray} returned the array. */
  public static ThresholdCounts of(long[] all) {
    int bins = all.length / PARTS;
    return new ThresholdCounts(
        bins - 1,
        Arrays.copyOfRange(all, 0, bins),
        Arrays.copyOfRange(all, bins, 2 * bins),
        Arrays.copyOfRange(all, 2 * bins, 3 * bins),
        Arrays.copyOfRange(all, 3 * bins, 4 * bins));
  }

  /**
   * Returns the counts with these pixels above each threshold.
   *
   * @param pixels the number of all pixels
   * @param foregroundPixels the number of foreground pixels
   * @param foregroundAbove for each k from 0 to n
   * @param backgroundAbove for each k from 0 to n
   * @param whole the whole part of the sum of predictions in (k/n, (k + 1)/n], for k from 0 to n −
   *     1
   * @param units its fraction, in units of 10^−12
   * @throws IllegalArgumentException if no pixels could have these counts
   */
  public static ThresholdCounts above(
      long pixels,
      long foregroundPixels,
      long[] foregroundAbove,
      long[] backgroundAbove,
      long[] whole,
      long[] units) {
    int n = foregroundAbove.length - 1;
    if (n < 1 || backgroundAbove.length != n + 1 || whole.length != n || units.length != n) {
      throw new IllegalArgumentException(
          "curve has arrays of %d, %d and %d items, but must have n + 1, n + 1 and n"
              .formatted(foregroundAbove.length, backgroundAbove.length, whole.length));
    }
    ThresholdCounts counts = new ThresholdCounts(n);
    bins(foregroundPixels, foregroundAbove, counts.foreground);
    bins(pixels - foregroundPixels, backgroundAbove, counts.background);
    System.arraycopy(whole, 0, counts.whole, 1, n);
    System.arraycopy(units, 0, counts.units, 1, n);
    return counts;
  }

  private static void bins(long all, long[] above, long[] bins) {
    long before = all;
    for (int k = 0; k < above.length; k++) {
      bins[k] = before - above[k];
      before = above[k];
      if (bins[k] < 0 || before < 0) {
        throw new IllegalArgumentException(
            "curve has %d pixels above threshold %d, but must have at most the %d above the one before"
                .formatted(above[k], k, bins[k] + above[k]));
      }
    }
    if (before != 0) {
      throw new IllegalArgumentException(
          "curve has %d pixels above 1, but must have none".formatted(before));
    }
  }
}
