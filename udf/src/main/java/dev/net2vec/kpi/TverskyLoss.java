package dev.net2vec.kpi;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The Tversky loss of soft masks, on tensors: S. S. M. Salehi, D. Erdogmus and A. Gholipour,
 * "Tversky loss function for image segmentation using 3D fully convolutional deep networks" (2017,
 * arXiv:1706.05721).
 *
 * <p>With {@code b = factor_false_positives}, the value of one instance is the Tversky index {@code
 * TP ÷ (TP + b·FP + (1 − b)·FN)}, in [0, 1]: TP sums the outputs over the foreground, FP over the
 * rest, and FN sums {@code 1 − o} over the foreground. For b = 0.5 it is the soft Dice coefficient.
 * The {@link #loss} of an instance is 1 − the index. Where neither mask has foreground, TP + FP +
 * FN = 0, the value is {@code empty_score}. Where only the weights make the denominator 0, as b = 1
 * does for outputs of nothing, the value is 0, its limit as b comes near. The derivative of both is
 * 0.
 *
 * <pre>{@code
 * INDArray outputs = Nd4j.createFromArray(0.25f, 1.0f);
 * INDArray targets = Nd4j.createFromArray(0, 1);
 * new TverskyLoss(0.5).forward(outputs, targets); // 0.8888… = 1 ÷ (1 + 0.5·0.25)
 * new TverskyLoss(0.5).loss(outputs, targets); // 0.1111…
 * }</pre>
 */
public final class TverskyLoss extends OverlapLoss {
  private static final double DEFAULT_FACTOR = 0.7;

  private final double factorFalsePositives;
  private final EmptyScore emptyScore;

  /** Creates the loss with {@code factor_false_positives=0.7, target_thresh=0, reduction=mean}. */
  public TverskyLoss() {
    this(DEFAULT_FACTOR);
  }

  /**
   * Creates the loss with {@code target_thresh=0.0, reduction=mean}.
   *
   * @param factorFalsePositives b, in [0, 1]
   * @throws IllegalArgumentException if {@code factorFalsePositives} is NaN or outside [0, 1]
   */
  public TverskyLoss(double factorFalsePositives) {
    this(factorFalsePositives, TargetThresh.DEFAULT, BatchReduction.MEAN);
  }

  /**
   * Creates the loss.
   *
   * @param factorFalsePositives b, in [0, 1]
   * @param targetThresh a pixel is foreground if its target is greater than this
   * @param reduction reduces the values of all instances
   * @throws IllegalArgumentException if {@code factorFalsePositives} is NaN or outside [0, 1],
   *     {@code targetThresh} is NaN or {@code reduction} is null
   */
  public TverskyLoss(double factorFalsePositives, double targetThresh, Reduction reduction) {
    this(factorFalsePositives, EmptyScore.DEFAULT, targetThresh, reduction, Resizing.NONE);
  }

  private TverskyLoss(
      double factorFalsePositives,
      EmptyScore emptyScore,
      double targetThresh,
      Reduction reduction,
      Resizing resizing) {
    super(targetThresh, reduction, resizing);
    if (!(factorFalsePositives >= 0 && factorFalsePositives <= 1)) {
      throw new IllegalArgumentException(
          "factor_false_positives is " + factorFalsePositives + ", but must be in [0, 1]");
    }
    this.factorFalsePositives = factorFalsePositives;
    this.emptyScore = emptyScore;
  }

  /**
   * Returns the loss with these settings, the inverse of {@link #settings}.
   *
   * @param settings {@code factor_false_positives} as a number or its text, {@code empty_score} as
   *     a number, its text or null, the others as for {@link Net2VecLoss#of}; each is optional
   * @throws IllegalArgumentException if a key is unknown or a value is invalid
   */
  public static TverskyLoss of(Map<String, ?> settings) {
    LossSettings given =
        new LossSettings(settings, LossSettings.FACTOR_FALSE_POSITIVES, LossSettings.EMPTY_SCORE);
    return new TverskyLoss(
        given.number(LossSettings.FACTOR_FALSE_POSITIVES, DEFAULT_FACTOR),
        given.emptyScore(),
        given.number(LossSettings.TARGET_THRESH, TargetThresh.DEFAULT),
        given.reduction(),
        given.resizing());
  }

  /**
   * Returns this loss with another value of the instances without foreground in either mask.
   *
   * @param score {@code new EmptyScore(null)} gives them NaN
   */
  public TverskyLoss withEmptyScore(EmptyScore score) {
    return new TverskyLoss(
        factorFalsePositives,
        score,
        targetThresh(),
        reduction(),
        new Resizing(resize(), alignCorners()));
  }

  /** Returns this loss for outputs of another height and width than the target. */
  public TverskyLoss withResize(Interpolation resize) {
    return with(new Resizing(resize, alignCorners()));
  }

  /** Returns this loss with the centres of both masks' corner pixels aligned where they resize. */
  public TverskyLoss withAlignedCorners() {
    return with(new Resizing(resize(), true));
  }

  private TverskyLoss with(Resizing resizing) {
    return new TverskyLoss(factorFalsePositives, emptyScore, targetThresh(), reduction(), resizing);
  }

  /** Returns b, the weight of false positives. */
  public double factorFalsePositives() {
    return factorFalsePositives;
  }

  /** Returns the value of an instance without foreground in either mask. */
  public EmptyScore emptyScore() {
    return emptyScore;
  }

  /**
   * Returns the reduction of 1 − {@link #instances}, for an optimiser to minimise.
   *
   * @throws InvalidMaskException as for {@link #instances}
   */
  @Override
  public INDArray loss(INDArray outputs, INDArray targets) {
    return reduction().apply(instances(outputs, targets).rsub(1));
  }

  @Override
  INDArray value(INDArray outputs, INDArray foreground) {
    INDArray truePositive = sum(outputs.mul(foreground));
    INDArray falsePositive = sum(outputs.mul(foreground.rsub(1)));
    INDArray falseNegative = sum(outputs.rsub(1).muli(foreground));
    INDArray denominator = denominator(truePositive, falsePositive, falseNegative);
    // Of 0 ÷ 0 by the weights alone, any other denominator makes 0.
    INDArray isZero = denominator.eq(0).castTo(DataType.DOUBLE);
    return quotients(
        truePositive, denominator.add(falsePositive.add(falseNegative).muli(isZero)), emptyScore);
  }

  /** With D the denominator, ∂TP/∂o is the foreground and ∂D/∂o is b, at every pixel. */
  @Override
  INDArray derivative(INDArray outputs, INDArray foreground) {
    INDArray truePositive = sum(outputs.mul(foreground));
    INDArray denominator =
        denominator(
            truePositive,
            sum(outputs.mul(foreground.rsub(1))),
            sum(outputs.rsub(1).muli(foreground)));
    EmptyScore flat = new EmptyScore(0.0);
    INDArray inverse = quotients(denominator.mul(0).addi(1), denominator, flat);
    INDArray index = quotients(truePositive, denominator, flat);
    return foreground
        .sub(perPixel(index.mul(factorFalsePositives), outputs))
        .mul(perPixel(inverse, outputs));
  }

  private INDArray denominator(
      INDArray truePositive, INDArray falsePositive, INDArray falseNegative) {
    return truePositive
        .add(falsePositive.mul(factorFalsePositives))
        .addi(falseNegative.mul(1 - factorFalsePositives));
  }

  @Override
  void putOwn(Map<String, Object> settings) {
    settings.put(LossSettings.FACTOR_FALSE_POSITIVES, factorFalsePositives);
    settings.put(LossSettings.EMPTY_SCORE, emptyScore.score());
  }
}
