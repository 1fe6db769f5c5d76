package dev.net2vec.kpi;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The intersection over union (Jaccard index) of binarised masks, on tensors.
 *
 * <p>An output is foreground if it is greater than {@code output_thresh}. The value of one instance
 * is {@code TP ÷ (TP + FP + FN)}, in pixels; where neither mask has foreground, it is {@code
 * empty_score}. The counts are not smoothed.
 *
 * <pre>{@code
 * INDArray outputs = Nd4j.createFromArray(0.75f, 1.0f);
 * INDArray targets = Nd4j.createFromArray(0, 1);
 * new IoU().forward(outputs, targets); // 0.5
 * new IoU(0.8).forward(outputs, targets); // 1.0
 * }</pre>
 */
public final class IoU extends OverlapMeasure {
  private final double outputThresh;
  private final EmptyScore emptyScore;

  /** Creates the measure with {@code output_thresh=0.5, target_thresh=0.0, reduction=mean}. */
  public IoU() {
    this(OutputThresh.DEFAULT);
  }

  /**
   * Creates the measure with {@code target_thresh=0.0, reduction=mean}.
   *
   * @param outputThresh an output is foreground if it is greater than this, in [0, 1]
   * @throws IllegalArgumentException if {@code outputThresh} is NaN or outside [0, 1]
   */
  public IoU(double outputThresh) {
    this(outputThresh, TargetThresh.DEFAULT, BatchReduction.MEAN);
  }

  /**
   * Creates the measure.
   *
   * @param outputThresh an output is foreground if it is greater than this, in [0, 1]
   * @param targetThresh a pixel is foreground if its target is greater than this
   * @param reduction reduces the values of all instances
   * @throws IllegalArgumentException if {@code outputThresh} is NaN or outside [0, 1], {@code
   *     targetThresh} is NaN or {@code reduction} is null
   */
  public IoU(double outputThresh, double targetThresh, Reduction reduction) {
    this(outputThresh, EmptyScore.DEFAULT, targetThresh, reduction, Resizing.NONE);
  }

  private IoU(
      double outputThresh,
      EmptyScore emptyScore,
      double targetThresh,
      Reduction reduction,
      Resizing resizing) {
    super(targetThresh, reduction, resizing);
    this.outputThresh = OutputThresh.require(outputThresh);
    this.emptyScore = emptyScore;
  }

  /**
   * Returns the measure with these settings, the inverse of {@link #settings}.
   *
   * @param settings {@code output_thresh} as a number or its text, {@code empty_score} as a number,
   *     its text or null, the others as for {@link Net2VecLoss#of}; each is optional
   * @throws IllegalArgumentException if a key is unknown or a value is invalid
   */
  public static IoU of(Map<String, ?> settings) {
    LossSettings given =
        new LossSettings(settings, LossSettings.OUTPUT_THRESH, LossSettings.EMPTY_SCORE);
    return new IoU(
        given.number(LossSettings.OUTPUT_THRESH, OutputThresh.DEFAULT),
        given.emptyScore(),
        given.number(LossSettings.TARGET_THRESH, TargetThresh.DEFAULT),
        given.reduction(),
        given.resizing());
  }

  /**
   * Returns this measure with another value of the instances without foreground in either mask.
   *
   * @param score {@code new EmptyScore(null)} gives them NaN
   */
  public IoU withEmptyScore(EmptyScore score) {
    return new IoU(
        outputThresh, score, targetThresh(), reduction(), new Resizing(resize(), alignCorners()));
  }

  /**
   * Returns this measure for outputs of another height and width than the target; they are
   * binarised at the target's size.
   */
  public IoU withResize(Interpolation resize) {
    return with(new Resizing(resize, alignCorners()));
  }

  /** Returns this measure with the centres of both masks' corner pixels aligned. */
  public IoU withAlignedCorners() {
    return with(new Resizing(resize(), true));
  }

  private IoU with(Resizing resizing) {
    return new IoU(outputThresh, emptyScore, targetThresh(), reduction(), resizing);
  }

  /** Returns the threshold; an output is foreground if it is strictly greater. */
  public double outputThresh() {
    return outputThresh;
  }

  /** Returns the value of an instance without foreground in either mask. */
  public EmptyScore emptyScore() {
    return emptyScore;
  }

  @Override
  INDArray value(INDArray outputs, INDArray foreground) {
    INDArray predicted = outputs.gt(outputThresh).castTo(DataType.DOUBLE);
    INDArray intersection = sum(predicted.mul(foreground));
    INDArray union = sum(predicted).addi(sum(foreground)).subi(intersection);
    return quotients(intersection, union, emptyScore);
  }

  @Override
  void putOwn(Map<String, Object> settings) {
    settings.put(LossSettings.OUTPUT_THRESH, outputThresh);
    settings.put(LossSettings.EMPTY_SCORE, emptyScore.score());
  }
}
