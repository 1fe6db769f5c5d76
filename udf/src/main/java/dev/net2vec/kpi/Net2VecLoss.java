package dev.net2vec.kpi;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The Net2Vec value of soft masks against true ones, on tensors: formula (1) of R. Fong and A.
 * Vedaldi, "Net2Vec" (CVPR 2018, arXiv:1801.03454).
 *
 * <p>With outputs {@code o} in [0, 1], foreground where the target exceeds {@code target_thresh},
 * and {@code b = factor_pos_class}, the value of one instance is {@code b·TP + (1 − b)·TN}, in
 * pixels: TP sums {@code o} over the foreground, TN sums {@code 1 − o} over the rest. It lies
 * between 0 and the number of pixels.
 *
 * <pre>{@code
 * INDArray outputs = Nd4j.createFromArray(0.25f, 1.0f);
 * INDArray targets = Nd4j.createFromArray(0, 1);
 * new Net2VecLoss().forward(outputs, targets); // 0.875 = 0.5·1 + 0.5·0.75
 * new Net2VecLoss().loss(outputs, targets); // -0.875
 * new Net2VecLoss().gradient(outputs, targets); // [-0.5, 0.5]
 * }</pre>
 */
public final class Net2VecLoss extends OverlapLoss {
  private final double factorPosClass;

  /** Creates the loss with {@code factor_pos_class=0.5, target_thresh=0.0, reduction=mean}. */
  public Net2VecLoss() {
    this(FactorPosClass.DEFAULT);
  }

  /**
   * Creates the loss with {@code target_thresh=0.0, reduction=mean}.
   *
   * @param factorPosClass b, in [0, 1]
   * @throws IllegalArgumentException if {@code factorPosClass} is NaN or outside [0, 1]
   */
  public Net2VecLoss(double factorPosClass) {
    this(factorPosClass, TargetThresh.DEFAULT, BatchReduction.MEAN);
  }

  /**
   * Creates the loss.
   *
   * @param factorPosClass b, in [0, 1]
   * @param targetThresh a pixel is foreground if its target is greater than this
   * @param reduction reduces the values of all instances
   * @throws IllegalArgumentException if {@code factorPosClass} is NaN or outside [0, 1], {@code
   *     targetThresh} is NaN or {@code reduction} is null
   */
  public Net2VecLoss(double factorPosClass, double targetThresh, Reduction reduction) {
    this(factorPosClass, targetThresh, reduction, Resizing.NONE);
  }

  private Net2VecLoss(
      double factorPosClass, double targetThresh, Reduction reduction, Resizing resizing) {
    super(targetThresh, reduction, resizing);
    this.factorPosClass = FactorPosClass.require(factorPosClass);
  }

  /**
   * Returns the loss with these settings, the inverse of {@link #settings}.
   *
   * <p>{@code Net2VecLoss.of(Map.of("factor_pos_class", 0.9, "reduction", "sum"))} is {@code
   * Net2VecLoss(factor_pos_class=0.9, target_thresh=0.0, reduction=sum)}.
   *
   * @param settings {@code factor_pos_class} and {@code target_thresh} as numbers or their text,
   *     {@code reduction} as {@code mean}, {@code sum} or a {@link Reduction}, {@code resize} as
   *     {@code none}, {@code bilinear}, {@code nearest} or an {@link Interpolation}, {@code
   *     align_corners} as a boolean or its text; each is optional
   * @throws IllegalArgumentException if a key is unknown or a value is invalid
   */
  public static Net2VecLoss of(Map<String, ?> settings) {
    LossSettings given = new LossSettings(settings, LossSettings.FACTOR_POS_CLASS);
    return new Net2VecLoss(
        given.number(LossSettings.FACTOR_POS_CLASS, FactorPosClass.DEFAULT),
        given.number(LossSettings.TARGET_THRESH, TargetThresh.DEFAULT),
        given.reduction(),
        given.resizing());
  }

  /**
   * Returns this loss for outputs of another height and width than the target.
   *
   * <p>{@code new Net2VecLoss(0.9).withResize(Interpolation.BILINEAR)} takes the activations of a
   * layer and a mask of the image.
   */
  public Net2VecLoss withResize(Interpolation resize) {
    return with(new Resizing(resize, alignCorners()));
  }

  /** Returns this loss with the centres of both masks' corner pixels aligned where they resize. */
  public Net2VecLoss withAlignedCorners() {
    return with(new Resizing(resize(), true));
  }

  private Net2VecLoss with(Resizing resizing) {
    return new Net2VecLoss(factorPosClass, targetThresh(), reduction(), resizing);
  }

  /** Returns b, the weight of the foreground. */
  public double factorPosClass() {
    return factorPosClass;
  }

  /**
   * Returns −{@link #forward}, for an optimiser to minimise.
   *
   * @throws InvalidMaskException as for {@link #instances}
   */
  @Override
  public INDArray loss(INDArray outputs, INDArray targets) {
    return forward(outputs, targets).neg();
  }

  @Override
  INDArray value(INDArray outputs, INDArray foreground) {
    INDArray truePositive = sum(outputs.mul(foreground));
    INDArray trueNegative = sum(outputs.rsub(1).muli(foreground.rsub(1)));
    return weigh(truePositive, trueNegative);
  }

  @Override
  INDArray derivative(INDArray outputs, INDArray foreground) {
    // ∂TP/∂o is the foreground, ∂TN/∂o minus the background.
    return weigh(foreground, foreground.sub(1));
  }

  /**
   * Applies formula (1). It is linear, so its value for one unit of a term is that term's weight.
   */
  private INDArray weigh(INDArray truePositive, INDArray trueNegative) {
    return truePositive
        .mul(FactorPosClass.weigh(factorPosClass, 1, 0))
        .addi(trueNegative.mul(FactorPosClass.weigh(factorPosClass, 0, 1)));
  }

  @Override
  void putOwn(Map<String, Object> settings) {
    settings.put(LossSettings.FACTOR_POS_CLASS, factorPosClass);
  }
}
