package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.ReferenceFiles;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class IoUTest {
  /** What the Python class adds to intersection and union. */
  private static final double SMOOTH = 1e-6;

  @ParameterizedTest
  @MethodSource("dev.net2vec.kpi.ThresholdCountsTest#cases")
  void isThatOfTheReferenceButForItsSmoothing(JsonNode golden) {
    INDArray outputs = tensor(golden, "prediction");
    INDArray targets = tensor(golden, "target");
    for (JsonNode at : golden.required("at")) {
      double iou =
          new IoU(at.required("output_thresh").doubleValue()).forward(outputs, targets).getDouble();
      double intersection = at.required("tp").doubleValue();
      double union =
          intersection + at.required("fp").doubleValue() + at.required("fn").doubleValue();
      double reference = at.required("reference_iou").doubleValue();

      assertThat(iou).isEqualTo(union == 0 ? 1 : intersection / union);
      assertThat((intersection + SMOOTH) / (union + SMOOTH)).isCloseTo(reference, within(1e-12));
      assertThat(iou).isCloseTo(reference, within(SMOOTH / Math.max(1, union)));
    }
  }

  private static INDArray tensor(JsonNode golden, String field) {
    return Nd4j.createFromArray(ReferenceFiles.doubles(golden.required(field)))
        .reshape(
            golden.required("shape").get(0).longValue(),
            golden.required("shape").get(1).longValue());
  }

  @Test
  void isMeasuredOfEveryInstanceThenReduced() {
    INDArray outputs = Nd4j.createFromArray(new double[][][] {{{0.75, 1}}, {{0.5, 0.6}}});
    INDArray targets = Nd4j.createFromArray(new int[][][] {{{0, 1}}, {{1, 2}}});

    assertThat(TverskyLossTest.doubles(new IoU().instances(outputs, targets)))
        .containsExactly(0.5, 0.5);
    assertThat(TverskyLossTest.doubles(new IoU(0.8).instances(outputs, targets)))
        .containsExactly(1, 0);
    assertThat(
            TverskyLossTest.doubles(
                new IoU(0.5, 1, BatchReduction.MEAN).instances(outputs, targets)))
        .containsExactly(0, 1);
    assertThat(new IoU(0.8).forward(outputs, targets).getDouble()).isEqualTo(0.5);
    assertThat(new IoU(0.5, 0, BatchReduction.SUM).forward(outputs, targets).getDouble())
        .isEqualTo(1);
  }

  @Test
  void withoutForegroundInEitherMaskItIsTheEmptyScore() {
    INDArray none = Nd4j.zeros(2);

    assertThat(new IoU().forward(none, none).getDouble()).isEqualTo(1);
    assertThat(new IoU().withEmptyScore(new EmptyScore(0.0)).forward(none, none).getDouble())
        .isZero();
    assertThat(new IoU().withEmptyScore(new EmptyScore(null)).forward(none, none).getDouble())
        .isNaN();
    assertThat(new IoU().forward(Nd4j.ones(2), none).getDouble()).isZero();
  }

  @Test
  void outputsAreBinarisedAtTheTargetsSize() {
    INDArray outputs = Nd4j.createFromArray(new double[][] {{0, 1}});
    INDArray targets = Nd4j.createFromArray(new int[][] {{0, 0, 1, 1}});

    // Bilinear: 0, 0.25, 0.75, 1; corners aligned: 0, 1/3, 2/3, 1.
    IoU bilinear = new IoU(0.7).withResize(Interpolation.BILINEAR);
    assertThat(bilinear.forward(outputs, targets).getDouble()).isEqualTo(1);
    assertThat(bilinear.withAlignedCorners().forward(outputs, targets).getDouble()).isEqualTo(0.5);
  }

  @Test
  void settingsRebuildAnEqualMeasure() {
    IoU iou =
        new IoU(0.25, 1, BatchReduction.SUM)
            .withEmptyScore(new EmptyScore(0.0))
            .withResize(Interpolation.NEAREST)
            .withAlignedCorners();

    assertThat(iou.settings())
        .containsExactly(
            entry("output_thresh", 0.25),
            entry("empty_score", 0.0),
            entry("target_thresh", 1.0),
            entry("reduction", "sum"),
            entry("resize", "nearest"),
            entry("align_corners", true));
    assertThat(IoU.of(iou.settings())).isEqualTo(iou).hasSameHashCodeAs(iou);
    assertThat(iou.outputThresh()).isEqualTo(0.25);
    assertThat(iou.emptyScore()).isEqualTo(new EmptyScore(0.0));
    assertThat(IoU.of(Map.of()))
        .isEqualTo(new IoU())
        .isNotEqualTo(iou)
        .isNotEqualTo(new IoU(0.4))
        .hasToString("IoU(output_thresh=0.5, empty_score=1.0, target_thresh=0.0, reduction=mean)");
  }

  @Test
  void settingsThatAreNotAllowed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IoU(1.5))
        .withMessage("output_thresh is 1.5, but must be in [0, 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IoU.of(Map.of("smooth", 1e-6)))
        .withMessage(
            "setting is \"smooth\", but must be one of output_thresh, empty_score, target_thresh,"
                + " reduction, resize, align_corners");
  }
}
