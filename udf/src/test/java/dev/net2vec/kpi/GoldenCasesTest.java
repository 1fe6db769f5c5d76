package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class GoldenCasesTest {
  static List<GoldenCase> cases() throws IOException {
    return GoldenCase.all();
  }

  @Test
  void thereAre84() throws IOException {
    assertThat(cases()).hasSize(84);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossOnTensorsGivesTheValuesOfTheReference(GoldenCase golden) {
    INDArray outputs = golden.masks.outputTensor();
    INDArray targets = golden.masks.targetTensor();
    Net2VecLoss mean =
        new Net2VecLoss(golden.factorPosClass, golden.targetThresh, BatchReduction.MEAN);
    Net2VecLoss sum =
        new Net2VecLoss(golden.factorPosClass, golden.targetThresh, BatchReduction.SUM);

    assertClose(mean.instances(outputs, targets).data().asDouble(), golden.instances);
    assertClose(mean.forward(outputs, targets).getDouble(0), golden.mean);
    assertClose(sum.forward(outputs, targets).getDouble(0), golden.sum);
    assertClose(mean.loss(outputs, targets).getDouble(0), -golden.mean);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void kernelGivesTheValuesOfTheReference(GoldenCase golden) {
    double[] values = golden.masks.values(golden.factorPosClass, golden.targetThresh);

    assertClose(values, golden.instances);
  }

  @Test
  void predictionsCutAboveAThresholdHaveTheCountsOfTheReference() throws IOException {
    JsonNode cases = ReferenceFiles.golden("concepts.json").at("/thresholds/cases");
    assertThat(cases).hasSize(24);
    for (JsonNode golden : cases) {
      double[] prediction = ReferenceFiles.doubles(golden.required("prediction"));
      Pixels target = Pixels.of(ReferenceFiles.doubles(golden.required("target")));
      for (JsonNode at : golden.required("at")) {
        double thresh = at.required("output_thresh").doubleValue();
        double[] cut = Arrays.stream(prediction).map(o -> o > thresh ? 1 : 0).toArray();
        long tp = at.required("tp").longValue();
        long fn = at.required("fn").longValue();

        assertThat(SoftConfusion.of(Pixels.of(cut), target, 0.0))
            .isEqualTo(
                new SoftConfusion(
                    cut.length,
                    tp + fn,
                    tp,
                    at.required("fp").doubleValue(),
                    fn,
                    at.required("tn").doubleValue()));
      }
    }
  }
}
