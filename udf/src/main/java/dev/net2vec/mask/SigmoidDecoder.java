package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;

/** Decodes logits as predictions: the sigmoid of every item. NaN stays NaN, which is an error. */
record SigmoidDecoder(MaskDecoder logits) implements MaskDecoder {
  private static final long serialVersionUID = 1L;

  @Override
  public Pixels decode(Object cell) {
    return new Sigmoid(logits.decode(cell));
  }

  private record Sigmoid(Pixels logits) implements Pixels {
    @Override
    public Shape shape() {
      return logits.shape();
    }

    @Override
    public void read(int from, int count, double[] block) {
      logits.read(from, count, block);
      for (int i = 0; i < count; i++) {
        block[i] = 1 / (1 + Math.exp(-block[i]));
      }
    }
  }
}
