package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Net2VecLossInvalidInputTest {
  private final Net2VecLoss loss = new Net2VecLoss();

  private void assertRefused(INDArray outputs, INDArray targets, Reason reason, String message) {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> loss.forward(outputs, targets))
        .withMessage(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    assertThatThrownBy(() -> loss.gradient(outputs, targets)).hasMessage(message);
  }

  @Test
  void shapesThatDiffer() {
    assertRefused(
        Nd4j.zeros(2, 3),
        Nd4j.zeros(3, 2),
        Reason.SHAPE_MISMATCH,
        "prediction has shape 2x3 and target 3x2, but both must have the same; to score the"
            + " prediction at the target's size, set the option resize to bilinear or nearest");
  }

  @Test
  void ranksThatDifferAreNotBroadcast() {
    assertRefused(
        Nd4j.zeros(1, 2, 3),
        Nd4j.zeros(2, 3),
        Reason.SHAPE_MISMATCH,
        "prediction has shape 1x2x3 and target 2x3, but both must have the same");
  }

  @Test
  void scalars() {
    assertRefused(
        Nd4j.scalar(1.0),
        Nd4j.scalar(1.0),
        Reason.UNSUPPORTED,
        "prediction has rank 0, but must have at least 1");
    assertRefused(
        Nd4j.createFromArray(1.0),
        Nd4j.scalar(1.0),
        Reason.UNSUPPORTED,
        "target has rank 0, but must have at least 1");
  }

  @Test
  void noPixels() {
    assertRefused(
        Nd4j.zeros(DataType.DOUBLE, 2, 0, 3),
        Nd4j.zeros(DataType.DOUBLE, 2, 0, 3),
        Reason.EMPTY,
        "prediction has shape 2x0x3, but must have at least one pixel");
  }

  @Test
  void morePixelsThanAnArrayHolds() {
    // One item, seen again and again: stride 0.
    INDArray large =
        Nd4j.create(Nd4j.createFromArray(1.0).data(), new long[] {1L << 31}, new long[] {0}, 0);

    assertRefused(
        large,
        large,
        Reason.TOO_LARGE,
        "prediction has 2147483648 pixels, but must have at most 2147483647");
  }

  @Test
  void noMask() {
    assertRefused(null, Nd4j.zeros(2), Reason.NULL_MASK, "prediction is NULL, but must be a mask");
    assertRefused(Nd4j.zeros(2), null, Reason.NULL_MASK, "target is NULL, but must be a mask");
  }

  @Test
  void text() {
    assertRefused(
        Nd4j.zeros(2),
        Nd4j.create("a", "b"),
        Reason.UNSUPPORTED,
        "target has dtype UTF8, but must have a numeric or BOOL one");
  }

  @ParameterizedTest
  @CsvSource({
    "-0.25, -0.25",
    "1.5, 1.5",
    "1.0000000000000002, 1.0000000000000002",
    "-4.9E-324, -4.9E-324",
    "Infinity, Infinity",
    "-Infinity, -Infinity"
  })
  void outputsOutsideZeroToOne(double bad, String written) {
    INDArray outputs = Nd4j.zeros(DataType.DOUBLE, 2, 2, 3).putScalar(new int[] {1, 0, 2}, bad);

    assertRefused(
        outputs,
        Nd4j.zeros(DataType.DOUBLE, 2, 2, 3),
        Reason.OUT_OF_RANGE,
        "prediction is "
            + written
            + " at [1, 0, 2], but every item must be in [0, 1] (shape 2x2x3)");
  }

  @Test
  void integersOutsideZeroToOne() {
    assertRefused(
        Nd4j.createFromArray(0, 1, 255),
        Nd4j.zeros(3),
        Reason.OUT_OF_RANGE,
        "prediction is 255.0 at [2], but every item must be in [0, 1] (shape 3)");
  }

  @Test
  void outputsThatAreNotANumber() {
    assertRefused(
        Nd4j.createFromArray(0.0, Double.NaN),
        Nd4j.zeros(2),
        Reason.NAN,
        "prediction is NaN at [1], but every item must be a number (shape 2)");
  }

  @Test
  void targetsThatAreNotANumber() {
    assertRefused(
        Nd4j.zeros(1, 2),
        Nd4j.createFromArray(new float[][] {{0, Float.NaN}}),
        Reason.NAN,
        "target is NaN at [0, 1], but every item must be a number (shape 1x2)");
  }

  @Test
  void theFirstInvalidItemIsNamedInRowMajorOrder() {
    INDArray outputs = Nd4j.createFromArray(new double[][] {{0, 0}, {7, 0}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{0, Double.NaN}, {0, 0}});

    assertRefused(
        outputs,
        targets,
        Reason.NAN,
        "target is NaN at [0, 1], but every item must be a number (shape 2x2)");
    assertRefused(
        outputs.transpose(),
        targets.transpose(),
        Reason.OUT_OF_RANGE,
        "prediction is 7.0 at [0, 1], but every item must be in [0, 1] (shape 2x2)");
  }

  @Test
  void targetsMayBeAnyNumberInfinitiesIncluded() {
    INDArray targets = Nd4j.createFromArray(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    assertThat(loss.forward(Nd4j.createFromArray(1.0, 0.0), targets)).isEqualTo(Nd4j.scalar(1.0));
  }

  @Test
  void resizedOutputsAreCheckedAtTheirOwnSize() {
    Net2VecLoss resizing = loss.withResize(Interpolation.BILINEAR);
    INDArray outputs = Nd4j.zeros(DataType.DOUBLE, 2, 2);
    INDArray targets = Nd4j.zeros(DataType.DOUBLE, 4, 4);

    assertRefused(
        resizing,
        Nd4j.zeros(2, 3, 3),
        Nd4j.zeros(1, 9, 9),
        "prediction has shape 2x3x3 and target 1x9x9, but only height and width may differ (resize"
            + " bilinear)");
    assertRefused(
        resizing,
        outputs,
        Nd4j.zeros(DataType.DOUBLE, 0, 4),
        "target has shape 0x4, but must have at least one pixel");
    assertRefused(
        resizing,
        outputs,
        targets.dup().putScalar(15, Double.NaN),
        "target is NaN at [3, 3], but every item must be a number (shape 4x4)");
    assertRefused(
        resizing,
        outputs.dup().putScalar(3, 1.5),
        targets,
        "prediction is 1.5 at [1, 1], but every item must be in [0, 1] (shape 2x2)");
    assertRefused(
        resizing,
        targets.dup().putScalar(15, Double.NaN),
        outputs,
        "prediction is NaN at [3, 3], but every item must be a number (shape 4x4)");
  }

  private static void assertRefused(
      Net2VecLoss loss, INDArray outputs, INDArray targets, String message) {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> loss.forward(outputs, targets))
        .withMessage(message);
    assertThatThrownBy(() -> loss.gradient(outputs, targets)).hasMessage(message);
  }
}
