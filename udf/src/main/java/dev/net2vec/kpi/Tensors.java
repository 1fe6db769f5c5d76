package dev.net2vec.kpi;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Converts masks to tensors and back: a decoded cell to an {@link INDArray} and vice versa.
 *
 * <p>Items are copied, because ND4J stores its own off-heap; tensors are DOUBLE, so that no item is
 * rounded. Needs ND4J on the class path.
 *
 * <pre>{@code
 * byte[] file = Files.readAllBytes(Path.of("mask.npy"));
 * MaskDecoder decoder = MaskDecoder.of(DataTypes.BinaryType, MaskRole.TARGET);
 * INDArray mask = Tensors.of(decoder.decode(file));      // shaped as the mask
 * byte[] same = NpyWriter.DOUBLE.write(Tensors.pixels(mask));
 * }</pre>
 */
public final class Tensors {
  private Tensors() {}

  /**
   * Returns a mask's items as a tensor.
   *
   * @return DOUBLE, with the mask's shape
   * @throws InvalidMaskException if an item is NULL or unreadable
   */
  public static INDArray of(Pixels mask) {
    Shape shape = mask.shape();
    double[] items = new double[shape.pixels()];
    mask.read(0, items.length, items);
    long[] dims = new long[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i);
    }
    return Nd4j.createFromArray(items).reshape(dims);
  }

  /**
   * Returns a tensor's items as a mask.
   *
   * @param tensor of any numeric dtype or BOOL, with at least one dimension; not changed
   * @throws InvalidMaskException if the tensor is null, has no dimension or another dtype
   */
  public static Pixels pixels(INDArray tensor) {
    Shape shape = MaskTensors.shape(MaskRole.MASK, tensor);
    double[] items = tensor.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    int[] dims = new int[shape.rank()];
    Arrays.setAll(dims, shape::dim);
    return Pixels.of(items, dims);
  }
}
