package dev.net2vec.kpi;

/**
 * Projects activations on concept vectors: {@code Σ_k w_k·A_k + bias} over the channels k, the
 * first step of M(x; w) (Fong &amp; Vedaldi, CVPR 2018, equation 1).
 *
 * <p>Activations of several concepts are read once, in blocks that fit the L1 cache. Products are
 * added in double, from the first channel to the last, so the same activations give the same bits
 * in every encoding, alone or beside other concepts.
 *
 * <pre>{@code
 * Pixels activations = Pixels.of(new float[] {1, 2, 3, 4}, 2, 1, 2); // 2 channels of 1x2
 * new Projection().run(activations, new double[] {1, 10}, 0.5); // 31.5, 42.5
 * }</pre>
 *
 * <p>Not thread-safe: the blocks are reused.
 */
public final class Projection {
  /** The most pixels of a channel that are read at once. */
  private static final int BLOCK = 1024;

  /** The channels that are read at once. */
  private static final int AT_ONCE = 4;

  private final double[][] blocks = new double[AT_ONCE][BLOCK];

  /** Returns the projection on one concept, in row-major order of height and width. */
  public double[] run(Pixels activations, double[] weights, double bias) {
    return run(activations, new double[][] {weights}, new double[] {bias})[0];
  }

  /**
   * Returns the projections on several concepts, each in row-major order of height and width.
   *
   * @param activations of rank 3: channels, height and width
   * @param weights of each concept, a weight for each channel
   * @param biases of each concept
   * @throws InvalidMaskException if the activations have another rank or no item, the weights are
   *     not as many as the channels, or a number is NULL, NaN or infinite
   */
  public double[][] run(Pixels activations, double[][] weights, double[] biases) {
    Shape shape = activations.shape();
    requireActivations(shape);
    for (int concept = 0; concept < weights.length; concept++) {
      requireWeights(weights[concept], biases[concept], shape);
    }
    double[][] projections = new double[weights.length][shape.instancePixels()];
    add(activations, weights, projections);
    for (int concept = 0; concept < weights.length; concept++) {
      for (int i = 0; i < projections[concept].length; i++) {
        projections[concept][i] += biases[concept];
      }
      requireFinite(activations, projections[concept]);
    }
    return projections;
  }

  private static void requireActivations(Shape shape) {
    if (shape.rank() != 3) {
      throw MaskErrors.unsupported(
          MaskRole.ACTIVATIONS,
          "shape " + shape + " (rank " + shape.rank() + ")",
          "rank 3: channels, height and width");
    }
    if (shape.pixels() == 0) {
      throw MaskErrors.empty(MaskRole.ACTIVATIONS, shape);
    }
  }

  private static void requireWeights(double[] weights, double bias, Shape shape) {
    if (weights.length != shape.dim(0)) {
      throw MaskErrors.weightsMismatch(weights.length, shape);
    }
    for (int k = 0; k < weights.length; k++) {
      if (!Double.isFinite(weights[k])) {
        throw MaskErrors.notFinite("weights", weights[k], " at [" + k + "]");
      }
    }
    if (!Double.isFinite(bias)) {
      throw MaskErrors.notFinite("bias", bias, "");
    }
  }

  private void add(Pixels activations, double[][] weights, double[][] projections) {
    Shape shape = activations.shape();
    int size = shape.instancePixels();
    for (int from = 0; from < size; from += BLOCK) {
      int count = Math.min(BLOCK, size - from);
      double[][] sums = new double[weights.length][count];
      for (int channel = 0; channel < shape.dim(0); channel += AT_ONCE) {
        int channels = Math.min(AT_ONCE, shape.dim(0) - channel);
        for (int i = 0; i < channels; i++) {
          activations.read((channel + i) * size + from, count, blocks[i]);
        }
        for (int concept = 0; concept < weights.length; concept++) {
          if (channels == AT_ONCE) {
            addFour(weights[concept], channel, sums[concept]);
          } else {
            addEach(weights[concept], channel, channels, sums[concept]);
          }
        }
      }
      for (int concept = 0; concept < weights.length; concept++) {
        System.arraycopy(sums[concept], 0, projections[concept], from, count);
      }
    }
  }

  /**
   * Adds four channels, so that a sum is read and written once for them. All arrays are read from
   * their starts, since the compiler vectorises no other loop.
   */
  private void addFour(double[] weights, int channel, double[] sums) {
    double weight0 = weights[channel];
    double weight1 = weights[channel + 1];
    double weight2 = weights[channel + 2];
    double weight3 = weights[channel + 3];
    double[] block0 = blocks[0];
    double[] block1 = blocks[1];
    double[] block2 = blocks[2];
    double[] block3 = blocks[3];
    for (int i = 0; i < sums.length; i++) {
      sums[i] =
          (((sums[i] + weight0 * block0[i]) + weight1 * block1[i]) + weight2 * block2[i])
              + weight3 * block3[i];
    }
  }

  private void addEach(double[] weights, int channel, int channels, double[] sums) {
    for (int k = 0; k < channels; k++) {
      double weight = weights[channel + k];
      double[] block = blocks[k];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * block[i];
      }
    }
  }

  /** Checks the activations by what became of them: NaN and infinity reach the sums. */
  private void requireFinite(Pixels activations, double[] projection) {
    for (int i = 0; i < projection.length; i++) {
      if (!Double.isFinite(projection[i])) {
        requireFinite(activations);
        Shape shape = activations.shape();
        throw MaskErrors.notFinite(
            "projection",
            projection[i],
            " at " + Shape.of(shape.height(), shape.width()).position(i));
      }
    }
  }

  private void requireFinite(Pixels activations) {
    Shape shape = activations.shape();
    double[] block = blocks[0];
    for (int from = 0; from < shape.pixels(); from += BLOCK) {
      int count = Math.min(BLOCK, shape.pixels() - from);
      activations.read(from, count, block);
      for (int i = 0; i < count; i++) {
        if (!Double.isFinite(block[i])) {
          throw MaskErrors.notFinite(block[i], shape, from + i);
        }
      }
    }
  }
}
