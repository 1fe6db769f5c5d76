package dev.net2vec.sql.expression;

import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.ScoringOptions;
import dev.net2vec.kpi.Shape;
import dev.net2vec.kpi.SoftConfusion;
import dev.net2vec.mask.MaskDecoder;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * Decodes two cells, runs the kernel on them and returns a {@link Scored} pair.
 *
 * <p>All functions of mask pairs take their numbers from this call, and the optimizer computes it
 * once for all of them.
 *
 * @param options how a pair is scored, apart from the threshold
 */
public record ConfusionCall(MaskDecoder prediction, MaskDecoder target, ScoringOptions options)
    implements Net2VecCall {
  private static final long serialVersionUID = 1L;

  public static final DataType RESULT = Scored.TYPE;

  /** How the masks of a pair are decoded; calls with equal decoders can share the pair. */
  public record Decoders(MaskDecoder prediction, MaskDecoder target) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  public Decoders decoders() {
    return new Decoders(prediction, target);
  }

  /** Called by generated code. */
  public InternalRow invoke(Object predictionCell, Object targetCell, double targetThresh) {
    try {
      return score(decode(decoders(), predictionCell, targetCell), options, targetThresh);
    } catch (IllegalArgumentException e) {
      return Scored.invalid(e);
    }
  }

  /** Both masks, decoded. */
  record Pair(Pixels prediction, Pixels target) {}

  static Pair decode(Decoders decoders, Object predictionCell, Object targetCell) {
    Decoding event = new Decoding();
    event.begin();
    if (predictionCell == null) {
      throw MaskErrors.nullMask(MaskRole.PREDICTION);
    }
    if (targetCell == null) {
      throw MaskErrors.nullMask(MaskRole.TARGET);
    }
    Pair pair =
        new Pair(decoders.prediction.decode(predictionCell), decoders.target.decode(targetCell));
    event.commit();
    return pair;
  }

  private static InternalRow score(Pair pair, ScoringOptions options, double targetThresh) {
    ConfusionKernel kernel = Kernels.of(options);
    double[] flat =
        options.thresholds() > 0
            ? kernel.counts(pair.prediction(), pair.target(), targetThresh).toDoubles()
            : kernel.run(pair.prediction(), pair.target(), targetThresh);
    Shape shape = pair.target().shape();
    int instances = flat.length / SoftConfusion.WIDTH;
    // One target may be that of several instances: of channels, or of classes.
    return Scored.valid(
        flat,
        options.thresholds() > 0 || shape.instances() == instances
            ? shape
            : Shape.of(instances, shape.dim(0), shape.dim(1)));
  }

  @Override
  public String toString() {
    return "confusion";
  }

  /**
   * The same for several options and thresholds: the cells are decoded once and scored for each.
   *
   * @param options one for each threshold
   */
  public record ForEach(Decoders decoders, List<ScoringOptions> options) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    public static final DataType RESULT = new ArrayType(Scored.TYPE, true);

    /** Returns the function for calls with the same decoders. */
    public static ForEach of(List<ConfusionCall> calls) {
      return new ForEach(
          calls.get(0).decoders(), calls.stream().map(ConfusionCall::options).toList());
    }

    /** Called by generated code; a NULL threshold gives NULL. */
    public ArrayData invoke(Object predictionCell, Object targetCell, Object targetThreshs) {
      ArrayData threshs = (ArrayData) targetThreshs;
      Object[] scored = new Object[threshs.numElements()];
      Pair pair = null;
      InternalRow invalid = null;
      try {
        pair = decode(decoders, predictionCell, targetCell);
      } catch (IllegalArgumentException e) {
        invalid = Scored.invalid(e);
      }
      for (int i = 0; i < scored.length; i++) {
        if (!threshs.isNullAt(i)) {
          scored[i] =
              invalid == null ? scored(pair, options.get(i), threshs.getDouble(i)) : invalid;
        }
      }
      return new GenericArrayData(scored);
    }

    private static InternalRow scored(Pair pair, ScoringOptions options, double targetThresh) {
      try {
        return score(pair, options, targetThresh);
      } catch (IllegalArgumentException e) {
        return Scored.invalid(e);
      }
    }

    @Override
    public String toString() {
      return "confusions";
    }
  }
}
