package dev.net2vec.job.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Makes a layer's activations with known truth: concepts take turns in being in one channel, or
 * spread over {@value #SPREAD} noisy ones, whose mean is better than any of them.
 *
 * <p>A row depends only on the settings and its number, so that any partitioning gives the same
 * rows.
 */
public final class ActivationsGenerator implements Serializable {
  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      StructType.fromDDL(
          "instance STRING, image_id BIGINT, concept STRING, "
              + "activations ARRAY<ARRAY<ARRAY<FLOAT>>>, target ARRAY<ARRAY<TINYINT>>");

  static final StructType CONCEPTS = StructType.fromDDL("concept STRING, weights ARRAY<DOUBLE>");

  /** How many mask pixels a pixel of the activations stands for, along each axis. */
  private static final int STRIDE = 8;

  private static final int SPREAD = 4;

  /** A channel is this far above 0 inside the shape, and as far below outside. */
  private static final double SIGNAL = 3;

  private static final double NOISE_OF_ONE = 1;
  private static final double NOISE_OF_SEVERAL = 6;
  private static final double NOISE_OF_OTHERS = 4;

  /** Activations are multiples of this, so that half precision holds them. */
  private static final double STEP = 1.0 / 64;

  private final SampleSettings settings;
  private final long stream;

  public ActivationsGenerator(SampleSettings settings) {
    this.settings = settings;
    this.stream = new SplittableRandom(settings.seed()).nextLong();
  }

  /** Returns all rows in the given number of partitions; the tasks generate them. */
  public Dataset<Row> rows(SparkSession spark, int partitions) {
    MapFunction<Long, Row> row = this::row;
    return spark.range(0, settings.rows(), 1, partitions).map(row, Encoders.row(SCHEMA));
  }

  /** Returns the concepts and their vectors. */
  public Dataset<Row> concepts(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (int concept = 0; concept < settings.concepts(); concept++) {
      double[] weights = new double[channels()];
      int size = size(concept);
      for (int i = 0; i < size; i++) {
        weights[first(concept) + i] = 1.0 / size;
      }
      rows.add(RowFactory.create(SampleConcept.of(concept).name(), weights));
    }
    return spark.createDataFrame(rows, CONCEPTS);
  }

  /** Returns the number of channels: those of the concepts, and one of noise. */
  int channels() {
    return first(settings.concepts()) + 1;
  }

  private static int size(int concept) {
    return concept % 2 == 0 ? SPREAD : 1;
  }

  /** Returns the first channel of a concept. */
  private static int first(int concept) {
    return concept / 2 * (SPREAD + 1) + concept % 2 * SPREAD;
  }

  private Row row(long number) {
    SplittableRandom random = new SplittableRandom(stream + number);
    int concept = (int) (number % settings.concepts());
    long image = number / settings.concepts();
    String name = SampleConcept.of(concept).name();
    SampleShape shape = SampleShape.random(random, settings.height(), settings.width());
    return RowFactory.create(
        image + "-" + name,
        image,
        name,
        activations(shape, concept, random),
        shape.mask(settings.height(), settings.width()));
  }

  private float[][][] activations(SampleShape shape, int concept, SplittableRandom random) {
    int height = (settings.height() + STRIDE - 1) / STRIDE;
    int width = (settings.width() + STRIDE - 1) / STRIDE;
    float[][][] activations = new float[channels()][height][width];
    for (int channel = 0; channel < activations.length; channel++) {
      int place = channel - first(concept);
      boolean sees = place >= 0 && place < size(concept);
      double noise = !sees ? NOISE_OF_OTHERS : size(concept) == 1 ? NOISE_OF_ONE : NOISE_OF_SEVERAL;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double outside = shape.distance(centre(y), centre(x));
          double signal = sees ? (outside <= 0 ? SIGNAL : -SIGNAL) : 0;
          double item = signal + noise * (2 * random.nextDouble() - 1);
          activations[channel][y][x] = (float) (Math.rint(item / STEP) * STEP);
        }
      }
    }
    return activations;
  }

  /** Returns the mask's pixel in the middle of those that a pixel stands for. */
  private static int centre(int index) {
    return index * STRIDE + STRIDE / 2;
  }
}
