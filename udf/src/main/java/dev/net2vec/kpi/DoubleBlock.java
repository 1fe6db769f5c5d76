package dev.net2vec.kpi;

/** Doubles of one mask: read in place if possible, otherwise copied to a block. */
final class DoubleBlock {
  private final double[] block = new double[Blocks.PIXELS];
  double[] array = block;
  int at;

  /** Reads {@code count} pixels of a mask. */
  void read(Pixels mask, int from, int count) {
    Pixels.Doubles lie = mask.doubles();
    if (lie == null) {
      mask.read(from, count, block);
      array = block;
      at = 0;
    } else {
      array = lie.array();
      at = lie.offset() + from;
    }
  }
}
