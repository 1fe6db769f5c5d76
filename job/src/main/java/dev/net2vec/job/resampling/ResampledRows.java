package dev.net2vec.job.resampling;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The rows of one group, b and threshold, in the order of all results: by key, then b with auto
 * last, then threshold.
 *
 * @param key null for all instances
 * @param outputThresh null if no masks are binarised
 */
record ResampledRows(Row key, String factor, Double outputThresh, List<ComparisonRow> rows) {
  static final Comparator<ResampledRows> ORDER =
      Comparator.comparing(ResampledRows::key, ResampledRows::compareKeys)
          .thenComparing(ResampledRows::number)
          .thenComparing(
              ResampledRows::outputThresh, Comparator.nullsFirst(Comparator.naturalOrder()));

  private double number() {
    return Character.isLetter(factor.charAt(0))
        ? Double.POSITIVE_INFINITY
        : Double.parseDouble(factor);
  }

  private static int compareKeys(Row one, Row other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    for (int i = 0; i < one.length(); i++) {
      int order = compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @SuppressWarnings("unchecked") // Both are values of the same column.
  private static int compare(Object one, Object other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return one instanceof Comparable<?>
        ? ((Comparable<Object>) one).compareTo(other)
        : one.toString().compareTo(other.toString());
  }
}
