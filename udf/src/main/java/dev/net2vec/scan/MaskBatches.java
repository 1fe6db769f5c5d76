package dev.net2vec.scan;

import dev.net2vec.parquet.MaskFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.Platform;
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
  private final List<Boolean> isMask;

  /** The batch that follows, if it is read already. */
  private ColumnarBatch next;

  MaskBatches(Iterator<?> others, MaskFile masks, List<Boolean> isMask) {
    this.others = others;
    this.masks = masks;
    this.isMask = isMask;
  }

  /** Reads the batch, as Spark's own readers do: only here it tells which file is damaged. */
  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = read();
      } catch (IOException e) {
        // As it is: whether Spark passes over a file depends on what is wrong.
        Platform.throwException(e);
      }
    }
    return next != null;
  }

  private ColumnarBatch read() throws IOException {
    if (others.hasNext()) {
      ColumnarBatch batch = (ColumnarBatch) others.next();
      masks.read(batch.numRows());
      return new ColumnarBatch(columns(batch), batch.numRows());
    } else if (masks.left() > 0) {
      throw new ParquetDecodingException("masks follow where other columns have ended");
    }
    return null;
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

  private ColumnVector[] columns(ColumnarBatch batch) {
    List<ColumnVector> vectors = masks.vectors();
    ColumnVector[] columns = new ColumnVector[batch.numCols() + vectors.size()];
    int other = 0;
    int mask = 0;
    for (int i = 0; i < columns.length; i++) {
      boolean ours = i < isMask.size() && isMask.get(i);
      columns[i] = ours ? vectors.get(mask++) : batch.column(other++);
    }
    return columns;
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
