package dev.net2vec.kpi;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A valid pair of masks as tensors: soft outputs and a binary target.
 *
 * @param outputs DOUBLE, every item in [0, 1]; may share memory with the caller's
 * @param foreground DOUBLE of the same shape: 1 where the target exceeds the threshold, else 0
 */
record MaskTensors(INDArray outputs, INDArray foreground) {

  /**
   * Checks, converts and binarises the masks.
   *
   * @throws InvalidMaskException as for {@link OverlapLoss#instances}
   */
  static MaskTensors of(INDArray outputs, INDArray targets, double targetThresh) {
    Shape shape = shape(MaskRole.PREDICTION, outputs);
    Shape targetShape = shape(MaskRole.TARGET, targets);
    if (!shape.equals(targetShape)) {
      throw MaskErrors.shapeMismatch(shape, targetShape);
    }
    if (shape.pixels() == 0) {
      throw MaskErrors.empty(MaskRole.PREDICTION, shape);
    }
    INDArray soft = outputs.castTo(DataType.DOUBLE);
    INDArray real = targets.castTo(DataType.DOUBLE);
    // Comparisons with NaN are false.
    if (!(soft.gte(0).all() && soft.lte(1).all() && real.eq(real).all())) {
      throw invalidItem(soft, real, shape);
    }
    return new MaskTensors(soft, real.gt(targetThresh).castTo(DataType.DOUBLE));
  }

  static Shape shape(MaskRole role, INDArray mask) {
    if (mask == null) {
      throw MaskErrors.nullMask(role);
    }
    if (!mask.dataType().isNumerical() && mask.dataType() != DataType.BOOL) {
      throw MaskErrors.unsupported(role, "dtype " + mask.dataType(), "a numeric or BOOL one");
    }
    if (mask.rank() == 0) {
      throw MaskErrors.unsupported(role, "rank 0", "at least 1");
    }
    if (mask.length() > Integer.MAX_VALUE) {
      throw MaskErrors.tooLarge(role, mask.length(), Integer.MAX_VALUE);
    }
    return Shape.of(Arrays.stream(mask.shape()).mapToInt(Math::toIntExact).toArray());
  }

  /** Returns the error of the first invalid item in row-major order; there must be one. */
  private static InvalidMaskException invalidItem(INDArray outputs, INDArray targets, Shape shape) {
    double[] soft = outputs.dup('c').data().asDouble();
    double[] real = targets.dup('c').data().asDouble();
    int pixel = 0;
    while (soft[pixel] >= 0 && soft[pixel] <= 1 && !Double.isNaN(real[pixel])) {
      pixel++;
    }
    double o = soft[pixel];
    if (Double.isNaN(o)) {
      return MaskErrors.notANumber(MaskRole.PREDICTION, shape, pixel);
    }
    return o >= 0 && o <= 1
        ? MaskErrors.notANumber(MaskRole.TARGET, shape, pixel)
        : MaskErrors.outOfRange(o, shape, pixel);
  }
}
