/**
 * The calls that Spark's generated code makes for each row, the session's settings and the errors
 * of a query. The code that builds the calls from a function's arguments is in {@code sql}.
 */
package dev.net2vec.sql.expression;
