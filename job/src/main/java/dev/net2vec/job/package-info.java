/**
 * The job: options → {@link dev.net2vec.job.Source} → {@link dev.net2vec.job.Evaluation} → {@link
 * dev.net2vec.job.Results} → exit code.
 */
package dev.net2vec.job;
