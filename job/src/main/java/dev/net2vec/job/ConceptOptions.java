package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.evaluation.Factor;
import dev.net2vec.job.source.ProjectedActivations;
import dev.net2vec.job.source.Source;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Mixin: the options for predictions that are projections of activations on concept vectors. */
final class ConceptOptions {
  @Option(
      names = "--activations",
      paramLabel = "COL",
      description = {
        "Column with a layer's activations CxHxW, instead of --prediction: the prediction is their"
            + " sum weighted by the concept's vector, plus its bias. Usually with --activation"
            + " sigmoid and --resize bilinear."
      })
  private String activations;

  @Option(
      names = "--concepts",
      paramLabel = "SOURCE",
      description = {
        "The concept vectors for --activations: a file or directory (Parquet, or by its name .json,"
            + " .orc or .avro) or a table with the columns weights (ARRAY, one per channel),"
            + " optionally bias and factor_pos_class, and the concept's key, by which it is joined"
            + " to the rows, such as concept."
      })
  private String concepts;

  @Option(
      names = "--filters",
      description = {
        "Evaluate every channel of --activations alone, too, and tell by how much each concept's"
            + " combination is better than its best filter."
      })
  boolean filters;

  /**
   * Checks that the options fit together.
   *
   * @throws JobException if they do not
   */
  void require(ParseResult given) {
    if ((activations == null) != (concepts == null)) {
      throw JobException.usage("--activations and --concepts must be given together");
    }
    if (activations != null && given.hasMatchedOption("--prediction")) {
      throw JobException.usage("--activations is given instead of --prediction, not beside it");
    }
  }

  /** Returns the column that predictions come from. */
  String activations(String prediction) {
    return activations == null ? prediction : activations;
  }

  Source of(Source rows) {
    return activations == null ? rows : new ProjectedActivations(rows, activations, concepts);
  }

  /** Returns the default of b. */
  Factor factor() {
    return activations == null ? Factor.DEFAULT : Factor.CONCEPT;
  }
}
