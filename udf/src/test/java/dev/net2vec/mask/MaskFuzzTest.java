package dev.net2vec.mask;

import static dev.net2vec.kpi.InvalidMaskException.Reason.EMPTY;
import static dev.net2vec.kpi.InvalidMaskException.Reason.TOO_LARGE;
import static dev.net2vec.kpi.InvalidMaskException.Reason.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.InvalidMaskException.Reason;
import dev.net2vec.kpi.Pixels;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged cells by the hundred thousand: each is a valid mask or a clear error, soon and without
 * much memory. The same cells every time. For more of them, each number standing for one decoder:
 *
 * <pre>{@code
 * mvn -pl udf test -Dtest=MaskFuzzTest -Dnet2vec.fuzz.count=10000000
 * }</pre>
 */
class MaskFuzzTest {
  private static final int COUNT = Integer.getInteger("net2vec.fuzz.count", 100_000);

  /** Cells whose time does not count: the compiler is still at work. */
  private static final int WARM_UP = 5_000;

  /** Twice the bytes of the largest mask that is allowed, its items as the kernel sees them. */
  private static final long MOST_BYTES = 2L * FuzzTarget.MAX_PIXELS * Double.BYTES;

  /** 10 ms per MB; all cells are smaller than one. */
  private static final long MOST_NANOS = 10_000_000;

  private static final int BLOCK = 1024;
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final double[] block = new double[BLOCK];

  @ParameterizedTest
  @EnumSource
  void everyCellIsAMaskOrAMaskError(FuzzTarget target) {
    int valid = 0;
    Map<Reason, Integer> rejected = new EnumMap<>(Reason.class);
    for (int seed = 0; seed < COUNT; seed++) {
      Object cell = target.mutant(new Mutator(seed));
      InvalidMaskException error;
      long bytes = THREAD.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      try {
        error = read(target, cell);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(describe(target, seed, cell), e);
      }
      long nanos = System.nanoTime() - start;
      bytes = THREAD.getCurrentThreadAllocatedBytes() - bytes;
      if (bytes > MOST_BYTES || (nanos > MOST_NANOS && seed >= WARM_UP)) {
        assertSmallAndQuick(target, seed, cell);
      }
      if (error == null) {
        valid++;
      } else {
        assertClear(error, target, seed, cell);
        rejected.merge(error.reason(), 1, Integer::sum);
      }
    }
    System.out.printf("fuzz %s: %d cells, %d valid, rejected %s%n", target, COUNT, valid, rejected);
    assertThat(valid).isBetween(COUNT / 100, COUNT * 9 / 10);
    assertThat(rejected).containsKeys(UNREADABLE, TOO_LARGE, EMPTY);
  }

  /** Reads the whole mask; returns the error that says why it cannot be read, or null. */
  private InvalidMaskException read(FuzzTarget target, Object cell) {
    try {
      Pixels mask = target.decoder().decode(cell);
      int pixels = mask.shape().pixels();
      if (pixels < 1 || pixels > FuzzTarget.MAX_PIXELS) {
        throw new AssertionError("mask has " + pixels + " pixels");
      }
      for (int from = 0; from < pixels; from += BLOCK) {
        int count = Math.min(BLOCK, pixels - from);
        mask.read(from, count, block);
        if (target != FuzzTarget.NPY) {
          requireShares(count);
        }
      }
      return null;
    } catch (InvalidMaskException e) {
      return e;
    }
  }

  private void requireShares(int count) {
    for (int i = 0; i < count; i++) {
      if (!(block[i] >= 0 && block[i] <= 1)) {
        throw new AssertionError("item is " + block[i]);
      }
    }
  }

  private static void assertClear(
      InvalidMaskException error, FuzzTarget target, int seed, Object cell) {
    String message = error.getMessage();
    boolean clear =
        message.matches("(prediction|target)('s .*)? (is|has) .+, but (every item )?must .+")
            && message.length() < 250;
    if (!clear) {
      throw new AssertionError(message + ": " + describe(target, seed, cell));
    }
  }

  /** Measures again, several times: the first time may have met another's work. */
  private void assertSmallAndQuick(FuzzTarget target, int seed, Object cell) {
    long leastBytes = Long.MAX_VALUE;
    long leastNanos = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long bytes = THREAD.getCurrentThreadAllocatedBytes();
      long start = THREAD.getCurrentThreadCpuTime();
      read(target, cell);
      leastNanos = Math.min(leastNanos, THREAD.getCurrentThreadCpuTime() - start);
      leastBytes = Math.min(leastBytes, THREAD.getCurrentThreadAllocatedBytes() - bytes);
    }
    assertThat(leastBytes).as(describe(target, seed, cell)).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(leastNanos).as(describe(target, seed, cell)).isLessThanOrEqualTo(MOST_NANOS);
  }

  private static String describe(FuzzTarget target, int seed, Object cell) {
    return "%s, seed %d: %s".formatted(target, seed, FuzzTarget.toString(cell));
  }
}
