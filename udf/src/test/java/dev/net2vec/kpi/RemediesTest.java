package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error says would make a mask valid, and when it does not. */
class RemediesTest {
  private static final String LOGITS =
      "; if items are logits, set spark.net2vec.activation (the job's --activation) to sigmoid";
  private static final String OF_255 =
      "; if items are grey levels of 0 to 255, set the option prediction_scale to 255";
  private static final String OF_65535 =
      "; if items are grey levels of 0 to 65535, set the option prediction_scale to 65535";
  private static final String POLYGON =
      " rasterise it with pycocotools' mask.merge(mask.frPyObjects(polygons, h, w))";

  private static String refusal(double... prediction) {
    return refusal(
        Pixels.of(prediction), Pixels.of(new byte[prediction.length], prediction.length));
  }

  private static String refusal(Pixels prediction, Pixels target) {
    ConfusionKernel kernel = new ConfusionKernel(ScoringOptions.DEFAULT);
    return catchThrowableOfType(InvalidMaskException.class, () -> kernel.run(prediction, target, 0))
        .getMessage();
  }

  @Test
  void logitsAreToldWhatMakesPredictionsOfThem() {
    assertThat(refusal(0.25, -1.92, 3.5))
        .isEqualTo(
            "prediction is -1.92 at [1], but every item must be in [0, 1] (shape 3)" + LOGITS);
    // Told by an item behind the first that is wrong.
    assertThat(refusal(1.25, -1.92)).endsWith("(shape 2)" + LOGITS);
    assertThat(refusal(2, -0.25, -1e4)).endsWith("(shape 3)" + LOGITS);
  }

  @Test
  void greyLevelsAreToldTheirLargest() {
    assertThat(refusal(0, 1, 17, 255)).endsWith("(shape 4)" + OF_255);
    assertThat(refusal(64, 0)).endsWith("(shape 2)" + OF_255);
    assertThat(refusal(127.5, 0)).endsWith("(shape 2)" + OF_255);
    assertThat(refusal(256)).endsWith("(shape 1)" + OF_65535);
    assertThat(refusal(65535, 0)).endsWith("(shape 2)" + OF_65535);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {1.2500001, -0.2500001, -0.5, 1.5, 2, 20, 63.9, 65536, -10001, 1e300, -1e300})
  void whatMayBeAnythingIsToldNothing(double item) {
    assertThat(refusal(item, 0.5)).endsWith("but every item must be in [0, 1] (shape 2)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0000001, -1e-9, 1.25, -0.25})
  void whatResizingOvershotIsToldToBeClipped(double item) {
    assertThat(refusal(item, 0.5))
        .endsWith(
            "but every item must be in [0, 1] (shape 2); if resizing overshot, set the option clip"
                + " to true");
  }

  @Test
  void infinityAndNanAreNoLogits() {
    assertThat(refusal(-2, Double.NEGATIVE_INFINITY)).endsWith("(shape 2)");
    assertThat(refusal(-2, Double.POSITIVE_INFINITY)).endsWith("(shape 2)");
    assertThat(refusal(-2, Double.NaN)).endsWith("(shape 2)");
  }

  @Test
  void allBlocksAreLookedAt() {
    double[] items = new double[5000];
    items[0] = 1.25;
    items[4999] = -3;

    assertThat(refusal(items)).endsWith("(shape 5000)" + LOGITS);
  }

  @Test
  void itemThatCannotBeReadLeavesTheErrorAsItWas() {
    double[] items = new double[3000];
    items[0] = -3;
    Pixels readable = Pixels.of(items);
    Pixels prediction =
        new Pixels() {
          @Override
          public Shape shape() {
            return readable.shape();
          }

          @Override
          public void read(int from, int count, double[] block) {
            if (from + count > 2048) {
              throw MaskErrors.nullItem(MaskRole.PREDICTION, "[2500]");
            }
            readable.read(from, count, block);
          }
        };

    assertThat(refusal(prediction, Pixels.of(new byte[3000])))
        .isEqualTo("prediction is -3.0 at [0], but every item must be in [0, 1] (shape 3000)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6     | 2x3   | ; reshape the flat one to height and width",
        "2x3   | 6     | ; reshape the flat one to height and width",
        "5     | 2x3   | ; if the flat one holds run lengths, decode them first",
        "4x3x2 | 30    | ; if the flat one holds run lengths, decode them first",
        "4x5   | 1x8   | ; if 1x8 is a COCO polygon," + POLYGON,
        "1x6   | 4x5   | ; if 1x6 is a COCO polygon," + POLYGON
      })
  void shapesTellWhatTheMaskIs(String prediction, String target, String remedy) {
    assertThat(MaskErrors.shapeMismatch(shape(prediction), shape(target)).getMessage())
        .isEqualTo(
            "prediction has shape %s and target %s, but both must have the same%s",
            prediction, target, remedy);
  }

  @ParameterizedTest
  @CsvSource({"2x3, 3x2", "1x7, 4x5", "1x4, 4x5", "1x8, 1x6", "2x6, 4x5", "2x7x7, 2x14x14"})
  void sizesAloneMayDiffer(String prediction, String target) {
    assertThat(MaskErrors.shapeMismatch(shape(prediction), shape(target)).getMessage())
        .endsWith(
            "but both must have the same; to score the prediction at the target's size, set the"
                + " option resize to bilinear or nearest");
  }

  @ParameterizedTest
  @CsvSource({"5, 6", "1x2x3, 2x3", "2x7x7, 3x7x7"})
  void otherShapesTellNothing(String prediction, String target) {
    assertThat(MaskErrors.shapeMismatch(shape(prediction), shape(target)).getMessage())
        .endsWith("but both must have the same");
  }

  private static Shape shape(String dims) {
    String[] parts = dims.split("x", -1);
    int[] sizes = new int[parts.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Integer.parseInt(parts[i]);
    }
    return Shape.of(sizes);
  }

  @Test
  void raggedRowsMayBePolygons() {
    assertThat(MaskErrors.ragged(MaskRole.TARGET, "[1]", 8, 6).getMessage())
        .isEqualTo(
            "target has 8 items at [1] and 6 in its first row, but all rows must have the"
                + " same length; if this is a list of COCO polygons,"
                + POLYGON);
    assertThat(MaskErrors.ragged(MaskRole.TARGET, "[1]", 7, 6).getMessage())
        .endsWith("same length");
    assertThat(MaskErrors.ragged(MaskRole.TARGET, "[1]", 6, 4).getMessage())
        .endsWith("same length");
  }
}
