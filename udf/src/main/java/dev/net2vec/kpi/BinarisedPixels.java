package dev.net2vec.kpi;

/**
 * Predictions as foreground, 1, and background, 0. Items outside [0, 1] are left as they are, which
 * is an error.
 *
 * @param thresh a prediction is foreground if it is greater than this
 */
record BinarisedPixels(Pixels predictions, double thresh) implements Pixels {
  @Override
  public Shape shape() {
    return predictions.shape();
  }

  @Override
  public void read(int from, int count, double[] block) {
    predictions.read(from, count, block);
    for (int i = 0; i < count; i++) {
      double o = block[i];
      if (o >= 0 && o <= 1) {
        block[i] = o > thresh ? 1 : 0;
      }
    }
  }
}
