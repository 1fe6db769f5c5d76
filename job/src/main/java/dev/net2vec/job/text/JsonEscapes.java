package dev.net2vec.job.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

/**
 * Writes what acts on a terminal as JSON may write any character: {@code \\u009b}. The text that is
 * read back is the same.
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
    // Pairs of surrogates come unit by unit: what they are together is not known here.
    return Shown.acts(unit) && !Character.isSurrogate((char) unit)
        ? new SerializedString(String.format("\\u%04x", unit))
        : null;
  }
}
