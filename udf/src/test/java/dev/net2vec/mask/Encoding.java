package dev.net2vec.mask;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The encodings of a cell, each with the masks that it can carry without loss. */
@SuppressWarnings("ImmutableEnumChecker") // Spark types are immutable, unannotated.
enum Encoding {
  NPY_F8(DataTypes.BinaryType) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return true;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return NpyWriter.DOUBLE.write(Pixels.of(items, dims));
    }
  },
  NPY_F8_BIG_FORTRAN(DataTypes.BinaryType) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return true;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return NpyFile.of(">f8", dims).fortranOrder().doubles(items);
    }
  },
  NPY_F4(DataTypes.BinaryType) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      for (double item : items) {
        if (item != (float) item) {
          return false;
        }
      }
      return true;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return NpyWriter.FLOAT.write(Pixels.of(items, dims));
    }
  },
  NPY_U1(DataTypes.BinaryType) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return isBinary(items);
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return NpyWriter.BYTE.write(Pixels.of(items, dims));
    }
  },
  PNG_8(DataTypes.BinaryType) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return role == MaskRole.TARGET && isBinary(items) && dims.length == 2;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return new PngFile(8, samples(items, dims)).filters(4, 3, 2, 1, 0).bytes();
    }
  },
  PNG_1_INTERLACED(DataTypes.BinaryType) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return isBinary(items) && dims.length == 2;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return new PngFile(1, samples(items, dims)).interlaced().bytes();
    }
  },
  RLE_TEXT(RleCells.COMPRESSED) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return isBinary(items) && dims.length == 2;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return RleCells.compressed(dims[0], dims[1], RleWriter.compress(counts(items, dims)));
    }
  },
  RLE_BINARY(RleCells.BINARY) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return isBinary(items) && dims.length == 2;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return RleCells.binary(dims[0], dims[1], RleWriter.compress(counts(items, dims)));
    }
  },
  IMAGE_NPY(ImageDecoderTest.TYPE) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return true;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return ImageDecoderTest.cell(NpyWriter.DOUBLE.write(Pixels.of(items, dims)), null);
    }
  },
  RLE_ARRAY(RleCells.UNCOMPRESSED) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return isBinary(items) && dims.length == 2;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      return RleCells.uncompressed(dims[0], dims[1], counts(items, dims));
    }
  },
  RLE_JSON(DataTypes.StringType) {
    @Override
    boolean carries(double[] items, int[] dims, MaskRole role) {
      return isBinary(items) && dims.length == 2;
    }

    @Override
    Object cell(double[] items, int[] dims) {
      String text = RleWriter.compress(counts(items, dims)).replace("\\", "\\\\");
      return RleCells.json(
          "{\"size\":[%d,%d],\"counts\":\"%s\"}".formatted(dims[0], dims[1], text));
    }
  };

  private final DataType type;

  Encoding(DataType type) {
    this.type = type;
  }

  DataType type() {
    return type;
  }

  abstract boolean carries(double[] items, int[] dims, MaskRole role);

  abstract Object cell(double[] items, int[] dims);

  Pixels mask(double[] items, int[] dims, MaskRole role) {
    return MaskDecoder.of(type, role).decode(cell(items, dims));
  }

  private static boolean isBinary(double[] items) {
    for (double item : items) {
      if (item != 0 && item != 1) {
        return false;
      }
    }
    return true;
  }

  private static int[] counts(double[] items, int[] dims) {
    return RleWriter.counts(Pixels.of(items, dims), MaskRole.TARGET, 0.5);
  }

  private static int[][] samples(double[] items, int[] dims) {
    int[][] samples = new int[dims[0]][dims[1]];
    for (int i = 0; i < items.length; i++) {
      samples[i / dims[1]][i % dims[1]] = (int) items[i];
    }
    return samples;
  }
}
