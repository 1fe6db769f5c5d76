package dev.net2vec.job;

import static org.apache.spark.sql.functions.lit;

import java.util.Locale;
import org.apache.spark.sql.Column;

/** How the values of a group's instances become one. */
enum JobReduction {
  MEAN,
  SUM,
  /** Not at all: the instances are the result, and a group's value is null. */
  NONE;

  /** Returns the one of these that the value is. */
  Column of(Column total, Column mean) {
    return switch (this) {
      case MEAN -> mean;
      case SUM -> total;
      case NONE -> lit(null).cast("double");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
