package dev.net2vec.kpi;

/**
 * Decides whether a target's item is foreground, background or ignored.
 *
 * @param thresh an item is foreground if it is greater than this
 * @param ignoreValues items that are ignored, whatever the threshold
 */
record TargetRule(double thresh, IgnoreValues ignoreValues) {
  static final byte BACKGROUND = 0;
  static final byte FOREGROUND = 1;
  static final byte IGNORED = 2;

  /** NaN, unless it is ignored. */
  static final byte INVALID = 3;

  /** Returns what an item is. */
  byte kind(double item) {
    if (ignoreValues.contains(item)) {
      return IGNORED;
    } else if (item > thresh) {
      return FOREGROUND;
    }
    return item <= thresh ? BACKGROUND : INVALID;
  }
}
