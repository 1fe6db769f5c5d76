package dev.net2vec.job
package tracking

import com.fasterxml.jackson.databind.JsonNode
import com.sun.net.httpserver.{HttpExchange, HttpServer}
import java.io.IOException
import java.net.InetSocketAddress
import java.nio.charset.StandardCharsets.UTF_8
import java.util.concurrent.ConcurrentLinkedQueue
import scala.jdk.CollectionConverters._

/** What an MLflow server is told of a run; CI asks a real one. */
class MlflowSpec extends JobSpec {
  private case class Call(method: String, path: String, authorization: String, body: String) {
    def json: JsonNode = JobSpec.parse(body)
  }

  private val summary = JobSpec.parse(
    """{"run": {"id": "20260101T000000000Z-00000001", "started": "2026-01-01T00:00:00Z",
      |  "duration_seconds": 2.5, "settings_hash": "abc", "tags": {"model": "v12"}},
      | "settings": {"target_thresh": 0.5, "input": ["a", "b"], "ignore_value": null},
      | "overall": [{"key": {}, "factor_pos_class": 0.5, "auto": false, "count": 3, "value": 1.5,
      |   "std": null}],
      | "groups": [{"key": {"concept": "hot dog?", "light": "day/night"}, "factor_pos_class": 0.25,
      |   "auto": true, "count": 3, "value": 1.25, "output_thresh": 0.5}]}""".stripMargin
  )
  private val passed = JobSpec.parse("""{"status": "passed"}""")
  private val files = java.util.Map.of("summary.json", "{}", "report.html", "<p>é")

  /** Runs a server that answers as MLflow does, and returns what it was asked. */
  private def asked(answer: HttpExchange => (Int, String))(
      use: String => Unit
  ): Seq[Call] = {
    val calls = new ConcurrentLinkedQueue[Call]
    val server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0)
    server.createContext(
      "/",
      exchange => {
        val body = new String(exchange.getRequestBody.readAllBytes(), UTF_8)
        calls.add(
          Call(
            exchange.getRequestMethod,
            exchange.getRequestURI.toString,
            exchange.getRequestHeaders.getFirst("Authorization"),
            body
          )
        )
        val (status, text) = answer(exchange)
        val bytes = text.getBytes(UTF_8)
        exchange.sendResponseHeaders(status, bytes.length.toLong)
        exchange.getResponseBody.write(bytes)
        exchange.close()
      }
    )
    server.start()
    try use(s"http://127.0.0.1:${server.getAddress.getPort}")
    finally server.stop(0)
    calls.asScala.toSeq
  }

  private def mlflow(store: String)(exchange: HttpExchange): (Int, String) =
    exchange.getRequestURI.getPath.replaceFirst(".*mlflow/", "") match {
      case "experiments/get-by-name" =>
        (404, """{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "none"}""")
      case "experiments/create" => (200, """{"experiment_id": "7"}""")
      case "runs/create"        =>
        (200, s"""{"run": {"info": {"run_id": "r1", "artifact_uri": "$store"}}}""")
      case _ => (200, "{}")
    }

  private def log(uri: String, environment: (String, String)*): Seq[String] =
    Mlflow
      .of((environment.toMap + ("MLFLOW_TRACKING_URI" -> uri)).asJava)
      .get
      .log(summary, passed, files)
      .asScala
      .toSeq

  it("has the figures by group and b, the settings, the tags, the gate and the files") {
    val calls = asked(mlflow("mlflow-artifacts:/7/r1/artifacts")) { uri =>
      log(uri + "/", "MLFLOW_EXPERIMENT_NAME" -> "dogs & cats") shouldBe empty
    }
    calls.map(_.path.stripPrefix("/api/2.0/")).filterNot(_.contains("artifacts/")) shouldBe Seq(
      "mlflow/experiments/get-by-name?experiment_name=dogs+%26+cats",
      "mlflow/experiments/create",
      "mlflow/runs/create",
      "mlflow/runs/log-batch",
      "mlflow/runs/log-batch",
      "mlflow/runs/update"
    )
    def pairs(of: JsonNode) = of.elements.asScala
      .map(pair => pair.get("key").asText -> pair.get("value").asText)
      .toMap
    val created = calls(2).json
    created.get("experiment_id").asText shouldBe "7"
    created.get("start_time").asLong shouldBe 1767225600000L
    pairs(created.get("tags")) should contain allOf (
      "model" -> "v12",
      "net2vec.gate" -> "passed",
      "net2vec.run_id" -> "20260101T000000000Z-00000001"
    )
    pairs(calls(3).json.get("metrics")) shouldBe Map(
      "count/all/0.5" -> "3.0",
      "value/all/0.5" -> "1.5",
      "count/hot dog_/day_night/auto/0.5" -> "3.0",
      "value/hot dog_/day_night/auto/0.5" -> "1.25"
    )
    pairs(calls(4).json.get("params")) shouldBe
      Map("target_thresh" -> "0.5", "input" -> """["a","b"]""")
    calls
      .filter(_.method == "PUT")
      .map(call => call.path -> call.body)
      .toMap shouldBe Map(
      "/api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/summary.json" -> "{}",
      "/api/2.0/mlflow-artifacts/artifacts/7/r1/artifacts/report.html" -> "<p>é"
    )
    val ended = calls.last.json
    ended.get("status").asText shouldBe "FINISHED"
    ended.get("end_time").asLong shouldBe 1767225602500L
  }

  it("is asked with the user or the token, and told an experiment by its id") {
    val calls = asked(mlflow("mlflow-artifacts:/7/r1/artifacts")) { uri =>
      log(uri, "MLFLOW_EXPERIMENT_ID" -> "9", "MLFLOW_TRACKING_TOKEN" -> "t")
      log(
        uri,
        "MLFLOW_EXPERIMENT_ID" -> "9",
        "MLFLOW_TRACKING_USERNAME" -> "u",
        "MLFLOW_TRACKING_PASSWORD" -> "p"
      )
    }
    calls.map(_.authorization).distinct shouldBe Seq("Bearer t", "Basic dTpw")
    calls.filter(_.path.endsWith("runs/create")).map(_.json.get("experiment_id").asText) shouldBe
      Seq("9", "9")
  }

  it("has no files where they are kept beside the server, which is said") {
    val calls = asked(mlflow("s3://bucket/r1")) { uri =>
      log(uri) shouldBe Seq(
        "no files are attached, as the server keeps them in s3://bucket/r1, not behind itself " +
          "(mlflow server --serve-artifacts)"
      )
    }
    calls.map(_.method) should not contain "PUT"
  }

  it("is an error if it cannot be reached, refuses, or is no server") {
    def message(uri: String) = the[IOException] thrownBy log(uri)
    asked(_ => (403, """{"message": "no permission"}""")) { uri =>
      message(uri) should have message "the server answered 403 no permission"
    }
    asked(_ => (502, "<html>")) { uri =>
      message(uri) should have message "the server answered 502"
    }
    message("sqlite:///runs.db") should have message "it must be an http or https address"
    Mlflow.of(java.util.Map.of()).isPresent shouldBe false
  }
}
