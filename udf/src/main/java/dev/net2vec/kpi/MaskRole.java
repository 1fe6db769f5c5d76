package dev.net2vec.kpi;

import java.util.Locale;

/** Which of the two masks of an instance is meant. */
public enum MaskRole {
  /** What the network says: soft, every item in [0, 1]. */
  PREDICTION,
  /** What is true: any numbers, foreground above the threshold. */
  TARGET;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
