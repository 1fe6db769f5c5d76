/**
 * The page of a run: one HTML file without links, made from the run's figures and rows by templates
 * that the build compiles ({@code src/main/jte}).
 */
package dev.net2vec.job.report;
