package dev.net2vec.sql;

import dev.net2vec.mask.MaskDecoder;
import java.util.List;
import java.util.stream.IntStream;

/** Which arguments a function takes after prediction and target. */
enum Signature {
  /** Counts only: {@code (prediction, target [, target_thresh])}. */
  COUNTING(3, "prediction, target [, target_thresh]"),
  /** Values too: {@code (prediction, target [, factor_pos_class [, target_thresh]])}. */
  WEIGHING(4, "prediction, target [, factor_pos_class [, target_thresh]]");

  private final int most;
  private final String usage;

  Signature(int most, String usage) {
    this.most = most;
    this.usage = usage;
  }

  /** How many arguments a call may have. */
  List<Integer> counts() {
    return IntStream.rangeClosed(2, most).boxed().toList();
  }

  String usage() {
    return usage;
  }

  /** Returns the arguments' meaning, in the layout of Spark's function descriptions. */
  String describe() {
    StringBuilder text = new StringBuilder("\n    Arguments:\n");
    describe(text, "prediction", "the soft mask, every item in [0, 1]; " + MaskDecoder.ALLOWED);
    describe(text, "target", "the true mask, of the same shape; " + MaskDecoder.ALLOWED);
    if (this == WEIGHING) {
      describe(
          text,
          "factor_pos_class",
          "b, the weight of the foreground, a number in [0, 1], literal or column; left out, "
              + Net2VecConf.FACTOR_POS_CLASS
              + " or 0.5");
    }
    describe(
        text,
        "target_thresh",
        "a pixel is foreground where its target is greater, a number, literal or column; left out, "
            + Net2VecConf.TARGET_THRESH
            + " or 0.0");
    return text.append("  ").toString();
  }

  private static void describe(StringBuilder text, String name, String meaning) {
    text.append("      * ").append(name).append(" - ").append(meaning).append('\n');
  }
}
