package dev.net2vec.job.dataset;

import java.util.Locale;

/** The type of packed activations' items. */
public enum ActivationsType {
  /** Rounded to halves, as most networks compute: a relative error of at most 2^-11. */
  F2,
  F4,
  F8;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
