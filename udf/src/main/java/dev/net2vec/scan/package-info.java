/** How Spark reads the files that masks lie in: as many rows at a time as fit a few MB. */
package dev.net2vec.scan;
