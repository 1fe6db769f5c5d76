/** Spark's Scala interface as Java code calls it: varargs and undeclared exceptions. */
package dev.net2vec.job.spark;
