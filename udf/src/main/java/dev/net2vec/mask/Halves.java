package dev.net2vec.mask;

/**
 * The values of all IEEE 754 binary16 numbers, which floats represent exactly.
 *
 * <p>A look-up takes half the time of the computation. The activations of a layer use a small part
 * of the table, which stays in the processor's cache.
 */
final class Halves {
  private static final float[] VALUES = new float[1 << Short.SIZE];

  static {
    for (int bits = 0; bits < VALUES.length; bits++) {
      VALUES[bits] = compute(bits);
    }
  }

  private Halves() {}

  static float value(short bits) {
    return VALUES[bits & 0xffff];
  }

  private static float compute(int bits) {
    // Moves exponent and fraction to a float's positions. The product corrects the exponent bias,
    // which differs by 112, also for subnormal numbers.
    float magnitude = Float.intBitsToFloat((bits & 0x7fff) << 13) * 0x1p112f;
    if (magnitude >= 0x1p16f) {
      magnitude = (bits & 0x3ff) == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    }
    return bits >= 0x8000 ? -magnitude : magnitude;
  }
}
