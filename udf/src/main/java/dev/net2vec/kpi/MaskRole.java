package dev.net2vec.kpi;

import java.util.Locale;

/** The role of a mask. */
public enum MaskRole {
  /** The network's output: soft, every item in [0, 1]. */
  PREDICTION,
  /** The ground truth: any numbers, foreground above the threshold. */
  TARGET,
  /** A mask on its own; its items are any numbers. */
  MASK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
