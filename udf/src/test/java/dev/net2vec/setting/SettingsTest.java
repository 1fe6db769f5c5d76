package dev.net2vec.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.Activation;
import dev.net2vec.kpi.ActivationOrder;
import dev.net2vec.kpi.Interpolation;
import dev.net2vec.kpi.PredictionScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SettingsTest {
  private static final Pattern CODE_OR_LINK = Pattern.compile("`|\\[([^]]*)\\]\\([^)]*\\)");

  @Test
  void oneNameGivesAllOthers() {
    assertThat(Settings.TARGET_THRESH.name()).isEqualTo("target_thresh");
    assertThat(Settings.TARGET_THRESH.key()).isEqualTo("spark.net2vec.targetThresh");
    assertThat(Settings.TARGET_THRESH.option()).isEqualTo("--target-thresh");
    assertThat(Settings.REDUCTION_MAX_INSTANCES.key())
        .isEqualTo("spark.net2vec.reduction.maxInstances");
  }

  @Test
  void aTextIsParsedOrNotAllowed() {
    assertThat(Settings.FACTOR_POS_CLASS.parse(" 0.9 ")).hasValue(0.9);
    assertThat(Settings.FACTOR_POS_CLASS.parse("1.1")).isEmpty();
    assertThat(Settings.TARGET_THRESH.parse("NaN")).isEmpty();
    assertThat(Settings.ACTIVATION.parse("Sigmoid")).hasValue(Activation.SIGMOID);
    assertThat(Settings.ACTIVATION.parse("relu")).isEmpty();
    assertThat(Settings.MAX_PIXELS.parse("100.0")).hasValue(100);
    assertThat(Settings.MAX_PIXELS.parse("0")).isEmpty();
    assertThat(Settings.MAX_PIXELS.parse("2147483640")).isEmpty();
    assertThat(Settings.IGNORE_VALUE.parse("void")).isEmpty();
    assertThat(Settings.RESIZE.parse("Bilinear")).hasValue(Interpolation.BILINEAR);
    assertThat(Settings.RESIZE.parse("bicubic")).isEmpty();
    assertThat(Settings.ALIGN_CORNERS.parse("True")).hasValue(true);
    assertThat(Settings.ALIGN_CORNERS.parse("1")).isEmpty();
    assertThat(Settings.ACTIVATION_ORDER.parse("after_resize"))
        .hasValue(ActivationOrder.AFTER_RESIZE);
    assertThat(Settings.PREDICTION_SCALE.parse("255")).hasValue(new PredictionScale(255));
    assertThat(Settings.PREDICTION_SCALE.parse("0")).isEmpty();
    assertThat(Settings.PREDICTION_SCALE.parse("Infinity")).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("dev.net2vec.setting.Settings#ALL")
  <T> void theDefaultCanBeWritten(Setting<T> setting) {
    assertThat(setting.parse(setting.defaultValue().toString())).hasValue(setting.defaultValue());
  }

  @ParameterizedTest
  @FieldSource("dev.net2vec.setting.Settings#ALL")
  void theReferenceHasItsDefinition(Setting<?> setting) throws IOException {
    String root = System.getProperty("maven.multiModuleProjectDirectory");
    String readme = Files.readString(Path.of(root, "udf", "README.md"));
    assertThat(CODE_OR_LINK.matcher(readme).replaceAll("$1"))
        .contains(
            "| %s | %s | %s: %s |"
                .formatted(
                    setting.key(), setting.defaultValue(), setting.meaning(), setting.allowed()));
  }

  @Test
  void anOptionThatIsNotGivenHasItsDefault() {
    MaskOptions options = MaskOptions.DEFAULTS.with(Settings.TARGET_THRESH, 127.0);
    assertThat(options.get(Settings.TARGET_THRESH)).isEqualTo(127.0);
    assertThat(options.get(Settings.MAX_PIXELS)).isEqualTo(67_108_864);
    assertThat(options).isEqualTo(MaskOptions.DEFAULTS.with(Settings.TARGET_THRESH, 127.0));
  }
}
