package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.NULL_ITEM;
import static dev.net2vec.kpi.InvalidMaskException.Reason.RAGGED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Masks that are arrays, in every form in which Spark hands them over. */
class ArrayMasksTest {
  private static final int BEFORE = ArrayForm.BEFORE;

  static Stream<Arguments> arrays() {
    return Arrays.stream(ItemType.values())
        .flatMap(
            type ->
                Arrays.stream(ArrayForm.values())
                    .filter(form -> form.holds(type))
                    .map(form -> Arguments.of(type, form)));
  }

  private static MaskDecoder decoder(ItemType type, int depth, boolean nullable) {
    DataType array = type.type();
    for (int i = 0; i < depth; i++) {
      array = new ArrayType(array, nullable);
    }
    return MaskDecoder.of(array, MaskRole.TARGET);
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void haveTheItemsThatTheyHoldInAnyWidth(ItemType type, ArrayForm form) {
    double[] items = type.mask();

    for (boolean nullable : new boolean[] {false, true}) {
      Pixels mask = decoder(type, 1, nullable).decode(form.array(type, items));

      assertThat(mask.shape()).isEqualTo(Shape.of(ItemType.PIXELS));
      assertThat(mask.items()).isEqualTo(type.width());
      assertThat(Items.of(mask)).isEqualTo(items);
    }
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void areReadToThePlaceThatIsAskedFor(ItemType type, ArrayForm form) {
    // Fewer than four times the dictionary's items: each is looked up for itself.
    double[] items = Arrays.copyOf(type.mask(), 18);

    Pixels mask = decoder(type, 1, false).decode(form.array(type, items));

    assertThat(Items.of(mask)).isEqualTo(items);
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void mayBeNested(ItemType type, ArrayForm form) {
    double[] items = type.mask();
    Object[] rows = new Object[30];
    Arrays.setAll(rows, y -> form.array(type, Arrays.copyOfRange(items, 50 * y, 50 * y + 50)));

    Pixels mask = decoder(type, 2, true).decode(new GenericArrayData(rows));

    assertThat(mask.shape()).isEqualTo(Shape.of(30, 50));
    assertThat(Items.of(mask)).isEqualTo(items);
  }

  @ParameterizedTest
  @EnumSource(
      value = ArrayForm.class,
      names = {"ON_HEAP", "DICTIONARY"})
  void lieWhereTheVectorHasThem(ArrayForm form) {
    double[] items = {0, 1, 1, 0, 1};

    Pixels.Ints ints =
        decoder(ItemType.INT, 1, true).decode(form.array(ItemType.INT, items)).ints(0.5);

    for (int i = 0; i < items.length; i++) {
      assertThat(ints.array()[ints.offset() + i] > ints.thresh()).isEqualTo(items[i] > 0.5);
    }
  }

  @Test
  void floatsAndDoublesLieInOnePieceOnTheHeapAlone() {
    for (ArrayForm form : ArrayForm.values()) {
      boolean lie = form == ArrayForm.ON_HEAP;
      Pixels floats = decoder(ItemType.FLOAT, 1, true).decode(form.array(ItemType.FLOAT, 0.25, 1));
      Pixels doubles =
          decoder(ItemType.DOUBLE, 1, true).decode(form.array(ItemType.DOUBLE, 0.25, 1));

      assertThat(floats.floats() != null).as("FLOATs %s", form).isEqualTo(lie);
      assertThat(doubles.doubles() != null).as("DOUBLEs %s", form).isEqualTo(lie);
      if (lie) {
        Pixels.Floats float0 = floats.floats();
        Pixels.Doubles double0 = doubles.doubles();
        assertThat(float0.array()[float0.offset()]).isEqualTo(0.25f);
        assertThat(float0.array()[float0.offset() + 1]).isEqualTo(1);
        assertThat(double0.array()[double0.offset()]).isEqualTo(0.25);
        assertThat(double0.array()[double0.offset() + 1]).isEqualTo(1);
      }
    }
  }

  @Test
  void nullItemsAreNamedByTheirPlace() {
    OnHeapColumnVector vector = new OnHeapColumnVector(1, DataTypes.FloatType);
    vector.appendFloats(BEFORE + 3, 0.5f);
    vector.appendNull();
    vector.appendFloats(2, 0.5f);
    ArrayData flat = new ColumnarArray(vector, BEFORE, 6);
    ArrayData row = UnsafeArrayData.fromPrimitiveArray(new float[6]);

    for (ArrayData array :
        List.of(flat, new GenericArrayData(new Object[] {0f, 0f, 0f, null, 0f, 0f}))) {
      new Rejection(array, NULL_ITEM, "target is NULL at [3], but every item must be a number")
          .assertBy(decoder(ItemType.FLOAT, 1, true));
      new Rejection(
              new GenericArrayData(new Object[] {row, array}),
              NULL_ITEM,
              "target is NULL at [1, 3], but every item must be a number")
          .assertBy(decoder(ItemType.FLOAT, 2, true));
    }
    new Rejection(
            new GenericArrayData(new Object[] {row, null}),
            NULL_ITEM,
            "target is NULL at [1], but every item must be a number")
        .assertBy(decoder(ItemType.FLOAT, 2, true));
  }

  @Test
  void namePlacesOfNullAndOfAnotherLengthAtAnyDepth() {
    ArrayData pair = new GenericArrayData(new Object[] {0f, 0f});
    ArrayData pairs = new GenericArrayData(new Object[] {pair, pair});

    new Rejection(
            new GenericArrayData(
                new Object[] {pairs, new GenericArrayData(new Object[] {pair, null})}),
            NULL_ITEM,
            "target is NULL at [1, 1], but every item must be a number")
        .assertBy(decoder(ItemType.FLOAT, 3, true));
    new Rejection(
            new GenericArrayData(
                new Object[] {
                  pairs,
                  new GenericArrayData(
                      new Object[] {pair, new GenericArrayData(new Object[] {0f, 0f, 0f})})
                }),
            RAGGED,
            "target has 3 items at [1, 1] and 2 in its first row, but all rows must have the"
                + " same length")
        .assertBy(decoder(ItemType.FLOAT, 3, true));
  }

  /** A 3 by 2 by 4 mask of the numbers from 0 on, as the second row of a file has it. */
  private static OnHeapColumnVector nested(int lengthOfTheLast) {
    OnHeapColumnVector outer = new OnHeapColumnVector(2, nestedType(3));
    WritableColumnVector middle = outer.getChild(0);
    WritableColumnVector inner = middle.getChild(0);
    WritableColumnVector items = inner.getChild(0);
    for (int i = 0; i < 8; i++) {
      items.appendFloat(-1);
    }
    for (int i = 0; i < 24; i++) {
      items.appendFloat(i);
    }
    middle.reserve(4);
    inner.reserve(8);
    for (int i = 0; i < 8; i++) {
      inner.putArray(i, 4 * i, i == 7 ? lengthOfTheLast : 4);
    }
    for (int i = 0; i < 4; i++) {
      middle.putArray(i, 2 * i, 2);
    }
    outer.putArray(0, 0, 1);
    outer.putArray(1, 1, 3);
    return outer;
  }

  private static DataType nestedType(int depth) {
    return depth == 0 ? DataTypes.FloatType : new ArrayType(nestedType(depth - 1), true);
  }

  @Test
  void nestedVectorsLieInOnePiece() {
    Pixels mask = decoder(ItemType.FLOAT, 3, true).decode(nested(4).getArray(1));

    assertThat(mask.shape()).isEqualTo(Shape.of(3, 2, 4));
    assertThat(mask.floats().offset()).isEqualTo(8);
    assertThat(Items.of(mask)).isEqualTo(IntStream.range(0, 24).asDoubleStream().toArray());
  }

  @Test
  void nestedVectorsWithGapsDoNotLieInOnePiece() {
    OnHeapColumnVector vector = nested(4);
    WritableColumnVector inner = vector.getChild(0).getChild(0);
    inner.putArray(5, 24, 4);

    Pixels mask = decoder(ItemType.FLOAT, 3, true).decode(vector.getArray(1));

    assertThat(mask.floats()).isNull();
    double[] expected = IntStream.range(0, 24).asDoubleStream().toArray();
    for (int i = 0; i < 4; i++) {
      expected[12 + i] = 16 + i;
    }
    assertThat(Items.of(mask)).isEqualTo(expected);
  }

  @Test
  void nestedVectorsAreRaggedAndHaveNullsAsRowsDo() {
    new Rejection(
            nested(3).getArray(1),
            RAGGED,
            "target has 3 items at [2, 1] and 4 in its first row, but all rows must have the"
                + " same length")
        .assertBy(decoder(ItemType.FLOAT, 3, true));
    OnHeapColumnVector vector = nested(4);
    vector.getChild(0).getChild(0).putNull(7);
    new Rejection(
            vector.getArray(1),
            NULL_ITEM,
            "target is NULL at [2, 1], but every item must be a number")
        .assertBy(decoder(ItemType.FLOAT, 3, true));
  }

  @Test
  void decimalsAreTheNearestDoubles() {
    DataType type = new ArrayType(DataTypes.createDecimalType(9, 2), false);
    ArrayData array =
        new GenericArrayData(
            new Object[] {
              Decimal.apply(new BigDecimal("0.25"), 9, 2),
              Decimal.apply(new BigDecimal("-1234567.89"), 9, 2),
              Decimal.apply(new BigDecimal("0.10"), 9, 2)
            });

    Pixels mask = MaskDecoder.of(type, MaskRole.TARGET).decode(array);

    assertThat(mask.items()).isEqualTo(Pixels.Items.DOUBLES);
    assertThat(Items.of(mask)).containsExactly(0.25, -1234567.89, 0.1);
  }

  /** A dictionary's items, a threshold, and the ids above which they are foreground, if any. */
  @ParameterizedTest
  @CsvSource({
    "'0,1', 0, 0",
    "'0,1', 0.5, 0",
    "'0,1', 1, 1",
    "'0,1', -1, -1",
    "'0,1,2', 1, 1",
    "'1,0', 0,",
    "'0,1,0', 0,",
    "'1,2', 0, -1"
  })
  void dictionaryWithItsBackgroundFirstTellsForegroundById(
      String items, double thresh, Integer expected) {
    double[] all = Arrays.stream(items.split(",")).mapToDouble(Double::parseDouble).toArray();
    OnHeapColumnVector vector = new OnHeapColumnVector(BEFORE + all.length, DataTypes.ByteType);

    Pixels.Ints ints =
        decoder(ItemType.TINYINT, 1, true)
            .decode(ArrayForm.dictionary(vector, new ItemDictionary(all), all))
            .ints(thresh);

    if (expected == null) {
      assertThat(ints).isNull();
    } else {
      assertThat(ints.thresh()).isEqualTo(expected);
      assertThat(ints.offset()).isEqualTo(BEFORE);
    }
  }

  @Test
  void largeDictionaryIsNotLookedThroughForEachMask() {
    for (int size : new int[] {64, 65}) {
      double[] all = IntStream.range(0, size).asDoubleStream().toArray();
      OnHeapColumnVector vector = new OnHeapColumnVector(BEFORE + size, DataTypes.ByteType);

      Pixels mask =
          decoder(ItemType.TINYINT, 1, true)
              .decode(ArrayForm.dictionary(vector, new ItemDictionary(all), all));

      assertThat(mask.ints(3) == null).as("%d items", size).isEqualTo(size == 65);
      assertThat(Items.of(mask)).isEqualTo(all);
    }
  }

  @Test
  void intsAreComparedWithTheFloorOfTheThreshold() {
    Pixels mask =
        decoder(ItemType.INT, 1, true).decode(ArrayForm.ON_HEAP.array(ItemType.INT, 0, 1));

    assertThat(mask.ints(0.5).thresh()).isZero();
    assertThat(mask.ints(-0.5).thresh()).isEqualTo(-1);
    assertThat(mask.ints(Integer.MIN_VALUE).thresh()).isEqualTo(Integer.MIN_VALUE);
    assertThat(mask.ints(Integer.MIN_VALUE - 1.0)).isNull();
    assertThat(
            decoder(ItemType.SMALLINT, 1, true)
                .decode(ArrayForm.ON_HEAP.array(ItemType.SMALLINT, 0, 1))
                .ints(0))
        .isNull();
    assertThat(
            decoder(ItemType.INT, 1, true)
                .decode(ArrayForm.OBJECTS.array(ItemType.INT, 0, 1))
                .ints(0))
        .isNull();
  }
}
