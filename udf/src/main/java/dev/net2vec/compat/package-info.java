/**
 * What differs between the versions of Spark that the jars run on, and what reaches into Spark's
 * private parts. Nothing here knows of masks; a new Spark should change this package, the parent
 * pom and the table of versions alone.
 */
package dev.net2vec.compat;
