package dev.net2vec.job.evaluation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.net2vec.job.source.ImageFiles;
import dev.net2vec.job.source.NamedColumns;
import dev.net2vec.job.spark.Columns;
import dev.net2vec.job.text.Json;
import dev.net2vec.job.text.Redaction;
import dev.net2vec.sql.expression.CountsCall;
import dev.net2vec.sql.expression.InstancesCall;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Draws a few instances, whose masks are read again: only those of their rows, as far as the source
 * can skip others by their ids.
 *
 * @param source the rows with their masks
 */
public record Pictures(Dataset<Row> source, EvaluationSettings settings, ClassGroups classes) {
  /** Up to so many ids, a Parquet file's pages are skipped by each of them, not by their range. */
  private static final int MOST_IDS = 1_000;

  private static final String URL = "data:image/png;base64,";
  private static final String IN_FILTER = "spark.sql.parquet.pushdown.inFilterThreshold";

  /**
   * The name of an instance.
   *
   * @param id the columns that identify its row
   * @param key the group's columns; empty if there are none
   * @param index which instance of the row
   */
  public record Instance(JsonNode id, JsonNode key, int index) {}

  /**
   * A picture.
   *
   * @param truePositive tells whether the masks are those that were evaluated
   * @param url the PNG file as a URL
   * @param image that the masks belong to; null if the run names none
   */
  public record Picture(double truePositive, String url, Image image) {}

  /**
   * An image, made small.
   *
   * @param url the JPEG file as a URL; null if it cannot be read
   * @param problem why it cannot be read; else null
   */
  public record Image(String url, String problem) {}

  /** Returns the pictures of the instances; none of those that are not found again. */
  public Map<Instance, Picture> of(Collection<Instance> instances) {
    return of(instances, settings.image());
  }

  /** Returns the pictures without the images that the masks belong to, which are not read. */
  public Map<Instance, Picture> withoutImages(Collection<Instance> instances) {
    return of(instances, null);
  }

  private Map<Instance, Picture> of(Collection<Instance> instances, ImageFiles files) {
    NamedColumns named = settings.masks().ids();
    Column id = named.from(source, settings.masks().source().name()).get(0);
    List<JsonNode> ids = instances.stream().map(Instance::id).distinct().toList();
    Column isChosen = Columns.json(id).isin(ids.stream().map(JsonNode::toString).toArray());
    for (String name : named.names()) {
      isChosen = isAnyOf(name, ids.stream().map(each -> each.path(name)).toList()).and(isChosen);
    }
    String before = source.sparkSession().conf().get(IN_FILTER);
    source.sparkSession().conf().set(IN_FILTER, MOST_IDS);
    try {
      Dataset<Row> chosen = source.where(isChosen);
      return drawn(chosen, files == null ? Map.of() : images(files, chosen, id));
    } finally {
      source.sparkSession().conf().set(IN_FILTER, before);
    }
  }

  /** Returns a condition that files may be able to check before they are read. */
  private Column isAnyOf(String name, List<JsonNode> values) {
    DataType type = source.select(source.col(name)).schema().apply(0).dataType();
    boolean isChecked =
        (type.equals(DataTypes.StringType) || type instanceof IntegralType)
            && values.stream().noneMatch(value -> value.isNull() || value.isMissingNode());
    return isChecked
        ? source
            .col(name)
            .isin(
                values.stream()
                    .map(value -> (Object) lit(value.asText()).cast(type))
                    .distinct()
                    .toArray())
        : lit(true);
  }

  /** Returns the images by the ids of their rows. */
  private Map<String, Image> images(ImageFiles files, Dataset<Row> rows, Column id) {
    SparkContext spark = rows.sparkSession().sparkContext();
    ImageReader reader =
        new ImageReader(
            JavaSparkContext.fromSparkContext(spark)
                .broadcast(new SerializableConfiguration(spark.hadoopConfiguration())));
    Redaction redaction = Redaction.current();
    Map<String, Image> images = new HashMap<>();
    rows.select(Columns.json(id), files.of(rows, settings.masks().source().name()))
        .map(reader, Encoders.row(StructType.fromDDL(ImageReader.SCHEMA)))
        .collectAsList()
        .forEach(
            row ->
                images.put(
                    row.getString(0),
                    row.isNullAt(2)
                        ? new Image(row.getString(1), null)
                        : new Image(null, redaction.text(row.getString(2)))));
    return images;
  }

  private Map<Instance, Picture> drawn(Dataset<Row> rows, Map<String, Image> images) {
    boolean keyed = !settings.masks().keys().names().isEmpty();
    Map<Instance, Picture> pictures = new HashMap<>();
    Scoring.pictures(rows, settings, classes)
        .where(col(InstancesCall.PICTURE).isNotNull())
        .select(
            Columns.json(col("id")),
            keyed ? Columns.json(col("key")) : lit("{}"),
            col(Scoring.INSTANCE_INDEX),
            col(CountsCall.TRUE_POSITIVE),
            col(InstancesCall.PICTURE))
        .collectAsList()
        .forEach(
            row ->
                pictures.put(
                    new Instance(
                        Json.read(row.getString(0)), Json.read(row.getString(1)), row.getInt(2)),
                    new Picture(
                        row.getDouble(3),
                        URL + Base64.getEncoder().encodeToString(row.<byte[]>getAs(4)),
                        images.get(row.getString(0)))));
    return pictures;
  }
}
