package dev.net2vec.job.dataset;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.source.Problem;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.sql.Net2VecFunctions;
import dev.net2vec.sql.expression.DiagnoseCall;
import dev.net2vec.sql.expression.MaskCall;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Why pairs of activations C×h×w and targets cannot be packed. */
final class ActivationPairs {
  private static final int RANK = 3;

  private ActivationPairs() {}

  /**
   * Returns the reason and the message of an invalid pair; a NULL STRUCT for a valid one.
   *
   * @param source the rows that the masks are from
   */
  static Column diagnosis(
      Dataset<Row> source, Column activations, Column target, ActivationsType type) {
    Column ofActivations = Net2VecFunctions.maskDiagnose(activations);
    Column ofTarget = Net2VecFunctions.maskDiagnose(target);
    Column shape = ofActivations.getField(MaskCall.Diagnose.DIMS);
    return coalesce(
        Problem.of(source),
        invalid(ofActivations, MaskRole.ACTIVATIONS),
        when(
            size(shape).notEqual(RANK),
            Problem.column(
                lit(Reason.UNSUPPORTED.name()),
                concat(
                    lit("activations has shape "),
                    array_join(shape, "x"),
                    lit(", but must have rank 3: channels, height and width")))),
        when(
            packed(activations, type).isNull(),
            Problem.column(
                lit(Reason.OUT_OF_RANGE.name()),
                lit(
                    "activations has an item beyond the range of "
                        + type
                        + "; --activations-type f4 and f8 have larger ones"))),
        invalid(ofTarget, MaskRole.TARGET));
  }

  private static Column invalid(Column diagnosis, MaskRole role) {
    Column message =
        regexp_replace(
            diagnosis.getField(DiagnoseCall.MESSAGE), lit("^" + MaskRole.MASK), lit("" + role));
    Column reason = diagnosis.getField(DiagnoseCall.REASON);
    return when(reason.isNotNull(), Problem.column(reason, message));
  }

  /** Returns the activations as an NPY file. */
  static Column packed(Column activations, ActivationsType type) {
    return Net2VecFunctions.tryMaskToNpy(activations, lit(type.toString()));
  }
}
