package dev.net2vec.job.resampling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * An instance that got worse.
 *
 * @param instance its id, key and index
 * @param factorPosClass a number, auto or concept
 * @param outputThresh where masks are binarised; null if none are
 * @param baseline the instance's own measure in the baseline
 */
public record Worst(
    JsonNode instance,
    Object factorPosClass,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double outputThresh,
    String measure,
    double baseline,
    double run,
    double difference) {}
