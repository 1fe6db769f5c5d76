package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class IgnoreValuesTest {
  @Test
  void areANumberOrNanOrNone() {
    assertThat(IgnoreValues.parse(" 255 ")).isEqualTo(IgnoreValues.of(255));
    assertThat(IgnoreValues.parse("NaN")).isEqualTo(IgnoreValues.of(Double.NaN));
    assertThat(IgnoreValues.parse("None")).isEqualTo(IgnoreValues.NONE);
    assertThatExceptionOfType(NumberFormatException.class)
        .isThrownBy(() -> IgnoreValues.parse("void"));
  }

  @Test
  void areNoneOnlyWhereNoPixelIsExcluded() {
    assertThat(IgnoreValues.NONE.isNone()).isTrue();
    assertThat(IgnoreValues.of(0).isNone()).isFalse();
    assertThat(IgnoreValues.of(Double.NaN).isNone()).isFalse();
  }

  @Test
  void areWrittenAsTheyAreParsed() {
    for (IgnoreValues values :
        new IgnoreValues[] {IgnoreValues.NONE, IgnoreValues.of(255), IgnoreValues.of(Double.NaN)}) {
      assertThat(IgnoreValues.parse(values.toString())).isEqualTo(values);
    }
  }
}
