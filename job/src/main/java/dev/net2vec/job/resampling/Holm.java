package dev.net2vec.job.resampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adjusts p-values for the number of groups, so that the chance of one or more false alarms among
 * them stays below the level (Holm, "A simple sequentially rejective multiple test procedure",
 * 1979). Each measure, b and threshold is a family of its own.
 */
final class Holm {
  private record Family(String measure, Object factorPosClass, Double outputThresh) {}

  private Holm() {}

  /** Returns the rows with adjusted p-values, in the same order. */
  static List<ComparisonRow> adjust(List<ComparisonRow> rows) {
    Map<Family, List<Integer>> families = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      ComparisonRow row = rows.get(i);
      if (!row.key().isEmpty() && row.pValue() != null) {
        families
            .computeIfAbsent(
                new Family(row.measure(), row.factorPosClass(), row.outputThresh()),
                family -> new ArrayList<>())
            .add(i);
      }
    }
    List<ComparisonRow> adjusted = new ArrayList<>();
    rows.forEach(row -> adjusted.add(row.adjusted(row.pValue())));
    for (List<Integer> family : families.values()) {
      family.sort(Comparator.comparing(i -> rows.get(i).pValue()));
      double largest = 0;
      for (int rank = 0; rank < family.size(); rank++) {
        ComparisonRow row = rows.get(family.get(rank));
        largest = Math.max(largest, Math.min(1, (family.size() - rank) * row.pValue()));
        adjusted.set(family.get(rank), row.adjusted(largest));
      }
    }
    return adjusted;
  }
}
