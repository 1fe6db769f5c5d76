package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Masks whose rows of pixels are all of one width: their levels repeat, unless one is amiss. */
@ParameterizedClass
@EnumSource
class ImageFileTest extends MaskColumnReaderCases {
  private final SplittableRandom random = new SplittableRandom(21);

  private static ExampleParquetWriter.Builder small(ExampleParquetWriter.Builder writer) {
    return writer
        .withPageSize(600)
        .withMinRowCountForPageSizeCheck(1)
        .withMaxRowCountForPageSizeCheck(3);
  }

  /** Returns an image as lists, {@code amiss} out of 1,000 of which are not as the others are. */
  private List<Object> image(int amiss, int... dims) {
    int[] inner = Arrays.copyOfRange(dims, 1, dims.length);
    int size = isAmiss(amiss) ? random.nextInt(2 * dims[0] + 1) : dims[0];
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (isAmiss(amiss)) {
        items.add(null);
      } else {
        items.add(inner.length == 0 ? (Object) random.nextInt(3) : image(amiss, inner));
      }
    }
    return Collections.unmodifiableList(items);
  }

  private boolean isAmiss(int amiss) {
    return random.nextInt(1000) < amiss;
  }

  private MaskTable images(int count, int amiss, int... dims) {
    boolean[] optional = new boolean[1 + dims.length];
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(isAmiss(amiss) ? null : image(amiss, dims));
    }
    return MaskTable.of(
        ItemKind.INT.column("m", optional),
        MaskTable.nested(dims.length, ItemKind.INT.type()),
        rows);
  }

  private void assertReads(MaskTable table) throws IOException {
    for (boolean dictionary : new boolean[] {false, true}) {
      Path file = table.write(file(), to -> small(to).withDictionaryEncoding(dictionary));
      for (int batch : BATCHES) {
        assertThat(table.read(storage, file, batch))
            .as("batches of %d", batch)
            .isEqualTo(table.rows());
      }
    }
  }

  @Test
  void widthsMayBeAnything() throws IOException {
    for (int width = 1; width <= 34; width++) {
      assertReads(images(6, 0, 9, width));
    }
  }

  @Test
  void imagesMayHaveUpToFourDims() throws IOException {
    assertReads(images(6, 0, 48));
    assertReads(images(6, 0, 3, 5, 16));
    assertReads(images(6, 0, 2, 3, 5, 24));
  }

  @Test
  void whatIsAmissIsAsItWasWritten() throws IOException {
    for (int amiss : new int[] {2, 10, 50}) {
      for (int width : new int[] {8, 16, 24, 40}) {
        assertReads(images(20, amiss, 11, width));
      }
      assertReads(images(20, amiss, 3, 5, 16));
    }
  }

  @Test
  void imagesMayBeLeftOut() throws IOException {
    MaskTable table = images(40, 2, 7, 16);
    Path file = table.write(file(), ImageFileTest::small);
    List<List<Object>> read = List.of(new ArrayList<>());
    List<Object> expected = new ArrayList<>();
    try (MaskColumnReader masks = table.open(storage, file).orElseThrow()) {
      for (long[] rows : new long[][] {{1, 2, 5}, {6}, {9, 11, 12, 30}, {39}}) {
        table.read(masks, rows, read);
        Arrays.stream(rows).forEach(row -> expected.add(table.rows().get(0).get((int) row)));
      }
    }

    assertThat(read.get(0)).isEqualTo(expected);
  }
}
