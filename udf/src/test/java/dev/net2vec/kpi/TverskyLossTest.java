package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TverskyLossTest {
  private static final EmptyScore NO_SCORE = new EmptyScore(null);

  /** TP = 1.5, FP = 0.75, FN = 0.5 of the first; nothing is right of the second. */
  private static final INDArray OUTPUTS =
      Nd4j.createFromArray(new double[][][] {{{0.25, 1}, {0.5, 0.5}}, {{0, 1}, {0, 0}}});

  private static final INDArray TARGETS =
      Nd4j.createFromArray(new int[][][] {{{0, 1}, {1, 0}}, {{1, 0}, {1, 1}}});

  @Test
  void isOneMinusTheTverskyIndexOfEachInstance() {
    double index = 1.5 / (1.5 + 0.7 * 0.75 + 0.3 * 0.5);

    assertThat(doubles(new TverskyLoss().instances(OUTPUTS, TARGETS)))
        .containsExactly(new double[] {index, 0}, within(1e-15));
    assertThat(new TverskyLoss().forward(OUTPUTS, TARGETS).getDouble())
        .isCloseTo(index / 2, within(1e-15));
    assertThat(new TverskyLoss().loss(OUTPUTS, TARGETS).getDouble())
        .isCloseTo(((1 - index) + 1) / 2, within(1e-15));
    assertThat(new TverskyLoss(0.7, 0, BatchReduction.SUM).loss(OUTPUTS, TARGETS).getDouble())
        .isCloseTo((1 - index) + 1, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.75", // recall, 1.5 ÷ (1.5 + 0.5)
    "0.5, 0.7058823529411765", // Dice, 3 ÷ (3 + 0.75 + 0.5)
    "1, 0.6666666666666666" // precision, 1.5 ÷ (1.5 + 0.75)
  })
  void theFactorLeadsFromRecallByDiceToPrecision(double factor, double index) {
    assertThat(new TverskyLoss(factor).instances(OUTPUTS, TARGETS).getDouble(0))
        .isCloseTo(index, within(1e-15));
  }

  @Test
  void instancesAreThoseOfNet2VecLoss() {
    for (int[] shape : Net2VecLossGradientTest.SHAPES) {
      Masks masks = Masks.random(5, shape);
      double[] flat =
          new ConfusionKernel(ScoringOptions.DEFAULT)
              .run(Pixels.of(masks.prediction(), shape), Pixels.of(masks.target(), shape), 0.4);
      INDArray net2vec =
          new Net2VecLoss(0.5, 0.4, BatchReduction.MEAN)
              .instances(masks.outputTensor(), masks.targetTensor());

      INDArray instances =
          new TverskyLoss(0.2, 0.4, BatchReduction.MEAN)
              .instances(masks.outputTensor(), masks.targetTensor());

      assertThat(instances.shape()).isEqualTo(net2vec.shape());
      for (int i = 0; i < instances.length(); i++) {
        SoftConfusion soft = SoftConfusion.fromFlat(flat, i);
        double tp = soft.truePositive();
        assertThat(instances.getDouble(i))
            .isCloseTo(
                tp / (tp + 0.2 * soft.falsePositive() + 0.8 * soft.falseNegative()), within(1e-12));
      }
    }
  }

  @Test
  void withoutForegroundInEitherMaskTheValueIsTheEmptyScore() {
    INDArray none = Nd4j.zeros(2);

    assertThat(new TverskyLoss().forward(none, none).getDouble()).isEqualTo(1);
    assertThat(new TverskyLoss().loss(none, none).getDouble()).isZero();
    TverskyLoss quarter = new TverskyLoss().withEmptyScore(new EmptyScore(0.25));
    assertThat(quarter.forward(none, none).getDouble()).isEqualTo(0.25);
    assertThat(quarter.loss(none, none).getDouble()).isEqualTo(0.75);
    TverskyLoss unscored = new TverskyLoss().withEmptyScore(NO_SCORE);
    assertThat(unscored.forward(none, none).getDouble()).isNaN();
    assertThat(unscored.gradient(none, none).data().asDouble()).containsExactly(0, 0);
  }

  @Test
  void aDenominatorThatOnlyTheFactorMakesZeroGivesZero() {
    INDArray none = Nd4j.zeros(2);
    INDArray all = Nd4j.ones(2);

    assertThat(new TverskyLoss(1).forward(none, all).getDouble()).isZero();
    assertThat(new TverskyLoss(0).forward(all, none).getDouble()).isZero();
    assertThat(new TverskyLoss(1).gradient(none, all).data().asDouble()).containsExactly(0, 0);
    assertThat(new TverskyLoss(1 - 1e-12).forward(none, all).getDouble()).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void gradientAgreesWithFiniteDifferences(double factor) {
    TverskyLoss loss = new TverskyLoss(factor, 0.4, BatchReduction.MEAN);
    for (int[] shape : new int[][] {{5}, {3, 4}, {2, 3, 2, 2}}) {
      assertGradient(loss, shape, shape);
    }
  }

  @Test
  void gradientOfResizedOutputsComesBackAtTheirSize() {
    TverskyLoss loss = new TverskyLoss(0.3, 0.4, BatchReduction.SUM);
    TverskyLoss bilinear = loss.withResize(Interpolation.BILINEAR);
    assertGradient(bilinear, new int[] {3, 4}, new int[] {9, 7});
    assertGradient(bilinear.withAlignedCorners(), new int[] {2, 2, 3}, new int[] {2, 8, 5});
    assertGradient(loss.withResize(Interpolation.NEAREST), new int[] {3, 4}, new int[] {2, 3});
  }

  private static void assertGradient(TverskyLoss loss, int[] shape, int[] targetShape) {
    INDArray outputs = Masks.random(21, shape).outputTensor().muli(0.8).addi(0.1);
    INDArray targets = Masks.random(22, targetShape).targetTensor();

    INDArray gradient = loss.gradient(outputs, targets);

    assertThat(gradient.shape()).isEqualTo(outputs.shape());
    double step = 1e-5;
    for (int pixel = 0; pixel < outputs.length(); pixel++) {
      double value = outputs.getDouble(pixel);
      INDArray above = outputs.dup().putScalar(pixel, value + step);
      INDArray below = outputs.dup().putScalar(pixel, value - step);
      assertThat(gradient.getDouble(pixel))
          .isCloseTo(
              (loss.forward(above, targets).getDouble() - loss.forward(below, targets).getDouble())
                  / (2 * step),
              within(1e-8));
    }
  }

  @Test
  void gradientOfTheLossIsTheNegative() {
    TverskyLoss loss = new TverskyLoss(0.3, 0, BatchReduction.SUM);
    INDArray step = Nd4j.zeros(2, 2, 2).castTo(DataType.DOUBLE).putScalar(1, 1e-6);

    assertThat(
            (loss.loss(OUTPUTS.sub(step), TARGETS).getDouble()
                    - loss.loss(OUTPUTS, TARGETS).getDouble())
                / 1e-6)
        .isCloseTo(loss.gradient(OUTPUTS, TARGETS).getDouble(1), within(1e-5));
  }

  @Test
  void settingsRebuildAnEqualLoss() {
    TverskyLoss loss =
        new TverskyLoss(0.3, 1, BatchReduction.SUM)
            .withEmptyScore(NO_SCORE)
            .withResize(Interpolation.BILINEAR)
            .withAlignedCorners();

    assertThat(loss.settings())
        .containsExactly(
            entry("factor_false_positives", 0.3),
            entry("empty_score", null),
            entry("target_thresh", 1.0),
            entry("reduction", "sum"),
            entry("resize", "bilinear"),
            entry("align_corners", true));
    assertThat(TverskyLoss.of(loss.settings())).isEqualTo(loss).hasSameHashCodeAs(loss);
    assertThat(loss.factorFalsePositives()).isEqualTo(0.3);
    assertThat(loss.emptyScore()).isEqualTo(NO_SCORE);
    assertThat(TverskyLoss.of(Map.of()))
        .isEqualTo(new TverskyLoss())
        .isNotEqualTo(loss)
        .isNotEqualTo(new TverskyLoss(0.5))
        .isNotEqualTo(new TverskyLoss().withEmptyScore(NO_SCORE))
        .isNotEqualTo(new Net2VecLoss(0.7))
        .hasToString(
            "TverskyLoss(factor_false_positives=0.7, empty_score=1.0, target_thresh=0.0,"
                + " reduction=mean)");
    assertThat(TverskyLoss.of(Map.of("empty_score", "null")))
        .isEqualTo(TverskyLoss.of(Collections.singletonMap("empty_score", null)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          factor_false_positives | 1.5 | factor_false_positives is 1.5, but must be in [0, 1]
          factor_false_positives | NaN | factor_false_positives is NaN, but must be in [0, 1]
          empty_score            | one | empty_score is "one", but must be a number or null
          empty_score            | NaN | empty_score is "NaN", but must be a number or null
          factor_pos_class       | 0.5 | setting is "factor_pos_class", but must be one of factor_false_positives, empty_score, target_thresh, reduction, resize, align_corners
          """)
  void settingsThatAreNotAllowed(String key, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TverskyLoss.of(Map.of(key, value)))
        .withMessage(message);
  }

  @Test
  void invalidMasksHaveTheErrorsOfNet2VecLoss() {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> new TverskyLoss().forward(Nd4j.zeros(2), Nd4j.zeros(3)))
        .withMessage(
            catchThrowable(() -> new Net2VecLoss().forward(Nd4j.zeros(2), Nd4j.zeros(3)))
                .getMessage());
  }

  static double[] doubles(INDArray tensor) {
    return tensor.dup('c').data().asDouble();
  }
}
