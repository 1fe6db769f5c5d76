/**
 * Reductions to name in {@code spark.net2vec.reduction} or {@code --reduction}, and to begin from
 * when writing one: {@link dev.net2vec.reduction.TrimmedMean} takes all values of a group as a
 * tensor, {@link dev.net2vec.reduction.GeometricMean} takes them one by one and merges.
 */
package dev.net2vec.reduction;
