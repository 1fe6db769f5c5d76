package dev.net2vec.kpi;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Writes what {@link KernelBenchmark} measured as GB/s, the kernel beside the plain sum. */
final class ThroughputTable {
  private ThroughputTable() {}

  private record Row(String target, String type, int side) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int byTarget = target.compareTo(other.target);
      int byType = other.type.compareTo(type);
      return byTarget != 0 ? byTarget : byType != 0 ? byType : Integer.compare(side, other.side);
    }

    /** Bytes of both masks. */
    double bytes() {
      return 2.0 * side * side * (type.equals("float") ? Float.BYTES : Double.BYTES);
    }
  }

  /** Returns the table of the best iterations; bytes a nanosecond are GB/s. */
  static String of(Collection<RunResult> results) {
    Map<Row, Double> kernel = new TreeMap<>();
    Map<Row, Double> plain = new TreeMap<>();
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      String method = params.getBenchmark();
      Row row =
          new Row(
              params.getParam("target"),
              method.endsWith("Float") ? "float" : "double",
              Integer.parseInt(params.getParam("side")));
      double nanos = result.getPrimaryResult().getStatistics().getMin();
      (method.contains(".kernel") ? kernel : plain).put(row, row.bytes() / nanos);
    }
    StringBuilder table =
        new StringBuilder(
            "%-7s %-7s %5s %12s %12s %6s%n"
                .formatted("target", "type", "side", "kernel GB/s", "plain GB/s", "ratio"));
    for (Map.Entry<Row, Double> entry : kernel.entrySet()) {
      Row row = entry.getKey();
      double sum = plain.getOrDefault(row, Double.NaN);
      table.append(
          String.format(
              Locale.ROOT,
              "%-7s %-7s %5d %12.2f %12.2f %6.2f%n",
              row.target,
              row.type,
              row.side,
              entry.getValue(),
              sum,
              entry.getValue() / sum));
    }
    return table.toString();
  }
}
