package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class SnappyStreamTest {
  private static final int PART = 1 << 16;

  private static SnappyStream stream(int size, byte[]... block) throws IOException {
    return new SnappyStream(new ByteArrayInputStream(WrittenRuns.concat(block)), size);
  }

  private static byte[] bytes(int... bytes) {
    byte[] result = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      result[i] = (byte) bytes[i];
    }
    return result;
  }

  /** In pieces of up to {@code most} bytes, now and then one by one. */
  private static byte[] read(InputStream stream, int most, SplittableRandom random)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[most];
    while (true) {
      int read = random.nextInt(4) == 0 ? stream.read() : -2;
      if (read >= 0) {
        all.write(read);
        continue;
      }
      int count = read == -1 ? -1 : stream.read(piece, 0, 1 + random.nextInt(most));
      if (count < 0) {
        return all.toByteArray();
      }
      all.write(piece, 0, count);
    }
  }

  /** Noise, and what was there before, from near and from far. */
  private static byte[] data(int size, int noise, SplittableRandom random) {
    byte[] data = new byte[size];
    for (int at = 0; at < size; ) {
      int count = Math.min(size - at, 1 + random.nextInt(1 << random.nextInt(1, 12)));
      if (at == 0 || random.nextInt(10) < noise) {
        byte[] fresh = new byte[count];
        random.nextBytes(fresh);
        System.arraycopy(fresh, 0, data, at, count);
      } else {
        int distance = 1 + random.nextInt(Math.min(at, 1 << random.nextInt(1, 17)));
        for (int i = 0; i < count; i++) {
          data[at + i] = data[at + i - distance];
        }
      }
      at += count;
    }
    return data;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 9, 10})
  void whatSnappyPacksIsRead(int noise) throws IOException {
    SplittableRandom random = new SplittableRandom(noise);
    for (int size :
        new int[] {0, 1, 59, 60, 61, 300, PART - 1, PART, PART + 1, 3 * PART, 700_001}) {
      byte[] data = data(size, noise, random);

      SnappyStream stream = stream(size, Snappy.compress(data));
      assertThat(read(stream, 1 + random.nextInt(2 * PART), random)).isEqualTo(data);
      assertThat(stream.read(new byte[1], 0, 1)).isEqualTo(-1);
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void everyKindOfElementIsRead() throws IOException {
    assertThat(stream(5, bytes(5, 4 << 2, 'h', 'e', 'l', 'l', 'o')).readAllBytes())
        .asString()
        .isEqualTo("hello");
    assertThat(stream(7, bytes(7, 1 << 2, 'a', 'b', (1 << 2) | 1, 2)).readAllBytes())
        .asString()
        .isEqualTo("abababa");
    assertThat(stream(12, bytes(12, 1 << 2, 'a', 'b', (9 << 2) | 2, 2, 0)).readAllBytes())
        .asString()
        .isEqualTo("ab".repeat(6));
    assertThat(stream(12, bytes(12, 1 << 2, 'a', 'b', (9 << 2) | 3, 1, 0, 0, 0)).readAllBytes())
        .asString()
        .isEqualTo("abbbbbbbbbbb");
    byte[] noise = new byte[70_000];
    new SplittableRandom(1).nextBytes(noise);
    byte[] sized = bytes(0xF0, 0xA2, 0x04, 62 << 2, 0x6F, 0x11, 0x01);
    assertThat(stream(70_000, sized, noise).readAllBytes()).isEqualTo(noise);
  }

  private static void assertWrong(String message, int size, byte[]... block) {
    assertThatThrownBy(() -> stream(size, block).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void aBlockHasTheSizeThatItSays() {
    assertWrong(
        "a page has 5 bytes, but its header says 6", 6, bytes(5, 16, 'h', 'e', 'l', 'l', 'o'));
    assertWrong(
        "a page has 4294967295 bytes, but its header says -1",
        -1,
        bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F));
    assertWrong(
        "the size of a Snappy page has more than 32 bits",
        1,
        bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0));
    String more = "a Snappy page is longer than its header says";
    assertWrong(more, 4, bytes(4, 16, 'h', 'e', 'l', 'l', 'o'));
    assertWrong(more, 4, bytes(4, 0, 'h', (3 << 2) | 2, 1, 0));
    assertWrong(more, 4, bytes(4, 63 << 2, 0xFF, 0xFF, 0xFF, 0xFF));
    assertWrong(more, 4, bytes(4, 63 << 2, 0xFE, 0xFF, 0xFF, 0xFF));
  }

  @Test
  void aBlockMayNotEndBeforeItsBytes() throws IOException {
    byte[] data = data(1000, 5, new SplittableRandom(2));
    byte[] block = Snappy.compress(data);
    for (int end = 0; end < block.length; end++) {
      assertWrong(
          "a Snappy page ends before its uncompressed length is reached",
          1000,
          Arrays.copyOf(block, end));
    }
  }

  @Test
  void whatItGoesBackToIsThere() {
    for (int distance : new int[] {0, 2, 65535}) {
      assertWrong(
          "a Snappy page has a copy offset of " + distance + ", but must have 1 to 1",
          9,
          bytes(9, 0, 'a', (7 << 2) | 2, distance & 0xFF, distance >> 8));
    }
    assertWrong(
        "a Snappy page has a copy offset of -1, but must have 1 to 1",
        9,
        bytes(9, 0, 'a', (7 << 2) | 3, 0xFF, 0xFF, 0xFF, 0xFF));
    byte[] sized = bytes(0xFA, 0xA2, 0x04, 62 << 2, 0x6F, 0x11, 0x01);
    assertWrong(
        "a Snappy page has a copy offset of 70001, but must have 1 to 70000",
        70_010,
        sized,
        new byte[70_000],
        bytes((9 << 2) | 3, 0x71, 0x11, 1, 0));
  }

  /** As klauspost/compress writes them. */
  @Test
  void itGoesBackAsFarAsItLikes() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      byte[] data = new byte[500_000 + random.nextInt(10)];
      int at = 0;
      while (at < data.length) {
        int count = Math.min(data.length - at, 1 + random.nextInt(64));
        if (at < 1000 || random.nextInt(3) == 0) {
          byte[] fresh = new byte[count];
          random.nextBytes(fresh);
          block.writeBytes(bytes(60 << 2, count - 1));
          block.writeBytes(fresh);
          System.arraycopy(fresh, 0, data, at, count);
        } else {
          // The first that goes far does so anywhere, or nearly at the end.
          int most = at < data.length - seed * 25_000 ? PART : at;
          int distance = 1 + random.nextInt(Math.min(at, most));
          block.write(((count - 1) << 2) | 3);
          block.writeBytes(WrittenPages.ints(distance));
          for (int i = 0; i < count; i++) {
            data[at + i] = data[at + i - distance];
          }
        }
        at += count;
      }
      byte[] size = WrittenRuns.varint(data.length);
      SnappyStream stream = stream(data.length, size, block.toByteArray());
      assertThat(read(stream, 1 + random.nextInt(PART), random)).isEqualTo(data);
    }
  }

  /**
   * A page's bytes follow others, and a copy from afar decompresses them again from their start.
   */
  @Test
  void itStartsAgainWhereItsBlockStarts() throws IOException {
    byte[] noise = new byte[70_000];
    new SplittableRandom(3).nextBytes(noise);
    byte[] sized = bytes(0xFA, 0xA2, 0x04, 62 << 2, 0x6F, 0x11, 0x01);
    byte[] copy = bytes((9 << 2) | 3, 0x70, 0x11, 1, 0);
    InputStream input =
        new ByteArrayInputStream(WrittenRuns.concat(bytes(1, 2, 3), sized, noise, copy));
    input.skipNBytes(3);

    byte[] read = new SnappyStream(input, 70_010).readAllBytes();
    assertThat(Arrays.copyOf(read, 70_000)).isEqualTo(noise);
    assertThat(Arrays.copyOfRange(read, 70_000, 70_010)).isEqualTo(Arrays.copyOf(noise, 10));
  }

  @Test
  void itIsClosedWithItsInput() throws IOException {
    boolean[] closed = {false};
    InputStream input =
        new ByteArrayInputStream(bytes(0)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    new SnappyStream(input, 0).close();
    assertThat(closed[0]).isTrue();
  }
}
