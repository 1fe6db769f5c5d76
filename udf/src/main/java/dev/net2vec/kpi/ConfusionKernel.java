package dev.net2vec.kpi;

import java.util.function.Consumer;

/**
 * Computes the soft confusion of every instance of a pair of masks in one pass.
 *
 * <p>Pixels are read in place where possible, otherwise in blocks that fit the L1 cache. They are
 * checked and summed in double: within a block, separately at even and odd positions, then block by
 * block. The order depends only on the shape, so the same pixels give the same bits in every
 * encoding of a mask. No memory proportional to a target's pixels is allocated.
 *
 * <p>A prediction of another height and width is not enlarged, if the {@link ResizingKernel} suits;
 * otherwise it is, row by row.
 *
 * <p>Not thread-safe: the blocks are reused.
 */
public final class ConfusionKernel {
  /**
   * The maximum number of instances of a mask; their results, unlike their pixels, are kept in
   * memory.
   */
  static final int MAX_INSTANCES = 1 << 20;

  private final ScoringOptions options;
  private final IgnoreValues ignoreValues;
  private final DoubleBlocks doubles;
  private final FloatBlocks floats = new FloatBlocks();
  private final FloatByteBlocks floatsAndBytes = new FloatByteBlocks();
  private final FloatIntBlocks floatsAndInts = new FloatIntBlocks();
  private final Axes axes;
  private final ResizingKernel resizing;
  private final ClassKernel classes;

  /**
   * Creates a kernel.
   *
   * @param options how the masks are scored
   */
  public ConfusionKernel(ScoringOptions options) {
    this.options = options;
    this.ignoreValues = options.isClassified() ? ClassifiedPixels.IGNORED : options.ignoreValues();
    this.doubles = new DoubleBlocks(ignoreValues);
    this.axes = new Axes(options.resize(), options.alignCorners());
    this.resizing = new ResizingKernel(options);
    this.classes = new ClassKernel(options);
  }

  /** Returns how the masks are scored. */
  public ScoringOptions options() {
    return options;
  }

  /**
   * Returns the confusion of every instance, {@link SoftConfusion#WIDTH} doubles each, in row-major
   * order of the leading dims; of one prediction for each of several classes, in their order.
   *
   * @param given the network's outputs, which the options make predictions
   * @param targets the true masks
   * @param targetThresh a pixel is foreground if its target is greater than this
   * @throws InvalidMaskException if the shapes differ in what is not resized, there are too many
   *     instances, an instance has no pixel that counts, an item is NULL or NaN, or a prediction's
   *     item is outside [0, 1]
   */
  public double[] run(Pixels given, Pixels targets, double targetThresh) {
    TargetThresh.require(targetThresh);
    if (options.targetClasses().isEach()) {
      return classes.run(ofMap(given, targets), targets);
    }
    Pixels outputs = instances(given, targets);
    Pixels target = target(outputs.shape(), targets, targetThresh);
    double thresh = options.isClassified() ? ClassifiedPixels.THRESH : targetThresh;
    requireShapes(outputs.shape(), target.shape());
    if (isTransposable(outputs, target)) {
      return transposed(outputs, target, thresh);
    }
    Pixels prediction = Predictions.binarised(enlarged(outputs, target), options);
    return sameSize(prediction, target, thresh);
  }

  /**
   * Returns how many pixels of all instances have a prediction above each of the thresholds k/n.
   *
   * @throws InvalidMaskException as for {@link #run}
   */
  public ThresholdCounts counts(Pixels given, Pixels targets, double targetThresh) {
    TargetThresh.require(targetThresh);
    ThresholdCounts counts = new ThresholdCounts(options.thresholds());
    Pair pair = pair(given, targets, targetThresh);
    new PairPass(pair.prediction, pair.target, rule(targetThresh), options) {
      @Override
      int add(int from, int count) {
        int counted = 0;
        for (int i = 0; i < count; i++) {
          double o = output(i);
          byte kind = kind(from, i, o);
          if (kind != TargetRule.IGNORED) {
            counts.add(o, kind == TargetRule.FOREGROUND);
            counted++;
          }
        }
        return counted;
      }
    }.run();
    return counts;
  }

  /**
   * Counts the pixels above thresholds, and passes the counts of every instance on, in row-major
   * order of the leading dims; with the options' {@code thresholds}, each has its curve.
   *
   * @throws InvalidMaskException as for {@link #run}
   */
  public void above(
      Pixels given,
      Pixels targets,
      double targetThresh,
      OutputThreshs thresholds,
      Consumer<PixelsAbove> instances) {
    TargetThresh.require(targetThresh);
    if (options.targetClasses().isEach()) {
      classes.above(ofMap(given, targets), targets, thresholds, instances);
      return;
    }
    Pair pair = pair(given, targets, targetThresh);
    new PairPass(pair.prediction, pair.target, rule(targetThresh), options) {
      private PixelsAbove above;

      @Override
      void begin(int instance) {
        above = new PixelsAbove(thresholds, options.thresholds());
      }

      @Override
      int add(int from, int count) {
        long before = above.pixels();
        for (int i = 0; i < count; i++) {
          double o = output(i);
          above.set(i, o, kind(from, i, o));
        }
        above.addBlock(count);
        return (int) (above.pixels() - before);
      }

      @Override
      void end() {
        instances.accept(above);
      }
    }.run();
  }

  /**
   * Passes every pixel that counts on, in row-major order.
   *
   * @throws InvalidMaskException as for {@link #run}
   */
  public void pixels(Pixels given, Pixels targets, double targetThresh, PixelVisitor visitor) {
    TargetThresh.require(targetThresh);
    Pair pair = pair(given, targets, targetThresh);
    int size = pair.target.shape().instancePixels();
    new PairPass(pair.prediction, pair.target, rule(targetThresh), options) {
      private int instance;

      @Override
      void begin(int begun) {
        instance = begun;
      }

      @Override
      int add(int from, int count) {
        int counted = 0;
        for (int i = 0; i < count; i++) {
          double o = output(i);
          byte kind = kind(from, i, o);
          if (kind != TargetRule.IGNORED) {
            visitor.pixel(instance, from + i - instance * size, o, kind == TargetRule.FOREGROUND);
            counted++;
          }
        }
        return counted;
      }
    }.run();
  }

  /** A prediction and a target of the same shape. */
  private record Pair(Pixels prediction, Pixels target) {}

  /** Returns both masks as the options read them, the prediction at the target's size. */
  private Pair pair(Pixels given, Pixels targets, double targetThresh) {
    Pixels outputs = instances(given, targets);
    Pixels target = target(outputs.shape(), targets, targetThresh);
    requireShapes(outputs.shape(), target.shape());
    return new Pair(enlarged(outputs, target), target);
  }

  private TargetRule rule(double targetThresh) {
    return new TargetRule(
        options.isClassified() ? ClassifiedPixels.THRESH : targetThresh, ignoreValues);
  }

  /** Returns the outputs as predictions at the size of a label map. */
  private Pixels ofMap(Pixels outputs, Pixels target) {
    RepeatedPixels.requireMap(target, "class");
    requireShapes(outputs.shape(), target.shape());
    return Predictions.binarised(enlarged(outputs, target), options);
  }

  /** Returns the outputs of every instance: of its channel, or the same for each class. */
  private Pixels instances(Pixels outputs, Pixels target) {
    TargetClasses ids = options.targetClasses();
    if (ids.isEach()) {
      RepeatedPixels.requireMap(target, "class");
      requireShapes(outputs.shape(), target.shape());
      return RepeatedPixels.of(outputs, ids.ids().size());
    }
    return ids.isChannel() ? ChannelPixels.of(outputs, ids) : outputs;
  }

  /** Returns the target as the options read it: its classes, and once for each instance of it. */
  private Pixels target(Shape prediction, Pixels target, double targetThresh) {
    if (options.targetClasses().isChannel() || options.targetClasses().isEach()) {
      return classified(RepeatedPixels.of(prediction, target), targetThresh);
    }
    Pixels classified = options.isClassified() ? classified(target, targetThresh) : target;
    return options.channels() ? RepeatedPixels.of(prediction, classified) : classified;
  }

  private Pixels classified(Pixels target, double targetThresh) {
    return new ClassifiedPixels(
        target, options.targetClasses(), targetThresh, options.ignoreValues());
  }

  private void requireShapes(Shape prediction, Shape target) {
    if (prediction.equals(target)) {
      requireInstances(MaskRole.PREDICTION, prediction);
    } else if (options.resize() == Interpolation.NONE) {
      throw MaskErrors.shapeMismatch(prediction, target);
    } else {
      requireSameLeadingDims(prediction, target);
    }
  }

  private void requireSameLeadingDims(Shape prediction, Shape target) {
    if (!prediction.hasLeadingDimsOf(target)) {
      throw MaskErrors.shapeMismatch(prediction, target, options.resize());
    }
    requireInstances(MaskRole.PREDICTION, prediction);
    requireInstances(MaskRole.TARGET, target);
    MaskErrors.requireResizable(MaskRole.PREDICTION, prediction);
    MaskErrors.requireResizable(MaskRole.TARGET, target);
  }

  private static void requireInstances(MaskRole role, Shape shape) {
    if (shape.pixels() == 0) {
      throw MaskErrors.empty(role, shape);
    }
    if (shape.instances() > MAX_INSTANCES) {
      throw MaskErrors.tooManyInstances(shape, MAX_INSTANCES);
    }
  }

  /** Returns whether the target's weights can be multiplied with the prediction as it is. */
  private boolean isTransposable(Pixels outputs, Pixels target) {
    return !outputs.shape().equals(target.shape())
        && !isActivatedAfterwards()
        && !options.isBinary()
        && ResizingKernel.suits(
            outputs.shape(), target.shape(), axes.of(outputs.shape(), target.shape()));
  }

  private boolean isActivatedAfterwards() {
    return options.activation() != Activation.NONE
        && options.activationOrder() == ActivationOrder.AFTER_RESIZE;
  }

  private double[] transposed(Pixels outputs, Pixels target, double targetThresh) {
    Weights weights = axes.of(outputs.shape(), target.shape());
    Pixels prediction = Predictions.of(outputs, options);
    TargetRule rule = new TargetRule(targetThresh, ignoreValues);
    double[] flat = new double[target.shape().instances() * SoftConfusion.WIDTH];
    for (int instance = 0; instance < target.shape().instances(); instance++) {
      resizing.run(prediction, target, rule, weights, instance, flat);
      requirePixels(target, instance, flat);
    }
    return flat;
  }

  /** Returns the predictions at the target's size, computed where they are read. */
  private Pixels enlarged(Pixels outputs, Pixels target) {
    if (outputs.shape().equals(target.shape())) {
      return Predictions.of(outputs, options);
    }
    Weights weights = axes.of(outputs.shape(), target.shape());
    if (isActivatedAfterwards()) {
      Predictions.requireLogits(outputs);
      return Predictions.of(new ResizedPixels(outputs, weights), options);
    }
    Pixels prediction = Predictions.of(outputs, options);
    Predictions.require(prediction, options);
    return new ResizedPixels(prediction, weights);
  }

  private double[] sameSize(Pixels prediction, Pixels target, double targetThresh) {
    Blocks blocks = blocks(prediction, target, targetThresh);
    Shape shape = target.shape();
    double[] flat = new double[shape.instances() * SoftConfusion.WIDTH];
    for (int instance = 0; instance < shape.instances(); instance++) {
      instance(blocks, prediction, target, targetThresh, instance, flat);
      requirePixels(target, instance, flat);
    }
    return flat;
  }

  /** Returns the narrowest blocks that hold the items of both masks. */
  private Blocks blocks(Pixels prediction, Pixels target, double targetThresh) {
    if (ignoreValues.isNone() && prediction.items() == Pixels.Items.FLOATS) {
      Pixels.Ints ints = target.ints(targetThresh);
      // No int is below all ints, so a lower threshold needs doubles.
      boolean copied = target.items() == Pixels.Items.INTS && targetThresh >= Integer.MIN_VALUE;
      if (ints != null || copied) {
        return floatsAndInts.of(ints);
      } else if (target.items() == Pixels.Items.BYTES) {
        return floatsAndBytes;
      } else if (target.items() == Pixels.Items.FLOATS) {
        return floats;
      }
    }
    return doubles;
  }

  private void instance(
      Blocks blocks,
      Pixels prediction,
      Pixels target,
      double targetThresh,
      int instance,
      double[] flat) {
    int size = prediction.shape().instancePixels();
    int start = instance * size;
    int at = instance * SoftConfusion.WIDTH;
    for (int done = 0; done < size; done += Blocks.PIXELS) {
      int count = Math.min(Blocks.PIXELS, size - done);
      blocks.read(prediction, target, start + done, count);
      int bad = blocks.add(count, targetThresh, flat, at);
      if (bad >= 0) {
        throw Predictions.invalidItem(
            prediction, start + done + bad, blocks.prediction(bad), options);
      }
    }
  }

  private void requirePixels(Pixels target, int instance, double[] flat) {
    if (flat[instance * SoftConfusion.WIDTH + SoftConfusion.PIXELS] == 0) {
      throw MaskErrors.allIgnored(options.ignoreValues(), target.shape(), instance);
    }
  }
}
