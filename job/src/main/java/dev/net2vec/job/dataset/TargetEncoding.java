package dev.net2vec.job.dataset;

import java.util.Locale;

/** How packed targets are stored. */
public enum TargetEncoding {
  /** All items, unchanged. */
  NPY,
  /** Only the foreground, as COCO run lengths. */
  RLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
