package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.sql.expression.DiagnoseCall;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Why a row cannot be scored, if that is known before its masks are decoded. */
public final class Problem {
  /** The prefix of internal columns' names, which users do not see. */
  public static final String OURS = "net2vec_";

  /** The name of a source's column of problems, which is null in rows without one. */
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
    return column(lit(reason.name()), message);
  }

  /** Returns a problem whose reason is the name of a {@link Reason}. */
  public static Column column(Column reason, Column message) {
    return struct(reason.as(DiagnoseCall.REASON), message.as(DiagnoseCall.MESSAGE));
  }

  /** Returns the rows' problems; NULL if their source knows none. */
  public static Column of(Dataset<Row> rows) {
    return List.of(rows.columns()).contains(COLUMN) ? col(COLUMN) : lit(null).cast(TYPE);
  }

  /**
   * Returns the row's problem as a diagnosis, or the given one, which is computed only if there is
   * no problem.
   */
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
