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
 * What tells one run from another.
 *
 * @param id unique; sorts by the time of the start
 * @param started as ISO 8601 in UTC
 * @param tags that the user gave it
 * @param settingsHash of {@link EvaluationSettings#measure()}: runs of the same hash have figures
 *     that can be compared
 * @param versions of the job, Spark and Java
 * @param application Spark's id of it
 * @param durationSeconds from the start until its rows were written
 * @param phaseSeconds the parts of that by what was done; what is left is Spark's start and the
 *     reading of schemas
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

  /** Stands for a run where only the types matter. */
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
