package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page is a part of a stream, which is behind the page once that is closed. */
class CompressedPageTest {
  private static final int FROM = 3;
  private static final int SIZE = 150_000;

  private static byte[] file;

  @TempDir private Path directory;
  private SeekableInputStream stream;

  @BeforeEach
  void open() throws IOException {
    file = new byte[FROM + SIZE + 10];
    new SplittableRandom(1).nextBytes(file);
    stream = new LocalInputFile(Files.write(directory.resolve("file"), file)).newStream();
    stream.seek(FROM);
  }

  @AfterEach
  void close() throws IOException {
    stream.close();
  }

  private static byte[] page() {
    return Arrays.copyOfRange(file, FROM, FROM + SIZE);
  }

  private static PageHeader header() {
    return new PageHeader(PageType.DATA_PAGE, SIZE, SIZE);
  }

  private static PageHeader summed(int change) {
    CRC32 sum = new CRC32();
    sum.update(page());
    PageHeader header = header();
    header.setCrc((int) sum.getValue() + change);
    return header;
  }

  @Test
  void itEndsBeforeItsStream() throws IOException {
    CompressedPage page = new CompressedPage(stream, header(), false);

    assertThat(page.left()).isEqualTo(SIZE);
    assertThat(page.read()).isEqualTo(file[FROM] & 0xFF);
    assertThat(page.left()).isEqualTo(SIZE - 1);
    assertThat(page.read(new byte[0], 0, 0)).isZero();
    byte[] rest = page.readAllBytes();
    assertThat(rest).isEqualTo(Arrays.copyOfRange(file, FROM + 1, FROM + SIZE));
    assertThat(page.left()).isZero();
    assertThat(page.read()).isEqualTo(-1);
    assertThat(page.read(new byte[1], 0, 1)).isEqualTo(-1);
    assertThat(stream.getPos()).isEqualTo(FROM + SIZE);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "7, false", "150000, false", "0, true", "7, true", "150000, true"})
  void theStreamIsBehindItOnceItIsClosed(int read, boolean verified) throws IOException {
    CompressedPage page = new CompressedPage(stream, summed(0), verified);
    page.readFully(new byte[read], read);

    page.close();
    assertThat(stream.getPos()).isEqualTo(FROM + SIZE);
    stream.seek(0);
    page.close();
    assertThat(stream.getPos()).isZero();
  }

  @Test
  void aPageThatIsLeftMovesNothing() throws IOException {
    CompressedPage page = new CompressedPage(stream, summed(1), true);
    page.leave();

    page.close();
    assertThat(stream.getPos()).isEqualTo(FROM);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70_000, 150_000})
  void bytesThatAreReadAgainAreSummedOnce(int read) throws IOException {
    CompressedPage page = new CompressedPage(stream, summed(0), true);
    assertThat(page.markSupported()).isTrue();
    page.mark(SIZE);
    page.readFully(new byte[read], read);
    page.reset();
    assertThat(page.left()).isEqualTo(SIZE);
    byte[] again = new byte[Math.min(SIZE, read + 5)];
    page.readFully(again, again.length);
    assertThat(again).isEqualTo(Arrays.copyOf(page(), again.length));

    page.close();
    assertThat(stream.getPos()).isEqualTo(FROM + SIZE);
  }

  @Test
  void aSumIsVerifiedWhereAskedFor() throws IOException {
    new CompressedPage(stream, summed(1), false).close();
    stream.seek(FROM);
    new CompressedPage(stream, header(), true).close();
    stream.seek(FROM);
    CompressedPage damaged = new CompressedPage(stream, summed(1), true);

    assertThatThrownBy(damaged::close)
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("could not verify page integrity, CRC checksum verification failed");
  }
}
