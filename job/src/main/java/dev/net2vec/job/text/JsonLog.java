package dev.net2vec.job.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Standard error as JSON lines, in the format of Spark's structured logs: {@code {"ts": "…",
 * "level": "INFO", "msg": "…", "context": {…}, "logger": "net2vec-eval"}}. Lines that start with
 * the application's name are warnings; the message omits the name.
 */
public final class JsonLog extends Log {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NAME = "net2vec-eval";
  private static final String COMPLAINT = NAME + ": ";

  static {
    MAPPER.getFactory().setCharacterEscapes(new JsonEscapes());
  }

  public JsonLog(PrintWriter out) {
    super(out);
  }

  /**
   * Writes a line.
   *
   * @param context the values in the message, by name
   */
  public void log(String level, String message, Map<String, String> context) {
    synchronized (lock) {
      if (!ended()) {
        print(json(level, message, context) + System.lineSeparator());
        flush();
      }
    }
  }

  @Override
  void line(String text) {
    if (text.startsWith(COMPLAINT)) {
      log("WARN", text.substring(COMPLAINT.length()), Map.of());
    } else if (!text.isBlank()) {
      log("INFO", text.strip(), Map.of());
    }
  }

  private static String json(String level, String message, Map<String, String> context) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("ts", Instant.now().toString());
    line.put("level", level);
    line.put("msg", message);
    if (!context.isEmpty()) {
      line.put("context", Redaction.current().values(context));
    }
    line.put("logger", NAME);
    try {
      return MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
