package dev.net2vec.job.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that a mistyped one was probably meant to be. */
public final class Nearest {
  private static final int SHORTEST_PART = 3;

  private Nearest() {}

  /** Returns the nearest known name; empty if none is near. */
  public static Optional<String> to(String name, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    Optional<String> nearest =
        known.stream()
            .min(Comparator.comparingInt(candidate -> distance.apply(name, candidate)))
            .filter(candidate -> distance.apply(name, candidate) <= name.length() / 2);
    return nearest.or(
        () ->
            known.stream()
                .filter(candidate -> name.length() >= SHORTEST_PART && candidate.contains(name))
                .min(Comparator.comparingInt(String::length)));
  }

  /** Returns {@code "; did you mean group_by?"}, or an empty string if no name is near. */
  public static String suggestion(String name, Collection<String> known) {
    return to(name, known).map(nearest -> "; did you mean " + nearest + "?").orElse("");
  }
}
