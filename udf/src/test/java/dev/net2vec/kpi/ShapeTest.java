package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @ParameterizedTest
  @CsvSource({
    "7, 1, 7",
    "2x3, 1, 6",
    "4x2x3, 4, 6",
    "2x3x4x5, 6, 20",
    "2x3x4x5x6, 24, 30",
    "0, 1, 0",
    "0x3, 1, 0",
    "0x2x3, 0, 6"
  })
  void leadingDimsCountInstances(String dims, int instances, int instancePixels) {
    Shape shape = shape(dims);

    assertThat(shape.instances()).isEqualTo(instances);
    assertThat(shape.instancePixels()).isEqualTo(instancePixels);
    assertThat(shape.pixels()).isEqualTo(instances * instancePixels);
    assertThat(shape).hasToString(dims);
  }

  @Test
  void dimsCountFromTheOutermost() {
    Shape shape = Shape.of(2, 3, 4);

    assertThat(shape.rank()).isEqualTo(3);
    assertThat(shape.dim(0)).isEqualTo(2);
    assertThat(shape.dim(2)).isEqualTo(4);
    assertThat(shape.is(2, 3, 4)).isTrue();
    assertThat(shape.is(2, 3)).isFalse();
    assertThat(shape.is(4, 3, 2)).isFalse();
  }

  @Test
  void positionIsTheIndexOfARowMajorNumber() {
    assertThat(Shape.of(7).position(5)).isEqualTo("[5]");
    assertThat(Shape.of(2, 2, 3).position(0)).isEqualTo("[0, 0, 0]");
    assertThat(Shape.of(2, 2, 3).position(8)).isEqualTo("[1, 0, 2]");
    assertThat(Shape.of(2, 2, 3).position(11)).isEqualTo("[1, 1, 2]");
  }

  @Test
  void equalByDims() {
    assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(1, 2, 3));
  }

  @Test
  void dimsAreCopied() {
    int[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;

    assertThat(shape).hasToString("2x3");
  }

  @Test
  void needsADimension() {
    assertThatIllegalArgumentException()
        .isThrownBy(Shape::of)
        .withMessage("shape has rank 0, but must have at least 1");
  }

  @Test
  void dimsAreNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, -3))
        .withMessage("shape has dimension -3, but none may be negative");
  }

  @Test
  void pixelsFitAnInt() {
    assertThat(Shape.of(Integer.MAX_VALUE).pixels()).isEqualTo(Integer.MAX_VALUE);
    for (int[] dims : new int[][] {{1 << 16, 1 << 15}, {1 << 16, 1 << 8, 1 << 7}, {1 << 30, 2}}) {
      assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Shape.of(dims));
    }
  }

  private static Shape shape(String dims) {
    return Shape.of(Arrays.stream(dims.split("x", -1)).mapToInt(Integer::parseInt).toArray());
  }
}
