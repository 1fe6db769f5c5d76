/**
 * What ends a run, in the user's words: exit codes, the exception that carries them, and what
 * Spark's exceptions mean.
 */
package dev.net2vec.job.error;
