package dev.net2vec.compat;

import org.apache.hadoop.fs.Path;

/** Where a running stream keeps its checkpoint. */
public final class StreamCheckpoint {
  private StreamCheckpoint() {}

  /**
   * Returns the checkpoint's directory.
   *
   * @param running as {@code SharedState.activeStreamingQueries} has it; 4.1 moved its class to
   *     another package, so the method is looked up by name
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
