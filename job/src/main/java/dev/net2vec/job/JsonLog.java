package dev.net2vec.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Standard error as JSON lines, of the form of Spark's own structured logs: {@code {"ts": "…",
 * "level": "INFO", "msg": "…", "context": {…}, "logger": "net2vec-eval"}}. Each line that is
 * printed becomes one.
 */
final class JsonLog extends PrintWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NAME = "net2vec-eval";

  private final PrintWriter lines;

  JsonLog(PrintWriter lines) {
    super(new Lines(lines), true);
    this.lines = lines;
  }

  /**
   * Writes a line.
   *
   * @param context what the message says in words, by name
   */
  void log(String level, String message, Map<String, String> context) {
    lines.println(line(level, message, context));
    lines.flush();
  }

  private static String line(String level, String message, Map<String, String> context) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("ts", Instant.now().toString());
    line.put("level", level);
    line.put("msg", message);
    if (!context.isEmpty()) {
      line.put("context", context);
    }
    line.put("logger", NAME);
    try {
      return MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes lines of what is printed; those that complain begin with the application's name. */
  private static final class Lines extends Writer {
    private final PrintWriter out;
    private final StringBuilder line = new StringBuilder();

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (chars[i] == '\n') {
          end();
        } else if (chars[i] != '\r') {
          line.append(chars[i]);
        }
      }
    }

    private void end() {
      if (!line.isEmpty()) {
        String text = line.toString();
        String prefix = NAME + ": ";
        out.println(
            text.startsWith(prefix)
                ? line("WARN", text.substring(prefix.length()), Map.of())
                : line("INFO", text.strip(), Map.of()));
        line.setLength(0);
      }
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      end();
      out.close();
    }
  }
}
