package dev.net2vec.sql.expression;

import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.TargetThresh;
import dev.net2vec.mask.Activation;
import dev.net2vec.mask.MaskDecoder;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The session's settings, read when a query is analysed.
 *
 * <p>An argument of the call overrides the session's setting, which overrides the default.
 *
 * <pre>{@code
 * SET spark.net2vec.factorPosClass = 0.9;
 * SELECT net2vec(array(0.25, 1.0), array(0, 1));  -- 0.975
 * }</pre>
 */
public final class Net2VecConf {
  public static final String FACTOR_POS_CLASS = "spark.net2vec.factorPosClass";
  public static final String TARGET_THRESH = "spark.net2vec.targetThresh";
  public static final String REDUCTION = "spark.net2vec.reduction";
  public static final String REDUCTION_MAX_INSTANCES = "spark.net2vec.reduction.maxInstances";
  public static final String IGNORE_VALUE = "spark.net2vec.ignoreValue";

  public static final String MAX_PIXELS = "spark.net2vec.maxPixels";
  public static final String ACTIVATION = "spark.net2vec.activation";

  /**
   * Each instance takes 8 bytes in the tensor and about 100 while collected: under 2 GB of executor
   * memory.
   */
  private static final int DEFAULT_REDUCTION_MAX_INSTANCES = 16_777_216;

  /** A tensor's values are in one Java array. */
  private static final int LARGEST_TENSOR = Integer.MAX_VALUE - 8;

  private static final String PREFIX = "spark.net2vec.";

  private static final List<String> KNOWN =
      List.of(
          FACTOR_POS_CLASS,
          TARGET_THRESH,
          REDUCTION,
          REDUCTION_MAX_INSTANCES,
          IGNORE_VALUE,
          MAX_PIXELS,
          ACTIVATION);

  private Net2VecConf() {}

  /** Throws for an unknown {@code spark.net2vec.} key in the session, which is probably a typo. */
  public static void requireKnownSettings() {
    for (String key : CollectionConverters.asJava(SQLConf.get().getAllConfs()).keySet()) {
      if (key.startsWith(PREFIX) && !KNOWN.contains(key)) {
        throw SqlErrors.unknownSetting(key, nearest(key));
      }
    }
  }

  private static String nearest(String key) {
    UTF8String asked = UTF8String.fromString(key);
    return Collections.min(
        KNOWN,
        Comparator.comparingInt(known -> asked.levenshteinDistance(UTF8String.fromString(known))));
  }

  public static double factorPosClass() {
    return number(
        FACTOR_POS_CLASS, FactorPosClass.DEFAULT, FactorPosClass::isValid, "a number in [0, 1]");
  }

  public static double targetThresh() {
    return number(TARGET_THRESH, TargetThresh.DEFAULT, TargetThresh::isValid, "a number");
  }

  /** Returns the target values whose pixels are excluded. */
  public static IgnoreValues ignoreValues() {
    String text = SQLConf.get().getConfString(IGNORE_VALUE, null);
    if (text == null) {
      return IgnoreValues.NONE;
    }
    try {
      return IgnoreValues.parse(text);
    } catch (NumberFormatException e) {
      throw SqlErrors.wrongSetting(IGNORE_VALUE, text, "a number or nan");
    }
  }

  /** Returns the maximum number of pixels of a mask. */
  public static int maxPixels() {
    double maxPixels =
        number(
            MAX_PIXELS,
            MaskDecoder.DEFAULT_MAX_PIXELS,
            value ->
                value == Math.rint(value) && value >= 1 && value <= MaskDecoder.LARGEST_MAX_PIXELS,
            "an integer in [1, " + MaskDecoder.LARGEST_MAX_PIXELS + "]");
    return (int) maxPixels;
  }

  /** Returns the activation to apply to predictions. */
  public static Activation activation() {
    String name = SQLConf.get().getConfString(ACTIVATION, "none");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "none" -> Activation.NONE;
      case "sigmoid" -> Activation.SIGMOID;
      default -> throw SqlErrors.wrongSetting(ACTIVATION, name, "none or sigmoid");
    };
  }

  /** Returns {@code mean}, {@code sum} or a class name. */
  public static String reduction() {
    return SQLConf.get().getConfString(REDUCTION, "mean");
  }

  /** Returns the maximum number of instances of a group that is reduced as one tensor. */
  public static int reductionMaxInstances() {
    return (int)
        number(
            REDUCTION_MAX_INSTANCES,
            DEFAULT_REDUCTION_MAX_INSTANCES,
            value -> value == Math.rint(value) && value >= 1 && value <= LARGEST_TENSOR,
            "an integer in [1, " + LARGEST_TENSOR + "]");
  }

  private static double number(
      String key, double defaultValue, DoublePredicate isValid, String allowed) {
    String text = SQLConf.get().getConfString(key, null);
    if (text == null) {
      return defaultValue;
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw SqlErrors.wrongSetting(key, text, allowed);
    }
    if (!isValid.test(value)) {
      throw SqlErrors.wrongSetting(key, text, allowed);
    }
    return value;
  }
}
