package dev.net2vec.mask;

import dev.net2vec.mask.form.ForeignText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Suggests remedies for columns of unsupported types that users often try. */
final class ForeignType {
  private ForeignType() {}

  /** Returns the remedy; null if none is known. */
  static String remedy(DataType type) {
    if (type instanceof ArrayType array && array.elementType() instanceof StructType) {
      return "take one of the structs, with explode or [0]";
    }
    return type instanceof StructType struct ? remedy(struct) : null;
  }

  private static String remedy(StructType struct) {
    List<String> fields =
        Arrays.stream(struct.fieldNames()).map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (fields.contains("segmentation")) {
      return segmentation(struct.fields()[fields.indexOf("segmentation")].dataType());
    } else if (fields.containsAll(List.of("size", "counts"))) {
      return "keep only size and counts in the struct: named_struct('size', mask.size, 'counts',"
          + " mask.counts)";
    } else if (fields.contains("bytes")) {
      return "take its bytes: mask.bytes";
    }
    return null;
  }

  private static String segmentation(DataType type) {
    return MaskDecoder.reads(type) && !(type instanceof ArrayType)
        ? "take its segmentation: mask.segmentation"
        : ForeignText.POLYGONS.remedy();
  }
}
