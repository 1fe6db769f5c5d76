package dev.net2vec.job.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a result, which are written in any {@link OutputFormat}: for people with rounded figures
 * and safe text, for programs with all digits and the text as it is.
 *
 * <p>Columns of words come before columns of numbers. A cell is a text, a number, a boolean, a
 * value of JSON, null for a missing value, or a {@link Cell}.
 */
public final class ResultTable {
  private static final int AS_IT_IS = -1;

  private record Column(String name, boolean isWord, int decimals) {}

  /**
   * A cell that people see another way than programs, such as {@code auto=0.7823}.
   *
   * @param value what programs get
   * @param shown what people see
   */
  public record Cell(Object value, String shown) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();

  /** Adds a column of words. */
  public ResultTable word(String name) {
    columns.add(new Column(name, true, AS_IT_IS));
    return this;
  }

  /** Adds a column of numbers that are shown with all digits, such as counts. */
  public ResultTable number(String name) {
    return figure(name, AS_IT_IS);
  }

  /**
   * Adds a column of numbers.
   *
   * @param decimals the number of decimals that people see
   */
  public ResultTable figure(String name, int decimals) {
    columns.add(new Column(name, false, decimals));
    return this;
  }

  /** Adds a row with a cell for each column. */
  public void add(List<?> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns.size());
    }
    rows.add(new ArrayList<>(cells));
  }

  /** Returns all rows; every line ends with a line break. */
  public String text(OutputFormat format) {
    return switch (format) {
      case TABLE -> table().toString();
      case CSV -> csv();
      case JSON -> Json.text(objects()) + "\n";
      case MARKDOWN -> table().markdown();
    };
  }

  /** Returns the rows as objects with the columns' names as keys. */
  public List<Map<String, Object>> objects() {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (List<Object> row : rows) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i).name(), value(row.get(i)));
      }
      objects.add(object);
    }
    return objects;
  }

  private TextTable table() {
    TextTable table =
        new TextTable(
            columns.stream().map(column -> Shown.cell(column.name())).toList(),
            (int) columns.stream().filter(Column::isWord).count());
    rows.forEach(row -> table.add(shown(row)));
    return table;
  }

  private List<String> shown(List<Object> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.add(shown(columns.get(i), row.get(i)));
    }
    return cells;
  }

  private static String shown(Column column, Object cell) {
    if (cell instanceof Cell special) {
      return special.shown();
    }
    if (cell == null) {
      return column.isWord() ? Shown.NULL : "";
    }
    if (cell instanceof Double number && column.decimals() != AS_IT_IS) {
      return TextTable.figure(number, column.decimals());
    }
    return cell instanceof JsonNode node ? Shown.cell(node) : Shown.cell(cell.toString());
  }

  private String csv() {
    StringBuilder text = new StringBuilder();
    csv(text, columns.stream().<Object>map(Column::name).toList());
    rows.forEach(row -> csv(text, row));
    return text.toString();
  }

  private static void csv(StringBuilder text, List<Object> cells) {
    String comma = "";
    for (Object cell : cells) {
      text.append(comma).append(quoted(value(cell)));
      comma = ",";
    }
    text.append('\n');
  }

  /** Quotes text where RFC 4180 requires it, and empty text, which is not a missing value. */
  private static String quoted(Object value) {
    if (value == null || (value instanceof JsonNode node && node.isNull())) {
      return "";
    }
    String text =
        value instanceof JsonNode node && node.isValueNode() ? node.asText() : value.toString();
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static Object value(Object cell) {
    return cell instanceof Cell special ? special.value() : cell;
  }
}
