package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.asc_nulls_first;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Compares two runs by their paired instances. */
final class Comparison implements AutoCloseable {
  private static final String KEY_JSON = "key_json";
  private static final String OUTPUT_THRESH = "output_thresh";
  private static final String COUNTS = "counts_";

  /** The b of an instance in the baseline: that of its group. */
  private static final Column OF_GROUP =
      col(PairedInstances.BASELINE).getField(Balances.FACTOR_POS_CLASS);

  private final PairedInstances paired;
  private final ComparedRun baseline;
  private final ComparedRun run;
  private final List<InstanceMeasure> measures;
  private final ResamplingSettings settings;
  private final boolean binarised;

  private Comparison(
      PairedInstances paired,
      ComparedRun baseline,
      ComparedRun run,
      List<InstanceMeasure> measures,
      ResamplingSettings settings) {
    this.paired = paired;
    this.baseline = baseline;
    this.run = run;
    this.measures = measures;
    this.settings = settings;
    this.binarised = measures.stream().anyMatch(InstanceMeasure::isBinarised);
  }

  /**
   * Pairs the runs' instances.
   *
   * @throws dev.net2vec.job.error.JobException if they cannot be paired
   */
  static Comparison of(
      SparkSession session,
      ComparedRun baseline,
      ComparedRun run,
      List<InstanceMeasure> measures,
      ResamplingSettings settings) {
    return new Comparison(
        PairedInstances.of(session, baseline, run), baseline, run, measures, settings);
  }

  /** Returns what was paired, and what was not. */
  Pairing pairing() {
    return paired.pairing();
  }

  /** Returns the rows of each group, then those of all instances, with adjusted p-values. */
  List<ComparisonRow> rows() {
    List<ComparisonRow> rows = new ArrayList<>();
    if (run.isGrouped()) {
      rows.addAll(
          rows(
              exploded(balanced(paired.pairs(), OF_GROUP))
                  .withColumn(KEY_JSON, Columns.json(col(ComparedRun.KEY))),
              List.of(col(ComparedRun.KEY), col(KEY_JSON))));
    }
    rows.addAll(rows(exploded(balanced(paired.pairs(), ofAll())), List.of()));
    return Holm.adjust(rows);
  }

  /** Returns the balance of all instances. */
  private Column ofAll() {
    return run.isGrouped() && baseline.balance() != null ? lit(baseline.balance()) : OF_GROUP;
  }

  private List<ComparisonRow> rows(Dataset<Row> pairs, List<Column> key) {
    List<Column> by = new ArrayList<>(key);
    by.add(col(ComparedRun.FACTOR));
    if (binarised) {
      by.add(col(OUTPUT_THRESH));
    }
    List<Column> others = new ArrayList<>();
    for (InstanceMeasure measure : measures) {
      others.addAll(
          new OwnDifference(measure, side(PairedInstances.BASELINE), side(PairedInstances.RUN))
              .aggregates());
    }
    Iterator<ResampledGroup> groups =
        new Bootstrap(
                settings,
                List.of(side(PairedInstances.BASELINE), side(PairedInstances.RUN)),
                measures)
            .of(pairs, by, others);
    List<ResampledRows> found = new ArrayList<>();
    while (groups.hasNext()) {
      found.add(rows(groups.next(), !key.isEmpty()));
    }
    found.sort(ResampledRows.ORDER);
    return found.stream().flatMap(group -> group.rows().stream()).toList();
  }

  private ResampledRows rows(ResampledGroup group, boolean grouped) {
    Row row = group.row();
    String factor = row.getAs(ComparedRun.FACTOR);
    Double thresh = binarised ? row.<Double>getAs(OUTPUT_THRESH) : null;
    JsonNode key = grouped ? Json.read(row.<String>getAs(KEY_JSON)) : Json.object();
    List<ComparisonRow> rows = new ArrayList<>();
    for (InstanceMeasure measure : measures) {
      Double there = group.figure(0, measure);
      Double here = group.figure(1, measure);
      Double difference = there == null || here == null ? null : (Double) (here - there);
      Replicates replicates = group.differences(measure);
      Double pValue = difference == null ? null : replicates.pValue(difference, group.count());
      OwnDifference.Shares own = OwnDifference.shares(measure, row);
      rows.add(
          new ComparisonRow(
              key,
              factor(factor),
              thresh,
              measure.column(),
              group.count(),
              there,
              here,
              difference,
              difference == null ? null : replicates.low95(),
              difference == null ? null : replicates.high95(),
              pValue,
              pValue,
              own.better(),
              own.equal(),
              own.worse(),
              own.effectSize()));
    }
    return new ResampledRows(
        grouped ? row.getStruct(row.fieldIndex(ComparedRun.KEY)) : null, factor, thresh, rows);
  }

  static Object factor(String text) {
    return text.equals(ComparedRun.AUTO) || text.equals(ComparedRun.CONCEPT)
        ? text
        : (Object) Double.valueOf(text);
  }

  /**
   * Returns the instances that got worst by the first measure, the worst first.
   *
   * @param most how many of them
   */
  List<Worst> worst(int most) {
    Column there = measures.get(0).of(side(PairedInstances.BASELINE));
    Column here = measures.get(0).of(side(PairedInstances.RUN));
    List<Column> order = new ArrayList<>();
    order.add(col("difference"));
    paired.identity().forEach(column -> order.add(asc_nulls_first(column.toString())));
    order.add(col(ComparedRun.FACTOR));
    if (binarised) {
      order.add(col(OUTPUT_THRESH));
    }
    Dataset<Row> worst =
        exploded(balanced(paired.pairs(), OF_GROUP))
            .withColumn("there", there)
            .withColumn("here", here)
            .withColumn("difference", col("here").minus(col("there")))
            .where(col("difference").lt(0))
            .orderBy(Columns.of(order))
            .limit(most)
            .withColumn("instance", paired.json());
    List<Worst> found = new ArrayList<>();
    for (Row row : worst.collectAsList()) {
      found.add(
          new Worst(
              Json.read(row.<String>getAs("instance")),
              factor(row.getAs(ComparedRun.FACTOR)),
              binarised ? row.<Double>getAs(OUTPUT_THRESH) : null,
              measures.get(0).column(),
              row.getAs("there"),
              row.getAs("here"),
              row.getAs("difference")));
    }
    return found;
  }

  /** Returns one row for each threshold, if masks are binarised. */
  private Dataset<Row> exploded(Dataset<Row> pairs) {
    if (!binarised) {
      return pairs;
    }
    List<Column> columns = new ArrayList<>();
    Arrays.stream(pairs.columns()).forEach(name -> columns.add(col(name)));
    columns.add(
        posexplode(col(PairedInstances.BASELINE).getField(ComparedRun.BINARISED))
            .as(new String[] {"at", COUNTS + PairedInstances.BASELINE}));
    return pairs
        .select(Columns.of(columns))
        .withColumn(
            COUNTS + PairedInstances.RUN,
            get(col(PairedInstances.RUN).getField(ComparedRun.BINARISED), col("at")))
        .withColumn(OUTPUT_THRESH, col(COUNTS + PairedInstances.BASELINE).getField(OUTPUT_THRESH));
  }

  private InstanceRow side(String name) {
    return new InstanceRow(col(name), binarised ? col(COUNTS + name) : null, run.emptyOverlap());
  }

  /**
   * Where b is the paper's balance, gives both sides the same one, the baseline's: else a value
   * would differ because the runs' targets do.
   */
  private static Dataset<Row> balanced(Dataset<Row> pairs, Column balance) {
    // The run's side first, as its b comes from the baseline's.
    return Balances.of(
        Balances.of(pairs, PairedInstances.RUN, balance), PairedInstances.BASELINE, balance);
  }

  @Override
  public void close() {
    paired.close();
  }
}
