package dev.net2vec.sql.expression;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/** Finds the known name that a mistyped one was probably meant to be. */
final class NearestName {
  private NearestName() {}

  /** Returns the nearest of the known names. */
  static String of(String name, Collection<String> known) {
    return Collections.min(known, Comparator.comparingInt(other -> distance(name, other)));
  }

  /** Returns the nearest of the known names if at least half of it is right. */
  static Optional<String> near(String name, Collection<String> known) {
    String nearest = of(name, known);
    return distance(name, nearest) <= nearest.length() / 2
        ? Optional.of(nearest)
        : Optional.empty();
  }

  private static int distance(String name, String other) {
    return UTF8String.fromString(name.toLowerCase(Locale.ROOT))
        .levenshteinDistance(UTF8String.fromString(other.toLowerCase(Locale.ROOT)));
  }
}
