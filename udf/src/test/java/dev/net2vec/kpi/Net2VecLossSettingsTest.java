package dev.net2vec.kpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Net2VecLossSettingsTest {
  private static final Reduction LARGEST = values -> values.max();

  @Test
  void defaults() {
    Net2VecLoss loss = new Net2VecLoss();

    assertThat(loss.factorPosClass()).isEqualTo(0.5);
    assertThat(loss.targetThresh()).isZero();
    assertThat(loss.reduction()).isEqualTo(BatchReduction.MEAN);
    assertThat(loss)
        .hasToString("Net2VecLoss(factor_pos_class=0.5, target_thresh=0.0, reduction=mean)")
        .isEqualTo(Net2VecLoss.of(Map.of()));
  }

  @Test
  void writtenAsInPython() {
    assertThat(new Net2VecLoss(0.25, 127, BatchReduction.SUM))
        .hasToString("Net2VecLoss(factor_pos_class=0.25, target_thresh=127.0, reduction=sum)");
    assertThat(Net2VecLoss.of(Map.of("factor_pos_class", 0.9, "reduction", "sum")))
        .hasToString("Net2VecLoss(factor_pos_class=0.9, target_thresh=0.0, reduction=sum)");
  }

  @Test
  void resizingIsWrittenWhereItIsAskedFor() {
    Net2VecLoss loss = Net2VecLoss.of(Map.of("resize", "Bilinear", "align_corners", "true"));

    assertThat(loss)
        .isEqualTo(new Net2VecLoss().withAlignedCorners().withResize(Interpolation.BILINEAR))
        .hasToString(
            "Net2VecLoss(factor_pos_class=0.5, target_thresh=0.0, reduction=mean, resize=bilinear,"
                + " align_corners=true)");
    assertThat(loss.resize()).isEqualTo(Interpolation.BILINEAR);
    assertThat(loss.alignCorners()).isTrue();
    assertThat(Net2VecLoss.of(Map.of("resize", Interpolation.NONE, "align_corners", false)))
        .isEqualTo(new Net2VecLoss());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.withResize(null))
        .withMessage("resize is null, but must be none, bilinear or nearest");
  }

  @Test
  void settingsAreOrdered() {
    assertThat(new Net2VecLoss(1, -2, BatchReduction.SUM).settings())
        .containsExactly(
            entry("factor_pos_class", 1.0),
            entry("target_thresh", -2.0),
            entry("reduction", "sum"));
  }

  @Test
  void settingsRebuildAnEqualLoss() {
    for (Net2VecLoss loss :
        new Net2VecLoss[] {
          new Net2VecLoss(),
          new Net2VecLoss(0),
          new Net2VecLoss(0.1, Double.NEGATIVE_INFINITY, BatchReduction.SUM),
          new Net2VecLoss(1, 0.3, LARGEST),
          new Net2VecLoss().withAlignedCorners(),
          new Net2VecLoss(0.9).withResize(Interpolation.NEAREST),
          new Net2VecLoss(0.9, 1, LARGEST).withResize(Interpolation.BILINEAR).withAlignedCorners()
        }) {
      assertThat(Net2VecLoss.of(loss.settings())).isEqualTo(loss).hasSameHashCodeAs(loss);
    }
  }

  @Test
  void lossesWithOtherSettingsDiffer() {
    assertThat(new Net2VecLoss(0.5, 0, BatchReduction.MEAN))
        .isNotEqualTo(new Net2VecLoss(0.6, 0, BatchReduction.MEAN))
        .isNotEqualTo(new Net2VecLoss(0.5, 1, BatchReduction.MEAN))
        .isNotEqualTo(new Net2VecLoss(0.5, 0, BatchReduction.SUM))
        .isNotEqualTo(new Net2VecLoss(0.5, 0, LARGEST))
        .isNotEqualTo(new Net2VecLoss().withResize(Interpolation.BILINEAR))
        .isNotEqualTo(new Net2VecLoss().withAlignedCorners())
        .isNotEqualTo("Net2VecLoss");
  }

  @Test
  void numbersMayBeOfAnyTypeOrWrittenOut() {
    assertThat(Net2VecLoss.of(Map.of("factor_pos_class", 1, "target_thresh", 127L)))
        .isEqualTo(new Net2VecLoss(1, 127, BatchReduction.MEAN));
    assertThat(Net2VecLoss.of(Map.of("factor_pos_class", "0.9", "target_thresh", "1e2")))
        .isEqualTo(new Net2VecLoss(0.9, 100, BatchReduction.MEAN));
  }

  @Test
  void reductionMayBeANameOrAnObject() {
    assertThat(Net2VecLoss.of(Map.of("reduction", "SUM")).reduction())
        .isEqualTo(BatchReduction.SUM);
    assertThat(Net2VecLoss.of(Map.of("reduction", BatchReduction.SUM)).reduction())
        .isEqualTo(BatchReduction.SUM);
    assertThat(Net2VecLoss.of(Map.of("reduction", LARGEST)).reduction()).isSameAs(LARGEST);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void factorPosClassOutsideZeroToOne(double bad) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Net2VecLoss(bad))
        .withMessage("factor_pos_class is " + bad + ", but must be in [0, 1]");
  }

  @Test
  void targetThreshThatIsNotANumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Net2VecLoss(0.5, Double.NaN, BatchReduction.MEAN))
        .withMessage("target_thresh is NaN, but must be a number");
  }

  @Test
  void noReduction() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Net2VecLoss(0.5, 0, null))
        .withMessage("reduction is null, but must be mean, sum or another Reduction");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          factor_pos_class | 1.5    | factor_pos_class is 1.5, but must be in [0, 1]
          factor_pos_class | half   | factor_pos_class is "half", but must be a number
          factor_pos_class |        | factor_pos_class is null, but must be a number
          target_thresh    | ''     | target_thresh is "", but must be a number
          target_thresh    | NaN    | target_thresh is NaN, but must be a number
          reduction        | median | reduction is "median", but must be mean or sum
          reduction        |        | reduction is null, but must be mean, sum or another Reduction
          factor           | 0.5    | setting is "factor", but must be one of factor_pos_class, target_thresh, reduction, resize, align_corners
          resize           | cubic  | resize is "cubic", but must be none, bilinear or nearest
          resize           |        | resize is null, but must be none, bilinear or nearest
          align_corners    | yes    | align_corners is "yes", but must be true or false
          align_corners    |        | align_corners is null, but must be true or false
          """)
  void settingsThatAreNotAllowed(String key, String value, String message) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(key, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Net2VecLoss.of(settings))
        .withMessage(message);
  }

  @Test
  void settingsOfTheWrongType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Net2VecLoss.of(Map.of("factor_pos_class", true)))
        .withMessage("factor_pos_class is true, but must be a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Net2VecLoss.of(Map.of("reduction", 1)))
        .withMessage("reduction is 1, but must be mean, sum or another Reduction");
  }
}
