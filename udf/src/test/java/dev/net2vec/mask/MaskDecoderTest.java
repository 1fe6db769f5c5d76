package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.EMPTY;
import static dev.net2vec.kpi.InvalidMaskException.Reason.TOO_LARGE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskDecoderTest {
  static Stream<DataType> types() {
    return Stream.of(
        DataTypes.BinaryType,
        DataTypes.StringType,
        RleCells.COMPRESSED,
        RleCells.BINARY,
        RleCells.UNCOMPRESSED,
        ImageDecoderTest.TYPE,
        floats(1),
        floats(4));
  }

  private static ArrayType floats(int depth) {
    ArrayType type = new ArrayType(DataTypes.FloatType, true);
    return depth == 1 ? type : new ArrayType(floats(depth - 1), true);
  }

  @ParameterizedTest
  @MethodSource("types")
  void decodersOfTheSameCellsAreEqualAndCanBeSent(DataType type)
      throws IOException, ClassNotFoundException {
    assertThat(MaskDecoder.reads(type)).isTrue();
    MaskDecoder decoder = MaskDecoder.of(type, MaskRole.TARGET);

    assertThat(decoder)
        .isEqualTo(MaskDecoder.of(type, MaskRole.TARGET, MaskDecoder.DEFAULT_MAX_PIXELS))
        .isNotEqualTo(MaskDecoder.of(type, MaskRole.PREDICTION))
        .isNotEqualTo(MaskDecoder.of(type, MaskRole.TARGET, 7));
    assertThat(sent(decoder)).isEqualTo(decoder).hasSameHashCodeAs(decoder);
  }

  private static Object sent(MaskDecoder decoder) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(decoder);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void otherTypesAreNotRead() {
    assertThat(MaskDecoder.reads(floats(5))).isFalse();
    assertThat(MaskDecoder.reads(DataTypes.DateType)).isFalse();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MaskDecoder.of(DataTypes.DateType, MaskRole.TARGET))
        .withMessage(
            "target is DATE, but must be ARRAY of a numeric type or BOOLEAN, nested 1 to 4 deep,"
                + " BINARY (NPY or PNG), STRUCT<bytes: BINARY, path: STRING> (the same, from"
                + " Hugging Face datasets), STRUCT<size: ARRAY<INT>, counts: STRING, BINARY or"
                + " ARRAY<INT>> (COCO RLE) or STRING (its JSON)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
  void limitIsAtLeastOnePixelAndAtMostAnArray(int maxPixels) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET, maxPixels))
        .withMessage("max_pixels is %d, but must be in [1, 2147483639]", maxPixels);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2147483639})
  void limitMayBeOnePixelAndAnArray(int maxPixels) {
    byte[] file = NpyWriter.BYTE.write(Pixels.of(new byte[] {1}));

    assertThat(
            MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET, maxPixels).decode(file).shape())
        .isEqualTo(Shape.of(1));
  }

  @Test
  void binaryOfNoFormatIsUnreadable() {
    rejects(
        new byte[0],
        UNREADABLE,
        "prediction's format is missing (0 bytes) at byte 0, but must be NPY or PNG");
    rejects(
        new byte[] {1, 2, 3},
        UNREADABLE,
        "prediction's format is unknown at byte 0, but must be NPY or PNG");
    rejects(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P'},
        UNREADABLE,
        "prediction's format is unknown at byte 0, but must be NPY or PNG");
  }

  private static void rejects(byte[] bytes, Reason reason, String message) {
    new Rejection(bytes, reason, message)
        .assertBy(MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION));
  }

  static Stream<int[]> shapesOfSixPixels() {
    return Stream.of(new int[] {6}, new int[] {2, 3}, new int[] {2, 1, 3}, new int[] {1, 2, 1, 3});
  }

  @ParameterizedTest
  @MethodSource("shapesOfSixPixels")
  void limitHoldsForEveryEncoding(int[] dims) {
    double[] items = {0, 1, 1, 0, 1, 0};
    for (Encoding encoding : Encoding.values()) {
      if (encoding.carries(items, dims, MaskRole.TARGET)) {
        Object cell = encoding.cell(items, dims);
        assertThat(
                MaskDecoder.of(encoding.type(), MaskRole.TARGET, 6).decode(cell).shape().pixels())
            .isEqualTo(6);
        new Rejection(cell, TOO_LARGE, "target has 6 pixels, but must have at most 5")
            .assertBy(MaskDecoder.of(encoding.type(), MaskRole.TARGET, 5));
      }
    }
  }

  @Test
  void limitHoldsForArrays() {
    ArrayData row = UnsafeArrayData.fromPrimitiveArray(new float[] {0, 1, 0});
    ArrayData mask = new GenericArrayData(new Object[] {row, row});

    assertThat(MaskDecoder.of(floats(2), MaskRole.TARGET, 6).decode(mask).shape().pixels())
        .isEqualTo(6);
    new Rejection(mask, TOO_LARGE, "target has 6 pixels, but must have at most 5")
        .assertBy(MaskDecoder.of(floats(2), MaskRole.TARGET, 5));
  }

  @Test
  void limitHoldsForArraysOfManyEmptyRows() {
    ArrayData none = UnsafeArrayData.fromPrimitiveArray(new float[0]);
    ArrayData mask = new GenericArrayData(new Object[] {none, none, none});

    new Rejection(mask, EMPTY, "target has shape 3x0, but must have at least one pixel")
        .assertBy(MaskDecoder.of(floats(2), MaskRole.TARGET, 3));
    new Rejection(mask, TOO_LARGE, "target has 3 pixels, but must have at most 2")
        .assertBy(MaskDecoder.of(floats(2), MaskRole.TARGET, 2));
  }
}
