package dev.net2vec.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.evaluation.EvaluationSettings;
import dev.net2vec.job.evaluation.Figure;
import dev.net2vec.job.evaluation.Figures;
import dev.net2vec.job.evaluation.Scoring;
import dev.net2vec.job.evaluation.WorstInstance;
import dev.net2vec.job.text.Shown;
import dev.net2vec.job.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/** The instances with the smallest normalized values as a table. */
final class WorstTable {
  private WorstTable() {}

  /** Returns one line per instance and b, or an empty string if none are asked for. */
  static String of(List<WorstInstance> worst, EvaluationSettings settings, TableStyle style) {
    if (worst.isEmpty()) {
      return "";
    }
    List<String> header = new ArrayList<>();
    settings.masks().id().forEach(name -> header.add(Shown.cell(name)));
    settings.masks().groups().forEach(name -> header.add(Shown.cell(name)));
    int words = header.size();
    boolean several = worst.stream().anyMatch(instance -> instance.instanceIndex() > 0);
    if (several) {
      header.add(Scoring.INSTANCE_INDEX);
    }
    header.add(Figures.FACTOR_POS_CLASS);
    header.add("worst value");
    header.add(Figure.NORMALIZED_VALUE.column());
    TextTable table = new TextTable(header, words);
    for (WorstInstance instance : worst) {
      List<String> cells = new ArrayList<>();
      for (JsonNode value : instance.id()) {
        cells.add(Shown.cell(value));
      }
      if (instance.key() != null) {
        instance.key().forEach(value -> cells.add(Shown.cell(value)));
      }
      if (several) {
        cells.add(String.valueOf(instance.instanceIndex()));
      }
      cells.add(SummaryTable.factor(instance.factorPosClass(), instance.auto()));
      cells.add(TextTable.figure(instance.value(), 4));
      cells.add(TextTable.figure(instance.normalizedValue(), 4));
      table.add(cells);
    }
    return "\n" + style.text(table);
  }
}
