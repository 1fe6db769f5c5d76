package dev.net2vec.kpi;

import java.io.Serializable;

/**
 * What an overlap measure gives where neither mask has foreground, so that it would be 0 ÷ 0.
 *
 * @param score null for no score
 */
public record EmptyScore(Double score) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A prediction of nothing where there is nothing is right. */
  public static final EmptyScore DEFAULT = new EmptyScore(1.0);

  private static final String NULL = "null";

  /**
   * Parses a number, or {@code null} in any case.
   *
   * @throws NumberFormatException if it is neither
   */
  public static EmptyScore parse(String text) {
    String name = text.strip();
    if (name.equalsIgnoreCase(NULL)) {
      return new EmptyScore(null);
    }
    double score = Double.parseDouble(name);
    if (!Double.isFinite(score)) {
      throw new NumberFormatException("empty_score is " + score + ", but must be finite or null");
    }
    return new EmptyScore(score);
  }

  /** Returns numerator ÷ denominator; this score if both are 0. */
  public Double ratio(double numerator, double denominator) {
    return denominator == 0 ? score : (Double) (numerator / denominator);
  }

  /** Returns {@code null} or the number. */
  @Override
  public String toString() {
    return String.valueOf(score);
  }
}
