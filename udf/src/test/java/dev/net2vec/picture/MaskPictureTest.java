package dev.net2vec.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures of masks, read as a browser does. */
class MaskPictureTest {
  private static final int BLACK = 0xFF000004;
  private static final int YELLOW = 0xFFFCFFA4;
  private static final int OUTLINE = 0xFF56DDFF;
  private static final int IGNORED = 0xFF808080;
  private static final int TRUE_NEGATIVE = 0xFF202020;
  private static final int TRUE_POSITIVE = 0xFFC8C8C8;
  private static final int FALSE_POSITIVE = 0xFFE69F00;
  private static final int FALSE_NEGATIVE = 0xFF0072B2;

  private static BufferedImage image(MaskPicture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.png()));
  }

  /** Returns how many pixels of each colour are in the columns from and to. */
  private static Map<Integer, Integer> colours(BufferedImage image, int from, int to) {
    Map<Integer, Integer> colours = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = from; x < to; x++) {
        colours.merge(image.getRGB(x, y), 1, Integer::sum);
      }
    }
    return colours;
  }

  @Test
  void certainPredictionsHaveTheColoursOfTheirCounts() throws IOException {
    int side = 200;
    MaskPicture picture = new MaskPicture(Shape.of(side, side));
    Map<Integer, Integer> expected = new HashMap<>();
    Random random = new Random(7);
    for (int pixel = 0; pixel < side * side; pixel++) {
      boolean predicted = random.nextInt(3) == 0;
      boolean foreground = random.nextInt(4) == 0;
      picture.add(pixel, predicted ? 1 : 0, foreground);
      int colour =
          foreground
              ? predicted ? TRUE_POSITIVE : FALSE_NEGATIVE
              : predicted ? FALSE_POSITIVE : TRUE_NEGATIVE;
      expected.merge(colour, 1, Integer::sum);
    }
    BufferedImage image = image(picture);
    assertThat(image.getHeight()).isEqualTo(side);
    assertThat(image.getWidth()).isEqualTo(2 * side + 4);
    assertThat(colours(image, side + 4, 2 * side + 4)).isEqualTo(expected);
  }

  @Test
  void heatIsThePredictionWithTheOutlineOfTheTarget() throws IOException {
    int side = 128;
    MaskPicture picture = new MaskPicture(Shape.of(side, side));
    for (int pixel = 0; pixel < side * side; pixel++) {
      int y = pixel / side;
      int x = pixel % side;
      picture.add(pixel, x < 64 ? 0 : 1, y >= 10 && y < 20 && x >= 30 && x < 50);
    }
    Map<Integer, Integer> heat = colours(image(picture), 0, side);
    assertThat(heat).isEqualTo(Map.of(OUTLINE, 56, BLACK, 64 * side - 56, YELLOW, 64 * side));
  }

  @Test
  void aSmallMaskIsEnlargedAndWhatDoesNotCountIsGrey() throws IOException {
    MaskPicture picture = new MaskPicture(Shape.of(1, 2));
    picture.add(1, 1, false);
    BufferedImage image = image(picture);
    assertThat(image.getWidth()).isEqualTo(2 * 128 + 4);
    assertThat(image.getHeight()).isEqualTo(64);
    assertThat(colours(image, 0, 128)).isEqualTo(Map.of(IGNORED, 64 * 64, YELLOW, 64 * 64));
    assertThat(colours(image, 132, 260))
        .isEqualTo(Map.of(IGNORED, 64 * 64, FALSE_POSITIVE, 64 * 64));
  }

  @Test
  void aLargeMaskIsMadeSmaller() throws IOException {
    int width = 1024;
    int height = 500;
    MaskPicture picture = new MaskPicture(Shape.of(3, height, width));
    for (int pixel = 0; pixel < width * height; pixel++) {
      picture.add(pixel, 1, pixel / width < 252);
    }
    BufferedImage image = image(picture);
    assertThat(image.getWidth()).isEqualTo(2 * 256 + 4);
    assertThat(image.getHeight()).isEqualTo(125);
    assertThat(colours(image, 260, 516))
        .isEqualTo(Map.of(TRUE_POSITIVE, 63 * 256, FALSE_POSITIVE, 62 * 256));
  }
}
