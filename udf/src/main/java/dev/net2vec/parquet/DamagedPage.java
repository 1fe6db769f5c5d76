package dev.net2vec.parquet;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.ParquetDecodingException;

/** Creates errors of damaged pages, which name the file, column, row group and page. */
final class DamagedPage {
  private DamagedPage() {}

  /**
   * Returns an error with its location; rethrows it unchanged if it does not show damage.
   *
   * @param rowGroup the first row of the row group
   */
  static ParquetDecodingException error(
      Exception error, Path file, MaskColumn column, long rowGroup) throws IOException {
    if (error instanceof UncheckedIOException unchecked) {
      return error(unchecked.getCause(), file, column, rowGroup);
    } else if (error instanceof IOException ofStorage && !isDamage(ofStorage)) {
      throw ofStorage;
    } else if (error instanceof RuntimeException other && !isDamage(other)) {
      throw other;
    }
    int page = column.pageNumber();
    return new ParquetDecodingException(
        "%s: column %s, %s of the row group at row %d: %s"
            .formatted(
                file,
                String.join(".", column.column().getPath()),
                page < 0 ? "the first page" : "page " + page,
                rowGroup,
                message(error)),
        error);
  }

  private static boolean isDamage(RuntimeException error) {
    return error instanceof ParquetDecodingException
        || error instanceof IndexOutOfBoundsException
        || error instanceof BufferUnderflowException
        || error instanceof IllegalArgumentException
        || error instanceof ArithmeticException;
  }

  /** Storage reports its own failures as subclasses, which Spark checks for. */
  private static boolean isDamage(IOException error) {
    return error.getClass() == IOException.class
        || error instanceof EOFException
        || error instanceof ZipException
        || error instanceof ZstdIOException;
  }

  private static String message(Exception error) {
    if (!(error instanceof IOException || error instanceof ParquetDecodingException)) {
      return "its bytes are damaged";
    }
    Throwable cause = error.getCause();
    String message =
        error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
        ? message
        : message + ": " + cause.getMessage();
  }
}
