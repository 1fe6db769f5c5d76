package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bytes of a page cause is an error of the page; what the storage causes is not. */
class DamagedPageTest {
  private static final Path FILE = new Path("masks.parquet");
  private static final String PLACE =
      "masks.parquet: column m, page 2 of the row group at row 70: ";

  private static final ColumnDescriptor COLUMN =
      MessageTypeParser.parseMessageType("message masks { optional binary m; }")
          .getColumns()
          .get(0);

  /** A column that reads a page. */
  private static MaskColumn at(int page) {
    return new MaskColumn() {
      @Override
      public ColumnDescriptor column() {
        return COLUMN;
      }

      @Override
      public int pageNumber() {
        return page;
      }

      @Override
      public ColumnVector vector() {
        throw new UnsupportedOperationException();
      }

      @Override
      public void startRowGroup(ColumnPages pages, long rows) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void read(long[] rows) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static String told(Exception error) throws IOException {
    ParquetDecodingException damaged = DamagedPage.error(error, FILE, at(2), 70);
    assertThat(damaged).hasCause(error);
    return damaged.getMessage();
  }

  static Stream<Exception> damage() {
    return Stream.of(
        new IndexOutOfBoundsException("4"),
        new BufferUnderflowException(),
        new IllegalArgumentException("4"),
        new ArithmeticException("4"));
  }

  @ParameterizedTest
  @MethodSource("damage")
  void whatBytesCauseIsDamage(Exception error) throws IOException {
    assertThat(told(error)).isEqualTo(PLACE + "its bytes are damaged");
  }

  static Stream<Exception> said() {
    return Stream.of(
        new IOException("4 is wrong"),
        new EOFException("4 is wrong"),
        new ZipException("4 is wrong"),
        new ParquetDecodingException("4 is wrong"));
  }

  @ParameterizedTest
  @MethodSource("said")
  void whatDecodersSayIsKept(Exception error) throws IOException {
    assertThat(told(error)).isEqualTo(PLACE + "4 is wrong");
  }

  static Stream<Exception> ofOthers() {
    return Stream.of(
        new FileNotFoundException("gone"),
        new InterruptedIOException("stopped"),
        new IllegalStateException("closed"),
        new NullPointerException());
  }

  @ParameterizedTest
  @MethodSource("ofOthers")
  void whatStorageCausesStaysAsItIs(Exception error) {
    assertThatThrownBy(() -> DamagedPage.error(error, FILE, at(2), 70)).isSameAs(error);
  }

  @Test
  void whatAnUncheckedExceptionWrapsIsTold() throws IOException {
    IOException ended = new EOFException();
    assertThat(DamagedPage.error(new UncheckedIOException(ended), FILE, at(-1), 0))
        .hasCause(ended)
        .hasMessage(
            "masks.parquet: column m, the first page of the row group at row 0: EOFException");
  }

  @Test
  void aCauseIsToldUnlessItIsAlready() throws IOException {
    assertThat(told(new IOException("no page", new IOException("bad header"))))
        .isEqualTo(PLACE + "no page: bad header");
    assertThat(told(new IOException("no page: bad header", new IOException("bad header"))))
        .isEqualTo(PLACE + "no page: bad header");
    assertThat(told(new IOException("no page", new IOException((String) null))))
        .isEqualTo(PLACE + "no page");
  }
}
