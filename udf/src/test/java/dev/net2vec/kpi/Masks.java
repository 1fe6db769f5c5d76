package dev.net2vec.kpi;

import java.util.Arrays;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A pair of masks as flat row-major arrays. */
final class Masks {
  private final double[] prediction;
  private final double[] target;
  private final int[] dims;

  Masks(double[] prediction, double[] target, int... dims) {
    this.prediction = prediction;
    this.target = target;
    this.dims = dims;
  }

  /** Seeded; targets are tenths in [0, 1], so that some meet a threshold. */
  static Masks random(long seed, int... dims) {
    Random random = new Random(seed);
    int pixels = Shape.of(dims).pixels();
    double[] prediction = new double[pixels];
    double[] target = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      prediction[i] = random.nextDouble();
      target[i] = random.nextInt(11) / 10.0;
    }
    return new Masks(prediction, target, dims);
  }

  Masks withPrediction(double[] other) {
    return new Masks(other, target, dims);
  }

  double[] prediction() {
    return prediction;
  }

  double[] target() {
    return target;
  }

  /** The per-instance values by the kernel. */
  double[] values(double factorPosClass, double targetThresh) {
    double[] flat =
        new ConfusionKernel(ScoringOptions.DEFAULT)
            .run(Pixels.of(prediction, dims), Pixels.of(target, dims), targetThresh);
    double[] values = new double[flat.length / SoftConfusion.WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = SoftConfusion.fromFlat(flat, i).net2vec(factorPosClass);
    }
    return values;
  }

  double sum(double factorPosClass, double targetThresh) {
    return Arrays.stream(values(factorPosClass, targetThresh)).sum();
  }

  INDArray outputTensor() {
    return Nd4j.createFromArray(prediction).reshape(dims);
  }

  INDArray targetTensor() {
    return Nd4j.createFromArray(target).reshape(dims);
  }
}
