package dev.net2vec.mask;

import java.util.Collection;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Writes what {@link ConceptBenchmark} measured: the best of its short iterations. */
final class ConceptTable {
  private ConceptTable() {}

  static String of(Collection<RunResult> results) {
    TreeMap<String, Double> rows = new TreeMap<>();
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
      StringJoiner what = new StringJoiner(", ");
      for (String key : params.getParamsKeys()) {
        what.add(key + " " + params.getParam(key));
      }
      rows.put(
          "%-28s %-9s".formatted(what, method), result.getPrimaryResult().getStatistics().getMin());
    }
    StringBuilder table = new StringBuilder("%-28s %-9s %9s%n".formatted("what", "how", "us"));
    rows.forEach(
        (row, micros) -> table.append(String.format(Locale.ROOT, "%s %9.2f%n", row, micros)));
    return table.toString();
  }
}
