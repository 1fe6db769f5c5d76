package dev.net2vec.setting;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The definition of one setting, from which all forms of it are derived.
 *
 * <p>{@code Settings.TARGET_THRESH} is the argument {@code target_thresh} of the SQL functions, the
 * session conf {@code spark.net2vec.targetThresh}, and the option {@code --target-thresh} and the
 * key {@code target_thresh} of the job.
 *
 * @param <T> the type of its values; {@link Object#toString} of a value returns a text that {@link
 *     #parse} accepts
 */
public final class Setting<T> {
  /** What the keys of all session confs start with. */
  public static final String PREFIX = "spark.net2vec.";

  private static final Pattern WORD = Pattern.compile("_([a-z])");

  private final String name;
  private final String symbol;
  private final T defaultValue;
  private final String allowed;
  private final String meaning;
  private final Function<String, T> parser;

  /**
   * Defines a setting.
   *
   * @param name in snake_case
   * @param symbol stands for a value in usage texts
   * @param allowed the values, completing "it must be …"
   * @param meaning a clause that starts in lower case and does not repeat the name
   * @param parser returns null, or throws {@link IllegalArgumentException}, for other texts
   */
  Setting(
      String name,
      String symbol,
      T defaultValue,
      String allowed,
      String meaning,
      Function<String, T> parser) {
    this.name = name;
    this.symbol = symbol;
    this.defaultValue = defaultValue;
    this.allowed = allowed;
    this.meaning = meaning;
    this.parser = parser;
  }

  /** Returns the name in snake_case: a function's argument, and a key of the job. */
  public String name() {
    return name;
  }

  /** Returns the key of the session conf. */
  public String key() {
    return PREFIX + WORD.matcher(name).replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
  }

  /** Returns the option of the job's command line. */
  public String option() {
    return "--" + name.replace('_', '-');
  }

  /** Returns what stands for a value in usage texts. */
  public String symbol() {
    return symbol;
  }

  /** Returns the value where none is given. */
  public T defaultValue() {
    return defaultValue;
  }

  /** Returns the allowed values, in words that complete "it must be …". */
  public String allowed() {
    return allowed;
  }

  /** Returns what the setting does, as a clause. */
  public String meaning() {
    return meaning;
  }

  /** Returns the value of a text; empty if it is not allowed. */
  public Optional<T> parse(String text) {
    try {
      return Optional.ofNullable(parser.apply(text.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
