package dev.net2vec.sql.aggregate;

import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.SummaryCall;
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
 * The exact sums over all instances of all rows, from which the value follows for any b.
 *
 * <p>Like {@link ExactReduction}, with one sum per figure.
 */
public final class ExactSummary extends DeclarativeAggregate {
  private static final long serialVersionUID = 1L;

  private final Expression confusion;
  private final String label;
  private final SumState state = new SumState(SummaryCall.longs());

  /** Used by Spark to copy the node. */
  public ExactSummary(Expression confusion, String label) {
    this.confusion = confusion;
    this.label = label;
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
    return state.update(new SummaryCall.Update(prettyName()), confusion);
  }

  @Override
  public Seq<Expression> mergeExpressions() {
    return state.merge(
        new SummaryCall.Merge(prettyName()),
        CollectionConverters.asJava(inputAggBufferAttributes()));
  }

  @Override
  public Expression evaluateExpression() {
    return state.finish(new SummaryCall.Finish(), dataType());
  }

  @Override
  public DataType dataType() {
    return SummaryCall.type();
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<Expression> children() {
    return Call.seq(List.of(confusion));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ExactSummary(newChildren.head(), label);
  }

  @Override
  public String prettyName() {
    return "net2vec_summary";
  }

  @Override
  public String sql(boolean isDistinct) {
    return isDistinct ? label.replaceFirst("\\(", "(DISTINCT ") : label;
  }

  /** Shown by {@code EXPLAIN}; the function's name implies the other arguments. */
  @Override
  public Iterator<Object> stringArgs() {
    return Call.seq(List.<Object>of(confusion)).iterator();
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? confusion : label;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ExactSummary;
  }

  /** Ignores the label, so that equal summaries are computed once. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ExactSummary summary && confusion.equals(summary.confusion);
  }

  @Override
  public int hashCode() {
    return confusion.hashCode();
  }
}
