package dev.net2vec.job.source;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.spark.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The images that the masks belong to.
 *
 * @param from a column of image files or of their paths; or a path with columns in braces, such as
 *     {@code images/{image_id}.jpg}
 */
public record ImageFiles(String from) {
  private static final String OPTION = "--image";
  private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}]+)}");

  /**
   * Returns the file of a row's image, BINARY, or its path, STRING.
   *
   * @param name the source's, for messages
   * @throws JobException if a column is missing or has another type
   */
  public Column of(Dataset<Row> rows, String name) {
    Matcher columns = IN_BRACES.matcher(from);
    if (!columns.find()) {
      return ofColumn(rows, name);
    }
    List<Column> parts = new ArrayList<>();
    int end = 0;
    do {
      parts.add(lit(from.substring(end, columns.start())));
      parts.add(NamedColumns.column(rows, name, OPTION, columns.group(1)).cast("string"));
      end = columns.end();
    } while (columns.find());
    parts.add(lit(from.substring(end)));
    return concat(Columns.of(parts));
  }

  private Column ofColumn(Dataset<Row> rows, String name) {
    Column column = NamedColumns.column(rows, name, OPTION, from);
    DataType type = rows.select(column).schema().apply(0).dataType();
    if (!type.equals(DataTypes.BinaryType) && !type.equals(DataTypes.StringType)) {
      throw JobException.usage(
          "%s %s is %s, but must be BINARY, PNG or JPEG files, or STRING, their paths"
              .formatted(OPTION, from, type.sql()));
    }
    return column;
  }
}
