/**
 * Runs on disk: how they are published, kept, found again, appended to a table and held against
 * gates. The figures come from {@code evaluation} as they are.
 */
package dev.net2vec.job.results;
