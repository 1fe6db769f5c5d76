package dev.net2vec.kpi;

/**
 * The foreground share of a target's pixels. The paper's balance is b = 1 − its mean over the
 * instances (Fong &amp; Vedaldi, CVPR 2018, section 3.1).
 *
 * <p>{@code TargetShare.of(Pixels.of(new float[] {0, 1, 1, 0}, 1, 4), 0, IgnoreValues.NONE,
 * TargetClasses.NONE)} is {@code {0.5}}.
 */
public final class TargetShare {
  private static final int BLOCK = 1024;

  private TargetShare() {}

  /**
   * Returns foreground pixels ÷ pixels of every instance, in row-major order of the leading dims.
   *
   * @param targetThresh a pixel is foreground if its target is greater than this
   * @param ignoreValues pixels with one of these values are excluded
   * @param classes the classes that are foreground; none if the threshold decides
   * @throws InvalidMaskException if an instance has no pixel that counts, or an item is NULL or NaN
   */
  public static double[] of(
      Pixels target, double targetThresh, IgnoreValues ignoreValues, TargetClasses classes) {
    TargetThresh.require(targetThresh);
    if (classes.isChannel() || classes.isEach()) {
      throw MaskErrors.unsupported(
          MaskRole.TARGET, "the target_class " + classes, "a class, as there is no prediction");
    }
    Pixels classified = new ClassifiedPixels(target, classes, targetThresh, ignoreValues);
    return of(
        classified,
        new TargetRule(ClassifiedPixels.THRESH, ClassifiedPixels.IGNORED),
        ignoreValues);
  }

  /** Returns the shares where a threshold decides. */
  public static double[] of(Pixels target, double targetThresh, IgnoreValues ignoreValues) {
    return of(target, targetThresh, ignoreValues, TargetClasses.NONE);
  }

  private static double[] of(Pixels target, TargetRule rule, IgnoreValues ignoreValues) {
    Shape shape = target.shape();
    if (shape.pixels() == 0) {
      throw MaskErrors.empty(MaskRole.TARGET, shape);
    }
    double[] shares = new double[shape.instances()];
    double[] block = new double[BLOCK];
    int size = shape.instancePixels();
    for (int instance = 0; instance < shares.length; instance++) {
      int pixels = 0;
      int foreground = 0;
      for (int done = 0; done < size; done += BLOCK) {
        int count = Math.min(BLOCK, size - done);
        int start = instance * size + done;
        target.read(start, count, block);
        for (int i = 0; i < count; i++) {
          switch (rule.kind(block[i])) {
            case TargetRule.FOREGROUND -> {
              pixels++;
              foreground++;
            }
            case TargetRule.BACKGROUND -> pixels++;
            case TargetRule.INVALID ->
                throw MaskErrors.notANumber(MaskRole.TARGET, shape, start + i);
            default -> {}
          }
        }
      }
      if (pixels == 0) {
        throw MaskErrors.allIgnored(ignoreValues, shape, instance);
      }
      shares[instance] = (double) foreground / pixels;
    }
    return shares;
  }
}
