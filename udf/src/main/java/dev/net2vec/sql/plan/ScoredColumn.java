package dev.net2vec.sql.plan;

import dev.net2vec.sql.aggregate.ExactReduction;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.ConfusionCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/** The column of one pair's scores in a plan, and the node above which it is computed. */
final class ScoredColumn {
  private final MaskPair pair;
  private final LogicalPlan above;
  private final List<Expression> thresholds;
  private final Alias column;

  private ScoredColumn(
      MaskPair pair, LogicalPlan above, List<Expression> thresholds, Alias column) {
    this.pair = pair;
    this.above = above;
    this.thresholds = thresholds;
    this.column = column;
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
    LogicalPlan source = source(user, pair.references());
    if (source == null) {
      return null;
    }
    boolean carries = false;
    LogicalPlan above = source;
    for (LogicalPlan node = source; node != null; ) {
      boolean carrier = isCarrier(node, pair);
      if (!carrier && !(node instanceof Project)) {
        break;
      }
      node = source(node, pair.references());
      if (node == null) {
        break;
      }
      carries |= carrier;
      above = node;
    }
    if (!several && !carries && evaluatesOnce(user)) {
      return null;
    }
    AttributeSet available = above.outputSet();
    Set<Expression> canonical = new LinkedHashSet<>();
    List<Expression> thresholds = new ArrayList<>();
    List<Expression> calls = new ArrayList<>();
    plan.foreach(
        node -> {
          MaskPair.forEachCall(
              node,
              call -> {
                Expression threshold = Call.arguments(call).get(2);
                if (pair.isScoredBy(call)
                    && threshold.references().subsetOf(available)
                    && canonical.add(threshold.canonicalized())) {
                  thresholds.add(threshold);
                  calls.add(call);
                }
              });
          return null;
        });
    return calls.isEmpty()
        ? null
        : new ScoredColumn(pair, above, List.copyOf(canonical), alias(pair, calls, thresholds));
  }

  private static Alias alias(MaskPair pair, List<Expression> calls, List<Expression> thresholds) {
    List<Expression> arguments = Call.arguments(calls.get(0));
    Expression scores =
        thresholds.size() == 1
            ? Call.inPlace(
                pair.function(),
                ConfusionCall.RESULT,
                arguments.get(0),
                arguments.get(1),
                thresholds.get(0))
            : Call.inPlace(
                new ConfusionCall.ForEach(pair.function()),
                ConfusionCall.ForEach.RESULT,
                arguments.get(0),
                arguments.get(1),
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

  /** Returns the child that the masks come from; null if they come from several or from here. */
  private static LogicalPlan source(LogicalPlan node, AttributeSet masks) {
    for (LogicalPlan child : CollectionConverters.asJava(node.children())) {
      if (masks.subsetOf(child.outputSet())) {
        return child;
      }
    }
    return null;
  }

  /** Returns whether a node would carry masks, or repeats rows: the scores are computed beneath. */
  private static boolean isCarrier(LogicalPlan node, MaskPair pair) {
    if (node instanceof Join join) {
      return pair.isOfColumns() && carries(join, pair);
    }
    return node instanceof Sort
        || node instanceof Window
        || node instanceof Expand
        || node instanceof Generate
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
  private static boolean evaluatesOnce(LogicalPlan node) {
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
      children.add(passes(node) ? rewritten : restored(rewritten, child));
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

  /** Returns whether a column that is added to a node's child appears in the node's output. */
  private boolean passes(LogicalPlan node) {
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

  /** Returns a node whose children have the column, with the column in place of the calls. */
  private LogicalPlan using(LogicalPlan node) {
    Attribute scores = column.toAttribute();
    boolean available =
        CollectionConverters.asJava(node.children()).stream()
            .anyMatch(child -> child.outputSet().contains(scores));
    if (!available) {
      return node;
    }
    LogicalPlan replaced = node.mapExpressions(this::replaced);
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

  private Expression replaced(Expression expression) {
    if (pair.isScoredBy(expression)) {
      int at = thresholds.indexOf(Call.arguments(expression).get(2).canonicalized());
      if (at >= 0) {
        Attribute scores = column.toAttribute();
        return thresholds.size() == 1
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
