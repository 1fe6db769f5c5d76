package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.results.Verdict;
import dev.net2vec.job.text.Shown;
import dev.net2vec.job.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The gates' checks as a table: every failed check, and passed ones up to {@link
 * SummaryTable#MAX_ROWS} rows in all.
 */
final class GateTable {
  private GateTable() {}

  /** Returns one line per check, or an empty string if there are none. */
  static String of(Verdict verdict, List<String> groupBy, TableStyle style) {
    if (verdict.checks().isEmpty()) {
      return "";
    }
    List<String> header = new ArrayList<>(List.of("gate"));
    groupBy.forEach(name -> header.add(Shown.cell(name)));
    int words = header.size();
    boolean binarised = verdict.checks().stream().anyMatch(check -> check.outputThresh() != null);
    header.add(Figures.FACTOR_POS_CLASS);
    if (binarised) {
      header.add(Figures.OUTPUT_THRESH);
    }
    header.addAll(List.of("baseline", "allowed", "actual", "verdict"));
    TextTable table = new TextTable(header, words);
    int room =
        Math.max(
            0,
            SummaryTable.MAX_ROWS
                - (int) verdict.checks().stream().filter(check -> !check.passed()).count());
    long hidden = 0;
    for (Verdict.Check check : verdict.checks()) {
      if (check.passed() && room-- <= 0) {
        hidden++;
      } else {
        table.add(cells(check, groupBy, binarised));
      }
    }
    return "\n"
        + style.text(table)
        + (hidden == 0
            ? ""
            : style.note(String.format(Locale.ROOT, "… and %,d more checks that passed", hidden)));
  }

  private static List<String> cells(Verdict.Check check, List<String> groupBy, boolean binarised) {
    List<String> cells = new ArrayList<>();
    cells.add(check.measure() + " " + check.limit() + " " + check.setting());
    for (String column : groupBy) {
      JsonNode value = check.group().get(column);
      cells.add(value == null ? "" : Shown.cell(value));
    }
    if (!groupBy.isEmpty() && check.group().isEmpty()) {
      cells.set(1, Shown.ALL);
    }
    cells.add(check.factorPosClass() == null ? "" : check.factorPosClass().toString());
    if (binarised) {
      cells.add(check.outputThresh() == null ? "" : check.outputThresh().toString());
    }
    cells.add(TextTable.figure(check.baseline(), 4));
    cells.add(TextTable.figure(check.allowed(), 4));
    cells.add(TextTable.figure(check.actual(), 4));
    cells.add(check.passed() ? Verdict.PASSED : "FAILED");
    return cells;
  }
}
