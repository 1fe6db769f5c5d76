package dev.net2vec.sql.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    return of(function, result, /* isDeterministic= */ true, arguments);
  }

  /**
   * Returns a call that the optimizer leaves where it is: it neither inlines nor duplicates what is
   * not deterministic.
   */
  public static Expression inPlace(Net2VecCall function, DataType result, Expression... arguments) {
    return of(function, result, /* isDeterministic= */ false, arguments);
  }

  private static Expression of(
      Net2VecCall function, DataType result, boolean isDeterministic, Expression... arguments) {
    return new Invoke(
        new Literal(function, new ObjectType(function.getClass())),
        "invoke",
        result,
        seq(Arrays.asList(arguments)),
        seq(List.of()),
        /* propagateNull= */ false,
        /* returnNullable= */ true,
        isDeterministic);
  }

  /** Returns whether an expression is such a call. */
  public static boolean isNet2VecCall(Expression expression) {
    return expression instanceof Invoke invoke
        && invoke.targetObject() instanceof Literal function
        && function.value() instanceof Net2VecCall;
  }

  /** Returns the function of such a call; empty if an expression is none. */
  public static Optional<Net2VecCall> function(Expression expression) {
    return isNet2VecCall(expression)
        ? Optional.of((Net2VecCall) ((Literal) ((Invoke) expression).targetObject()).value())
        : Optional.empty();
  }

  /** Returns the arguments of such a call. */
  public static List<Expression> arguments(Expression call) {
    return CollectionConverters.asJava(((Invoke) call).arguments());
  }

  public static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
