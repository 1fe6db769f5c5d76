package dev.net2vec.job.source;

/**
 * A file from a listing of masks.
 *
 * @param path with its scheme
 * @param bytes its size
 * @param stamp tells whether it is as it was: {@link InputStamps#of}
 */
record MaskFileListing(String path, long bytes, String stamp) {}
