package dev.net2vec.sql.expression;

import dev.net2vec.setting.Setting;
import dev.net2vec.setting.Settings;
import java.util.List;
import org.apache.spark.sql.internal.SQLConf;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads the session's {@link Settings}, when a query is analysed.
 *
 * <p>An argument of the call overrides the session's setting, which overrides the default.
 *
 * <pre>{@code
 * SET spark.net2vec.factorPosClass = 0.9;
 * SELECT net2vec(array(0.25, 1.0), array(0, 1));  -- 0.975
 * }</pre>
 */
public final class Net2VecConf {
  private static final List<String> KNOWN = Settings.ALL.stream().map(Setting::key).toList();

  private Net2VecConf() {}

  /** Throws for an unknown {@code spark.net2vec.} key in the session, which is probably a typo. */
  public static void requireKnownSettings() {
    for (String key : CollectionConverters.asJava(SQLConf.get().getAllConfs()).keySet()) {
      if (key.startsWith(Setting.PREFIX) && !KNOWN.contains(key)) {
        throw SqlErrors.unknownSetting(key, NearestName.of(key, KNOWN));
      }
    }
  }

  /** Returns the session's value of a setting. */
  public static <T> T get(Setting<T> setting) {
    String text = SQLConf.get().getConfString(setting.key(), null);
    return text == null
        ? setting.defaultValue()
        : setting
            .parse(text)
            .orElseThrow(() -> SqlErrors.wrongSetting(setting.key(), text, setting.allowed()));
  }
}
