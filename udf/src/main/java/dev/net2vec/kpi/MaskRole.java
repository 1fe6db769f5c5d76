package dev.net2vec.kpi;

import java.util.Locale;

/** The role of a mask. */
public enum MaskRole {
  /** The network's output: soft, every item in [0, 1]. */
  PREDICTION,
  /** The ground truth: any numbers, foreground above the threshold. */
  TARGET,
  /** A mask on its own; its items are any numbers. */
  MASK,
  /** A layer's output: channels, height and width; its items are any finite numbers. */
  ACTIVATIONS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
