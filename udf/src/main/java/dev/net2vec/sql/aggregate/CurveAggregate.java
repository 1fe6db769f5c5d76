package dev.net2vec.sql.aggregate;

import dev.net2vec.kpi.ThresholdCounts;
import dev.net2vec.sql.expression.Curves;
import dev.net2vec.sql.expression.SqlErrors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/**
 * Adds up curves: the counts of scored pairs, or curves that were stored.
 *
 * <p>The state holds at most one curve, so its size depends on the number of thresholds only.
 */
public final class CurveAggregate extends ObjectAggregate<List<ThresholdCounts>> {
  private static final long serialVersionUID = 1L;

  /**
   * What is added up.
   *
   * @param thresholds of the counts of pairs; 0 for stored curves
   */
  public record Input(int thresholds) implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    /** Stored curves, which say how many thresholds they have. */
    public static final Input CURVES = new Input(0);
  }

  private final Input input;

  public CurveAggregate(Expression child, Input input, String function, String label) {
    this(child, input, function, label, 0, 0);
  }

  /** Used by Spark to copy the node. */
  public CurveAggregate(
      Expression child,
      Input input,
      String function,
      String label,
      int mutableAggBufferOffset,
      int inputAggBufferOffset) {
    super(child, function, label, mutableAggBufferOffset, inputAggBufferOffset);
    this.input = input;
  }

  @Override
  CurveAggregate with(Expression child, int mutableAggBufferOffset, int inputAggBufferOffset) {
    return new CurveAggregate(
        child, input, function(), label(), mutableAggBufferOffset, inputAggBufferOffset);
  }

  @Override
  Object kind() {
    return input;
  }

  /** Returns the counts of no pair; no counts if the number of thresholds is not known yet. */
  @Override
  public List<ThresholdCounts> createAggregationBuffer() {
    List<ThresholdCounts> state = new ArrayList<>(1);
    if (input.thresholds() > 0) {
      state.add(new ThresholdCounts(input.thresholds()));
    }
    return state;
  }

  @Override
  public List<ThresholdCounts> update(List<ThresholdCounts> state, InternalRow row) {
    Object value = child().eval(row);
    if (value != null) {
      try {
        if (input.equals(Input.CURVES)) {
          return add(state, Curves.of(value));
        }
        Curves.addScored((InternalRow) value, state.get(0));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw error(e);
      }
    }
    return state;
  }

  @Override
  public List<ThresholdCounts> merge(List<ThresholdCounts> state, List<ThresholdCounts> other) {
    try {
      return other.isEmpty() ? state : add(state, other.get(0));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw error(e);
    }
  }

  private static List<ThresholdCounts> add(List<ThresholdCounts> state, ThresholdCounts counts) {
    if (state.isEmpty()) {
      state.add(counts);
    } else {
      state.get(0).add(counts);
    }
    return state;
  }

  private RuntimeException error(RuntimeException e) {
    return SqlErrors.in(
        function(),
        e instanceof IllegalArgumentException argument
            ? argument
            : new IllegalArgumentException(
                "curve has 2^63 pixels or more, but must have fewer", e));
  }

  @Override
  public Object eval(List<ThresholdCounts> state) {
    return state.isEmpty() ? null : Curves.row(state.get(0));
  }

  @Override
  public byte[] serialize(List<ThresholdCounts> state) {
    long[] all = state.isEmpty() ? new long[0] : state.get(0).toArray();
    ByteBuffer bytes = ByteBuffer.allocate(all.length * Long.BYTES);
    bytes.asLongBuffer().put(all);
    return bytes.array();
  }

  @Override
  public List<ThresholdCounts> deserialize(byte[] bytes) {
    List<ThresholdCounts> state = new ArrayList<>(1);
    if (bytes.length > 0) {
      long[] all = new long[bytes.length / Long.BYTES];
      ByteBuffer.wrap(bytes).asLongBuffer().get(all);
      state.add(ThresholdCounts.of(all));
    }
    return state;
  }

  @Override
  public DataType dataType() {
    return Curves.TYPE;
  }

  @Override
  public boolean nullable() {
    return input.equals(Input.CURVES);
  }
}
