package dev.net2vec.job;

import java.util.Locale;

/** How packed targets are stored. */
enum TargetEncoding {
  /** Every item as it is. */
  NPY,
  /** The foreground alone, as COCO run lengths. */
  RLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
