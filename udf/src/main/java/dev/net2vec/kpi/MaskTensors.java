package dev.net2vec.kpi;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A valid pair of masks as tensors: soft outputs and a binary target.
 *
 * @param outputs DOUBLE, every item in [0, 1]; may share memory with the caller's
 * @param foreground DOUBLE of the same shape: 1 where the target exceeds the threshold, else 0
 * @param weights what the outputs were resized by; null if they were not
 */
record MaskTensors(INDArray outputs, INDArray foreground, Weights weights) {

  /**
   * Checks, converts and binarises the masks.
   *
   * @throws InvalidMaskException as for {@link OverlapLoss#instances}
   */
  static MaskTensors of(
      INDArray outputs, INDArray targets, double targetThresh, Resizing resizing) {
    Shape shape = shape(MaskRole.PREDICTION, outputs);
    Shape targetShape = shape(MaskRole.TARGET, targets);
    boolean same = shape.equals(targetShape);
    if (!same && resizing.interpolation() == Interpolation.NONE) {
      throw MaskErrors.shapeMismatch(shape, targetShape);
    }
    requirePixels(MaskRole.PREDICTION, shape);
    requirePixels(MaskRole.TARGET, targetShape);
    Weights weights = same ? null : resizing.weights(shape, targetShape);
    INDArray soft = outputs.castTo(DataType.DOUBLE);
    INDArray real = targets.castTo(DataType.DOUBLE);
    // Comparisons with NaN are false.
    if (!(soft.gte(0).all() && soft.lte(1).all() && real.eq(real).all())) {
      throw invalidItem(soft, real, shape, targetShape);
    }
    return new MaskTensors(
        same ? soft : Resizing.enlarge(soft, weights),
        real.gt(targetThresh).castTo(DataType.DOUBLE),
        weights);
  }

  private static void requirePixels(MaskRole role, Shape shape) {
    if (shape.pixels() == 0) {
      throw MaskErrors.empty(role, shape);
    }
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

  /**
   * Returns the error of the first invalid item in row-major order, the outputs' before the
   * targets'; there must be one.
   */
  private static InvalidMaskException invalidItem(
      INDArray outputs, INDArray targets, Shape shape, Shape targetShape) {
    double[] soft = outputs.dup('c').data().asDouble();
    double[] real = targets.dup('c').data().asDouble();
    int pixel = 0;
    for (; pixel < Math.max(soft.length, real.length); pixel++) {
      if (pixel < soft.length && Double.isNaN(soft[pixel])) {
        return MaskErrors.notANumber(MaskRole.PREDICTION, shape, pixel);
      } else if (pixel < soft.length && !(soft[pixel] >= 0 && soft[pixel] <= 1)) {
        return MaskErrors.outOfRange(soft[pixel], shape, pixel);
      } else if (pixel < real.length && Double.isNaN(real[pixel])) {
        return MaskErrors.notANumber(MaskRole.TARGET, targetShape, pixel);
      }
    }
    throw new IllegalStateException("every item is valid");
  }
}
