package dev.net2vec.mask;

import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.TargetEncoding;

/**
 * Decodes PNG files with one sample per pixel, greyscale of 1, 2, 4, 8 or 16 bits and palettes, and
 * those with colours of 8 bits that are class ids.
 *
 * <p>A target's item is the sample itself; with a palette, the index. A prediction's item is the
 * sample ÷ the largest sample of that depth, unless the user gives the scale; palettes are an error
 * there, because an index is not a share. Transparency of grey levels or palette entries ({@code
 * tRNS}) and gamma only affect display and are ignored; so is the alpha of colours.
 *
 * <p>Source: W3C, Portable Network Graphics (PNG) Specification.
 *
 * @param samplesAreShares whether samples are divided by the largest of their depth
 * @param encoding how colours are class ids
 */
record PngDecoder(ShapeCheck check, boolean samplesAreShares, TargetEncoding encoding)
    implements MaskDecoder {
  private static final long serialVersionUID = 1L;

  @Override
  public Pixels decode(Object cell) {
    MaskRole role = check.role();
    PngChunks chunks = new PngChunks(role, (byte[]) cell);
    PngHeader header = PngHeader.read(chunks, check, encoding);
    int[] passStarts = PngPasses.starts(header, role);
    PngInflater inflater = new PngInflater(role, chunks.bytes());
    scan(chunks, header, inflater);
    byte[] rows = inflater.inflate(passStarts[PngPasses.COUNT]);
    PngFilters.undo(role, header, passStarts, rows);
    double divisor = samplesAreShares ? header.largest() : 1;
    if (header.interlaced()) {
      return new PngInterlacedPixels(header, passStarts, rows, divisor, encoding);
    }
    return header.channels() > 1
        ? new PngIds(header, rows, encoding)
        : new PngPixels(header, rows, divisor);
  }

  /** Visits all chunks after the header, which must be complete, in order and undamaged. */
  private void scan(PngChunks chunks, PngHeader header, PngInflater inflater) {
    boolean palette = false;
    chunks.next();
    while (!chunks.is(PngChunks.IEND)) {
      if (chunks.is(PngChunks.IDAT)) {
        inflater.add(chunks);
      } else if (chunks.is(PngChunks.PLTE) && !palette && inflater.isEmpty()) {
        palette = true;
      } else if (chunks.isCritical()) {
        throw MaskErrors.unreadable(
            check.role(),
            "PNG chunk",
            "misplaced, repeated or unknown",
            chunks.start(),
            "IHDR, at most one PLTE, IDAT and IEND, in this order, or ancillary");
      }
      chunks.next();
    }
    if (header.palette() && !palette) {
      throw MaskErrors.unreadable(
          check.role(),
          "PNG palette",
          "missing",
          chunks.start(),
          "present, as the colour type is 3");
    }
    if (inflater.isEmpty()) {
      throw MaskErrors.unreadable(
          check.role(), "PNG data", "missing", chunks.start(), "present, in IDAT chunks");
    }
    int rest = chunks.bytes().length - chunks.end();
    if (chunks.length() + rest > 0) {
      throw MaskErrors.unreadable(
          check.role(),
          "PNG end",
          "followed by " + (chunks.length() + rest) + " bytes",
          chunks.start(),
          "the last bytes");
    }
  }
}
