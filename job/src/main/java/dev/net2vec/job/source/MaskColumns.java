package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import dev.net2vec.kpi.MaskRole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The masks to evaluate: a source, and the roles of its columns.
 *
 * @param prediction column with the predicted masks, in [0, 1]
 * @param target column with the true masks
 * @param id columns that name an instance in messages and results; if none are given, those by
 *     which the source pairs its rows
 * @param groupBy columns that the instances are grouped by
 * @param classes of the targets, which are then label maps, and by which the instances are grouped,
 *     too; null if targets are no label maps
 */
public record MaskColumns(
    Source source,
    String prediction,
    String target,
    List<String> id,
    List<String> groupBy,
    MapClasses classes) {

  /**
   * Checks the names.
   *
   * @throws JobException if one is empty or occurs twice
   */
  public MaskColumns {
    id = distinct("--id", id.isEmpty() ? source.key() : id);
    groupBy = distinct("--group-by", groupBy);
    for (String name : classes == null ? List.<String>of() : groupBy) {
      if (name.equalsIgnoreCase(MapClasses.CLASS)) {
        throw JobException.usage(
            "%s is given with --group-by %s, but names its own column %s"
                .formatted(classes.option(), name, MapClasses.CLASS));
      }
    }
  }

  /** Names masks that are no label maps. */
  public MaskColumns(
      Source source, String prediction, String target, List<String> id, List<String> groupBy) {
    this(source, prediction, target, id, groupBy, null);
  }

  static List<String> distinct(String option, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isBlank()) {
        throw JobException.usage(option + " has an empty column name");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw JobException.usage(option + " names the column " + name + " twice");
      }
    }
    return List.copyOf(names);
  }

  /** Returns the user's name for the column of masks. */
  public String name(MaskRole role) {
    return role == MaskRole.PREDICTION ? prediction : target;
  }

  /**
   * Returns the column of masks.
   *
   * @param rows of the source
   * @throws JobException if there is no such column
   */
  public Column mask(Dataset<Row> rows, MaskRole role) {
    return NamedColumns.column(
        rows, source.name(), "--" + role, source.maskColumn(role, name(role)));
  }

  public NamedColumns ids() {
    return new NamedColumns("--id", "id", id);
  }

  /** Returns the columns of the groups' key: those of the source and, of label maps, the class. */
  public List<String> groups() {
    if (classes == null) {
      return groupBy;
    }
    List<String> groups = new ArrayList<>(groupBy);
    groups.add(MapClasses.CLASS);
    return groups;
  }

  /** Returns whether an instance without foreground is only counted. */
  public boolean skipsAbsentClasses() {
    return classes != null && classes.onAbsent() == OnAbsent.SKIP;
  }

  public NamedColumns keys() {
    return new NamedColumns("--group-by", "key", groups());
  }

  /** Returns the columns of the groups' key that the source has. */
  public NamedColumns sourceKeys() {
    return new NamedColumns("--group-by", "key", groupBy);
  }
}
