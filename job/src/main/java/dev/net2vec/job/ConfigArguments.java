package dev.net2vec.job;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns a command's configuration into arguments of its options: a key is an option's long name in
 * snake_case, so the options alone define which values are valid and how they are parsed.
 */
final class ConfigArguments {
  /** Options that are not keys: they locate settings, or set none. */
  private static final Set<String> NON_KEYS = Set.of("config", "set", "help", "version");

  private final Map<String, OptionSpec> options = new TreeMap<>();

  ConfigArguments(CommandSpec command) {
    for (OptionSpec option : command.options()) {
      String key = key(option);
      if (!option.inherited() && !NON_KEYS.contains(key)) {
        options.put(key, option);
      }
    }
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "").replace('-', '_');
  }

  /**
   * Checks a layer's keys and values.
   *
   * @param command a new command with the same options, which parses the values
   * @throws JobException if a key is unknown, or its option does not accept the value
   */
  void check(ConfigLayer layer, CommandLine command) {
    layer
        .values()
        .forEach(
            (key, values) -> {
              if (values.size() > 1 && !require(layer, key).isMultiValue()) {
                throw JobException.usage(
                    layer.origin() + ": " + key + " takes one value, but has " + values);
              }
            });
    try {
      command
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(arguments(layer).toArray(new String[0]));
    } catch (ParameterException e) {
      throw JobException.usage(layer.origin() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the given arguments, preceded by arguments for the layers' settings that the given ones
   * do not override. Later layers override earlier ones.
   */
  String[] beneath(ParseResult given, List<ConfigLayer> layers) {
    ConfigLayer merged = new ConfigLayer("", Map.of());
    for (ConfigLayer layer : layers) {
      merged = layer.over(merged);
    }
    List<String> arguments = arguments(given(given).over(merged));
    // originalArgs() holds the whole command line: skip past the command's name.
    List<String> line = given.originalArgs();
    int command = line.indexOf(given.commandSpec().name());
    arguments.addAll(line.subList(command + 1, line.size()));
    return arguments.toArray(new String[0]);
  }

  /**
   * Returns the keys of the given options, without values: those are on the command line already.
   */
  private ConfigLayer given(ParseResult given) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    options.forEach(
        (key, option) -> {
          if (given.hasMatchedOption(option)) {
            values.put(key, List.of());
          }
        });
    return new ConfigLayer("", values);
  }

  /** Returns the arguments that a layer stands for. */
  List<String> arguments(ConfigLayer layer) {
    List<String> arguments = new ArrayList<>();
    layer
        .values()
        .forEach(
            (key, values) -> {
              String name = require(layer, key).longestName();
              values.forEach(value -> arguments.add(name + "=" + value));
            });
    return arguments;
  }

  private OptionSpec require(ConfigLayer layer, String key) {
    OptionSpec option = options.get(key);
    if (option == null) {
      throw JobException.usage(layer.origin() + ": unknown key " + key + suggestion(key));
    }
    return option;
  }

  private String suggestion(String key) {
    String name = key.replace('-', '_').toLowerCase(Locale.ROOT);
    return Nearest.to(name, options.keySet())
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElseGet(
            () ->
                "; known keys are " + options.keySet().stream().collect(Collectors.joining(", ")));
  }
}
