package dev.net2vec.kpi;

/** Floats of one mask: read in place if possible, otherwise copied to a block. */
final class FloatBlock {
  private final float[] block = new float[Blocks.PIXELS];
  float[] array = block;
  int at;

  /** Reads {@code count} pixels of a mask whose items are floats. */
  void read(Pixels mask, int from, int count) {
    Pixels.Floats lie = mask.floats();
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
