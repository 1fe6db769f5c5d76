package dev.net2vec.kpi;

/**
 * What a curve says of the predictions as a whole; null where there is nothing to divide by.
 *
 * <p>A pixel's score is its bin, the number of thresholds k/n below its prediction, so that figures
 * are those of scikit-learn 1.x on these scores.
 *
 * @param averagePrecision Σ (R_k − R_{k+1})·P_k over descending thresholds, with precision P and
 *     recall R: {@code sklearn.metrics.average_precision_score}; null without foreground
 * @param rocAuc the area under the ROC curve by the trapezoidal rule, which is the share of pairs
 *     of a foreground and a background pixel that are in the right order, ties counting half:
 *     {@code sklearn.metrics.roc_auc_score}; null without foreground or without background
 * @param bestIou the largest IoU of all thresholds, over all pixels together
 * @param bestIouThresh the least threshold that has it
 * @param bestDice the largest Dice coefficient of all thresholds
 * @param bestDiceThresh the least threshold that has it
 * @param calibrationError the expected calibration error of n bins of equal width, the first from
 *     0: Σ |foreground pixels − Σ predictions| of a bin, ÷ pixels (C. Guo et al., "On Calibration
 *     of Modern Neural Networks", ICML 2017, for the foreground's probability); null without pixels
 */
public record CurveSummary(
    Double averagePrecision,
    Double rocAuc,
    Double bestIou,
    Double bestIouThresh,
    Double bestDice,
    Double bestDiceThresh,
    Double calibrationError) {

  /** Returns the figures of a curve. */
  public static CurveSummary of(ThresholdCounts counts, EmptyScore ifEmpty) {
    SoftConfusion[] confusions = confusions(counts);
    Best iou = Best.of(counts, confusions, Overlap.IOU, ifEmpty);
    Best dice = Best.of(counts, confusions, Overlap.DICE, ifEmpty);
    return new CurveSummary(
        averagePrecision(counts),
        rocAuc(counts),
        iou.score,
        iou.thresh,
        dice.score,
        dice.thresh,
        calibrationError(counts));
  }

  private record Best(Double score, Double thresh) {
    static Best of(
        ThresholdCounts counts, SoftConfusion[] confusions, Overlap overlap, EmptyScore ifEmpty) {
      Best best = new Best(null, null);
      for (int k = 0; k < confusions.length; k++) {
        Double score = overlap.of(confusions[k], ifEmpty);
        if (score != null && (best.score == null || score > best.score)) {
          best = new Best(score, counts.threshold(k));
        }
      }
      return best;
    }
  }

  /** Returns the counts of the masks binarised at k/n. */
  public static SoftConfusion confusion(ThresholdCounts counts, int k) {
    return confusion(
        counts.foreground(),
        counts.background(),
        counts.foregroundAbove(k),
        counts.backgroundAbove(k));
  }

  /** Returns the counts at every threshold. */
  private static SoftConfusion[] confusions(ThresholdCounts counts) {
    long foreground = counts.foreground();
    long background = counts.background();
    long[] truePositive = counts.foregroundAbove();
    long[] falsePositive = counts.backgroundAbove();
    SoftConfusion[] confusions = new SoftConfusion[counts.n() + 1];
    for (int k = 0; k < confusions.length; k++) {
      confusions[k] = confusion(foreground, background, truePositive[k], falsePositive[k]);
    }
    return confusions;
  }

  private static SoftConfusion confusion(
      long foreground, long background, long truePositive, long falsePositive) {
    return new SoftConfusion(
        foreground + background,
        foreground,
        (double) truePositive,
        (double) falsePositive,
        (double) (foreground - truePositive),
        (double) (background - falsePositive));
  }

  private static Double averagePrecision(ThresholdCounts counts) {
    long foreground = counts.foreground();
    if (foreground == 0) {
      return null;
    }
    double sum = 0;
    long truePositive = 0;
    long predicted = 0;
    for (int bin = counts.n(); bin >= 0; bin--) {
      long found = counts.foregroundIn(bin);
      truePositive += found;
      predicted += found + counts.backgroundIn(bin);
      if (found > 0) {
        sum += (double) found / foreground * truePositive / predicted;
      }
    }
    return sum;
  }

  private static Double rocAuc(ThresholdCounts counts) {
    long foreground = counts.foreground();
    long background = counts.background();
    if (foreground == 0 || background == 0) {
      return null;
    }
    double area = 0;
    long above = 0;
    for (int bin = counts.n(); bin >= 0; bin--) {
      long found = counts.foregroundIn(bin);
      area += (double) counts.backgroundIn(bin) / background * (above + found / 2.0) / foreground;
      above += found;
    }
    return area;
  }

  private static Double calibrationError(ThresholdCounts counts) {
    long pixels = counts.foreground() + counts.background();
    if (pixels == 0) {
      return null;
    }
    double sum = 0;
    for (int bin = 1; bin <= counts.n(); bin++) {
      long foreground = counts.foregroundIn(bin) + (bin == 1 ? counts.foregroundIn(0) : 0);
      sum += Math.abs(foreground - counts.predictedIn(bin));
    }
    return sum / pixels;
  }
}
