package dev.net2vec.mask;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.PredictionScale;
import dev.net2vec.kpi.TargetEncoding;
import java.io.Serializable;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes the mask cells of one SQL type.
 *
 * <p>A decoder has no per-row state, may be shared by threads, and equals any other that decodes
 * the same cells in the same way, so that Spark can merge equal calls.
 */
public interface MaskDecoder extends Serializable {
  /** The types and forms that a mask column may have. */
  String ALLOWED =
      "ARRAY of a numeric type or BOOLEAN, nested 1 to 4 deep, BINARY (NPY or PNG), STRUCT<bytes:"
          + " BINARY, path: STRING> (the same, from Hugging Face datasets), STRUCT<size:"
          + " ARRAY<INT>, counts: STRING, BINARY or ARRAY<INT>> (COCO RLE) or STRING (its JSON)";

  /** The default of the maximum number of pixels: 2^26, or 8192 × 8192. */
  int DEFAULT_MAX_PIXELS = 1 << 26;

  /** The largest allowed maximum number of pixels: the length of the longest Java array. */
  int LARGEST_MAX_PIXELS = Integer.MAX_VALUE - 8;

  /**
   * Decodes the mask in a cell; the result is valid as long as the cell is.
   *
   * @param cell Spark's internal form of the cell, not null
   * @throws InvalidMaskException if the cell holds no valid mask; items are checked when they are
   *     read
   */
  Pixels decode(Object cell);

  /** Returns whether cells of a type are supported. */
  static boolean reads(DataType type) {
    return type instanceof BinaryType
        || type instanceof StringType
        || RleDecoder.reads(type)
        || ImageDecoder.reads(type)
        || ArrayDecoder.reads(type);
  }

  /** Returns {@link #ALLOWED}, plus a remedy for a type that users often try. */
  static String allowedFor(DataType type) {
    String remedy = ForeignType.remedy(type);
    return remedy == null ? ALLOWED : ALLOWED + "; " + remedy;
  }

  /**
   * Returns the decoder for the cells of a type, with {@link #DEFAULT_MAX_PIXELS}.
   *
   * @throws IllegalArgumentException if the type is unsupported
   */
  static MaskDecoder of(DataType type, MaskRole role) {
    return of(type, role, DEFAULT_MAX_PIXELS);
  }

  /**
   * Returns the decoder for the cells of a type.
   *
   * @param maxPixels the maximum number of pixels of a mask, in [1, {@link #LARGEST_MAX_PIXELS}];
   *     checked before anything of the mask's size is allocated
   * @throws IllegalArgumentException if the type is unsupported or {@code maxPixels} is out of
   *     range
   */
  static MaskDecoder of(DataType type, MaskRole role, int maxPixels) {
    return of(type, role, maxPixels, PredictionScale.BY_ENCODING);
  }

  /**
   * Returns the decoder for the cells of a type.
   *
   * @param maxPixels the maximum number of pixels of a mask, in [1, {@link #LARGEST_MAX_PIXELS}];
   *     checked before anything of the mask's size is allocated
   * @param predictionScale what a prediction's items are divided by; other masks' items are not
   * @throws IllegalArgumentException if the type is unsupported or {@code maxPixels} is out of
   *     range
   */
  static MaskDecoder of(
      DataType type, MaskRole role, int maxPixels, PredictionScale predictionScale) {
    ShapeCheck check = check(role, maxPixels);
    boolean byEncoding = role == MaskRole.PREDICTION && predictionScale.isByEncoding();
    MaskDecoder stored = of(type, new PngDecoder(check, byEncoding, TargetEncoding.AUTO));
    return role != MaskRole.PREDICTION || byEncoding
        ? stored
        : ScaledDecoder.of(stored, predictionScale.divisor());
  }

  /**
   * Returns the decoder for the cells of a type that are targets.
   *
   * @param maxPixels as for other masks
   * @param encoding how the colours of a PNG file are class ids
   * @throws IllegalArgumentException if the type is unsupported or {@code maxPixels} is out of
   *     range
   */
  static MaskDecoder ofTarget(DataType type, int maxPixels, TargetEncoding encoding) {
    ShapeCheck check = check(MaskRole.TARGET, maxPixels);
    return of(type, new PngDecoder(check, /* samplesAreShares= */ false, encoding));
  }

  private static ShapeCheck check(MaskRole role, int maxPixels) {
    if (maxPixels < 1 || maxPixels > LARGEST_MAX_PIXELS) {
      throw new IllegalArgumentException(
          "max_pixels is %d, but must be in [1, %d]".formatted(maxPixels, LARGEST_MAX_PIXELS));
    }
    return new ShapeCheck(role, maxPixels);
  }

  private static MaskDecoder of(DataType type, PngDecoder png) {
    ShapeCheck check = png.check();
    if (type instanceof BinaryType) {
      return BinaryDecoder.of(png);
    } else if (type instanceof StringType) {
      return new JsonDecoder(check);
    } else if (RleDecoder.reads(type)) {
      return RleDecoder.of((StructType) type, check);
    } else if (ImageDecoder.reads(type)) {
      return ImageDecoder.of((StructType) type, png);
    } else if (ArrayDecoder.reads(type)) {
      return ArrayDecoder.of(type, check);
    }
    throw new IllegalArgumentException(
        "%s is %s, but must be %s".formatted(check.role(), type.sql(), allowedFor(type)));
  }
}
