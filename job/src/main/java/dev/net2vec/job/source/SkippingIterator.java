package dev.net2vec.job.source;

import dev.net2vec.job.error.SparkErrors;
import java.io.Closeable;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.util.control.NonFatal;

/**
 * Iterates over a file up to where it is corrupt: over rows, or over batches of rows under the same
 * type.
 */
final class SkippingIterator extends AbstractIterator<Object> implements Closeable {
  private final Supplier<Iterator<InternalRow>> opening;
  private final UnaryOperator<Object> conversion;
  private final Consumer<Throwable> damaged;
  private Iterator<?> file;
  private Object next;
  private boolean ended;

  /**
   * Creates the iterator; opens nothing yet.
   *
   * @param conversion of each row or batch
   * @param damaged receives the exception, once
   */
  SkippingIterator(
      Supplier<Iterator<InternalRow>> opening,
      UnaryOperator<Object> conversion,
      Consumer<Throwable> damaged) {
    this.opening = opening;
    this.conversion = conversion;
    this.damaged = damaged;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        file = file == null ? opening.get() : file;
        next = file.hasNext() ? file.next() : null;
      } catch (Throwable thrown) {
        if (!isDamage(thrown)) {
          throw thrown;
        }
        damaged.accept(thrown);
      }
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object given = next;
    next = null;
    return conversion.apply(given);
  }

  /**
   * Returns whether an exception means that the file is corrupt, and not that the task is being
   * killed or out of memory. Decompressors throw {@link InternalError}.
   */
  private static boolean isDamage(Throwable thrown) {
    TaskContext task = TaskContext.get();
    return (NonFatal.apply(thrown) || thrown instanceof InternalError)
        && !SparkErrors.outOfMemory(thrown)
        && (task == null || !task.isInterrupted());
  }

  @Override
  public void close() throws IOException {
    if (file instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
