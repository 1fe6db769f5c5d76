package dev.net2vec.sql.expression;

import dev.net2vec.kpi.CompactCurve;
import dev.net2vec.kpi.OutputThreshs;
import dev.net2vec.kpi.PixelsAbove;
import dev.net2vec.kpi.ScoringOptions;
import dev.net2vec.kpi.Shape;
import dev.net2vec.kpi.SoftConfusion;
import dev.net2vec.picture.MaskPicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * All that is asked of every instance of a pair, from one decoding of its masks: the soft
 * confusion, the counts at several thresholds, the curve, the picture; or the reason why there is
 * none.
 *
 * @param options with the number of the curve's thresholds; 0 for no curve
 * @param pictures whether each instance has its picture
 */
public record InstancesCall(
    String function,
    ConfusionCall.Decoders decoders,
    ScoringOptions options,
    OutputThreshs outputThreshs,
    boolean pictures)
    implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final String BINARISED = "binarised";
  public static final String CURVE = "curve";
  public static final String PICTURE = "picture";
  public static final String OUTPUT_THRESH = "output_thresh";

  private static final StructType AT =
      new StructType()
          .add(OUTPUT_THRESH, DataTypes.DoubleType, false)
          .add(CountsCall.TRUE_POSITIVE, DataTypes.LongType, false)
          .add(CountsCall.FALSE_POSITIVE, DataTypes.LongType, false)
          .add(CountsCall.FALSE_NEGATIVE, DataTypes.LongType, false)
          .add(CountsCall.TRUE_NEGATIVE, DataTypes.LongType, false);

  /** Returns the result's type, which is that of {@link DiagnoseCall} with more in an instance. */
  public StructType result() {
    StructType instance = CountsCall.RESULT;
    if (!outputThreshs.numbers().isEmpty()) {
      instance = instance.add(BINARISED, new ArrayType(AT, false), false);
    }
    if (options.thresholds() > 0) {
      instance = instance.add(CURVE, DataTypes.BinaryType, false);
    }
    if (pictures) {
      instance = instance.add(PICTURE, DataTypes.BinaryType, false);
    }
    return new StructType()
        .add(DiagnoseCall.REASON, DataTypes.StringType)
        .add(DiagnoseCall.MESSAGE, DataTypes.StringType)
        .add(DiagnoseCall.INSTANCES, new ArrayType(instance, false));
  }

  /** Called by generated code; a NULL threshold gives NULL. */
  public InternalRow invoke(Object predictionCell, Object targetCell, double targetThresh) {
    try {
      return valid(ConfusionCall.decode(decoders, predictionCell, targetCell), targetThresh);
    } catch (IllegalArgumentException e) {
      return DiagnoseCall.invalid(function, Scored.invalid(e));
    }
  }

  private InternalRow valid(ConfusionCall.Pair pair, double targetThresh) {
    double[] flat =
        Kernels.of(options.withThresholds(0)).run(pair.prediction(), pair.target(), targetThresh);
    List<List<Object>> instances = new ArrayList<>(flat.length / SoftConfusion.WIDTH);
    for (int at = 0; at < flat.length / SoftConfusion.WIDTH; at++) {
      instances.add(new ArrayList<>(Arrays.asList(CountsCall.fields(flat, at))));
    }
    if (!outputThreshs.numbers().isEmpty() || options.thresholds() > 0) {
      Iterator<List<Object>> each = instances.iterator();
      Kernels.of(options)
          .above(
              pair.prediction(),
              pair.target(),
              targetThresh,
              outputThreshs,
              above -> add(above, each.next()));
    }
    if (pictures) {
      addPictures(pair, targetThresh, instances);
    }
    return new GenericInternalRow(
        new Object[] {
          null,
          null,
          new GenericArrayData(
              instances.stream().map(fields -> new GenericInternalRow(fields.toArray())).toArray())
        });
  }

  private void add(PixelsAbove above, List<Object> fields) {
    if (!outputThreshs.numbers().isEmpty()) {
      fields.add(binarised(above));
    }
    if (above.curve() != null) {
      fields.add(CompactCurve.write(above.curve()));
    }
  }

  private void addPictures(
      ConfusionCall.Pair pair, double targetThresh, List<List<Object>> instances) {
    Shape mask = pair.target().shape();
    MaskPicture[] drawn = new MaskPicture[instances.size()];
    Arrays.setAll(drawn, at -> new MaskPicture(mask));
    Kernels.of(options)
        .pixels(
            pair.prediction(),
            pair.target(),
            targetThresh,
            (instance, pixel, prediction, foreground) ->
                drawn[instance].add(pixel, prediction, foreground));
    for (int at = 0; at < drawn.length; at++) {
      instances.get(at).add(drawn[at].png());
    }
  }

  private static GenericArrayData binarised(PixelsAbove above) {
    Object[] each = new Object[above.size()];
    for (int k = 0; k < each.length; k++) {
      each[k] =
          new GenericInternalRow(
              new Object[] {
                above.threshold(k),
                above.truePositive(k),
                above.falsePositive(k),
                above.falseNegative(k),
                above.trueNegative(k)
              });
    }
    return new GenericArrayData(each);
  }
}
