/** Reads mask columns from Parquet pages. */
package dev.net2vec.parquet;
