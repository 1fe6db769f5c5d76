package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes, whether they are in an array or come from a stream through a window. */
class PageBytesTest {
  private static final int WINDOW = 1 << 16;
  private static final byte[] BYTES = new byte[5 * WINDOW + 100];

  static {
    new SplittableRandom(5).nextBytes(BYTES);
  }

  private boolean closed;

  private PageBytes bytes(boolean streamed) {
    return streamed ? streamed(BYTES.length) : PageBytes.of(BYTES, 0, BYTES.length);
  }

  private PageBytes streamed(int size) {
    InputStream stream =
        new ByteArrayInputStream(BYTES) {
          @Override
          public void close() {
            closed = true;
          }
        };
    return PageBytes.of(stream, size, new PageBuffers());
  }

  private static byte[] taken(PageBytes bytes, int count) {
    int from = bytes.take(count);
    return Arrays.copyOfRange(bytes.array(), from, from + count);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyAreTakenInOrder(boolean streamed) {
    PageBytes bytes = bytes(streamed);
    assertThat(bytes.areWhole()).isEqualTo(!streamed);
    assertThat(bytes.most()).isEqualTo(streamed ? WINDOW : Integer.MAX_VALUE);
    assertThat(bytes.left()).isEqualTo(BYTES.length);

    int at = 0;
    for (int count : new int[] {0, 1, 1000, WINDOW - 2, WINDOW, 3}) {
      assertThat(taken(bytes, count)).isEqualTo(Arrays.copyOfRange(BYTES, at, at + count));
      at += count;
      assertThat(bytes.left()).isEqualTo(BYTES.length - at);
    }
    int expected = ByteBuffer.wrap(BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    assertThat(bytes.takeInt()).isEqualTo(expected);
    at += Integer.BYTES;
    bytes.skip(WINDOW + 10);
    at += WINDOW + 10;
    byte[] copy = new byte[50];
    bytes.take(50, copy);
    assertThat(copy).isEqualTo(Arrays.copyOfRange(BYTES, at, at + 50));
    assertThat(bytes.left()).isEqualTo(BYTES.length - at - 50);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPartHasTheNextBytes(boolean streamed) {
    PageBytes bytes = bytes(streamed);
    bytes.take(9);
    PageBytes part = bytes.part(2 * WINDOW);

    assertThat(part.areWhole()).isTrue();
    assertThat(taken(part, 2 * WINDOW)).isEqualTo(Arrays.copyOfRange(BYTES, 9, 9 + 2 * WINDOW));
    assertThat(part.left()).isZero();
    assertThat(taken(bytes, 4))
        .isEqualTo(Arrays.copyOfRange(BYTES, 9 + 2 * WINDOW, 13 + 2 * WINDOW));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noMoreAreTakenThanThereAre(boolean streamed) {
    PageBytes bytes = bytes(streamed);
    bytes.skip(BYTES.length - 3);

    assertThatThrownBy(() -> bytes.take(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.take(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.skip(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.part(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.take(4, new byte[4]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(bytes.left()).isEqualTo(3);
  }

  @Test
  void aStreamIsClosedWithItsLastByte() {
    PageBytes bytes = streamed(WINDOW + 1);
    bytes.take(WINDOW);
    assertThat(closed).isFalse();
    bytes.take(1);
    assertThat(closed).isTrue();
  }

  @Test
  void aStreamMayNotEndEarly() {
    PageBytes bytes = streamed(BYTES.length + 1);

    assertThatThrownBy(() -> bytes.skip(BYTES.length + 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("a page has fewer bytes than its header says");
  }

  @Test
  void nothingButPaddingMayBeLeft() {
    PageBytes.of(new byte[8], 8, 8).checkEnd("values", 0);
    PageBytes.of(new byte[8], 8, 8).checkEnd("values", 4);
    PageBytes.of(new byte[8], 4, 8).checkEnd("values", 4);

    assertLeft(PageBytes.of(new byte[8], 4, 8), 0, 4);
    assertLeft(PageBytes.of(new byte[8], 4, 8), 8, 4);
    assertLeft(PageBytes.of(new byte[] {0, 0, 0, 1}, 0, 4), 4, 4);
  }

  private static void assertLeft(PageBytes bytes, int padding, int left) {
    assertThatThrownBy(() -> bytes.checkEnd("values", padding))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage(left + " unexpected bytes after the values");
  }

  @Test
  void anInputIsReadWhereverItsBytesAre() throws IOException {
    ByteBuffer array = ByteBuffer.wrap(BYTES, 5, 100);
    ByteBuffer direct = ByteBuffer.allocateDirect(100).put(BYTES, 5, 100).flip();
    for (ByteBuffer buffer : new ByteBuffer[] {array, direct, array.slice()}) {
      PageBytes bytes = PageBytes.of(BytesInput.from(buffer));

      assertThat(bytes.left()).isEqualTo(100);
      assertThat(taken(bytes, 100)).isEqualTo(Arrays.copyOfRange(BYTES, 5, 105));
    }
    assertThat(PageBytes.of(BytesInput.from(array)).array()).isSameAs(BYTES);
  }
}
