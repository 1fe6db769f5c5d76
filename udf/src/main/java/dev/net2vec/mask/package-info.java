/** How a mask cell is read: one small decoder per encoding behind one interface. */
package dev.net2vec.mask;
