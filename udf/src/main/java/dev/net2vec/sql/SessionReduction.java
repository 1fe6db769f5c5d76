package dev.net2vec.sql;

import dev.net2vec.setting.Settings;
import dev.net2vec.sql.aggregate.ArrayAggregator;
import dev.net2vec.sql.aggregate.CollectedReduction;
import dev.net2vec.sql.aggregate.ExactReduction;
import dev.net2vec.sql.aggregate.UserReduction;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.Net2VecConf;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.CreateStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.execution.aggregate.ScalaAggregator$;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.expressions.UserDefinedAggregator;
import org.apache.spark.sql.functions;

/** The aggregate that reduces a group's values by {@code spark.net2vec.reduction}. */
final class SessionReduction {
  private SessionReduction() {}

  /**
   * Returns the aggregate.
   *
   * @param values ARRAY of DOUBLE
   */
  static AggregateFunction of(Arguments arguments, Expression values) {
    Expression order = arguments.order();
    String name = arguments.sessionReduction();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "mean" -> arguments.reduced(values, ExactReduction.Kind.MEAN);
      case "sum" -> arguments.reduced(values, ExactReduction.Kind.SUM);
      default -> {
        UserReduction reduction =
            new UserReduction(name, Net2VecConf.get(Settings.REDUCTION_MAX_INSTANCES));
        reduction.require();
        yield reduction.isAggregator()
            ? merged(reduction, arguments, values)
            : collected(reduction, arguments, values, order);
      }
    };
  }

  private static AggregateFunction collected(
      UserReduction reduction, Arguments arguments, Expression values, Expression order) {
    Expression child =
        order == null ? values : CreateStruct.apply(Call.seq(List.of(order, values)));
    return new CollectedReduction(child, reduction, arguments.function(), arguments.label(), 0, 0);
  }

  /**
   * Wraps an Aggregator in Spark's own node. An Aggregator takes single values, so each row's array
   * is looped over.
   */
  private static <B> AggregateFunction merged(
      UserReduction reduction, Arguments arguments, Expression values) {
    Aggregator<double[], ?, Double> each =
        new ArrayAggregator<>(arguments.function(), reduction.<B>aggregator());
    String label = arguments.label();
    String list = label.substring(label.indexOf('(') + 1, label.length() - 1);
    return ScalaAggregator$.MODULE$.apply(
        (UserDefinedAggregator<?, ?, ?>)
            functions.udaf(each, ArrayAggregator.input()).withName(arguments.function()),
        Call.seq(List.<Expression>of(new Labelled(values, list))));
  }
}
