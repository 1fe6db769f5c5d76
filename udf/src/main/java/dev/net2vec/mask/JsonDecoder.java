package dev.net2vec.mask;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.net2vec.kpi.Pixels;
import dev.net2vec.mask.form.Foreign;
import dev.net2vec.mask.form.ForeignText;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Decodes COCO run lengths in JSON: {@code {"size": [h, w], "counts": …}}, where {@code counts} is
 * an array of integers or their compressed text, as in {@link RleDecoder}.
 */
record JsonDecoder(ShapeCheck check) implements MaskDecoder {
  private static final long serialVersionUID = 1L;

  /**
   * Text may be long, because the cell bounds it; numbers and nesting are limited. Keys are not
   * cached between cells, because they are untrusted.
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
    String text = cell.toString();
    if (!text.startsWith("{\"")) {
      Foreign foreign = ForeignText.of(text);
      if (foreign != null) {
        throw ForeignText.error(check.role(), foreign);
      }
    }
    try (JsonParser parser = JSON.createParser(text)) {
      return new JsonRle(check, parser).read();
    } catch (IOException e) {
      // Cannot come from the text: it is in memory, and JsonRle has reported its errors.
      throw new UncheckedIOException(e);
    }
  }
}
