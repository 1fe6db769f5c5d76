package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.net2vec.kpi.MaskRole;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** What is fuzzed: a decoder, and cells that are almost right for it. */
@SuppressWarnings("ImmutableEnumChecker") // Decoders are immutable, unannotated.
enum FuzzTarget {
  NPY(DataTypes.BinaryType, MaskRole.TARGET) {
    @Override
    Object mutant(Mutator mutator) {
      byte[] file = npy(mutator);
      byte[] mutant = mutator.oneIn(8) ? file : mutator.bytes(file, npy(mutator));
      if (mutant.length > 9 && mutator.oneIn(3)) {
        // With the length of the header set right again, or very wrong.
        int newline = new String(mutant, ISO_8859_1).indexOf('\n');
        int length = mutator.oneIn(4) ? (int) mutator.extreme() : newline - 9;
        mutant[8] = (byte) length;
        mutant[9] = (byte) (length >> 8);
      }
      return mutant;
    }

    private byte[] npy(Mutator mutator) {
      String[] descrs = {"|u1", "|i1", "<u2", ">i2", "<u4", ">i4", ">u8", "<i8"};
      int[] dims = mutator.oneOf(new int[] {6}, new int[] {2, 3}, new int[] {1, 3, 1, 2});
      NpyFile file = NpyFile.of(mutator.oneOf(descrs), dims).version(1 + mutator.below(3));
      BigInteger[] items = new BigInteger[6];
      Arrays.fill(items, BigInteger.valueOf(mutator.below(200)));
      return (mutator.oneIn(2) ? file.fortranOrder() : file).integers(items);
    }
  },

  PNG(DataTypes.BinaryType, MaskRole.PREDICTION) {
    @Override
    Object mutant(Mutator mutator) {
      if (mutator.oneIn(4)) {
        return mutator.bytes(png(mutator).bytes(), png(mutator).bytes());
      }
      // Checksums would hide what lies behind them, so the chunks are damaged, then sealed.
      byte[] header =
          PngFile.header(
              side(mutator),
              side(mutator),
              depth(mutator),
              mutator.oneIn(20) ? 3 : 0,
              bit(mutator));
      PngFile png = png(mutator);
      byte[] rows = png.rows();
      byte[] data = PngFile.deflate(mutator.oneIn(2) ? mutator.bytes(rows, rows) : rows);
      if (mutator.oneIn(4)) {
        data = mutator.bytes(data, data);
      }
      int split = mutator.below(data.length + 1);
      byte[][] chunks = {
        mutator.oneIn(4) ? header : png.header(),
        PngFile.chunk("IDAT", Arrays.copyOf(data, split)),
        PngFile.chunk("IDAT", Arrays.copyOfRange(data, split, data.length)),
        PngFile.end()
      };
      if (mutator.oneIn(6)) {
        chunks[mutator.below(4)] = mutator.oneOf(chunks);
      }
      if (mutator.oneIn(8)) {
        String type = mutator.oneOf("IHDR", "PLTE", "tEXt", "IDAT", "IEND", "\0\0\0\0");
        chunks[mutator.below(4)] = PngFile.chunk(type, data);
      }
      return PngFile.file(chunks);
    }

    private int side(Mutator mutator) {
      return mutator.oneIn(8) ? (int) mutator.extreme() : 1 + mutator.below(9);
    }

    private int depth(Mutator mutator) {
      return mutator.oneIn(10) ? mutator.below(256) : 1 << mutator.below(5);
    }

    private int bit(Mutator mutator) {
      return mutator.oneIn(20) ? mutator.below(256) : mutator.below(2);
    }

    private PngFile png(Mutator mutator) {
      int depth = 1 << mutator.below(5);
      int[][] samples = new int[1 + mutator.below(9)][1 + mutator.below(9)];
      for (int[] row : samples) {
        Arrays.fill(row, mutator.below(1 << depth));
      }
      PngFile file = new PngFile(depth, samples).filters(mutator.below(5), mutator.below(5));
      return mutator.oneIn(2) ? file.interlaced() : file;
    }
  },

  RLE_TEXT(RleCells.COMPRESSED, MaskRole.TARGET) {
    @Override
    Object mutant(Mutator mutator) {
      byte[] text = RleWriter.compress(counts(mutator)).getBytes(ISO_8859_1);
      byte[] mutant = mutator.oneIn(10) ? text : mutator.bytes(text, text);
      return new GenericInternalRow(
          new Object[] {
            size(mutator, new int[] {4, 5}), mutator.oneIn(50) ? null : UTF8String.fromBytes(mutant)
          });
    }
  },

  RLE_ARRAY(
      RleCells.struct(DataTypes.IntegerType, new ArrayType(DataTypes.LongType, true)),
      MaskRole.TARGET) {
    @Override
    Object mutant(Mutator mutator) {
      int[] counts = counts(mutator);
      Object[] items = new Object[mutator.oneIn(3) ? mutator.below(20) : counts.length];
      for (int i = 0; i < items.length; i++) {
        items[i] = mutator.oneIn(10) ? mutator.extreme() : (long) counts[i % counts.length];
        items[i] = mutator.oneIn(100) ? null : items[i];
      }
      return new GenericInternalRow(
          new Object[] {
            size(mutator, new int[] {4, 5}), mutator.oneIn(50) ? null : new GenericArrayData(items)
          });
    }
  },

  RLE_JSON(DataTypes.StringType, MaskRole.PREDICTION) {
    @Override
    Object mutant(Mutator mutator) {
      byte[] json = json(mutator);
      return UTF8String.fromBytes(mutator.oneIn(20) ? json : mutator.bytes(json, json(mutator)));
    }

    private byte[] json(Mutator mutator) {
      int[] counts = counts(mutator);
      String value =
          mutator.oneIn(2)
              ? Arrays.toString(counts)
              : '"' + RleWriter.compress(counts).replace("\\", "\\\\") + '"';
      String form =
          mutator.oneOf(
              "{\"size\": [4, 5], \"counts\": %s}",
              "{\"counts\":%s,\"size\":[4,5]}",
              "{\"size\":[4,5],\"counts\":%s,\"size\":[1,1]}",
              "{\"size\":[4,5],\"counts\":\"\\u0034\\ud83d\\n\",\"more\":%s}",
              "[[[[[[%s]]]]]]");
      return form.formatted(value).getBytes(ISO_8859_1);
    }
  };

  /** Few, so that a mask's size is soon beyond it. */
  static final int MAX_PIXELS = 4096;

  private final MaskDecoder decoder;

  FuzzTarget(DataType type, MaskRole role) {
    decoder = MaskDecoder.of(type, role, MAX_PIXELS);
  }

  abstract Object mutant(Mutator mutator);

  MaskDecoder decoder() {
    return decoder;
  }

  /** Returns the cell in a form that can be read off a failed test. */
  static String toString(Object cell) {
    if (cell instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (cell instanceof UTF8String text) {
      return HexFormat.of().formatHex(text.getBytes());
    }
    return String.valueOf(cell);
  }

  /** Returns run lengths of a mask of 4 by 5. */
  private static int[] counts(Mutator mutator) {
    int[] counts = new int[1 + mutator.below(8)];
    int rest = 20;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = i == counts.length - 1 ? rest : mutator.below(Math.min(7, rest + 1));
      rest -= counts[i];
    }
    return counts;
  }

  private static GenericArrayData size(Mutator mutator, int[] size) {
    if (!mutator.oneIn(5)) {
      return new GenericArrayData(size);
    }
    Object[] items = new Object[mutator.oneIn(4) ? mutator.below(4) : 2];
    for (int i = 0; i < items.length; i++) {
      items[i] = mutator.oneIn(2) ? (int) mutator.extreme() : size[i % 2];
      items[i] = mutator.oneIn(20) ? null : items[i];
    }
    return mutator.oneIn(20) ? null : new GenericArrayData(items);
  }
}
