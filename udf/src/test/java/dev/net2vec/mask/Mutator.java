package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages bytes in the ways that transport, bugs and malice do; the same seed, the same damage. */
final class Mutator {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String[] NUMBERS = {
    "0",
    "1",
    "2",
    "3",
    "4",
    "63",
    "64",
    "65",
    "4095",
    "4096",
    "4097",
    "65535",
    "65536",
    "8388608",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "-1",
    "-2147483648",
    "1e9",
    "00",
    "0x10",
    "99999999999999999999999999999999999999"
  };
  private static final long[] LONGS = {
    0,
    1,
    -1,
    2,
    7,
    255,
    4096,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_ffffL,
    0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  long extreme() {
    return LONGS[random.nextInt(LONGS.length)];
  }

  /** Returns bytes with one to four damages; {@code other} is what may be spliced in. */
  byte[] bytes(byte[] bytes, byte[] other) {
    byte[] mutant = bytes;
    for (int i = random.nextInt(4); i >= 0; i--) {
      mutant = damaged(mutant, other);
    }
    return mutant;
  }

  private byte[] damaged(byte[] bytes, byte[] other) {
    int at = random.nextInt(bytes.length + 1);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, at);
      case 1 -> set(bytes, at, oneOf(0, 1, 0x7f, 0x80, 0xff, random.nextInt(256)));
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> inserted(bytes, at, random.nextInt(1 + random.nextInt(20)));
      case 4 -> cut(bytes, at, 1 + random.nextInt(8));
      case 5 -> spliced(bytes, at, other, random.nextInt(other.length + 1));
      default -> withNumber(bytes);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    return at == bytes.length ? bytes : set(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
  }

  private static byte[] set(byte[] bytes, int at, int value) {
    byte[] mutant = bytes.clone();
    if (at < mutant.length) {
      mutant[at] = (byte) value;
    }
    return mutant;
  }

  private byte[] inserted(byte[] bytes, int at, int count) {
    byte[] mutant = Arrays.copyOf(bytes, bytes.length + count);
    System.arraycopy(bytes, at, mutant, at + count, bytes.length - at);
    for (int i = 0; i < count; i++) {
      mutant[at + i] = (byte) random.nextInt(256);
    }
    return mutant;
  }

  private static byte[] cut(byte[] bytes, int at, int count) {
    int to = Math.min(bytes.length, at + count);
    byte[] mutant = Arrays.copyOf(bytes, bytes.length - (to - at));
    System.arraycopy(bytes, to, mutant, at, bytes.length - to);
    return mutant;
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] other, int from) {
    byte[] mutant = Arrays.copyOf(bytes, at + other.length - from);
    System.arraycopy(other, from, mutant, at, other.length - from);
    return mutant;
  }

  /** Puts an extreme in place of a decimal number. */
  private byte[] withNumber(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    Matcher number = NUMBER.matcher(text);
    int found = 0;
    while (number.find()) {
      found++;
    }
    if (found == 0) {
      return bytes;
    }
    number.reset();
    for (int i = random.nextInt(found); i >= 0; i--) {
      number.find();
    }
    return (text.substring(0, number.start()) + oneOf(NUMBERS) + text.substring(number.end()))
        .getBytes(ISO_8859_1);
  }
}
