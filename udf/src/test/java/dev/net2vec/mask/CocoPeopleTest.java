package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.SoftConfusion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real instances as files: predictions that numpy wrote, and targets of COCO as PNG and as RLE. */
class CocoPeopleTest {
  private static final String DATA = "data/coco-people/";
  private static final MaskDecoder PREDICTION =
      MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION);
  private static final MaskDecoder TARGET = MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET);
  private static final MaskDecoder RLE = MaskDecoder.of(RleCells.COMPRESSED, MaskRole.TARGET);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void filesGiveTheValuesOfTheReference(int setting) throws IOException {
    JsonNode settings =
        ReferenceFiles.sharedJson(DATA + "expected.json").required("settings").get(setting);
    double b = settings.required("factor_pos_class").doubleValue();
    double thresh = settings.required("target_thresh").doubleValue();

    assertThat(settings.required("instances")).hasSize(33);
    for (Map.Entry<String, JsonNode> instance : settings.required("instances").properties()) {
      Pixels prediction = PREDICTION.decode(file("predictions/" + instance.getKey() + ".npy"));
      Pixels target = TARGET.decode(file("targets/" + instance.getKey() + ".png"));
      double expected = instance.getValue().doubleValue();

      assertThat(SoftConfusion.of(prediction, target, thresh).net2vec(b))
          .isCloseTo(expected, within(1e-9));
      assertThat(SoftConfusion.of(prediction, rle(target, thresh), 0.5).net2vec(b))
          .isCloseTo(expected, within(1e-9));
    }
  }

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(ReferenceFiles.shared(DATA + name));
  }

  private static Pixels rle(Pixels target, double thresh) {
    String text = RleWriter.compress(RleWriter.counts(target, MaskRole.TARGET, thresh));
    return RLE.decode(RleCells.compressed(target.shape().dim(0), target.shape().dim(1), text));
  }
}
