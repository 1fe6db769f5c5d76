package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.lit;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.spark.SparkCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The classes of label maps, each of which is a group: a table with the columns {@code id} and,
 * optionally, {@code name}.
 *
 * @param file CSV with a header, JSON, or Parquet, as its name says
 */
public record MapClasses(String file, OnAbsent onAbsent) {
  /** The column of a class's name in the groups' key. */
  public static final String CLASS = "class";

  private static final String ID = "id";
  private static final String NAME = "name";

  /**
   * One class.
   *
   * @param id what its pixels have in a label map
   * @param name unique; the id without a name
   */
  public record MapClass(double id, String name) {}

  /** Returns how the user named the table. */
  public String option() {
    return "--classes " + file;
  }

  /**
   * Reads the table.
   *
   * @throws JobException if it cannot be read, has no class, or an id or a name twice
   */
  public List<MapClass> read(SparkSession session) {
    List<MapClass> classes = new ArrayList<>();
    Set<Double> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Row row : rows(session)) {
      MapClass each = mapClass(row);
      if (!ids.add(each.id())) {
        throw JobException.usage(option() + " has the id " + text(each.id()) + " twice");
      }
      if (!names.add(each.name())) {
        throw JobException.usage(option() + " has the name " + each.name() + " twice");
      }
      classes.add(each);
    }
    if (classes.isEmpty()) {
      throw JobException.usage(option() + " has no rows, but must have at least one class");
    }
    return classes;
  }

  private List<Row> rows(SparkSession session) {
    return SparkCall.orThrow(
        () -> {
          Dataset<Row> table = open(session);
          Column id = NamedColumns.column(table, option(), "--classes", ID);
          boolean named = Arrays.stream(table.columns()).anyMatch(NAME::equalsIgnoreCase);
          Column name = named ? table.col(NAME) : lit(null);
          return table.select(id.cast("string"), name.cast("string")).collectAsList();
        },
        e ->
            JobException.usage(
                SparkErrors.find(e, "PATH_NOT_FOUND").isPresent()
                    ? option() + ": no such file"
                    : option() + ": " + SparkErrors.line(e),
                e));
  }

  private Dataset<Row> open(SparkSession session) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return session.read().option("header", true).option("mode", "FAILFAST").csv(file);
    }
    return name.endsWith(".json") || name.endsWith(".jsonl")
        ? session.read().option("mode", "FAILFAST").json(file)
        : session.read().parquet(file);
  }

  private MapClass mapClass(Row row) {
    String text = row.getString(0);
    double id = number(text);
    if (!Double.isFinite(id)) {
      throw JobException.usage(
          option() + " has the id " + text + ", but every id must be a finite number");
    }
    Object name = row.get(1);
    return new MapClass(id == 0 ? 0.0 : id, name == null ? text(id) : name.toString());
  }

  private static double number(String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static String text(double id) {
    return id == Math.rint(id) ? String.format(Locale.ROOT, "%.0f", id) : String.valueOf(id);
  }
}
