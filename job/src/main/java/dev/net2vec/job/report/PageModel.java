package dev.net2vec.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the page's content from a run. */
final class PageModel {
  private static final String OVERALL = "overall";
  private static final String GROUPS = "groups";

  private final ReportedRun run;
  private final JsonNode summary;
  private final FigureTables figures;
  private final ObjectNode data = (ObjectNode) Json.object();

  private PageModel(ReportedRun run) {
    this.run = run;
    this.summary = run.summary();
    this.figures = new FigureTables(summary);
  }

  /** Returns the content of a page. */
  static Page of(ReportedRun run, AgainstRun against, int examples) {
    return new PageModel(run).page(against, examples);
  }

  private Page page(AgainstRun against, int examples) {
    boolean byFactor = figures.byFactor(data);
    List<JsonNode> lowest = figures.lowest();
    if (run.curves() != null) {
      CurveLines.add(
          run.curves(),
          summary.at("/settings/thresholds").asInt(),
          lowest.stream().map(JsonNode::toString).toList(),
          data);
    }
    HistoryLines.add(summary, run.earlier(), lowest, data);
    InstanceRows rows = run.instances() == null ? null : InstanceRows.of(run);
    if (rows != null) {
      rows.histograms(data);
    }
    return new Page(
        "Net2Vec evaluation " + run.id(),
        input(),
        headline(),
        run.gate() == null ? null : verdict(run.gate()),
        figures.table("overall", "All instances", summary.path(OVERALL)),
        summary.path(GROUPS).isEmpty()
            ? null
            : figures.table("groups", "Groups", summary.path(GROUPS)),
        figures.groupsNote(),
        byFactor,
        data.has("curves"),
        data.has("histograms"),
        rows == null ? null : rows.chosen(examples),
        against == null ? null : new AgainstTables(summary, against).comparison(),
        data.has("history"),
        rejected(),
        warnings(),
        about(),
        json(),
        Assets.OF_JAR);
  }

  /** Returns the charts' figures; no text in them can end the script element. */
  private String json() {
    return new ObjectMapper().valueToTree(data).toString().replace("<", "\\u003c");
  }

  private String input() {
    JsonNode settings = summary.path("settings");
    List<String> texts = new ArrayList<>();
    for (String name : List.of("input", "table", "query", "predictions", "targets")) {
      if (settings.hasNonNull(name)) {
        texts.add(name + " " + Cells.value(settings.get(name)));
      }
    }
    return String.join(", ", texts);
  }

  private List<Page.Fact> headline() {
    List<Page.Fact> facts = new ArrayList<>();
    JsonNode first = summary.path(OVERALL).path(0);
    facts.add(new Page.Fact("value", orDash(Cells.number(first.path("value")))));
    for (String share : List.of("normalized_value", "value_per_pixel")) {
      if (first.hasNonNull(share)) {
        facts.add(new Page.Fact(Cells.words(share), Cells.number(first.path(share))));
        break;
      }
    }
    JsonNode instances = summary.path("instances");
    facts.add(new Page.Fact("instances", Cells.number(instances.path("evaluated"))));
    facts.add(new Page.Fact("rows rejected", Cells.number(instances.path("rejected"))));
    if (!summary.path(GROUPS).isEmpty()) {
      facts.add(new Page.Fact("groups", Cells.number(figures.groupCount())));
    }
    facts.add(new Page.Fact("seconds", Cells.number(summary.at("/run/duration_seconds"))));
    return facts;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private static Page.Verdict verdict(JsonNode gate) {
    List<JsonNode> checks = new ArrayList<>();
    // Failures first.
    for (boolean passed : new boolean[] {false, true}) {
      for (String part : List.of("input", "checks")) {
        for (JsonNode check : gate.path(part)) {
          if (check.path("passed").asBoolean() == passed) {
            checks.add(check);
          }
        }
      }
    }
    List<String> failed = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode check : checks) {
      JsonNode group = check.path("group");
      boolean passed = check.path("passed").asBoolean();
      if (!passed) {
        String of = group.isEmpty() ? "" : " of " + Cells.named(group);
        failed.add(
            Cells.value(check.path("measure"))
                + of
                + " "
                + Shown.message(check.path("reason").asText()));
      }
      rows.add(
          List.of(
              passed ? "passed" : "FAILED",
              Cells.value(check.path("measure")),
              Cells.name(group),
              Cells.number(check.path("factor_pos_class")),
              Cells.words(check.path("limit").asText()),
              Cells.number(check.path("setting")),
              Cells.number(check.path("baseline")),
              Cells.number(check.path("allowed")),
              Cells.number(check.path("actual"))));
    }
    boolean passed = gate.path("status").asText().equals("passed");
    String sentence =
        passed
            ? String.format(Locale.ROOT, "All %,d checks passed.", checks.size())
            : String.format(Locale.ROOT, "%,d of %,d checks failed.", failed.size(), checks.size());
    return new Page.Verdict(
        passed,
        sentence,
        failed.subList(0, Math.min(failed.size(), 100)),
        new Table(
            "checks",
            "Checks of the gate",
            List.of(
                Table.Column.text("result"),
                Table.Column.text("measure"),
                Table.Column.text("group"),
                Table.Column.number("b"),
                Table.Column.text("limit"),
                Table.Column.number("setting"),
                Table.Column.number("baseline"),
                Table.Column.number("allowed"),
                Table.Column.number("actual")),
            rows.subList(0, Math.min(rows.size(), FigureTables.MOST_ROWS))));
  }

  private Page.Rejected rejected() {
    JsonNode byReason = summary.at("/instances/rejected_by_reason");
    if (byReason.isEmpty()) {
      return null;
    }
    List<List<String>> reasons = new ArrayList<>();
    byReason
        .properties()
        .forEach(
            reason ->
                reasons.add(
                    List.of(Cells.words(reason.getKey()), Cells.number(reason.getValue()))));
    return new Page.Rejected(
        String.format(
            Locale.ROOT,
            "%,d rows could not be scored.",
            summary.at("/instances/rejected").asLong()),
        new Table(
            "reasons",
            "Rejected rows by reason",
            List.of(Table.Column.text("reason"), Table.Column.number("rows")),
            reasons),
        run.rejected() == null ? null : RejectedExamples.of(run.rejected()));
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    summary
        .path("warnings")
        .forEach(each -> warnings.add(Shown.message(each.path("message").asText())));
    for (JsonNode shard : summary.path("corrupt_shards")) {
      warnings.add("left out: " + Cells.named(shard));
    }
    return warnings;
  }

  private List<Table> about() {
    Map<String, String> ofRun = new LinkedHashMap<>();
    JsonNode info = summary.path("run");
    ofRun.put("run", Cells.value(info.path("id")));
    ofRun.put("started", Cells.value(info.path("started")));
    ofRun.put("duration", Cells.number(info.path("duration_seconds")) + " s");
    info.path("phase_seconds")
        .properties()
        .forEach(phase -> ofRun.put(phase.getKey(), Cells.number(phase.getValue()) + " s"));
    info.path("tags")
        .properties()
        .forEach(tag -> ofRun.put("tag " + Shown.cell(tag.getKey()), Cells.value(tag.getValue())));
    info.path("versions")
        .properties()
        .forEach(version -> ofRun.put(version.getKey(), Cells.value(version.getValue())));
    ofRun.put("application", Cells.value(info.path("application")));
    ofRun.put("hash of the settings", Cells.value(info.path("settings_hash")));
    Map<String, String> sources = new LinkedHashMap<>();
    JsonNode source = summary.path("source");
    sources.put("rows", Cells.number(source.path("rows")));
    sources.put("files", Cells.number(source.path("files")));
    sources.put("bytes", Cells.number(source.path("bytes")));
    int part = 0;
    for (JsonNode each : source.path("parts")) {
      JsonNode name = each.hasNonNull("table") ? each.path("table") : each.path("paths").path(0);
      int more = each.path("paths").size() - 1;
      sources.put(
          "source " + ++part,
          Cells.value(name)
              + (each.hasNonNull("version") ? ", version " + Cells.value(each.path("version")) : "")
              + (more > 0 ? String.format(Locale.ROOT, " and %,d more", more) : ""));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    summary
        .path("settings")
        .properties()
        .forEach(
            setting -> {
              if (!setting.getValue().isNull()) {
                settings.put(Shown.cell(setting.getKey()), Cells.value(setting.getValue()));
              }
            });
    return List.of(
        pairs("run", "Run", ofRun),
        pairs("source", "Source", sources),
        pairs("settings", "Settings", settings));
  }

  private static Table pairs(String id, String caption, Map<String, String> values) {
    List<List<String>> rows = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            rows.add(List.of(name, value));
          }
        });
    return new Table(
        id, caption, false, List.of(Table.Column.text("name"), Table.Column.text("value")), rows);
  }
}
