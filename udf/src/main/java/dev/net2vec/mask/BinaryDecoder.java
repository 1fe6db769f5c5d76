package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.mask.form.FileKind;
import dev.net2vec.mask.form.Foreign;
import dev.net2vec.mask.form.ForeignFile;

/** Decodes BINARY cells, whose format is recognised by the magic bytes. */
record BinaryDecoder(ShapeCheck check, NpyDecoder npy, PngDecoder png) implements MaskDecoder {
  private static final long serialVersionUID = 1L;
  private static final String PART = "format";
  private static final String ALLOWED = "NPY or PNG";

  static BinaryDecoder of(PngDecoder png) {
    return new BinaryDecoder(png.check(), new NpyDecoder(png.check()), png);
  }

  @Override
  public Pixels decode(Object cell) {
    byte[] bytes = (byte[]) cell;
    FileKind kind = FileKind.of(bytes);
    if (kind == FileKind.NPY) {
      return npy.decode(bytes);
    } else if (kind == FileKind.PNG) {
      return png.decode(bytes);
    }
    Foreign foreign = ForeignFile.of(bytes);
    if (foreign != null) {
      throw foreign.in(check.role(), PART, ALLOWED);
    }
    String actual = bytes.length == 0 ? "missing (0 bytes)" : "unknown";
    throw MaskErrors.unreadable(check.role(), PART, actual, 0, ALLOWED);
  }
}
