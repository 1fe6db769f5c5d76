/**
 * Sources of masks: turns datasets, tables, queries, joins and pairs of files into rows with two
 * columns of masks. Nothing here scores them.
 */
package dev.net2vec.job.source;
