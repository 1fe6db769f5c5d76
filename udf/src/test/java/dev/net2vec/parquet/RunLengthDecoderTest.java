package dev.net2vec.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthDecoderTest {
  static IntStream widths() {
    return IntStream.rangeClosed(1, 31);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void aRunOfOneNumberIsTakenInPieces(int width) {
    int number = highest(width) - (width > 1 ? 1 : 0);
    RunLengthDecoder runs =
        runs(width, WrittenRuns.run(width, 1000, number), WrittenRuns.run(width, 3, 0));

    assertThat(runs.value()).isEqualTo(number);
    assertThat(runs.count()).isEqualTo(1000);
    runs.take(999);
    assertThat(runs.value()).isEqualTo(number);
    assertThat(runs.count()).isEqualTo(1);
    runs.take(1);
    assertThat(runs.count()).isEqualTo(3);
    assertThat(runs.value()).isZero();
  }

  @ParameterizedTest
  @MethodSource("widths")
  void packedNumbersAreToldByRunsOfEquals(int width) {
    int[] numbers = new int[24];
    Arrays.fill(numbers, 5, 20, highest(width));
    RunLengthDecoder runs = runs(width, WrittenRuns.packed(width, numbers));

    assertThat(runs.count()).isEqualTo(5);
    assertThat(runs.value()).isZero();
    runs.take(2);
    assertThat(runs.count()).isEqualTo(3);
    runs.take(3);
    assertThat(runs.value()).isEqualTo(highest(width));
    assertThat(runs.count()).isEqualTo(15);
    runs.take(15);
    assertThat(runs.count()).isEqualTo(4);
    assertThat(runs.value()).isZero();
  }

  @ParameterizedTest
  @MethodSource("widths")
  void bothKindsFollowEachOther(int width) {
    SplittableRandom random = new SplittableRandom(width);
    int[] first = random.ints(16, 0, highest(width)).toArray();
    int[] second = random.ints(8, 0, highest(width)).toArray();
    byte[][] bytes = {
      WrittenRuns.packed(width, first),
      WrittenRuns.run(width, 9, 1),
      WrittenRuns.run(width, 1, 0),
      WrittenRuns.packed(width, second)
    };
    int[] expected = new int[34];
    System.arraycopy(first, 0, expected, 0, 16);
    Arrays.fill(expected, 16, 25, 1);
    System.arraycopy(second, 0, expected, 26, 8);

    assertThat(told(runs(width, bytes), 34)).isEqualTo(expected);
    assertThat(read(runs(width, bytes), 34)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void theLastGroupMayEndWithItsNumbers(int width) {
    int[] numbers = new SplittableRandom(width).ints(16, 0, highest(width)).toArray();
    byte[] whole = WrittenRuns.packed(width, numbers);
    for (int count = 9; count <= 16; count++) {
      byte[] cut = Arrays.copyOf(whole, whole.length - width + ((count - 8) * width + 7) / 8);

      assertThat(told(runs(width, cut), count)).isEqualTo(Arrays.copyOf(numbers, count));
      assertThat(read(runs(width, cut), count)).isEqualTo(Arrays.copyOf(numbers, count));
    }
  }

  @Test
  void moreIsPackedThanIsUnpackedAtOnce() {
    int[] numbers = new SplittableRandom(7).ints(8 * 1000, 0, 5).toArray();
    byte[] bytes = WrittenRuns.packed(3, numbers);

    assertThat(told(runs(3, bytes), numbers.length)).isEqualTo(numbers);
    assertThat(read(runs(3, bytes), numbers.length)).isEqualTo(numbers);
  }

  /** DuckDB pads its last block with whole groups. */
  @ParameterizedTest
  @MethodSource("widths")
  void groupsThatAreNotReadAreThePaddingOfTheLastRun(int width) {
    byte[] block = WrittenRuns.packed(width, new int[8 * 1000]);
    RunLengthDecoder padded = runs(width, block);
    RunLengthDecoder followed = runs(width, block, new byte[1]);
    padded.skip(5);
    followed.skip(5);

    padded.checkEnd("ids");
    assertThatThrownBy(() -> followed.checkEnd("ids"))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("1 unexpected bytes after the ids");
  }

  @Test
  void whatIsSkippedIsNotTold() {
    int[] numbers = IntStream.range(0, 1200).map(i -> i / 3 % 8).toArray();
    RunLengthDecoder runs =
        runs(
            3,
            WrittenRuns.packed(3, numbers),
            WrittenRuns.run(3, 100, 7),
            WrittenRuns.packed(3, numbers));

    runs.skip(0);
    runs.skip(700);
    assertThat(runs.value()).isEqualTo(numbers[700]);
    runs.skip(550);
    assertThat(runs.value()).isEqualTo(7);
    assertThat(runs.count()).isEqualTo(50);
    runs.skip(50 + 1199);
    assertThat(read(runs, 1)).containsExactly(numbers[1199]);
  }

  @Test
  void aRunGoesOnBehindItsGroups() {
    int[] image = {1, 2, 2, 2, 2, 2, 2, 2};
    for (int length : new int[] {1, 63, 64, 8191, 8192, 1 << 20, 1 << 21}) {
      RunLengthDecoder runs =
          runs(
              2,
              WrittenRuns.packed(2, image),
              WrittenRuns.run(2, length, 2),
              WrittenRuns.run(2, 3, 1));

      assertThat(told(runs, 1)).containsExactly(1);
      assertThat(runs.value()).isEqualTo(2);
      assertThat(runs.count()).isEqualTo(length < 1 << 20 ? 7 + length : 7);
      runs.skip(7 + length);
      assertThat(told(runs, 3)).containsOnly(1);
    }
    RunLengthDecoder cut = runs(2, WrittenRuns.packed(2, image), new byte[] {20});
    cut.skip(8);
    assertThatThrownBy(cut::count).hasMessage("a page ends within an RLE run");
  }

  @Test
  void bytesThatAreRepeatedAreLeftBehindAtOnce() {
    byte[] image =
        WrittenRuns.concat(
            WrittenRuns.packed(2, new int[] {1, 2, 2, 2, 2, 2, 2, 2}), WrittenRuns.run(2, 104, 2));
    byte[] start =
        WrittenRuns.concat(
            WrittenRuns.packed(2, new int[] {0, 2, 2, 2, 2, 2, 2, 2}), WrittenRuns.run(2, 104, 2));
    RunLengthDecoder runs = runs(2, start, image, image, image, image, start);

    assertThat(runs.boundary()).isZero();
    runs.skip(1);
    assertThat(runs.boundary()).isEqualTo(-1);
    assertThat(runs.repeat(0, 9)).isZero();
    runs.skip(111);
    int first = runs.boundary();
    assertThat(first).isEqualTo(start.length);
    assertThat(runs.repeat(first, 9)).isZero();
    runs.skip(112);
    assertThat(runs.repeat(first, 2)).isEqualTo(2);
    assertThat(runs.repeat(first + 2 * image.length, 9)).isEqualTo(1);
    assertThat(runs.repeat(first + 3 * image.length, 9)).isZero();
    assertThat(told(runs, 2)).containsExactly(0, 2);
    runs.skip(110);
    assertThat(runs.repeat(first, 9)).isZero();
    assertThatThrownBy(runs::count).hasMessage("a page ends within an RLE run");
  }

  @Test
  void numbersOfNoBitsAreZeroWithoutEnd() {
    RunLengthDecoder runs = new RunLengthDecoder(new byte[0], 0, 0, 0, 0);

    runs.skip(Integer.MAX_VALUE);
    runs.take(Integer.MAX_VALUE);
    runs.skip(Integer.MAX_VALUE);
    assertThat(runs.value()).isZero();
    assertThat(runs.count()).isEqualTo(Integer.MAX_VALUE);
    assertThat(read(runs, 1000)).isEqualTo(new int[1000]);
  }

  @Test
  void runsOfNothingAreLeftOut() {
    byte[][] bytes = {
      WrittenRuns.run(2, 0, 3),
      WrittenRuns.packed(2, new int[0]),
      WrittenRuns.run(2, 0, 0),
      WrittenRuns.run(2, 2, 1)
    };

    assertThat(told(runs(2, bytes), 2)).containsExactly(1, 1);
    assertThat(read(runs(2, bytes), 2)).containsExactly(1, 1);
  }

  @Test
  void theyLieAnywhereInAPage() {
    byte[] page =
        WrittenRuns.concat(new byte[] {-1, -1, -1}, WrittenRuns.run(4, 70, 9), new byte[] {-1, -1});

    RunLengthDecoder runs = new RunLengthDecoder(page, 3, page.length - 2, 4, 15);
    assertThat(told(runs, 70)).containsOnly(9);
    assertThatThrownBy(runs::value).hasMessage("a page ends within an RLE run");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 9, 12, 16, 17, 20, 24, 25, 31})
  void whatParquetsEncoderWritesIsReadInAnySteps(int width) throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(1000L * width + seed);
      int[] numbers = new int[1 + random.nextInt(3000)];
      for (int at = 0; at < numbers.length; ) {
        int same = random.nextInt(3) == 0 ? 1 + random.nextInt(200) : 1;
        int number = random.nextInt(highest(width)) + random.nextInt(2);
        for (int end = Math.min(numbers.length, at + same); at < end; at++) {
          numbers[at] = number;
        }
      }
      byte[] bytes = encoded(width, numbers);

      assertThat(told(runs(width, bytes), numbers.length)).isEqualTo(numbers);
      assertThat(inSteps(runs(width, bytes), numbers, random)).isEqualTo(numbers);
    }
  }

  /** Reads, tells and leaves out; what is left out is taken as right. */
  private static int[] inSteps(RunLengthDecoder runs, int[] numbers, SplittableRandom random) {
    int[] found = new int[numbers.length];
    for (int at = 0; at < found.length; ) {
      int step = 1 + random.nextInt(Math.min(900, found.length - at));
      switch (random.nextInt(3)) {
        case 0 -> System.arraycopy(read(runs, step), 0, found, at, step);
        case 1 -> System.arraycopy(told(runs, step), 0, found, at, step);
        default -> {
          runs.skip(step);
          System.arraycopy(numbers, at, found, at, step);
        }
      }
      at += step;
    }
    return found;
  }

  @Test
  void aNumberAboveTheHighestIsWrong() {
    assertWrong(
        runsUpTo(5, 3, WrittenRuns.run(3, 10, 6)), 1, "level or index is 6, but must be in [0, 5]");
    int[] numbers = {0, 1, 2, 3, 4, 5, 7, 0};
    assertWrong(
        runsUpTo(5, 3, WrittenRuns.packed(3, numbers)),
        7,
        "level or index is 7, but must be in [0, 5]");
    numbers[6] = 77;
    assertWrong(
        runsUpTo(70, 9, WrittenRuns.packed(9, numbers)),
        1,
        "level or index is 77, but must be in [0, 70]");
    assertWrong(
        runsUpTo(0, 31, WrittenRuns.run(31, 1, Integer.MAX_VALUE)),
        1,
        "level or index is 2147483647, but must be in [0, 0]");
    byte[] negative = WrittenRuns.concat(WrittenRuns.varint(2), new byte[] {-1, -1, -1, -1});
    assertWrong(
        runsUpTo(Integer.MAX_VALUE, 31, negative),
        1,
        "level or index is -1, but must be in [0, 2147483647]");
  }

  @Test
  void aPageMayNotEndWithinNumbers() {
    String runs = "a page ends within an RLE run";
    assertWrong(new byte[0], 1, runs);
    assertWrong(new byte[] {-128}, 1, runs);
    assertWrong(new byte[] {20}, 1, runs);
    assertWrong(WrittenRuns.run(9, 4, 1), 5, runs);
    byte[] cut = WrittenRuns.run(9, 4, 1);
    assertWrong(Arrays.copyOf(cut, cut.length - 1), 1, runs);
    assertWrong(
        WrittenRuns.concat(WrittenRuns.varint(3)), 1, "a page ends within a bit-packed run");
    assertWrong(
        WrittenRuns.concat(WrittenRuns.varint(5), new byte[9]),
        9,
        "a page ends within a bit-packed run");
  }

  private static void assertWrong(byte[] bytes, int numbers, String message) {
    assertWrong(() -> runs(9, bytes), numbers, message);
  }

  private static void assertWrong(RunLengthDecoder runs, int numbers, String message) {
    assertThatThrownBy(() -> runs.skip(numbers))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage(message);
  }

  private static void assertWrong(Supplier<RunLengthDecoder> runs, int numbers, String message) {
    assertWrong(runs.get(), numbers, message);
    assertThatThrownBy(() -> read(runs.get(), numbers))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage(message);
  }

  @Test
  void aLengthHasNoMoreThan32Bits() {
    byte[] bytes = {-128, -128, -128, -128, -128, 0, 0};

    assertWrong(runs(1, bytes), 1, "the length of a run has more than 32 bits");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, -128, 32, 127})
  void aWidthIsUpTo31Bits(int width) {
    assertThatThrownBy(() -> new RunLengthDecoder(new byte[8], 0, 8, width, 1))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessage("bit width is " + width + ", but must be in [0, 31]");
  }

  @Test
  void theyLieWithinThePage() {
    assertThatThrownBy(() -> new RunLengthDecoder(new byte[8], 4, 9, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new RunLengthDecoder(new byte[8], 5, 4, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 31})
  void aPromiseOfFarMoreNumbersThanBytesCostsNothing(int width) {
    byte[] most = {-1, -1, -1, -1, 15};
    byte[] fewer = {-3, -1, -1, -1, 15};
    for (byte[] header : new byte[][] {most, fewer}) {
      byte[] bytes = WrittenRuns.concat(header, new byte[4 * width]);

      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            assertThat(read(runs(width, bytes), 32)).containsOnly(0);
            assertWrong(
                runs(width, bytes), Integer.MAX_VALUE, "a page ends within a bit-packed run");
          });
    }
  }

  @Test
  void aRunMayHaveTwoBillionNumbers() {
    byte[] bytes = WrittenRuns.concat(new byte[] {-2, -1, -1, -1, 15, 1});

    RunLengthDecoder runs = runs(1, bytes);
    assertThat(runs.count()).isEqualTo(Integer.MAX_VALUE);
    runs.skip(Integer.MAX_VALUE);
    assertThatThrownBy(runs::count).hasMessage("a page ends within an RLE run");
  }

  private static int highest(int width) {
    return (int) ((1L << width) - 1);
  }

  private static RunLengthDecoder runs(int width, byte[]... bytes) {
    return runsUpTo(highest(width), width, bytes);
  }

  private static RunLengthDecoder runsUpTo(int max, int width, byte[]... bytes) {
    byte[] all = WrittenRuns.concat(bytes);
    return new RunLengthDecoder(all, 0, all.length, width, max);
  }

  private static int[] told(RunLengthDecoder runs, int count) {
    int[] numbers = new int[count];
    for (int at = 0; at < count; ) {
      int same = Math.min(runs.count(), count - at);
      Arrays.fill(numbers, at, at + same, runs.value());
      runs.take(same);
      at += same;
    }
    return numbers;
  }

  private static int[] read(RunLengthDecoder runs, int count) {
    try (OnHeapColumnVector ints = new OnHeapColumnVector(count + 1, DataTypes.IntegerType)) {
      runs.read(count, ints, 1);
      return ints.getInts(1, count);
    }
  }

  private static byte[] encoded(int width, int[] numbers) throws IOException {
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(width, 64, 1024, new HeapByteBufferAllocator())) {
      for (int number : numbers) {
        encoder.writeInt(number);
      }
      return encoder.toBytes().toInputStream().readAllBytes();
    }
  }
}
