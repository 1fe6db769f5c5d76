package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionScaleTest {
  @Test
  void textOfAScaleIsParsedToTheSame() {
    for (PredictionScale scale :
        new PredictionScale[] {PredictionScale.BY_ENCODING, new PredictionScale(255)}) {
      assertThat(PredictionScale.parse(scale.toString())).isEqualTo(scale);
    }
    assertThat(PredictionScale.parse(" Auto ").isByEncoding()).isTrue();
    assertThat(PredictionScale.parse("0.5").divisor()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "Infinity", "nan", "half"})
  void otherTextsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PredictionScale.parse(text));
  }
}
