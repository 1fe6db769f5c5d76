package dev.net2vec.job.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The styles and scripts that are written into the page, and the policy that allows these alone.
 *
 * @param licence of uPlot
 */
public record Assets(String style, String charts, String script, String licence) {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  static final Assets OF_JAR =
      new Assets(
          text(UPLOT + "dist/uPlot.min.css") + text("page.css"),
          text(UPLOT + "dist/uPlot.iife.min.js"),
          text("page.js"),
          text(UPLOT + "LICENSE"));

  /** Returns the page's content security policy. */
  public String policy() {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src "
        + source(style)
        + "; script-src "
        + source(charts)
        + " "
        + source(script);
  }

  private static String source(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }

  private static String text(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      // The hash is of what a browser reads, which has no carriage returns.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
