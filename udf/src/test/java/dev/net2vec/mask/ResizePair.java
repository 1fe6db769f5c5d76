package dev.net2vec.mask;

import dev.net2vec.kpi.Activation;
import dev.net2vec.kpi.ActivationOrder;
import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.Interpolation;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.ResizedPixels;
import dev.net2vec.kpi.ScoringOptions;
import java.util.Arrays;
import java.util.Random;

/** Two masks of any sizes, which may hold hostile values, and how they are scored. */
final class ResizePair {
  private static final double[] HOSTILE = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    -1,
    -1e-9,
    1 + 1e-9,
    2,
    3,
    255,
    1e300,
    -1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE
  };
  private static final double[] THRESHOLDS = {
    0, 0.5, 1, -1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
  };
  private static final double LARGEST_LOGIT = 1e280;

  private final double[] items;
  private final int[] dims;
  private final double[] targetItems;
  private final int[] targetDims;
  private final ScoringOptions options;
  private final double thresh;

  private ResizePair(
      double[] items,
      int[] dims,
      double[] targetItems,
      int[] targetDims,
      ScoringOptions options,
      double thresh) {
    this.items = items;
    this.dims = dims;
    this.targetItems = targetItems;
    this.targetDims = targetDims;
    this.options = options;
    this.thresh = thresh;
  }

  static ResizePair random(Random random) {
    int rank = 1 + random.nextInt(4);
    int[] dims = new int[rank];
    int[] targetDims = new int[rank];
    for (int i = 0; i < rank; i++) {
      boolean leading = i < rank - 2;
      dims[i] = leading ? 1 + random.nextInt(2) : side(random, 12);
      targetDims[i] = leading ? dims[i] : side(random, rank == 1 ? 2500 : 40);
    }
    if (random.nextInt(50) == 0) {
      targetDims[0] = random.nextInt(3);
    }
    ScoringOptions options = options(random);
    double[] items = new double[product(dims)];
    for (int i = 0; i < items.length; i++) {
      items[i] =
          options.activation() == Activation.NONE ? random.nextDouble() : 4 * random.nextGaussian();
    }
    double[] targetItems = target(random, product(targetDims));
    spoil(random, items);
    spoil(random, targetItems);
    double thresh = THRESHOLDS[random.nextInt(3) == 0 ? random.nextInt(THRESHOLDS.length) : 0];
    return new ResizePair(items, dims, targetItems, targetDims, options, thresh);
  }

  private static int side(Random random, int most) {
    return random.nextInt(200) == 0 ? 0 : 1 + random.nextInt(random.nextInt(most) + 1);
  }

  private static int product(int[] dims) {
    return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
  }

  /** Runs of two to four classes. */
  private static double[] target(Random random, int pixels) {
    double[] items = new double[pixels];
    int classes = 2 + random.nextInt(3);
    int run = 1 + random.nextInt(30);
    for (int i = 0; i < pixels; i++) {
      boolean same = i > 0 && random.nextInt(run) != 0;
      items[i] = same ? items[i - 1] : random.nextInt(classes);
    }
    return items;
  }

  private static ScoringOptions options(Random random) {
    return ScoringOptions.DEFAULT
        .withResize(random.nextBoolean() ? Interpolation.BILINEAR : Interpolation.NEAREST)
        .withAlignCorners(random.nextBoolean())
        .withClip(random.nextInt(3) == 0)
        .withActivation(random.nextInt(3) == 0 ? Activation.SIGMOID : Activation.NONE)
        .withActivationOrder(
            random.nextBoolean() ? ActivationOrder.BEFORE_RESIZE : ActivationOrder.AFTER_RESIZE)
        .withIgnoreValues(
            switch (random.nextInt(6)) {
              case 0 -> IgnoreValues.of(1);
              case 1 -> IgnoreValues.of(0);
              case 2 -> IgnoreValues.of(Double.NaN);
              default -> IgnoreValues.NONE;
            });
  }

  /** One mask in sixteen has a hostile item or two. */
  private static void spoil(Random random, double[] items) {
    if (items.length > 0 && random.nextInt(16) == 0) {
      for (int i = 0; i < 2; i++) {
        items[random.nextInt(items.length)] = HOSTILE[random.nextInt(HOSTILE.length)];
      }
    }
  }

  double[] score() {
    return score(options, Pixels.of(items, dims), Pixels.of(targetItems, targetDims));
  }

  /** Returns whether an encoding can carry the target. */
  boolean isTargetIn(Encoding encoding) {
    return encoding.carries(targetItems, targetDims, MaskRole.TARGET);
  }

  /** Returns the confusion with the target in an encoding. */
  double[] score(Encoding encoding) {
    return score(
        options, Pixels.of(items, dims), encoding.mask(targetItems, targetDims, MaskRole.TARGET));
  }

  private double[] score(ScoringOptions how, Pixels prediction, Pixels target) {
    return new ConfusionKernel(how).run(prediction, target, thresh);
  }

  /** Returns the confusion of the prediction at the target's size, by the ordinary kernel. */
  double[] enlarged() {
    if (isOfOneSize()) {
      return score(
          options.withResize(Interpolation.NONE),
          Pixels.of(items, dims),
          Pixels.of(targetItems, targetDims));
    }
    Pixels small = Pixels.of(isActivatedLarge() ? items : predictions(), dims);
    Pixels large =
        ResizedPixels.of(
            small,
            targetDims.length == 1 ? 1 : targetDims[targetDims.length - 2],
            targetDims[targetDims.length - 1],
            options.resize(),
            options.alignCorners());
    ScoringOptions how =
        ScoringOptions.DEFAULT
            .withIgnoreValues(options.ignoreValues())
            .withActivation(isActivatedLarge() ? options.activation() : Activation.NONE);
    return score(how, large, Pixels.of(targetItems, targetDims));
  }

  boolean isOfOneSize() {
    return Arrays.equals(dims, targetDims);
  }

  private boolean isActivatedLarge() {
    return options.activation() == Activation.SIGMOID
        && options.activationOrder() == ActivationOrder.AFTER_RESIZE;
  }

  /** Returns the items after the activation, clipped. */
  private double[] predictions() {
    return Arrays.stream(items).map(this::prediction).toArray();
  }

  private double prediction(double item) {
    double o = options.activation() == Activation.SIGMOID ? 1 / (1 + Math.exp(-item)) : item;
    return options.clip() && o >= -1 && o <= 2 ? Math.min(1, Math.max(0, o)) : o;
  }

  /** Returns whether something is wrong with the pair, if it has to be resized. */
  boolean isInvalid() {
    int leading = Math.max(0, dims.length - 2);
    return !Arrays.equals(dims, 0, leading, targetDims, 0, leading)
        || product(dims) == 0
        || product(targetDims) == 0
        || !Arrays.stream(items).allMatch(this::isPrediction)
        || Arrays.stream(targetItems).anyMatch(t -> Double.isNaN(t) && !isIgnored(t))
        || hasNoPixel();
  }

  private boolean isPrediction(double item) {
    if (isActivatedLarge()) {
      return Math.abs(item) <= LARGEST_LOGIT;
    }
    return prediction(item) >= 0 && prediction(item) <= 1;
  }

  private boolean isIgnored(double item) {
    return options.ignoreValues().contains(item);
  }

  private boolean hasNoPixel() {
    int size =
        product(
            Arrays.copyOfRange(targetDims, Math.max(0, targetDims.length - 2), targetDims.length));
    for (int from = 0; from < targetItems.length; from += size) {
      if (Arrays.stream(targetItems, from, from + size).allMatch(this::isIgnored)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "%s of %s, %s of %s above %s, %s"
        .formatted(
            Arrays.toString(items),
            Arrays.toString(dims),
            Arrays.toString(targetItems),
            Arrays.toString(targetDims),
            thresh,
            options);
  }
}
