package dev.net2vec.job.image;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.commons.imaging.AbstractImageParser;
import org.apache.commons.imaging.bytesource.ByteSource;
import org.apache.commons.imaging.formats.jpeg.JpegImageParser;
import org.apache.commons.imaging.formats.png.PngImageParser;

/** An image, made small. */
public final class Thumbnail {
  /** The most pixels of a side. */
  private static final int LARGEST = 256;

  /** The most pixels of an image that is read. */
  private static final long MOST_PIXELS = 1 << 24;

  private static final long PNG = 0x89504E470D0A1A0AL;
  private static final int JPEG = 0xFFD8;
  private static final int CRC = Integer.BYTES;

  /** The chunks that have pixels. What a colour profile holds would reach native code. */
  private static final Set<Integer> OF_PIXELS =
      Set.of(0x49484452, 0x504C5445, 0x74524E53, 0x49444154, 0x49454E44);

  private Thumbnail() {}

  /**
   * Returns the thumbnail as a URL that holds it.
   *
   * @param file a PNG file or a baseline JPEG file
   * @throws IOException if it is neither, damaged or too large; the message says which
   */
  public static String url(byte[] file) throws IOException {
    BufferedImage small = small(image(file));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(small, "jpg", out);
    }
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static BufferedImage image(byte[] file) throws IOException {
    if (file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == PNG) {
      return read(new PngImageParser(), pixels(file));
    }
    if (file.length >= Short.BYTES && ByteBuffer.wrap(file).getChar() == JPEG) {
      return read(new JpegImageParser(), file);
    }
    throw new IOException("it is neither a PNG file nor a JPEG file");
  }

  private static BufferedImage read(AbstractImageParser<?> parser, byte[] file) throws IOException {
    try {
      Dimension size = parser.getImageSize(file);
      if ((long) size.width * size.height > MOST_PIXELS) {
        throw new IOException(
            "it has %d x %d pixels, but must have at most %d"
                .formatted(size.width, size.height, MOST_PIXELS));
      }
      return parser.getBufferedImage(ByteSource.array(file), null);
    } catch (RuntimeException e) {
      // The parsers run over the end of what is damaged.
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  /** Returns a PNG file without the chunks that say how its pixels are meant. */
  private static byte[] pixels(byte[] file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file);
    ByteBuffer out = ByteBuffer.allocate(file.length);
    out.putLong(in.getLong());
    while (in.remaining() >= Long.BYTES) {
      long length = Integer.toUnsignedLong(in.getInt(in.position())) + Long.BYTES + CRC;
      if (length > in.remaining()) {
        throw new IOException("it is damaged: it ends in the middle of a chunk");
      }
      ByteBuffer chunk = in.slice(in.position(), (int) length);
      if (OF_PIXELS.contains(chunk.getInt(Integer.BYTES))) {
        out.put(chunk);
      }
      in.position(in.position() + (int) length);
    }
    byte[] kept = new byte[out.position()];
    out.get(0, kept);
    return kept;
  }

  /** Returns the image with the mean of a square of pixels in each pixel. */
  private static BufferedImage small(BufferedImage image) {
    int step = parts(Math.max(image.getWidth(), image.getHeight()), LARGEST);
    int width = parts(image.getWidth(), step);
    int height = parts(image.getHeight(), step);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      int rows = Math.min(step, image.getHeight() - y * step);
      for (int x = 0; x < width; x++) {
        int columns = Math.min(step, image.getWidth() - x * step);
        small.setRGB(x, y, mean(image.getRGB(x * step, y * step, columns, rows, null, 0, columns)));
      }
    }
    return small;
  }

  private static int parts(int length, int of) {
    return (length + of - 1) / of;
  }

  private static int mean(int[] colours) {
    int mean = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      long sum = 0;
      for (int colour : colours) {
        sum += colour >> shift & 0xFF;
      }
      mean |= (int) (sum / colours.length) << shift;
    }
    return mean;
  }
}
