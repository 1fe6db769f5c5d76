package dev.net2vec.job.source;

/**
 * A file from a listing of masks.
 *
 * @param path with its scheme
 * @param bytes its size
 */
record MaskFileListing(String path, long bytes) {}
