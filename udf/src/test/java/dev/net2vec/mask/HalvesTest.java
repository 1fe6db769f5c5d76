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

  @Test
  void everyNumberIsItsOwnNearest() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Halves.value((short) bits);
      short expected = Float.isNaN(value) ? (short) 0x7e00 : (short) bits;

      assertThat(Halves.nearest(value)).as("%x", bits).isEqualTo(expected);
    }
  }

  @Test
  void halfwayTheEvenNumberIsNearest() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      double low = Halves.value((short) bits);
      double halfway = (low + Halves.value((short) (bits + 1))) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;

      assertThat(Halves.nearest(halfway)).isEqualTo((short) even);
      assertThat(Halves.nearest(Math.nextDown(halfway))).isEqualTo((short) bits);
      assertThat(Halves.nearest(Math.nextUp(halfway))).isEqualTo((short) (bits + 1));
      assertThat(Halves.nearest(-halfway)).isEqualTo((short) (0x8000 | even));
    }
  }

  @Test
  void infinityStartsHalfAStepAboveTheLargest() {
    assertThat(Halves.nearest(Math.nextDown(65520.0))).isEqualTo((short) 0x7bff);
    assertThat(Halves.nearest(65520)).isEqualTo((short) 0x7c00);
    assertThat(Halves.nearest(-1e300)).isEqualTo((short) 0xfc00);
    assertThat(Halves.nearest(Double.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
  }
}
