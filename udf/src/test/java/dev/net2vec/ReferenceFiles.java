package dev.net2vec;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that tests compare with: golden values, which the project has, and real data, which may lie
 * beside a checkout as {@code ../shared}.
 */
public final class ReferenceFiles {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReferenceFiles() {}

  /** Returns {@code src/test/resources/golden/NAME}. */
  public static JsonNode golden(String name) throws IOException {
    try (InputStream in = ReferenceFiles.class.getResourceAsStream("/golden/" + name)) {
      return MAPPER.readTree(in);
    }
  }

  /** Returns {@code ../shared/NAME}; skips the test where that is not beside the checkout. */
  public static Path shared(String name) {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".mvn"))) {
      directory = directory.getParent();
    }
    Path file = directory.resolveSibling("shared").resolve(name);
    assumeTrue(Files.exists(file), () -> file + " is not beside this checkout");
    return file;
  }

  /** Returns {@code ../shared/NAME} as JSON; skips the test as {@link #shared} does. */
  public static JsonNode sharedJson(String name) throws IOException {
    return MAPPER.readTree(shared(name).toFile());
  }

  /** Returns the numbers of a JSON array. */
  public static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }
}
