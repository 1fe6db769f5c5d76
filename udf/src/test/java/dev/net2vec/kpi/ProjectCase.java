package dev.net2vec.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of the reference values of activations that are projected, resized and scored. */
final class ProjectCase {
  final String name;
  final double[] activations;
  final int[] dims;
  final double[] weights;
  final double bias;
  final double[] projected;
  final double[] target;
  final int[] targetDims;

  /** The value for each order and b. */
  final Map<ActivationOrder, Map<Double, Double>> values;

  private ProjectCase(JsonNode node) {
    name = node.required("name").asText();
    activations = ReferenceFiles.doubles(node.required("activations"));
    dims = ints(node.required("shape"));
    weights = ReferenceFiles.doubles(node.required("weights"));
    bias = node.required("bias").doubleValue();
    projected = ReferenceFiles.doubles(node.required("projected"));
    target = ReferenceFiles.doubles(node.required("target"));
    targetDims = ints(node.required("target_shape"));
    values =
        Map.of(
            ActivationOrder.BEFORE_RESIZE,
            values(node.required("sigmoid_then_resize")),
            ActivationOrder.AFTER_RESIZE,
            values(node.required("resize_then_sigmoid")));
  }

  private static Map<Double, Double> values(JsonNode node) {
    Map<Double, Double> values = new TreeMap<>();
    node.properties()
        .forEach(
            value -> values.put(Double.valueOf(value.getKey()), value.getValue().doubleValue()));
    return values;
  }

  private static int[] ints(JsonNode array) {
    return Arrays.stream(ReferenceFiles.doubles(array)).mapToInt(value -> (int) value).toArray();
  }

  static List<ProjectCase> all() throws IOException {
    List<ProjectCase> cases = new ArrayList<>();
    for (JsonNode node : ReferenceFiles.golden("concepts.json").required("project")) {
      cases.add(new ProjectCase(node));
    }
    return cases;
  }

  @Override
  public String toString() {
    return name;
  }
}
