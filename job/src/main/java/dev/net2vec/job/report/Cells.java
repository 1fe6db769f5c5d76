package dev.net2vec.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.text.Shown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The texts of the page's cells. */
final class Cells {
  private static final MathContext DIGITS = new MathContext(6);

  private Cells() {}

  /** Returns a figure with six digits; an empty text if there is none. */
  static String number(JsonNode figure) {
    if (figure.isMissingNode() || figure.isNull()) {
      return "";
    }
    if (figure.isIntegralNumber()) {
      return number(figure.longValue());
    }
    return figure.isNumber() ? number(figure.decimalValue()) : Shown.cell(figure);
  }

  static String number(Number figure) {
    if (figure == null) {
      return "";
    }
    if (figure instanceof Long || figure instanceof Integer) {
      return String.format(Locale.ROOT, "%,d", figure.longValue());
    }
    double value = figure.doubleValue();
    return Double.isFinite(value) ? number(new BigDecimal(figure.toString())) : figure.toString();
  }

  private static String number(BigDecimal figure) {
    BigDecimal rounded = figure.round(DIGITS);
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (rounded.signum() == 0) {
      return "0";
    }
    return exponent >= -6 && exponent < 9 ? rounded.toPlainString() : rounded.toString();
  }

  /** Returns a group's values; the name for all instances if there are none. */
  static String name(JsonNode key) {
    List<String> texts = new ArrayList<>();
    key.forEach(value -> texts.add(Shown.cell(value)));
    return texts.isEmpty() ? Shown.ALL : String.join(", ", texts);
  }

  /** Returns {@code "image 7, concept car"}. */
  static String named(JsonNode columns) {
    List<String> texts = new ArrayList<>();
    columns
        .properties()
        .forEach(
            column -> texts.add(Shown.cell(column.getKey()) + " " + Shown.cell(column.getValue())));
    return String.join(", ", texts);
  }

  /** Returns any value of a summary. */
  static String value(JsonNode value) {
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(item -> texts.add(value(item)));
      return String.join(", ", texts);
    }
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    return value.isTextual() ? Shown.message(value.textValue()) : Shown.cell(value);
  }

  static String words(String name) {
    return name.replace('_', ' ');
  }
}
