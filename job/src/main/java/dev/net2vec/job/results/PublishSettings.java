package dev.net2vec.job.results;

/**
 * What is done with a run's results beside keeping its files.
 *
 * @param outputTable the table to append the rows to, or null
 * @param keep number of runs to keep, or null for all
 */
public record PublishSettings(String outputTable, Integer keep) {}
