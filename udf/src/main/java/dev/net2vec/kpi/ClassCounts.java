package dev.net2vec.kpi;

import java.util.function.Consumer;

/**
 * How many pixels have a prediction above each of several thresholds, for every class of a label
 * map, from one pass over the pixels: those of all classes together, and of each class its own.
 */
final class ClassCounts {
  private final ClassPlaces places;
  private final OutputThreshs thresholds;
  private final double[] numbers;
  private final long[] all;
  private final long[][] ofClass;
  private final long[] pixels;

  /** The curve of all pixels as background; null if none is asked for. */
  private final ThresholdCounts curve;

  /** By class, the pixels in each bin of the curve. */
  private final long[][] bins;

  /**
   * Creates counts of nothing.
   *
   * @param curveThresholds of the curve; 0 for none
   */
  ClassCounts(ClassPlaces places, OutputThreshs thresholds, int curveThresholds) {
    int classes = places.size() + 1;
    this.places = places;
    this.thresholds = thresholds;
    this.numbers = thresholds.numbers().stream().mapToDouble(Double::doubleValue).toArray();
    this.all = new long[numbers.length];
    this.ofClass = new long[classes][numbers.length];
    this.pixels = new long[classes];
    this.curve = curveThresholds > 0 ? new ThresholdCounts(curveThresholds) : null;
    this.bins = curve == null ? null : new long[classes][curveThresholds + 1];
  }

  /**
   * Adds a block of pixels.
   *
   * @return the index of the first pixel that is invalid; −1 if there is none
   */
  int add(DoubleBlock predictions, DoubleBlock targets, int count, IgnoreValues ignoreValues) {
    double last = Double.NaN;
    int place = -1;
    for (int i = 0; i < count; i++) {
      double item = targets.array[targets.at + i];
      if (ignoreValues.contains(item)) {
        continue;
      }
      double o = predictions.array[predictions.at + i];
      if (Double.isNaN(item) || !(o >= 0 && o <= 1)) {
        return i;
      }
      if (item != last) {
        last = item;
        place = places.of(item);
      }
      add(o, place);
    }
    return -1;
  }

  private void add(double o, int place) {
    pixels[place]++;
    long[] above = ofClass[place];
    for (int k = 0; k < numbers.length; k++) {
      int isAbove = o > numbers[k] ? 1 : 0;
      all[k] += isAbove;
      above[k] += isAbove;
    }
    if (curve != null) {
      bins[place][curve.addBackground(o)]++;
    }
  }

  /** Passes the counts of every class on, in the order of the list. */
  void forEach(Consumer<PixelsAbove> instances) {
    long whole = pixels();
    for (int i = 0; i < places.size(); i++) {
      instances.accept(
          new PixelsAbove(
              thresholds,
              all.clone(),
              ofClass[i],
              whole,
              pixels[i],
              curve == null ? null : curve.withForeground(bins[i])));
    }
  }

  /** Returns the number of pixels that are not ignored. */
  long pixels() {
    long sum = 0;
    for (long each : pixels) {
      sum += each;
    }
    return sum;
  }
}
