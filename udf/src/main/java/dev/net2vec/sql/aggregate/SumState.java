package dev.net2vec.sql.aggregate;

import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.Net2VecCall;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import scala.collection.immutable.Seq;

/**
 * The BIGINT columns of an aggregation buffer that hold exact sums, and the expressions of the
 * aggregation over them.
 *
 * <p>A step is a call that takes the state as an ARRAY of BIGINT and returns the new state; the
 * last step returns the result.
 */
final class SumState implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final DataType TYPE = new ArrayType(DataTypes.LongType, false);

  private final ArrayList<AttributeReference> columns = new ArrayList<>();

  SumState(int longs) {
    for (int i = 0; i < longs; i++) {
      columns.add(
          new AttributeReference(
              "sum" + i,
              DataTypes.LongType,
              /* nullable= */ false,
              Metadata.empty(),
              NamedExpression$.MODULE$.newExprId(),
              Call.seq(List.of())));
    }
  }

  Seq<AttributeReference> columns() {
    return Call.seq(columns);
  }

  Seq<Expression> initial() {
    return Call.seq(
        columns.stream().<Expression>map(word -> new Literal(0L, DataTypes.LongType)).toList());
  }

  /** Returns the state after a step with a row's terms, an ARRAY of DOUBLE. */
  Seq<Expression> update(Net2VecCall step, Expression terms) {
    return items(Call.of(step, TYPE, array(columns), terms));
  }

  /** Returns the state after a step with another state. */
  Seq<Expression> merge(Net2VecCall step, List<? extends Expression> other) {
    return items(Call.of(step, TYPE, array(columns), array(other)));
  }

  /** Returns the result of the last step. */
  Expression finish(Net2VecCall step, DataType result) {
    return Call.of(step, result, array(columns));
  }

  private static Expression array(List<? extends Expression> longs) {
    return new CreateArray(Call.seq(List.<Expression>copyOf(longs)));
  }

  /** Returns the items of a new state; Spark evaluates their common call once per row. */
  private Seq<Expression> items(Expression newState) {
    return Call.seq(
        IntStream.range(0, columns.size())
            .<Expression>mapToObj(
                i -> new GetArrayItem(newState, new Literal(i, DataTypes.IntegerType), false))
            .toList());
  }
}
