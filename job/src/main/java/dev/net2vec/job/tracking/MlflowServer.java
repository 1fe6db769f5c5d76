package dev.net2vec.job.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * An MLflow tracking server, by its <a
 * href="https://mlflow.org/docs/latest/api_reference/rest-api.html">REST API</a>, version 2.0.
 */
final class MlflowServer {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String API = "/api/2.0/";
  private static final int OK = 300;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private final String address;
  private final String authorization;

  /** An answer that is an error. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refused(int status, JsonNode answer) {
      super("the server answered %d %s".formatted(status, answer.path("message").asText()).strip());
      code = answer.path("error_code").asText();
    }

    boolean isNotThere() {
      return code.equals("RESOURCE_DOES_NOT_EXIST");
    }
  }

  /**
   * Creates a client.
   *
   * @param environment with MLflow's own variables of the server's user or token
   * @throws IOException if the address is not one of HTTP
   */
  MlflowServer(String uri, Map<String, String> environment) throws IOException {
    if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
      throw new IOException("it must be an http or https address");
    }
    address = uri.replaceAll("/+$", "");
    authorization = authorization(environment);
  }

  private static String authorization(Map<String, String> environment) {
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    if (token != null) {
      return "Bearer " + token;
    }
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    if (user == null) {
      return null;
    }
    String both = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a call, and returns its answer. */
  JsonNode post(String call, Object body) throws IOException {
    return send(
        request("mlflow/" + call)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.text(body))));
  }

  /** Asks, and returns the answer. */
  JsonNode get(String call, String name, String value) throws IOException {
    return send(request("mlflow/" + call + "?" + name + "=" + encoded(value)).GET());
  }

  /** Stores a file by its path in the server's store of artifacts. */
  void upload(String path, byte[] content) throws IOException {
    send(
        request("mlflow-artifacts/artifacts/" + path)
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(address + API + path)).timeout(TIMEOUT);
      return authorization == null ? request : request.header("Authorization", authorization);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode body = json(answer.body());
      if (answer.statusCode() >= OK) {
        throw new Refused(answer.statusCode(), body);
      }
      return body;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return text.isBlank() ? Json.object() : Json.read(text, JsonNode.class);
    } catch (IOException e) {
      return Json.object(); // A proxy's page, say.
    }
  }
}
