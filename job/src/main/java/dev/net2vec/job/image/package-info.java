/**
 * Images that masks belong to, read for people to look at; masks are read by the library's own
 * decoders.
 */
package dev.net2vec.job.image;
