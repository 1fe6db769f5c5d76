package dev.net2vec.job.evaluation;

import dev.net2vec.kpi.FactorPosClass;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One b of an evaluation.
 *
 * @param number in [0, 1]; null unless the kind is {@link Kind#NUMBER}
 */
public record Factor(Kind kind, Double number) {
  /** Where b comes from. */
  enum Kind {
    NUMBER,
    /** The b in the table of concept vectors; the default where a concept has none there. */
    CONCEPT,
    /**
     * The paper's balance of each group: 1 − the mean over its instances of the target's share of
     * foreground.
     */
    AUTO
  }

  public static final Factor AUTO = new Factor(Kind.AUTO, null);
  public static final Factor CONCEPT = new Factor(Kind.CONCEPT, null);
  public static final Factor DEFAULT = new Factor(FactorPosClass.DEFAULT);

  /** Ascending, {@code auto} last. */
  static final Comparator<Factor> ORDER =
      Comparator.comparing(Factor::kind)
          .thenComparing(Factor::number, Comparator.nullsLast(Comparator.naturalOrder()));

  public Factor(double number) {
    this(Kind.NUMBER, number);
  }

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is NaN or outside [0, 1]
   */
  void require() {
    if (number != null) {
      FactorPosClass.require(number);
    }
  }

  boolean isAuto() {
    return kind == Kind.AUTO;
  }

  /** Returns its value in a config file: a number, {@code "concept"} or {@code "auto"}. */
  public Object setting() {
    return kind == Kind.NUMBER ? number : kind.name().toLowerCase(Locale.ROOT);
  }

  /** Parses an option's value. */
  public static final class Converter implements ITypeConverter<Factor> {
    @Override
    public Factor convert(String text) {
      for (Factor named : List.of(AUTO, CONCEPT)) {
        if (named.setting().toString().equalsIgnoreCase(text)) {
          return named;
        }
      }
      try {
        return new Factor(Double.parseDouble(text));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is not a number, concept or auto");
      }
    }
  }
}
