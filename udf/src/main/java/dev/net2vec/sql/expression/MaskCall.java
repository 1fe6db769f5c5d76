package dev.net2vec.sql.expression;

import dev.net2vec.kpi.Interpolation;
import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.ResizedPixels;
import dev.net2vec.kpi.Shape;
import dev.net2vec.mask.MaskDecoder;
import dev.net2vec.mask.NpyWriter;
import dev.net2vec.mask.RleWriter;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The calls that take a single mask. */
public final class MaskCall {
  public static final DataType SHAPE = new ArrayType(DataTypes.IntegerType, false);
  public static final DataType VALUES = new ArrayType(DataTypes.FloatType, false);
  public static final StructType RLE =
      new StructType().add("size", SHAPE, false).add("counts", DataTypes.StringType, false);

  private static final int BLOCK = 1024;

  private MaskCall() {}

  /**
   * Decodes a cell and applies a function; returns null for NULL and adds the SQL function's name
   * to errors.
   */
  private static <T> T decoded(
      String function, MaskDecoder decoder, Object cell, Function<Pixels, T> result) {
    if (cell == null) {
      return null;
    }
    try {
      return result.apply(decoder.decode(cell));
    } catch (IllegalArgumentException e) {
      throw SqlErrors.in(function, e);
    }
  }

  /** The dimensions of a mask. */
  public record ShapeOf(String function, MaskDecoder decoder) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public ArrayData invoke(Object cell) {
      return decoded(function, decoder, cell, mask -> dims(mask.shape()));
    }
  }

  /** The dimensions of a mask, or the reason why it is invalid. */
  public record Diagnose(String function, MaskDecoder decoder) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    public static final String DIMS = "shape";

    public static final StructType RESULT =
        new StructType()
            .add(DiagnoseCall.REASON, DataTypes.StringType)
            .add(DiagnoseCall.MESSAGE, DataTypes.StringType)
            .add(DIMS, SHAPE);

    /** Called by generated code. */
    public InternalRow invoke(Object cell) {
      try {
        if (cell == null) {
          throw MaskErrors.nullMask(MaskRole.MASK);
        }
        Pixels mask = decoder.decode(cell);
        requireNumbers(mask);
        return new GenericInternalRow(new Object[] {null, null, dims(mask.shape())});
      } catch (InvalidMaskException e) {
        return DiagnoseCall.invalid(e);
      } catch (IllegalArgumentException e) {
        throw SqlErrors.in(function, e);
      }
    }

    private static void requireNumbers(Pixels mask) {
      int pixels = mask.shape().pixels();
      if (pixels == 0) {
        throw MaskErrors.empty(MaskRole.MASK, mask.shape());
      }
      double[] block = new double[BLOCK];
      for (int from = 0; from < pixels; from += BLOCK) {
        int count = Math.min(BLOCK, pixels - from);
        mask.read(from, count, block);
        for (int i = 0; i < count; i++) {
          if (Double.isNaN(block[i])) {
            throw MaskErrors.notANumber(MaskRole.MASK, mask.shape(), from + i);
          }
        }
      }
    }
  }

  /** The items of a mask in row-major order. */
  public record ValuesOf(String function, MaskDecoder decoder) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public ArrayData invoke(Object cell) {
      return decoded(function, decoder, cell, ValuesOf::values);
    }

    private static ArrayData values(Pixels mask) {
      float[] values = new float[mask.shape().pixels()];
      double[] block = new double[BLOCK];
      for (int from = 0; from < values.length; from += BLOCK) {
        int count = Math.min(BLOCK, values.length - from);
        mask.read(from, count, block);
        for (int i = 0; i < count; i++) {
          values[from + i] = (float) block[i];
        }
      }
      return UnsafeArrayData.fromPrimitiveArray(values);
    }
  }

  /**
   * A mask as an NPY file.
   *
   * @param writer null for the smallest type that holds every item exactly
   */
  public record ToNpy(String function, MaskDecoder decoder, NpyWriter writer)
      implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public byte[] invoke(Object cell) {
      return decoded(function, decoder, cell, this::write);
    }

    private byte[] write(Pixels mask) {
      return (writer == null ? NpyWriter.smallest(mask) : writer).write(mask);
    }
  }

  /** A mask as an NPY file, or NULL if it is damaged or the type cannot represent an item. */
  public record TryToNpy(ToNpy call) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public byte[] invoke(Object cell) {
      try {
        return cell == null ? null : call.write(call.decoder.decode(cell));
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }

  /**
   * A mask at another size, as an NPY file.
   *
   * @param maxPixels the most that the result may have
   */
  public record Resized(
      String function,
      MaskDecoder decoder,
      int maxPixels,
      Interpolation interpolation,
      boolean alignCorners)
      implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public byte[] invoke(Object cell, int height, int width) {
      return decoded(function, decoder, cell, mask -> resized(mask, height, width));
    }

    private byte[] resized(Pixels mask, int height, int width) {
      long plane = (long) height * width;
      if (height > 0 && width > 0 && plane > maxPixels / Math.max(1, mask.shape().instances())) {
        throw MaskErrors.tooLarge(MaskRole.MASK, pixels(mask, plane), maxPixels);
      }
      Pixels resized = ResizedPixels.of(mask, height, width, interpolation, alignCorners);
      return NpyWriter.smallest(resized).write(resized);
    }

    private static long pixels(Pixels mask, long plane) {
      try {
        return Math.multiplyExact(plane, mask.shape().instances());
      } catch (ArithmeticException e) {
        return Long.MAX_VALUE;
      }
    }
  }

  /** The foreground of a mask as COCO run lengths, or NULL if it cannot be encoded. */
  public record TryToRle(ToRle call) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public InternalRow invoke(Object cell, double thresh) {
      try {
        return cell == null ? null : ToRle.encoded(call.decoder.decode(cell), thresh);
      } catch (InvalidMaskException e) {
        return null;
      }
    }
  }

  /** The foreground of a mask as COCO run lengths. */
  public record ToRle(String function, MaskDecoder decoder) implements Net2VecCall {
    private static final long serialVersionUID = 1L;

    /** Called by generated code. */
    public InternalRow invoke(Object cell, double thresh) {
      return decoded(function, decoder, cell, mask -> encoded(mask, thresh));
    }

    private static InternalRow encoded(Pixels mask, double thresh) {
      return new GenericInternalRow(
          new Object[] {
            dims(mask.shape()),
            UTF8String.fromString(RleWriter.compress(RleWriter.counts(mask, MaskRole.MASK, thresh)))
          });
    }
  }

  static ArrayData dims(Shape shape) {
    int[] dims = new int[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i);
    }
    return UnsafeArrayData.fromPrimitiveArray(dims);
  }
}
