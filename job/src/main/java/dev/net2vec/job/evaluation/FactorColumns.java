package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.net2vec.sql.Net2VecFunctions;
import dev.net2vec.sql.expression.CountsCall;
import org.apache.spark.sql.Column;

/** One b and an instance's value under it, as columns over the instances' soft confusion. */
final class FactorColumns {
  /** The column with the paper's balance of a row's group. */
  static final String BALANCE = "auto_factor_pos_class";

  /** The column with the b of a row's concept, from the table of concept vectors. */
  static final String OF_CONCEPT = "concept_factor_pos_class";

  private final Factor factor;

  FactorColumns(Factor factor) {
    this.factor = factor;
  }

  /** Returns b; for auto, the row's {@link #BALANCE}, for concept, its {@link #OF_CONCEPT}. */
  Column b() {
    return switch (factor.kind()) {
      case NUMBER -> lit(factor.number());
      case CONCEPT -> col(OF_CONCEPT);
      case AUTO -> col(BALANCE);
    };
  }

  /** Returns whether b is the paper's balance. */
  Column auto() {
    return lit(factor.isAuto());
  }

  /** Returns the value of an instance; null for a row without one. */
  Column value() {
    return weigh(b(), col(CountsCall.TRUE_POSITIVE), col(CountsCall.TRUE_NEGATIVE));
  }

  /** Returns the best value possible for an instance's target; null for a row without one. */
  Column best() {
    return best(b());
  }

  /** Returns the best value possible for an instance's target, for this b. */
  static Column best(Column b) {
    Column foreground = col(CountsCall.TARGET_PIXELS);
    Column background = col(CountsCall.PIXELS).minus(foreground);
    return weigh(b, foreground.cast("double"), background.cast("double"));
  }

  /**
   * Repeats the arithmetic of {@link dev.net2vec.kpi.FactorPosClass#weigh}, operation by operation.
   */
  static Column weigh(Column b, Column truePositive, Column trueNegative) {
    return b.multiply(truePositive).plus(lit(1.0).minus(b).multiply(trueNegative));
  }

  /** Returns the negated value, but never {@code -0.0}. */
  static Column loss(Column value) {
    return lit(0.0).minus(value);
  }

  /** Returns the b of the group's only concept; null if its concepts have several. */
  static Column ofConcept() {
    Column b = col(OF_CONCEPT);
    return when(min(b).equalTo(max(b)), min(b));
  }

  /** Returns the paper's balance, b = 1 − the mean of the target's share of foreground. */
  static Column balance() {
    Column share = col(CountsCall.TARGET_PIXELS).divide(col(CountsCall.PIXELS));
    return lit(1.0).minus(Net2VecFunctions.net2vecExactMean(share));
  }
}
