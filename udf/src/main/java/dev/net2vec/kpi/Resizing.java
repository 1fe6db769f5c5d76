package dev.net2vec.kpi;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How tensors of outputs are resized to the height and width of their targets.
 *
 * @param alignCorners as in {@link ScoringOptions}
 */
record Resizing(Interpolation interpolation, boolean alignCorners) {
  static final Resizing NONE = new Resizing(Interpolation.NONE, false);

  /** Checks the interpolation. */
  Resizing {
    if (interpolation == null) {
      throw new IllegalArgumentException(
          "resize is null, but must be " + LossSettings.INTERPOLATIONS);
    }
  }

  /**
   * Returns the weights from one shape to another.
   *
   * @throws InvalidMaskException if the shapes differ in more than height and width
   */
  Weights weights(Shape outputs, Shape targets) {
    if (!outputs.hasLeadingDimsOf(targets)) {
      throw MaskErrors.shapeMismatch(outputs, targets, interpolation);
    }
    MaskErrors.requireResizable(MaskRole.PREDICTION, outputs);
    MaskErrors.requireResizable(MaskRole.TARGET, targets);
    return new Axes(interpolation, alignCorners).of(outputs, targets);
  }

  /** Returns the outputs at the target's size. */
  static INDArray enlarge(INDArray outputs, Weights weights) {
    return Tensors.of(new ResizedPixels(Tensors.pixels(outputs), weights));
  }

  /** Returns the derivative by the outputs, given that by the enlarged ones: the transpose. */
  static INDArray transpose(INDArray derivative, Weights weights, long... shape) {
    double[] enlarged = derivative.dup('c').data().asDouble();
    Axis rows = weights.rows();
    Axis columns = weights.columns();
    double[] small =
        new double[enlarged.length / rows.out() / columns.out() * rows.in() * columns.in()];
    for (int i = 0; i < enlarged.length; i++) {
      int row = i / columns.out();
      int x = i % columns.out();
      int y = row % rows.out();
      int at = (row / rows.out() * rows.in() + rows.low(y)) * columns.in() + columns.low(x);
      double below = (double) rows.next(y) / rows.scale();
      double right = (double) columns.next(x) / columns.scale();
      small[at] += (1 - below) * (1 - right) * enlarged[i];
      if (right > 0) {
        small[at + 1] += (1 - below) * right * enlarged[i];
      }
      if (below > 0) {
        small[at + columns.in()] += below * (1 - right) * enlarged[i];
      }
      if (below > 0 && right > 0) {
        small[at + columns.in() + 1] += below * right * enlarged[i];
      }
    }
    return Nd4j.createFromArray(small).reshape(shape);
  }
}
