package dev.net2vec.mask.form;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;

/**
 * An unsupported form of masks that users often try, recognised by its first bytes or characters.
 *
 * @param title the name of the form
 * @param remedy advice on converting it to a supported form
 */
public record Foreign(String title, String remedy) {
  /** Returns the error for a cell with this form in {@code part} instead of {@code allowed}. */
  public InvalidMaskException in(MaskRole role, String part, String allowed) {
    return MaskErrors.unsupported(role, part, title, allowed + "; " + remedy);
  }
}
