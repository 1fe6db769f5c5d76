package dev.net2vec.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
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
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The pages of a column, each read from a stream on request. */
final class StreamingPageReader implements ColumnPages, Closeable {
  /**
   * Old files omit the dictionary page's header from a chunk's size; that header is shorter than
   * this.
   */
  private static final int LEFT_OUT = 100;

  private final ColumnDescriptor column;
  private final SeekableInputStream stream;
  private final PageCodecs codecs;
  private final PageBuffers buffers;
  private final int large;
  private final boolean verified;

  private ColumnChunkMetaData chunk;
  private BytesInputDecompressor codec;

  /** The number of values in the chunk's previous pages, without those that were skipped. */
  private long values;

  /** Where the chunk's pages are; null if none is skipped. */
  private OffsetIndex index;

  /** The number of the next page in the index. */
  private int number;

  /** The header of the next page, if it has been read already. */
  private PageHeader header;

  /** The current page, if it is streamed, and the stream of its bytes. */
  private CompressedPage page;

  private InputStream bytes;

  /** The buffers of compressed pages, used until they are decompressed. */
  private final PageBuffers compressed = new PageBuffers();

  StreamingPageReader(
      ColumnDescriptor column,
      SeekableInputStream stream,
      PageCodecs codecs,
      PageBuffers buffers,
      int large,
      boolean verified) {
    this.column = column;
    this.stream = stream;
    this.codecs = codecs;
    this.buffers = buffers;
    this.large = large;
    this.verified = verified;
  }

  /**
   * Starts at the pages of a row group.
   *
   * @param pages where they are; null if none is skipped
   */
  void start(ColumnChunkMetaData next, OffsetIndex pages) throws IOException {
    endPage();
    chunk = next;
    index = pages;
    number = 0;
    check(pages);
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
    DictionaryPageHeader dictionary = present(header.getDictionary_page_header());
    boolean packed = isPacked();
    BytesInput items = unpacked(read(header, packed), 0, header, packed);
    header = null;
    return new DictionaryPage(
        items, dictionary.getNum_values(), encoding(dictionary.getEncoding()));
  }

  @Override
  public boolean startRows() {
    return index != null;
  }

  /** Checks that an index, which anything may have written, does not lead out of the chunk. */
  private void check(OffsetIndex pages) {
    long least = chunk.getStartingPos();
    for (int i = 0; pages != null && i < pages.getPageCount(); i++) {
      boolean ascends =
          i == 0
              ? pages.getFirstRowIndex(0) == 0
              : pages.getFirstRowIndex(i) > pages.getFirstRowIndex(i - 1);
      if (pages.getOffset(i) < least || pages.getOffset(i) >= end() || !ascends) {
        throw new ParquetDecodingException(
            "the page index has page %d at byte %d and row %d, but its column chunk has bytes %d to %d"
                .formatted(
                    i,
                    pages.getOffset(i),
                    pages.getFirstRowIndex(i),
                    chunk.getStartingPos(),
                    end() - 1));
      }
      least = pages.getOffset(i) + 1;
    }
  }

  /** Moves to the page that has a row; returns whether there is one. */
  private boolean skipTo(long row) throws IOException {
    int to = number;
    while (to + 1 < index.getPageCount() && index.getFirstRowIndex(to + 1) <= row) {
      to++;
    }
    if (to > number) {
      header = null;
      stream.seek(index.getOffset(to));
      number = to;
    }
    return number < index.getPageCount();
  }

  /** Moves on to the next page in the index; returns the row that this one starts with, or −1. */
  private long takeFirstRow() {
    return index == null ? -1 : index.getFirstRowIndex(number++);
  }

  @Override
  public Page next(long row) throws IOException {
    endPage();
    if (index != null && !skipTo(row)) {
      return null;
    }
    while (values < chunk.getValueCount()) {
      PageHeader next = header == null ? readHeader() : header;
      header = null;
      switch (next.getType()) {
        case DATA_PAGE -> {
          return first(next, present(next.getData_page_header()));
        }
        case DATA_PAGE_V2 -> {
          return second(next, present(next.getData_page_header_v2()));
        }
        case DICTIONARY_PAGE ->
            throw new ParquetDecodingException("a dictionary page follows data pages");
        case INDEX_PAGE -> stream.seek(stream.getPos() + next.getCompressed_page_size());
      }
    }
    return null;
  }

  private Page first(PageHeader page, DataPageHeader header) throws IOException {
    boolean packed = isPacked();
    count(header.getNum_values());
    return Page.of(
        header.getNum_values(),
        takeFirstRow(),
        Page.levels(
            encoding(header.getRepetition_level_encoding()), column.getMaxRepetitionLevel()),
        Page.levels(
            encoding(header.getDefinition_level_encoding()), column.getMaxDefinitionLevel()),
        encoding(header.getEncoding()),
        isLarge(page, header.getEncoding())
            ? streamed(new CompressedPage(stream, page, verified), page, 0, packed)
            : PageBytes.of(unpacked(read(page, packed), 0, page, packed)));
  }

  private Page second(PageHeader page, DataPageHeaderV2 header) throws IOException {
    boolean packed = isPacked() && header.isIs_compressed();
    count(header.getNum_values());
    int repetition = header.getRepetition_levels_byte_length();
    int definition = header.getDefinition_levels_byte_length();
    int size = page.getCompressed_page_size();
    if (repetition < 0 || repetition > size || definition < 0 || definition > size - repetition) {
      throw new ParquetDecodingException(
          "levels of "
              + repetition
              + " and "
              + definition
              + " bytes do not fit into a page of "
              + size
              + " bytes");
    }
    int levels = repetition + definition;
    byte[] kept = new byte[levels];
    PageBytes values;
    if (isLarge(page, header.getEncoding())) {
      CompressedPage compressed = new CompressedPage(stream, page, verified);
      compressed.readFully(kept, levels);
      values = streamed(compressed, page, levels, packed);
    } else {
      byte[] whole = read(page, packed);
      System.arraycopy(whole, 0, kept, 0, levels);
      values = PageBytes.of(unpacked(whole, levels, page, packed));
    }
    return new Page(
        header.getNum_values(),
        takeFirstRow(),
        header.getNum_rows(),
        header.getNum_nulls(),
        Page.runs(PageBytes.of(kept, 0, repetition), column.getMaxRepetitionLevel()),
        Page.runs(PageBytes.of(kept, repetition, levels), column.getMaxDefinitionLevel()),
        encoding(header.getEncoding()),
        values);
  }

  /**
   * Returns whether a page is streamed: large, with PLAIN values of whole bytes, which are read in
   * order.
   */
  private boolean isLarge(PageHeader page, org.apache.parquet.format.Encoding encoding) {
    return page.getUncompressed_page_size() >= large
        && encoding == org.apache.parquet.format.Encoding.PLAIN
        && column.getPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN
        && codecs.streams(chunk.getCodec());
  }

  /** Returns the values of a page, to be read before the stream moves on. */
  private PageBytes streamed(CompressedPage from, PageHeader header, int levels, boolean packed)
      throws IOException {
    int length = from.left();
    int size = packed ? header.getUncompressed_page_size() - levels : length;
    page = from;
    bytes = packed ? codecs.stream(chunk.getCodec(), from, length, size) : from;
    return PageBytes.of(bytes, size, buffers);
  }

  /** Moves the stream behind a streamed page. */
  private void endPage() throws IOException {
    if (bytes != null) {
      bytes.close();
      bytes = null;
    }
  }

  private boolean isPacked() {
    return chunk.getCodec() != CompressionCodecName.UNCOMPRESSED;
  }

  /** Reads a compressed page. */
  private byte[] read(PageHeader page, boolean packed) throws IOException {
    int size = page.getCompressed_page_size();
    byte[] to = (packed ? compressed : buffers).take(size);
    try (CompressedPage from = new CompressedPage(stream, page, verified)) {
      from.readFully(to, size);
    }
    return to;
  }

  /** Returns the decompressed values of a page. */
  private BytesInput unpacked(byte[] whole, int levels, PageHeader page, boolean packed)
      throws IOException {
    BytesInput values = BytesInput.from(whole, levels, page.getCompressed_page_size() - levels);
    if (!packed) {
      return values;
    }
    try {
      return codec.decompress(values, page.getUncompressed_page_size() - levels);
    } finally {
      compressed.giveBack(whole);
    }
  }

  /** Reads the next header; throws behind the chunk's end, where another column's pages follow. */
  private PageHeader readHeader() throws IOException {
    if (stream.getPos() >= end()) {
      throw new ParquetDecodingException(
          "pages have %d values, but the footer says %d".formatted(values, chunk.getValueCount()));
    }
    PageHeader page = Util.readPageHeader(stream);
    int size = page.getCompressed_page_size();
    long at = stream.getPos();
    if (size < 0 || size > end() + LEFT_OUT - at) {
      throw new ParquetDecodingException(
          "a page of %d bytes at byte %d exceeds its column chunk, which ends at byte %d"
              .formatted(size, at, end()));
    }
    return page;
  }

  private long end() {
    return chunk.getStartingPos() + chunk.getTotalSize();
  }

  private void count(int more) {
    values += more;
    if (values > chunk.getValueCount()) {
      throw new ParquetDecodingException(
          "pages have at least %d values, but the footer says %d"
              .formatted(values, chunk.getValueCount()));
    }
  }

  private static <T> T present(T header) {
    if (header == null) {
      throw new ParquetDecodingException("a page header lacks the header of its page type");
    }
    return header;
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
    return Encoding.valueOf(encoding.name());
  }

  @Override
  public void close() throws IOException {
    try (stream) {
      if (bytes != null) {
        page.leave();
        bytes.close();
      }
    }
  }
}
