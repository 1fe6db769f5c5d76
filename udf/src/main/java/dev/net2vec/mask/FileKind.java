package dev.net2vec.mask;

import java.nio.charset.StandardCharsets;

/** Kinds of files by their first bytes: those that are read, and those that users try as well. */
enum FileKind {
  NPY("NPY", 0x93, 'N', 'U', 'M', 'P', 'Y'),
  PNG("PNG", 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'),
  JPEG("JPEG", 0xff, 0xd8, 0xff),
  GIF("GIF", 'G', 'I', 'F', '8'),
  TIFF_LITTLE_ENDIAN("TIFF", 'I', 'I', 42, 0),
  TIFF_BIG_ENDIAN("TIFF", 'M', 'M', 0, 42),
  ZIP("ZIP (perhaps NPZ)", 'P', 'K', 3, 4),
  GZIP("GZIP", 0x1f, 0x8b),
  HDF5("HDF5", 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'),
  PICKLE("a Python pickle", 0x80, 4, 0x95);

  private static final FileKind[] KINDS = values();

  private final String title;

  /** One character a byte. */
  private final String magic;

  FileKind(String title, int... magic) {
    this.title = title;
    this.magic = new String(magic, 0, magic.length);
  }

  /** Returns the kind; null where it is none of these. */
  static FileKind of(byte[] bytes) {
    for (FileKind kind : KINDS) {
      if (kind.starts(bytes)) {
        return kind;
      }
    }
    return null;
  }

  String title() {
    return title;
  }

  /** Returns the bytes that tell the kind. */
  byte[] magic() {
    return magic.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns how many bytes tell the kind. */
  int magicLength() {
    return magic.length();
  }

  private boolean starts(byte[] bytes) {
    if (bytes.length < magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((bytes[i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
