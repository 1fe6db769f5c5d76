package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes the cells that Spark would hand over for COCO RLE structs and their JSON. */
final class RleCells {
  static final StructType COMPRESSED = struct(DataTypes.IntegerType, DataTypes.StringType);
  static final StructType BINARY = struct(DataTypes.LongType, DataTypes.BinaryType);
  static final StructType UNCOMPRESSED =
      struct(DataTypes.IntegerType, new ArrayType(DataTypes.IntegerType, false));

  private RleCells() {}

  static StructType struct(DataType sizeItem, DataType counts) {
    return new StructType().add("size", new ArrayType(sizeItem, false)).add("counts", counts);
  }

  static InternalRow compressed(int height, int width, String counts) {
    return compressed(UnsafeArrayData.fromPrimitiveArray(new int[] {height, width}), counts);
  }

  static InternalRow compressed(ArrayData size, String counts) {
    return new GenericInternalRow(new Object[] {size, UTF8String.fromString(counts)});
  }

  /** As pycocotools returns it: {@code {'size': [h, w], 'counts': b'…'}}. */
  static InternalRow binary(int height, int width, String counts) {
    return new GenericInternalRow(
        new Object[] {
          UnsafeArrayData.fromPrimitiveArray(new long[] {height, width}), counts.getBytes(UTF_8)
        });
  }

  static InternalRow uncompressed(int height, int width, int... counts) {
    return new GenericInternalRow(
        new Object[] {
          UnsafeArrayData.fromPrimitiveArray(new int[] {height, width}),
          UnsafeArrayData.fromPrimitiveArray(counts)
        });
  }

  static UTF8String json(String text) {
    return UTF8String.fromBytes(text.getBytes(UTF_8));
  }
}
