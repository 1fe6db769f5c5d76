package dev.net2vec.sql.plan;

import dev.net2vec.sql.aggregate.ExactReduction;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionOperation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import scala.jdk.javaapi.CollectionConverters;

/** What the nodes of a plan do with the masks and the scores of a pair that flow through them. */
final class Flow {
  private Flow() {}

  /** Returns the child that the masks come from; null if they come from several or from here. */
  static LogicalPlan source(LogicalPlan node, AttributeSet masks) {
    for (LogicalPlan child : CollectionConverters.asJava(node.children())) {
      if (masks.subsetOf(child.outputSet())) {
        return child;
      }
    }
    return null;
  }

  /** Returns whether a node would carry masks, or repeats rows: the scores are computed beneath. */
  static boolean isCarrier(LogicalPlan node, MaskPair pair) {
    if (node instanceof Join join) {
      return pair.isOfColumns() && carries(join, pair);
    }
    return node instanceof Sort
        || node instanceof Window
        || node instanceof Expand
        // It may leave rows out, too, of which only columns can be read without an error.
        || (node instanceof Generate && pair.isOfColumns())
        || node instanceof RepartitionOperation;
  }

  /**
   * Returns whether a join carries its masks through a shuffle. A join with a table that is small
   * enough to be broadcast does not, and may leave rows out that then need no scoring.
   */
  private static boolean carries(Join join, MaskPair pair) {
    LogicalPlan masks = source(join, pair.references());
    LogicalPlan other = masks == join.left() ? join.right() : join.left();
    long limit = other.conf().autoBroadcastJoinThreshold();
    return masks != null
        && keepsScores(join, pair)
        && !(join.joinType() == LeftSemi$.MODULE$ || join.joinType() == LeftAnti$.MODULE$)
        && other.stats().sizeInBytes().compareTo(scala.math.BigInt.apply(limit)) > 0;
  }

  /**
   * Returns whether a join's rows have the scores of their masks; an outer join makes rows in which
   * the masks are NULL, which a function may report.
   */
  private static boolean keepsScores(Join join, MaskPair pair) {
    JoinType type = join.joinType();
    boolean left = pair.references().subsetOf(join.left().outputSet());
    return type != FullOuter$.MODULE$ && type != (left ? RightOuter$.MODULE$ : LeftOuter$.MODULE$);
  }

  /**
   * Returns whether a node evaluates each of its calls once for a row, and needs no mask sorted.
   */
  static boolean evaluatesOnce(LogicalPlan node) {
    if (node instanceof Aggregate aggregate) {
      boolean[] once = {true};
      CollectionConverters.asJava(aggregate.aggregateExpressions())
          .forEach(
              expression ->
                  ((Expression) expression)
                      .foreach(
                          part -> {
                            if (part instanceof AggregateExpression call) {
                              once[0] &=
                                  !call.isDistinct() && evaluatesOnce(call.aggregateFunction());
                            }
                            return null;
                          }));
      return once[0];
    }
    return node instanceof Project || node instanceof Filter || node instanceof Generate;
  }

  private static boolean evaluatesOnce(AggregateFunction function) {
    return function instanceof ExactReduction
        || function instanceof Average
        || function instanceof Count
        || function instanceof Max
        || function instanceof Min
        || function instanceof Sum;
  }

  /** Returns whether a column that is added to a node's child appears in the node's output. */
  static boolean passes(LogicalPlan node, MaskPair pair) {
    return node instanceof Filter
        || node instanceof Project
        || node instanceof Aggregate
        || (node instanceof Join join && keepsScores(join, pair))
        || node instanceof Sort
        || node instanceof Window
        || node instanceof Expand
        || node instanceof Generate
        || node instanceof RepartitionOperation
        || node instanceof GlobalLimit
        || node instanceof LocalLimit
        || node instanceof Offset;
  }
}
