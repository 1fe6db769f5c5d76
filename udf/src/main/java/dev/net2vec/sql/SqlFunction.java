package dev.net2vec.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;

/** One SQL function: its name, its {@code DESCRIBE FUNCTION} text and its expression. */
interface SqlFunction {
  String name();

  FunctionDoc doc();

  Signature signature();

  /** Returns the expression of a call whose arguments have been checked. */
  Expression build(Arguments arguments);

  default Expression build(List<Expression> arguments) {
    Arguments checked = new Arguments(name(), signature(), arguments);
    Expression built = build(checked);
    StreamSettings.mark(built, checked.fromSession());
    return built;
  }

  default ExpressionInfo info() {
    return doc().info(getClass(), name(), signature());
  }
}
