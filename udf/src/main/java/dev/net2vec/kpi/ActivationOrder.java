package dev.net2vec.kpi;

import java.util.Locale;

/** Whether a prediction is resized before or after its activation. */
public enum ActivationOrder {
  /** Probabilities are resized, as hybrid_learning does it. */
  BEFORE_RESIZE,
  /** Logits are resized, as Net2Vec does it. */
  AFTER_RESIZE;

  /** Returns the name in settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
