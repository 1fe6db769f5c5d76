/**
 * The job: options → {@link dev.net2vec.job.source.Source} → {@link dev.net2vec.job.evaluation.Evaluation} → {@link
 * dev.net2vec.job.results.Results} → exit code.
 */
package dev.net2vec.job;
