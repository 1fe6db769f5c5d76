package dev.net2vec.kpi;

/**
 * Adds up the weights of a target's foreground and of its ignored pixels, run by run: along columns
 * where the target is stored so, otherwise along rows, read in blocks.
 *
 * <p>Not thread-safe: the blocks are reused.
 */
final class TargetRuns {
  private static final int BLOCK = Blocks.PIXELS;
  private static final int BYTES = 1 << Byte.SIZE;

  private final WeightSums foreground = new WeightSums();
  private final WeightSums ignored = new WeightSums();
  private final DoubleBlock doubles = new DoubleBlock();
  private final FloatBlock floats = new FloatBlock();
  private final double[] widened = new double[BLOCK];
  private final byte[] bytes = new byte[BLOCK];
  private final byte[] kindOfByte = new byte[BYTES];

  /** The rule and zero that {@code kindOfByte} is of. */
  private TargetRule ruleOfBytes;

  private int zeroOfBytes;

  private Pixels target;
  private TargetRule rule;
  private int first;
  private int width;
  private Pixels.Ints ints;

  /** The doubles of the block that was read last, and where they start. */
  private double[] items;

  private int itemsAt;

  /**
   * Adds up one instance's weights.
   *
   * @throws InvalidMaskException if an item is NULL or NaN
   */
  void add(Pixels mask, TargetRule ofTarget, int instance, Weights weights) {
    target = mask;
    rule = ofTarget;
    Pixels.ColumnRuns runs = mask.columnRuns();
    if (runs != null) {
      foreground.startColumns(weights);
      ignored.startColumns(weights);
      columns(runs, weights.rows().out());
      return;
    }
    foreground.startRows(weights);
    ignored.startRows(weights);
    width = weights.columns().out();
    first = instance * mask.shape().instancePixels();
    ints = rule.ignoreValues().isNone() ? mask.ints(rule.thresh()) : null;
    rows(weights.rows().out());
  }

  /** Returns the weights of the foreground. */
  WeightSums foreground() {
    return foreground;
  }

  /** Returns the weights of the ignored pixels. */
  WeightSums ignored() {
    return ignored;
  }

  private void columns(Pixels.ColumnRuns runs, int height) {
    WeightSums[] sums = {sums(rule.kind(0)), sums(rule.kind(1))};
    int column = 0;
    int start = 0;
    for (int run = 0; run < runs.count(); run++) {
      int end = runs.ends()[run];
      WeightSums into = sums[run & 1];
      if (into != null && end > start) {
        column = start / height;
        int from = start - column * height;
        int rest = end - start + from;
        while (rest > height) {
          into.add(column, from, height);
          column++;
          from = 0;
          rest -= height;
        }
        into.add(column, from, rest);
      }
      start = end;
    }
  }

  private WeightSums sums(byte kind) {
    return kind == TargetRule.FOREGROUND ? foreground : kind == TargetRule.IGNORED ? ignored : null;
  }

  private void rows(int height) {
    boolean byBytes = ints == null && target.items() == Pixels.Items.BYTES;
    if (byBytes) {
      requireKinds();
    }
    int rowsAtOnce = Math.max(1, BLOCK / width);
    for (int y = 0; y < height; y += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, height - y);
      for (int x = 0; x < width; x += BLOCK) {
        int count = Math.min(BLOCK, width - x);
        int from = first + y * width + x;
        if (byBytes) {
          target.read(from, rows * count, bytes);
        } else if (ints == null) {
          readDoubles(from, rows * count);
        }
        for (int row = 0; row < rows; row++) {
          if (byBytes) {
            ofBytes(y + row, x, row * count, count);
          } else if (ints == null) {
            ofDoubles(y + row, x, row * count, count);
          } else {
            ofInts(y + row, x, count);
          }
        }
      }
    }
  }

  /** Reads floats as such, since masks have them faster than doubles. */
  private void readDoubles(int from, int count) {
    if (target.items() != Pixels.Items.FLOATS) {
      doubles.read(target, from, count);
      items = doubles.array;
      itemsAt = doubles.at;
      return;
    }
    floats.read(target, from, count);
    for (int i = 0; i < count; i++) {
      widened[i] = floats.array[floats.at + i];
    }
    items = widened;
    itemsAt = 0;
  }

  private void requireKinds() {
    int zero = target.byteZero();
    if (rule.equals(ruleOfBytes) && zero == zeroOfBytes) {
      return;
    }
    for (int item = Byte.MIN_VALUE; item <= Byte.MAX_VALUE; item++) {
      kindOfByte[item & 0xff] = rule.kind(item + zero);
    }
    ruleOfBytes = rule;
    zeroOfBytes = zero;
  }

  private void ofBytes(int y, int x, int at, int count) {
    for (int i = 0; i < count; ) {
      int start = i;
      byte kind = kindOfByte[bytes[at + i] & 0xff];
      do {
        i++;
      } while (i < count && kindOfByte[bytes[at + i] & 0xff] == kind);
      run(kind, y, x + start, x + i);
    }
  }

  private void ofInts(int y, int x, int count) {
    int[] array = ints.array();
    int thresh = ints.thresh();
    int at = ints.offset() + first + y * width + x;
    for (int i = 0; i < count; ) {
      while (i < count && array[at + i] <= thresh) {
        i++;
      }
      int start = i;
      while (i < count && array[at + i] > thresh) {
        i++;
      }
      if (i > start) {
        foreground.add(y, x + start, x + i);
      }
    }
  }

  private void ofDoubles(int y, int x, int blockAt, int count) {
    double[] array = items;
    int at = itemsAt + blockAt;
    for (int i = 0; i < count; ) {
      int start = i;
      byte kind = rule.kind(array[at + i]);
      do {
        i++;
      } while (i < count && rule.kind(array[at + i]) == kind);
      if (kind == TargetRule.INVALID) {
        throw MaskErrors.notANumber(MaskRole.TARGET, target.shape(), first + y * width + x + start);
      }
      run(kind, y, x + start, x + i);
    }
  }

  private void run(byte kind, int y, int from, int to) {
    WeightSums into = sums(kind);
    if (into != null) {
      into.add(y, from, to);
    }
  }
}
