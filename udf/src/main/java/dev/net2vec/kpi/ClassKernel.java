package dev.net2vec.kpi;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Scores one prediction for every class of a label map of the same size, in one pass over both.
 *
 * <p>Not thread-safe: the blocks are reused.
 */
final class ClassKernel {
  private final ScoringOptions options;
  private final ClassPlaces places;
  private final ClassSums sums;
  private final DoubleBlock predictions = new DoubleBlock();
  private final DoubleBlock items = new DoubleBlock();

  ClassKernel(ScoringOptions options) {
    this.options = options;
    this.places = new ClassPlaces(options.targetClasses().ids());
    this.sums = new ClassSums(places);
  }

  /**
   * Returns the confusion for each class.
   *
   * @throws InvalidMaskException if an item is invalid, or every pixel is ignored
   */
  double[] run(Pixels prediction, Pixels target) {
    sums.clear();
    pass(prediction, target, count -> sums.add(predictions, items, count, options.ignoreValues()));
    requirePixels(sums.pixels(), target);
    return sums.confusions();
  }

  /**
   * Passes the counts at thresholds of each class on.
   *
   * @throws InvalidMaskException as for {@link #run}
   */
  void above(
      Pixels prediction, Pixels target, OutputThreshs thresholds, Consumer<PixelsAbove> instances) {
    ClassCounts counts = new ClassCounts(places, thresholds, options.thresholds());
    pass(
        prediction, target, count -> counts.add(predictions, items, count, options.ignoreValues()));
    requirePixels(counts.pixels(), target);
    counts.forEach(instances);
  }

  /**
   * Reads both masks block by block.
   *
   * @param add adds a block of so many pixels, and returns the index of an invalid one or −1
   */
  private void pass(Pixels prediction, Pixels target, IntUnaryOperator add) {
    int size = target.shape().pixels();
    for (int from = 0; from < size; from += Blocks.PIXELS) {
      int count = Math.min(Blocks.PIXELS, size - from);
      predictions.read(prediction, from, count);
      items.read(target, from, count);
      int bad = add.applyAsInt(count);
      if (bad >= 0) {
        double o = predictions.array[predictions.at + bad];
        throw Predictions.invalidItem(prediction, from + bad, o, options);
      }
    }
  }

  private void requirePixels(long pixels, Pixels target) {
    if (pixels == 0) {
      throw MaskErrors.allIgnored(options.ignoreValues(), target.shape(), 0);
    }
  }
}
