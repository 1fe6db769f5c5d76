package dev.net2vec.job.evaluation;

import dev.net2vec.kpi.FactorPosClass;
import java.util.Comparator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One b of an evaluation.
 *
 * @param number in [0, 1], or null for {@code auto}: the paper's balance of each group, 1 − the
 *     mean over its instances of the target's share of foreground
 */
public record Factor(Double number) {
  public static final Factor AUTO = new Factor(null);
  public static final Factor DEFAULT = new Factor(FactorPosClass.DEFAULT);

  /** Ascending, {@code auto} last. */
  static final Comparator<Factor> ORDER =
      Comparator.comparing(Factor::number, Comparator.nullsLast(Comparator.naturalOrder()));

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
    return number == null;
  }

  /** Returns its value in a config file: a number, or {@code "auto"}. */
  public Object setting() {
    return isAuto() ? "auto" : number;
  }

  /** Parses an option's value. */
  public static final class Converter implements ITypeConverter<Factor> {
    @Override
    public Factor convert(String text) {
      if (text.equalsIgnoreCase("auto")) {
        return AUTO;
      }
      try {
        return new Factor(Double.valueOf(text));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + text + "' is not a number or auto");
      }
    }
  }
}
