package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * Decodes masks that are SQL arrays, nested 1 to 4 deep.
 *
 * <p>The items stay where Spark has them, in a column vector or an unsafe row. If they are not
 * contiguous, the decoder collects references to the innermost arrays and checks that all have the
 * same length.
 *
 * @param depth the nesting depth of the arrays, which is the mask's rank
 */
record ArrayDecoder(int depth, ArrayItems items, boolean nullable, ShapeCheck check)
    implements MaskDecoder {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DEPTH = 4;

  static boolean reads(DataType type) {
    int depth = depth(type);
    return depth >= 1 && depth <= MAX_DEPTH && ArrayItems.of(itemType(type)) != null;
  }

  static ArrayDecoder of(DataType type, ShapeCheck check) {
    boolean nullable = false;
    DataType item = type;
    while (item instanceof ArrayType array) {
      nullable |= array.containsNull();
      item = array.elementType();
    }
    return new ArrayDecoder(depth(type), ArrayItems.of(item), nullable, check);
  }

  private static int depth(DataType type) {
    return type instanceof ArrayType array ? 1 + depth(array.elementType()) : 0;
  }

  private static DataType itemType(DataType type) {
    return type instanceof ArrayType array ? itemType(array.elementType()) : type;
  }

  @Override
  public Pixels decode(Object cell) {
    int[] dims = new int[depth];
    ArrayData run = ArrayRun.of((ArrayData) cell, dims);
    if (run != null) {
      Shape shape = requireShape(dims, depth);
      return new ArrayPixels(shape, new ArrayData[] {run}, items, nullable, check.role());
    }
    ArrayData[] level = {(ArrayData) cell};
    dims[0] = level[0].numElements();
    for (int rank = 1; rank < depth; rank++) {
      level = children(level, dims, rank);
    }
    Shape shape = requireShape(dims, depth);
    return new ArrayPixels(shape, level, items, nullable, check.role());
  }

  /** Returns the arrays one level deeper and stores their length as the dimension of that level. */
  private ArrayData[] children(ArrayData[] parents, int[] dims, int rank) {
    int width = dims[rank - 1];
    // Checked before the references are collected, because there are this many.
    ArrayData[] children = new ArrayData[requireShape(dims, rank).pixels()];
    for (int i = 0; i < children.length; i++) {
      ArrayData parent = parents[i / width];
      if (parent.isNullAt(i % width)) {
        throw MaskErrors.nullItem(check.role(), position(dims, rank, i));
      }
      children[i] = parent.getArray(i % width);
      int length = children[i].numElements();
      if (i == 0) {
        dims[rank] = length;
      } else if (length != dims[rank]) {
        throw MaskErrors.ragged(check.role(), position(dims, rank, i), length, dims[rank]);
      }
    }
    return children;
  }

  private static String position(int[] dims, int rank, int index) {
    return Shape.of(Arrays.copyOf(dims, rank)).position(index);
  }

  /** Returns the checked shape of the outermost {@code rank} dimensions. */
  private Shape requireShape(int[] dims, int rank) {
    long[] known = new long[rank];
    for (int i = 0; i < rank; i++) {
      known[i] = dims[i];
    }
    return check.require(known);
  }
}
