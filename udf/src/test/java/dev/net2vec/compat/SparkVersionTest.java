package dev.net2vec.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SparkVersionTest {
  @Test
  void whatIsSupportedIsWhatTheReadmeSays() throws IOException {
    String root = System.getProperty("maven.multiModuleProjectDirectory");
    String readme = Files.readString(Path.of(root, "udf", "README.md"));
    assertThat(
            Pattern.compile("(?m)^\\| (\\d+\\.\\d+)\\.\\d+ (\\| (yes|no) )+\\|$")
                .matcher(readme)
                .results()
                .map(row -> row.group(1)))
        .containsExactlyElementsOf(SparkVersion.SUPPORTED);
  }

  @Test
  void anyPatchOfTheseIsSupported() {
    assertThat(new SparkVersion("4.0.0").isSupported()).isTrue();
    assertThat(new SparkVersion("4.1.9-vendor-2").isSupported()).isTrue();
    assertThat(SparkVersion.running().isSupported()).isTrue();
  }

  @Test
  void othersAreRefusedByName() {
    assertThat(new SparkVersion("4.20.0").isSupported()).isFalse();
    SparkVersion old = new SparkVersion("3.5.7");
    assertThat(old.isSupported()).isFalse();
    assertThat(old.message()).isEqualTo("Spark is 3.5.7, but must be 4.0, 4.1 or 4.2");
  }
}
