package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.NULL_ITEM;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNREADABLE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageDecoderTest {
  static final StructType TYPE =
      new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
  private static final byte[] FILE = NpyWriter.FLOAT.write(Pixels.of(new float[] {0.25f, 1}));

  static InternalRow cell(byte[] bytes, String path) {
    return new GenericInternalRow(new Object[] {bytes, UTF8String.fromString(path)});
  }

  private static MaskDecoder decoder(StructType type) {
    return MaskDecoder.of(type, MaskRole.PREDICTION);
  }

  @Test
  void readsTheBytesWhateverThePathIs() {
    byte[] png = new PngFile(8, new int[][] {{0, 255}}).bytes();

    assertThat(Items.of(decoder(TYPE).decode(cell(FILE, "0.npy")))).containsExactly(0.25, 1);
    assertThat(Items.of(decoder(TYPE).decode(cell(png, null)))).containsExactly(0, 1);
  }

  @Test
  void fieldsMayStandInAnyOrderAndCase() {
    StructType type =
        new StructType().add("Path", DataTypes.StringType).add("BYTES", DataTypes.BinaryType);
    Object cell = new GenericInternalRow(new Object[] {null, FILE});

    assertThat(Items.of(decoder(type).decode(cell))).containsExactly(0.25, 1);
  }

  @Test
  void pathWithoutBytesIsAnErrorThatSaysWhatToDo() {
    new Rejection(
            cell(null, "masks/0.png"),
            UNSUPPORTED,
            "prediction's field bytes is NULL with a path, but must be NPY or PNG; the path is"
                + " not read: embed the file's bytes, as push_to_hub(embed_external_files=True)"
                + " does")
        .assertBy(decoder(TYPE));
    new Rejection(
            cell(null, null),
            NULL_ITEM,
            "prediction is NULL at bytes, but every item must be a number")
        .assertBy(decoder(TYPE));
  }

  @Test
  void bytesAreCheckedAsInABinaryColumn() {
    new Rejection(
            cell(new byte[0], "0.png"),
            UNREADABLE,
            "prediction's format is missing (0 bytes) at byte 0, but must be NPY or PNG")
        .assertBy(decoder(TYPE));
  }

  static Stream<StructType> otherStructs() {
    return Stream.of(
        TYPE.add("id", DataTypes.IntegerType),
        new StructType().add("bytes", DataTypes.BinaryType),
        new StructType().add("bytes", DataTypes.StringType).add("path", DataTypes.StringType),
        new StructType().add("bytes", DataTypes.BinaryType).add("name", DataTypes.StringType),
        new StructType().add("data", DataTypes.BinaryType).add("path", DataTypes.StringType),
        new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.BinaryType));
  }

  @ParameterizedTest
  @MethodSource("otherStructs")
  void otherStructsAreNotRead(StructType type) {
    assertThat(MaskDecoder.reads(type)).isFalse();
  }
}
