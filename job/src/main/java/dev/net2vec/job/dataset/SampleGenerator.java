package dev.net2vec.job.dataset;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Makes the pairs of a synthetic dataset: the target is a disc or a box, the prediction the same
 * shape moved, blurred and noisy.
 *
 * <p>A row depends only on the settings and its number, so that any partitioning gives the same
 * rows. It uses no function whose last bit may differ between JVMs.
 */
public final class SampleGenerator implements Serializable {
  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      StructType.fromDDL(
          "instance STRING, image_id BIGINT, concept STRING, "
              + "prediction ARRAY<ARRAY<FLOAT>>, target ARRAY<ARRAY<TINYINT>>");

  /**
   * Predictions are multiples of 1 ÷ LEVELS, like a network's quantised output, so that they
   * compress.
   */
  private static final int LEVELS = 255;

  private final SampleSettings settings;
  private final long stream;

  public SampleGenerator(SampleSettings settings) {
    this.settings = settings;
    this.stream = new SplittableRandom(settings.seed()).nextLong();
  }

  /** Returns all rows in the given number of partitions; the tasks generate them. */
  public Dataset<Row> rows(SparkSession spark, int partitions) {
    MapFunction<Long, Row> row = this::row;
    return spark.range(0, settings.rows(), 1, partitions).map(row, Encoders.row(SCHEMA));
  }

  /** Returns the row with this number from 0. */
  Row row(long number) {
    SplittableRandom random = new SplittableRandom(stream + number);
    SampleConcept concept = SampleConcept.of((int) (number % settings.concepts()));
    long image = number / settings.concepts();
    SampleShape shape = SampleShape.random(random, settings.height(), settings.width());
    return RowFactory.create(
        image + "-" + concept.name(),
        image,
        concept.name(),
        prediction(shape, concept, random),
        shape.mask(settings.height(), settings.width()));
  }

  private float[][] prediction(SampleShape target, SampleConcept concept, SplittableRandom random) {
    int side = Math.min(settings.height(), settings.width());
    SampleShape shape =
        target.moved(
            symmetric(random) * concept.offset() * side,
            symmetric(random) * concept.offset() * side);
    double edge = concept.blur() * side;
    float[][] prediction = new float[settings.height()][settings.width()];
    for (int y = 0; y < prediction.length; y++) {
      for (int x = 0; x < prediction[y].length; x++) {
        double inside = smoothStep(0.5 - shape.distance(y, x) / edge);
        double noise = concept.noise() * symmetric(random) * random.nextDouble();
        double clamped = Math.min(1, Math.max(0, concept.confidence() * inside + noise));
        prediction[y][x] = (float) Math.round(clamped * LEVELS) / LEVELS;
      }
    }
    return prediction;
  }

  /** Returns a random number in [−1, 1). */
  private static double symmetric(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  /** Returns 0 for x ≤ 0, 1 for x ≥ 1, and a smooth rise in between. */
  private static double smoothStep(double x) {
    double clamped = Math.min(1, Math.max(0, x));
    return clamped * clamped * (3 - 2 * clamped);
  }
}
