package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.evaluation.BestFilter;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.text.Shown;
import dev.net2vec.job.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/** The best filter of each group as a table. */
final class FilterTable {
  private FilterTable() {}

  /** Returns one line per group and b, or an empty string if there are none. */
  static String of(List<BestFilter> filters, List<String> groupBy, TableStyle style) {
    if (filters.isEmpty()) {
      return "";
    }
    List<String> header = new ArrayList<>();
    groupBy.forEach(name -> header.add(Shown.cell(name)));
    int words = header.size();
    header.addAll(
        List.of(Figures.FACTOR_POS_CLASS, "count", "value", "best filter", "its value", "gain"));
    TextTable table = new TextTable(header, words);
    for (BestFilter best : filters.subList(0, Math.min(SummaryTable.MAX_ROWS, filters.size()))) {
      List<String> cells = new ArrayList<>();
      for (JsonNode value : best.key()) {
        cells.add(Shown.cell(value));
      }
      cells.add((best.auto() ? "auto=" : "") + TextTable.figure(best.factorPosClass(), 4));
      cells.add(String.valueOf(best.count()));
      cells.add(TextTable.figure(best.value(), 4));
      cells.add(String.valueOf(best.filter()));
      cells.add(TextTable.figure(best.filterValue(), 4));
      cells.add(TextTable.figure(best.gain(), 4));
      table.add(cells);
    }
    return "\n" + style.text(table);
  }
}
