/** The SQL functions, one class each, their registration, and the Column functions. */
package dev.net2vec.sql;
