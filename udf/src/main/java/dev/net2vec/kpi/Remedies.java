package dev.net2vec.kpi;

/**
 * Suggests remedies for invalid masks whose values or shapes reveal their origin.
 *
 * <p>A remedy is the end of an error message; it is empty if none fits.
 */
final class Remedies {
  private static final int BLOCK = 1024;

  /** Logits go below this; the overshoot of resizing outside [0, 1] does not. */
  private static final double NEGATIVE = -0.5;

  /** Bicubic resizing leaves [0, 1] by less than this. */
  private static final double OVERSHOOT = 0.25;

  /** Larger values are not logits: no network outputs them. */
  private static final double LARGEST_LOGIT = 1e4;

  /** Grey levels nearly always reach this; class numbers rarely do. */
  private static final double BRIGHT = 64;

  /** The coordinates of three points, the smallest polygon. */
  private static final int TRIANGLE = 6;

  private static final String POLYGONS =
      "rasterise it with pycocotools' mask.merge(mask.frPyObjects(polygons, h, w))";

  private Remedies() {}

  /** Returns the remedy for a prediction with items outside [0, 1]. */
  static String ofRange(Pixels prediction) {
    int pixels = prediction.shape().pixels();
    double[] block = new double[Math.min(BLOCK, pixels)];
    double min = 0;
    double max = 0;
    try {
      for (int from = 0; from < pixels; from += BLOCK) {
        int count = Math.min(BLOCK, pixels - from);
        prediction.read(from, count, block);
        for (int i = 0; i < count; i++) {
          min = Math.min(min, block[i]);
          max = Math.max(max, block[i]);
        }
      }
    } catch (InvalidMaskException e) {
      // A later item is unreadable; the error of the earlier one is reported without a remedy.
      return "";
    }
    return ofRange(min, max);
  }

  private static String ofRange(double min, double max) {
    if (min == 0 && max >= BRIGHT) {
      return max <= 255 ? greyLevels(255) : max <= 65535 ? greyLevels(65535) : "";
    }
    if (min >= -OVERSHOOT && max <= 1 + OVERSHOOT) {
      return "; if resizing overshot, set the option clip to true";
    }
    return min < NEGATIVE && min >= -LARGEST_LOGIT && max <= LARGEST_LOGIT
        ? "; if items are logits, set spark.net2vec.activation (the job's --activation) to sigmoid"
        : "";
  }

  private static String greyLevels(int largest) {
    return "; if items are grey levels of 0 to %1$d, set the option prediction_scale to %1$d"
        .formatted(largest);
  }

  /** Returns the remedy for a mask with rows of these lengths. */
  static String ofRagged(int length, int first) {
    return isPolygon(length) && isPolygon(first)
        ? "; if this is a list of COCO polygons, " + POLYGONS
        : "";
  }

  /** Returns the remedy for a pair of masks with different shapes. */
  static String ofShapes(Shape prediction, Shape target) {
    String remedy = ofShape(prediction, target);
    if (remedy.isEmpty()) {
      remedy = ofShape(target, prediction);
    }
    return remedy;
  }

  /** Returns the remedy for a pair of masks of which only height and width differ. */
  static String ofSizes(Shape prediction, Shape target) {
    String remedy = ofShapes(prediction, target);
    return remedy.isEmpty() && prediction.rank() > 1 && prediction.hasLeadingDimsOf(target)
        ? "; to score the prediction at the target's size, set the option resize to bilinear or"
            + " nearest"
        : remedy;
  }

  private static String ofShape(Shape shape, Shape other) {
    if (shape.rank() == 1 && other.rank() > 1) {
      return shape.pixels() == other.pixels()
          ? "; reshape the flat one to height and width"
          : "; if the flat one holds run lengths, decode them first";
    }
    boolean polygon = shape.rank() == 2 && shape.dim(0) == 1 && isPolygon(shape.dim(1));
    return polygon && other.rank() == 2 && other.dim(0) > 1
        ? "; if %s is a COCO polygon, %s".formatted(shape, POLYGONS)
        : "";
  }

  private static boolean isPolygon(int length) {
    return length >= TRIANGLE && length % 2 == 0;
  }
}
