package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a page has its values, beside plain numbers and dictionaries. */
@ParameterizedClass
@EnumSource
class ValueEncodingsTest extends MaskColumnReaderCases {
  private static final MaskTable INTEGERS =
      MaskTable.of(LIST.formatted("int32"), INTS, List.of(List.of(1)));
  private static final byte[] START = WrittenRuns.run(1, 1, 0);
  private static final byte[] WHOLE = WrittenRuns.run(2, 1, 3);

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "TINYINT", "SMALLINT", "INT", "BIGINT"})
  void bytesMayBeSplit(ItemKind kind) throws IOException {
    boolean[] optional = {true, true, true};
    List<Object> rows = kind.rows(40, new SplittableRandom(1), false, optional);
    MaskTable table =
        MaskTable.of(kind.column("m", optional), MaskTable.nested(2, kind.type()), rows);
    Path file =
        table.write(
            file(),
            writer ->
                writer
                    .withDictionaryEncoding(false)
                    .withByteStreamSplitEncoding("m.list.element.list.element", true)
                    .withPageSize(300)
                    .withMinRowCountForPageSizeCheck(1));

    for (int batch : BATCHES) {
      assertThat(table.read(storage, file, batch)).isEqualTo(table.rows());
    }
  }

  @Test
  void splitBytesAreThoseOfWholeNumbers() throws IOException {
    for (byte[] values : new byte[][] {new byte[3], new byte[5]}) {
      assertWrong(
          INTEGERS,
          values,
          Encoding.BYTE_STREAM_SPLIT,
          "values of 4 bytes each have " + values.length + " bytes in all");
    }
    assertWrong(
        INTEGERS, new byte[8], Encoding.BYTE_STREAM_SPLIT, "4 unexpected bytes after the values");
  }

  @Test
  void truthValuesAreUsedUp() throws IOException {
    MaskTable truths =
        MaskTable.of(
            LIST.formatted("boolean"),
            MaskTable.nested(1, DataTypes.BooleanType),
            List.of(List.of(true)));
    byte[] one = WrittenRuns.run(1, 1, 1);
    byte[] packed = WrittenRuns.packed(1, new int[] {1, 1, 1, 1, 1, 1, 1, 1});
    assertThat(truths.read(storage, page(truths, new byte[] {1}, Encoding.PLAIN), 1))
        .isEqualTo(truths.rows());
    assertThat(truths.read(storage, page(truths, sized(one, 2), Encoding.RLE), 1))
        .isEqualTo(truths.rows());
    assertThat(truths.read(storage, page(truths, sized(packed, 2), Encoding.RLE), 1))
        .isEqualTo(truths.rows());

    assertWrong(truths, new byte[] {1, 0}, Encoding.PLAIN, "1 unexpected bytes after the values");
    assertWrong(truths, sized(WrittenRuns.run(1, 2, 1), 2), Encoding.RLE, "1 unexpected values");
    assertWrong(
        truths, sized(one, 1), Encoding.RLE, "values have 2 bytes, but their length prefix says 1");
  }

  private static byte[] sized(byte[] bytes, int size) {
    return WrittenRuns.concat(WrittenPages.ints(size), bytes);
  }

  private Path page(MaskTable table, byte[] values, Encoding encoding) throws IOException {
    return new WrittenPages(table).page(1, START, WHOLE, encoding, values).write(file(), 1);
  }

  private void assertWrong(MaskTable table, byte[] values, Encoding encoding, String message)
      throws IOException {
    Path file = page(table, values, encoding);
    assertThatThrownBy(() -> table.read(storage, file, 1))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageEndingWith(message);
  }
}
