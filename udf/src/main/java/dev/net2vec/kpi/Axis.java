package dev.net2vec.kpi;

import java.util.Arrays;

/**
 * The weights of resizing along one axis: which pixels of the prediction each pixel of the enlarged
 * one averages.
 *
 * <p>Every weight is an integer over a common {@link #scale}. Pixel i of the enlarged axis has the
 * weight {@code scale − next(i)} on pixel {@code low(i)} and {@code next(i)} on the one after it.
 * Its place on the prediction's axis is that of {@code torch.nn.functional.interpolate}: {@code
 * max(0, (i + ½)·in/out − ½)}, with corners aligned {@code i·(in − 1)/(out − 1)}, and for the
 * nearest pixel {@code ⌊i·in/out⌋}.
 *
 * <p>The weights of the pixels 0 to b − 1 add up, on each pixel of the prediction, to its {@link
 * #sum} before {@code low(b)}, to {@link #atLow} there, to {@link #atNext} on the one after it, and
 * to 0 beyond. So a run of pixels is added in constant time.
 */
final class Axis {
  /** The most pixels that an axis may have, of the prediction and enlarged. */
  static final int LARGEST = 1 << 20;

  private final int in;
  private final int out;
  private final int[] low;
  private final int[] next;
  private final int scale;
  private final long[] atLow;
  private final long[] atNext;
  private final long[] sums;
  private final long largestSum;

  private Axis(int in, int[] low, int[] next, int scale) {
    this.in = in;
    this.out = next.length;
    this.low = low;
    this.next = next;
    this.scale = scale;
    this.atLow = new long[out + 1];
    this.atNext = new long[out + 1];
    long[] added = new long[in + 2];
    for (int i = 0; i <= out; i++) {
      atLow[i] = added[low[i]];
      atNext[i] = added[low[i] + 1];
      if (i < out) {
        added[low[i]] += scale - next[i];
        added[low[i] + 1] += next[i];
      }
    }
    this.sums = Arrays.copyOf(added, in);
    this.largestSum = Arrays.stream(sums).max().getAsLong();
  }

  /**
   * Returns the weights from {@code in} pixels to {@code out}, both from 1 to {@link #LARGEST}.
   *
   * @param interpolation not {@link Interpolation#NONE}
   */
  static Axis of(int in, int out, Interpolation interpolation, boolean alignCorners) {
    int[] low = new int[out + 1];
    int[] next = new int[out];
    int scale = interpolation == Interpolation.NEAREST ? 1 : alignCorners ? out - 1 : 2 * out;
    if (scale == 0) {
      // One pixel with corners aligned: it lies on the first.
      scale = 1;
    }
    for (int i = 0; i < out; i++) {
      if (interpolation == Interpolation.NEAREST) {
        low[i] = (int) ((long) i * in / out);
        continue;
      }
      long place = alignCorners ? (long) i * (in - 1) : Math.max(0, (2L * i + 1) * in - out);
      low[i] = (int) (place / scale);
      if (low[i] >= in - 1) {
        low[i] = in - 1;
      } else {
        next[i] = (int) (place % scale);
      }
    }
    low[out] = in;
    return reduced(in, low, next, scale);
  }

  /** Divides the weights and their scale by what they have in common. */
  private static Axis reduced(int in, int[] low, int[] next, int scale) {
    int common = scale;
    for (int weight : next) {
      common = gcd(common, weight);
    }
    for (int i = 0; i < next.length; i++) {
      next[i] /= common;
    }
    return new Axis(in, low, next, scale / common);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Returns the number of pixels of the prediction. */
  int in() {
    return in;
  }

  /** Returns the number of pixels of the enlarged axis. */
  int out() {
    return out;
  }

  /** Returns what every pixel's weights add up to. */
  int scale() {
    return scale;
  }

  /** Returns the first pixel of the prediction that has a weight; {@code in} for the end. */
  int low(int i) {
    return low[i];
  }

  /** Returns the weight of the pixel after {@link #low}, which may be 0. */
  int next(int i) {
    return next[i];
  }

  long atLow(int i) {
    return atLow[i];
  }

  long atNext(int i) {
    return atNext[i];
  }

  /** Returns the sum of the weights of all pixels on one of the prediction. */
  long sum(int pixel) {
    return sums[pixel];
  }

  long largestSum() {
    return largestSum;
  }
}
