package dev.net2vec.kpi;

/**
 * Predictions that overshoot [0, 1], as bicubic resizing makes them: those in [−1, 0) are read as
 * 0, and those in (1, 2] as 1.
 *
 * <p>Items farther out are left as they are, which is an error: they have another scale.
 */
record ClippedPixels(Pixels predictions) implements Pixels {
  static final double LEAST = -1;
  static final double MOST = 2;

  @Override
  public Shape shape() {
    return predictions.shape();
  }

  @Override
  public void read(int from, int count, double[] block) {
    predictions.read(from, count, block);
    for (int i = 0; i < count; i++) {
      double o = block[i];
      if (o < 0 && o >= LEAST) {
        block[i] = 0;
      } else if (o > 1 && o <= MOST) {
        block[i] = 1;
      }
    }
  }
}
