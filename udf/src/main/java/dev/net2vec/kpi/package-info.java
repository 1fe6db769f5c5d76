/** What a number means: the definition of Net2Vec, its kernel and its reductions. */
package dev.net2vec.kpi;
