package dev.net2vec.kpi;

/** Some of the channels of a prediction C×H×W, whose numbers are class ids. */
record ChannelPixels(Pixels all, TargetClasses channels, Shape shape) implements Pixels {
  /**
   * Returns the channels; all if the classes name none.
   *
   * @throws InvalidMaskException if the prediction is not of rank 3, or lacks a channel
   */
  static Pixels of(Pixels all, TargetClasses channels) {
    Shape shape = all.shape();
    if (shape.rank() != 3) {
      throw MaskErrors.unsupported(
          MaskRole.PREDICTION, "shape " + shape, "rank 3: channels, height and width");
    }
    if (channels.ids().isEmpty()) {
      return all;
    }
    for (double channel : channels.ids()) {
      if (channel >= shape.dim(0)) {
        throw MaskErrors.unsupported(
            MaskRole.PREDICTION,
            shape.dim(0) + " channels",
            "at least %d, as target_class has class %d"
                .formatted((long) channel + 1, (long) channel));
      }
    }
    return new ChannelPixels(
        all, channels, Shape.of(channels.ids().size(), shape.dim(1), shape.dim(2)));
  }

  /** Returns the place of a pixel among all channels; a block is of one instance. */
  private int place(int pixel) {
    int size = shape.instancePixels();
    int channel = (int) channels.ofInstance(pixel / size);
    return channel * size + pixel % size;
  }

  @Override
  public void read(int from, int count, double[] block) {
    all.read(place(from), count, block);
  }

  @Override
  public Items items() {
    return all.items();
  }

  @Override
  public void read(int from, int count, float[] block) {
    all.read(place(from), count, block);
  }

  @Override
  public void read(int from, int count, int[] block) {
    all.read(place(from), count, block);
  }

  @Override
  public void read(int from, int count, byte[] block) {
    all.read(place(from), count, block);
  }

  @Override
  public int byteZero() {
    return all.byteZero();
  }
}
