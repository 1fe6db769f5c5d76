/**
 * The differences between the supported Spark versions, and access to Spark's private members.
 * Nothing here depends on masks; a new Spark version should only need changes in this package, the
 * parent pom and the table of versions.
 */
package dev.net2vec.compat;
