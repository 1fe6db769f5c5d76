package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The key that pairs files: their stem, which is the name without its last extension, or the named
 * groups of a regular expression over their path.
 *
 * @param pattern null for the stem
 * @param columns the names of the key's parts
 */
public record PathKey(Pattern pattern, List<String> columns) {
  public static final PathKey STEM = new PathKey(null, List.of("stem"));

  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  /**
   * Returns the key that a regular expression defines.
   *
   * @throws JobException if it is not a regular expression, or has no named group
   */
  public static PathKey matching(String regex) {
    Pattern pattern;
    Matcher empty;
    try {
      pattern = Pattern.compile(regex);
      // Matches the empty string, so that its groups can be queried.
      empty = Pattern.compile("(?:" + regex + ")|").matcher("");
    } catch (PatternSyntaxException e) {
      throw JobException.usage(
          "--join-on is \"%s\", but must be a regular expression with --format files: %s"
              .formatted(regex, e.getDescription()),
          e);
    }
    empty.find();
    Set<String> names = new LinkedHashSet<>();
    Matcher groups = GROUP.matcher(regex);
    while (groups.find()) {
      String name = groups.group(1);
      if (isGroup(empty, name)) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      throw JobException.usage(
          "--join-on is \"%s\", but must have a named group, such as (?<frame>\\d+)"
              .formatted(regex));
    }
    return new PathKey(pattern, List.copyOf(names));
  }

  /**
   * Returns whether the name is that of a group, not of text that is escaped or in a character
   * class.
   */
  private static boolean isGroup(Matcher matched, String name) {
    try {
      matched.group(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Returns the key's parts; null if the expression is not found in the path.
   *
   * <p>Of several matches, the one that ends last counts: {@code (?<scene>\w+)/(?<frame>\d+)} is
   * {@code s1, 0007} in {@code data/2026/s1/0007.npy}.
   */
  List<String> of(String path) {
    if (pattern == null) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      int dot = name.lastIndexOf('.');
      return List.of(dot < 0 ? name : name.substring(0, dot));
    }
    List<String> parts = null;
    Matcher matcher = pattern.matcher(path);
    int end = -1;
    for (int from = 0; from <= path.length() && matcher.find(from); from = matcher.start() + 1) {
      if (matcher.end() > end) {
        end = matcher.end();
        parts = parts(matcher);
      }
    }
    return parts;
  }

  private List<String> parts(Matcher matcher) {
    List<String> parts = new ArrayList<>();
    for (String column : columns) {
      String part = matcher.group(column);
      parts.add(part == null ? "" : part);
    }
    return parts;
  }

  /** Returns the text of a key for messages: {@code "scene 's1', frame '0007'"}. */
  String text(List<String> parts) {
    StringJoiner text = new StringJoiner(", ");
    for (int i = 0; i < parts.size(); i++) {
      text.add(columns.get(i) + " '" + parts.get(i) + "'");
    }
    return text.toString();
  }
}
