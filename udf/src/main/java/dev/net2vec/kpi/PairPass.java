package dev.net2vec.kpi;

/** One reading of a prediction and a target of the same size, instance by instance, in blocks. */
abstract class PairPass {
  private final Pixels prediction;
  private final Pixels target;
  private final TargetRule rule;
  private final ScoringOptions options;
  private final DoubleBlock predictions = new DoubleBlock();
  private final DoubleBlock items = new DoubleBlock();

  PairPass(Pixels prediction, Pixels target, TargetRule rule, ScoringOptions options) {
    this.prediction = prediction;
    this.target = target;
    this.rule = rule;
    this.options = options;
  }

  /**
   * Reads both masks.
   *
   * @throws InvalidMaskException if an item is invalid, or every pixel of an instance is ignored
   */
  final void run() {
    Shape shape = target.shape();
    int size = shape.instancePixels();
    for (int instance = 0; instance < shape.instances(); instance++) {
      begin(instance);
      long counted = 0;
      for (int done = 0; done < size; done += Blocks.PIXELS) {
        int count = Math.min(Blocks.PIXELS, size - done);
        int from = instance * size + done;
        predictions.read(prediction, from, count);
        items.read(target, from, count);
        counted += add(from, count);
      }
      if (counted == 0) {
        throw MaskErrors.allIgnored(options.ignoreValues(), shape, instance);
      }
      end();
    }
  }

  /** Is called before an instance's blocks. */
  void begin(int instance) {}

  /**
   * Takes a block, whose pixels are {@link #output} and {@link #kind}.
   *
   * @param from the block's first pixel in the mask
   * @return how many of its pixels are not ignored
   */
  abstract int add(int from, int count);

  /** Is called after an instance's blocks. */
  void end() {}

  /** Returns a prediction of the block. */
  final double output(int i) {
    return predictions.array[predictions.at + i];
  }

  /**
   * Returns what an item of the block is.
   *
   * @param o the prediction there
   * @throws InvalidMaskException if it or the prediction is invalid
   */
  final byte kind(int from, int i, double o) {
    byte kind = rule.kind(items.array[items.at + i]);
    if (kind != TargetRule.IGNORED && (kind == TargetRule.INVALID || !(o >= 0 && o <= 1))) {
      throw Predictions.invalidItem(prediction, from + i, o, options);
    }
    return kind;
  }
}
