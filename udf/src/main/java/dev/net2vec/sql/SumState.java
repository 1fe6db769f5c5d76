package dev.net2vec.sql;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;

/**
 * The columns of an aggregation buffer that hold one exact sum and how many terms it has, with the
 * steps of an aggregation over them.
 */
final class SumState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<AttributeReference> columns = new ArrayList<>();

  SumState() {
    for (int i = 0; i < SumCall.STATE; i++) {
      columns.add(
          new AttributeReference(
              i == SumCall.STATE - 1 ? "count" : "sum" + i,
              DataTypes.LongType,
              /* nullable= */ false,
              Metadata.empty(),
              NamedExpression$.MODULE$.newExprId(),
              Call.seq(List.of())));
    }
  }

  List<AttributeReference> columns() {
    return columns;
  }

  /** The number of terms, BIGINT. */
  Expression count() {
    return columns.get(SumCall.STATE - 1);
  }

  List<Expression> initial() {
    return columns.stream().<Expression>map(word -> new Literal(0L, DataTypes.LongType)).toList();
  }

  /** The state with the values of one row, an ARRAY of DOUBLE, added. */
  List<Expression> update(Expression values) {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(values);
    arguments.addAll(columns);
    return words(call(new SumCall.Update(), SumCall.STATE_TYPE, arguments));
  }

  /** The state with another added. */
  List<Expression> merge(List<? extends Expression> other) {
    List<Expression> arguments = new ArrayList<>(columns);
    arguments.addAll(other);
    return words(call(new SumCall.Merge(), SumCall.STATE_TYPE, arguments));
  }

  /** The result, DOUBLE; NULL of no terms. */
  Expression finish(ExactReduction.Kind kind) {
    return call(new SumCall.Finish(kind), DataTypes.DoubleType, columns);
  }

  /** The sum of terms that are all whole numbers, BIGINT; NULL of no terms. */
  Expression whole() {
    return call(new SumCall.Whole(), DataTypes.LongType, columns);
  }

  /** The standard deviation, DOUBLE, with the state of the squares; NULL below two terms. */
  Expression deviation(SumState squares) {
    List<Expression> arguments = new ArrayList<>(columns);
    arguments.addAll(squares.columns);
    return call(new DeviationCall.Finish(), DataTypes.DoubleType, arguments);
  }

  /** The new state, word by word; Spark evaluates the call that they share once a row. */
  private static List<Expression> words(Expression newState) {
    return IntStream.range(0, SumCall.STATE)
        .<Expression>mapToObj(
            i -> new GetArrayItem(newState, new Literal(i, DataTypes.IntegerType), false))
        .toList();
  }

  private static Expression call(
      Object step, DataType result, List<? extends Expression> arguments) {
    return Call.of(step, result, arguments.toArray(new Expression[0]));
  }
}
