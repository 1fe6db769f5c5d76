package dev.net2vec.mask;

import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;

/** Decodes predictions whose items are divided by a number given by the user. */
record ScaledDecoder(MaskDecoder stored, double divisor) implements MaskDecoder {
  private static final long serialVersionUID = 1L;

  static MaskDecoder of(MaskDecoder stored, double divisor) {
    return divisor == 1 ? stored : new ScaledDecoder(stored, divisor);
  }

  @Override
  public Pixels decode(Object cell) {
    return new Scaled(stored.decode(cell), divisor);
  }

  private record Scaled(Pixels stored, double divisor) implements Pixels {
    @Override
    public Shape shape() {
      return stored.shape();
    }

    @Override
    public void read(int from, int count, double[] block) {
      stored.read(from, count, block);
      for (int i = 0; i < count; i++) {
        block[i] /= divisor;
      }
    }
  }
}
