package dev.net2vec.parquet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The items that a mask in Parquet may have: how a file has them, and as what Spark reads them. */
@SuppressWarnings("ImmutableEnumChecker") // Spark's types are immutable, unannotated.
enum ItemKind {
  BOOLEAN("boolean", "", DataTypes.BooleanType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return random.nextBoolean();
    }
  },
  TINYINT("int32", " (INT_8)", DataTypes.ByteType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return (byte) integer(random, few, -128, 128);
    }
  },
  SMALLINT("int32", " (INT_16)", DataTypes.ShortType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return (short) integer(random, few, -32768, 32768);
    }
  },
  UNSIGNED_TINYINT("int32", " (UINT_8)", DataTypes.ShortType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return (short) integer(random, few, 0, 256);
    }
  },
  UNSIGNED_SMALLINT("int32", " (UINT_16)", DataTypes.IntegerType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return (int) integer(random, few, 0, 65536);
    }
  },
  INT("int32", "", DataTypes.IntegerType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return (int) integer(random, few, Integer.MIN_VALUE, 1L << 31);
    }
  },
  ANNOTATED_INT("int32", " (INT_32)", DataTypes.IntegerType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return INT.item(random, few);
    }
  },
  BIGINT("int64", "", DataTypes.LongType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return integer(random, few, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  },
  ANNOTATED_BIGINT("int64", " (INT_64)", DataTypes.LongType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return BIGINT.item(random, few);
    }
  },
  FLOAT("float", "", DataTypes.FloatType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return few ? random.nextInt(5) / 4f : Float.intBitsToFloat(random.nextInt() & 0x7F7F_FFFF);
    }
  },
  DOUBLE("double", "", DataTypes.DoubleType) {
    @Override
    Object item(SplittableRandom random, boolean few) {
      return few ? random.nextInt(5) / 4.0 : random.nextDouble();
    }
  };

  private final String physical;
  private final String annotation;
  private final DataType type;

  ItemKind(String physical, String annotation, DataType type) {
    this.physical = physical;
    this.annotation = annotation;
    this.type = type;
  }

  /** Returns any item, or one of few, so that a dictionary has them. */
  abstract Object item(SplittableRandom random, boolean few);

  private static long integer(SplittableRandom random, boolean few, long from, long to) {
    return few ? from + random.nextInt(5) * (to / 8) : random.nextLong(from, to);
  }

  DataType type() {
    return type;
  }

  /**
   * Returns a column of lists; {@code required} tells, from the row inwards, what is never NULL.
   */
  String column(String name, boolean... required) {
    int depth = required.length - 1;
    String column =
        word(required[depth])
            + physical
            + (depth == 0 ? " " + name : " element")
            + annotation
            + ";";
    for (int k = depth - 1; k >= 0; k--) {
      column =
          word(required[k])
              + ("group " + (k == 0 ? name : "element") + " (LIST) { repeated group list { ")
              + (column + " } }");
    }
    return column;
  }

  private static String word(boolean required) {
    return required ? "required " : "optional ";
  }

  /** Returns rows of lists, in which whatever may be absent is so now and then. */
  List<Object> rows(int count, SplittableRandom random, boolean few, boolean... required) {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(value(random, few, 0, required));
    }
    return rows;
  }

  private Object value(SplittableRandom random, boolean few, int depth, boolean... required) {
    if (!required[depth] && random.nextInt(6) == 0) {
      return null;
    } else if (depth == required.length - 1) {
      return item(random, few);
    }
    // Mostly few, so that four dims stay small; else more than one run has.
    int size = random.nextInt(required.length > 2 ? 4 : 9);
    if (random.nextInt(20) == 0) {
      size = 60;
    }
    List<Object> items = new ArrayList<>();
    boolean plain = random.nextBoolean();
    for (int i = 0; i < size; i++) {
      boolean whole = plain && depth == required.length - 2;
      items.add(whole ? item(random, few) : value(random, few, depth + 1, required));
    }
    return Collections.unmodifiableList(items);
  }
}
