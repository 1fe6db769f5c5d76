package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.sql.expression.DiagnoseCall;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Why a row cannot be scored, where that shows before its masks are looked at. */
public final class Problem {
  /** What the names of columns begin with that are no business of the user's. */
  public static final String OURS = "net2vec_";

  /** The column of a source; null where nothing is wrong. */
  static final String COLUMN = OURS + "problem";

  static final StructType TYPE =
      new StructType()
          .add(DiagnoseCall.REASON, DataTypes.StringType)
          .add(DiagnoseCall.MESSAGE, DataTypes.StringType);

  private Problem() {}

  static Row row(Reason reason, String message) {
    return RowFactory.create(reason.name(), message);
  }

  static Column column(Reason reason, Column message) {
    return struct(lit(reason.name()).as(DiagnoseCall.REASON), message.as(DiagnoseCall.MESSAGE));
  }

  /** Returns a diagnosis that is made only where the row has no problem yet. */
  static Column orElse(Column diagnosis) {
    Column problem = col(COLUMN);
    Column known =
        struct(
            problem.getField(DiagnoseCall.REASON),
            problem.getField(DiagnoseCall.MESSAGE),
            lit(null).as(DiagnoseCall.INSTANCES));
    return when(problem.isNull(), diagnosis).otherwise(known);
  }
}
