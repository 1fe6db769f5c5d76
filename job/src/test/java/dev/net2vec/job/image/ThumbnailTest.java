package dev.net2vec.job.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailTest {
  private static final int ORANGE = 0xE69F00;
  private static final int BLUE = 0x0072B2;

  /** The left half is orange, the right half is blue. */
  private static BufferedImage halves(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xFF000000 | (x < width / 2 ? ORANGE : BLUE));
      }
    }
    return image;
  }

  private static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static byte[] png(int width, int height) throws IOException {
    return file(halves(width, height, BufferedImage.TYPE_INT_RGB), "png");
  }

  private static BufferedImage thumbnail(byte[] file) throws IOException {
    String url = Thumbnail.url(file);
    String start = "data:image/jpeg;base64,";
    assertThat(url).startsWith(start);
    byte[] small = Base64.getDecoder().decode(url.substring(start.length()));
    return ImageIO.read(new ByteArrayInputStream(small));
  }

  private static void assertColour(BufferedImage image, int x, int y, int colour) {
    for (int shift = 0; shift <= 16; shift += 8) {
      // JPEG is not exact.
      assertThat(image.getRGB(x, y) >> shift & 0xFF)
          .isBetween((colour >> shift & 0xFF) - 8, (colour >> shift & 0xFF) + 8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 214, 160",
    "256, 256, 256, 256",
    "257, 10, 129, 5",
    "1, 1, 1, 1",
    "32, 20, 32, 20"
  })
  void hasAtMost256PixelsASide(int width, int height, int small, int low) throws IOException {
    for (String format : new String[] {"png", "jpg"}) {
      BufferedImage image = halves(width, height, BufferedImage.TYPE_INT_RGB);
      BufferedImage thumbnail = thumbnail(file(image, format));
      assertThat(thumbnail.getWidth()).isEqualTo(small);
      assertThat(thumbnail.getHeight()).isEqualTo(low);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void hasTheColoursOfTheImage(String format) throws IOException {
    BufferedImage image = thumbnail(file(halves(640, 480, BufferedImage.TYPE_INT_RGB), format));
    assertColour(image, 20, 80, ORANGE);
    assertColour(image, 190, 80, BLUE);
  }

  @Test
  void readsGreyAndIndexedImages() throws IOException {
    BufferedImage grey = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    Arrays.fill(((DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 0x63);
    for (String format : new String[] {"png", "jpg"}) {
      assertColour(thumbnail(file(grey, format)), 30, 30, 0x636363);
    }
    BufferedImage indexed = halves(64, 64, BufferedImage.TYPE_BYTE_INDEXED);
    assertColour(thumbnail(file(indexed, "png")), 10, 30, indexed.getRGB(10, 30) & 0xFFFFFF);
  }

  @Test
  void leavesColourProfilesAlone() throws IOException {
    byte[] file = png(20, 10);
    // After the signature and the header's chunk.
    int at = 8 + 12 + 13;
    byte[] data = "profile\0\0not a profile".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put("iCCP".getBytes(StandardCharsets.ISO_8859_1)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    chunk.putInt((int) crc.getValue());
    byte[] with = new byte[file.length + chunk.capacity()];
    ByteBuffer.wrap(with).put(file, 0, at).put(chunk.array()).put(file, at, file.length - at);
    assertThat(Thumbnail.url(with)).isEqualTo(Thumbnail.url(file));
  }

  @Test
  void refusesOtherFiles() throws IOException {
    byte[] gif = file(halves(8, 8, BufferedImage.TYPE_INT_RGB), "gif");
    for (byte[] other : new byte[][] {gif, {}, {1}, "<svg/>".getBytes(StandardCharsets.UTF_8)}) {
      assertThatIOException()
          .isThrownBy(() -> Thumbnail.url(other))
          .withMessage("it is neither a PNG file nor a JPEG file");
    }
  }

  @Test
  void refusesAnImageThatIsTooLargeBeforeItIsDecoded() throws IOException {
    byte[] file = png(20, 10);
    ByteBuffer.wrap(file).putInt(16, 1_000_000).putInt(20, 1_000_000);
    CRC32 crc = new CRC32();
    crc.update(file, 12, 17);
    ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
    assertThatIOException()
        .isThrownBy(() -> Thumbnail.url(file))
        .withMessage("it has 1000000 x 1000000 pixels, but must have at most 16777216");
  }

  @Test
  void refusesProgressiveJpeg() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ImageWriteParam progressive = writer.getDefaultWriteParam();
    progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(
          null, new IIOImage(halves(64, 64, BufferedImage.TYPE_INT_RGB), null, null), progressive);
    }
    writer.dispose();
    assertThatIOException()
        .isThrownBy(() -> Thumbnail.url(bytes.toByteArray()))
        .withMessageContaining("Only sequential, baseline JPEGs are supported");
  }

  @Test
  void takesDamagedFilesForDamaged() throws IOException {
    for (String format : new String[] {"png", "jpg"}) {
      byte[] whole = file(halves(40, 30, BufferedImage.TYPE_INT_RGB), format);
      for (int length = 0; length < whole.length; length++) {
        isReadOrRefused(Arrays.copyOf(whole, length));
      }
      Random random = new Random(1);
      for (int i = 0; i < 2000; i++) {
        byte[] damaged = whole.clone();
        for (int bytes = 1 + random.nextInt(4); bytes > 0; bytes--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        isReadOrRefused(damaged);
      }
    }
  }

  private static void isReadOrRefused(byte[] file) {
    try {
      assertThat(Thumbnail.url(file)).isNotEmpty();
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
    } catch (RuntimeException | Error e) {
      fail("damaged files must be an IOException", e);
    }
  }
}
