package dev.net2vec.job;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.Locale;
import org.apache.spark.sql.Column;

/** How the values of a group's instances become one. */
enum JobReduction {
  MEAN {
    @Override
    Column of(Column values) {
      return avg(values);
    }
  },
  SUM {
    @Override
    Column of(Column values) {
      return sum(values);
    }
  },
  /** Not at all: the instances are the result, and a group's value is null. */
  NONE {
    @Override
    Column of(Column values) {
      return lit(null).cast("double");
    }
  };

  abstract Column of(Column values);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
