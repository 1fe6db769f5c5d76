package dev.net2vec.parquet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The bytes of pages, which are lent, given back and lent again.
 *
 * <p>A page is a megabyte, as a rule: to have a new one for each costs the zeroing of all that is
 * read, and as much garbage.
 */
final class PageBuffers {
  /** Pages of about one length, so that each fits the next. */
  private static final int ROUNDED = 1 << 16;

  /** What is not given back is nobody's, once it is forgotten; arrays are told by identity. */
  private final Set<byte[]> lent = Collections.newSetFromMap(new WeakHashMap<>());

  private final List<byte[]> free = new ArrayList<>();

  /** Returns bytes that nobody else has, as many at least. */
  byte[] take(int size) {
    byte[] taken = null;
    for (int i = 0; i < free.size() && taken == null; i++) {
      if (free.get(i).length >= size) {
        taken = free.remove(i);
      }
    }
    if (taken == null) {
      // Those that were too short will be so again.
      free.clear();
      taken = new byte[Math.max(size, (int) Math.min(Integer.MAX_VALUE - 8, rounded(size)))];
    }
    lent.add(taken);
    return taken;
  }

  private static long rounded(int size) {
    return ((long) size + ROUNDED - 1) / ROUNDED * ROUNDED;
  }

  /** Takes bytes back, if they are from here. */
  void giveBack(byte[] bytes) {
    if (lent.remove(bytes)) {
      free.add(bytes);
    }
  }
}
