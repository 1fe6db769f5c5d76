package dev.net2vec.kpi;

import java.util.Locale;

/**
 * How a prediction's height and width become the target's, as {@code
 * torch.nn.functional.interpolate} does it.
 */
public enum Interpolation {
  /** Both masks must have the same shape. */
  NONE,
  /** A pixel is the average of the four around its place, weighted by their distance. */
  BILINEAR,
  /** A pixel is the one at ⌊i·in/out⌋ along each axis. */
  NEAREST;

  /** Returns the name in settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
