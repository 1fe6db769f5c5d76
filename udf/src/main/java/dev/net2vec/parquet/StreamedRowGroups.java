package dev.net2vec.parquet;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Row groups whose pages are read when they are asked for, each column's by a stream of its own.
 *
 * <p>Parquet's own reader takes a whole row group to memory first. Where a read costs no request,
 * that is a hundred MB to zero, to fill and to fetch again, beside pages that fit the caches.
 */
final class StreamedRowGroups implements RowGroups {
  private final InputFile file;
  private final FileVersion version;
  private final Iterator<BlockMetaData> rowGroups;
  private final PageCodecs codecs;
  private final PageBuffers buffers;
  private final int large;
  private final boolean verified;
  private final Map<ColumnPath, PageStream> streams = new HashMap<>();
  private BlockMetaData rowGroup;

  /**
   * Makes a reader.
   *
   * @param large how many bytes a page has that is not taken to memory at once
   * @param verified whether pages must have the checksums that their headers have
   */
  StreamedRowGroups(
      InputFile file,
      FileVersion version,
      Iterable<BlockMetaData> rowGroups,
      PageCodecs codecs,
      PageBuffers buffers,
      int large,
      boolean verified) {
    this.file = file;
    this.version = version;
    this.rowGroups = rowGroups.iterator();
    this.codecs = codecs;
    this.buffers = buffers;
    this.large = large;
    this.verified = verified;
  }

  @Override
  public long next() {
    rowGroup = rowGroups.hasNext() ? rowGroups.next() : null;
    return rowGroup == null ? -1 : rowGroup.getRowIndexOffset();
  }

  @Override
  public ColumnPages pages(ColumnDescriptor column) throws IOException {
    ColumnPath path = ColumnPath.get(column.getPath());
    PageStream stream = streams.get(path);
    if (stream == null) {
      stream = new PageStream(column, file.newStream(), codecs, buffers, large, verified);
      streams.put(path, stream);
      version.check();
    }
    stream.start(chunk(path));
    return stream;
  }

  private ColumnChunkMetaData chunk(ColumnPath path) {
    return rowGroup.getColumns().stream()
        .filter(chunk -> chunk.getPath().equals(path))
        .findFirst()
        .orElseThrow(() -> new ParquetDecodingException("a row group has no column " + path));
  }

  @Override
  public void close() throws IOException {
    for (PageStream stream : streams.values()) {
      stream.close();
    }
  }
}
