package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftConfusionTest {
  @Test
  void exampleOfTheJavadoc() {
    SoftConfusion confusion =
        SoftConfusion.of(Pixels.of(new float[] {0.25f, 1}), Pixels.of(new float[] {0, 1}), 0.0);

    assertThat(confusion).isEqualTo(new SoftConfusion(2, 1, 1.0, 0.25, 0.0, 0.75));
    assertThat(confusion.predicted()).isEqualTo(1.25);
    assertThat(confusion.net2vec(0.5)).isEqualTo(0.875);
  }

  @Test
  void tinyPredictionsAreNotLost() {
    SoftConfusion confusion =
        SoftConfusion.of(
            Pixels.of(new double[] {1e-300, 2e-300}), Pixels.of(new double[] {0, 1}), 0.0);

    assertThat(confusion.predicted()).isEqualTo(3e-300);
    assertThat(confusion.truePositive()).isEqualTo(2e-300);
    assertThat(confusion.falsePositive()).isEqualTo(1e-300);
  }

  @Test
  void smallErrorsAreNotLostBesideManyPixels() {
    double[] prediction = new double[100_000];
    Arrays.fill(prediction, 1);
    prediction[7] = 1 - 0x1p-50;
    double[] target = prediction.clone();

    SoftConfusion confusion = SoftConfusion.of(Pixels.of(prediction), Pixels.of(target), 0.0);

    assertThat(confusion.falseNegative()).isEqualTo(0x1p-50);
  }

  @Test
  void holdsOneInstance() {
    Pixels masks = Pixels.of(new float[12], 2, 3, 1, 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoftConfusion.of(masks, masks, 0.0))
        .withMessage("masks of shape 2x3x1x2 hold 6 instances, but must hold one");
    assertThat(
            SoftConfusion.of(Pixels.of(new float[2], 1, 1, 2), Pixels.of(new float[2], 1, 1, 2), 0))
        .isEqualTo(new SoftConfusion(2, 0, 0, 0, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1.000001, Double.NaN, Double.NEGATIVE_INFINITY})
  void factorPosClassOutsideZeroToOne(double bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SoftConfusion(1, 1, 1, 0, 0, 0).net2vec(bad))
        .withMessage("factor_pos_class is " + bad + ", but must be in [0, 1]");
  }

  @Test
  void isReadOutOfTheFlatForm() {
    double[] flat = {9, 9, 9, 9, 9, 9, 4, 2, 1.5, 0.25, 0.5, 1.75};

    assertThat(SoftConfusion.fromFlat(flat, 1))
        .isEqualTo(new SoftConfusion(4, 2, 1.5, 0.25, 0.5, 1.75));
  }
}
