package dev.net2vec.sql;

import dev.net2vec.compat.StreamCheckpoint;
import dev.net2vec.sql.expression.SqlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Stores the session settings of a stream's calls in its checkpoint directory, and fails if the
 * stream restarts with other settings, because one state would then mix two measures.
 *
 * <p>Spark does this for a fixed list of its own settings.
 */
final class StreamSettings extends Rule<LogicalPlan> {
  /** The file in the checkpoint directory, one {@code key=value} per line. */
  static final String FILE = "net2vec.properties";

  /** Spark's local property with the id of the stream whose batch the thread is planning. */
  private static final String STREAM = "sql.streaming.queryId";

  private static final TreeNodeTag<Map<String, String>> TAKEN =
      new TreeNodeTag<>("dev.net2vec.sql.settings");

  private final SparkSession session;

  StreamSettings(SparkSession session) {
    this.session = session;
  }

  /** Tags an expression with the session settings that it used. */
  static void mark(Expression expression, Map<String, String> settings) {
    expression.setTagValue(TAKEN, settings);
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    String stream = session.sparkContext().getLocalProperty(STREAM);
    if (stream != null) {
      Map<String, String> settings = new TreeMap<>();
      plan.foreach(
          node -> {
            CollectionConverters.asJava(node.expressions()).forEach(part -> add(part, settings));
            return null;
          });
      if (!settings.isEmpty()) {
        checkpoint(stream).ifPresent(directory -> require(directory, settings));
      }
    }
    return plan;
  }

  private static void add(Expression expression, Map<String, String> settings) {
    expression.foreach(
        part -> {
          Option<Map<String, String>> taken = part.getTagValue(TAKEN);
          if (taken.isDefined()) {
            settings.putAll(taken.get());
          }
          return null;
        });
  }

  private Optional<Path> checkpoint(String stream) {
    Object running = session.sharedState().activeStreamingQueries().get(UUID.fromString(stream));
    return Optional.ofNullable(running).map(StreamCheckpoint::of);
  }

  private void require(Path directory, Map<String, String> settings) {
    Path file = new Path(directory, FILE);
    try {
      FileSystem storage = file.getFileSystem(session.sessionState().newHadoopConf());
      Properties kept = new Properties();
      if (storage.exists(file)) {
        try (InputStream in = storage.open(file)) {
          kept.load(in);
        }
      }
      boolean isNew = false;
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        String before = kept.getProperty(setting.getKey());
        if (before == null) {
          kept.setProperty(setting.getKey(), setting.getValue());
          isNew = true;
        } else if (!before.equals(setting.getValue())) {
          throw SqlErrors.changedStream(
              setting.getKey(), setting.getValue(), before, file.toString());
        }
      }
      if (isNew) {
        write(storage, file, kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes atomically, because a stream may be killed at any moment. */
  private static void write(FileSystem storage, Path file, Properties settings) throws IOException {
    Path part = file.suffix(".part");
    try (OutputStream out = storage.create(part, /* overwrite= */ true)) {
      for (String key : settings.stringPropertyNames().stream().sorted().toList()) {
        String line = key + "=" + settings.getProperty(key) + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    FileContext.getFileContext(part.toUri(), storage.getConf())
        .rename(part, file, Options.Rename.OVERWRITE);
  }
}
