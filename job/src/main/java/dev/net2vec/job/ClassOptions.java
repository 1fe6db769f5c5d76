package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.source.MapClasses;
import dev.net2vec.job.source.OnAbsent;
import picocli.CommandLine.Option;

/** Mixin: the options for the classes of label maps. */
final class ClassOptions {
  private static final String ABSENT = "--absent";

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description = {
        "Evaluate every class of the targets, which are label maps, as a group of its own: a table"
            + " (.csv, .json or Parquet) with the columns id and, optionally, name. One prediction"
            + " HxW is scored for all classes; with --target-class channel, channel i of a"
            + " prediction CxHxW for class i."
      })
  private String classes;

  @Option(
      names = ABSENT,
      paramLabel = "WHAT",
      defaultValue = "include",
      description =
          "Evaluate a map that lacks a class as one without foreground (include), or leave it out"
              + " of the class's figures (skip) (${DEFAULT-VALUE}).")
  private OnAbsent absent;

  /** Returns the classes; null without a table of them. */
  MapClasses classes() {
    if (classes == null && absent != OnAbsent.INCLUDE) {
      throw JobException.usage("--absent is given without --classes");
    }
    return classes == null ? null : new MapClasses(classes, absent);
  }
}
