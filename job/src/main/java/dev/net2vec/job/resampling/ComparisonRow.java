package dev.net2vec.job.resampling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One measure of one group in two runs. Figures are of the paired instances; null where there is
 * none.
 *
 * @param key the group's columns; empty for all instances
 * @param factorPosClass a number, auto or concept
 * @param outputThresh where masks are binarised; null if none are
 * @param count the number of pairs
 * @param difference the run's figure less the baseline's
 * @param low95 lower bound of the difference's 95 % interval, by paired bootstrap
 * @param high95 upper bound
 * @param pValue of no difference: {@link Replicates#pValue}
 * @param adjustedPValue adjusted for the number of groups by Holm's method; that of all instances
 *     is not adjusted
 * @param better the share of instances whose own measure is greater in the run, of those that have
 *     one in both
 * @param effectSize Cohen's d_z of the instances' own measures: the mean of their differences ÷ the
 *     standard deviation of these
 */
public record ComparisonRow(
    JsonNode key,
    Object factorPosClass,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double outputThresh,
    String measure,
    long count,
    Double baseline,
    Double run,
    Double difference,
    Double low95,
    Double high95,
    @JsonProperty("p_value") Double pValue,
    @JsonProperty("adjusted_p_value") Double adjustedPValue,
    Double better,
    Double equal,
    Double worse,
    Double effectSize) {

  ComparisonRow adjusted(Double adjusted) {
    return new ComparisonRow(
        key,
        factorPosClass,
        outputThresh,
        measure,
        count,
        baseline,
        run,
        difference,
        low95,
        high95,
        pValue,
        adjusted,
        better,
        equal,
        worse,
        effectSize);
  }
}
