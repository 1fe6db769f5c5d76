package dev.net2vec.mask;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;

/**
 * Reads the mask cells of one SQL type.
 *
 * <p>A decoder holds no state of a row, may be shared by threads, and equals another that reads the
 * same cells in the same way: Spark then sees two calls as one.
 */
public interface MaskDecoder extends Serializable {
  /** What a user may put into a mask column. */
  String ALLOWED = "ARRAY of a numeric type or BOOLEAN, nested 1 to 4 deep";

  /**
   * Returns the mask in a cell; valid as long as the cell is.
   *
   * @param cell Spark's internal form of the cell, not null
   * @throws InvalidMaskException if the cell holds no valid mask; items are checked when read
   */
  Pixels decode(Object cell);

  /** Tells whether cells of a type can be read. */
  static boolean reads(DataType type) {
    return ArrayDecoder.reads(type);
  }

  /**
   * Returns the decoder for the cells of a type.
   *
   * @throws IllegalArgumentException if there is none
   */
  static MaskDecoder of(DataType type, MaskRole role) {
    if (!reads(type)) {
      throw new IllegalArgumentException(
          "%s is %s, but must be %s".formatted(role, type.sql(), ALLOWED));
    }
    return ArrayDecoder.of(type, role);
  }
}
