package dev.net2vec.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of the values that torch's interpolation and the reference class gave together. */
public final class ResizeCase {
  final String name;
  final double[] prediction;
  final int[] dims;
  final double[] target;
  final int[] targetDims;
  final ScoringOptions options;
  final SoftConfusion confusion;

  /** The value for each b. */
  final Map<Double, Double> values = new TreeMap<>();

  private ResizeCase(JsonNode node) {
    name = node.required("name").asText();
    prediction = ReferenceFiles.doubles(node.required("prediction"));
    dims = ints(node.required("shape"));
    target = ReferenceFiles.doubles(node.required("target"));
    targetDims = ints(node.required("target_shape"));
    options = options(node);
    JsonNode counts = node.required("confusion");
    confusion =
        new SoftConfusion(
            counts.required("pixels").longValue(),
            counts.required("target_pixels").longValue(),
            counts.required("true_positive").doubleValue(),
            counts.required("false_positive").doubleValue(),
            counts.required("false_negative").doubleValue(),
            counts.required("true_negative").doubleValue());
    node.required("value")
        .properties()
        .forEach(
            value -> values.put(Double.valueOf(value.getKey()), value.getValue().doubleValue()));
  }

  private static ScoringOptions options(JsonNode node) {
    ScoringOptions resized =
        ScoringOptions.DEFAULT
            .withResize(
                node.required("mode").asText().equals("nearest")
                    ? Interpolation.NEAREST
                    : Interpolation.BILINEAR)
            .withAlignCorners(node.required("align_corners").booleanValue());
    return switch (node.required("order").asText()) {
      case "probabilities" -> resized;
      case "sigmoid_then_resize" -> resized.withActivation(Activation.SIGMOID);
      case "resize_then_sigmoid" ->
          resized
              .withActivation(Activation.SIGMOID)
              .withActivationOrder(ActivationOrder.AFTER_RESIZE);
      default -> throw new IllegalArgumentException(node.required("order").asText());
    };
  }

  private static int[] ints(JsonNode array) {
    return Arrays.stream(ReferenceFiles.doubles(array)).mapToInt(value -> (int) value).toArray();
  }

  public static List<ResizeCase> all() throws IOException {
    List<ResizeCase> cases = new ArrayList<>();
    for (JsonNode node : ReferenceFiles.golden("concepts.json").required("resize")) {
      cases.add(new ResizeCase(node));
    }
    return cases;
  }

  public double[] prediction() {
    return prediction.clone();
  }

  public int[] dims() {
    return dims.clone();
  }

  public double[] target() {
    return target.clone();
  }

  public int[] targetDims() {
    return targetDims.clone();
  }

  public ScoringOptions options() {
    return options;
  }

  @Override
  public String toString() {
    return name;
  }
}
