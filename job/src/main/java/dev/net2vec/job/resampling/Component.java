package dev.net2vec.job.resampling;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** A number of an instance that a measure sums, computed from the fields of its row. */
enum Component {
  ONE {
    @Override
    Column of(InstanceRow row) {
      return lit(1.0);
    }
  },
  VALUE {
    @Override
    Column of(InstanceRow row) {
      return row.field("value");
    }
  },
  PIXELS {
    @Override
    Column of(InstanceRow row) {
      return row.field("pixels");
    }
  },
  /** The best value possible for the target. */
  BEST {
    @Override
    Column of(InstanceRow row) {
      Column b = row.field("factor_pos_class");
      Column foreground = row.field("target_pixels");
      Column background = row.field("pixels").minus(foreground);
      return b.multiply(foreground).plus(lit(1.0).minus(b).multiply(background));
    }
  },
  TRUE_POSITIVE {
    @Override
    Column of(InstanceRow row) {
      return row.count("true_positive");
    }
  },
  TWICE_TRUE_POSITIVE {
    @Override
    Column of(InstanceRow row) {
      return TRUE_POSITIVE.of(row).multiply(2.0);
    }
  },
  TRUE_NEGATIVE {
    @Override
    Column of(InstanceRow row) {
      return row.count("true_negative");
    }
  },
  /** Pixels where prediction and target agree. */
  AGREEING {
    @Override
    Column of(InstanceRow row) {
      return TRUE_POSITIVE.of(row).plus(TRUE_NEGATIVE.of(row));
    }
  },
  /** Pixels where the prediction or the target has foreground. */
  UNION {
    @Override
    Column of(InstanceRow row) {
      return PREDICTED.of(row).plus(row.count("false_negative"));
    }
  },
  /** The foreground of both masks. */
  BOTH_FOREGROUNDS {
    @Override
    Column of(InstanceRow row) {
      return PREDICTED.of(row).plus(FOREGROUND.of(row));
    }
  },
  PREDICTED {
    @Override
    Column of(InstanceRow row) {
      return TRUE_POSITIVE.of(row).plus(row.count("false_positive"));
    }
  },
  FOREGROUND {
    @Override
    Column of(InstanceRow row) {
      return TRUE_POSITIVE.of(row).plus(row.count("false_negative"));
    }
  },
  BACKGROUND {
    @Override
    Column of(InstanceRow row) {
      return TRUE_NEGATIVE.of(row).plus(row.count("false_positive"));
    }
  },
  COUNTED {
    @Override
    Column of(InstanceRow row) {
      return FOREGROUND.of(row).plus(BACKGROUND.of(row));
    }
  },
  /** The instance's IoU, 0 if it has none. */
  IOU {
    @Override
    Column of(InstanceRow row) {
      return coalesce(overlap(row, TRUE_POSITIVE, UNION), lit(0.0));
    }
  },
  /** 1 if the instance has an IoU, else 0. */
  HAS_IOU {
    @Override
    Column of(InstanceRow row) {
      return has(overlap(row, TRUE_POSITIVE, UNION));
    }
  },
  DICE {
    @Override
    Column of(InstanceRow row) {
      return coalesce(overlap(row, TWICE_TRUE_POSITIVE, BOTH_FOREGROUNDS), lit(0.0));
    }
  },
  HAS_DICE {
    @Override
    Column of(InstanceRow row) {
      return has(overlap(row, TWICE_TRUE_POSITIVE, BOTH_FOREGROUNDS));
    }
  };

  abstract Column of(InstanceRow row);

  private static Column overlap(InstanceRow row, Component part, Component whole) {
    Column of = whole.of(row);
    return when(of.gt(0), part.of(row).divide(of)).otherwise(row.emptyScore());
  }

  private static Column has(Column score) {
    return when(score.isNotNull(), 1.0).otherwise(0.0);
  }
}
