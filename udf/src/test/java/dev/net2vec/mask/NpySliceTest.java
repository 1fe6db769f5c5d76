package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One index of the first dimension of an NPY file. */
class NpySliceTest {
  private static final float[] ITEMS = new float[3 * 2 * 4];

  static {
    for (int i = 0; i < ITEMS.length; i++) {
      ITEMS[i] = i;
    }
  }

  private static byte[] file(int... dims) {
    return NpyWriter.FLOAT.write(Pixels.of(ITEMS, dims));
  }

  private static byte[] cut(byte[] file, long index) {
    NpySlice slice = NpySlice.of(file, file.length, index, MaskRole.PREDICTION);
    int offset = (int) slice.offset();
    return slice.file(Arrays.copyOfRange(file, offset, offset + slice.length()));
  }

  private static Pixels decoded(byte[] file) {
    return MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET).decode(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void isAnNpyFileOfTheOtherDimensions(int index) {
    Pixels slice = decoded(cut(file(3, 2, 4), index));
    assertThat(slice.shape()).isEqualTo(Shape.of(2, 4));
    double[] items = new double[8];
    slice.read(0, 8, items);
    for (int i = 0; i < 8; i++) {
      assertThat(items[i]).isEqualTo(8 * index + i);
    }
  }

  @Test
  void ofRankTwoIsOfRankOne() {
    assertThat(decoded(cut(file(4, 6), 3)).shape()).isEqualTo(Shape.of(6));
  }

  @Test
  void keepsBigEndianItemsAsTheyAre() {
    String dict = "{'descr': '>i2', 'fortran_order': False, 'shape': (2, 1, 2)}";
    ByteBuffer file = ByteBuffer.allocate(10 + dict.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) dict.length()).put(dict.getBytes(US_ASCII));
    file.put(new byte[] {0, 1, 0, 2, 1, 0, 2, 0});
    double[] items = new double[2];
    decoded(cut(file.array(), 1)).read(0, 2, items);
    assertThat(items).containsExactly(256, 512);
  }

  @Test
  void needsOnlyTheStartOfTheFile() {
    byte[] file = file(3, 2, 4);
    byte[] start = Arrays.copyOf(file, 128);
    NpySlice slice = NpySlice.of(start, file.length, 2, MaskRole.PREDICTION);
    assertThat(slice.offset()).isEqualTo(file.length - 32);
    assertThat(slice.length()).isEqualTo(32);
  }

  @Test
  void errorsSayWhatIsWrong() {
    byte[] file = file(3, 2, 4);
    assertThatThrownBy(() -> cut(file, 3))
        .isInstanceOf(InvalidMaskException.class)
        .hasMessage("prediction's NPY index is 3, but must be in [0, 2]");
    assertThatThrownBy(() -> cut(file, -1))
        .hasMessage("prediction's NPY index is -1, but must be in [0, 2]");
    assertThatThrownBy(() -> cut(file(24), 0))
        .hasMessage(
            "prediction's NPY shape is of rank 1, but must be of rank 2 or more, one index per"
                + " image");
    assertThatThrownBy(() -> NpySlice.of(file, file.length - 1, 2, MaskRole.PREDICTION))
        .hasMessage(
            "prediction's NPY file is cut off at byte %d, but must be bytes up to %d"
                .formatted(file.length - 1, file.length));
    assertThatThrownBy(() -> cut(new byte[] {1, 2, 3}, 0))
        .hasMessage("prediction's file is not NPY, but must be an NPY file, as it has an index");
    byte[] fortran =
        new String(file, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("False", "True ")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> cut(fortran, 0))
        .hasMessage(
            "prediction's NPY order is Fortran, but must be C, as an index is scattered over the"
                + " file otherwise");
  }
}
