package dev.net2vec.sql.plan;

import dev.net2vec.scan.MaskFormats;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Net2VecConf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Makes scans beneath net2vec functions read batches that fit masks ({@link MaskFormats}); other
 * scans stay unchanged.
 *
 * <p>A scan is beneath a function if its rows flow into a plan node that calls the function, or if
 * it is in a subquery of such a node. Including other scans there is harmless: narrow rows are read
 * as before.
 */
public final class MaskScans extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan.exists(MaskScans::calls) ? fit(plan, Where.APART, List.of()) : plan;
  }

  private enum Where {
    BENEATH,
    APART
  }

  /**
   * Adapts the scans of a subplan.
   *
   * @param above the plan nodes that the subplan's rows flow into, nearest first
   */
  private static LogicalPlan fit(LogicalPlan plan, Where parent, List<LogicalPlan> above) {
    // A common table expression counts as beneath: its references are elsewhere in the plan.
    Where where = calls(plan) || plan instanceof CTERelationDef ? Where.BENEATH : parent;
    if (where == Where.BENEATH && plan instanceof LogicalRelation relation) {
      return fitted(
          relation,
          Net2VecConf.get(Settings.REUSE_BUFFERS) ? LentCells.of(relation, above) : Set.of());
    }
    LogicalPlan fit = calls(plan) ? plan.mapExpressions(MaskScans::fitSubqueries) : plan;
    List<LogicalPlan> path = new ArrayList<>();
    path.add(plan);
    path.addAll(above);
    return fit.mapChildren(child -> fit(child, where, path));
  }

  private static Expression fitSubqueries(Expression expression) {
    return expression instanceof SubqueryExpression subquery
        ? subquery.withNewPlan(fit(subquery.plan(), Where.BENEATH, List.of()))
        : expression.mapChildren(MaskScans::fitSubqueries);
  }

  private static LogicalPlan fitted(LogicalRelation relation, Set<String> lent) {
    if (!(relation.relation() instanceof HadoopFsRelation files)) {
      return relation;
    }
    Optional<HadoopFsRelation> fitted = MaskFormats.of(files, lent);
    return fitted.isEmpty()
        ? relation
        : relation.copy(
            fitted.get(),
            relation.output(),
            relation.catalogTable(),
            relation.isStreaming(),
            relation.stream());
  }

  private static boolean calls(LogicalPlan plan) {
    for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
      if (expression.exists(Call::isNet2VecCall)) {
        return true;
      }
    }
    return false;
  }
}
