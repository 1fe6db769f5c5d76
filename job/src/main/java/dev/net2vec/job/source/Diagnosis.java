package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.lit;

import dev.net2vec.kpi.OutputThreshs;
import dev.net2vec.setting.MaskOptions;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.Net2VecFunctions;
import org.apache.spark.sql.Column;

/**
 * What a row's masks are asked.
 *
 * @param outputThreshs where predictions are binarised, too
 * @param thresholds of each instance's curve; 0 for none
 * @param pictures whether each instance has its picture
 */
public record Diagnosis(
    double targetThresh, OutputThreshs outputThreshs, int thresholds, boolean pictures) {
  /** Returns the question for the soft confusion alone. */
  static Diagnosis of(double targetThresh) {
    return new Diagnosis(targetThresh, OutputThreshs.NONE, 0, false);
  }

  /** Returns the question for the soft confusion and the picture. */
  public static Diagnosis withPictures(double targetThresh) {
    return new Diagnosis(targetThresh, OutputThreshs.NONE, 0, true);
  }

  /** Returns the same question about a target with another threshold. */
  Diagnosis at(double otherThresh) {
    return new Diagnosis(otherThresh, outputThreshs, thresholds, pictures);
  }

  /** Returns the {@code net2vec_diagnose} result of a pair of masks. */
  Column of(Column prediction, Column target) {
    MaskOptions options = MaskOptions.DEFAULTS;
    if (!outputThreshs.numbers().isEmpty()) {
      options = options.with(Settings.OUTPUT_THRESHS, outputThreshs);
    }
    if (thresholds > 0) {
      options = options.with(Settings.THRESHOLDS, thresholds);
    }
    if (pictures) {
      options = options.with(Settings.PICTURE, true);
    }
    return options.equals(MaskOptions.DEFAULTS)
        ? Net2VecFunctions.net2vecDiagnose(prediction, target, lit(targetThresh))
        : Net2VecFunctions.net2vecDiagnose(
            prediction, target, lit(targetThresh), Net2VecFunctions.options(options));
  }
}
