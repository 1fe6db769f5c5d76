package dev.net2vec.sql.expression;

import dev.net2vec.kpi.CurveSummary;
import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.kpi.OutputThresh;
import dev.net2vec.kpi.Overlap;
import dev.net2vec.kpi.SoftConfusion;
import dev.net2vec.kpi.ThresholdCounts;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The calls that read a curve. */
public final class CurveCall {
  private CurveCall() {}

  /** Applies a function to a curve, and adds the SQL function's name to errors. */
  private static InternalRow read(
      String function, Object curve, Function<ThresholdCounts, Object[]> figures) {
    if (curve == null) {
      return null;
    }
    try {
      return new GenericInternalRow(figures.apply(Curves.of(curve)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw SqlErrors.in(function, new IllegalArgumentException(e.getMessage(), e));
    }
  }

  /** The counts and measures of the masks binarised at one of the curve's thresholds. */
  public record At(String function, EmptyScore emptyScore) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    public static final StructType RESULT =
        BinaryCountsCall.RESULT
            .add("iou", DataTypes.DoubleType)
            .add("dice", DataTypes.DoubleType)
            .add("precision", DataTypes.DoubleType)
            .add("recall", DataTypes.DoubleType)
            .add("specificity", DataTypes.DoubleType)
            .add("accuracy", DataTypes.DoubleType);

    /** Called by generated code; returns null if the curve is NULL. */
    public InternalRow invoke(Object curve, double outputThresh) {
      return read(function, curve, counts -> figures(counts, place(counts, outputThresh)));
    }

    private static int place(ThresholdCounts counts, double outputThresh) {
      OutputThresh.require(outputThresh);
      int k = (int) Math.rint(outputThresh * counts.n());
      if (counts.threshold(k) != outputThresh) {
        throw new IllegalArgumentException(
            "output_thresh is %s, but must be a threshold of the curve, a multiple of 1/%d such as %s"
                .formatted(outputThresh, counts.n(), counts.threshold(k)));
      }
      return k;
    }

    private Object[] figures(ThresholdCounts counts, int k) {
      SoftConfusion at = CurveSummary.confusion(counts, k);
      EmptyScore undefined = new EmptyScore(null);
      return new Object[] {
        at.pixels(),
        (long) at.truePositive(),
        (long) at.falsePositive(),
        (long) at.falseNegative(),
        (long) at.trueNegative(),
        Overlap.IOU.of(at, emptyScore),
        Overlap.DICE.of(at, emptyScore),
        undefined.ratio(at.truePositive(), at.truePositive() + at.falsePositive()),
        undefined.ratio(at.truePositive(), (double) at.targetPixels()),
        undefined.ratio(at.trueNegative(), (double) (at.pixels() - at.targetPixels())),
        undefined.ratio(at.truePositive() + at.trueNegative(), (double) at.pixels())
      };
    }
  }

  /** The figures of the curve as a whole. */
  public record Summary(String function, EmptyScore emptyScore) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    public static final StructType RESULT =
        new StructType()
            .add("average_precision", DataTypes.DoubleType)
            .add("roc_auc", DataTypes.DoubleType)
            .add("best_iou", DataTypes.DoubleType)
            .add("best_iou_thresh", DataTypes.DoubleType)
            .add("best_dice", DataTypes.DoubleType)
            .add("best_dice_thresh", DataTypes.DoubleType)
            .add("calibration_error", DataTypes.DoubleType);

    /** Called by generated code; returns null if the curve is NULL. */
    public InternalRow invoke(Object curve) {
      return read(function, curve, this::figures);
    }

    private Object[] figures(ThresholdCounts counts) {
      CurveSummary summary = CurveSummary.of(counts, emptyScore);
      return new Object[] {
        summary.averagePrecision(),
        summary.rocAuc(),
        summary.bestIou(),
        summary.bestIouThresh(),
        summary.bestDice(),
        summary.bestDiceThresh(),
        summary.calibrationError()
      };
    }
  }
}
