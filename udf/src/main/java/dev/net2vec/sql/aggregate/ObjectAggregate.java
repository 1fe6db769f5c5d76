package dev.net2vec.sql.aggregate;

import dev.net2vec.sql.expression.Call;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The boilerplate of an aggregate with an object as its state; subclasses add the steps.
 *
 * <p>Spark runs these in an object hash aggregation.
 *
 * @param <S> the state
 */
abstract class ObjectAggregate<S> extends TypedImperativeAggregate<S> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression child;
  private final String function;
  private final String label;
  private final int mutableAggBufferOffset;
  private final int inputAggBufferOffset;

  ObjectAggregate(
      Expression child,
      String function,
      String label,
      int mutableAggBufferOffset,
      int inputAggBufferOffset) {
    this.child = child;
    this.function = function;
    this.label = label;
    this.mutableAggBufferOffset = mutableAggBufferOffset;
    this.inputAggBufferOffset = inputAggBufferOffset;
  }

  /** Returns a copy of this aggregate with another child and other offsets. */
  abstract ObjectAggregate<S> with(
      Expression child, int mutableAggBufferOffset, int inputAggBufferOffset);

  /** Returns the value that distinguishes this aggregate from others of its class and child. */
  abstract Object kind();

  final Expression child() {
    return child;
  }

  final String function() {
    return function;
  }

  final String label() {
    return label;
  }

  @Override
  public final int mutableAggBufferOffset() {
    return mutableAggBufferOffset;
  }

  @Override
  public final int inputAggBufferOffset() {
    return inputAggBufferOffset;
  }

  @Override
  public final ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return with(child, offset, inputAggBufferOffset);
  }

  @Override
  public final ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return with(child, mutableAggBufferOffset, offset);
  }

  @Override
  public final Seq<Expression> children() {
    return Call.seq(List.of(child));
  }

  @Override
  public final Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return with(newChildren.head(), mutableAggBufferOffset, inputAggBufferOffset);
  }

  @Override
  public final String prettyName() {
    return function;
  }

  @Override
  public final String sql(boolean isDistinct) {
    return isDistinct ? label.replaceFirst("\\(", "(DISTINCT ") : label;
  }

  /** Shown by {@code EXPLAIN}; the function's name implies the other arguments. */
  @Override
  public final Iterator<Object> stringArgs() {
    return Call.seq(List.<Object>of(child)).iterator();
  }

  @Override
  public final int productArity() {
    return 6;
  }

  /** In the parameter order of the subclass's constructor, through which Spark copies the node. */
  @Override
  public final Object productElement(int index) {
    return switch (index) {
      case 0 -> child;
      case 1 -> kind();
      case 2 -> function;
      case 3 -> label;
      case 4 -> mutableAggBufferOffset;
      default -> inputAggBufferOffset;
    };
  }

  @Override
  public final boolean canEqual(Object other) {
    return getClass().isInstance(other);
  }

  /** Ignores the function name and label, so that equal aggregates are computed once. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof ObjectAggregate<?> aggregate
        && getClass() == aggregate.getClass()
        && child.equals(aggregate.child)
        && kind().equals(aggregate.kind())
        && mutableAggBufferOffset == aggregate.mutableAggBufferOffset
        && inputAggBufferOffset == aggregate.inputAggBufferOffset;
  }

  @Override
  public final int hashCode() {
    return 31 * child.hashCode() + kind().hashCode();
  }
}
