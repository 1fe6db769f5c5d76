package dev.net2vec.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** A file of one column, its pages made by hand: what other writers write, and what none should. */
final class WrittenPages {
  private final MessageType schema;
  private final List<Page> pages = new ArrayList<>();
  private DictionaryPage dictionary;

  private record Page(int entries, BytesInput bytes, Encoding levels, Encoding values) {}

  WrittenPages(MaskTable table) {
    this.schema = table.schema();
  }

  WrittenPages dictionary(int size, byte[] items) {
    dictionary = new DictionaryPage(BytesInput.from(items), size, Encoding.PLAIN);
    return this;
  }

  /** Adds a page of levels, each after its length, and values. */
  WrittenPages page(int entries, byte[] repetition, byte[] definition, Encoding of, byte[] values) {
    byte[] bytes = definition == null ? values : WrittenRuns.concat(sized(definition), values);
    return raw(
        entries, repetition == null ? bytes : WrittenRuns.concat(sized(repetition), bytes), of);
  }

  WrittenPages raw(int entries, byte[] bytes, Encoding values) {
    pages.add(new Page(entries, BytesInput.from(bytes), Encoding.RLE, values));
    return this;
  }

  @SuppressWarnings("deprecation") // An encoding of old files.
  WrittenPages bitPackedLevels(int entries, byte[] bytes) {
    pages.add(new Page(entries, BytesInput.from(bytes), Encoding.BIT_PACKED, Encoding.PLAIN));
    return this;
  }

  Path write(Path file, int rows) throws IOException {
    ColumnDescriptor column = schema.getColumns().get(0);
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            new LocalOutputFile(file),
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            1 << 20,
            0,
            null,
            ParquetProperties.builder().build())) {
      writer.start();
      writer.startBlock(rows);
      int entries = pages.stream().mapToInt(Page::entries).sum();
      writer.startColumn(column, entries, CompressionCodecName.UNCOMPRESSED);
      if (dictionary != null) {
        writer.writeDictionaryPage(dictionary);
      }
      for (Page page : pages) {
        writer.writeDataPage(
            page.entries,
            (int) page.bytes.size(),
            page.bytes,
            Statistics.createStats(column.getPrimitiveType()),
            1,
            page.levels,
            page.levels,
            page.values);
      }
      writer.endColumn();
      writer.endBlock();
      writer.end(Map.of());
    }
    return file;
  }

  private static byte[] sized(byte[] bytes) {
    return WrittenRuns.concat(ints(bytes.length), bytes);
  }

  static byte[] ints(int... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(numbers);
    return bytes.array();
  }
}
