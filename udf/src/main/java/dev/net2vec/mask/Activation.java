package dev.net2vec.mask;

/** What makes predictions in [0, 1] of what a network puts out. */
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

  /** Returns a decoder of predictions over a decoder of what the cells hold. */
  public abstract MaskDecoder of(MaskDecoder decoder);
}
