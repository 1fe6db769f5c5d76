package dev.net2vec.kpi;

/** Items of one mask as doubles: where they lie, else copied to a block. */
final class DoubleBlock {
  private final double[] block = new double[Blocks.PIXELS];
  double[] array = block;
  int at;

  /** Takes {@code count} pixels of a mask. */
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
