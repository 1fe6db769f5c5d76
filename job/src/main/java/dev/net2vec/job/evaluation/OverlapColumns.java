package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.spark.Columns;
import dev.net2vec.setting.MaskOptions;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.Net2VecFunctions;
import dev.net2vec.sql.expression.CountsCall;
import dev.net2vec.sql.expression.InstancesCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The measures of binarised masks and of the curve: their aggregates over instances, and the
 * figures of a group from these. Counts are integers, so sums are exact.
 */
final class OverlapColumns {
  /** A group's sums at one threshold. */
  private static final String BINARISED = "binarised";

  /** The curve's figures. */
  private static final String SUMMARY = "curve_summary";

  private static final List<String> COUNTS =
      List.of(
          CountsCall.TRUE_POSITIVE,
          CountsCall.FALSE_POSITIVE,
          CountsCall.FALSE_NEGATIVE,
          CountsCall.TRUE_NEGATIVE);

  private static final List<Figure> MEANS = List.of(Figure.MEAN_IOU, Figure.MEAN_DICE);

  private final Measures measures;
  private final List<Double> threshs;

  OverlapColumns(Measures measures) {
    this.measures = measures;
    this.threshs = measures.binarisedAt().numbers();
  }

  private boolean hasCurve() {
    return measures.asked().stream().anyMatch(figure -> figure.kind() == Figure.Kind.CURVE);
  }

  private static String name(String field, int thresh) {
    return field + "_at_" + thresh;
  }

  List<Column> aggregates() {
    List<Column> aggregates = new ArrayList<>();
    for (int i = 0; i < threshs.size(); i++) {
      Column instance = get(col(InstancesCall.BINARISED), lit(i));
      for (String count : COUNTS) {
        aggregates.add(sum(instance.getField(count)).as(name(count, i)));
      }
      for (Figure mean : MEANS) {
        if (measures.has(mean)) {
          Column ofEach = overlap(mean, instance);
          aggregates.add(Net2VecFunctions.net2vecExactMean(ofEach).as(name(mean.column(), i)));
        }
      }
    }
    if (hasCurve()) {
      aggregates.add(
          Net2VecFunctions.maskCurveSummary(
                  Net2VecFunctions.maskCurveMerge(col(InstancesCall.CURVE)),
                  MaskOptions.DEFAULTS.with(Settings.EMPTY_SCORE, measures.emptyScore()))
              .as(SUMMARY));
    }
    return aggregates;
  }

  /** Returns the rows with one row for each threshold; the same rows if there is none. */
  Dataset<Row> exploded(Dataset<Row> groups) {
    if (threshs.isEmpty()) {
      return groups;
    }
    List<Column> each = new ArrayList<>();
    for (int i = 0; i < threshs.size(); i++) {
      List<Column> fields = new ArrayList<>();
      fields.add(lit(threshs.get(i)).as(Figures.OUTPUT_THRESH));
      for (String count : COUNTS) {
        fields.add(col(name(count, i)).as(count));
      }
      for (Figure mean : MEANS) {
        if (measures.has(mean)) {
          fields.add(col(name(mean.column(), i)).as(mean.column()));
        }
      }
      each.add(struct(Columns.of(fields)));
    }
    return groups.select(col("*"), explode(array(Columns.of(each))).as(BINARISED));
  }

  /** Returns the column of the threshold, if there is one. */
  List<Column> threshold() {
    return threshs.isEmpty()
        ? List.of()
        : List.of(col(BINARISED).getField(Figures.OUTPUT_THRESH).as(Figures.OUTPUT_THRESH));
  }

  /** Returns a figure of a group, of a row of {@link #exploded}. */
  Column figure(Figure figure) {
    if (figure.kind() == Figure.Kind.CURVE) {
      return col(SUMMARY).getField(figure.column());
    }
    return MEANS.contains(figure)
        ? col(BINARISED).getField(figure.column())
        : overlap(figure, col(BINARISED));
  }

  /** Returns a measure of the counts in a struct, of one instance or of a group. */
  private Column overlap(Figure figure, Column counts) {
    Column tp = counts.getField(CountsCall.TRUE_POSITIVE);
    Column fp = counts.getField(CountsCall.FALSE_POSITIVE);
    Column fn = counts.getField(CountsCall.FALSE_NEGATIVE);
    Column tn = counts.getField(CountsCall.TRUE_NEGATIVE);
    Column twice = tp.plus(tp);
    Column ifEmpty = lit(measures.emptyScore().score()).cast("double");
    Column none = lit(null).cast("double");
    return switch (figure) {
      case SET_IOU, MEAN_IOU -> ratio(tp, tp.plus(fp).plus(fn), ifEmpty);
      case DICE, MEAN_DICE -> ratio(twice, twice.plus(fp).plus(fn), ifEmpty);
      case PRECISION -> ratio(tp, tp.plus(fp), none);
      case RECALL -> ratio(tp, tp.plus(fn), none);
      case SPECIFICITY -> ratio(tn, tn.plus(fp), none);
      case ACCURACY -> ratio(tp.plus(tn), tp.plus(fp).plus(fn).plus(tn), none);
      default -> throw new IllegalArgumentException(figure.column());
    };
  }

  /** Returns a quotient; null of null. */
  private static Column ratio(Column numerator, Column denominator, Column ifEmpty) {
    return when(denominator.equalTo(0), ifEmpty)
        .otherwise(numerator.cast("double").divide(denominator.cast("double")));
  }
}
