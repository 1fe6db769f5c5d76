package dev.net2vec.mask;

import java.util.Locale;

/** Converts a network's outputs to predictions in [0, 1]. */
public enum Activation {
  /** The cells hold predictions. */
  NONE {
    @Override
    public MaskDecoder of(MaskDecoder decoder) {
      return decoder;
    }
  },
  /** The cells hold logits: {@code 1 / (1 + exp(−x))}, in double. */
  SIGMOID {
    @Override
    public MaskDecoder of(MaskDecoder decoder) {
      return new SigmoidDecoder(decoder);
    }
  };

  /** Returns a decoder of predictions, given the decoder of the cells. */
  public abstract MaskDecoder of(MaskDecoder decoder);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
