package dev.net2vec.kpi;

import java.util.Locale;

/** How a target's class ids are read from the colours of an image. */
public enum TargetEncoding {
  /** By the file: an image has one sample for each pixel, and colours are an error. */
  AUTO,
  /** R + 256·G + 65536·B, as in COCO panoptic and Broden. */
  RGB_ID {
    @Override
    public int id(int red, int green, int blue) {
      return red | green << 8 | blue << 16;
    }
  },
  /** (R div 10)·256 + G, as in the segmentations of ADE20K. */
  ADE20K {
    @Override
    public int id(int red, int green, int blue) {
      return red / 10 * 256 + green;
    }
  };

  /** Returns the encoding with this name, in any case. */
  public static TargetEncoding parse(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * Returns the class id that a colour stands for; its parts are in [0, 255].
   *
   * @throws UnsupportedOperationException if colours are an error
   */
  public int id(int red, int green, int blue) {
    throw new UnsupportedOperationException(toString());
  }

  /** Returns the name as used in settings: {@code auto}, {@code rgb_id}, {@code ade20k}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
