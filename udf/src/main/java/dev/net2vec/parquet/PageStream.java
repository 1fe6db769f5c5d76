package dev.net2vec.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;

/** The pages of a column, each read from a stream when it is asked for. */
final class PageStream implements ColumnPages, Closeable {
  /** What old files leave out of a chunk's size, the header of its dictionary, has fewer bytes. */
  private static final int LEFT_OUT = 100;

  private final SeekableInputStream stream;
  private final PageCodecs codecs;
  private final PageBuffers buffers;

  private ColumnChunkMetaData chunk;
  private BytesInputDecompressor codec;

  /** Of the chunk's values, those of the pages before. */
  private long values;

  /** Of the page that follows, if it has been read. */
  private PageHeader header;

  /** The bytes of pages as they are stored, until they are decompressed. */
  private final PageBuffers stored = new PageBuffers();

  PageStream(SeekableInputStream stream, PageCodecs codecs, PageBuffers buffers) {
    this.stream = stream;
    this.codecs = codecs;
    this.buffers = buffers;
  }

  /** Goes to the pages of a row group. */
  void start(ColumnChunkMetaData next) throws IOException {
    chunk = next;
    codec = codecs.getDecompressor(chunk.getCodec());
    values = 0;
    header = null;
    stream.seek(chunk.getStartingPos());
  }

  @Override
  public DictionaryPage dictionary() throws IOException {
    header = readHeader();
    if (header.getType() != PageType.DICTIONARY_PAGE) {
      return null;
    }
    DictionaryPageHeader page = present(header.getDictionary_page_header());
    boolean packed = isPacked();
    byte[] bytes = read(header, packed);
    BytesInput items = values(bytes, 0, header, packed);
    header = null;
    return new DictionaryPage(items, page.getNum_values(), encoding(page.getEncoding()));
  }

  @Override
  public DataPage next() throws IOException {
    while (values < chunk.getValueCount()) {
      PageHeader next = header == null ? readHeader() : header;
      header = null;
      switch (next.getType()) {
        case DATA_PAGE -> {
          return page(next, present(next.getData_page_header()));
        }
        case DATA_PAGE_V2 -> {
          return page(next, present(next.getData_page_header_v2()));
        }
        case DICTIONARY_PAGE ->
            throw new ParquetDecodingException("a dictionary follows pages that are to use it");
        case INDEX_PAGE -> stream.seek(stream.getPos() + checkedSize(next));
      }
    }
    return null;
  }

  private DataPage page(PageHeader page, DataPageHeader header) throws IOException {
    boolean packed = isPacked();
    byte[] bytes = read(page, packed);
    count(header.getNum_values());
    return new DataPageV1(
        values(bytes, 0, page, packed),
        header.getNum_values(),
        page.getUncompressed_page_size(),
        null,
        encoding(header.getRepetition_level_encoding()),
        encoding(header.getDefinition_level_encoding()),
        encoding(header.getEncoding()));
  }

  private DataPage page(PageHeader page, DataPageHeaderV2 header) throws IOException {
    boolean packed = isPacked() && header.isIs_compressed();
    byte[] bytes = read(page, packed);
    count(header.getNum_values());
    int repetition = header.getRepetition_levels_byte_length();
    int definition = header.getDefinition_levels_byte_length();
    int size = page.getCompressed_page_size();
    if (repetition < 0 || repetition > size || definition < 0 || definition > size - repetition) {
      throw new ParquetDecodingException(
          "levels of " + repetition + " and " + definition + " bytes are not in a page of " + size);
    }
    int levels = repetition + definition;
    // They are not compressed: the next page would be read to where they are.
    byte[] kept = packed ? Arrays.copyOf(bytes, levels) : bytes;
    return DataPageV2.uncompressed(
        header.getNum_rows(),
        header.getNum_nulls(),
        header.getNum_values(),
        BytesInput.from(kept, 0, repetition),
        BytesInput.from(kept, repetition, definition),
        encoding(header.getEncoding()),
        values(bytes, levels, page, packed),
        null);
  }

  private boolean isPacked() {
    return chunk.getCodec() != CompressionCodecName.UNCOMPRESSED;
  }

  /** Reads a page as it is stored. */
  private byte[] read(PageHeader page, boolean packed) throws IOException {
    int size = checkedSize(page);
    byte[] bytes = (packed ? stored : buffers).take(size);
    stream.readFully(bytes, 0, size);
    return bytes;
  }

  /** Returns what a page has after its levels. */
  private BytesInput values(byte[] bytes, int levels, PageHeader page, boolean packed)
      throws IOException {
    BytesInput values = BytesInput.from(bytes, levels, page.getCompressed_page_size() - levels);
    if (!packed) {
      return values;
    }
    try {
      return codec.decompress(values, page.getUncompressed_page_size() - levels);
    } finally {
      stored.giveBack(bytes);
    }
  }

  /** Pages of the next column are not this one's, whatever is said of how many values it has. */
  private PageHeader readHeader() throws IOException {
    if (stream.getPos() >= end()) {
      throw new ParquetDecodingException(
          "pages have %d values, not %d as the footer says"
              .formatted(values, chunk.getValueCount()));
    }
    return Util.readPageHeader(stream);
  }

  private long end() {
    return chunk.getStartingPos() + chunk.getTotalSize();
  }

  private void count(int more) {
    values += more;
    if (values > chunk.getValueCount()) {
      throw new ParquetDecodingException(
          "pages have %d values or more, not %d as the footer says"
              .formatted(values, chunk.getValueCount()));
    }
  }

  private int checkedSize(PageHeader page) throws IOException {
    int size = page.getCompressed_page_size();
    long at = stream.getPos();
    if (size < 0 || size > end() + LEFT_OUT - at) {
      throw new ParquetDecodingException(
          "a page of %d bytes at byte %d is not among its column's, which end at byte %d"
              .formatted(size, at, end()));
    }
    return size;
  }

  private static <T> T present(T header) {
    if (header == null) {
      throw new ParquetDecodingException("a page has no header of its kind");
    }
    return header;
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
    return Encoding.valueOf(encoding.name());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
