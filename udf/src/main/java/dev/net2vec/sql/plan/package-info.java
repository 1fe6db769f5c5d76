/**
 * The optimizer rules. The file formats that they put into a plan, which read masks in small
 * batches, are in {@code scan}.
 */
package dev.net2vec.sql.plan;
