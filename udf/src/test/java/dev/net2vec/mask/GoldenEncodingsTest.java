package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.ScoringOptions;
import dev.net2vec.kpi.SoftConfusion;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference values, through every pair of encodings that can carry a case's masks. */
class GoldenEncodingsTest {
  private static final double RELATIVE = 1e-12;

  @Test
  void everyEncodingGivesTheValuesOfTheReference() throws IOException {
    Map<Encoding, Integer> predictions = new EnumMap<>(Encoding.class);
    Map<Encoding, Integer> targets = new EnumMap<>(Encoding.class);
    for (JsonNode golden : cases()) {
      int[] dims = dims(golden);
      double[] outputs = ReferenceFiles.doubles(golden.required("outputs"));
      double[] labels = ReferenceFiles.doubles(golden.required("targets"));
      for (Encoding prediction : Encoding.values()) {
        for (Encoding target : Encoding.values()) {
          if (prediction.carries(outputs, dims, MaskRole.PREDICTION)
              && target.carries(labels, dims, MaskRole.TARGET)) {
            predictions.merge(prediction, 1, Integer::sum);
            targets.merge(target, 1, Integer::sum);
            assertValues(
                golden,
                prediction.mask(outputs, dims, MaskRole.PREDICTION),
                target.mask(labels, dims, MaskRole.TARGET),
                ReferenceFiles.doubles(golden.required("instances")));
          }
        }
      }
    }

    assertThat(predictions.keySet())
        .containsExactlyInAnyOrder(
            Encoding.NPY_F8,
            Encoding.NPY_F8_BIG_FORTRAN,
            Encoding.NPY_F4,
            Encoding.NPY_U1,
            Encoding.PNG_1_INTERLACED,
            Encoding.RLE_TEXT,
            Encoding.RLE_BINARY,
            Encoding.IMAGE_NPY,
            Encoding.RLE_ARRAY,
            Encoding.RLE_JSON);
    assertThat(targets.keySet()).containsExactlyInAnyOrder(Encoding.values());
  }

  @Test
  void floatsGiveTheValuesOfTheFloats() throws IOException {
    for (JsonNode golden : cases()) {
      int[] dims = dims(golden);
      double[] outputs = floats(golden.required("outputs"));
      double[] labels = floats(golden.required("targets"));

      assertValues(
          golden,
          Encoding.NPY_F4.mask(outputs, dims, MaskRole.PREDICTION),
          Encoding.NPY_F4.mask(labels, dims, MaskRole.TARGET),
          formula(golden, outputs, labels));
    }
  }

  private static JsonNode cases() throws IOException {
    JsonNode cases = ReferenceFiles.golden("net2vec.json").required("cases");
    assertThat(cases).hasSize(84);
    return cases;
  }

  private static int[] dims(JsonNode golden) {
    double[] dims = ReferenceFiles.doubles(golden.required("shape"));
    int[] integers = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      integers[i] = (int) dims[i];
    }
    return integers;
  }

  private static double[] floats(JsonNode array) {
    double[] values = ReferenceFiles.doubles(array);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    return values;
  }

  /** Formula (1) of the instances, as it is written. */
  private static double[] formula(JsonNode golden, double[] outputs, double[] labels) {
    double b = golden.required("factor_pos_class").doubleValue();
    double thresh = golden.required("target_thresh").doubleValue();
    double[] values = new double[golden.required("instances").size()];
    for (int i = 0; i < outputs.length; i++) {
      int instance = i / (outputs.length / values.length);
      values[instance] += labels[i] > thresh ? b * outputs[i] : (1 - b) * (1 - outputs[i]);
    }
    return values;
  }

  private static void assertValues(
      JsonNode golden, Pixels prediction, Pixels target, double[] expected) {
    double thresh = golden.required("target_thresh").doubleValue();
    double[] flat = new ConfusionKernel(ScoringOptions.DEFAULT).run(prediction, target, thresh);
    assertThat(flat).hasSize(expected.length * SoftConfusion.WIDTH);
    for (int i = 0; i < expected.length; i++) {
      double value =
          SoftConfusion.fromFlat(flat, i)
              .net2vec(golden.required("factor_pos_class").doubleValue());
      assertThat(value)
          .as(golden.required("name").asText())
          .isCloseTo(expected[i], within(RELATIVE * Math.abs(expected[i])));
    }
  }
}
