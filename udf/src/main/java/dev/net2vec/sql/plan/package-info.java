/**
 * The optimizer's rules. What they put into a plan, such as a format that reads masks in small
 * batches, belongs to {@code scan}.
 */
package dev.net2vec.sql.plan;
