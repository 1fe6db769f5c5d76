package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.source.MapClasses;
import dev.net2vec.job.source.MapClasses.MapClass;
import dev.net2vec.job.source.MaskColumns;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.source.OnAbsent;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.kpi.TargetClasses;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.expression.CountsCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/**
 * The classes of label maps as groups: every map is scored for all of them from one decoding, with
 * an instance for each, whose index is the class's place in the table.
 *
 * @param target which classes are the foreground of which instance
 * @param classes in the order of the table; empty if targets are no label maps
 */
record ClassGroups(TargetClasses target, List<MapClass> classes, OnAbsent onAbsent) {

  /**
   * Reads the table of classes.
   *
   * @throws JobException if it is not valid
   */
  static ClassGroups of(SparkSession session, EvaluationSettings settings) {
    TargetClasses given = settings.options().get(Settings.TARGET_CLASS);
    MapClasses table = settings.masks().classes();
    if (table == null) {
      return new ClassGroups(given, List.of(), OnAbsent.INCLUDE);
    }
    List<MapClass> classes = table.read(session);
    List<Double> ids = classes.stream().map(MapClass::id).toList();
    try {
      return new ClassGroups(
          given.isNone() ? TargetClasses.each(ids) : TargetClasses.channels(ids),
          classes,
          table.onAbsent());
    } catch (IllegalArgumentException e) {
      throw JobException.usage(table.option() + ": " + e.getMessage(), e);
    }
  }

  /** Returns the key of an instance's group; empty without one. */
  List<Column> key(MaskColumns masks) {
    NamedColumns ofSource = masks.sourceKeys();
    if (classes.isEmpty()) {
      return ofSource.column();
    }
    NamedColumns all = masks.keys();
    List<Column> fields = new ArrayList<>();
    ofSource.names().forEach(name -> fields.add(col(all.field()).getField(name).as(name)));
    List<Column> names = new ArrayList<>();
    classes.forEach(each -> names.add(lit(each.name())));
    fields.add(get(array(Columns.of(names)), col(Scoring.INSTANCE_INDEX)).as(MapClasses.CLASS));
    return List.of(struct(Columns.of(fields)).as(all.field()));
  }

  /**
   * Returns a field of an instance; NULL, so that figures skip it, if the map lacks the class and
   * such instances are left out. Only the number of the class's pixels, 0, is there in any case.
   */
  Column field(Column instance, String name) {
    Column field = instance.getField(name);
    boolean skips = !classes.isEmpty() && onAbsent == OnAbsent.SKIP;
    return skips && !name.equals(CountsCall.TARGET_PIXELS)
        ? when(instance.getField(CountsCall.TARGET_PIXELS).gt(0), field)
        : field;
  }

  /** Returns whether an instance counts. */
  Column isEvaluated() {
    return col(CountsCall.PIXELS).isNotNull();
  }

  /** Returns whether a row is of a group: a row that could not be scored is of no class. */
  Column isGroup(NamedColumns keys) {
    return classes.isEmpty() ? lit(true) : col(keys.field()).getField(MapClasses.CLASS).isNotNull();
  }
}
