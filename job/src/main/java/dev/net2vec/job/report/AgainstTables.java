package dev.net2vec.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.evaluation.Pictures;
import dev.net2vec.job.resampling.ComparisonRow;
import dev.net2vec.job.resampling.Pairing;
import dev.net2vec.job.resampling.RunDifference;
import dev.net2vec.job.resampling.Worst;
import dev.net2vec.job.text.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The differences of a run's figures from those of another run, and of its instances. */
final class AgainstTables {
  /** How many of the instances that got worse are drawn. */
  private static final int DRAWN = 10;

  private static final String VALUE = "value";
  private static final String B = "factor_pos_class";

  private final JsonNode summary;
  private final AgainstRun against;

  AgainstTables(JsonNode summary, AgainstRun against) {
    this.summary = summary;
    this.against = against;
  }

  Page.Comparison comparison() {
    List<String> notes = new ArrayList<>(against.notes());
    RunDifference difference = against.difference();
    if (difference != null) {
      Pairing pairing = difference.instances();
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d pairs of instances; %,d instances are only in this run, and %,d only in the"
                  + " other.",
              pairing.paired(),
              pairing.onlyInRun(),
              pairing.onlyInBaseline()));
      notes.add(
          "Intervals: %s. p: %s; adjusted by %s."
              .formatted(RunDifference.INTERVAL, RunDifference.TEST, RunDifference.ADJUSTMENT));
    }
    List<Page.TwoPictures> pictures =
        difference == null ? List.of() : pictures(difference.worst(), notes);
    return new Page.Comparison(
        Cells.value(against.summary().at("/run/id")),
        notes,
        difference == null ? values() : groups(difference.rows()),
        difference == null ? null : worse(difference.worst()),
        pictures);
  }

  /**
   * Draws the instances that got worst in both runs, where the masks of both can be read.
   *
   * @param notes to which it adds what the images are
   */
  private List<Page.TwoPictures> pictures(List<Worst> worst, List<String> notes) {
    if (against.here() == null || against.there() == null || worst.isEmpty()) {
      return List.of();
    }
    Map<Pictures.Instance, Worst> first = new LinkedHashMap<>();
    for (Worst each : worst) {
      if (first.size() < DRAWN) {
        first.putIfAbsent(
            new Pictures.Instance(
                each.instance().path("id"),
                each.instance().has("key") ? each.instance().path("key") : Json.object(),
                each.instance().path("instance_index").asInt()),
            each);
      }
    }
    Map<Pictures.Instance, Pictures.Picture> here = against.here().of(first.keySet());
    Map<Pictures.Instance, Pictures.Picture> there = against.there().withoutImages(first.keySet());
    here.keySet().retainAll(there.keySet());
    String images = Drawn.imageNote(here.values());
    if (!images.isEmpty()) {
      notes.add(images);
    }
    List<Page.TwoPictures> pictures = new ArrayList<>();
    first.forEach(
        (instance, each) -> {
          if (here.containsKey(instance)) {
            pictures.add(
                new Page.TwoPictures(
                    there.get(instance).url(),
                    here.get(instance).url(),
                    Drawn.image(here.get(instance)),
                    InstanceRows.name(instance.id(), instance.index()),
                    Cells.number(each.baseline()) + " → " + Cells.number(each.run())));
          }
        });
    return pictures;
  }

  private static Table groups(List<ComparisonRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (ComparisonRow row : rows.subList(0, Math.min(rows.size(), FigureTables.MOST_ROWS))) {
      cells.add(
          List.of(
              Cells.name(row.key()),
              factor(row.factorPosClass()),
              Cells.number(row.outputThresh()),
              Cells.words(row.measure()),
              Cells.number(row.count()),
              Cells.number(row.baseline()),
              Cells.number(row.run()),
              signed(row.difference()),
              signed(row.low95()),
              signed(row.high95()),
              Cells.number(row.adjustedPValue()),
              Cells.number(row.better()),
              Cells.number(row.worse())));
    }
    return new Table(
        "against",
        "Differences of paired instances",
        List.of(
            Table.Column.text("group"),
            Table.Column.number("b"),
            Table.Column.number("output thresh"),
            Table.Column.text("measure"),
            Table.Column.number("pairs"),
            Table.Column.number("there"),
            Table.Column.number("here"),
            Table.Column.number("difference"),
            Table.Column.number("low 95"),
            Table.Column.number("high 95"),
            Table.Column.number("p"),
            Table.Column.number("better"),
            Table.Column.number("worse")),
        cells);
  }

  private static Table worse(List<Worst> worst) {
    List<List<String>> cells = new ArrayList<>();
    for (Worst each : worst) {
      cells.add(
          List.of(
              InstanceRows.name(
                  each.instance().path("id"), each.instance().path("instance_index").asInt()),
              Cells.name(each.instance().path("key")),
              factor(each.factorPosClass()),
              Cells.number(each.outputThresh()),
              Cells.words(each.measure()),
              Cells.number(each.baseline()),
              Cells.number(each.run()),
              signed(each.difference())));
    }
    return new Table(
        "worse",
        "Instances that got worse, the largest losses first",
        List.of(
            Table.Column.text("id"),
            Table.Column.text("group"),
            Table.Column.number("b"),
            Table.Column.number("output thresh"),
            Table.Column.text("measure"),
            Table.Column.number("there"),
            Table.Column.number("here"),
            Table.Column.number("difference")),
        cells);
  }

  private static String factor(Object factor) {
    return factor instanceof Number number ? Cells.number(number) : factor.toString();
  }

  private static String signed(Number figure) {
    String text = Cells.number(figure);
    return figure != null && figure.doubleValue() > 0 ? "+" + text : text;
  }

  /** Returns the values of both runs, as their summaries have them. */
  private Table values() {
    Map<JsonNode, JsonNode> there = new HashMap<>();
    for (String part : List.of("overall", "groups")) {
      against.summary().path(part).forEach(row -> there.putIfAbsent(place(row), row));
    }
    List<List<String>> cells = new ArrayList<>();
    for (String part : List.of("overall", "groups")) {
      for (JsonNode row : summary.path(part)) {
        if (cells.size() < FigureTables.MOST_ROWS) {
          cells.add(line(row, there.getOrDefault(place(row), Json.object())));
        }
      }
    }
    return new Table(
        "against",
        "Values of both runs",
        List.of(
            Table.Column.text("group"),
            Table.Column.number("b"),
            Table.Column.number("there"),
            Table.Column.number("here"),
            Table.Column.number("difference")),
        cells);
  }

  private static JsonNode place(JsonNode row) {
    Map<String, Object> place = new HashMap<>();
    place.put("key", row.path("key"));
    place.put("auto", row.path("auto"));
    if (!row.path("auto").asBoolean()) {
      place.put("b", row.path(B));
    }
    return Json.tree(place);
  }

  private static List<String> line(JsonNode row, JsonNode other) {
    JsonNode here = row.path(VALUE);
    JsonNode there = other.path(VALUE);
    return List.of(
        Cells.name(row.path("key")),
        FigureTables.b(row),
        Cells.number(there),
        Cells.number(here),
        here.isNumber() && there.isNumber()
            ? signed(here.decimalValue().subtract(there.decimalValue()))
            : "");
  }
}
