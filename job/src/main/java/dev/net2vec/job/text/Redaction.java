package dev.net2vec.job.text;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * Redacts secrets in all that is shown or written: matches of {@code
 * spark.sql.redaction.string.regex}; the values of names that match {@code spark.redaction.regex},
 * as in {@code password=…}; and always the user and password of a URI.
 */
public final class Redaction {
  /** Spark's own replacement text. */
  static final String REPLACEMENT = "*********(redacted)";

  private static final String NAMES = "spark.redaction.regex";
  private static final String DEFAULT_NAMES = "(?i)secret|password|token|access[.]?key";
  private static final String TEXT = "spark.sql.redaction.string.regex";
  private static final String DEFAULT_TEXT = "spark.redaction.string.regex";

  /**
   * Matches {@code user:password} after {@code ://}, where a password may contain slashes, but a
   * port is not one; a user alone, except in Azure's URIs, which have the container there; and
   * Oracle's {@code user/password}.
   */
  private static final Pattern USER =
      Pattern.compile(
          "(?:(?<=://)[^/\\s:@'\"`]*:(?!\\d+(?:/|$))[^\\s'\"`]*"
              + "|(?<=://)(?<!(?:abfss?|wasbs?)://)[^/\\s:@'\"`]+"
              + "|(?<=jdbc:oracle:thin:)[^\\s@'\"`]+)@");

  /** Matches a name and its value, as in options, URLs and SQL. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?<![\\w.-])([\\w.-]++)([\"'`]?(?:\\s*=>?\\s*|:(?=\\S)|\\s*:?\\s*(?=[\"'])))"
              + "(?!\\*{9}\\()"
              + "(\"(?:[^\"\\\\]|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)*+'|[^\\s&;,)}\\]\"']++)");

  private final Pattern names;
  private final Pattern text;

  private Redaction(UnaryOperator<String> conf) {
    names = pattern(conf.apply(NAMES), DEFAULT_NAMES);
    String ofSql = conf.apply(TEXT);
    text = pattern(ofSql == null ? conf.apply(DEFAULT_TEXT) : ofSql, "");
  }

  private static Pattern pattern(String regex, String otherwise) {
    try {
      return Pattern.compile(regex == null ? otherwise : regex);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(otherwise); // Spark itself refuses to start with it.
    }
  }

  /** Returns the redaction for Spark's settings, whether Spark has started or not. */
  public static Redaction current() {
    if (SparkSession.getDefaultSession().isDefined()) {
      RuntimeConfig conf = SparkSession.getDefaultSession().get().conf();
      return new Redaction(key -> conf.getOption(key).getOrElse(() -> null));
    }
    SparkConf conf = new SparkConf();
    return new Redaction(key -> conf.get(key, null));
  }

  /** Returns a text with its secrets redacted. */
  public String text(String plain) {
    String redacted =
        assignments(USER.matcher(plain).replaceAll(Matcher.quoteReplacement(REPLACEMENT + "@")));
    return text.pattern().isEmpty()
        ? redacted
        : text.matcher(redacted).replaceAll(Matcher.quoteReplacement(REPLACEMENT));
  }

  private String assignments(String plain) {
    StringBuilder redacted = new StringBuilder();
    Matcher found = ASSIGNMENT.matcher(plain);
    int copied = 0;
    int from = 0;
    while (found.find(from)) {
      from = found.end(1); // The value of another name may contain an assignment itself.
      if (names.matcher(found.group(1)).find()) {
        redacted.append(plain, copied, found.start(3)).append(REPLACEMENT);
        copied = found.end();
        from = copied;
      }
    }
    return redacted.append(plain.substring(copied)).toString();
  }

  /** Returns values by name with the secrets in their texts redacted. */
  public <T> Map<String, T> values(Map<String, T> plain) {
    Map<String, T> redacted = new LinkedHashMap<>();
    plain.forEach((name, value) -> redacted.put(name, value(name, value)));
    return redacted;
  }

  @SuppressWarnings("unchecked") // A text stays a text, and a list stays a list.
  private <T> T value(String name, T value) {
    if (value instanceof String string) {
      return (T) (names.matcher(name).find() ? REPLACEMENT : text(string));
    }
    if (value instanceof List<?> list) {
      return (T) list.stream().map(item -> value(name, item)).toList();
    }
    return value;
  }

  /** Returns a column of paths with their users and passwords redacted. */
  public static Column paths(Column column) {
    return regexp_replace(
        column, lit(USER.pattern()), lit(Matcher.quoteReplacement(REPLACEMENT + "@")));
  }
}
