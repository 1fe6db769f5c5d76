package dev.net2vec.sql.expression;

import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.ScoringOptions;
import dev.net2vec.mask.MaskDecoder;
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

  /** One kernel per thread: it reuses its blocks, and threads may share a plan's functions. */
  private static final ThreadLocal<ConfusionKernel> KERNEL = new ThreadLocal<>();

  /** Called by generated code. */
  public InternalRow invoke(Object predictionCell, Object targetCell, double targetThresh) {
    try {
      Pair pair = decode(predictionCell, targetCell);
      return Scored.valid(score(pair, targetThresh), pair.target().shape());
    } catch (IllegalArgumentException e) {
      return Scored.invalid(e);
    }
  }

  private record Pair(Pixels prediction, Pixels target) {}

  private Pair decode(Object predictionCell, Object targetCell) {
    Decoding event = new Decoding();
    event.begin();
    if (predictionCell == null) {
      throw MaskErrors.nullMask(MaskRole.PREDICTION);
    }
    if (targetCell == null) {
      throw MaskErrors.nullMask(MaskRole.TARGET);
    }
    Pair pair = new Pair(prediction.decode(predictionCell), target.decode(targetCell));
    event.commit();
    return pair;
  }

  private double[] score(Pair pair, double targetThresh) {
    ConfusionKernel kernel = KERNEL.get();
    if (kernel == null || !kernel.options().equals(options)) {
      kernel = new ConfusionKernel(options);
      KERNEL.set(kernel);
    }
    return kernel.run(pair.prediction(), pair.target(), targetThresh);
  }

  @Override
  public String toString() {
    return "confusion";
  }

  /** The same for several thresholds: the cells are decoded once and scored for each. */
  public record ForEach(ConfusionCall call) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    public static final DataType RESULT = new ArrayType(Scored.TYPE, true);

    /** Called by generated code; a NULL threshold gives NULL. */
    public ArrayData invoke(Object predictionCell, Object targetCell, Object targetThreshs) {
      ArrayData threshs = (ArrayData) targetThreshs;
      Object[] scored = new Object[threshs.numElements()];
      Pair pair = null;
      IllegalArgumentException invalid = null;
      try {
        pair = call.decode(predictionCell, targetCell);
      } catch (IllegalArgumentException e) {
        invalid = e;
      }
      for (int i = 0; i < scored.length; i++) {
        if (!threshs.isNullAt(i)) {
          scored[i] = invalid == null ? score(pair, threshs.getDouble(i)) : Scored.invalid(invalid);
        }
      }
      return new GenericArrayData(scored);
    }

    private InternalRow score(Pair pair, double targetThresh) {
      try {
        return Scored.valid(call.score(pair, targetThresh), pair.target().shape());
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
