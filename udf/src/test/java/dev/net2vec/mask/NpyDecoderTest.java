package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyDecoderTest {
  private static final MaskDecoder DECODER =
      MaskDecoder.of(DataTypes.BinaryType, MaskRole.PREDICTION);
  private static final List<String> INTEGERS =
      List.of(
          "|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", ">u2", ">i2", ">u4", ">i4", ">u8",
          ">i8");
  private static final List<String> FLOATS = List.of("<f2", "<f4", "<f8", ">f2", ">f4", ">f8");
  private static final int[][] SHAPES = {{24}, {4, 6}, {2, 3, 4}, {2, 3, 2, 2}, {24, 1}, {1, 24}};

  static Stream<Arguments> integerFiles() {
    return files(INTEGERS);
  }

  static Stream<Arguments> floatFiles() {
    return files(FLOATS);
  }

  static Stream<Arguments> boolFiles() {
    return files(List.of("|b1"));
  }

  private static Stream<Arguments> files(List<String> descrs) {
    List<Arguments> files = new ArrayList<>();
    for (String descr : descrs) {
      for (int[] shape : SHAPES) {
        for (int version = 1; version <= 3; version++) {
          files.add(Arguments.of(descr, shape, version, "C"));
          files.add(Arguments.of(descr, shape, version, "Fortran"));
        }
      }
    }
    return files.stream();
  }

  @ParameterizedTest(name = "{0} {1} version {2}.0 in {3} order")
  @MethodSource("integerFiles")
  void integersOfEverySizeReadAsTheNearestDouble(
      String descr, int[] dims, int version, String order) {
    BigInteger[] items = integers(descr);
    double[] expected = new double[items.length];
    for (int i = 0; i < items.length; i++) {
      expected[i] = items[i].doubleValue();
    }

    assertReads(file(descr, dims, version, order).integers(items), dims, expected);
  }

  @ParameterizedTest(name = "{0} {1} version {2}.0 in {3} order")
  @MethodSource("floatFiles")
  void floatsOfEverySizeReadExactly(String descr, int[] dims, int version, String order) {
    double[] items = new double[24];
    for (int i = 0; i < items.length; i++) {
      items[i] = (i - 8) / 16.0;
    }
    items[3] = 65504;
    items[4] = -0x1p-24;
    items[5] = 1023 * 0x1p-24;

    assertReads(file(descr, dims, version, order).doubles(items), dims, items);
  }

  @ParameterizedTest(name = "{0} {1} version {2}.0 in {3} order")
  @MethodSource("boolFiles")
  void boolsReadAsZeroAndOne(String descr, int[] dims, int version, String order) {
    BigInteger[] items = new BigInteger[24];
    double[] expected = new double[24];
    for (int i = 0; i < items.length; i++) {
      items[i] = BigInteger.valueOf(i % 3 == 0 ? 1 : 0);
      expected[i] = i % 3 == 0 ? 1 : 0;
    }

    assertReads(file(descr, dims, version, order).integers(items), dims, expected);
  }

  private static NpyFile file(String descr, int[] dims, int version, String order) {
    NpyFile file = NpyFile.of(descr, dims).version(version);
    return order.equals("C") ? file : file.fortranOrder();
  }

  /** Returns the extremes, what lies beside them, and for longs what a double has to round. */
  private static BigInteger[] integers(String descr) {
    int bits = 8 * (descr.charAt(2) - '0');
    boolean signed = descr.charAt(1) == 'i';
    BigInteger end = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
    BigInteger[] items = new BigInteger[24];
    for (int i = 0; i < items.length; i++) {
      BigInteger step = BigInteger.valueOf(i).pow(1 + bits / 8);
      items[i] =
          switch (i % 3) {
            case 0 -> end.subtract(BigInteger.ONE).subtract(step).max(BigInteger.ZERO);
            case 1 -> signed ? end.negate().add(step).min(BigInteger.ZERO) : step.mod(end);
            default -> end.shiftRight(1).add(BigInteger.valueOf(i));
          };
    }
    return items;
  }

  @Test
  void everyHalfHasItsValue() {
    byte[] payload = new byte[2 << 16];
    double[] expected = new double[1 << 16];
    for (int bits = 0; bits < expected.length; bits++) {
      payload[2 * bits] = (byte) bits;
      payload[2 * bits + 1] = (byte) (bits >> 8);
      int exponent = bits >> 10 & 31;
      double significand = (bits & 1023) + (exponent == 0 ? 0 : 1024);
      double magnitude = Math.scalb(significand, Math.max(1, exponent) - 25);
      if (exponent == 31) {
        magnitude = significand == 1024 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      expected[bits] = bits < 0x8000 ? magnitude : -magnitude;
    }
    String header = "{'descr': '<f2', 'fortran_order': False, 'shape': (65536,)}\n";

    assertReads(NpyFile.withHeader(1, header, payload), new int[] {65536}, expected);
  }

  @Test
  void unsignedLongsRoundToTheNearestDoubleAndTiesToEven() {
    BigInteger top = BigInteger.ONE.shiftLeft(63);
    BigInteger[] items = new BigInteger[5000];
    double[] expected = new double[items.length];
    for (int i = 0; i < items.length; i++) {
      items[i] = top.add(BigInteger.valueOf(i));
      expected[i] = items[i].doubleValue();
    }

    assertReads(NpyFile.of(">u8", 5000).integers(items), new int[] {5000}, expected);
  }

  /** Written by {@code numpy.save} of numpy 2.4.6, and {@code numpy.lib.format.write_array}. */
  static Stream<Arguments> filesOfNumpy() {
    return Stream.of(
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPgAAAD8AAEA/AACAP83MzD0=",
            Shape.of(2, 3),
            new double[] {0, 0.25, 0.5, 0.75, 1, 0.1f}),
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAOg/AAAAAAAA0D8AAAAAAADwPwAAAAAAAOA/mpmZmZmZuT8=",
            Shape.of(2, 3),
            new double[] {0, 0.25, 0.5, 0.75, 1, 0.1}),
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAr//f/+//8AAAABAAI=",
            Shape.of(1, 2, 3),
            new double[] {-3, -2, -1, 0, 1, 2}),
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAE=",
            Shape.of(3),
            new double[] {1, 0, 1}),
        Arguments.of(
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAOA==",
            Shape.of(1),
            new double[] {0.5}),
        Arguments.of(
            "k05VTVBZAgB0AAAAeydkZXNjcic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAgP/",
            Shape.of(2, 2),
            new double[] {1, 2, 3, 255}),
        Arguments.of(
            "k05VTVBZAwB0AAAAeydkZXNjcic6ICc+dTgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAQAAAAAAAAACAAAAAAAAAAOAAAAAAAAIAA==",
            Shape.of(2, 2),
            new double[] {1, 2, 3, 0x1p63 + 2048}));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("filesOfNumpy")
  void readsWhatNumpyWrote(String base64, Shape shape, double[] expected) {
    Pixels mask = DECODER.decode(Base64.getDecoder().decode(base64));

    assertThat(mask.shape()).isEqualTo(shape);
    assertThat(Items.of(mask)).isEqualTo(expected);
  }

  static Stream<String> unusualHeaders() {
    return Stream.of(
        "{'descr':'|u1','fortran_order':False,'shape':(2,3)}",
        "{'shape': (2, 3), 'descr': '|u1', 'fortran_order': False}\n",
        "{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (2, 3,),}    \n",
        " { 'descr' : '|u1' , 'fortran_order' : False , 'shape' : ( 2 , 3 , ) , } \t \n",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2L, 3L), }");
  }

  @ParameterizedTest
  @MethodSource("unusualHeaders")
  void readsHeadersThatOthersWrite(String header) {
    byte[] file = NpyFile.withHeader(1, header, new byte[] {1, 2, 3, 4, 5, 6});

    assertReads(file, new int[] {2, 3}, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void readsTheLongestHeader() {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}";
    byte[] file =
        NpyFile.withHeader(2, header + " ".repeat(10_000 - header.length()), (byte) 3, (byte) 4);

    assertReads(file, new int[] {2}, 3, 4);
  }

  /** A file of cnpy, which has a byte order where there is none. */
  @Test
  void readsWhatCnpyWrote() {
    String header = "{'descr': '<u1', 'fortran_order': False, 'shape': (2, 2), }          \n";

    assertReads(
        NpyFile.withHeader(1, header, (byte) 1, (byte) 0, (byte) 1, (byte) 1),
        new int[] {2, 2},
        1,
        0,
        1,
        1);
  }

  /**
   * Items of bytes 1, 2, … as {@code numpy.lib.format.descr_to_dtype} of numpy 2.4.6 has them on a
   * little-endian machine.
   */
  @ParameterizedTest
  @CsvSource({
    "<u1, u1",
    ">u1, u1",
    "=u1, u1",
    "u1, u1",
    "B, u1",
    "<B, u1",
    "uint8, u1",
    "<i1, i1",
    "i1, i1",
    "b, i1",
    "|b, i1",
    "int8, i1",
    "<b1, b1",
    ">b1, b1",
    "=b1, b1",
    "b1, b1",
    "?, b1",
    "|?, b1",
    "<?, b1",
    "bool, b1",
    "=u2, <u2",
    "|u2, <u2",
    "u2, <u2",
    "H, <u2",
    ">H, >u2",
    "uint16, <u2",
    "=i2, <i2",
    "i2, <i2",
    "<h, <i2",
    "int16, <i2",
    "=u4, <u4",
    "u4, <u4",
    "I, <u4",
    ">I, >u4",
    "uint32, <u4",
    "=i4, <i4",
    "i4, <i4",
    "i, <i4",
    "int32, <i4",
    "=u8, <u8",
    "u8, <u8",
    "Q, <u8",
    "uint64, <u8",
    "=i8, <i8",
    "i8, <i8",
    ">q, >i8",
    "int64, <i8",
    "=f2, <f2",
    "f2, <f2",
    "e, <f2",
    ">e, >f2",
    "float16, <f2",
    "half, <f2",
    "=f4, <f4",
    "|f4, <f4",
    "f4, <f4",
    "f, <f4",
    ">f, >f4",
    "float32, <f4",
    "single, <f4",
    "=f8, <f8",
    "|f8, <f8",
    "f8, <f8",
    "d, <f8",
    "float64, <f8",
    "double, <f8"
  })
  void readsTheNamesOfATypeThatNumpyReads(String descr, String usual) {
    int size = usual.charAt(usual.length() - 1) - '0';
    byte[] payload = new byte[6 * size];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (i + 1);
    }
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': (2, 3)}";
    String padded = usual.length() == 2 ? "|" + usual : usual;

    assertReads(
        NpyFile.withHeader(1, header.formatted(descr), payload),
        new int[] {2, 3},
        Items.of(DECODER.decode(NpyFile.withHeader(1, header.formatted(padded), payload))));
  }

  private static void assertReads(byte[] file, int[] dims, double... expected) {
    Pixels mask = DECODER.decode(file);

    assertThat(mask.shape()).isEqualTo(Shape.of(dims));
    assertThat(Items.of(mask)).isEqualTo(expected);
  }
}
