package dev.net2vec.sql.expression;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * Evaluates to its child and carries the user's spelling of the call, so that a result column is
 * named {@code net2vec(prediction, target)} instead of by the calls it consists of.
 */
public final class Labelled extends Expression implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression child;
  private final String label;

  /** Used by Spark to copy the node. */
  public Labelled(Expression child, String label) {
    this.child = child;
    this.label = label;
  }

  @Override
  public Seq<Expression> children() {
    return Call.seq(List.of(child));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new Labelled(newChildren.head(), label);
  }

  @Override
  public boolean nullable() {
    return child.nullable();
  }

  @Override
  public boolean foldable() {
    return child.foldable();
  }

  @Override
  public DataType dataType() {
    return child.dataType();
  }

  @Override
  public Object eval(InternalRow input) {
    return child.eval(input);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return child.genCode(context);
  }

  @Override
  public String sql() {
    return label;
  }

  @Override
  public String toString() {
    return child.toString();
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? child : label;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof Labelled;
  }

  /** Ignores the label, which does not change the result. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Labelled labelled && child.equals(labelled.child);
  }

  @Override
  public int hashCode() {
    return child.hashCode();
  }
}
