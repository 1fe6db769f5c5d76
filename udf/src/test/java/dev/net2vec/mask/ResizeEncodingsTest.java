package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.ConfusionKernel;
import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.ResizeCase;
import dev.net2vec.kpi.ScoringOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A resized prediction has the same bits whatever encodings it and its target have. */
class ResizeEncodingsTest {
  static List<ResizeCase> cases() throws IOException {
    return ResizeCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyEncodingGivesTheSameBits(ResizeCase golden) {
    double[] expected = arrays(golden);
    int pairs = 0;
    for (Encoding prediction : Encoding.values()) {
      for (Encoding target : Encoding.values()) {
        if (prediction.carries(golden.prediction(), golden.dims(), MaskRole.PREDICTION)
            && target.carries(golden.target(), golden.targetDims(), MaskRole.TARGET)) {
          double[] flat =
              new ConfusionKernel(golden.options())
                  .run(
                      prediction.mask(golden.prediction(), golden.dims(), MaskRole.PREDICTION),
                      target.mask(golden.target(), golden.targetDims(), MaskRole.TARGET),
                      0.0);
          assertThat(flat).as("%s, %s", prediction, target).isEqualTo(expected);
          pairs++;
        }
      }
    }
    assertThat(pairs).isGreaterThanOrEqualTo(3 * Encoding.values().length);
  }

  @ParameterizedTest
  @EnumSource
  void everyFormOfAnArrayGivesTheSameBits(ArrayForm form) throws IOException {
    for (ResizeCase golden : cases()) {
      double[] expected = arrays(golden);
      for (ItemType type : ItemType.values()) {
        if (!form.holds(type)) {
          continue;
        }
        ConfusionKernel kernel = new ConfusionKernel(golden.options());
        Pixels prediction = Pixels.of(golden.prediction(), golden.dims());
        assertThat(kernel.run(prediction, target(golden, type, form), 0.0))
            .as("%s of %s", golden, type)
            .isEqualTo(expected);
      }
    }
  }

  private static Pixels target(ResizeCase golden, ItemType type, ArrayForm form) {
    int width = golden.targetDims()[1];
    Object[] rows = new Object[golden.targetDims()[0]];
    Arrays.setAll(
        rows,
        y -> form.array(type, Arrays.copyOfRange(golden.target(), y * width, (y + 1) * width)));
    return MaskDecoder.of(new ArrayType(new ArrayType(type.type(), false), false), MaskRole.TARGET)
        .decode(new GenericArrayData(rows));
  }

  private static double[] arrays(ResizeCase golden) {
    return new ConfusionKernel(golden.options())
        .run(
            Pixels.of(golden.prediction(), golden.dims()),
            Pixels.of(golden.target(), golden.targetDims()),
            0.0);
  }

  @Test
  void runsCountAsTheirItemsDo() throws IOException {
    for (ResizeCase golden : cases()) {
      for (double ignored : new double[] {Double.NaN, 0, 1, 7}) {
        for (double thresh : new double[] {-1, 0, 0.5, 1}) {
          ScoringOptions options = golden.options().withIgnoreValues(IgnoreValues.of(ignored));
          assertThat(outcome(golden, options, Encoding.RLE_TEXT, thresh))
              .isEqualTo(outcome(golden, options, Encoding.NPY_F8, thresh))
              .isEqualTo(outcome(golden, options, Encoding.PNG_8, thresh));
        }
      }
    }
  }

  private static String outcome(
      ResizeCase golden, ScoringOptions options, Encoding target, double thresh) {
    try {
      return Arrays.toString(
          new ConfusionKernel(options)
              .run(
                  Pixels.of(golden.prediction(), golden.dims()),
                  target.mask(golden.target(), golden.targetDims(), MaskRole.TARGET),
                  thresh));
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
