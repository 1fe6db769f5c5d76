package dev.net2vec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.InvalidMaskException.Reason;

/** A cell that must be rejected, for a reason and in these words. */
record Rejection(Object cell, Reason reason, String message) {
  void assertBy(MaskDecoder decoder) {
    InvalidMaskException error =
        catchThrowableOfType(InvalidMaskException.class, () -> Items.of(decoder.decode(cell)));

    assertThat(error).hasMessage(message);
    assertThat(error.reason()).isEqualTo(reason);
  }

  @Override
  public String toString() {
    return message;
  }
}
