package dev.net2vec.mask;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.net2vec.kpi.InvalidMaskException;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.kpi.Shape;
import dev.net2vec.mask.form.Foreign;
import dev.net2vec.mask.form.ForeignText;
import java.io.IOException;
import java.util.Arrays;

/** Parses one COCO RLE object; its two keys may come in either order. */
final class JsonRle {
  private static final String ALLOWED =
      "an object {\"size\": [h, w], \"counts\": string or [integers]}";

  private final ShapeCheck check;
  private final JsonParser parser;

  private Shape shape;
  private byte[] text;
  private long[] lengths;
  private int lengthCount;

  JsonRle(ShapeCheck check, JsonParser parser) {
    this.check = check;
    this.parser = parser;
  }

  Pixels read() throws IOException {
    try {
      parse();
    } catch (JsonProcessingException e) {
      // Jackson's own message would quote the text.
      JsonLocation at = e.getLocation();
      throw wrong("not valid JSON", at == null ? parser.currentLocation() : at);
    }
    if (text != null) {
      return RleString.read(check.role(), shape, text);
    }
    RleRuns runs = new RleRuns(check.role(), shape, lengthCount);
    for (int i = 0; i < lengthCount; i++) {
      runs.add(lengths[i]);
    }
    return runs.finish();
  }

  private void parse() throws IOException {
    require(JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      switch (parser.currentName()) {
        case "size" -> size();
        case "counts" -> counts();
        default -> throw unknownKey();
      }
    }
    if (shape == null || (text == null && lengths == null)) {
      throw wrong("without " + (shape == null ? "size" : "counts"));
    }
    if (parser.nextToken() != null) {
      throw wrong("followed by more text");
    }
  }

  /** Returns the error for an object with an unknown key; its keys may reveal what it is. */
  private InvalidMaskException unknownKey() throws IOException {
    InvalidMaskException unknown = wrong("with an unknown key");
    do {
      String key = parser.currentName();
      boolean list = parser.nextToken() == JsonToken.START_ARRAY;
      parser.skipChildren();
      Foreign foreign =
          switch (key) {
            case "segmentation" -> list ? ForeignText.POLYGONS : ForeignText.ANNOTATION;
            case "rle" -> list ? ForeignText.LABEL_STUDIO : null;
            default -> null;
          };
      if (foreign != null) {
        return ForeignText.error(check.role(), foreign);
      }
    } while (parser.nextToken() == JsonToken.FIELD_NAME);
    return unknown;
  }

  private void size() throws IOException {
    requireOnce(shape);
    require(JsonToken.START_ARRAY);
    require(JsonToken.VALUE_NUMBER_INT);
    long height = parser.getLongValue();
    require(JsonToken.VALUE_NUMBER_INT);
    long width = parser.getLongValue();
    require(JsonToken.END_ARRAY);
    shape = RleDecoder.shape(check, height, width);
  }

  private void counts() throws IOException {
    requireOnce(text == null ? lengths : text);
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_STRING) {
      text = text();
      return;
    } else if (token != JsonToken.START_ARRAY) {
      throw wrong("of an unexpected form");
    }
    lengths = new long[16];
    while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      lengths = lengthCount == lengths.length ? Arrays.copyOf(lengths, 2 * lengthCount) : lengths;
      lengths[lengthCount++] = parser.getLongValue();
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw wrong("of an unexpected form");
    }
  }

  /** Returns the string's characters as bytes; non-ASCII ones become 0x80. */
  private byte[] text() throws IOException {
    char[] characters = parser.getTextCharacters();
    int from = parser.getTextOffset();
    byte[] ascii = new byte[parser.getTextLength()];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (byte) Math.min(characters[from + i], 0x80);
    }
    return ascii;
  }

  private void require(JsonToken expected) throws IOException {
    if (parser.nextToken() != expected) {
      throw wrong("of an unexpected form");
    }
  }

  private void requireOnce(Object before) {
    if (before != null) {
      throw wrong("with a key repeated");
    }
  }

  private InvalidMaskException wrong(String actual) {
    return wrong(actual, parser.currentTokenLocation());
  }

  private InvalidMaskException wrong(String actual, JsonLocation at) {
    return MaskErrors.unreadable(
        check.role(),
        "RLE JSON",
        actual + " at character " + Math.max(0, at.getCharOffset()),
        ALLOWED);
  }
}
