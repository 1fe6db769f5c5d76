package dev.net2vec.job.report;

import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.apache.spark.sql.Column;

/** How many of a group's values are in each of equally wide bins, the lowest first. */
final class Histogram {
  private static final int BINS = 24;

  private final String name;
  private final double low;
  private final double high;
  private final long[] counts = new long[BINS];

  /**
   * A histogram without values.
   *
   * @param name the group's
   * @param low the lowest value
   * @param high the highest value
   */
  Histogram(String name, double low, double high) {
    this.name = name;
    this.low = low;
    this.high = high;
  }

  String name() {
    return name;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  /** Says how many values are in a bin. */
  void count(int bin, long values) {
    counts[bin] = values;
  }

  /** Returns the index of a value's bin. */
  static Column bin(Column value, Column low, Column high) {
    Column share = value.minus(low).divide(high.minus(low));
    return when(high.gt(low), least(floor(share.multiply(lit(BINS))), lit(BINS - 1)))
        .otherwise(lit(0))
        .cast("int");
  }

  /** Returns what {@link #bin(Column, Column, Column)} does for a value of the group. */
  int bin(double value) {
    double share = (value - low) / (high - low);
    return high > low ? (int) Math.min(Math.floor(share * BINS), BINS - 1) : 0;
  }

  /** Returns the index of the bin up to which there are so many values, or all. */
  int lastOfLowest(int values) {
    long sum = counts[0];
    int last = 0;
    while (sum < values && last < BINS - 1) {
      last++;
      sum += counts[last];
    }
    return last;
  }

  /** Returns how far from a value's bin those are that may have so many of the nearest values. */
  int reachOfNearest(double value, int values) {
    int at = bin(value);
    int reach = 0;
    while (reach < BINS && within(at, reach) < values) {
      reach++;
    }
    // These values are less than reach + 1 bins away, and so may those of the next bin be; rounding
    // may put a value into the bin after that.
    return reach + 2;
  }

  private long within(int at, int reach) {
    return Arrays.stream(counts, Math.max(0, at - reach), Math.min(BINS, at + reach + 1)).sum();
  }

  /** Adds the histogram as the page's script reads it. */
  void addTo(ArrayNode histograms) {
    ObjectNode histogram = histograms.addObject();
    histogram.put("name", name);
    histogram.put("low", low);
    histogram.put("high", high);
    ArrayNode bins = histogram.putArray("counts");
    Arrays.stream(counts).forEach(bins::add);
  }
}
