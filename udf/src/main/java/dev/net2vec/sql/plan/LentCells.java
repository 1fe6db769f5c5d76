package dev.net2vec.sql.plan;

import dev.net2vec.sql.expression.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.BinaryType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds the BINARY columns that only net2vec calls read. These calls keep no cell, so the cells'
 * buffers are reused for the next row.
 *
 * <p>Any other expression, built-in or user-defined, may keep a cell, as {@code collect_list} does.
 */
final class LentCells {
  private LentCells() {}

  /**
   * Returns the names of these columns in a relation.
   *
   * @param above the plan nodes that the relation's rows flow into, nearest first
   */
  static Set<String> of(LogicalRelation relation, List<LogicalPlan> above) {
    Map<ExprId, String> open = new HashMap<>();
    for (Attribute column : CollectionConverters.asJava(relation.output())) {
      if (column.dataType() instanceof BinaryType) {
        open.put(column.exprId(), column.name());
      }
    }
    Set<String> lent = new TreeSet<>();
    Set<String> taken = new HashSet<>();
    for (LogicalPlan node : above) {
      if (!(node instanceof Project || node instanceof Filter || node instanceof Aggregate)) {
        break;
      }
      open.keySet().removeIf(column -> !isForUsAlone(node, column));
      open.forEach(
          (column, name) -> {
            if (isTaken(node, column)) {
              taken.add(name);
            }
          });
      Map<ExprId, String> onward = new HashMap<>();
      for (Attribute output : CollectionConverters.asJava(node.output())) {
        if (open.containsKey(output.exprId())) {
          onward.put(output.exprId(), open.remove(output.exprId()));
        }
      }
      lent.addAll(open.values());
      open = onward;
    }
    lent.retainAll(taken);
    return lent;
  }

  private static boolean isTaken(LogicalPlan node, ExprId column) {
    for (Expression expression : CollectionConverters.asJava(node.expressions())) {
      if (!is(expression, column) && expression.exists(part -> is(part, column))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isForUsAlone(LogicalPlan node, ExprId column) {
    for (Expression expression : CollectionConverters.asJava(node.expressions())) {
      boolean passesOn = node instanceof Project && expression instanceof AttributeReference;
      if (!passesOn && !isForUsAlone(expression, column)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isForUsAlone(Expression expression, ExprId column) {
    if (is(expression, column)) {
      return false;
    } else if (expression instanceof AggregateExpression aggregate && aggregate.isDistinct()) {
      // Spark groups by the arguments of a DISTINCT aggregate.
      return !aggregate.exists(part -> is(part, column));
    }
    boolean ours = Call.isNet2VecCall(expression);
    for (Expression child : CollectionConverters.asJava(expression.children())) {
      if (!(ours && is(child, column)) && !isForUsAlone(child, column)) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(Expression expression, ExprId column) {
    return expression instanceof AttributeReference reference && reference.exprId().equals(column);
  }
}
