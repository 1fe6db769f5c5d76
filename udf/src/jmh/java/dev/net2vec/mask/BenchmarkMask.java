package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** A cell to be measured, its type, and the bytes that it is made of. */
final class BenchmarkMask {
  final DataType type;
  final Object cell;
  final byte[] bytes;

  private BenchmarkMask(DataType type, Object cell, byte[] bytes) {
    this.type = type;
    this.cell = cell;
    this.bytes = bytes;
  }

  /**
   * Returns a mask of a disc: soft towards its edge, or sharp where the encoding has only 0 and 1.
   */
  static BenchmarkMask of(String encoding, int side) {
    double[] soft = disc(side);
    double[] sharp = new double[soft.length];
    for (int i = 0; i < soft.length; i++) {
      sharp[i] = soft[i] > 0.5 ? 1 : 0;
    }
    return switch (encoding) {
      case "array f4" -> array(soft, side);
      case "npy f4" -> binary(NpyWriter.FLOAT.write(Pixels.of(soft, side, side)));
      case "npy f8" -> binary(NpyWriter.DOUBLE.write(Pixels.of(soft, side, side)));
      case "npy u1" -> binary(NpyWriter.BYTE.write(Pixels.of(sharp, side, side)));
      case "npy b1", "npy f2", "npy >f4" -> npy(encoding, sharp, side);
      case "npy f4 fortran" -> binary(NpyFile.of("<f4", side, side).fortranOrder().doubles(soft));
      case "png 1" -> binary(png(1, sharp, side).bytes());
      case "png 8" -> binary(png(8, soft, side).bytes());
      case "png 8 interlaced" -> binary(png(8, soft, side).interlaced().bytes());
      case "png 16" -> binary(png(16, soft, side).bytes());
      case "rle text", "rle array", "rle json" -> rle(encoding, sharp, side);
      default -> throw new IllegalArgumentException(encoding);
    };
  }

  private static double[] disc(int side) {
    double[] items = new double[side * side];
    for (int i = 0; i < items.length; i++) {
      int row = i / side;
      int column = i % side;
      double y = (row + 0.5) / side - 0.5;
      double x = (column + 0.5) / side - 0.5;
      double share = 2.5 - 6 * Math.sqrt(x * x + y * y);
      items[i] = Math.rint(255 * Math.min(1, Math.max(0, share))) / 255;
    }
    return items;
  }

  private static BenchmarkMask binary(byte[] file) {
    return new BenchmarkMask(DataTypes.BinaryType, file, file);
  }

  private static BenchmarkMask npy(String encoding, double[] items, int side) {
    String descr =
        switch (encoding) {
          case "npy b1" -> "|b1";
          case "npy f2" -> "<f2";
          default -> ">f4";
        };
    return binary(NpyFile.of(descr, side, side).doubles(items));
  }

  private static PngFile png(int depth, double[] items, int side) {
    int[][] samples = new int[side][side];
    for (int i = 0; i < items.length; i++) {
      samples[i / side][i % side] = (int) Math.rint(items[i] * ((1 << depth) - 1));
    }
    return new PngFile(depth, samples).filters(depth == 1 ? new int[] {0} : new int[] {1, 2, 4});
  }

  private static BenchmarkMask array(double[] items, int side) {
    Object[] rows = new Object[side];
    for (int y = 0; y < side; y++) {
      float[] row = new float[side];
      for (int x = 0; x < side; x++) {
        row[x] = (float) items[y * side + x];
      }
      rows[y] = UnsafeArrayData.fromPrimitiveArray(row);
    }
    return new BenchmarkMask(
        new ArrayType(new ArrayType(DataTypes.FloatType, true), true),
        new GenericArrayData(rows),
        new byte[items.length * Float.BYTES]);
  }

  private static BenchmarkMask rle(String encoding, double[] items, int side) {
    int[] counts = RleWriter.counts(Pixels.of(items, side, side), MaskRole.TARGET, 0.5);
    String text = RleWriter.compress(counts);
    String json =
        "{\"size\":[%d,%d],\"counts\":\"%s\"}".formatted(side, side, text.replace("\\", "\\\\"));
    return switch (encoding) {
      case "rle text" ->
          new BenchmarkMask(
              RleCells.COMPRESSED,
              RleCells.compressed(side, side, text),
              text.getBytes(ISO_8859_1));
      case "rle array" ->
          new BenchmarkMask(
              RleCells.UNCOMPRESSED,
              RleCells.uncompressed(side, side, counts),
              new byte[counts.length * Integer.BYTES]);
      default ->
          new BenchmarkMask(DataTypes.StringType, RleCells.json(json), json.getBytes(ISO_8859_1));
    };
  }
}
