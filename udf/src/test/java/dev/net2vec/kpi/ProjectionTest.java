package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectionTest {
  private final Projection projection = new Projection();

  static List<ProjectCase> cases() throws IOException {
    return ProjectCase.all();
  }

  @Test
  void thereAre15() throws IOException {
    assertThat(cases()).hasSize(15);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheValuesOfTheReference(ProjectCase golden) {
    Pixels activations = Pixels.of(golden.activations, golden.dims);

    double[] projected = projection.run(activations, golden.weights, golden.bias);

    assertThat(projected).hasSameSizeAs(golden.projected);
    for (int i = 0; i < projected.length; i++) {
      // Positive and negative products nearly cancel; the error is relative to their size.
      double size = Math.abs(golden.bias);
      for (int k = 0; k < golden.weights.length; k++) {
        size += Math.abs(golden.weights[k] * golden.activations[k * projected.length + i]);
      }
      assertThat(projected[i]).isCloseTo(golden.projected[i], within(1e-14 * size));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoredGivesTheValuesOfTheReference(ProjectCase golden) {
    double[] projected =
        projection.run(Pixels.of(golden.activations, golden.dims), golden.weights, golden.bias);
    Pixels logits = Pixels.of(projected, golden.dims[1], golden.dims[2]);
    Pixels target = Pixels.of(golden.target, golden.targetDims);

    golden.values.forEach(
        (order, values) -> {
          ScoringOptions options =
              ScoringOptions.DEFAULT
                  .withActivation(Activation.SIGMOID)
                  .withActivationOrder(order)
                  .withResize(Interpolation.BILINEAR);
          double[] flat = new ConfusionKernel(options).run(logits, target, 0);
          assertThat(values).isNotEmpty();
          values.forEach(
              (b, value) -> assertClose(SoftConfusion.fromFlat(flat, 0).net2vec(b), value));
        });
  }

  /** Channels in fours and rest, pixels in blocks and rest. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "4, 3, 5", "7, 2, 3", "3, 1, 1024", "6, 33, 32", "5, 50, 51"})
  void isTheSumOverTheChannelsInTheirOrder(int channels, int height, int width) {
    Random random = new Random(channels);
    int size = height * width;
    double[] activations =
        random.doubles(Shape.of(channels, height, width).pixels(), -1, 1).toArray();
    double[][] weights = new double[3][];
    Arrays.setAll(weights, concept -> random.doubles(channels, -1, 1).toArray());
    double[] biases = {0, 0.5, -2};
    Pixels pixels = Pixels.of(activations, channels, height, width);

    double[][] projected = projection.run(pixels, weights, biases);

    for (int concept = 0; concept < weights.length; concept++) {
      for (int i = 0; i < size; i++) {
        double sum = 0;
        for (int k = 0; k < channels; k++) {
          sum += weights[concept][k] * activations[k * size + i];
        }
        assertThat(projected[concept][i]).isEqualTo(sum + biases[concept]);
      }
      assertThat(projection.run(pixels, weights[concept], biases[concept]))
          .isEqualTo(projected[concept]);
    }
  }

  @Test
  void aOneHotVectorIsAFilter() {
    Pixels activations = Pixels.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 1, 2);

    assertThat(projection.run(activations, new double[] {0, 1, 0}, 0)).containsExactly(3, 4);
    assertThat(projection.run(activations, new double[0][], new double[0])).isEmpty();
  }

  @Test
  void activationsHaveChannelsHeightAndWidth() {
    assertRefused(
        Reason.UNSUPPORTED,
        "activations has shape 2x3 (rank 2), but must have rank 3: channels, height and width",
        Pixels.of(new double[6], 2, 3),
        new double[] {1, 1},
        0);
    assertRefused(
        Reason.EMPTY,
        "activations has shape 2x0x3, but must have at least one pixel",
        Pixels.of(new double[0], 2, 0, 3),
        new double[] {1, 1},
        0);
  }

  @Test
  void thereIsOneWeightForEachChannel() {
    assertRefused(
        Reason.SHAPE_MISMATCH,
        "weights have 3 items, but must have 2, one for each channel of the activations (shape"
            + " 2x1x2)",
        Pixels.of(new double[4], 2, 1, 2),
        new double[] {1, 1, 1},
        0);
  }

  @Test
  void allNumbersAreFinite() {
    double inf = Double.POSITIVE_INFINITY;
    Pixels activations = Pixels.of(new double[] {1, 2, 3, 4}, 2, 1, 2);
    assertRefused(
        Reason.NAN,
        "weights is NaN at [1], but must be finite",
        activations,
        new double[] {1, Double.NaN},
        0);
    assertRefused(
        Reason.OUT_OF_RANGE,
        "bias is -Infinity, but must be finite",
        activations,
        new double[] {1, 1},
        -inf);
    assertRefused(
        Reason.NAN,
        "activations is NaN at [1, 0, 1], but must be finite (shape 2x1x2)",
        Pixels.of(new double[] {1, 2, 3, Double.NaN}, 2, 1, 2),
        new double[] {1, 0},
        0);
    assertRefused(
        Reason.OUT_OF_RANGE,
        "activations is Infinity at [0, 0, 0], but must be finite (shape 2x1x2)",
        Pixels.of(new double[] {inf, 2, -inf, 4}, 2, 1, 2),
        new double[] {1, 1},
        0);
    assertRefused(
        Reason.OUT_OF_RANGE,
        "projection is Infinity at [0, 1], but must be finite",
        Pixels.of(new double[] {1, 1e300, 1, 1}, 2, 1, 2),
        new double[] {1e300, 1},
        0);
  }

  private void assertRefused(
      Reason reason, String message, Pixels activations, double[] weights, double bias) {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> projection.run(activations, weights, bias))
        .withMessage(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
