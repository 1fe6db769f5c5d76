package dev.net2vec.mask.form;

import java.nio.charset.StandardCharsets;

/** Kinds of files by their magic bytes: the supported ones, and others that users try. */
public enum FileKind {
  NPY("NPY", null, 0, 0x93, 'N', 'U', 'M', 'P', 'Y'),
  PNG("PNG", null, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'),
  JPEG("JPEG", Remedy.JPEG, 0, 0xff, 0xd8, 0xff),
  GIF("GIF", Remedy.PNG, 0, 'G', 'I', 'F', '8'),
  TIFF_LITTLE_ENDIAN("TIFF", Remedy.TIFF, 0, 'I', 'I', 42, 0),
  TIFF_BIG_ENDIAN("TIFF", Remedy.TIFF, 0, 'M', 'M', 0, 42),
  BIG_TIFF("TIFF", Remedy.TIFF, 0, 'I', 'I', 43, 0),
  WEBP("WebP", Remedy.PNG, 0, 'R', 'I', 'F', 'F', -1, -1, -1, -1, 'W', 'E', 'B', 'P'),
  BMP("BMP", Remedy.PNG, 0, 'B', 'M', -1, -1, -1, -1, 0, 0, 0, 0),
  JPEG_2000("JPEG 2000", Remedy.PNG, 0, 0, 0, 0, 12, 'j', 'P', ' ', ' ', '\r', '\n', 0x87, '\n'),
  JPEG_2000_CODESTREAM("JPEG 2000", Remedy.PNG, 0, 0xff, 0x4f, 0xff, 0x51),
  NIFTI_1("NIfTI", Remedy.NIFTI, 344, 'n', '+', '1', 0),
  NIFTI_2("NIfTI", Remedy.NIFTI, 4, 'n', '+', '2', 0, '\r', '\n', 0x1a, '\n'),
  ZIP("ZIP", "unpack the mask from it", 0, 'P', 'K', 3, 4),
  GZIP("GZIP", "unpack the mask from it", 0, 0x1f, 0x8b),
  HDF5("HDF5", Remedy.HDF5, 0, 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'),
  PICKLE_2("a Python pickle", Remedy.ARRAY, 0, 0x80, 2),
  PICKLE_3("a Python pickle", Remedy.ARRAY, 0, 0x80, 3),
  PICKLE_4("a Python pickle", Remedy.ARRAY, 0, 0x80, 4, 0x95),
  PICKLE_5("a Python pickle", Remedy.ARRAY, 0, 0x80, 5, 0x95),
  GIT_LFS("a Git LFS pointer", "fetch the file that it stands for: git lfs pull", 0, Text.GIT_LFS);

  private static final class Remedy {
    static final String PNG = "convert it to PNG";
    static final String JPEG = "export the mask as PNG, since JPEG alters its values";
    static final String TIFF = "save it as NPY: numpy.save(path, tifffile.imread(file))";
    static final String NIFTI = "save it as NPY: numpy.save(path, nibabel.load(file).get_fdata())";
    static final String HDF5 =
        "save one dataset as NPY: numpy.save(path, h5py.File(file)[name][()])";
    static final String ARRAY = "save the array in it as NPY: numpy.save(path, array)";
  }

  private static final class Text {
    static final int[] GIT_LFS = "version https://git-lfs.github.com/spec/".chars().toArray();
  }

  /** The character for −1, which matches any byte. */
  private static final char ANY = Character.MAX_VALUE;

  private static final FileKind[] KINDS = values();

  private final String title;
  private final String remedy;
  private final int at;

  /** One character per byte; {@link #ANY} matches any byte. */
  private final String magic;

  FileKind(String title, String remedy, int at, int... magic) {
    this.title = title;
    this.remedy = remedy;
    this.at = at;
    StringBuilder bytes = new StringBuilder();
    for (int b : magic) {
      bytes.append((char) b);
    }
    this.magic = bytes.toString();
  }

  /** Returns the kind of a file; null if unknown. */
  public static FileKind of(byte[] bytes) {
    for (FileKind kind : KINDS) {
      if (kind.matches(bytes)) {
        return kind;
      }
    }
    return null;
  }

  boolean isRead() {
    return remedy == null;
  }

  String title() {
    return title;
  }

  /** Returns advice on converting such a file to NPY or PNG; null if it is one of them. */
  String remedy() {
    return remedy;
  }

  /** Returns the magic bytes of NPY or PNG. */
  public byte[] magic() {
    return magic.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns the number of magic bytes. */
  public int magicLength() {
    return magic.length();
  }

  private boolean matches(byte[] bytes) {
    if (bytes.length < at + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      char expected = magic.charAt(i);
      if (expected != ANY && (bytes[at + i] & 0xff) != expected) {
        return false;
      }
    }
    return true;
  }
}
