package dev.net2vec.kpi;

import java.util.Locale;

/** Converts a network's outputs to predictions in [0, 1]. */
public enum Activation {
  /** The items are predictions. */
  NONE {
    @Override
    void apply(int count, double[] block) {}
  },
  /** The items are logits: {@code 1 / (1 + exp(−x))}, in double. NaN stays NaN. */
  SIGMOID {
    @Override
    void apply(int count, double[] block) {
      for (int i = 0; i < count; i++) {
        block[i] = 1 / (1 + Math.exp(-block[i]));
      }
    }
  };

  /** Replaces the first {@code count} items of a block by their predictions. */
  abstract void apply(int count, double[] block);

  /** Returns the name in settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
