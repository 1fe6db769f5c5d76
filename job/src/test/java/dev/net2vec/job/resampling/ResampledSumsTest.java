package dev.net2vec.job.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResampledSumsTest {
  private static final int REPLICATES = 203;
  private static final long SEED = 7;

  /** Hashes, and two components on the grid of so many instances. */
  private static List<long[]> instances(int count) {
    Random random = new Random(count);
    Grid grid = Grid.of(count, new double[] {12_544, 1});
    List<long[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          new long[] {
            random.nextLong(),
            (long) Math.rint(grid.scale(0) * (12_544 * random.nextDouble())),
            (long) Math.rint(grid.scale(1) * random.nextInt(2))
          });
    }
    return rows;
  }

  private static double[] sums(List<long[]> rows) {
    double[] sums = new double[2 * REPLICATES];
    ResampledSums resampled = new ResampledSums(REPLICATES, SEED);
    rows.forEach(row -> resampled.add(sums, row));
    return sums;
  }

  /** The weight as the documentation defines it, without the table and the loop over words. */
  private static int weight(long instance, int replicate) {
    BigInteger gamma = new BigInteger("9E3779B97F4A7C15", 16);
    BigInteger start =
        word(BigInteger.valueOf(instance)).xor(mix(word(BigInteger.valueOf(SEED).add(gamma))));
    BigInteger output = mix(word(start.add(gamma.multiply(BigInteger.valueOf(replicate / 4 + 1)))));
    int number = output.shiftRight(16 * (replicate % 4)).intValue() & 0xFFFF;
    int[] shares = {24109, 24109, 12055, 4021, 1002, 201, 33, 5, 1};
    int weight = 0;
    for (int below = shares[0]; number >= below; below += shares[weight]) {
      weight++;
    }
    return weight;
  }

  private static BigInteger mix(BigInteger z) {
    BigInteger one = word(z.xor(z.shiftRight(30)).multiply(new BigInteger("BF58476D1CE4E5B9", 16)));
    BigInteger two =
        word(one.xor(one.shiftRight(27)).multiply(new BigInteger("94D049BB133111EB", 16)));
    return two.xor(two.shiftRight(31));
  }

  private static BigInteger word(BigInteger number) {
    return number.mod(BigInteger.ONE.shiftLeft(64));
  }

  @Test
  void theSumsAreThoseOfTheDocumentedWeights() {
    List<long[]> rows = instances(40);
    double[] sums = sums(rows);
    for (int r = 0; r < REPLICATES; r++) {
      for (int component = 0; component < 2; component++) {
        BigInteger sum = BigInteger.ZERO;
        for (long[] row : rows) {
          sum =
              sum.add(
                  BigInteger.valueOf(row[component + 1])
                      .multiply(BigInteger.valueOf(weight(row[0], r))));
        }
        assertThat(sums[component * REPLICATES + r]).isEqualTo(sum.doubleValue());
      }
    }
  }

  @Test
  void anyOrderAndPartitioningGivesTheSameBits() {
    List<long[]> rows = instances(500);
    double[] once = sums(rows);
    Random random = new Random(3);
    for (int partitions = 1; partitions <= 30; partitions++) {
      Collections.shuffle(rows, random);
      List<double[]> parts = new ArrayList<>();
      for (int part = 0; part < partitions; part++) {
        parts.add(
            sums(
                rows.subList(
                    part * rows.size() / partitions, (part + 1) * rows.size() / partitions)));
      }
      Collections.shuffle(parts, random);
      double[] merged = new double[2 * REPLICATES];
      parts.forEach(part -> ResampledSums.merge(merged, part));
      assertThat(merged).containsExactly(once);
    }
  }

  @Test
  void weightsArePoissonWithMeanAndVarianceOne() {
    double[] weights = new double[65_536];
    double[] counts = new double[PoissonWeights.LARGEST + 1];
    double sum = 0;
    double squares = 0;
    double draws = 0;
    for (long instance = 0; instance < 20; instance++) {
      PoissonWeights.fill(instance * instance, SEED, weights);
      for (double weight : weights) {
        counts[(int) weight]++;
        sum += weight;
        squares += weight * weight;
        draws++;
      }
    }
    assertThat(sum / draws).isCloseTo(1, within(5 / Math.sqrt(draws)));
    assertThat(squares / draws - 1).isCloseTo(1, within(15 / Math.sqrt(draws)));
    double expected = draws / Math.E;
    for (int weight = 0; weight <= 5; weight++) {
      assertThat(counts[weight])
          .as("weight %d", weight)
          .isCloseTo(expected, within(5 * Math.sqrt(expected) + 0.01 * expected));
      expected /= weight + 1;
    }
  }

  @Test
  void noWeightsReachTheLimitOfExactSums() {
    for (long count : new long[] {1, 2, 3, 1000, 1_000_000, 1L << 31}) {
      for (double largest : new double[] {1e-300, 0.1, 1, 1.999, 12_544, 1e12}) {
        double onGrid = Math.rint(Grid.of(count, new double[] {largest}).scale(0) * largest);
        assertThat(onGrid * PoissonWeights.LARGEST * count).isLessThanOrEqualTo(0x1p53);
        if (largest >= 1e-100) {
          assertThat(onGrid * PoissonWeights.LARGEST * count).isGreaterThan(0x1p50);
        }
      }
    }
  }

  @Test
  void theSharesHaveMeanAndVarianceExactlyOne() {
    int[] shares = {24109, 24109, 12055, 4021, 1002, 201, 33, 5, 1};
    int all = 0;
    int mean = 0;
    int square = 0;
    for (int weight = 0; weight < shares.length; weight++) {
      all += shares[weight];
      mean += weight * shares[weight];
      square += weight * weight * shares[weight];
    }
    assertThat(List.of(all, mean, square)).containsExactly(65_536, 65_536, 2 * 65_536);
  }
}
