package dev.net2vec.scan;

import dev.net2vec.parquet.MaskFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * The batches of a file, each with the columns that Spark reads and the same rows' masks.
 *
 * <p>As with Spark's own, a batch holds until the next is asked for.
 */
final class MaskBatches extends AbstractIterator<Object> implements Closeable {
  private final Iterator<?> others;
  private final MaskFile masks;
  private final BatchColumns columns;

  MaskBatches(Iterator<?> others, MaskFile masks, BatchColumns columns) {
    this.others = others;
    this.masks = masks;
    this.columns = columns;
  }

  @Override
  public boolean hasNext() {
    return others.hasNext();
  }

  @Override
  public Object next() {
    ColumnarBatch batch = (ColumnarBatch) others.next();
    try {
      masks.read(columns.rows(batch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return columns.with(masks.vectors(), batch);
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
