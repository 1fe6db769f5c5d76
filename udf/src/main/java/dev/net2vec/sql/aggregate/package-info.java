/**
 * The aggregate functions as nodes of Spark's plans, and their states. The arithmetic of exact sums
 * is in {@code kpi}.
 */
package dev.net2vec.sql.aggregate;
