package dev.net2vec.sql.aggregate;

import dev.net2vec.sql.expression.Net2VecCall;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The steps of an exact reduction, whose state is an array of longs that start as zeros. */
public interface ExactSteps extends Serializable {
  /** Returns the number of longs in the state. */
  int longs();

  /**
   * Returns the step that adds the values of a row to the state.
   *
   * @param function named in error messages
   */
  Net2VecCall update(String function);

  /** Returns the step that adds one state to another. */
  Net2VecCall merge(String function);

  /** Returns the step that turns the state into the result. */
  Net2VecCall finish();

  default DataType type() {
    return DataTypes.DoubleType;
  }

  /** Returns whether the result over no value is NULL. */
  default boolean nullable() {
    return true;
  }
}
