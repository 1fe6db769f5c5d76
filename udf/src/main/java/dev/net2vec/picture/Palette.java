package dev.net2vec.picture;

import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;

/**
 * The colours of pictures, which people with any colour blindness can tell apart: heat is that of
 * matplotlib's inferno, errors are blue and orange of Okabe and Ito (2008).
 */
final class Palette {
  /** The number of shades of each error. */
  private static final int SHADES = 32;

  /** The number of shades of heat. */
  private static final int HEATS = 128;

  private static final int[] INFERNO = {0x000004, 0x420A68, 0x932667, 0xDD513A, 0xFCA50A, 0xFCFFA4};
  private static final int BACKGROUND = 0x202020;
  private static final int FOREGROUND = 0xC8C8C8;
  private static final int FALSE_POSITIVE = 0xE69F00;
  private static final int FALSE_NEGATIVE = 0x0072B2;

  private static final int OF_BACKGROUND = HEATS;
  private static final int OF_FOREGROUND = OF_BACKGROUND + SHADES;
  private static final int OUTLINE_AT = OF_FOREGROUND + SHADES;
  private static final int IGNORED_AT = OUTLINE_AT + 1;
  private static final int PAGE_AT = IGNORED_AT + 1;

  /** The outline of a target. */
  static final byte OUTLINE = (byte) OUTLINE_AT;

  /** A pixel that does not count. */
  static final byte IGNORED = (byte) IGNORED_AT;

  /** What lies between two panels: nothing. */
  static final byte PAGE = (byte) PAGE_AT;

  private Palette() {}

  /** Returns the colour of a prediction in [0, 1]. */
  static byte heat(double prediction) {
    return (byte) Math.round(prediction * (HEATS - 1));
  }

  /**
   * Returns the colour of a pixel by its error.
   *
   * @param error the part of it, in [0, 1], that is false positive on the background, or false
   *     negative on the foreground
   */
  static byte error(boolean foreground, double error) {
    return (byte) ((foreground ? OF_FOREGROUND : OF_BACKGROUND) + Math.round(error * (SHADES - 1)));
  }

  static IndexColorModel colours() {
    int[] colours = new int[PAGE_AT + 1];
    for (int i = 0; i < HEATS; i++) {
      double at = (double) i / (HEATS - 1) * (INFERNO.length - 1);
      int low = Math.min((int) at, INFERNO.length - 2);
      colours[i] = mixed(INFERNO[low], INFERNO[low + 1], at - low);
    }
    for (int i = 0; i < SHADES; i++) {
      double share = (double) i / (SHADES - 1);
      colours[OF_BACKGROUND + i] = mixed(BACKGROUND, FALSE_POSITIVE, share);
      colours[OF_FOREGROUND + i] = mixed(FOREGROUND, FALSE_NEGATIVE, share);
    }
    colours[OUTLINE_AT] = 0xFF56DDFF;
    colours[IGNORED_AT] = 0xFF808080;
    return new IndexColorModel(
        8, colours.length, colours, 0, /* hasalpha= */ true, PAGE_AT, DataBuffer.TYPE_BYTE);
  }

  private static int mixed(int from, int to, double share) {
    int mixed = 0xFF000000;
    for (int shift = 0; shift <= 16; shift += 8) {
      double start = from >> shift & 0xFF;
      double end = to >> shift & 0xFF;
      mixed |= (int) Math.round(start + (end - start) * share) << shift;
    }
    return mixed;
  }
}
