/**
 * Runs on disk: publishes, keeps and finds them, appends their rows to a table, and checks them
 * against gates. Figures come from {@code evaluation} and are not changed here.
 */
package dev.net2vec.job.results;
