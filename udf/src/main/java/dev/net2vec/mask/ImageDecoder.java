package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes images as Hugging Face's datasets store them: a struct of {@code bytes}, the file's
 * contents, and {@code path}, its name, which is ignored.
 *
 * @param bytesField the index of {@code bytes} in the struct; the other field is {@code path}
 */
record ImageDecoder(int bytesField, BinaryDecoder files, ShapeCheck check) implements MaskDecoder {
  private static final long serialVersionUID = 1L;
  private static final String BYTES = "bytes";
  private static final String PATH = "path";

  static boolean reads(DataType type) {
    if (!(type instanceof StructType struct) || struct.size() != 2) {
      return false;
    }
    int bytesField = bytesField(struct);
    return struct.fields()[bytesField].name().equalsIgnoreCase(BYTES)
        && struct.fields()[bytesField].dataType() instanceof BinaryType
        && struct.fields()[1 - bytesField].name().equalsIgnoreCase(PATH)
        && struct.fields()[1 - bytesField].dataType() instanceof StringType;
  }

  static ImageDecoder of(StructType type, PngDecoder png) {
    return new ImageDecoder(bytesField(type), BinaryDecoder.of(png), png.check());
  }

  private static int bytesField(StructType struct) {
    return struct.fields()[0].name().equalsIgnoreCase(BYTES) ? 0 : 1;
  }

  @Override
  public Pixels decode(Object cell) {
    InternalRow row = (InternalRow) cell;
    if (row.isNullAt(bytesField)) {
      if (row.isNullAt(1 - bytesField)) {
        throw MaskErrors.nullItem(check.role(), BYTES);
      }
      throw MaskErrors.unsupported(
          check.role(),
          "field bytes",
          "NULL with a path",
          "NPY or PNG; the path is not read: embed the file's bytes, as"
              + " push_to_hub(embed_external_files=True) does");
    }
    return files.decode(row.getBinary(bytesField));
  }
}
