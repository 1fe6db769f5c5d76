package dev.net2vec.compat;

import org.apache.hadoop.fs.Path;

/** The checkpoint directory of a running stream. */
public final class StreamCheckpoint {
  private StreamCheckpoint() {}

  /**
   * Returns the checkpoint directory.
   *
   * @param running from {@code SharedState.activeStreamingQueries}; 4.1 moved its class to another
   *     package, so the method is called by reflection
   */
  public static Path of(Object running) {
    try {
      return new Path(
          (String) running.getClass().getMethod("resolvedCheckpointRoot").invoke(running));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the stream has no checkpoint", e);
    }
  }
}
