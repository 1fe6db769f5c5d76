package dev.net2vec.kpi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of the reference values that the Python class gave; the file lies beside the checkout. */
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
            doubles(node.required("outputs")),
            doubles(node.required("targets")),
            integers(node.required("shape")));
    instances = doubles(node.required("instances"));
    mean = node.required("mean").doubleValue();
    sum = node.required("sum").doubleValue();
  }

  static List<GoldenCase> all() throws IOException {
    JsonNode file =
        new ObjectMapper()
            .readTree(checkout().resolve("../shared/golden/net2vec.json").normalize().toFile());
    List<GoldenCase> cases = new ArrayList<>();
    for (JsonNode node : file.required("cases")) {
      cases.add(new GoldenCase(node));
    }
    return cases;
  }

  private static Path checkout() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".mvn"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  private static int[] integers(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  @Override
  public String toString() {
    return name;
  }
}
