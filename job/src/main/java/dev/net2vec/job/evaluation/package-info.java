/**
 * Scores rows of masks, and computes figures, warnings and a summary from the scores. Writing the
 * summary belongs to {@code results}.
 */
package dev.net2vec.job.evaluation;
