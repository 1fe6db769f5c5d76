package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import dev.net2vec.kpi.TargetEncoding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Colours that are class ids, in files that the JDK wrote. */
class PngIdsTest {
  private static final int[][] SIZES = {{1, 1}, {1, 9}, {9, 1}, {3, 5}, {8, 8}, {17, 23}};

  static Stream<Arguments> files() {
    List<Arguments> files = new ArrayList<>();
    for (TargetEncoding encoding :
        new TargetEncoding[] {TargetEncoding.RGB_ID, TargetEncoding.ADE20K}) {
      for (int[] size : SIZES) {
        for (boolean alpha : new boolean[] {false, true}) {
          for (boolean interlaced : new boolean[] {false, true}) {
            files.add(Arguments.of(encoding, size, alpha, interlaced));
          }
        }
      }
    }
    return files.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, alpha {2}, interlaced {3}")
  @MethodSource("files")
  void areReadInAnyBlocks(TargetEncoding encoding, int[] size, boolean alpha, boolean interlaced)
      throws IOException {
    Random random = new Random(size[1]);
    int kind = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(size[1], size[0], kind);
    double[] ids = new double[size[0] * size[1]];
    for (int i = 0; i < ids.length; i++) {
      int red = random.nextInt(256);
      int green = random.nextInt(3) == 0 ? 255 : random.nextInt(256);
      int blue = random.nextInt(256);
      image.setRGB(
          i % size[1], i / size[1], random.nextInt(256) << 24 | red << 16 | green << 8 | blue);
      ids[i] =
          encoding == TargetEncoding.RGB_ID
              ? red + 256.0 * green + 65536.0 * blue
              : Math.floor(red / 10.0) * 256 + green;
    }

    Pixels mask = decoder(encoding).decode(file(image, interlaced));

    assertThat(mask.shape()).isEqualTo(Shape.of(size));
    for (int from = 0; from < ids.length; from += 7) {
      for (int count : new int[] {1, Math.min(11, ids.length - from), ids.length - from}) {
        double[] block = new double[count];
        mask.read(from, count, block);
        int[] ints = new int[count];
        if (mask.items() == Pixels.Items.INTS) {
          mask.read(from, count, ints);
        }
        for (int i = 0; i < count; i++) {
          assertThat(block[i]).isEqualTo(ids[from + i]);
          assertThat(ints[i]).isEqualTo(interlaced ? 0 : (int) ids[from + i]);
        }
      }
    }
  }

  private static MaskDecoder decoder(TargetEncoding encoding) {
    return MaskDecoder.ofTarget(DataTypes.BinaryType, MaskDecoder.DEFAULT_MAX_PIXELS, encoding);
  }

  private static byte[] file(BufferedImage image, boolean interlaced) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(
        interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    byte[] file = bytes.toByteArray();
    assertThat(file[28]).isEqualTo((byte) (interlaced ? 1 : 0));
    return file;
  }

  @Test
  void filesWithoutColoursAreReadAsTheyAre() {
    Pixels ids = Pixels.of(new double[] {0, 70001}, 1, 2);

    assertThat(Items.of(decoder(TargetEncoding.RGB_ID).decode(NpyWriter.DOUBLE.write(ids))))
        .containsExactly(0, 70001);
  }

  @Test
  void moreBytesThanAnArrayHoldsAreRejectedBeforeTheyAreAllocated() {
    byte[] file =
        PngFile.file(
            PngFile.header(1 << 15, 1 << 14, 8, 6, 0), PngFile.data(new byte[0]), PngFile.end());
    MaskDecoder decoder =
        MaskDecoder.ofTarget(
            DataTypes.BinaryType, MaskDecoder.LARGEST_MAX_PIXELS, TargetEncoding.RGB_ID);

    assertThatExceptionOfType(InvalidMaskException.class)
        .isThrownBy(() -> decoder.decode(file))
        .withMessage("target has 536870912 pixels, but must have at most 429496727");
  }

  @Test
  void encodingsAreParsedFromTheirNames() {
    for (TargetEncoding encoding : TargetEncoding.values()) {
      assertThat(TargetEncoding.parse(encoding.toString())).isEqualTo(encoding);
    }
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> TargetEncoding.AUTO.id(1, 2, 3));
  }
}
