package dev.net2vec.job.dataset;

import java.util.Locale;

/** How packed targets are stored. */
public enum TargetEncoding {
  /** Every item as it is. */
  NPY,
  /** The foreground alone, as COCO run lengths. */
  RLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
