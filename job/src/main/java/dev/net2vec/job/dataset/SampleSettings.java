package dev.net2vec.job.dataset;

import dev.net2vec.job.error.JobException;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a synthetic dataset; the same settings give the same rows.
 *
 * @param rows number of pairs of masks, at least 1
 * @param height of a mask in pixels, in [1, {@value #MAX_SIDE}]
 * @param width of a mask in pixels, in [1, {@value #MAX_SIDE}]
 * @param concepts number of different concepts, in [1, rows]
 * @param seed any number
 */
public record SampleSettings(long rows, int height, int width, int concepts, long seed)
    implements Serializable {
  private static final int MAX_SIDE = 8192;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

  public SampleSettings {
    requireRange("--rows", rows, 1, Long.MAX_VALUE);
    requireRange("the height of --size", height, 1, MAX_SIDE);
    requireRange("the width of --size", width, 1, MAX_SIDE);
    requireRange("--concepts", concepts, 1, rows);
  }

  /**
   * Returns settings with a size such as {@code 112x96}: 112 pixels high, 96 wide.
   *
   * @throws JobException if a setting is out of range
   */
  public static SampleSettings of(long rows, String size, int concepts, long seed) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      throw JobException.usage(
          "--size is " + size + ", but must be HEIGHTxWIDTH in pixels, such as 112x96");
    }
    return new SampleSettings(
        rows,
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        concepts,
        seed);
  }

  /** Checks that a setting is in its range. */
  public static void requireRange(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw JobException.usage(
          name
              + " is "
              + value
              + ", but must be "
              + (most == Long.MAX_VALUE
                  ? "at least " + least
                  : "in [" + least + ", " + most + "]"));
    }
  }
}
