package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.PredictionScale;
import dev.net2vec.kpi.Shape;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngDecoderTest {
  private static final MaskDecoder TARGET = MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET);
  private static final MaskDecoder PREDICTION =
      MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION);
  private static final int[][] SIZES = {
    {1, 1}, {1, 9}, {9, 1}, {2, 2}, {3, 5}, {5, 4}, {8, 8}, {17, 23}, {40, 33}
  };

  static Stream<Arguments> kinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (int depth : new int[] {1, 2, 4, 8, 16}) {
      for (int[] size : SIZES) {
        for (boolean interlaced : new boolean[] {false, true}) {
          for (int filter = 0; filter < 5; filter++) {
            kinds.add(Arguments.of(depth, size, interlaced, new int[] {filter}));
          }
          kinds.add(Arguments.of(depth, size, interlaced, new int[] {4, 0, 3, 1, 2}));
        }
      }
    }
    return kinds.stream();
  }

  @ParameterizedTest(name = "{0} bits, {1}, interlaced {2}, filters {3}")
  @MethodSource("kinds")
  void everySampleIsReadAndIsAnItemOfATarget(
      int depth, int[] size, boolean interlaced, int[] filters) throws IOException {
    int[][] samples = samples(depth, size[0], size[1]);
    PngFile png = new PngFile(depth, samples).filters(filters);
    byte[] file = (interlaced ? png.interlaced() : png).bytes();
    Raster oracle = ImageIO.read(new ByteArrayInputStream(file)).getRaster();

    Pixels mask = TARGET.decode(file);

    assertThat(mask.shape()).isEqualTo(Shape.of(size));
    double[] items = Items.of(mask);
    for (int y = 0; y < size[0]; y++) {
      for (int x = 0; x < size[1]; x++) {
        assertThat(items[y * size[1] + x])
            .isEqualTo(samples[y][x])
            .isEqualTo(oracle.getSample(x, y, 0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void predictionIsTheSampleOverTheLargestOfItsDepth(int depth) {
    int[][] samples = samples(depth, 20, 30);
    double[] items = Items.of(PREDICTION.decode(new PngFile(depth, samples).bytes()));
    double[] interlaced =
        Items.of(PREDICTION.decode(new PngFile(depth, samples).interlaced().bytes()));

    for (int i = 0; i < items.length; i++) {
      assertThat(items[i]).isEqualTo((double) samples[i / 30][i % 30] / ((1 << depth) - 1));
    }
    assertThat(interlaced).isEqualTo(items);
    assertThat(items).contains(0.0, 1.0);
  }

  @Test
  void predictionIsTheSampleOverTheScaleThatIsGiven() {
    byte[] file = new PngFile(16, new int[][] {{0, 50, 100}}).bytes();

    assertThat(Items.of(scaled(100).decode(file))).containsExactly(0, 0.5, 1);
    assertThat(Items.of(scaled(1).decode(file))).containsExactly(0, 50, 100);
    assertThat(Items.of(scaled(65535).decode(file)))
        .containsExactly(Items.of(PREDICTION.decode(file)));
  }

  private static MaskDecoder scaled(double divisor) {
    return MaskDecoder.of(
        DataTypes.BinaryType,
        MaskRole.PREDICTION,
        MaskDecoder.DEFAULT_MAX_PIXELS,
        new PredictionScale(divisor));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void paletteTargetIsTheIndex(int depth) {
    int[][] samples = samples(depth, 11, 13);

    double[] items = Items.of(TARGET.decode(new PngFile(depth, samples).palette().bytes()));

    assertThat(items).isEqualTo(Items.of(TARGET.decode(new PngFile(depth, samples).bytes())));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void dataMayBeSplitIntoChunksAnywhere(int bytes) {
    PngFile png = new PngFile(8, samples(8, 17, 23));
    double[] whole = Items.of(TARGET.decode(png.bytes()));

    assertThat(Items.of(TARGET.decode(png.chunksOf(bytes).bytes()))).isEqualTo(whole);
  }

  @Test
  void readsTheDensestDataThatDeflateCanWrite() {
    int matches = 100_000;
    byte[] data = DensestZlib.zeros(matches);
    int width = 258 * matches;
    byte[] file =
        PngFile.file(PngFile.header(width, 1, 8, 0, 0), PngFile.chunk("IDAT", data), PngFile.end());

    Pixels mask = TARGET.decode(file);

    assertThat(1031L * data.length).isLessThan(1 + width);
    assertThat(mask.shape()).isEqualTo(Shape.of(1, width));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void targetsOfOneByteAreSummedAsBytes(int depth) {
    byte[] file = new PngFile(depth, samples(depth, 5, 7)).bytes();

    assertThat(TARGET.decode(file).items() == Pixels.Items.BYTES).isEqualTo(depth <= 8);
    assertThat(PREDICTION.decode(file).items() == Pixels.Items.BYTES).isEqualTo(depth == 1);
  }

  @Test
  void dataMayEndWithEmptyChunks() {
    byte[] file =
        PngFile.file(
            PngFile.header(2, 1, 8, 0, 0),
            PngFile.data(new PngFile(8, new int[][] {{1, 2}}).rows()),
            PngFile.chunk("IDAT"),
            PngFile.chunk("IDAT"),
            PngFile.end());

    assertThat(Items.of(TARGET.decode(file))).containsExactly(1, 2);
  }

  @Test
  void chunksThatAreForDisplayChangeNothing() {
    byte[] rows = new PngFile(8, new int[][] {{1, 2}}).rows();
    byte[] file =
        PngFile.file(
            PngFile.header(2, 1, 8, 0, 0),
            PngFile.chunk("gAMA", (byte) 0, (byte) 0, (byte) 1, (byte) 1),
            PngFile.chunk("tRNS", (byte) 0, (byte) 1),
            PngFile.data(rows),
            PngFile.chunk("tEXt", (byte) 'a', (byte) 0),
            PngFile.end());

    assertThat(Items.of(TARGET.decode(file))).containsExactly(1, 2);
  }

  /** Written by Pillow 13. */
  static Stream<Arguments> filesOfPillow() {
    return Stream.of(
        Arguments.of(
            "iVBORw0KGgoAAAANSUhEUgAAAAUAAAADCAAAAAB+XZokAAAAGklEQVR4nGNgYGRi/s/IxcXFxcXAwPD/PzsAFC0DPvOmOjAAAAAASUVORK5CYII=",
            Shape.of(3, 5),
            new double[] {0, 1, 2, 3, 255, 10, 20, 30, 40, 50, 0, 0, 255, 255, 7}),
        Arguments.of(
            "iVBORw0KGgoAAAANSUhEUgAAAAkAAAACAQAAAACiLct+AAAADklEQVR4nGPcdI7BnQEAB0wByT/OKocAAAAASUVORK5CYII=",
            Shape.of(2, 9),
            new double[] {1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0}),
        Arguments.of(
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACEAAAAADoj+WFAAAAFklEQVR4nGNgYGBgZGRg+v9fyLieAQANAwLHehsb1QAAAABJRU5ErkJggg==",
            Shape.of(2, 3),
            new double[] {0, 1, 256, 65535, 4660, 32768}),
        Arguments.of(
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACAgMAAADgGo6JAAAADFBMVEUAAACAAAAAgADg4MCOoma3AAAADElEQVR4nGOQYHgAAAEsAPkJVCN1AAAAAElFTkSuQmCC",
            Shape.of(2, 3),
            new double[] {0, 1, 2, 3, 2, 0}),
        Arguments.of(
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACAgMAAADgGo6JAAAADFBMVEUAAACAAAAAgADg4MCOoma3AAAAAXRSTlMAQObYZgAAAAxJREFUeJxjkGB4AAABLAD5CVQjdQAAAABJRU5ErkJggg==",
            Shape.of(2, 3),
            new double[] {0, 1, 2, 3, 2, 0}));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("filesOfPillow")
  void readsWhatPillowWrote(String base64, Shape shape, double[] expected) {
    Pixels mask = TARGET.decode(Base64.getDecoder().decode(base64));

    assertThat(mask.shape()).isEqualTo(shape);
    assertThat(Items.of(mask)).isEqualTo(expected);
  }

  /** Returns smooth and rough stretches, with the smallest and the largest sample among them. */
  private static int[][] samples(int depth, int height, int width) {
    Random random = new Random(depth);
    int largest = (1 << depth) - 1;
    int[][] samples = new int[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        samples[y][x] =
            switch (random.nextInt(4)) {
              case 0 -> random.nextInt(largest + 1);
              case 1 -> largest;
              case 2 -> 0;
              default -> (x * 3 + y) & largest;
            };
      }
    }
    return samples;
  }
}
