package dev.net2vec.mask;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.mask.form.FileKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * One index of the first dimension of an NPY file, such as the activations of one image in N×C×h×w:
 * where its bytes are, so that no others need to be read.
 *
 * <pre>{@code
 * NpySlice slice = NpySlice.of(start, fileLength, 17, MaskRole.PREDICTION);
 * byte[] items = read(slice.offset(), slice.length());
 * slice.file(items); // an NPY file of shape C×h×w
 * }</pre>
 */
public final class NpySlice {
  /** The first bytes of a file that hold any valid header. */
  public static final int START = 1 << 14;

  private static final int ALIGNMENT = 64;

  private final NpyHeader header;
  private final long offset;
  private final int length;

  private NpySlice(NpyHeader header, long offset, int length) {
    this.header = header;
    this.offset = offset;
    this.length = length;
  }

  /**
   * Returns an index's place in a file.
   *
   * @param start the first {@link #START} bytes of the file, or all of them
   * @param fileLength the number of all bytes
   * @throws InvalidMaskException if the header is invalid, its items are not in C order, or it has
   *     no such index
   */
  public static NpySlice of(byte[] start, long fileLength, long index, MaskRole role) {
    if (FileKind.of(start) != FileKind.NPY) {
      throw MaskErrors.unreadable(role, "file", "not NPY", "an NPY file, as it has an index");
    }
    NpyHeader header = NpyHeader.read(start, role);
    long[] dims = header.dims();
    if (header.fortranOrder()) {
      throw MaskErrors.unsupported(
          role, "NPY order", "Fortran", "C, as an index is scattered over the file otherwise");
    } else if (dims.length < 2) {
      throw MaskErrors.unsupported(
          role, "NPY shape", "of rank " + dims.length, "of rank 2 or more, one index per image");
    } else if (index < 0 || index >= dims[0]) {
      throw MaskErrors.unsupported(
          role, "NPY index", String.valueOf(index), "in [0, %d]".formatted(dims[0] - 1));
    }
    long length = header.items().size();
    try {
      for (int i = 1; i < dims.length; i++) {
        length = Math.multiplyExact(length, dims[i]);
      }
      long offset = Math.addExact(header.payload(), Math.multiplyExact(index, length));
      if (length > MaskDecoder.LARGEST_MAX_PIXELS - START) {
        throw MaskErrors.tooLarge(
            role, length / header.items().size(), MaskDecoder.LARGEST_MAX_PIXELS);
      } else if (offset > fileLength - length) {
        throw MaskErrors.unreadable(
            role, "NPY file", "cut off", fileLength, "bytes up to " + (offset + length));
      }
      return new NpySlice(header, offset, (int) length);
    } catch (ArithmeticException e) {
      throw MaskErrors.tooLarge(role, Long.MAX_VALUE, MaskDecoder.LARGEST_MAX_PIXELS);
    }
  }

  /** Returns the offset of its first byte. */
  public long offset() {
    return offset;
  }

  /** Returns the number of its bytes. */
  public int length() {
    return length;
  }

  /** Returns its bytes as an NPY file of the other dimensions. */
  public byte[] file(byte[] items) {
    StringJoiner dims = new StringJoiner(", ", "(", header.dims().length == 2 ? ",)" : ")");
    for (int i = 1; i < header.dims().length; i++) {
      dims.add(String.valueOf(header.dims()[i]));
    }
    String descr =
        (header.order() == ByteOrder.BIG_ENDIAN ? ">" : "<")
            + header.items().name().toLowerCase(Locale.ROOT);
    String dict = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, dims);
    int prefix = FileKind.NPY.magicLength() + 4;
    int padding = ALIGNMENT - (prefix + dict.length() + 1) % ALIGNMENT;
    String text = dict + " ".repeat(padding) + "\n";
    return ByteBuffer.allocate(prefix + text.length() + items.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(FileKind.NPY.magic())
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.getBytes(US_ASCII))
        .put(items)
        .array();
  }
}
