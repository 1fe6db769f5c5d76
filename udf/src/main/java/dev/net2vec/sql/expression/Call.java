package dev.net2vec.sql.expression;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Creates the expression that calls a {@link Net2VecCall}'s {@code invoke} method from Spark's
 * generated code.
 *
 * <p>A NULL argument is passed as null; if the parameter is primitive, the result is NULL without a
 * call.
 */
public final class Call {
  private Call() {}

  public static Expression of(Net2VecCall function, DataType result, Expression... arguments) {
    return new Invoke(
        new Literal(function, new ObjectType(function.getClass())),
        "invoke",
        result,
        seq(Arrays.asList(arguments)),
        seq(List.of()),
        /* propagateNull= */ false,
        /* returnNullable= */ true,
        /* isDeterministic= */ true);
  }

  /** Returns whether an expression is such a call. */
  public static boolean isNet2VecCall(Expression expression) {
    return expression instanceof Invoke invoke
        && invoke.targetObject() instanceof Literal function
        && function.value() instanceof Net2VecCall;
  }

  public static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
