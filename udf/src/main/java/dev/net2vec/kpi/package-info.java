/** The definition of Net2Vec, its kernel and its reductions. */
package dev.net2vec.kpi;
