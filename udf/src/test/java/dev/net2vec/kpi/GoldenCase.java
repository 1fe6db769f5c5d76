package dev.net2vec.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One of the reference values that the Python class gave. */
final class GoldenCase {
  final String name;
  final double factorPosClass;
  final double targetThresh;
  final Masks masks;
  final double[] instances;
  final double mean;
  final double sum;

  private GoldenCase(JsonNode node) {
    name = node.required("name").asText();
    factorPosClass = node.required("factor_pos_class").doubleValue();
    targetThresh = node.required("target_thresh").doubleValue();
    masks =
        new Masks(
            ReferenceFiles.doubles(node.required("outputs")),
            ReferenceFiles.doubles(node.required("targets")),
            integers(node.required("shape")));
    instances = ReferenceFiles.doubles(node.required("instances"));
    mean = node.required("mean").doubleValue();
    sum = node.required("sum").doubleValue();
  }

  static List<GoldenCase> all() throws IOException {
    List<GoldenCase> cases = new ArrayList<>();
    for (JsonNode node : ReferenceFiles.golden("net2vec.json").required("cases")) {
      cases.add(new GoldenCase(node));
    }
    return cases;
  }

  private static int[] integers(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  @Override
  public String toString() {
    return name;
  }
}
