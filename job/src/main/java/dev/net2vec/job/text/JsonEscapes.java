package dev.net2vec.job.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

/**
 * Escapes characters that act on a terminal, as JSON allows for any character: {@code \\u009b}.
 * Reading it back gives the same text.
 */
final class JsonEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[0x7f] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public SerializableString getEscapeSequence(int unit) {
    // Surrogate pairs come one unit at a time, so that their code point is unknown here.
    return Shown.acts(unit) && !Character.isSurrogate((char) unit)
        ? new SerializedString(String.format("\\u%04x", unit))
        : null;
  }
}
