package dev.net2vec.kpi;

/** Makes a network's outputs predictions, and checks them. */
final class Predictions {
  private static final int BLOCK = Blocks.PIXELS;

  /** Logits beyond this could overflow when they are weighted by a side's length. */
  private static final double LARGEST_LOGIT = 1e280;

  private Predictions() {}

  /** Returns the outputs after the activation, clipped if that is asked for. */
  static Pixels of(Pixels outputs, ScoringOptions options) {
    Pixels prediction = ActivatedPixels.of(outputs, options.activation());
    return options.clip() ? new ClippedPixels(prediction) : prediction;
  }

  /** Returns predictions in [0, 1] as foreground and background, if that is asked for. */
  static Pixels binarised(Pixels prediction, ScoringOptions options) {
    return options.isBinary()
        ? new BinarisedPixels(prediction, options.outputThresh())
        : prediction;
  }

  /** Returns the index of the first item of a block outside [0, 1]; −1 if there is none. */
  static int firstInvalid(double[] block, int count) {
    for (int i = 0; i < count; i++) {
      // Outside, one factor is negative, and the product does not underflow.
      if (!(block[i] * (1 - block[i]) >= 0)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the error of a pixel whose prediction is outside [0, 1], or whose target is NaN. */
  static InvalidMaskException invalidItem(
      Pixels prediction, int pixel, double o, ScoringOptions options) {
    return o >= 0 && o <= 1
        ? MaskErrors.notANumber(MaskRole.TARGET, prediction.shape(), pixel)
        : invalid(prediction, pixel, o, options);
  }

  /** Returns the error of an item that is NaN or outside [0, 1]. */
  static InvalidMaskException invalid(
      Pixels prediction, int pixel, double o, ScoringOptions options) {
    if (Double.isNaN(o)) {
      return MaskErrors.notANumber(MaskRole.PREDICTION, prediction.shape(), pixel);
    }
    return options.clip()
        ? MaskErrors.outOfClip(o, prediction, pixel)
        : MaskErrors.outOfRange(o, prediction, pixel);
  }

  /** Checks that every item is in [0, 1]. */
  static void require(Pixels prediction, ScoringOptions options) {
    double[] block = new double[BLOCK];
    int pixels = prediction.shape().pixels();
    for (int from = 0; from < pixels; from += BLOCK) {
      int count = Math.min(BLOCK, pixels - from);
      prediction.read(from, count, block);
      int bad = firstInvalid(block, count);
      if (bad >= 0) {
        throw invalid(prediction, from + bad, block[bad], options);
      }
    }
  }

  /** Checks that every item can be resized before the activation. */
  static void requireLogits(Pixels outputs) {
    double[] block = new double[BLOCK];
    int pixels = outputs.shape().pixels();
    for (int from = 0; from < pixels; from += BLOCK) {
      int count = Math.min(BLOCK, pixels - from);
      outputs.read(from, count, block);
      for (int i = 0; i < count; i++) {
        if (Double.isNaN(block[i])) {
          throw MaskErrors.notANumber(MaskRole.PREDICTION, outputs.shape(), from + i);
        } else if (Math.abs(block[i]) > LARGEST_LOGIT) {
          throw MaskErrors.logitOutOfRange(block[i], LARGEST_LOGIT, outputs.shape(), from + i);
        }
      }
    }
  }
}
