package dev.net2vec.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * Row groups that Parquet's own reader loads into memory as a whole, with few requests and without
 * the pages that a filter skips.
 */
final class LoadedRowGroups implements RowGroups {
  private final ParquetFileReader reader;

  private PageReadStore rowGroup;

  LoadedRowGroups(ParquetFileReader reader) {
    this.reader = reader;
  }

  @Override
  public long next() throws IOException {
    rowGroup = reader.readNextFilteredRowGroup();
    return rowGroup == null ? -1 : rowGroup.getRowIndexOffset().orElseThrow();
  }

  @Override
  public ColumnPages pages(ColumnDescriptor column) {
    return new Pages(rowGroup.getPageReader(column), column);
  }

  /** Does not close the reader, which its owner closes. */
  @Override
  public void close() {}

  private record Pages(PageReader reader, ColumnDescriptor column) implements ColumnPages {
    @Override
    public DictionaryPage dictionary() {
      return reader.readDictionaryPage();
    }

    @Override
    public Page next(long row) throws IOException {
      DataPage page = reader.readPage();
      return page == null ? null : Page.of(page, column);
    }

    @Override
    public boolean startRows() {
      return false;
    }
  }
}
