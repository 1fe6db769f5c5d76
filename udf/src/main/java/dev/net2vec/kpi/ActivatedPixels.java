package dev.net2vec.kpi;

/** A network's outputs as predictions: the activation is applied to every item as it is read. */
record ActivatedPixels(Pixels outputs, Activation activation) implements Pixels {
  /** Returns the predictions, which are the outputs themselves where there is no activation. */
  static Pixels of(Pixels outputs, Activation activation) {
    return activation == Activation.NONE ? outputs : new ActivatedPixels(outputs, activation);
  }

  @Override
  public Shape shape() {
    return outputs.shape();
  }

  @Override
  public void read(int from, int count, double[] block) {
    outputs.read(from, count, block);
    activation.apply(count, block);
  }
}
