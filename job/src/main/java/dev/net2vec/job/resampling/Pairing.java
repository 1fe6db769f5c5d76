package dev.net2vec.job.resampling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * How many instances of two runs were paired.
 *
 * @param unpaired the first of the others
 */
public record Pairing(long paired, long onlyInBaseline, long onlyInRun, List<Unpaired> unpaired) {

  /**
   * An instance that only one run has.
   *
   * @param instance its id, key and index
   * @param run the id of the run that has it
   */
  public record Unpaired(JsonNode instance, String run) {}
}
