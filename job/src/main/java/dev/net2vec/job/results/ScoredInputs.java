package dev.net2vec.job.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.text.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The inputs that a run has scored instances of, itself or by reuse. The instances are in parts,
 * {@code DIR/state/RUN_ID.parquet} of the runs that scored them.
 *
 * @param settings that decided the instances' rows
 * @param dropped the inputs in each part whose rows no longer count, by the part's run
 * @param inputs the others, by their hashed names
 */
record ScoredInputs(
    JsonNode settings, Map<String, List<String>> dropped, Map<String, Input> inputs) {
  static final String FILE = "state.json";
  static final String INPUTS = "inputs.parquet";

  private static final int VERSION = 1;
  private static final StructType SCHEMA =
      StructType.fromDDL("input STRING NOT NULL, stamp STRING NOT NULL, part STRING NOT NULL");

  /**
   * An input.
   *
   * @param stamp it had
   * @param part the run that scored it
   */
  record Input(String stamp, String part) {}

  /** Returns those of the newest run that has any; empty if there is none. */
  static Optional<ScoredInputs> newest(RunDirectory runs, SparkSession session) throws IOException {
    for (String runId : runs.whole()) {
      Optional<JsonNode> state = runs.read(runId, FILE);
      if (state.isPresent()) {
        return Optional.of(read(runs, runId, state.get(), session));
      }
    }
    return Optional.empty();
  }

  private static ScoredInputs read(
      RunDirectory runs, String runId, JsonNode state, SparkSession session) throws IOException {
    if (state.path("version").asInt() != VERSION) {
      throw new IOException(
          "the run %s keeps its scored instances in version %s, but this net2vec-eval reads version %d; --full scores all inputs anew"
              .formatted(runId, state.path("version"), VERSION));
    }
    Map<String, List<String>> dropped = new LinkedHashMap<>();
    for (JsonNode part : state.path("parts")) {
      List<String> names = new ArrayList<>();
      part.path("dropped").forEach(name -> names.add(name.asText()));
      dropped.put(part.path("run").asText(), names);
    }
    Map<String, Input> inputs = new HashMap<>();
    for (Row row :
        session
            .read()
            .schema(SCHEMA)
            .parquet(new Path(runs.run(runId), INPUTS).toString())
            .collectAsList()) {
      inputs.put(row.getString(0), new Input(row.getString(1), row.getString(2)));
    }
    return new ScoredInputs(state.path("settings"), dropped, inputs);
  }

  /** Writes them to a run's directory. */
  void write(RunDirectory runs, String runId, SparkSession session) throws IOException {
    List<Row> rows = new ArrayList<>();
    inputs.forEach((name, input) -> rows.add(RowFactory.create(name, input.stamp(), input.part())));
    session
        .createDataFrame(rows, SCHEMA)
        .coalesce(1)
        .write()
        .parquet(new Path(runs.run(runId), INPUTS).toString());
    ObjectNode state = (ObjectNode) Json.object();
    state.put("version", VERSION);
    state.set("settings", settings);
    ArrayNode parts = state.putArray("parts");
    dropped.forEach(
        (run, names) -> {
          ObjectNode part = parts.addObject();
          part.put("run", run);
          ArrayNode all = part.putArray("dropped");
          names.forEach(all::add);
        });
    runs.put(new Path(runs.run(runId), FILE), state, runId);
  }
}
