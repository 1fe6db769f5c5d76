package dev.net2vec.kpi;

import java.util.Locale;

/** What a mask is to an instance. */
public enum MaskRole {
  /** What the network says: soft, every item in [0, 1]. */
  PREDICTION,
  /** What is true: any numbers, foreground above the threshold. */
  TARGET,
  /** A mask that is looked at by itself; its items are any numbers. */
  MASK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
