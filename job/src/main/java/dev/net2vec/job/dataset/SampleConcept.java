package dev.net2vec.job.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * How well one concept of the synthetic dataset is predicted, so that concepts differ in the result
 * as real ones do.
 *
 * @param name its name in the dataset
 * @param blur width of a prediction's edge, as a share of the mask's shorter side
 * @param noise largest change of a pixel by noise, in [0, 1]
 * @param offset largest distance along each axis between prediction and target, as a share of the
 *     mask's shorter side
 * @param confidence a prediction's value inside the shape, before the noise
 */
record SampleConcept(String name, double blur, double noise, double offset, double confidence)
    implements Serializable {
  private static final List<String> NAMES =
      List.of(
          "person", "dog", "car", "tree", "bicycle", "bird", "boat", "cat", "chair", "horse",
          "sheep", "train");

  /** Its multiples modulo 1 spread over [0, 1), however many there are. */
  private static final double GOLDEN_RATIO = 0.6180339887498949;

  /** Returns the concept with this index from 0; the first is predicted best. */
  static SampleConcept of(int index) {
    double difficulty = index * GOLDEN_RATIO % 1;
    return new SampleConcept(
        index < NAMES.size() ? NAMES.get(index) : "concept_" + (index + 1),
        0.05 + 0.25 * difficulty,
        0.05 + 0.25 * difficulty,
        0.02 + 0.2 * difficulty,
        1 - 0.4 * difficulty);
  }
}
