package dev.net2vec.setting;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values of settings; one that is not given has its default.
 *
 * <p>{@code MaskOptions.DEFAULTS.with(Settings.TARGET_THRESH, 127.0).get(Settings.TARGET_THRESH)}
 * is 127.0.
 */
public final class MaskOptions {
  public static final MaskOptions DEFAULTS = new MaskOptions(Map.of());

  private final Map<Setting<?>, Object> values;

  private MaskOptions(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /** Returns these options with one value set. */
  public <T> MaskOptions with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> all = new LinkedHashMap<>(values);
    all.put(setting, value);
    return new MaskOptions(all);
  }

  /** Returns the value of a setting. */
  @SuppressWarnings("unchecked") // with() puts only values of the setting's type.
  public <T> T get(Setting<T> setting) {
    return (T) values.getOrDefault(setting, setting.defaultValue());
  }

  /** Returns the given values as texts, by the settings' names. */
  public Map<String, String> toTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((setting, value) -> texts.put(setting.name(), value.toString()));
    return texts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskOptions that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
