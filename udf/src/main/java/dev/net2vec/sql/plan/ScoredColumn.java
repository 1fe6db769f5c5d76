package dev.net2vec.sql.plan;

import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.ConfusionCall;
import dev.net2vec.sql.plan.MaskPair.Scoring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/** The column of one pair's scores in a plan, and the node above which it is computed. */
final class ScoredColumn {
  private final MaskPair pair;
  private final LogicalPlan above;
  private final List<Scoring> scorings;
  private final Alias column;

  private ScoredColumn(MaskPair pair, LogicalPlan above, Map<Scoring, Expression> calls) {
    this.pair = pair;
    this.above = above;
    this.scorings = List.copyOf(calls.keySet());
    this.column = alias(scorings, List.copyOf(calls.values()));
  }

  /**
   * Returns the column for a pair; null if its calls should stay where they are.
   *
   * @param several whether the plan has several calls that score the pair
   */
  static ScoredColumn of(LogicalPlan plan, MaskPair pair, boolean several) {
    LogicalPlan user = lowestUser(plan, pair);
    if (!pair.isOfColumns()
        && CollectionConverters.asJava(user.expressions()).stream()
            .noneMatch(pair::isAlwaysScoredBy)) {
      // To evaluate the arguments for more rows than the query asks for could raise an error.
      return null;
    }
    LogicalPlan source = Flow.source(user, pair.references());
    if (source == null) {
      return null;
    }
    boolean carries = false;
    LogicalPlan above = source;
    for (LogicalPlan node = source; node != null; ) {
      boolean carrier = Flow.isCarrier(node, pair);
      if (!carrier && !(node instanceof Project)) {
        break;
      }
      node = Flow.source(node, pair.references());
      if (node == null) {
        break;
      }
      carries |= carrier;
      above = node;
    }
    if (!several && !carries && Flow.evaluatesOnce(user)) {
      return null;
    }
    AttributeSet available = above.outputSet();
    Map<Scoring, Expression> calls = new LinkedHashMap<>();
    plan.foreach(
        node -> {
          MaskPair.forEachCall(
              node,
              call -> {
                if (pair.isScoredBy(call)
                    && Call.arguments(call).get(2).references().subsetOf(available)) {
                  calls.putIfAbsent(Scoring.of(call), call);
                }
              });
          return null;
        });
    return calls.isEmpty() ? null : new ScoredColumn(pair, above, calls);
  }

  private static Alias alias(List<Scoring> scorings, List<Expression> calls) {
    List<Expression> first = Call.arguments(calls.get(0));
    List<Expression> thresholds = calls.stream().map(call -> Call.arguments(call).get(2)).toList();
    Expression scores =
        calls.size() == 1
            ? Call.inPlace(
                Call.function(calls.get(0)).orElseThrow(),
                ConfusionCall.RESULT,
                first.toArray(new Expression[0]))
            : Call.inPlace(
                ConfusionCall.ForEach.of(scorings.stream().map(Scoring::function).toList()),
                ConfusionCall.ForEach.RESULT,
                first.get(0),
                first.get(1),
                new CreateArray(Call.seq(thresholds)));
    return new Alias(
        scores,
        "confusion",
        NamedExpression.newExprId(),
        Call.seq(List.of()),
        scala.Option.empty(),
        Call.seq(List.of()));
  }

  /** Returns the node farthest down the plan that scores the pair. */
  private static LogicalPlan lowestUser(LogicalPlan plan, MaskPair pair) {
    for (LogicalPlan child : CollectionConverters.asJava(plan.children())) {
      LogicalPlan user = lowestUser(child, pair);
      if (user != null) {
        return user;
      }
    }
    boolean[] scores = new boolean[1];
    MaskPair.forEachCall(plan, call -> scores[0] |= pair.isScoredBy(call));
    return scores[0] ? plan : null;
  }

  /** Returns the plan with this column and the same output as before. */
  LogicalPlan in(LogicalPlan plan) {
    return restored(rewritten(plan), plan);
  }

  private LogicalPlan rewritten(LogicalPlan node) {
    if (node == above) {
      List<NamedExpression> columns = new ArrayList<>(CollectionConverters.asJava(node.output()));
      columns.add(column);
      return new Project(Call.seq(columns), node);
    }
    if (!node.exists(part -> part == above)) {
      return node;
    }
    if (node instanceof Filter filter && filter.child() == above) {
      return split(filter);
    }
    List<LogicalPlan> children = new ArrayList<>();
    for (LogicalPlan child : CollectionConverters.asJava(node.children())) {
      LogicalPlan rewritten = rewritten(child);
      children.add(Flow.passes(node, pair) ? rewritten : restored(rewritten, child));
    }
    return using(node.withNewChildren(Call.seq(children)));
  }

  /** Filters by all conditions that need no scores before the scores are computed. */
  private LogicalPlan split(Filter filter) {
    List<Expression> first = new ArrayList<>();
    List<Expression> then = new ArrayList<>();
    conjuncts(filter.condition(), first, then);
    LogicalPlan rows =
        first.isEmpty() ? above : new Filter(first.stream().reduce(And::new).orElseThrow(), above);
    List<NamedExpression> columns = new ArrayList<>(CollectionConverters.asJava(above.output()));
    columns.add(column);
    LogicalPlan scored = new Project(Call.seq(columns), rows);
    return then.isEmpty()
        ? scored
        : using(new Filter(then.stream().reduce(And::new).orElseThrow(), scored));
  }

  private void conjuncts(Expression condition, List<Expression> first, List<Expression> then) {
    if (condition instanceof And and) {
      conjuncts(and.left(), first, then);
      conjuncts(and.right(), first, then);
      return;
    }
    boolean[] scores = new boolean[1];
    MaskPair.forEachCall(condition, call -> scores[0] |= pair.isScoredBy(call));
    (scores[0] || !condition.deterministic() ? then : first).add(condition);
  }

  /** Returns a node whose children have the column, with the column in place of the calls. */
  private LogicalPlan using(LogicalPlan node) {
    Attribute scores = column.toAttribute();
    boolean available =
        CollectionConverters.asJava(node.children()).stream()
            .anyMatch(child -> child.outputSet().contains(scores));
    if (!available) {
      return node;
    }
    LogicalPlan replaced =
        node instanceof Aggregate aggregate
            ? node.mapExpressions(part -> replacedIn(aggregate, part))
            : node.mapExpressions(this::replaced);
    if (replaced instanceof Project project && pair.references().subsetOf(project.outputSet())) {
      List<NamedExpression> columns =
          new ArrayList<>(CollectionConverters.asJava(project.projectList()));
      columns.add(scores);
      return new Project(Call.seq(columns), project.child());
    } else if (replaced instanceof Expand expand) {
      List<scala.collection.immutable.Seq<Expression>> projections = new ArrayList<>();
      for (scala.collection.immutable.Seq<Expression> projection :
          CollectionConverters.asJava(expand.projections())) {
        List<Expression> columns = new ArrayList<>(CollectionConverters.asJava(projection));
        columns.add(scores);
        projections.add(Call.seq(columns));
      }
      List<Attribute> output = new ArrayList<>(CollectionConverters.asJava(expand.output()));
      output.add(scores);
      return new Expand(Call.seq(projections), Call.seq(output), expand.child());
    }
    return replaced;
  }

  /** Leaves what an aggregate computes of its grouping columns, of which this is none. */
  private Expression replacedIn(Aggregate aggregate, Expression expression) {
    boolean isOfRows =
        expression instanceof AggregateExpression
            || CollectionConverters.asJava(aggregate.groupingExpressions()).stream()
                .anyMatch(expression::semanticEquals);
    return isOfRows
        ? replaced(expression)
        : expression.mapChildren(child -> replacedIn(aggregate, child));
  }

  private Expression replaced(Expression expression) {
    if (pair.isScoredBy(expression)) {
      int at = scorings.indexOf(Scoring.of(expression));
      if (at >= 0) {
        Attribute scores = column.toAttribute();
        return scorings.size() == 1
            ? scores
            : new GetArrayItem(
                scores, new Literal(at, DataTypes.IntegerType), /* failOnError= */ false);
      }
    }
    return expression.mapChildren(this::replaced);
  }

  /** Returns a plan without this column in its output. */
  private static LogicalPlan restored(LogicalPlan plan, LogicalPlan before) {
    return plan.output().size() == before.output().size()
        ? plan
        : new Project(Call.seq(List.copyOf(CollectionConverters.asJava(before.output()))), plan);
  }
}
