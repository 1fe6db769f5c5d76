package dev.net2vec.mask;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.net2vec.kpi.MaskErrors;
import dev.net2vec.kpi.Pixels;
import java.io.IOException;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads COCO run lengths in JSON text: {@code {"size": [h, w], "counts": …}}, where {@code counts}
 * is an array of integers or their compressed text, as in {@link RleDecoder}.
 */
record JsonDecoder(ShapeCheck check) implements MaskDecoder {
  private static final long serialVersionUID = 1L;

  /**
   * What is read is bounded by the cell, so text may be long; numbers and depth may not. Keys are
   * not kept from one cell to the next.
   */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(20)
                  .maxNameLength(100)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .build();

  @Override
  public Pixels decode(Object cell) {
    byte[] text = ((UTF8String) cell).getBytes();
    try (JsonParser parser = JSON.createParser(text)) {
      return new JsonRle(check, parser).read();
    } catch (IOException e) {
      // Jackson's own message would quote the text. It tells the place only where it knows it.
      long at =
          e instanceof com.fasterxml.jackson.core.JsonProcessingException json
                  && json.getLocation() != null
              ? json.getLocation().getByteOffset()
              : -1;
      throw at < 0
          ? MaskErrors.unreadable(check.role(), "RLE JSON", "not valid JSON", JsonRle.ALLOWED)
          : MaskErrors.unreadable(check.role(), "RLE JSON", "not valid JSON", at, JsonRle.ALLOWED);
    }
  }
}
