package dev.net2vec.sql;

import dev.net2vec.setting.MaskOptions;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * The SQL functions for the DataFrame API, in Java and Scala.
 *
 * <p>The mask columns may have any type that {@link dev.net2vec.mask.MaskDecoder} reads. As in SQL,
 * {@code factor_pos_class} (in [0, 1]) and {@code target_thresh} are optional and default to the
 * session's settings. Every function of masks takes options, as {@link MaskOptions} or as its last
 * column: {@link #options} or a {@code map(…)} of Spark. The library must be on Spark's class path.
 * The functions are resolved when the query is analysed; wrong types, options and argument counts
 * fail then.
 *
 * <pre>{@code
 * import static dev.net2vec.sql.Net2VecFunctions.net2vecMean;
 *
 * spark.sql("SELECT array(0.25, 1.0) AS prediction, array(0, 1) AS target")
 *     .agg(net2vecMean(col("prediction"), col("target"), lit(0.9)))
 *     .first()
 *     .getDouble(0); // 0.975
 *
 * MaskOptions options = MaskOptions.DEFAULTS.with(Settings.FACTOR_POS_CLASS, 0.9);
 * net2vecMean(col("prediction"), col("target"), options); // the same
 * }</pre>
 */
public final class Net2VecFunctions {
  private Net2VecFunctions() {}

  /** Returns the value of one instance, DOUBLE: {@code b·TP + (1 − b)·TN}, in pixels. */
  public static Column net2vec(Column prediction, Column target, Column... settings) {
    return call("net2vec", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vec(Column prediction, Column target, MaskOptions options) {
    return net2vec(prediction, target, options(options));
  }

  /** Returns the loss of one instance, DOUBLE: the negative of its value. */
  public static Column net2vecLoss(Column prediction, Column target, Column... settings) {
    return call("net2vec_loss", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vecLoss(Column prediction, Column target, MaskOptions options) {
    return net2vecLoss(prediction, target, options(options));
  }

  /** Returns the value of one instance, DOUBLE; NULL where a mask is invalid. */
  public static Column tryNet2vec(Column prediction, Column target, Column... settings) {
    return call("try_net2vec", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column tryNet2vec(Column prediction, Column target, MaskOptions options) {
    return tryNet2vec(prediction, target, options(options));
  }

  /** Returns the value of every instance of a mask, ARRAY of DOUBLE. */
  public static Column net2vecBatch(Column prediction, Column target, Column... settings) {
    return call("net2vec_batch", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vecBatch(Column prediction, Column target, MaskOptions options) {
    return net2vecBatch(prediction, target, options(options));
  }

  /** Returns the soft confusion of one instance, STRUCT; takes only {@code target_thresh}. */
  public static Column net2vecCounts(Column prediction, Column target, Column... targetThresh) {
    return call("net2vec_counts", prediction, target, targetThresh);
  }

  /** The same, with options. */
  public static Column net2vecCounts(Column prediction, Column target, MaskOptions options) {
    return net2vecCounts(prediction, target, options(options));
  }

  /**
   * Returns the soft confusion of every instance of a mask, or the reason why there is none,
   * STRUCT; takes only {@code target_thresh}.
   */
  public static Column net2vecDiagnose(Column prediction, Column target, Column... targetThresh) {
    return call("net2vec_diagnose", prediction, target, targetThresh);
  }

  /** The same, with options. */
  public static Column net2vecDiagnose(Column prediction, Column target, MaskOptions options) {
    return net2vecDiagnose(prediction, target, options(options));
  }

  /** Returns the mean value over all instances of all rows, an aggregate DOUBLE. */
  public static Column net2vecMean(Column prediction, Column target, Column... settings) {
    return call("net2vec_mean", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vecMean(Column prediction, Column target, MaskOptions options) {
    return net2vecMean(prediction, target, options(options));
  }

  /** Returns the sum of the values over all instances of all rows, an aggregate DOUBLE. */
  public static Column net2vecSum(Column prediction, Column target, Column... settings) {
    return call("net2vec_sum", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vecSum(Column prediction, Column target, MaskOptions options) {
    return net2vecSum(prediction, target, options(options));
  }

  /**
   * Returns all instances' values reduced by {@code spark.net2vec.reduction}, an aggregate DOUBLE.
   */
  public static Column net2vecReduce(Column prediction, Column target, Column... settings) {
    return call("net2vec_reduce", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vecReduce(Column prediction, Column target, MaskOptions options) {
    return net2vecReduce(prediction, target, options(options));
  }

  /**
   * Returns 1 − the mean foreground share of the target over all instances, an aggregate DOUBLE;
   * optionally takes {@code target_thresh}.
   */
  public static Column net2vecAutoFactor(Column target, Column... targetThresh) {
    return call("net2vec_auto_factor", target, targetThresh);
  }

  /** The same, with options. */
  public static Column net2vecAutoFactor(Column target, MaskOptions options) {
    return net2vecAutoFactor(target, options(options));
  }

  /**
   * Returns the exact sums of all instances' soft confusion, an aggregate STRUCT; takes only {@code
   * target_thresh}.
   */
  public static Column net2vecSummary(Column prediction, Column target, Column... targetThresh) {
    return call("net2vec_summary", prediction, target, targetThresh);
  }

  /** The same, with options. */
  public static Column net2vecSummary(Column prediction, Column target, MaskOptions options) {
    return net2vecSummary(prediction, target, options(options));
  }

  /**
   * Returns the value of a summary, DOUBLE; optionally takes {@code factor_pos_class} and the
   * reduction, mean or sum.
   */
  public static Column net2vecOf(Column summary, Column... settings) {
    return call("net2vec_of", summary, settings);
  }

  /** Returns the exact mean of non-negative numbers, rounded once, an aggregate DOUBLE. */
  public static Column net2vecExactMean(Column values) {
    return functions.call_function("net2vec_exact_mean", values);
  }

  /** Returns the exact sum of non-negative numbers, rounded once, an aggregate DOUBLE. */
  public static Column net2vecExactSum(Column values) {
    return functions.call_function("net2vec_exact_sum", values);
  }

  /** Returns the sample deviation of non-negative numbers, rounded once, an aggregate DOUBLE. */
  public static Column net2vecExactStd(Column values) {
    return functions.call_function("net2vec_exact_std", values);
  }

  /**
   * Returns the statistics of non-negative numbers, an aggregate STRUCT: count, sum, mean, std,
   * standard error, 95 % interval of the mean, minimum, quantiles and maximum.
   */
  public static Column net2vecStatistics(Column values) {
    return functions.call_function("net2vec_statistics", values);
  }

  /** Returns the statistics of each position of arrays of numbers, an aggregate ARRAY. */
  public static Column net2vecStatisticsEach(Column values) {
    return functions.call_function("net2vec_statistics_each", values);
  }

  /**
   * Returns non-negative numbers reduced by {@code spark.net2vec.reduction}, an aggregate DOUBLE;
   * optionally takes an ordering column, for a reduction that gets the numbers as one tensor.
   */
  public static Column net2vecReduceValues(Column values, Column... order) {
    return call("net2vec_reduce_values", values, order);
  }

  /**
   * Returns the weighted sum of the channels of activations, ARRAY of ARRAY of DOUBLE; optionally
   * takes a bias.
   */
  public static Column net2vecProject(Column activations, Column weights, Column... bias) {
    return call("net2vec_project", activations, weights, bias);
  }

  /** The same, with options. */
  public static Column net2vecProject(Column activations, Column weights, MaskOptions options) {
    return net2vecProject(activations, weights, options(options));
  }

  /** Returns the same; NULL where the activations or the weights are invalid. */
  public static Column tryNet2vecProject(Column activations, Column weights, Column... bias) {
    return call("try_net2vec_project", activations, weights, bias);
  }

  /** The same, with options. */
  public static Column tryNet2vecProject(Column activations, Column weights, MaskOptions options) {
    return tryNet2vecProject(activations, weights, options(options));
  }

  /** Returns {@code reason} and {@code message}, or else the {@code projection}, STRUCT. */
  public static Column net2vecDiagnoseProject(Column activations, Column weights, Column... bias) {
    return call("net2vec_diagnose_project", activations, weights, bias);
  }

  /** The same, with options. */
  public static Column net2vecDiagnoseProject(
      Column activations, Column weights, MaskOptions options) {
    return net2vecDiagnoseProject(activations, weights, options(options));
  }

  /**
   * Returns the soft confusion of every channel of activations against one target, ARRAY of STRUCT;
   * takes only {@code target_thresh}.
   */
  public static Column net2vecChannels(Column activations, Column target, Column... targetThresh) {
    return call("net2vec_channels", activations, target, targetThresh);
  }

  /** The same, with options. */
  public static Column net2vecChannels(Column activations, Column target, MaskOptions options) {
    return net2vecChannels(activations, target, options(options));
  }

  /** Returns the same; NULL where a mask is invalid. */
  public static Column tryNet2vecChannels(
      Column activations, Column target, Column... targetThresh) {
    return call("try_net2vec_channels", activations, target, targetThresh);
  }

  /** The same, with options. */
  public static Column tryNet2vecChannels(Column activations, Column target, MaskOptions options) {
    return tryNet2vecChannels(activations, target, options(options));
  }

  /**
   * Returns the value of one instance divided by the best value possible for its target, DOUBLE.
   */
  public static Column net2vecNormalized(Column prediction, Column target, Column... settings) {
    return call("net2vec_normalized", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vecNormalized(Column prediction, Column target, MaskOptions options) {
    return net2vecNormalized(prediction, target, options(options));
  }

  /**
   * Returns the sum of all values divided by the sum of the best values possible, an aggregate
   * DOUBLE.
   */
  public static Column net2vecNormalizedMean(Column prediction, Column target, Column... settings) {
    return call("net2vec_normalized_mean", prediction, target, settings);
  }

  /** The same, with options. */
  public static Column net2vecNormalizedMean(
      Column prediction, Column target, MaskOptions options) {
    return net2vecNormalizedMean(prediction, target, options(options));
  }

  /**
   * Returns the counts of one instance with a binarised prediction, STRUCT of BIGINT; optionally
   * takes {@code output_thresh}, a literal.
   */
  public static Column maskConfusion(Column prediction, Column target, Column... outputThresh) {
    return call("mask_confusion", prediction, target, outputThresh);
  }

  /** The same, with options. */
  public static Column maskConfusion(Column prediction, Column target, MaskOptions options) {
    return maskConfusion(prediction, target, options(options));
  }

  /**
   * Returns the intersection over union of one instance with a binarised prediction, DOUBLE;
   * optionally takes {@code output_thresh}, a literal.
   */
  public static Column maskIou(Column prediction, Column target, Column... outputThresh) {
    return call("mask_iou", prediction, target, outputThresh);
  }

  /** The same, with options. */
  public static Column maskIou(Column prediction, Column target, MaskOptions options) {
    return maskIou(prediction, target, options(options));
  }

  /**
   * Returns the Dice coefficient of one instance with a binarised prediction, DOUBLE; optionally
   * takes {@code output_thresh}, a literal.
   */
  public static Column maskDice(Column prediction, Column target, Column... outputThresh) {
    return call("mask_dice", prediction, target, outputThresh);
  }

  /** The same, with options. */
  public static Column maskDice(Column prediction, Column target, MaskOptions options) {
    return maskDice(prediction, target, options(options));
  }

  /**
   * Returns the sum of the intersections of all instances divided by the sum of their unions, an
   * aggregate DOUBLE; optionally takes {@code output_thresh}, a literal.
   */
  public static Column maskSetIou(Column prediction, Column target, Column... outputThresh) {
    return call("mask_set_iou", prediction, target, outputThresh);
  }

  /** The same, with options. */
  public static Column maskSetIou(Column prediction, Column target, MaskOptions options) {
    return maskSetIou(prediction, target, options(options));
  }

  /** Returns how many pixels have a prediction above each threshold, an aggregate STRUCT. */
  public static Column maskCurve(Column prediction, Column target) {
    return functions.call_function("mask_curve", prediction, target);
  }

  /** The same, with options. */
  public static Column maskCurve(Column prediction, Column target, MaskOptions options) {
    return functions.call_function("mask_curve", prediction, target, options(options));
  }

  /** Returns the sum of stored curves, an aggregate STRUCT. */
  public static Column maskCurveMerge(Column curve) {
    return functions.call_function("mask_curve_merge", curve);
  }

  /** Returns the counts and measures of a curve at one of its thresholds, STRUCT. */
  public static Column maskCurveAt(Column curve, Column outputThresh) {
    return functions.call_function("mask_curve_at", curve, outputThresh);
  }

  /** The same, with options. */
  public static Column maskCurveAt(Column curve, Column outputThresh, MaskOptions options) {
    return functions.call_function("mask_curve_at", curve, outputThresh, options(options));
  }

  /** Returns the figures of a curve as a whole, STRUCT. */
  public static Column maskCurveSummary(Column curve) {
    return functions.call_function("mask_curve_summary", curve);
  }

  /** The same, with options. */
  public static Column maskCurveSummary(Column curve, MaskOptions options) {
    return functions.call_function("mask_curve_summary", curve, options(options));
  }

  /** Returns the dimensions of a mask, ARRAY of INT. */
  public static Column maskShape(Column mask) {
    return functions.call_function("mask_shape", mask);
  }

  /** The same, with options. */
  public static Column maskShape(Column mask, MaskOptions options) {
    return functions.call_function("mask_shape", mask, options(options));
  }

  /** Returns {@code reason} and {@code message}, or else the {@code shape} of a mask, STRUCT. */
  public static Column maskDiagnose(Column mask) {
    return functions.call_function("mask_diagnose", mask);
  }

  /** The same, with options. */
  public static Column maskDiagnose(Column mask, MaskOptions options) {
    return functions.call_function("mask_diagnose", mask, options(options));
  }

  /** Returns the items of a mask, a flat ARRAY of FLOAT in row-major order. */
  public static Column maskValues(Column mask) {
    return functions.call_function("mask_values", mask);
  }

  /** The same, with options. */
  public static Column maskValues(Column mask, MaskOptions options) {
    return functions.call_function("mask_values", mask, options(options));
  }

  /** Returns a mask as an NPY file, BINARY; optionally takes the type of its items. */
  public static Column maskToNpy(Column mask, Column... itemType) {
    return call("mask_to_npy", mask, itemType);
  }

  /** The same, with options. */
  public static Column maskToNpy(Column mask, MaskOptions options) {
    return maskToNpy(mask, options(options));
  }

  /** Returns a mask as an NPY file, BINARY; NULL if it cannot be written. */
  public static Column tryMaskToNpy(Column mask, Column... itemType) {
    return call("try_mask_to_npy", mask, itemType);
  }

  /** The same, with options. */
  public static Column tryMaskToNpy(Column mask, MaskOptions options) {
    return tryMaskToNpy(mask, options(options));
  }

  /** Returns a mask at another height and width as an NPY file, BINARY. */
  public static Column maskResize(Column mask, Column height, Column width) {
    return functions.call_function("mask_resize", mask, height, width);
  }

  /** The same, with options. */
  public static Column maskResize(Column mask, Column height, Column width, MaskOptions options) {
    return functions.call_function("mask_resize", mask, height, width, options(options));
  }

  /**
   * Returns the foreground of a mask as COCO run lengths, STRUCT; optionally takes {@code
   * target_thresh}.
   */
  public static Column maskToRle(Column mask, Column... targetThresh) {
    return call("mask_to_rle", mask, targetThresh);
  }

  /** The same, with options. */
  public static Column maskToRle(Column mask, MaskOptions options) {
    return maskToRle(mask, options(options));
  }

  /** Returns the foreground of a mask as COCO run lengths, STRUCT; NULL if it cannot be encoded. */
  public static Column tryMaskToRle(Column mask, Column... targetThresh) {
    return call("try_mask_to_rle", mask, targetThresh);
  }

  /** The same, with options. */
  public static Column tryMaskToRle(Column mask, MaskOptions options) {
    return tryMaskToRle(mask, options(options));
  }

  /** Returns options as a column, the last that a function of masks takes. */
  public static Column options(MaskOptions options) {
    return functions.map(
        options.toTexts().entrySet().stream()
            .flatMap(option -> Stream.of(option.getKey(), option.getValue()))
            .map(functions::lit)
            .toArray(Column[]::new));
  }

  private static Column call(String function, Column first, Column[] rest) {
    Column[] arguments = new Column[1 + rest.length];
    arguments[0] = first;
    System.arraycopy(rest, 0, arguments, 1, rest.length);
    return functions.call_function(function, arguments);
  }

  private static Column call(String function, Column prediction, Column target, Column[] rest) {
    Column[] arguments = new Column[2 + rest.length];
    arguments[0] = prediction;
    arguments[1] = target;
    System.arraycopy(rest, 0, arguments, 2, rest.length);
    return functions.call_function(function, arguments);
  }
}
