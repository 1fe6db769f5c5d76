package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PixelsTest {
  @Test
  void arraysOfAllTypesAreReadInRowMajorOrder() {
    for (Pixels pixels :
        new Pixels[] {
          Pixels.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
          Pixels.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3),
          Pixels.of(new byte[] {1, 2, 3, 4, 5, 6}, 2, 3)
        }) {
      double[] block = {-1, -1, -1, -1};

      pixels.read(2, 3, block);

      assertThat(pixels.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(block).containsExactly(3, 4, 5, -1);
    }
  }

  @Test
  void withoutDimsTheLengthIsTheShape() {
    assertThat(Pixels.of(new float[3]).shape()).isEqualTo(Shape.of(3));
  }

  @Test
  void lengthMustFitTheShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pixels.of(new float[5], 2, 3))
        .withMessage("array has 5 items, but shape 2x3 needs 6");
  }
}
