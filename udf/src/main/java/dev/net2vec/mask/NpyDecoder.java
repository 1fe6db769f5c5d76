package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;

/**
 * Decodes NPY files (numpy's {@code lib/format}), versions 1.0 to 3.0.
 *
 * <p>Only the header is parsed here; the items are read in place.
 */
record NpyDecoder(ShapeCheck check) implements MaskDecoder {
  private static final long serialVersionUID = 1L;

  @Override
  public Pixels decode(Object cell) {
    byte[] bytes = (byte[]) cell;
    NpyHeader header = NpyHeader.read(bytes, check.role());
    Shape shape = shape(header);
    NpyItems items = header.items();
    int payload = bytes.length - header.payload();
    long expected = (long) shape.pixels() * items.size();
    if (payload != expected) {
      throw MaskErrors.unreadable(
          check.role(),
          "NPY payload",
          payload + " bytes long",
          header.payload(),
          "%d (shape %s, %d each)".formatted(expected, shape, items.size()));
    }
    if (header.fortranOrder() && !isOneLine(shape)) {
      return new NpyColumns(shape, items, header.order(), bytes, header.payload());
    }
    return new NpyRows(shape, items, header.order(), bytes, header.payload());
  }

  private Shape shape(NpyHeader header) {
    long[] dims = header.dims();
    if (dims.length > 4) {
      throw MaskErrors.unsupported(
          check.role(), "NPY rank", String.valueOf(dims.length), "at most 4");
    }
    // numpy's shape () has one element.
    return dims.length == 0 ? check.require(1) : check.require(dims);
  }

  /** Returns whether all pixels are along one dimension, where C and Fortran order are the same. */
  private static boolean isOneLine(Shape shape) {
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.dim(i) == shape.pixels()) {
        return true;
      }
    }
    return false;
  }
}
