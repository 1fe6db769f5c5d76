package dev.net2vec.job;

import dev.net2vec.job.text.OutputFormat;
import picocli.CommandLine.Option;

/** Mixin: the form of a table that a command prints. */
final class TableFormatOptions {
  @Option(
      names = "--output-format",
      paramLabel = "FORM",
      defaultValue = "table",
      description = "table, csv, json or markdown (${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Option(names = "--json", description = "The same as --output-format json.")
  private boolean json;

  OutputFormat format() {
    return json ? OutputFormat.JSON : format;
  }
}
