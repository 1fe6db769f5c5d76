package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * Row groups that Parquet's own reader takes to memory as a whole, by few requests, without the
 * pages that a filter leaves out.
 */
final class LoadedRowGroups implements RowGroups {
  private final ParquetFileReader reader;

  private final FileVersion version;
  private PageReadStore rowGroup;

  /**
   * Makes a reader.
   *
   * @param version what is checked after each read; null where a stream keeps to its file
   */
  LoadedRowGroups(ParquetFileReader reader, FileVersion version) {
    this.reader = reader;
    this.version = version;
  }

  @Override
  public long next() throws IOException {
    rowGroup = reader.readNextFilteredRowGroup();
    if (version != null) {
      version.check();
    }
    return rowGroup == null ? -1 : rowGroup.getRowIndexOffset().orElseThrow();
  }

  @Override
  public ColumnPages pages(ColumnDescriptor column) {
    return new Pages(rowGroup.getPageReader(column), column);
  }

  /** The reader is closed by whom it belongs to. */
  @Override
  public void close() {}

  private record Pages(PageReader reader, ColumnDescriptor column) implements ColumnPages {
    @Override
    public DictionaryPage dictionary() {
      return reader.readDictionaryPage();
    }

    @Override
    public Page next() throws IOException {
      DataPage page = reader.readPage();
      return page == null ? null : Page.of(page, column);
    }
  }
}
