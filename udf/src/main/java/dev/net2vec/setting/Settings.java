package dev.net2vec.setting;

import dev.net2vec.kpi.Activation;
import dev.net2vec.kpi.ActivationOrder;
import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.Interpolation;
import dev.net2vec.kpi.OutputThresh;
import dev.net2vec.kpi.OutputThreshs;
import dev.net2vec.kpi.PredictionScale;
import dev.net2vec.kpi.TargetClasses;
import dev.net2vec.kpi.TargetEncoding;
import dev.net2vec.kpi.TargetThresh;
import dev.net2vec.kpi.ThresholdCounts;
import dev.net2vec.mask.MaskDecoder;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All settings. To add one, define it here: the session conf, its check and its error follow, and
 * if it is listed in {@link #SCORING}, the job's option, key and help, and its place in a run's
 * summary.
 */
public final class Settings {
  public static final Setting<Double> FACTOR_POS_CLASS =
      new Setting<>(
          "factor_pos_class",
          "B",
          FactorPosClass.DEFAULT,
          "a number in [0, 1]",
          "the balance b, the weight of the foreground",
          number(FactorPosClass::isValid));

  public static final Setting<Double> TARGET_THRESH =
      new Setting<>(
          "target_thresh",
          "T",
          TargetThresh.DEFAULT,
          "a number",
          "a pixel is foreground where its target is above this",
          number(TargetThresh::isValid));

  public static final Setting<IgnoreValues> IGNORE_VALUE =
      new Setting<>(
          "ignore_value",
          "V",
          IgnoreValues.NONE,
          "numbers with commas, nan, or none",
          "pixels whose target has one of these values are ignored",
          IgnoreValues::parse);

  public static final Setting<TargetClasses> TARGET_CLASS =
      new Setting<>(
          "target_class",
          "C",
          TargetClasses.NONE,
          "numbers with commas, each:NUMBERS, channel, channel:NUMBERS, or none",
          "a pixel is foreground where its target is one of these classes, not above a threshold",
          TargetClasses::parse);

  public static final Setting<TargetEncoding> TARGET_ENCODING =
      new Setting<>(
          "target_encoding",
          "NAME",
          TargetEncoding.AUTO,
          "auto, rgb_id or ade20k",
          "how colours of a PNG target are class ids (rgb_id: R + 256*G + 65536*B, ade20k: (R div"
              + " 10)*256 + G)",
          TargetEncoding::parse);

  public static final Setting<Activation> ACTIVATION =
      new Setting<>(
          "activation",
          "NAME",
          Activation.NONE,
          "none or sigmoid",
          "the function applied to the prediction column, such as sigmoid to logits",
          name -> Activation.valueOf(name.toUpperCase(Locale.ROOT)));

  public static final Setting<Interpolation> RESIZE =
      new Setting<>(
          "resize",
          "NAME",
          Interpolation.NONE,
          "none, bilinear or nearest",
          "how predictions are resized to the height and width of their targets",
          name -> Interpolation.valueOf(name.toUpperCase(Locale.ROOT)));

  public static final Setting<Boolean> ALIGN_CORNERS =
      new Setting<>(
          "align_corners",
          "BOOLEAN",
          false,
          "true or false",
          "bilinear resizing aligns the centres of corner pixels, as PyTorch's align_corners",
          Settings::flag);

  public static final Setting<ActivationOrder> ACTIVATION_ORDER =
      new Setting<>(
          "activation_order",
          "NAME",
          ActivationOrder.BEFORE_RESIZE,
          "before_resize or after_resize",
          "when the activation is applied",
          name -> ActivationOrder.valueOf(name.toUpperCase(Locale.ROOT)));

  public static final Setting<Boolean> CLIP =
      new Setting<>(
          "clip",
          "BOOLEAN",
          false,
          "true or false",
          "predictions in [-1, 0) count as 0 and those in (1, 2] as 1",
          Settings::flag);

  public static final Setting<PredictionScale> PREDICTION_SCALE =
      new Setting<>(
          "prediction_scale",
          "N",
          PredictionScale.BY_ENCODING,
          "a positive number or auto",
          "what predictions are divided by (auto: the largest sample of a PNG, else 1)",
          PredictionScale::parse);

  public static final Setting<Double> OUTPUT_THRESH =
      new Setting<>(
          "output_thresh",
          "T",
          OutputThresh.DEFAULT,
          "a number in [0, 1]",
          "a binarised prediction is foreground where it is above this",
          number(OutputThresh::isValid));

  /** The same, where one call takes several. */
  public static final Setting<OutputThreshs> OUTPUT_THRESHS =
      new Setting<>(
          OUTPUT_THRESH.name(),
          OUTPUT_THRESH.symbol(),
          OutputThreshs.NONE,
          "numbers in [0, 1] with commas, or none",
          OUTPUT_THRESH.meaning(),
          OutputThreshs::parse);

  public static final Setting<EmptyScore> EMPTY_SCORE =
      new Setting<>(
          "empty_score",
          "S",
          EmptyScore.DEFAULT,
          "a number or null",
          "what an overlap measure gives where neither mask has foreground",
          EmptyScore::parse);

  public static final Setting<Integer> THRESHOLDS =
      new Setting<>(
          "thresholds",
          "N",
          ThresholdCounts.DEFAULT,
          "an integer in [1, " + ThresholdCounts.MOST + "]",
          "a curve counts the predictions above 0, 1/N, 2/N … 1",
          integer(ThresholdCounts.MOST));

  public static final Setting<Boolean> PICTURE =
      new Setting<>(
          "picture",
          "true|false",
          false,
          "true or false",
          "each instance has its picture, a PNG file",
          Settings::flag);

  public static final Setting<Integer> MAX_PIXELS =
      new Setting<>(
          "max_pixels",
          "N",
          MaskDecoder.DEFAULT_MAX_PIXELS,
          "an integer in [1, " + MaskDecoder.LARGEST_MAX_PIXELS + "]",
          "a mask with more pixels is invalid and is not decoded",
          integer(MaskDecoder.LARGEST_MAX_PIXELS));

  /** A class's name is checked where the class is loaded. */
  public static final Setting<String> REDUCTION =
      new Setting<>(
          "reduction",
          "NAME",
          "mean",
          "mean, sum or a class",
          "how the values of a group are reduced to one",
          name -> name);

  /**
   * Each instance takes 8 bytes in the tensor and about 100 while it is collected: the default is
   * under 2 GB of executor memory. A tensor's values are in one Java array.
   */
  public static final Setting<Integer> REDUCTION_MAX_INSTANCES =
      new Setting<>(
          "reduction.max_instances",
          "N",
          16_777_216,
          "an integer in [1, " + (Integer.MAX_VALUE - 8) + "]",
          "the most instances of a group that a class may reduce as one tensor",
          integer(Integer.MAX_VALUE - 8));

  /** Decides no value: off, it leaves each cell its own. */
  public static final Setting<Boolean> REUSE_BUFFERS =
      new Setting<>(
          "reuse_buffers",
          "BOOLEAN",
          true,
          "true or false",
          "where net2vec functions alone read a BINARY column of Parquet files, each cell is read"
              + " into the buffer of the one before",
          Settings::flag);

  /** Those that decide how a pair of masks is read and scored. */
  public static final List<Setting<?>> SCORING =
      List.of(
          TARGET_THRESH,
          TARGET_CLASS,
          TARGET_ENCODING,
          IGNORE_VALUE,
          ACTIVATION,
          RESIZE,
          ALIGN_CORNERS,
          ACTIVATION_ORDER,
          CLIP,
          PREDICTION_SCALE,
          MAX_PIXELS);

  /** The same, and what weighs the scores. */
  public static final List<Setting<?>> WEIGHTED_SCORING =
      Stream.concat(Stream.of(FACTOR_POS_CLASS), SCORING.stream()).toList();

  public static final List<Setting<?>> ALL =
      Stream.concat(
              WEIGHTED_SCORING.stream(),
              Stream.of(
                  OUTPUT_THRESH,
                  EMPTY_SCORE,
                  THRESHOLDS,
                  REDUCTION,
                  REDUCTION_MAX_INSTANCES,
                  REUSE_BUFFERS))
          .toList();

  private Settings() {}

  private static Function<String, Double> number(DoublePredicate isValid) {
    return text -> {
      double value = Double.parseDouble(text);
      return isValid.test(value) ? (Double) value : null;
    };
  }

  private static Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  /** Accepts {@code 100.0} too, as Spark writes a number in SQL. */
  private static Function<String, Integer> integer(int largest) {
    return text -> {
      double value = Double.parseDouble(text);
      return value == Math.rint(value) && value >= 1 && value <= largest
          ? (Integer) (int) value
          : null;
    };
  }
}
