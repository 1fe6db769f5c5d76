package dev.net2vec.sql;

import dev.net2vec.setting.Setting;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.expression.SqlErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The options of one call, its trailing {@code map('name', value, …)}.
 *
 * <p>{@code net2vec(p, t, map('activation', 'sigmoid', 'factor_pos_class', b))} takes b from a
 * column. Spark casts the values of such a map to one type; the values are read as they were
 * written.
 */
final class Options {
  /** The settings whose values may be columns. */
  static final List<Setting<?>> MAY_BE_COLUMNS =
      List.of(Settings.FACTOR_POS_CLASS, Settings.TARGET_THRESH, Settings.TARGET_CLASS);

  private static final String ALLOWED = "map('name', value, …) with literal names";

  private final String label;
  private final Map<String, Expression> values = new LinkedHashMap<>();

  /**
   * Reads the options of a call.
   *
   * @param map null if the call has none
   */
  Options(String function, String label, List<Setting<?>> known, Expression map) {
    this.label = label;
    if (map instanceof CreateMap created) {
      List<Expression> items = CollectionConverters.asJava(created.children());
      for (int i = 0; i < items.size(); i += 2) {
        add(function, known, items.get(i), items.get(i + 1));
      }
    } else if (map != null) {
      MapData literal = literal(map);
      MapType type = (MapType) map.dataType();
      for (int i = 0; i < literal.numElements(); i++) {
        add(
            function,
            known,
            new Literal(literal.keyArray().get(i, type.keyType()), type.keyType()),
            new Literal(literal.valueArray().get(i, type.valueType()), type.valueType()));
      }
    }
  }

  private MapData literal(Expression map) {
    if (!(map.dataType() instanceof MapType)) {
      throw SqlErrors.wrongType(label, Signature.OPTIONS, map.dataType().sql(), ALLOWED);
    } else if (!map.foldable()) {
      throw SqlErrors.wrongType(label, Signature.OPTIONS, map.sql(), ALLOWED);
    } else if (!(map.eval(null) instanceof MapData literal)) {
      throw SqlErrors.wrongType(label, Signature.OPTIONS, "NULL", ALLOWED);
    } else {
      return literal;
    }
  }

  private void add(String function, List<Setting<?>> known, Expression key, Expression value) {
    Expression written = written(key);
    if (!written.foldable()) {
      throw SqlErrors.wrongType(label, "an option's name", written.sql(), "a literal");
    }
    String name = String.valueOf(written.eval(null));
    String found =
        known.stream()
            .map(Setting::name)
            .filter(option -> option.equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(
                () ->
                    SqlErrors.unknownOption(
                        label, function, name, known.stream().map(Setting::name).toList()));
    if (values.put(found, written(value)) != null) {
      throw SqlErrors.optionTwice(label, found);
    }
  }

  /** Returns a value as it was written, without the casts that gave all of a map one type. */
  private static Expression written(Expression value) {
    Expression written = value;
    while (written instanceof Cast cast && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty()) {
      written = cast.child();
    }
    return written;
  }

  /** Throws if a setting is given by an argument, too. */
  void requireApartFrom(Map<String, Expression> arguments) {
    for (String name : values.keySet()) {
      if (arguments.containsKey(name)) {
        throw SqlErrors.argumentAndOption(label, name);
      }
    }
  }

  /** Returns the value of a setting; empty if it is not among the options. */
  <T> Optional<T> get(Setting<T> setting) {
    Expression value = values.get(setting.name());
    if (value == null) {
      return Optional.empty();
    } else if (!value.foldable()) {
      throw SqlErrors.wrongType(
          label, setting.name(), value.sql(), "a literal: " + setting.allowed());
    }
    Object literal = value.eval(null);
    // NULL is the value of a setting that has null among its allowed ones.
    Optional<T> parsed = setting.parse(String.valueOf(literal));
    if (parsed.isEmpty()) {
      throw SqlErrors.wrongType(label, setting.name(), shown(value, literal), setting.allowed());
    }
    return parsed;
  }

  private static String shown(Expression value, Object literal) {
    if (literal == null) {
      return "NULL";
    }
    return value.dataType() instanceof StringType ? "'" + literal + "'" : literal.toString();
  }

  /** Returns whether the value of a setting differs by row. */
  boolean isColumn(Setting<?> setting) {
    return values.containsKey(setting.name()) && !values.get(setting.name()).foldable();
  }

  /** Returns the value of a setting as it was written. */
  Expression written(Setting<?> setting) {
    return values.get(setting.name());
  }

  /**
   * Returns the value of a setting that may be a column: a text is parsed, everything else is
   * returned as it is; null if it is not among the options.
   */
  Expression column(Setting<Double> setting) {
    Expression value = values.get(setting.name());
    boolean isText = value != null && value.foldable() && value.dataType() instanceof StringType;
    return isText && value.eval(null) != null
        ? new Literal(get(setting).orElseThrow(), DataTypes.DoubleType)
        : value;
  }
}
