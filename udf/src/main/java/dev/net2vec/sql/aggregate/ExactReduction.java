package dev.net2vec.sql.aggregate;

import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Net2VecCall;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.types.DataType;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reduces all values of all rows, an ARRAY of DOUBLE per row, in the given steps.
 *
 * <p>Sums are exact and the result is rounded once, so it has the same bits for any order and
 * partitioning of the rows. The aggregate is declarative with a buffer of longs, so that Spark uses
 * hash aggregation with generated code; with an object buffer, Spark would fall back to sorting the
 * rows, including their masks, above 128 groups.
 */
public final class ExactReduction extends DeclarativeAggregate {
  private static final long serialVersionUID = 1L;

  /** The reductions to one number. */
  public enum Kind implements ExactSteps {
    MEAN,
    SUM,
    /** 1 − the mean; the mean is rounded first. */
    COMPLEMENT,
    /** The sample standard deviation, which also needs the sum of squares. */
    STD;

    @Override
    public int longs() {
      return SumCall.longs(this);
    }

    @Override
    public Net2VecCall update(String function) {
      return new SumCall.Update(function, this);
    }

    @Override
    public Net2VecCall merge(String function) {
      return new SumCall.Merge(function, this);
    }

    @Override
    public Net2VecCall finish() {
      return new SumCall.Finish(this);
    }
  }

  private final Expression values;
  private final ExactSteps steps;
  private final String function;
  private final String label;
  private final SumState state;

  /** Used by Spark to copy the node. */
  public ExactReduction(Expression values, ExactSteps steps, String function, String label) {
    this.values = values;
    this.steps = steps;
    this.function = function;
    this.label = label;
    this.state = new SumState(steps.longs());
  }

  @Override
  public Seq<AttributeReference> aggBufferAttributes() {
    return state.columns();
  }

  @Override
  public Seq<Expression> initialValues() {
    return state.initial();
  }

  @Override
  public Seq<Expression> updateExpressions() {
    return state.update(steps.update(function), values);
  }

  @Override
  public Seq<Expression> mergeExpressions() {
    return state.merge(
        steps.merge(function), CollectionConverters.asJava(inputAggBufferAttributes()));
  }

  @Override
  public Expression evaluateExpression() {
    return state.finish(steps.finish(), steps.type());
  }

  @Override
  public DataType dataType() {
    return steps.type();
  }

  @Override
  public boolean nullable() {
    return steps.nullable();
  }

  @Override
  public Seq<Expression> children() {
    return Call.seq(List.of(values));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ExactReduction(newChildren.head(), steps, function, label);
  }

  @Override
  public String prettyName() {
    return function;
  }

  @Override
  public String sql(boolean isDistinct) {
    return isDistinct ? label.replaceFirst("\\(", "(DISTINCT ") : label;
  }

  /** Shown by {@code EXPLAIN}; the function's name implies the other arguments. */
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
      case 1 -> steps;
      case 2 -> function;
      default -> label;
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ExactReduction;
  }

  /** Ignores the function name and label, so that equal reductions are computed once. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ExactReduction reduction
        && values.equals(reduction.values)
        && steps.equals(reduction.steps);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + steps.hashCode();
  }
}
