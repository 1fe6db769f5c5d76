package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What holds for every pair of masks; the seed is the number of pixels. */
class Net2VecPropertiesTest {
  static final int[][] SHAPES = {
    {1}, {9}, {2000}, {1, 1}, {5, 7}, {64, 48}, {1, 3, 3}, {6, 5, 4}, {2, 3, 4, 5}, {2, 2, 40, 40}
  };
  private static final double[] THRESHOLDS = {
    Double.NEGATIVE_INFINITY, -1, 0, 0.3, 0.5, 0.95, 1, Double.POSITIVE_INFINITY
  };
  private static final double[] FACTORS = {0, 0.1, 0.5, 0.77, 1};

  private static Masks random(int... dims) {
    return Masks.random(Shape.of(dims).pixels(), dims);
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void kernelAndTensorsAgree(int... dims) {
    Masks masks = random(dims);
    for (double thresh : THRESHOLDS) {
      for (double factor : FACTORS) {
        INDArray values =
            new Net2VecLoss(factor, thresh, BatchReduction.SUM)
                .instances(masks.outputTensor(), masks.targetTensor());

        assertClose(masks.values(factor, thresh), values.data().asDouble());
      }
    }
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void valueIsLinearInTheFactor(int... dims) {
    Masks masks = random(dims);
    double[] background = masks.values(0, 0.5);
    double[] foreground = masks.values(1, 0.5);
    double[] mixed = masks.values(0.3, 0.5);

    for (int i = 0; i < mixed.length; i++) {
      assertClose(mixed[i], 0.3 * foreground[i] + 0.7 * background[i]);
    }
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void predictionAndItsComplementAddUpToTheBest(int... dims) {
    Masks masks = random(dims);
    double[] complement = new double[masks.prediction().length];
    double[] best = new double[complement.length];
    for (int i = 0; i < complement.length; i++) {
      complement[i] = 1 - masks.prediction()[i];
      best[i] = masks.target()[i] > 0.5 ? 1 : 0;
    }
    double[] values = masks.values(0.3, 0.5);
    double[] others = masks.withPrediction(complement).values(0.3, 0.5);
    double[] bests = masks.withPrediction(best).values(0.3, 0.5);

    for (int i = 0; i < values.length; i++) {
      assertClose(values[i] + others[i], bests[i]);
      assertThat(values[i]).isBetween(0.0, bests[i]);
    }
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void theFourPartsAddUpToThePixels(int... dims) {
    Masks masks = random(dims);
    double[] flat =
        new ConfusionKernel(ScoringOptions.DEFAULT)
            .run(Pixels.of(masks.prediction(), dims), Pixels.of(masks.target(), dims), 0.5);

    for (int i = 0; i < Shape.of(dims).instances(); i++) {
      SoftConfusion confusion = SoftConfusion.fromFlat(flat, i);
      double foreground = confusion.targetPixels();
      assertThat(confusion.pixels()).isEqualTo(Shape.of(dims).instancePixels());
      assertClose(confusion.truePositive() + confusion.falseNegative(), foreground);
      assertClose(
          confusion.falsePositive() + confusion.trueNegative(), confusion.pixels() - foreground);
    }
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void orderOfPixelsAndInstancesDoesNotMatterToTheSum(int... dims) {
    Masks masks = random(dims);
    int pixels = masks.prediction().length;
    int[] order = IntStream.range(0, pixels).toArray();
    Random random = new Random(pixels);
    for (int i = pixels - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    double[] prediction = new double[pixels];
    double[] target = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      prediction[i] = masks.prediction()[order[i]];
      target[i] = masks.target()[order[i]];
    }

    assertClose(new Masks(prediction, target, dims).sum(0.3, 0.5), masks.sum(0.3, 0.5));
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void exchangedInstancesExchangeTheirValues(int... dims) {
    Masks masks = random(dims);
    Shape shape = Shape.of(dims);
    int size = shape.instancePixels();
    int count = shape.instances();
    double[] prediction = new double[shape.pixels()];
    double[] target = new double[shape.pixels()];
    for (int i = 0; i < count; i++) {
      System.arraycopy(masks.prediction(), i * size, prediction, (count - 1 - i) * size, size);
      System.arraycopy(masks.target(), i * size, target, (count - 1 - i) * size, size);
    }
    double[] values = masks.values(0.3, 0.5);
    double[] reversed = new Masks(prediction, target, dims).values(0.3, 0.5);

    for (int i = 0; i < count; i++) {
      assertThat(reversed[count - 1 - i]).isEqualTo(values[i]);
    }
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void truePositivesScaleWithThePrediction(int... dims) {
    Masks masks = random(dims);
    double[] quarter = new double[masks.prediction().length];
    for (int i = 0; i < quarter.length; i++) {
      quarter[i] = masks.prediction()[i] / 4;
    }
    double[] values = masks.values(1, 0.5);
    double[] scaled = masks.withPrediction(quarter).values(1, 0.5);

    for (int i = 0; i < values.length; i++) {
      assertThat(scaled[i]).isEqualTo(values[i] / 4);
    }
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void targetAndThresholdMayBeScaledTogether(int... dims) {
    Masks masks = random(dims);
    double[] target = new double[masks.target().length];
    for (int i = 0; i < target.length; i++) {
      target[i] = masks.target()[i] * 256;
    }

    assertThat(new Masks(masks.prediction(), target, dims).values(0.3, 0.5 * 256))
        .containsExactly(masks.values(0.3, 0.5));
  }

  @ParameterizedTest
  @FieldSource("SHAPES")
  void floatsGiveTheSameBitsAsTheSameNumbersInDouble(int... dims) {
    Masks masks = random(dims);
    float[] narrow = new float[masks.prediction().length];
    double[] wide = new double[narrow.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) masks.prediction()[i];
      wide[i] = narrow[i];
    }
    ConfusionKernel kernel = new ConfusionKernel(ScoringOptions.DEFAULT);
    Pixels target = Pixels.of(masks.target(), dims);

    assertThat(kernel.run(Pixels.of(narrow, dims), target, 0.5))
        .containsExactly(kernel.run(Pixels.of(wide, dims), target, 0.5));
  }
}
