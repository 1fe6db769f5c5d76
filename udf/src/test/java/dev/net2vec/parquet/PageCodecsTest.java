package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
  @CsvSource({"SNAPPY, 32", "GZIP, 1032", "ZSTD, 32768"})
  void thatMuchIsPossible(CompressionCodecName codec, int ratio) {
    assertThatThrownBy(
            () ->
                codecs.stream(codec, new ByteArrayInputStream(new byte[100]), 100, 100 * ratio)
                    .readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("cannot decompress to");
  }

  @ParameterizedTest
  @EnumSource(CompressionCodecName.class)
  void onlySomeCodecsDecompressWhileTheyAreRead(CompressionCodecName codec) {
    assertThat(codecs.streams(codec))
        .isEqualTo(Set.of("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD").contains(codec.name()));
  }

  /** Snappy's native code writes what the block states, whatever the size of the output. */
  @ParameterizedTest
  @EnumSource(names = {"SNAPPY", "ZSTD"})
  void aPageHasTheSizeThatItsHeaderSays(CompressionCodecName codec) throws IOException {
    byte[] packed = packed(codec, new byte[1000]);
    BytesInputDecompressor decompressor = codecs.getDecompressor(codec);

    assertThatThrownBy(() -> decompressor.decompress(BytesInput.from(packed), 1001))
        .isInstanceOf(IOException.class)
        .hasMessage("a page has 1000 bytes, but its header says 1001");
    assertThatThrownBy(() -> decompressor.decompress(BytesInput.from(packed), 999))
        .isInstanceOf(IOException.class)
        .hasMessage(
            codec == CompressionCodecName.SNAPPY
                ? "a page has 1000 bytes, but its header says 999"
                : "a page cannot be decompressed: Destination buffer is too small");
  }

  @ParameterizedTest
  @CsvSource({"SNAPPY, 20", "GZIP, 1000", "ZSTD, 8000", "LZ4_RAW, 240", "LZ4, 240"})
  void whatPacksBestIsRead(CompressionCodecName codec, int ratio) throws IOException {
    byte[] zeros = new byte[10_000_000];
    byte[] packed = packed(codec, zeros);

    assertThat(packed).hasSizeLessThan(zeros.length / ratio);
    assertThat(
            codecs
                .getDecompressor(codec)
                .decompress(BytesInput.from(packed), zeros.length)
                .toInputStream()
                .readAllBytes())
        .isEqualTo(zeros);
  }

  private byte[] packed(CompressionCodecName codec, byte[] data) throws IOException {
    return codecs
        .getCompressor(codec)
        .compress(BytesInput.from(data))
        .toInputStream()
        .readAllBytes();
  }
}
