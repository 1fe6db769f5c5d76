package dev.net2vec.sql.plan;

import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.ConfusionCall;
import dev.net2vec.sql.expression.Net2VecCall;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A pair of masks that calls of a query score, under any options and thresholds.
 *
 * @param decoders decode both masks
 * @param prediction the expression of the predicted mask, in Spark's canonical form
 * @param target the expression of the true mask, in Spark's canonical form
 */
record MaskPair(ConfusionCall.Decoders decoders, Expression prediction, Expression target) {
  /**
   * How a call scores its pair.
   *
   * @param function has the options
   * @param threshold in Spark's canonical form
   */
  record Scoring(ConfusionCall function, Expression threshold) {
    /** Returns how a call scores, which {@link MaskPair#of} has found to score a pair. */
    static Scoring of(Expression call) {
      ConfusionCall function = (ConfusionCall) Call.function(call).orElseThrow();
      return new Scoring(function, Call.arguments(call).get(2).canonicalized());
    }
  }

  /** Returns the pair that a call scores; empty for other expressions. */
  static Optional<MaskPair> of(Expression expression) {
    Optional<Net2VecCall> called = Call.function(expression);
    if (called.isEmpty()
        || !(called.get() instanceof ConfusionCall function)
        || !expression.deterministic()
        || expression.references().isEmpty()
        || expression.exists(MaskPair::isOfOtherRows)) {
      return Optional.empty();
    }
    List<Expression> arguments = Call.arguments(expression);
    return Optional.of(
        new MaskPair(
            function.decoders(),
            arguments.get(0).canonicalized(),
            arguments.get(1).canonicalized()));
  }

  /** Returns whether an expression is not of the row alone, as {@code first(prediction)} is. */
  private static boolean isOfOtherRows(Expression expression) {
    return expression instanceof AggregateExpression
        || expression instanceof WindowExpression
        || expression instanceof PlanExpression<?>;
  }

  /**
   * Passes the calls in a node's expressions on; those in lambda functions belong to no row, nor do
   * those that an aggregate makes of its grouping columns.
   */
  static void forEachCall(LogicalPlan node, Consumer<Expression> consumer) {
    if (node instanceof Aggregate aggregate) {
      CollectionConverters.asJava(aggregate.groupingExpressions())
          .forEach(part -> forEachCall(part, consumer));
      CollectionConverters.asJava(aggregate.aggregateExpressions())
          .forEach(part -> forEachAggregatedCall((Expression) part, consumer));
      return;
    }
    CollectionConverters.asJava(node.expressions()).forEach(part -> forEachCall(part, consumer));
  }

  private static void forEachAggregatedCall(Expression expression, Consumer<Expression> consumer) {
    if (expression instanceof AggregateExpression) {
      forEachCall(expression, consumer);
      return;
    }
    CollectionConverters.asJava(expression.children())
        .forEach(child -> forEachAggregatedCall(child, consumer));
  }

  static void forEachCall(Expression expression, Consumer<Expression> consumer) {
    if (expression instanceof LambdaFunction) {
      return;
    }
    if (of(expression).isPresent()) {
      consumer.accept(expression);
    }
    CollectionConverters.asJava(expression.children())
        .forEach(child -> forEachCall(child, consumer));
  }

  boolean isScoredBy(Expression expression) {
    return of(expression).filter(this::equals).isPresent();
  }

  /** Returns the columns that the masks are taken from. */
  AttributeSet references() {
    return prediction.references().$plus$plus(target.references());
  }

  /** Returns whether the masks are columns, or their fields, which can be read for any row. */
  boolean isOfColumns() {
    return isColumn(prediction) && isColumn(target);
  }

  private static boolean isColumn(Expression mask) {
    return mask instanceof Attribute
        || mask instanceof Literal
        || (mask instanceof GetStructField field && isColumn(field.child()));
  }

  /** Returns whether an expression scores the pair for every row. */
  boolean isAlwaysScoredBy(Expression expression) {
    if (isScoredBy(expression)) {
      return true;
    } else if (expression instanceof LambdaFunction
        || (expression instanceof AggregateExpression aggregate
            && aggregate.filter().isDefined())) {
      return false;
    }
    List<Expression> evaluated = CollectionConverters.asJava(expression.children());
    if (expression instanceof ConditionalExpression conditional) {
      evaluated = CollectionConverters.asJava(conditional.alwaysEvaluatedInputs());
    } else if (expression instanceof And || expression instanceof Or) {
      evaluated = evaluated.subList(0, 1);
    }
    return evaluated.stream().anyMatch(this::isAlwaysScoredBy);
  }
}
