package dev.net2vec.kpi;

/** A mask of rank 2 as that of every instance. */
record RepeatedPixels(Pixels once, Shape shape) implements Pixels {
  /**
   * Returns the target, once for each channel of a prediction.
   *
   * @throws InvalidMaskException if the prediction is not of rank 3, or the target not of rank 2
   */
  static RepeatedPixels of(Shape prediction, Pixels target) {
    if (prediction.rank() != 3) {
      throw MaskErrors.unsupported(
          MaskRole.PREDICTION, "shape " + prediction, "rank 3: channels, height and width");
    }
    requireMap(target, "channel");
    return of(target, prediction.dim(0));
  }

  /** Checks that a target is of rank 2. */
  static void requireMap(Pixels target, String of) {
    if (target.shape().rank() != 2) {
      throw MaskErrors.unsupported(
          MaskRole.TARGET, "shape " + target.shape(), "rank 2, as it is the target of every " + of);
    }
  }

  /** Returns a mask of rank 2 this many times. */
  static RepeatedPixels of(Pixels once, int times) {
    return new RepeatedPixels(once, Shape.of(times, once.shape().dim(0), once.shape().dim(1)));
  }

  @Override
  public void read(int from, int count, double[] block) {
    // A block is of one instance.
    once.read(from % once.shape().pixels(), count, block);
  }

  @Override
  public Items items() {
    return once.items();
  }

  @Override
  public void read(int from, int count, float[] block) {
    once.read(from % once.shape().pixels(), count, block);
  }

  @Override
  public void read(int from, int count, int[] block) {
    once.read(from % once.shape().pixels(), count, block);
  }

  @Override
  public void read(int from, int count, byte[] block) {
    once.read(from % once.shape().pixels(), count, block);
  }

  @Override
  public int byteZero() {
    return once.byteZero();
  }
}
