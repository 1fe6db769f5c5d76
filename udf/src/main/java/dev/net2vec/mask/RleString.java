package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;

/**
 * The compressed text of COCO run lengths: base 32, lowest digit first; from the fourth count on,
 * the difference from the count two before (cocoapi, {@code maskApi.c}, {@code rleToString}).
 */
final class RleString {
  private static final char ZERO = '0';
  private static final int MORE = 0x20;
  private static final int SIGN = 0x10;
  private static final int DIGIT = 0x1f;
  private static final int MOST_DIGITS = 7;

  private RleString() {}

  /** Returns the mask whose counts are in ASCII text. */
  static Pixels read(MaskRole role, Shape shape, byte[] text) {
    // A count has one character or more.
    RleRuns runs = new RleRuns(role, shape, text.length);
    long oneBefore = 0;
    long twoBefore = 0;
    int count = 0;
    int at = 0;
    while (at < text.length) {
      int from = at;
      long value = 0;
      int digit;
      do {
        if (at == text.length || at - from == MOST_DIGITS) {
          throw MaskErrors.unreadable(
              role,
              "RLE count " + count,
              at == text.length ? "cut off" : "too long",
              at,
              "1 to " + MOST_DIGITS + " characters long");
        }
        digit = text[at] - ZERO;
        if (digit < 0 || digit >= 2 * MORE) {
          throw MaskErrors.unreadable(role, "RLE character", "unknown", at, "in '0' to 'o'");
        }
        value |= (long) (digit & DIGIT) << (5 * (at - from));
        at++;
      } while ((digit & MORE) != 0);
      if ((digit & SIGN) != 0) {
        value |= -1L << (5 * (at - from));
      }
      value += count >= 3 ? twoBefore : 0;
      runs.add(value);
      twoBefore = oneBefore;
      oneBefore = value;
      count++;
    }
    return runs.finish();
  }

  /** Returns the text of counts, all of which must be at least 0. */
  static String of(int[] counts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      int rest = i >= 3 ? counts[i] - counts[i - 2] : counts[i];
      boolean more;
      do {
        int digit = rest & DIGIT;
        rest >>= 5;
        more = rest != ((digit & SIGN) != 0 ? -1 : 0);
        text.append((char) (ZERO + digit + (more ? MORE : 0)));
      } while (more);
    }
    return text.toString();
  }
}
