package dev.net2vec.kpi;

/**
 * A target of rank 2 as that of every channel of a prediction.
 *
 * @param channels the number of repetitions
 */
record RepeatedPixels(Pixels target, int channels, Shape shape) implements Pixels {
  /**
   * Returns the target, once for each channel.
   *
   * @throws InvalidMaskException if the prediction is not of rank 3, or the target not of rank 2
   */
  static RepeatedPixels of(Shape prediction, Pixels target) {
    if (prediction.rank() != 3) {
      throw MaskErrors.unsupported(
          MaskRole.PREDICTION, "shape " + prediction, "rank 3: channels, height and width");
    }
    Shape once = target.shape();
    if (once.rank() != 2) {
      throw MaskErrors.unsupported(
          MaskRole.TARGET, "shape " + once, "rank 2, as it is the target of every channel");
    }
    int channels = prediction.dim(0);
    return new RepeatedPixels(target, channels, Shape.of(channels, once.dim(0), once.dim(1)));
  }

  @Override
  public void read(int from, int count, double[] block) {
    // A block is of one instance.
    target.read(from % target.shape().pixels(), count, block);
  }

  @Override
  public Items items() {
    return target.items();
  }

  @Override
  public void read(int from, int count, float[] block) {
    target.read(from % target.shape().pixels(), count, block);
  }

  @Override
  public void read(int from, int count, int[] block) {
    target.read(from % target.shape().pixels(), count, block);
  }

  @Override
  public void read(int from, int count, byte[] block) {
    target.read(from % target.shape().pixels(), count, block);
  }

  @Override
  public int byteZero() {
    return target.byteZero();
  }
}
