/**
 * Reductions for {@code spark.net2vec.reduction} and {@code --reduction}, which also serve as
 * templates: {@link dev.net2vec.reduction.TrimmedMean} takes all values of a group as one tensor,
 * {@link dev.net2vec.reduction.GeometricMean} takes single values and merges.
 */
package dev.net2vec.reduction;
