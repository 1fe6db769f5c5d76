/**
 * The calls that Spark's generated code makes for each row, with the session's settings and the
 * errors of a query. What builds them from a call's arguments belongs to {@code sql}.
 */
package dev.net2vec.sql.expression;
