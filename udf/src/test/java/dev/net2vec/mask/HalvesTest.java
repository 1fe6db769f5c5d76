package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalvesTest {
  /** IEEE 754-2008, section 3.4: sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
  @Test
  void everyNumberIsThatOfTheStandard() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 0x1f;
      int fraction = bits & 0x3ff;
      double magnitude =
          switch (exponent) {
            case 0 -> fraction * 0x1p-24;
            case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1 + fraction / 1024.0, exponent - 15);
          };
      double expected = bits >= 0x8000 ? -magnitude : magnitude;

      assertThat((Double) (double) Halves.value((short) bits)).isEqualTo((Double) expected);
    }
  }
}
