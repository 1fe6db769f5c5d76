package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.evaluation.Evaluation;
import dev.net2vec.job.resampling.ComparisonRow;
import dev.net2vec.job.resampling.Pairing;
import dev.net2vec.job.resampling.ResamplingSettings;
import dev.net2vec.job.resampling.RunDifference;
import dev.net2vec.job.resampling.Worst;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.OutputFormat;
import dev.net2vec.job.text.ResultTable;
import dev.net2vec.job.text.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What came of comparing runs with a baseline, as text. */
final class ComparisonTables {
  private static final int VERSION = 1;
  private static final int DECIMALS = 4;
  private static final String OUTPUT_THRESH = "output_thresh";

  private final String baseline;
  private final ResamplingSettings settings;
  private final List<RunDifference> comparisons = new ArrayList<>();

  ComparisonTables(String baseline, ResamplingSettings settings) {
    this.baseline = baseline;
    this.settings = settings;
  }

  void add(RunDifference difference) {
    comparisons.add(difference);
  }

  String text(OutputFormat format) {
    return switch (format) {
      case JSON -> Json.text(document()) + "\n";
      case CSV -> rows().text(format);
      case TABLE, MARKDOWN -> {
        String groups = rows().text(format);
        boolean any = comparisons.stream().anyMatch(compared -> !compared.worst().isEmpty());
        yield any ? groups + "\n" + worst().text(format) : groups;
      }
    };
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("version", VERSION);
    document.put("baseline", baseline);
    document.put("replicates", settings.replicates());
    document.put("seed", settings.seed());
    document.put("interval", RunDifference.INTERVAL);
    document.put("test", RunDifference.TEST);
    document.put("adjustment", RunDifference.ADJUSTMENT);
    document.put("comparisons", comparisons);
    return document;
  }

  private boolean hasThresh() {
    return comparisons.stream()
        .flatMap(compared -> compared.rows().stream())
        .anyMatch(row -> row.outputThresh() != null);
  }

  private ResultTable rows() {
    Set<String> keys = new LinkedHashSet<>();
    comparisons.forEach(
        compared ->
            compared.rows().forEach(row -> row.key().fieldNames().forEachRemaining(keys::add)));
    List<String> columns = keys.isEmpty() ? List.of("group") : List.copyOf(keys);
    ResultTable table = new ResultTable();
    boolean several = comparisons.size() > 1;
    if (several) {
      table.word("run");
    }
    columns.forEach(table::word);
    table.word(Evaluation.FACTOR_POS_CLASS);
    if (hasThresh()) {
      table.word(OUTPUT_THRESH);
    }
    table.word("measure").number("count");
    for (String name :
        List.of(
            "baseline",
            several ? "figure" : "run",
            "difference",
            "low95",
            "high95",
            "p_value",
            "adjusted_p_value",
            "better",
            "equal",
            "worse",
            "effect_size")) {
      table.figure(name, DECIMALS);
    }
    for (RunDifference compared : comparisons) {
      for (ComparisonRow row : compared.rows()) {
        table.add(cells(several ? List.of(compared.run()) : List.of(), row, columns));
      }
    }
    return table;
  }

  private List<Object> cells(List<String> run, ComparisonRow row, List<String> columns) {
    List<Object> cells = new ArrayList<>(run);
    for (int i = 0; i < columns.size(); i++) {
      JsonNode value = row.key().get(columns.get(i));
      if (value != null) {
        cells.add(value);
      } else {
        cells.add(new ResultTable.Cell(i == 0 ? Shown.ALL : null, i == 0 ? Shown.ALL : ""));
      }
    }
    cells.add(row.factorPosClass());
    if (hasThresh()) {
      cells.add(row.outputThresh());
    }
    cells.add(row.measure());
    cells.add(row.count());
    cells.add(row.baseline());
    cells.add(row.run());
    cells.add(row.difference());
    cells.add(row.low95());
    cells.add(row.high95());
    cells.add(row.pValue());
    cells.add(row.adjustedPValue());
    cells.add(row.better());
    cells.add(row.equal());
    cells.add(row.worse());
    cells.add(row.effectSize());
    return cells;
  }

  private ResultTable worst() {
    boolean several = comparisons.size() > 1;
    ResultTable table = new ResultTable();
    if (several) {
      table.word("run");
    }
    table.word("worst").word(Evaluation.FACTOR_POS_CLASS);
    if (hasThresh()) {
      table.word(OUTPUT_THRESH);
    }
    table.word("measure");
    table.figure("baseline", DECIMALS).figure(several ? "figure" : "run", DECIMALS);
    table.figure("difference", DECIMALS);
    for (RunDifference compared : comparisons) {
      for (Worst instance : compared.worst()) {
        List<Object> cells = new ArrayList<>(several ? List.of(compared.run()) : List.of());
        cells.add(new ResultTable.Cell(instance.instance(), name(instance.instance())));
        cells.add(instance.factorPosClass());
        if (hasThresh()) {
          cells.add(instance.outputThresh());
        }
        cells.add(instance.measure());
        cells.add(instance.baseline());
        cells.add(instance.run());
        cells.add(instance.difference());
        table.add(cells);
      }
    }
    return table;
  }

  /**
   * Returns {@code "7 (dog)"}, or {@code "7 (dog) #2"} for an instance that is not its row's first.
   */
  private static String name(JsonNode instance) {
    StringBuilder name = new StringBuilder(cells(instance.path("id")));
    if (instance.has("key")) {
      name.append(" (").append(cells(instance.path("key"))).append(')');
    }
    int index = instance.path("instance_index").asInt();
    return index == 0 ? name.toString() : name + " #" + index;
  }

  private static String cells(JsonNode columns) {
    List<String> cells = new ArrayList<>();
    columns.forEach(value -> cells.add(Shown.cell(value)));
    return String.join(", ", cells);
  }

  /** Says what was compared, and which instances were not. */
  void report(PrintWriter err) {
    for (RunDifference compared : comparisons) {
      Pairing pairing = compared.instances();
      err.printf(
          Locale.ROOT,
          "Compared %s with the baseline %s: %,d pairs of instances%n",
          compared.run(),
          baseline,
          pairing.paired());
      if (pairing.onlyInBaseline() + pairing.onlyInRun() > 0) {
        err.printf(
            Locale.ROOT,
            "Not paired: %,d instances only in the baseline, %,d only in %s; the first:%n",
            pairing.onlyInBaseline(),
            pairing.onlyInRun(),
            compared.run());
        pairing
            .unpaired()
            .forEach(
                instance -> err.println("  " + instance.run() + ": " + name(instance.instance())));
      }
    }
    err.printf(
        Locale.ROOT,
        "low95, high95: %s, %,d replicates, seed %d%n",
        RunDifference.INTERVAL,
        settings.replicates(),
        settings.seed());
    err.println("p_value: " + RunDifference.TEST);
    err.println("adjusted_p_value: " + RunDifference.ADJUSTMENT);
  }
}
