package dev.net2vec.kpi;

/**
 * A block of pixels of both masks, in arrays of one type each, and the loop over it.
 *
 * <p>The loops do the same in the same order, so they give the same bits. They are written out for
 * each pair of types because widening floats first takes a third of the time, and with two pixels a
 * step because the processor then has two sums of each kind under way.
 */
interface Blocks {
  /** The most pixels of a block; even, so that a pixel's place in its instance tells its sum. */
  int PIXELS = 1024;

  /** Takes {@code count} pixels of both masks, from {@code from} on. */
  void read(Pixels prediction, Pixels target, int from, int count);

  /**
   * Adds the block to the confusion at {@code at}; returns the index of the first invalid item or
   * −1.
   */
  int add(int count, double targetThresh, double[] flat, int at);

  /** Returns an item of the prediction, as it is. */
  double prediction(int index);
}
