package dev.net2vec.job;

import dev.net2vec.setting.MaskOptions;
import dev.net2vec.setting.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Options for the library's settings, made from the settings' definitions. */
final class SettingOptions {
  private final Map<Setting<?>, OptionSpec> options = new LinkedHashMap<>();

  SettingOptions(List<Setting<?>> settings) {
    settings.forEach(setting -> options.put(setting, option(setting)));
  }

  private static <T> OptionSpec option(Setting<T> setting) {
    return (setting.defaultValue() instanceof Boolean
            ? flag(setting)
            : option(setting, setting.allowed()))
        .type(setting.defaultValue().getClass())
        .converters(
            text ->
                setting
                    .parse(text)
                    .orElseThrow(
                        () ->
                            new TypeConversionException(
                                "'" + text + "' is not " + setting.allowed())))
        .build();
  }

  /** Returns a setting's option, for values that the job allows beyond the library's. */
  static OptionSpec.Builder option(Setting<?> setting, String allowed) {
    return OptionSpec.builder(setting.option())
        .paramLabel(setting.symbol())
        .description("%s: %s (%s).".formatted(sentence(setting), allowed, setting.defaultValue()));
  }

  /** Returns the option of a setting that is true where it is given without a value. */
  private static OptionSpec.Builder flag(Setting<?> setting) {
    return OptionSpec.builder(setting.option())
        .arity("0..1")
        .fallbackValue("true")
        .paramLabel(setting.symbol())
        .description("%s (%s).".formatted(sentence(setting), setting.defaultValue()));
  }

  private static String sentence(Setting<?> setting) {
    String meaning = setting.meaning();
    return meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1);
  }

  /** Returns these options, after the given ones. */
  List<OptionSpec> after(OptionSpec... first) {
    List<OptionSpec> all = new ArrayList<>(List.of(first));
    all.addAll(options.values());
    return all;
  }

  /** Adds options to a command so that its help lists them after the named one. */
  static void insert(CommandSpec command, String after, List<OptionSpec> added) {
    List<OptionSpec> all = command.options();
    int place = all.indexOf(command.findOption(after)) + 1;
    List<OptionSpec> moved = List.copyOf(all.subList(place, all.size()));
    moved.forEach(command::remove);
    added.forEach(command::addOption);
    moved.forEach(command::addOption);
  }

  /** Returns the values of the options, to be called after the command line is parsed. */
  MaskOptions values() {
    MaskOptions values = MaskOptions.DEFAULTS;
    for (Setting<?> setting : options.keySet()) {
      values = with(values, setting);
    }
    return values;
  }

  private <T> MaskOptions with(MaskOptions values, Setting<T> setting) {
    T value = options.get(setting).getValue();
    return value == null ? values : values.with(setting, value);
  }
}
