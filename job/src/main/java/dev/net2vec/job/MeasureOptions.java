package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.Figure;
import dev.net2vec.job.evaluation.Measures;
import dev.net2vec.kpi.OutputThreshs;
import dev.net2vec.setting.MaskOptions;
import dev.net2vec.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The options for what is measured. */
final class MeasureOptions {
  private final OptionSpec measures =
      OptionSpec.builder("--measures")
          .paramLabel("NAME")
          .description(
              "What is measured: net2vec; of masks binarised at --output-thresh, set_iou, dice,"
                  + " precision, recall, specificity, accuracy, mean_iou, mean_dice; at every"
                  + " threshold, average_precision, roc_auc, best_iou, best_dice and their _thresh,"
                  + " calibration_error; or another figure, such as loss, for the table (net2vec).")
          .type(List.class)
          .auxiliaryTypes(Figure.class)
          .splitRegex(",")
          .converters(new Measures.Converter())
          .build();

  private final OptionSpec outputThresh =
      SettingOptions.option(
              Settings.OUTPUT_THRESH, "a number in [0, 1]; several, a row of the result for each")
          .type(List.class)
          .auxiliaryTypes(Double.class)
          .splitRegex(",")
          .converters(new ThreshConverter())
          .build();

  private final OptionSpec curve =
      OptionSpec.builder("--curve")
          .type(boolean.class)
          .description("Keep the counts of each group at every threshold, too.")
          .build();

  private final SettingOptions settings =
      new SettingOptions(List.of(Settings.EMPTY_SCORE, Settings.THRESHOLDS));

  private static final class ThreshConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      return Settings.OUTPUT_THRESH
          .parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is not " + Settings.OUTPUT_THRESH.allowed()));
    }
  }

  /** Returns the options in the order of the help. */
  List<OptionSpec> options() {
    List<OptionSpec> all = settings.after(measures, outputThresh);
    all.add(curve);
    return all;
  }

  /** Returns the measures, to be called after the command line is parsed. */
  Measures measures() {
    MaskOptions given = settings.values();
    List<Figure> asked = measures.getValue();
    List<Double> threshs = outputThresh.getValue();
    return new Measures(
        asked == null ? Measures.DEFAULT.asked() : asked,
        threshs == null ? Measures.DEFAULT.outputThreshs() : threshs(threshs),
        given.get(Settings.THRESHOLDS),
        given.get(Settings.EMPTY_SCORE),
        Boolean.TRUE.equals(curve.getValue()));
  }

  private static OutputThreshs threshs(List<Double> numbers) {
    try {
      return new OutputThreshs(new ArrayList<>(numbers));
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage().replaceFirst("_", "-"), e);
    }
  }
}
