package dev.net2vec.kpi;

import java.util.HashMap;
import java.util.Map;

/** The weights of resizing, made once per pair of sizes and kept. */
final class Axes {
  /** The most pixels of the axes that are kept, so that they take some 30 MB at most. */
  private static final int MOST_PIXELS = Axis.LARGEST;

  private record Key(int in, int out) {}

  private final Interpolation interpolation;
  private final boolean alignCorners;
  private final Map<Key, Axis> kept = new HashMap<>();
  private long pixels;

  Axes(Interpolation interpolation, boolean alignCorners) {
    this.interpolation = interpolation;
    this.alignCorners = alignCorners;
  }

  /** Returns the weights from a prediction's height and width to a target's. */
  Weights of(Shape prediction, Shape target) {
    return new Weights(
        of(prediction.height(), target.height()), of(prediction.width(), target.width()));
  }

  private Axis of(int in, int out) {
    Key key = new Key(in, out);
    Axis axis = kept.get(key);
    if (axis == null) {
      axis = Axis.of(in, out, interpolation, alignCorners);
      if (pixels + in + out > MOST_PIXELS) {
        kept.clear();
        pixels = 0;
      }
      kept.put(key, axis);
      pixels += in + out;
    }
    return axis;
  }
}
