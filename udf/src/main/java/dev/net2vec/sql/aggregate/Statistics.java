package dev.net2vec.sql.aggregate;

import dev.net2vec.sql.expression.NumbersCall;
import dev.net2vec.sql.expression.SqlErrors;
import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * The statistics of all values of all rows, an ARRAY of DOUBLE per row: over all positions
 * together, or per position of the arrays.
 *
 * <p>The state is one object with a loop over the positions, so that eleven values of b cost little
 * more than one; planning and compiling eleven times as many expressions would take longer than
 * reading the masks. The serialized state has a version, because it may be stored.
 */
public final class Statistics extends ObjectAggregate<ValueStatistics[]> {
  private static final long serialVersionUID = 1L;

  /** The version of the serialized state: this byte, the number of statistics, each of them. */
  static final byte STATE_VERSION = 3;

  /** The grouping of the values. */
  public enum Positions {
    ALL,
    EACH
  }

  private final Positions positions;

  public Statistics(Expression values, Positions positions, String function, String label) {
    this(values, positions, function, label, 0, 0);
  }

  /** Used by Spark to copy the node. */
  public Statistics(
      Expression values,
      Positions positions,
      String function,
      String label,
      int mutableAggBufferOffset,
      int inputAggBufferOffset) {
    super(values, function, label, mutableAggBufferOffset, inputAggBufferOffset);
    this.positions = positions;
  }

  @Override
  Statistics with(Expression child, int mutableAggBufferOffset, int inputAggBufferOffset) {
    return new Statistics(
        child, positions, function(), label(), mutableAggBufferOffset, inputAggBufferOffset);
  }

  @Override
  Object kind() {
    return positions;
  }

  /** With {@link Positions#EACH}, the first row sets the number of positions. */
  @Override
  public ValueStatistics[] createAggregationBuffer() {
    return positions == Positions.ALL ? states(1) : states(0);
  }

  private static ValueStatistics[] states(int count) {
    ValueStatistics[] states = new ValueStatistics[count];
    for (int i = 0; i < count; i++) {
      states[i] = new ValueStatistics();
    }
    return states;
  }

  @Override
  public ValueStatistics[] update(ValueStatistics[] before, InternalRow input) {
    ArrayData values = (ArrayData) child().eval(input);
    if (values == null) {
      return before;
    }
    int count = values.numElements();
    ValueStatistics[] states = before;
    if (positions == Positions.EACH) {
      states = before.length == 0 ? states(count) : before;
      requireSame(states.length, count);
    }
    for (int i = 0; i < count; i++) {
      if (!values.isNullAt(i)) {
        double value = NumbersCall.require(function(), values.getDouble(i));
        add(states[positions == Positions.EACH ? i : 0], value);
      }
    }
    return states;
  }

  @Override
  public ValueStatistics[] merge(ValueStatistics[] states, ValueStatistics[] others) {
    if (states.length == 0 || others.length == 0) {
      return states.length == 0 ? others : states;
    }
    requireSame(states.length, others.length);
    for (int i = 0; i < states.length; i++) {
      merge(states[i], others[i]);
    }
    return states;
  }

  private void add(ValueStatistics state, double value) {
    try {
      state.add(value);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function(), e);
    }
  }

  private void merge(ValueStatistics state, ValueStatistics other) {
    try {
      state.merge(other);
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function(), e);
    }
  }

  private void requireSame(int expected, int actual) {
    if (actual != expected) {
      String message =
          "values has %d items in one row and %d in another, but must have the same number in all rows"
              .formatted(expected, actual);
      throw SqlErrors.in(function(), new IllegalArgumentException(message));
    }
  }

  @Override
  public Object eval(ValueStatistics[] states) {
    if (positions == Positions.ALL) {
      return states[0].row();
    }
    Object[] rows = new Object[states.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = states[i].row();
    }
    return new GenericArrayData(rows);
  }

  @Override
  public byte[] serialize(ValueStatistics[] states) {
    byte[][] parts = new byte[states.length][];
    int length = Byte.BYTES + Integer.BYTES;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = states[i].bytes();
      length += parts[i].length;
    }
    ByteBuffer to = ByteBuffer.allocate(length).put(STATE_VERSION).putInt(parts.length);
    for (byte[] part : parts) {
      to.put(part);
    }
    return to.array();
  }

  @Override
  public ValueStatistics[] deserialize(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    byte version = from.get();
    if (version != STATE_VERSION) {
      throw new IllegalArgumentException(
          "%s: version of the state is %d, but must be %d"
              .formatted(function(), version, STATE_VERSION));
    }
    ValueStatistics[] states = new ValueStatistics[from.getInt()];
    for (int i = 0; i < states.length; i++) {
      states[i] = ValueStatistics.read(from);
    }
    return states;
  }

  @Override
  public DataType dataType() {
    return positions == Positions.ALL
        ? ValueStatistics.TYPE
        : new ArrayType(ValueStatistics.TYPE, false);
  }

  @Override
  public boolean nullable() {
    return false;
  }
}
