package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The reference values for predictions of another size than the target. */
class ResizeCasesTest {
  static List<ResizeCase> cases() throws IOException {
    return ResizeCase.all();
  }

  @Test
  void thereAre108() throws IOException {
    assertThat(cases()).hasSize(108);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void kernelGivesTheValuesOfTheReference(ResizeCase golden) {
    double[] flat =
        new ConfusionKernel(golden.options)
            .run(
                Pixels.of(golden.prediction, golden.dims),
                Pixels.of(golden.target, golden.targetDims),
                0.0);

    assertGolden(golden, SoftConfusion.fromFlat(flat, 0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void enlargedPredictionsGiveTheValuesOfTheReference(ResizeCase golden) {
    ScoringOptions options = golden.options;
    Pixels outputs = Pixels.of(golden.prediction, golden.dims);
    boolean after = options.activationOrder() == ActivationOrder.AFTER_RESIZE;
    Pixels small = after ? outputs : ActivatedPixels.of(outputs, options.activation());
    int width = golden.targetDims[golden.targetDims.length - 1];
    int height = golden.targetDims[golden.targetDims.length - 2];
    Pixels large = ResizedPixels.of(small, height, width, options.resize(), options.alignCorners());
    Pixels enlarged = after ? ActivatedPixels.of(large, options.activation()) : large;

    assertGolden(
        golden, SoftConfusion.of(enlarged, Pixels.of(golden.target, golden.targetDims), 0.0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossOnTensorsGivesTheValuesOfTheReference(ResizeCase golden) {
    ScoringOptions options = golden.options;
    Pixels outputs = Pixels.of(golden.prediction, golden.dims);
    // Logits that are resized before the activation have the target's size when they reach a loss.
    Pixels placed =
        options.activationOrder() == ActivationOrder.AFTER_RESIZE
            ? ResizedPixels.of(
                outputs,
                golden.targetDims[0],
                golden.targetDims[1],
                options.resize(),
                options.alignCorners())
            : outputs;
    INDArray predictions = Tensors.of(ActivatedPixels.of(placed, options.activation()));
    INDArray targets = Tensors.of(Pixels.of(golden.target, golden.targetDims));

    golden.values.forEach(
        (b, value) -> {
          Net2VecLoss loss = new Net2VecLoss(b).withResize(options.resize());
          loss = options.alignCorners() ? loss.withAlignedCorners() : loss;
          assertClose(loss.forward(predictions, targets).getDouble(0), value);
          assertClose(loss.instances(predictions, targets).getDouble(0), value);
        });
  }

  private static void assertGolden(ResizeCase golden, SoftConfusion confusion) {
    assertThat(confusion.pixels()).isEqualTo(golden.confusion.pixels());
    assertThat(confusion.targetPixels()).isEqualTo(golden.confusion.targetPixels());
    assertClose(confusion.truePositive(), golden.confusion.truePositive());
    assertClose(confusion.falsePositive(), golden.confusion.falsePositive());
    assertClose(confusion.falseNegative(), golden.confusion.falseNegative());
    assertClose(confusion.trueNegative(), golden.confusion.trueNegative());
    assertThat(golden.values).hasSize(4);
    golden.values.forEach((b, value) -> assertClose(confusion.net2vec(b), value));
  }
}
