/** Decoders of mask cells, one per encoding, behind one interface. */
package dev.net2vec.mask;
