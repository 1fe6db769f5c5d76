package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.net2vec.mask.MaskDecoder;
import dev.net2vec.mask.NpyWriter;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From a cell to a tensor and back. */
class TensorsTest {

  @Test
  void aMaskBecomesATensorOfItsShapeWithTheSameItems() {
    INDArray tensor =
        Tensors.of(Pixels.of(new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 1e-300}, 1, 2, 3));

    assertThat(tensor.dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(tensor.shape()).containsExactly(1, 2, 3);
    assertThat(tensor.getDouble(0, 1, 2)).isEqualTo(1e-300);
    assertThat(tensor.getDouble(0, 0, 1)).isEqualTo(0.2);
  }

  @Test
  void aCellGoesToATensorAndBackToTheSameBytes() {
    byte[] cell = NpyWriter.DOUBLE.write(Pixels.of(new double[] {0.1, -3, 1e300, 0}, 2, 2));
    MaskDecoder decoder = MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET);

    INDArray tensor = Tensors.of(decoder.decode(cell));

    assertThat(NpyWriter.DOUBLE.write(Tensors.pixels(tensor))).isEqualTo(cell);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FLOAT", "HALF", "BFLOAT16", "BYTE", "UBYTE", "SHORT", "INT", "LONG", "BOOL"})
  void aTensorOfAnyNumbersBecomesAMask(DataType type) {
    INDArray tensor = Nd4j.createFromArray(0.0, 1.0, 1.0, 0.0, 1.0, 0.0).castTo(type).reshape(2, 3);

    assertThat(items(Tensors.pixels(tensor))).containsExactly(0, 1, 1, 0, 1, 0);
  }

  @Test
  void aTransposedTensorIsReadInItsOwnOrder() {
    Pixels mask =
        Tensors.pixels(Nd4j.createFromArray(1.0, 2, 3, 4, 5, 6).reshape(2, 3).transpose());

    assertThat(mask.shape()).hasToString("3x2");
    assertThat(items(mask)).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void aScalarIsNoMask() {
    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> Tensors.pixels(Nd4j.scalar(1.0)))
        .withMessage("mask has rank 0, but must have at least 1");
  }

  private static double[] items(Pixels mask) {
    double[] items = new double[mask.shape().pixels()];
    mask.read(0, items.length, items);
    return items;
  }
}
