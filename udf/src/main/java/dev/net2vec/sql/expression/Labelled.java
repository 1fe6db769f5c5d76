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
 * An expression under the name that the user called it by: a result column reads {@code
 * net2vec(prediction, target)} instead of the calls it is made of. Evaluates to its child.
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

  /** The label is only a name: the same call is the same, however its columns are written. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Labelled labelled && child.equals(labelled.child);
  }

  @Override
  public int hashCode() {
    return child.hashCode();
  }
}
