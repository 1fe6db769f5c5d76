package dev.net2vec.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;

/**
 * The text of {@code DESCRIBE FUNCTION EXTENDED} for a function, laid out like Spark's own.
 *
 * @param group one of Spark's groups, such as {@code math_funcs}
 * @param returns the description of the result, printed after the signature
 * @param note details; may be empty
 */
record FunctionDoc(String group, String returns, String note, List<Example> examples) {
  private static final String SINCE = "0.1.0";

  /** A query and the result that {@code spark-sql} prints for it. */
  record Example(String query, String result) {}

  ExpressionInfo info(Class<?> owner, String name, Signature signature) {
    return new ExpressionInfo(
        owner.getName(),
        /* db= */ null,
        name,
        "_FUNC_(%s) - %s".formatted(signature.usage(), returns),
        signature.describe(),
        exampleText(),
        note.isEmpty() ? "" : "\n    " + note + "\n  ",
        group,
        SINCE,
        /* deprecated= */ "",
        "java_udf");
  }

  private String exampleText() {
    StringBuilder text = new StringBuilder("\n    Examples:\n");
    for (Example example : examples) {
      text.append("      > ").append(example.query).append(";\n");
      text.append("       ").append(example.result).append('\n');
    }
    return text.append("  ").toString();
  }
}
