/**
 * The aggregate functions as Spark plans them, and their states. The arithmetic of exact sums is
 * {@code kpi}'s.
 */
package dev.net2vec.sql.aggregate;
