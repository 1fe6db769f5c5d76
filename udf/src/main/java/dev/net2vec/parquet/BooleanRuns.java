package dev.net2vec.parquet;

import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/** RLE booleans: runs after their total length in bytes. */
final class BooleanRuns implements Items {
  private final RunLengthDecoder runs;

  BooleanRuns(Page page) {
    int length = page.values().takeInt();
    if (length != page.values().left()) {
      throw new ParquetDecodingException(
          "values have %d bytes, but their length prefix says %d"
              .formatted(page.values().left(), length));
    }
    this.runs = Page.runs(page.values(), 1);
  }

  @Override
  public void read(int count, WritableColumnVector vector, int row) {
    for (int done = 0; done < count; ) {
      int taken = Math.min(count - done, runs.count());
      vector.putBooleans(row + done, taken, runs.value() == 1);
      runs.take(taken);
      done += taken;
    }
  }

  @Override
  public void skip(int count) {
    runs.skip(count);
  }

  @Override
  public void checkEnd() {
    runs.checkEnd("values");
  }
}
