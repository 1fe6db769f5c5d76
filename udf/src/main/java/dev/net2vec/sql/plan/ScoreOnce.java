package dev.net2vec.sql.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Decodes and scores each pair of masks once, however many functions, options, thresholds and plan
 * nodes ask for it: a call that a query would evaluate again is computed in a projection beneath
 * the lowest node that needs it, and the nodes above use its column. So nothing above carries a
 * mask.
 *
 * <p>Spark does the same with Python's functions. The projection may be beneath a filter, as an
 * invalid pair is a value of that column, not an error. A call that a query evaluates once for each
 * row stays where it is.
 */
public final class ScoreOnce extends Rule<LogicalPlan> {
  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    Map<MaskPair, Integer> calls = new LinkedHashMap<>();
    plan.foreach(
        node -> {
          MaskPair.forEachCall(
              node, call -> calls.merge(MaskPair.of(call).orElseThrow(), 1, Integer::sum));
          return null;
        });
    LogicalPlan rewritten = plan;
    for (Map.Entry<MaskPair, Integer> pair : calls.entrySet()) {
      ScoredColumn column = ScoredColumn.of(rewritten, pair.getKey(), pair.getValue() > 1);
      if (column != null) {
        rewritten = column.in(rewritten);
      }
    }
    return rewritten;
  }
}
