package dev.net2vec.kpi;

import java.util.Arrays;

/**
 * The dimensions of a mask, outermost first.
 *
 * <p>Rank 1 and 2 hold one instance. For higher ranks, height is dim −2, width is dim −1, and every
 * index of the leading dims is a separate instance: {@code Shape.of(2, 3, 4, 5)} has 6 instances of
 * 20 pixels.
 */
public final class Shape {
  private final int[] dims;
  private final int instances;
  private final int instancePixels;

  private Shape(int[] dims) {
    this.dims = dims;
    int planeRank = Math.min(2, dims.length);
    this.instances = product(dims, 0, dims.length - planeRank);
    this.instancePixels = product(dims, dims.length - planeRank, dims.length);
    Math.multiplyExact(instances, instancePixels);
  }

  /**
   * Returns the shape with these dimensions.
   *
   * @throws IllegalArgumentException if there is no dimension or one is negative
   * @throws ArithmeticException if there are more than 2^31 − 1 pixels
   */
  public static Shape of(int... dims) {
    if (dims.length == 0) {
      throw new IllegalArgumentException("shape has rank 0, but must have at least 1");
    }
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "shape has dimension " + dim + ", but none may be negative");
      }
    }
    return new Shape(dims.clone());
  }

  private static int product(int[] dims, int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product = Math.multiplyExact(product, dims[i]);
    }
    return product;
  }

  /** Returns the number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** Returns the size of a dimension, counted from the outermost. */
  public int dim(int index) {
    return dims[index];
  }

  /** Returns the size of the dimension before the last; 1 for rank 1. */
  public int height() {
    return dims.length == 1 ? 1 : dims[dims.length - 2];
  }

  /** Returns the size of the last dimension. */
  public int width() {
    return dims[dims.length - 1];
  }

  /** Returns whether only the heights and widths of two shapes may differ. */
  boolean hasLeadingDimsOf(Shape other) {
    int leading = Math.max(0, dims.length - 2);
    return dims.length == other.dims.length
        && Arrays.equals(dims, 0, leading, other.dims, 0, leading);
  }

  /** Returns this shape with another height and width; rank 1 has no height to change. */
  Shape withSize(int height, int width) {
    int[] resized = dims.clone();
    resized[dims.length - 1] = width;
    if (dims.length > 1) {
      resized[dims.length - 2] = height;
    }
    return new Shape(resized);
  }

  /** Returns the number of instances: the product of the dims before the last two. */
  public int instances() {
    return instances;
  }

  /** Returns the number of pixels of one instance. */
  public int instancePixels() {
    return instancePixels;
  }

  /** Returns the number of pixels of all instances. */
  public int pixels() {
    return instances * instancePixels;
  }

  /** Returns whether these are the dimensions, without allocating a shape. */
  public boolean is(int... others) {
    return Arrays.equals(dims, others);
  }

  /** Returns the position of a pixel, given its row-major index: {@code "[1, 0, 2]"}. */
  public String position(int pixel) {
    int[] index = new int[dims.length];
    int rest = pixel;
    for (int i = dims.length - 1; i >= 0; i--) {
      index[i] = rest % dims[i];
      rest /= dims[i];
    }
    return Arrays.toString(index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** Returns the dimensions as {@code "2x3"}, or {@code "7"} for rank 1. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int dim : dims) {
      text.append(text.isEmpty() ? "" : "x").append(dim);
    }
    return text.toString();
  }
}
