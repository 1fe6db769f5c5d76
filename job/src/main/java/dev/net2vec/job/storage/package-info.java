/**
 * Files and directories that appear whole or not at all, on any file system of Hadoop's, and claims
 * on them by living processes. What a file holds is its writer's business.
 */
package dev.net2vec.job.storage;
