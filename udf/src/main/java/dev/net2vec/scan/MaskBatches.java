package dev.net2vec.scan;

import dev.net2vec.parquet.MaskFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.vectorized.ColumnVector;
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
  private final List<Boolean> isMask;

  MaskBatches(Iterator<?> others, MaskFile masks, List<Boolean> isMask) {
    this.others = others;
    this.masks = masks;
    this.isMask = isMask;
  }

  @Override
  public boolean hasNext() {
    if (others.hasNext()) {
      return true;
    }
    try {
      if (masks.left() > 0) {
        throw new ParquetDecodingException("masks follow where other columns have ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return false;
  }

  @Override
  public Object next() {
    ColumnarBatch batch = (ColumnarBatch) others.next();
    try {
      masks.read(batch.numRows());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ColumnarBatch(columns(batch), batch.numRows());
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
