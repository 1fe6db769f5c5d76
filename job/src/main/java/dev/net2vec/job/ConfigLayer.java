package dev.net2vec.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.text.Yaml;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Settings from one place, as text by key: the config file, {@code --set}, or the command line, in
 * ascending order of precedence.
 *
 * @param origin where the settings come from; messages start with it
 * @param values the texts of each key's setting; empty if it is an empty list
 */
record ConfigLayer(String origin, Map<String, List<String>> values) {
  /**
   * The keys of each kind of source. A run has one source, which displaces other kinds in lower
   * layers.
   */
  private static final List<Set<String>> SOURCES =
      List.of(
          Set.of("input"),
          Set.of("table"),
          Set.of("query"),
          Set.of("predictions", "targets", "join_on", "metadata", "metadata_key"));

  /** Keys whose values may be mappings: one per gate, and one for all tags. */
  private static final Set<String> MAPPINGS = Set.of("gates", "tag");

  /** The format of a source; {@link #FORMATLESS} sources have none. */
  private static final String FORMAT = "format";

  private static final Set<String> FORMATLESS = Set.of("table", "query");

  /** The form of the result; {@link #JSON} is short for one of its values. */
  private static final String OUTPUT_FORMAT = "output_format";

  private static final String JSON = "json";

  /**
   * Reads a YAML file of scalars, lists and, for gates and tags, mappings; ignores keys without a
   * value.
   *
   * @param path of the file, on any Hadoop file system, such as an object store
   * @throws JobException if the file cannot be read or has another structure
   */
  static ConfigLayer read(String path, Configuration hadoop) {
    String origin = "--config " + path;
    JsonNode root;
    try {
      Path file = new Path(path);
      try (InputStream in = file.getFileSystem(hadoop).open(file)) {
        root = Yaml.read(in);
      }
    } catch (FileNotFoundException e) {
      throw JobException.usage(origin + ": no such file", e);
    } catch (JsonProcessingException e) {
      throw JobException.usage(origin + ": " + problem(e), e);
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage(origin + ": " + SparkErrors.line(e), e);
    }
    if (root == null || root.isMissingNode() || root.isNull()) {
      return new ConfigLayer(origin, Map.of());
    }
    if (!root.isObject()) {
      throw JobException.usage(origin + ": it must hold lines of the form \"key: value\"");
    }
    return of(origin, root);
  }

  /**
   * Returns the settings of a mapping, without keys that have no value.
   *
   * @throws JobException if one has another structure
   */
  static ConfigLayer of(String origin, JsonNode root) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    root.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                values.put(entry.getKey(), texts(origin, entry.getKey(), entry.getValue()));
              }
            });
    return new ConfigLayer(origin, values);
  }

  private static String problem(JsonProcessingException e) {
    String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    // The YAML parser puts the error in unindented lines, and its location in indented ones.
    String what =
        e.getOriginalMessage()
            .lines()
            .filter(line -> !line.startsWith(" "))
            .collect(Collectors.joining(": "));
    return where + what;
  }

  private static List<String> texts(String origin, String key, JsonNode value) {
    List<JsonNode> items = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(items::add);
    } else {
      items.add(value);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items) {
      if (item.isObject() && MAPPINGS.contains(key)) {
        texts.addAll(mapping(key, item));
        continue;
      }
      if (!item.isValueNode() || item.isNull()) {
        throw JobException.usage(
            origin + ": " + key + " must be a value or a list of values, but has " + item);
      }
      texts.add(item.asText());
    }
    return texts;
  }

  private static List<String> mapping(String key, JsonNode item) {
    if (key.equals("gates")) {
      return List.of(item.toString());
    }
    List<String> assignments = new ArrayList<>();
    item.properties()
        .forEach(entry -> assignments.add(entry.getKey() + "=" + entry.getValue().asText()));
    return assignments;
  }

  /**
   * Returns the layer of the {@code --set KEY=VALUE} options; commas separate the items of a list.
   *
   * @throws JobException if one has no key
   */
  static ConfigLayer set(List<String> assignments) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw JobException.usage("--set is \"" + assignment + "\", but must be KEY=VALUE");
      }
      values.put(
          assignment.substring(0, equals).strip(),
          List.of(assignment.substring(equals + 1).strip()));
    }
    return new ConfigLayer("--set", values);
  }

  /**
   * Returns this layer merged over a lower one, without the settings of the source and of the
   * result's form that it displaces there.
   */
  ConfigLayer over(ConfigLayer lower) {
    Map<String, List<String>> merged = new LinkedHashMap<>(lower.values);
    for (Set<String> source : SOURCES) {
      if (!Collections.disjoint(source, values.keySet())) {
        boolean displaces = false;
        for (Set<String> other : SOURCES) {
          displaces |= other != source && merged.keySet().removeAll(other);
        }
        if (displaces || FORMATLESS.containsAll(source)) {
          merged.remove(FORMAT);
        }
      }
    }
    if (values.containsKey(OUTPUT_FORMAT)) {
      merged.remove(JSON);
    }
    merged.putAll(values);
    return new ConfigLayer(lower.origin + ", " + origin, merged);
  }
}
