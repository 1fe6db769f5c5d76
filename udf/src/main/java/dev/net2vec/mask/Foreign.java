package dev.net2vec.mask;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;

/**
 * A form of masks that is not read but often tried, recognised by its first bytes or characters.
 *
 * @param title what it is
 * @param remedy what makes a mask of it that is read
 */
record Foreign(String title, String remedy) {
  /** A cell holds it in {@code part}, where {@code allowed} should be. */
  InvalidMaskException in(MaskRole role, String part, String allowed) {
    return MaskErrors.unsupported(role, part, title, allowed + "; " + remedy);
  }
}
