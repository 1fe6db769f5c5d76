package dev.net2vec.kpi;

/**
 * A block of pixels of both masks, each in an array of one type, and the loop over it.
 *
 * <p>All implementations do the same operations in the same order, so they give the same bits. The
 * loop is repeated for each pair of types, because widening floats to doubles first would take a
 * third of the time. It takes two pixels per step, so that the processor runs two sums of each kind
 * in parallel.
 */
interface Blocks {
  /**
   * The maximum number of pixels in a block. It is even, so that a pixel's parity within its
   * instance decides which of the two sums gets it.
   */
  int PIXELS = 1024;

  /** Reads {@code count} pixels of both masks, starting at {@code from}. */
  void read(Pixels prediction, Pixels target, int from, int count);

  /**
   * Adds the block to the confusion at {@code at}; returns the index of the first invalid item, or
   * −1.
   */
  int add(int count, double targetThresh, double[] flat, int at);

  /** Returns an item of the prediction, unchecked. */
  double prediction(int index);
}
