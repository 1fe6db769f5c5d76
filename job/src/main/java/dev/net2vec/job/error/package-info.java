/**
 * Errors that end a run: exit codes, the exception that carries them, and messages to the user for
 * Spark's exceptions.
 */
package dev.net2vec.job.error;
