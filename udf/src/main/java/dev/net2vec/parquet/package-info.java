/** How columns of masks are read from Parquet's pages. */
package dev.net2vec.parquet;
