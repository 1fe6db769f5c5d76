package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Room is made for what a page may have, and not for what a damaged header says. */
class PageCodecsTest {
  private final PageCodecs codecs =
      new PageCodecs(new CodecFactory(Storage.configuration(), 0), new PageBuffers());

  @ParameterizedTest
  @CsvSource({"SNAPPY, 32", "GZIP, 1032", "ZSTD, 32768", "LZ4_RAW, 255", "LZ4, 255"})
  void aPageHasNoMoreThanItsCodecCanPack(CompressionCodecName codec, int ratio) throws IOException {
    BytesInputDecompressor decompressor = codecs.getDecompressor(codec);
    ByteBuffer direct = ByteBuffer.allocateDirect(100);
    for (int size : new int[] {100 * ratio + 1, Integer.MAX_VALUE, -1}) {
      String message = "a page of 100 bytes cannot decompress to " + size + " bytes";
      assertThatThrownBy(() -> decompressor.decompress(BytesInput.from(new byte[100]), size))
          .isInstanceOf(IOException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> decompressor.decompress(BytesInput.from(direct.duplicate()), size))
          .isInstanceOf(IOException.class)
          .hasMessage(message);
      assertThatThrownBy(
              () -> decompressor.decompress(direct.duplicate(), 100, direct.duplicate(), size))
          .isInstanceOf(IOException.class)
          .hasMessage(message);
      if (codecs.streams(codec)) {
        assertThatThrownBy(
                () -> codecs.stream(codec, new ByteArrayInputStream(new byte[100]), 100, size))
            .isInstanceOf(IOException.class)
            .hasMessage(message);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SNAPPY, 20", "GZIP, 1000", "ZSTD, 8000", "LZ4_RAW, 240", "LZ4, 240"})
  void whatPacksBestIsRead(CompressionCodecName codec, int ratio) throws IOException {
    byte[] zeros = new byte[10_000_000];
    byte[] packed =
        codecs.getCompressor(codec).compress(BytesInput.from(zeros)).toInputStream().readAllBytes();

    assertThat(packed).hasSizeLessThan(zeros.length / ratio);
    assertThat(
            codecs
                .getDecompressor(codec)
                .decompress(BytesInput.from(packed), zeros.length)
                .toInputStream()
                .readAllBytes())
        .isEqualTo(zeros);
  }
}
