package dev.net2vec.mask;

/**
 * IEEE 754 binary16 numbers, which floats represent exactly.
 *
 * <p>They are read from a table: a look-up takes half the time of the computation. The activations
 * of a layer use a small part of the table, which stays in the processor's cache.
 */
final class Halves {
  /** The largest magnitude of a finite number. */
  static final int LARGEST = 65504;

  private static final int FRACTION_BITS = 10;
  private static final int SMALLEST_EXPONENT = -14;
  private static final short INFINITY = 0x7c00;
  private static final short NOT_A_NUMBER = 0x7e00;

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

  /**
   * Returns the nearest number, of two the one with an even fraction; infinity beyond {@link
   * #LARGEST} and half a step.
   */
  static short nearest(double value) {
    double magnitude = Math.abs(value);
    int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
    if (Double.isNaN(value)) {
      return NOT_A_NUMBER;
    } else if (magnitude >= LARGEST + 16) {
      return (short) (sign | INFINITY);
    }
    // Numbers below the smallest exponent are subnormal: multiples of its last bit.
    int exponent = Math.max(SMALLEST_EXPONENT, Math.getExponent(magnitude));
    int fraction = (int) Math.rint(Math.scalb(magnitude, FRACTION_BITS - exponent));
    // The leading one of a normal fraction, or one that rounding carries, counts up the exponent.
    return (short) (sign | ((exponent - SMALLEST_EXPONENT) << FRACTION_BITS) + fraction);
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
