package dev.net2vec.parquet;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Row groups whose pages are read on request, with one stream per column.
 *
 * <p>Parquet's own reader first loads a whole row group. Where a read costs no request, that means
 * a hundred MB of memory to zero, to fill and to load again, instead of pages that fit the caches.
 */
final class StreamedRowGroups implements RowGroups {
  /** Finds the pages of a column chunk. */
  @FunctionalInterface
  interface PageIndexes {
    /** No pages are skipped. */
    PageIndexes NONE = chunk -> null;

    /** Returns the index of a chunk's pages; null if it is not known. */
    OffsetIndex of(ColumnChunkMetaData chunk) throws IOException;
  }

  private final InputFile file;
  private final FileVersion version;
  private final Iterator<BlockMetaData> rowGroups;
  private final PageCodecs codecs;
  private final PageBuffers buffers;
  private final int large;
  private final boolean verified;
  private final PageIndexes indexes;
  private final Map<ColumnPath, StreamingPageReader> readers = new HashMap<>();
  private BlockMetaData rowGroup;

  /**
   * Creates a reader.
   *
   * @param large the minimum size in bytes of pages that are streamed
   * @param verified whether to verify checksums in page headers
   * @param indexes where the pages are that rows to be read are in
   */
  StreamedRowGroups(
      InputFile file,
      FileVersion version,
      Iterable<BlockMetaData> rowGroups,
      PageCodecs codecs,
      PageBuffers buffers,
      int large,
      boolean verified,
      PageIndexes indexes) {
    this.file = file;
    this.version = version;
    this.rowGroups = rowGroups.iterator();
    this.codecs = codecs;
    this.buffers = buffers;
    this.large = large;
    this.verified = verified;
    this.indexes = indexes;
  }

  @Override
  public long next() {
    rowGroup = rowGroups.hasNext() ? rowGroups.next() : null;
    return rowGroup == null ? -1 : rowGroup.getRowIndexOffset();
  }

  @Override
  public ColumnPages pages(ColumnDescriptor column) throws IOException {
    ColumnPath path = ColumnPath.get(column.getPath());
    StreamingPageReader pages = readers.get(path);
    if (pages == null) {
      pages = new StreamingPageReader(column, file.newStream(), codecs, buffers, large, verified);
      readers.put(path, pages);
      version.check();
    }
    ColumnChunkMetaData chunk = chunk(path);
    pages.start(chunk, indexes.of(chunk));
    return pages;
  }

  private ColumnChunkMetaData chunk(ColumnPath path) {
    return rowGroup.getColumns().stream()
        .filter(chunk -> chunk.getPath().equals(path))
        .findFirst()
        .orElseThrow(() -> new ParquetDecodingException("a row group has no column " + path));
  }

  @Override
  public void close() throws IOException {
    for (StreamingPageReader pages : readers.values()) {
      pages.close();
    }
  }
}
