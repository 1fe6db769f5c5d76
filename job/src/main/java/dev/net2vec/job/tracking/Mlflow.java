package dev.net2vec.job.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Logs runs to an MLflow tracking server, as MLflow's own variables of the environment name it:
 * {@code MLFLOW_TRACKING_URI}, {@code MLFLOW_EXPERIMENT_NAME} or {@code MLFLOW_EXPERIMENT_ID}, and
 * the user's or the token's.
 */
public final class Mlflow {
  private static final String URI = "MLFLOW_TRACKING_URI";
  private static final String ARTIFACTS = "mlflow-artifacts:/";

  /** What MLflow takes in one call. */
  private static final int METRICS_AT_ONCE = 1_000;

  private static final int TEXTS_AT_ONCE = 100;
  private static final int LONGEST_TEXT = 5_000;
  private static final int LONGEST_NAME = 250;

  /** The most metrics of a run. */
  private static final int MOST_METRICS = 10_000;

  private final Map<String, String> environment;

  private Mlflow(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns the tracker that the environment names; empty if it names none. */
  public static Optional<Mlflow> of(Map<String, String> environment) {
    String uri = environment.get(URI);
    return uri == null || uri.isBlank() ? Optional.empty() : Optional.of(new Mlflow(environment));
  }

  /**
   * Logs a run: its figures as metrics, its settings as parameters, its tags, and files.
   *
   * @param summary the content of {@code summary.json}
   * @param gate the content of {@code gate.json}
   * @param files their contents by their names
   * @return remarks on what was not logged
   * @throws IOException if the server cannot be reached or refuses
   */
  public List<String> log(JsonNode summary, JsonNode gate, Map<String, String> files)
      throws IOException {
    MlflowServer server = new MlflowServer(environment.get(URI).strip(), environment);
    long started = Instant.parse(summary.at("/run/started").asText()).toEpochMilli();
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("experiment_id", experiment(server));
    run.put("run_name", summary.at("/run/id").asText());
    run.put("start_time", started);
    run.put("tags", pairs(tags(summary, gate)));
    JsonNode info = server.post("runs/create", run).at("/run/info");
    String runId = info.path("run_id").asText();
    List<String> remarks = new ArrayList<>();
    List<Map<String, Object>> metrics = metrics(summary, started, remarks);
    for (List<Map<String, Object>> some : batches(metrics, METRICS_AT_ONCE)) {
      server.post("runs/log-batch", Map.of("run_id", runId, "metrics", some));
    }
    for (List<Map<String, Object>> some : batches(pairs(settings(summary)), TEXTS_AT_ONCE)) {
      server.post("runs/log-batch", Map.of("run_id", runId, "params", some));
    }
    upload(server, info.path("artifact_uri").asText(), files, remarks);
    long duration = Math.round(summary.at("/run/duration_seconds").asDouble() * 1e3);
    boolean passed = gate.path("status").asText().equals("passed");
    server.post(
        "runs/update",
        Map.of(
            "run_id",
            runId,
            "status",
            passed ? "FINISHED" : "FAILED",
            "end_time",
            started + duration));
    return remarks;
  }

  private String experiment(MlflowServer server) throws IOException {
    String id = environment.get("MLFLOW_EXPERIMENT_ID");
    if (id != null) {
      return id;
    }
    String name = environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", "Default");
    try {
      return server
          .get("experiments/get-by-name", "experiment_name", name)
          .at("/experiment/experiment_id")
          .asText();
    } catch (MlflowServer.Refused e) {
      if (!e.isNotThere()) {
        throw e;
      }
      return server.post("experiments/create", Map.of("name", name)).path("experiment_id").asText();
    }
  }

  private static void upload(
      MlflowServer server, String store, Map<String, String> files, List<String> remarks)
      throws IOException {
    if (!store.startsWith(ARTIFACTS)) {
      remarks.add(
          "no files are attached, as the server keeps them in %s, not behind itself (mlflow server --serve-artifacts)"
              .formatted(store));
      return;
    }
    String path = store.substring(ARTIFACTS.length()).replaceFirst("^/[^/]*/", "");
    for (Map.Entry<String, String> file : files.entrySet()) {
      server.upload(path + "/" + file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Map<String, String> tags(JsonNode summary, JsonNode gate) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.name", "net2vec-eval evaluate");
    tags.put("mlflow.source.type", "JOB");
    tags.put("net2vec.run_id", summary.at("/run/id").asText());
    tags.put("net2vec.gate", gate.path("status").asText());
    tags.put("net2vec.settings_hash", summary.at("/run/settings_hash").asText());
    summary
        .at("/run/tags")
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    return tags;
  }

  private static Map<String, String> settings(JsonNode summary) {
    Map<String, String> settings = new LinkedHashMap<>();
    summary
        .path("settings")
        .properties()
        .forEach(
            setting -> {
              JsonNode value = setting.getValue();
              if (!value.isNull()) {
                settings.put(
                    setting.getKey(), value.isTextual() ? value.asText() : value.toString());
              }
            });
    return settings;
  }

  private static List<Map<String, Object>> pairs(Map<String, String> texts) {
    List<Map<String, Object>> pairs = new ArrayList<>();
    texts.forEach(
        (key, value) ->
            pairs.add(
                Map.of(
                    "key",
                    name(key),
                    "value",
                    value.substring(0, Math.min(LONGEST_TEXT, value.length())))));
    return pairs;
  }

  /** Returns the figures: {@code value/dog/0.5} is that of the group dog at b 0.5. */
  private static List<Map<String, Object>> metrics(
      JsonNode summary, long time, List<String> remarks) {
    List<Map<String, Object>> metrics = new ArrayList<>();
    int left = 0;
    for (String part : List.of("overall", "groups")) {
      for (JsonNode row : summary.path(part)) {
        String place = place(row);
        for (Map.Entry<String, JsonNode> figure : row.properties()) {
          if (!figure.getValue().isNumber()
              || figure.getKey().equals("factor_pos_class")
              || figure.getKey().equals("output_thresh")) {
            continue;
          }
          if (metrics.size() == MOST_METRICS) {
            left++;
            continue;
          }
          metrics.add(
              Map.of(
                  "key",
                  name(figure.getKey() + place),
                  "value",
                  figure.getValue().doubleValue(),
                  "timestamp",
                  time,
                  "step",
                  0));
        }
      }
    }
    if (left > 0) {
      remarks.add(
          String.format(Locale.ROOT, "%,d figures are not logged, beyond %,d", left, MOST_METRICS));
    }
    return metrics;
  }

  private static String place(JsonNode row) {
    StringBuilder place = new StringBuilder();
    row.path("key").forEach(value -> place.append('/').append(value.asText().replace('/', '_')));
    place.append(place.isEmpty() ? "/all" : "");
    JsonNode b = row.path("factor_pos_class");
    place
        .append('/')
        .append(row.path("auto").asBoolean() ? "auto" : b.isNumber() ? b.asText() : "concept");
    return row.has("output_thresh")
        ? place + "/" + row.path("output_thresh").asText()
        : place.toString();
  }

  /** Returns a name of what MLflow takes in names. */
  private static String name(String text) {
    String taken = text.replaceAll("[^\\w./ -]", "_");
    return taken.substring(0, Math.min(LONGEST_NAME, taken.length()));
  }

  private static <T> List<List<T>> batches(List<T> all, int each) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += each) {
      batches.add(all.subList(from, Math.min(from + each, all.size())));
    }
    return batches;
  }
}
