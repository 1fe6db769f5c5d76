package dev.net2vec.sql.aggregate;

import dev.net2vec.kpi.GroupReduction;
import dev.net2vec.kpi.ReductionException;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.expression.SqlErrors;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.mutable.ArrayBuffer;
import scala.math.Ordering;

/**
 * Collects all values of a group and passes them to a user's {@link dev.net2vec.kpi.Reduction} as
 * one tensor.
 *
 * <p>The child is an ARRAY of DOUBLE, whose values are reduced in ascending order, or a STRUCT of
 * an ordering key and that array. Either way, the order does not depend on how the rows are
 * partitioned.
 */
public final class CollectedReduction extends ObjectAggregate<ArrayBuffer<Object>> {
  private static final long serialVersionUID = 1L;

  private final UserReduction reduction;
  private transient CollectList collect;

  /** Used by Spark to copy the node. */
  public CollectedReduction(
      Expression child,
      UserReduction reduction,
      String function,
      String label,
      int mutableAggBufferOffset,
      int inputAggBufferOffset) {
    super(child, function, label, mutableAggBufferOffset, inputAggBufferOffset);
    this.reduction = reduction;
  }

  @Override
  CollectedReduction with(Expression child, int mutableAggBufferOffset, int inputAggBufferOffset) {
    return new CollectedReduction(
        child, reduction, function(), label(), mutableAggBufferOffset, inputAggBufferOffset);
  }

  @Override
  Object kind() {
    return reduction;
  }

  /** Spark's own list of rows, which copies and serializes them. */
  private CollectList collect() {
    if (collect == null) {
      collect = new CollectList(child());
    }
    return collect;
  }

  @Override
  public ArrayBuffer<Object> createAggregationBuffer() {
    return collect().createAggregationBuffer();
  }

  @Override
  public ArrayBuffer<Object> update(ArrayBuffer<Object> rows, InternalRow input) {
    return requireRoom(collect().update(rows, input));
  }

  @Override
  public ArrayBuffer<Object> merge(ArrayBuffer<Object> rows, ArrayBuffer<Object> others) {
    return requireRoom(collect().merge(rows, others));
  }

  private ArrayBuffer<Object> requireRoom(ArrayBuffer<Object> rows) {
    requireRoom(rows.length());
    return rows;
  }

  private void requireRoom(long instances) {
    if (instances > reduction.maxInstances()) {
      String message =
          ("reduction %s: a group has more than the %,d instances that %s allows in one"
                  + " tensor; use an Aggregator, which takes any number")
              .formatted(
                  reduction.type(),
                  reduction.maxInstances(),
                  Settings.REDUCTION_MAX_INSTANCES.key());
      throw SqlErrors.in(function(), new ReductionException(message, null));
    }
  }

  @Override
  public Object eval(ArrayBuffer<Object> rows) {
    double[] values = child().dataType() instanceof StructType ? ordered(rows) : ascending(rows);
    if (values.length == 0) {
      return null;
    }
    try {
      return GroupReduction.apply(reduction.load(), values);
    } catch (ReductionException e) {
      throw SqlErrors.in(function(), e);
    }
  }

  private double[] ordered(ArrayBuffer<Object> rows) {
    // The values are the last field of the struct, so they order rows with equal keys.
    Ordering<Object> ordering = TypeUtils.getInterpretedOrdering(child().dataType());
    InternalRow[] sorted = new InternalRow[rows.length()];
    rows.copyToArray(sorted);
    Arrays.sort(sorted, ordering);
    ArrayData[] arrays = new ArrayData[sorted.length];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = sorted[i].getArray(1);
    }
    return values(arrays);
  }

  private double[] ascending(ArrayBuffer<Object> rows) {
    ArrayData[] arrays = new ArrayData[rows.length()];
    rows.copyToArray(arrays);
    double[] values = values(arrays);
    Arrays.sort(values);
    return values;
  }

  private double[] values(ArrayData[] arrays) {
    long total = 0;
    for (ArrayData array : arrays) {
      total += array == null ? 0 : array.numElements();
    }
    requireRoom(total);
    double[] values = new double[(int) total];
    int at = 0;
    for (ArrayData array : arrays) {
      if (array != null) {
        double[] part = array.toDoubleArray();
        System.arraycopy(part, 0, values, at, part.length);
        at += part.length;
      }
    }
    return values;
  }

  @Override
  public byte[] serialize(ArrayBuffer<Object> rows) {
    return collect().serialize(rows);
  }

  @Override
  public ArrayBuffer<Object> deserialize(byte[] bytes) {
    return collect().deserialize(bytes);
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }

  @Override
  public boolean nullable() {
    return true;
  }
}
