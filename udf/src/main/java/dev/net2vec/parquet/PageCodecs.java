package dev.net2vec.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages directly between buffers.
 *
 * <p>Parquet's own decompressors use Hadoop's streams, with a copy before and a copy after. This
 * calls the same libraries directly for Snappy and Zstandard, and Parquet's decompressors for other
 * codecs.
 */
final class PageCodecs implements CompressionCodecFactory {
  /** A block takes at least 4 bytes and decompresses to at most 128 KB. */
  private static final int ZSTD_RATIO = (128 << 10) / 4;

  /** A copy takes at least 2 bytes and produces at most 64. */
  private static final int SNAPPY_RATIO = 32;

  /** DEFLATE spends at least 2 bits on a match of at most 258 bytes, hence 1032:1. */
  private static final int GZIP_RATIO = 1032;

  /** A byte adds at most 255 to a length. */
  private static final int LZ_RATIO = 255;

  /** A meta-block takes at least a byte and decompresses to at most 16 MB. */
  private static final int BROTLI_RATIO = 16 << 20;

  private final CompressionCodecFactory others;
  private final PageBuffers buffers;

  PageCodecs(CompressionCodecFactory others, PageBuffers buffers) {
    this.others = others;
    this.buffers = buffers;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return others.getCompressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    Codec inPlace =
        switch (codec) {
          case SNAPPY -> this::snappy;
          case ZSTD -> this::zstd;
          default -> null;
        };
    return new Checked(others.getDecompressor(codec), inPlace, ratio(codec));
  }

  /** Returns the maximum number of decompressed bytes per compressed byte. */
  private static int ratio(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> 1;
      case SNAPPY -> SNAPPY_RATIO;
      case GZIP -> GZIP_RATIO;
      case ZSTD -> ZSTD_RATIO;
      case LZ4, LZ4_RAW, LZO -> LZ_RATIO;
      case BROTLI -> BROTLI_RATIO;
    };
  }

  @Override
  public void release() {
    others.release();
  }

  /** Returns whether pages of a codec can be decompressed while they are read. */
  boolean streams(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> true;
      default -> false;
    };
  }

  /**
   * Returns a page's bytes, decompressed while they are read.
   *
   * @param length the number of bytes in the input
   * @param size the decompressed size in the page's header
   */
  InputStream stream(CompressionCodecName codec, InputStream input, int length, int size)
      throws IOException {
    checkRatio(length, size, ratio(codec));
    return switch (codec) {
      case SNAPPY -> new SnappyStream(input, size);
      case ZSTD -> new ZstdInputStreamNoFinalizer(input);
      case GZIP -> new GZIPInputStream(input);
      default -> throw new IllegalArgumentException("no stream for " + codec);
    };
  }

  /** Throws if a header's size is impossible, before memory is allocated for it. */
  private static void checkRatio(int length, int size, int ratio) throws IOException {
    if (size < 0 || size > (long) length * ratio) {
      throw new IOException(
          "a page of " + length + " bytes cannot decompress to " + size + " bytes");
    }
  }

  /** Returns a buffer with exactly the given size of decompressed bytes, or throws. */
  private interface Codec {
    byte[] decompress(byte[] input, int from, int length, int size) throws IOException;
  }

  private byte[] snappy(byte[] input, int from, int length, int size) throws IOException {
    // Snappy writes as many bytes as its block states, even beyond the output's end.
    check(Snappy.uncompressedLength(input, from, length), size);
    byte[] output = buffers.take(size);
    check(Snappy.uncompress(input, from, length, output, 0), size);
    return output;
  }

  private byte[] zstd(byte[] input, int from, int length, int size) throws IOException {
    byte[] output = buffers.take(size);
    try {
      check(Zstd.decompressByteArray(output, 0, size, input, from, length), size);
    } catch (ZstdException e) {
      throw new IOException("a page cannot be decompressed: " + e.getMessage(), e);
    }
    return output;
  }

  private static void check(long actual, int size) throws IOException {
    if (actual != size) {
      throw new IOException("a page has " + actual + " bytes, but its header says " + size);
    }
  }

  /** Checks that a header's size is possible before it decompresses. */
  private static final class Checked implements BytesInputDecompressor {
    private final BytesInputDecompressor buffered;

    /** Null if there is none. */
    private final Codec inPlace;

    private final int ratio;

    Checked(BytesInputDecompressor buffered, Codec inPlace, int ratio) {
      this.buffered = buffered;
      this.inPlace = inPlace;
      this.ratio = ratio;
    }

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      ByteBufferInputStream stream = bytes.toInputStream();
      ByteBuffer input = stream.slice(stream.available());
      checkRatio(input.remaining(), size, ratio);
      if (size == 0 || inPlace == null || !input.hasArray()) {
        return buffered.decompress(BytesInput.from(input), size);
      }
      byte[] output =
          inPlace.decompress(
              input.array(), input.arrayOffset() + input.position(), input.remaining(), size);
      return BytesInput.from(output, 0, size);
    }

    @Override
    public void decompress(ByteBuffer input, int length, ByteBuffer output, int size)
        throws IOException {
      checkRatio(length, size, ratio);
      buffered.decompress(input, length, output, size);
    }

    @Override
    public void release() {
      buffered.release();
    }
  }
}
