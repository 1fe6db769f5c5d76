/**
 * Where masks come from: datasets, tables, queries, joins and pairs of files become rows with two
 * columns of masks. Nothing here scores them.
 */
package dev.net2vec.job.source;
