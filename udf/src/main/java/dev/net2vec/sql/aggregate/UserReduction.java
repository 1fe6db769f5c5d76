package dev.net2vec.sql.aggregate;

import dev.net2vec.kpi.Reduction;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.expression.SqlErrors;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Map;
import org.apache.commons.lang3.reflect.TypeUtils;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A user's class that reduces a group's values: a {@link Reduction} or a Spark {@code
 * Aggregator<Double, ?, Double>}.
 *
 * @param type the class name; loaded where it is used, including on executors
 * @param maxInstances the maximum number of instances of a group that is reduced as one tensor
 */
public record UserReduction(String type, int maxInstances) implements Serializable {
  private static final long serialVersionUID = 1L;

  public boolean isAggregator() {
    return Aggregator.class.isAssignableFrom(find());
  }

  /** Returns a new instance of the {@link Reduction}. */
  Reduction load() {
    return create(Reduction.class);
  }

  /** Returns a new instance of the aggregator after checking its types. */
  @SuppressWarnings("unchecked")
  public <B> Aggregator<Double, B, Double> aggregator() {
    Aggregator<?, ?, ?> aggregator = create(Aggregator.class);
    Map<TypeVariable<?>, Type> types =
        TypeUtils.getTypeArguments(aggregator.getClass(), Aggregator.class);
    Type input = TypeUtils.unrollVariables(types, Aggregator.class.getTypeParameters()[0]);
    // Scala's Double appears as Object in a class signature.
    boolean takesDouble = input == null || input == Double.class || input == Object.class;
    StructType output = aggregator.outputEncoder().schema();
    if (!takesDouble
        || output.length() != 1
        || !output.apply(0).dataType().equals(DataTypes.DoubleType)) {
      throw wrong(
          "is an Aggregator of "
              + (input == null ? "?" : input.getTypeName())
              + " to "
              + output.simpleString());
    }
    return (Aggregator<Double, B, Double>) aggregator;
  }

  /** Throws unless the class exists, can be instantiated and has a supported type. */
  public void require() {
    Class<?> found = find();
    if (Aggregator.class.isAssignableFrom(found)) {
      aggregator();
    } else if (Reduction.class.isAssignableFrom(found)) {
      load();
    } else {
      throw wrong("is neither a Reduction nor an Aggregator");
    }
  }

  private Class<?> find() {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Class.forName(type, /* initialize= */ false, loader);
    } catch (ClassNotFoundException e) {
      throw wrong("is not on the class path");
    } catch (LinkageError e) {
      throw wrong("needs a class that is not on the class path: " + e.getMessage());
    }
  }

  private <T> T create(Class<T> as) {
    try {
      return as.cast(find().getConstructor().newInstance());
    } catch (InvocationTargetException e) {
      throw wrong("has a constructor that fails: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw wrong("has no public constructor without arguments");
    } catch (LinkageError e) {
      throw wrong("needs a class that is not on the class path: " + e.getMessage());
    }
  }

  private RuntimeException wrong(String why) {
    return SqlErrors.wrongReduction(Settings.REDUCTION.key(), type, why);
  }
}
