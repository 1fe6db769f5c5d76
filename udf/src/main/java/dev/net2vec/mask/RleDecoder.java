package dev.net2vec.mask;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes COCO run lengths in a struct of {@code size}, height and width, and {@code counts}, an
 * array of integers or their compressed text. The text may be a STRING or, as pycocotools returns
 * it, BINARY.
 *
 * <p>Items are 0 and 1. A struct with a third field is not supported, because that field would be
 * ignored.
 *
 * @param sizeField the index of {@code size} in the struct; the other field is {@code counts}
 * @param counts the item type of {@code counts}; null if it is text
 * @param binary whether {@code counts} is text in BINARY
 */
record RleDecoder(
    int sizeField, IntegerItems size, IntegerItems counts, boolean binary, ShapeCheck check)
    implements MaskDecoder {
  private static final long serialVersionUID = 1L;
  private static final String SIZE = "size";
  private static final String COUNTS = "counts";

  static boolean reads(DataType type) {
    if (!(type instanceof StructType struct) || struct.size() != 2) {
      return false;
    }
    int sizeField = sizeField(struct);
    DataType counts = struct.fields()[1 - sizeField].dataType();
    return struct.fields()[sizeField].name().equalsIgnoreCase(SIZE)
        && struct.fields()[1 - sizeField].name().equalsIgnoreCase(COUNTS)
        && integers(struct.fields()[sizeField].dataType()) != null
        && (counts instanceof StringType
            || counts instanceof BinaryType
            || integers(counts) != null);
  }

  static RleDecoder of(StructType type, ShapeCheck check) {
    int sizeField = sizeField(type);
    DataType counts = type.fields()[1 - sizeField].dataType();
    return new RleDecoder(
        sizeField,
        integers(type.fields()[sizeField].dataType()),
        integers(counts),
        counts instanceof BinaryType,
        check);
  }

  private static int sizeField(StructType struct) {
    return struct.fields()[0].name().equalsIgnoreCase(SIZE) ? 0 : 1;
  }

  private static IntegerItems integers(DataType type) {
    return type instanceof ArrayType array ? IntegerItems.of(array.elementType()) : null;
  }

  @Override
  public Pixels decode(Object cell) {
    InternalRow row = (InternalRow) cell;
    int countsField = 1 - sizeField;
    requireField(row, sizeField, SIZE);
    requireField(row, countsField, COUNTS);
    Shape shape = shape(row.getArray(sizeField));
    if (counts == null) {
      byte[] text = binary ? row.getBinary(countsField) : row.getUTF8String(countsField).getBytes();
      return RleString.read(check.role(), shape, text);
    }
    return ofCounts(shape, row.getArray(countsField));
  }

  private Shape shape(ArrayData dims) {
    if (dims.numElements() != 2) {
      throw wrongSize(check.role(), dims.numElements() + " items long");
    }
    return shape(check, item(size, dims, 0, SIZE), item(size, dims, 1, SIZE));
  }

  /** Returns the checked shape of a {@code size}. */
  static Shape shape(ShapeCheck check, long height, long width) {
    if (height < 0 || width < 0) {
      throw wrongSize(check.role(), "[" + height + ", " + width + "]");
    }
    return check.require(height, width);
  }

  static InvalidMaskException wrongSize(MaskRole role, String actual) {
    return MaskErrors.unreadable(role, "RLE size", actual, "[height, width], both at least 0");
  }

  private Pixels ofCounts(Shape shape, ArrayData lengths) {
    int count = lengths.numElements();
    RleRuns runs = new RleRuns(check.role(), shape, count);
    for (int i = 0; i < count; i++) {
      runs.add(item(counts, lengths, i, COUNTS));
    }
    return runs.finish();
  }

  private long item(IntegerItems items, ArrayData array, int index, String field) {
    if (array.isNullAt(index)) {
      throw MaskErrors.nullItem(check.role(), field + "[" + index + "]");
    }
    return items.item(array, index);
  }

  private void requireField(InternalRow row, int field, String name) {
    if (row.isNullAt(field)) {
      throw MaskErrors.nullItem(check.role(), name);
    }
  }
}
