package dev.net2vec.job;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the value of target pixels to ignore: a number, or {@code nan} in any case. */
final class IgnoreValueConverter implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number or nan");
    }
  }
}
