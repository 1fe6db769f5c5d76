package dev.net2vec.mask;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Writes what {@link DecoderBenchmark} measured: the best of its short iterations. */
final class DecoderTable {
  private DecoderTable() {}

  private record Row(String encoding, int side) {}

  static String of(Collection<RunResult> results) {
    Map<Row, Double> decode = new LinkedHashMap<>();
    Map<Row, Double> plain = new LinkedHashMap<>();
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      Row row = new Row(params.getParam("encoding"), Integer.parseInt(params.getParam("side")));
      double micros = result.getPrimaryResult().getStatistics().getMin();
      (params.getBenchmark().endsWith(".decode") ? decode : plain).put(row, micros);
    }
    String head =
        "%-17s %5s %9s %10s %9s %10s %10s%n"
            .formatted("encoding", "side", "bytes", "us/mask", "MB/s", "Mpixel/s", "plain us");
    return decode.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getKey().side))
        .map(entry -> line(entry.getKey(), entry.getValue(), plain.get(entry.getKey())))
        .collect(Collectors.joining("", head, ""));
  }

  /** Bytes a microsecond are MB/s. */
  private static String line(Row row, double micros, double plainMicros) {
    int bytes = BenchmarkMask.of(row.encoding, row.side).bytes.length;
    return String.format(
        Locale.ROOT,
        "%-17s %5d %9d %10.2f %9.1f %10.1f %10.2f%n",
        row.encoding,
        row.side,
        bytes,
        micros,
        bytes / micros,
        (double) row.side * row.side / micros,
        plainMicros);
  }
}
