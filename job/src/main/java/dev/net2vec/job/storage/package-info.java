/**
 * Files and directories that appear whole or not at all, on any Hadoop file system, and claims on
 * them by running processes. Their content is up to the caller.
 */
package dev.net2vec.job.storage;
