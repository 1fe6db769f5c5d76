package dev.net2vec.scan;

import dev.net2vec.parquet.MaskColumnReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.Platform;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * The batches of a file, each with Spark's columns and the same rows' masks.
 *
 * <p>As with Spark's own readers, a batch is valid until the next one is requested.
 */
final class MaskBatches extends AbstractIterator<Object> implements Closeable {
  private final Iterator<?> others;
  private final MaskColumnReader masks;
  private final BatchColumns columns;

  /** Null if all rows pass. */
  private final RowFilter filter;

  /** The next batch if it has been read already, else null. */
  private ColumnarBatch next;

  /**
   * Creates the batches; reads nothing yet.
   *
   * @param others Spark's batches
   * @param filter of rows; null if all pass
   */
  MaskBatches(Iterator<?> others, MaskColumnReader masks, BatchColumns columns, RowFilter filter) {
    this.others = others;
    this.masks = masks;
    this.columns = columns;
    this.filter = filter;
  }

  /**
   * Reads the batch here, like Spark's own readers: Spark only adds the file's name to errors from
   * here.
   */
  @Override
  public boolean hasNext() {
    while (next == null && others.hasNext()) {
      ColumnarBatch batch = passing((ColumnarBatch) others.next());
      if (batch.numRows() == 0) {
        continue;
      }
      try {
        masks.read(columns.rows(batch));
      } catch (IOException e) {
        // Not wrapped: Spark decides by the exception's type whether to skip the file.
        Platform.throwException(e);
      }
      next = columns.with(masks.vectors(), batch);
    }
    return next != null;
  }

  private ColumnarBatch passing(ColumnarBatch batch) {
    if (filter == null) {
      return batch;
    }
    int[] rows = filter.rows(batch);
    return rows.length == batch.numRows() ? batch : BatchColumns.selected(batch, rows);
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ColumnarBatch batch = next;
    next = null;
    return batch;
  }

  @Override
  public void close() throws IOException {
    try (masks) {
      if (others instanceof Closeable open) {
        open.close();
      }
    }
  }
}
