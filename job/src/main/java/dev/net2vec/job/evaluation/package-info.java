/**
 * From rows with masks to scored rows, and from those to figures, warnings and a summary. Where the
 * summary goes belongs to {@code results}.
 */
package dev.net2vec.job.evaluation;
