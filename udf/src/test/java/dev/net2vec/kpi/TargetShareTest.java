package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The share of foreground in targets, by hand. */
class TargetShareTest {
  @Test
  void isForegroundByPixelsOfEveryInstance() {
    float[] target = {0, 1, 2, 0, 3, 3, 3, 3};
    assertThat(TargetShare.of(Pixels.of(target, 2, 4), 0, IgnoreValues.NONE)).containsExactly(0.75);
    assertThat(TargetShare.of(Pixels.of(target, 2, 2, 2), 0, IgnoreValues.NONE))
        .containsExactly(0.5, 1);
    assertThat(TargetShare.of(Pixels.of(target, 2, 2, 2), 2, IgnoreValues.NONE))
        .containsExactly(0, 1);
  }

  @Test
  void leavesOutWhatIsToBeIgnored() {
    Pixels holes = Pixels.of(new float[] {0, 1, Float.NaN, 1});
    assertThat(TargetShare.of(holes, 0, IgnoreValues.of(Double.NaN))).containsExactly(2.0 / 3);
    assertThat(TargetShare.of(Pixels.of(new float[] {0, 1, 255, 255}), 0, IgnoreValues.of(255)))
        .containsExactly(0.5);
  }

  @Test
  void agreesWithTheKernelOverManyBlocks() {
    float[] target = new float[3 * 50 * 41];
    float[] prediction = new float[target.length];
    for (int i = 0; i < target.length; i++) {
      target[i] = i * 7919 % 5;
    }
    Pixels pixels = Pixels.of(target, 3, 50, 41);
    double[] flat =
        new ConfusionKernel(ScoringOptions.DEFAULT.withIgnoreValues(IgnoreValues.of(4)))
            .run(Pixels.of(prediction, 3, 50, 41), pixels, 1);
    double[] shares = TargetShare.of(pixels, 1, IgnoreValues.of(4));
    assertThat(shares).hasSize(3);
    for (int i = 0; i < 3; i++) {
      SoftConfusion confusion = SoftConfusion.fromFlat(flat, i);
      assertThat(shares[i]).isEqualTo((double) confusion.targetPixels() / confusion.pixels());
    }
  }

  @Test
  void rejectsWhatTheKernelRejects() {
    assertThatThrownBy(
            () -> TargetShare.of(Pixels.of(new float[] {0, 1, Float.NaN}), 0, IgnoreValues.NONE))
        .isInstanceOf(InvalidMaskException.class)
        .hasMessage("target is NaN at [2], but every item must be a number (shape 3)");
    assertThatThrownBy(() -> TargetShare.of(Pixels.of(new float[0], 0, 3), 0, IgnoreValues.NONE))
        .hasMessage("target has shape 0x3, but must have at least one pixel");
    assertThatThrownBy(() -> TargetShare.of(Pixels.of(new float[] {9, 9}), 0, IgnoreValues.of(9)))
        .hasMessage(
            "target has the ignore_value 9.0 at every pixel of instance 0, but at least one must"
                + " count (shape 2)");
    assertThatThrownBy(
            () -> TargetShare.of(Pixels.of(new float[] {1}), Double.NaN, IgnoreValues.NONE))
        .hasMessage("target_thresh is NaN, but must be a number");
  }
}
