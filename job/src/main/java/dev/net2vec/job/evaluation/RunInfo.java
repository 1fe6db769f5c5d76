package dev.net2vec.job.evaluation;

import dev.net2vec.job.text.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identity, settings and timing of a run.
 *
 * @param id unique; sorts by start time
 * @param started the start time, as ISO 8601 in UTC
 * @param tags given by the user
 * @param settingsHash hash of {@link EvaluationSettings#measure()}: figures of runs with the same
 *     hash can be compared
 * @param versions of the job, Spark and Java
 * @param application Spark's application id
 * @param durationSeconds from the start until the rows were written
 * @param phaseSeconds the duration of each phase; the rest is Spark's start and the reading of
 *     schemas
 */
public record RunInfo(
    String id,
    String started,
    Map<String, String> tags,
    String settingsHash,
    Map<String, String> versions,
    String application,
    double durationSeconds,
    Map<String, Double> phaseSeconds) {

  /** A placeholder for where only the types matter. */
  public static final RunInfo NONE =
      new RunInfo("", Instant.EPOCH.toString(), Map.of(), "", Map.of(), "", 0, Map.of());

  public RunInfo {
    tags = new TreeMap<>(tags);
    versions = new TreeMap<>(versions);
  }

  /** Returns the SHA-256 of settings, in hexadecimal. */
  public static String hash(Map<String, Object> settings) {
    try {
      byte[] canonical = Json.text(new TreeMap<>(settings)).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
