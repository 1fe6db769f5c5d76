/** File formats for masks, which read as many rows at a time as fit a few MB. */
package dev.net2vec.scan;
