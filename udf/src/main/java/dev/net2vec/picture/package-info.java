/** Masks as pictures for people to look at; no number is computed from them. */
package dev.net2vec.picture;
