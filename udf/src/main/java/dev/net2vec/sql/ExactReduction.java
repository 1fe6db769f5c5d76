package dev.net2vec.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The mean or the sum over all values of all rows, each row's an ARRAY of DOUBLE.
 *
 * <p>The sum is exact and rounded once, so the result has the same bits for any order and
 * partitioning of the rows. It is declarative, with longs alone in its buffer, so that Spark keeps
 * it in its hash aggregation's generated code; an object buffer would fall back to sorting the
 * rows, masks and all, above 128 groups. The mean is the rounded sum divided by the count.
 */
public final class ExactReduction extends DeclarativeAggregate {
  private static final long serialVersionUID = 1L;

  /** What the values are reduced to. */
  public enum Kind {
    MEAN,
    SUM
  }

  private final Expression values;
  private final Kind kind;
  private final String function;
  private final String label;
  private final List<AttributeReference> state;

  /** Used by Spark to copy the node. */
  public ExactReduction(Expression values, Kind kind, String function, String label) {
    this.values = values;
    this.kind = kind;
    this.function = function;
    this.label = label;
    this.state = IntStream.range(0, SumCall.STATE).mapToObj(ExactReduction::stateColumn).toList();
  }

  static ExactReduction of(Arguments arguments, Kind kind) {
    return new ExactReduction(
        ValuesCall.of(arguments), kind, arguments.function(), arguments.label());
  }

  private static AttributeReference stateColumn(int index) {
    String name = index == SumCall.STATE - 1 ? "count" : "sum" + index;
    return new AttributeReference(
        name,
        DataTypes.LongType,
        /* nullable= */ false,
        Metadata.empty(),
        NamedExpression$.MODULE$.newExprId(),
        Call.seq(List.of()));
  }

  @Override
  public Seq<AttributeReference> aggBufferAttributes() {
    return Call.seq(state);
  }

  @Override
  public Seq<Expression> initialValues() {
    return Call.seq(
        state.stream().<Expression>map(word -> new Literal(0L, DataTypes.LongType)).toList());
  }

  @Override
  public Seq<Expression> updateExpressions() {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(values);
    arguments.addAll(state);
    return words(call(new SumCall.Update(), SumCall.STATE_TYPE, arguments));
  }

  @Override
  public Seq<Expression> mergeExpressions() {
    List<Expression> arguments = new ArrayList<>(state);
    for (int i = 0; i < SumCall.STATE; i++) {
      arguments.add(inputAggBufferAttributes().apply(i));
    }
    return words(call(new SumCall.Merge(), SumCall.STATE_TYPE, arguments));
  }

  @Override
  public Expression evaluateExpression() {
    return call(new SumCall.Finish(kind), DataTypes.DoubleType, List.copyOf(state));
  }

  /** The new state, word by word; Spark evaluates the call that they share once a row. */
  private static Seq<Expression> words(Expression newState) {
    return Call.seq(
        IntStream.range(0, SumCall.STATE)
            .<Expression>mapToObj(
                i -> new GetArrayItem(newState, new Literal(i, DataTypes.IntegerType), false))
            .toList());
  }

  private static Expression call(Object step, DataType result, List<Expression> arguments) {
    return Call.of(step, result, arguments.toArray(new Expression[0]));
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Seq<Expression> children() {
    return Call.seq(List.of(values));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ExactReduction(newChildren.head(), kind, function, label);
  }

  @Override
  public String prettyName() {
    return function;
  }

  @Override
  public String sql(boolean isDistinct) {
    return isDistinct ? label.replaceFirst("\\(", "(DISTINCT ") : label;
  }

  /** What {@code EXPLAIN} shows: the name says the rest. */
  @Override
  public Iterator<Object> stringArgs() {
    return Call.seq(List.<Object>of(values)).iterator();
  }

  @Override
  public int productArity() {
    return 4;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> values;
      case 1 -> kind;
      case 2 -> function;
      default -> label;
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ExactReduction;
  }

  /** The names are left out: the same reduction of the same values is computed once. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ExactReduction reduction
        && values.equals(reduction.values)
        && kind == reduction.kind;
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + kind.hashCode();
  }
}
