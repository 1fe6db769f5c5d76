package dev.net2vec.job.dataset;

import dev.net2vec.job.error.JobException;

/**
 * How masks are packed.
 *
 * @param encoding of the targets
 * @param targetThresh threshold above which target pixels are foreground; null if every item is
 *     kept
 * @param shards number of files to write, or null for as many as the tasks that read the input
 * @param activations the type of the activations that are packed instead of predictions; null for
 *     predictions
 */
public record PackSettings(
    TargetEncoding encoding, Double targetThresh, Integer shards, ActivationsType activations) {
  public PackSettings {
    if (encoding == TargetEncoding.RLE && targetThresh == null) {
      throw JobException.usage(
          "--target-encoding rle keeps only the foreground, so it needs --target-thresh");
    }
    if (encoding == TargetEncoding.NPY && targetThresh != null) {
      throw JobException.usage(
          "--target-thresh is given, but --target-encoding is npy, which keeps every item");
    }
    if (shards != null) {
      SampleSettings.requireRange("--shards", shards, 1, Long.MAX_VALUE);
    }
  }
}
