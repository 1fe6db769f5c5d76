package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoringOptionsTest {
  @Test
  void eachWitherSetsOneOption() {
    IgnoreValues ignored = IgnoreValues.of(255);

    assertThat(
            ScoringOptions.DEFAULT
                .withIgnoreValues(ignored)
                .withActivation(Activation.SIGMOID)
                .withActivationOrder(ActivationOrder.AFTER_RESIZE)
                .withResize(Interpolation.BILINEAR)
                .withAlignCorners(true)
                .withClip(true)
                .withOutputThresh(0.25)
                .withThresholds(10)
                .withChannels(true)
                .withTargetClasses(TargetClasses.OF_ROW))
        .isEqualTo(
            new ScoringOptions(
                ignored,
                Activation.SIGMOID,
                ActivationOrder.AFTER_RESIZE,
                Interpolation.BILINEAR,
                true,
                true,
                0.25,
                10,
                true,
                TargetClasses.OF_ROW));
  }

  @Test
  void namesAreThoseOfTheSettings() {
    assertThat(ActivationOrder.AFTER_RESIZE).hasToString("after_resize");
    assertThat(Interpolation.BILINEAR).hasToString("bilinear");
    assertThat(Activation.SIGMOID).hasToString("sigmoid");
  }
}
