package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Net2VecLossGradientTest {
  /** Not linear, so that its derivative depends on the values. */
  private static final Reduction SUM_OF_SQUARES =
      new Reduction() {
        @Override
        public INDArray apply(INDArray values) {
          return values.mul(values).sum();
        }

        @Override
        public INDArray derivative(INDArray values) {
          return values.mul(2);
        }

        @Override
        public String toString() {
          return "sum_of_squares";
        }
      };

  static final List<Reduction> REDUCTIONS =
      List.of(BatchReduction.MEAN, BatchReduction.SUM, SUM_OF_SQUARES);

  static final int[][] SHAPES = {{5}, {1}, {3, 4}, {1, 1}, {2, 3, 4}, {2, 3, 2, 2}};

  @ParameterizedTest
  @FieldSource("REDUCTIONS")
  void agreesWithFiniteDifferences(Reduction reduction) {
    Net2VecLoss loss = new Net2VecLoss(0.7, 0.4, reduction);
    for (int[] shape : SHAPES) {
      Masks masks = Masks.random(21, shape);
      INDArray outputs = masks.outputTensor().muli(0.8).addi(0.1);
      INDArray targets = masks.targetTensor();

      INDArray gradient = loss.gradient(outputs, targets);

      assertThat(gradient.shape()).isEqualTo(outputs.shape());
      for (int pixel = 0; pixel < outputs.length(); pixel++) {
        assertThat(gradient.getDouble(pixel))
            .isCloseTo(difference(loss, outputs, targets, pixel), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("REDUCTIONS")
  void ofResizedOutputsComesBackAtTheirSize(Reduction reduction) {
    int[][][] shapes = {{{3}, {7}}, {{3, 4}, {9, 7}}, {{5, 6}, {2, 3}}, {{2, 3, 4}, {2, 8, 5}}};
    for (Interpolation mode : new Interpolation[] {Interpolation.BILINEAR, Interpolation.NEAREST}) {
      Net2VecLoss centred = new Net2VecLoss(0.7, 0.4, reduction).withResize(mode);
      for (Net2VecLoss loss : new Net2VecLoss[] {centred, centred.withAlignedCorners()}) {
        for (int[][] shape : shapes) {
          INDArray outputs = Masks.random(21, shape[0]).outputTensor().muli(0.8).addi(0.1);
          INDArray targets = Masks.random(22, shape[1]).targetTensor();

          INDArray gradient = loss.gradient(outputs, targets);

          assertThat(gradient.shape()).isEqualTo(outputs.shape());
          for (int pixel = 0; pixel < outputs.length(); pixel++) {
            assertThat(gradient.getDouble(pixel))
                .isCloseTo(difference(loss, outputs, targets, pixel), within(1e-9));
          }
        }
      }
    }
  }

  /** Exact but for rounding: up to a square, a central difference is the derivative. */
  private static double difference(
      Net2VecLoss loss, INDArray outputs, INDArray targets, int pixel) {
    double step = 0.0625;
    double value = outputs.getDouble(pixel);
    INDArray above = outputs.dup().putScalar(pixel, value + step);
    INDArray below = outputs.dup().putScalar(pixel, value - step);
    return (loss.forward(above, targets).getDouble(0) - loss.forward(below, targets).getDouble(0))
        / (2 * step);
  }

  @Test
  void isTheWeightOfThePixelsClassOverTheInstances() {
    INDArray outputs = Nd4j.zeros(4, 1, 2);
    INDArray targets = Nd4j.createFromArray(new int[][][] {{{1, 0}}, {{0, 0}}, {{1, 1}}, {{0, 1}}});

    assertThat(new Net2VecLoss(0.75).gradient(outputs, targets).data().asDouble())
        .containsExactly(0.1875, -0.0625, -0.0625, -0.0625, 0.1875, 0.1875, -0.0625, 0.1875);
    assertThat(
            new Net2VecLoss(0.75, 0, BatchReduction.SUM)
                .gradient(outputs, targets)
                .data()
                .asDouble())
        .containsExactly(0.75, -0.25, -0.25, -0.25, 0.75, 0.75, -0.25, 0.75);
  }

  @Test
  void needsAReductionThatKnowsItsDerivative() {
    Reduction median = new Median();
    Net2VecLoss loss = new Net2VecLoss(0.5, 0, median);

    assertThatThrownBy(() -> loss.gradient(Nd4j.zeros(2), Nd4j.zeros(2)))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessage("reduction median has no derivative, but a gradient needs one");
  }

  private static final class Median implements Reduction {
    @Override
    public INDArray apply(INDArray values) {
      return values.median();
    }

    @Override
    public String toString() {
      return "median";
    }
  }
}
