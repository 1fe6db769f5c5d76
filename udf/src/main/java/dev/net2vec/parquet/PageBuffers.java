package dev.net2vec.parquet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Buffers for pages, which are reused.
 *
 * <p>A page usually has a megabyte; a new buffer for each would cost the zeroing of everything that
 * is read, and as much garbage.
 */
final class PageBuffers {
  /** Sizes are multiples of this, so that a buffer fits other pages of about the same size. */
  private static final int ROUNDED = 1 << 16;

  /**
   * The buffers in use, compared by identity. Weak: one that is never returned can be collected.
   */
  private final Set<byte[]> lent = Collections.newSetFromMap(new WeakHashMap<>());

  private final List<byte[]> free = new ArrayList<>();

  /** Returns an unused buffer of at least the given size. */
  byte[] take(int size) {
    byte[] taken = null;
    for (int i = 0; i < free.size() && taken == null; i++) {
      if (free.get(i).length >= size) {
        taken = free.remove(i);
      }
    }
    if (taken == null) {
      // Buffers that are too short now will be too short again.
      free.clear();
      taken = new byte[Math.max(size, (int) Math.min(Integer.MAX_VALUE - 8, rounded(size)))];
    }
    lent.add(taken);
    return taken;
  }

  private static long rounded(int size) {
    return ((long) size + ROUNDED - 1) / ROUNDED * ROUNDED;
  }

  /** Takes back a buffer, if it is from here. */
  void giveBack(byte[] bytes) {
    if (lent.remove(bytes)) {
      free.add(bytes);
    }
  }
}
