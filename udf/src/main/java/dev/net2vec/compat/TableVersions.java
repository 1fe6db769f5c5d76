package dev.net2vec.compat;

import org.apache.spark.sql.connector.catalog.Table;

/** The version or snapshot of a table. */
public final class TableVersions {
  private TableVersions() {}

  /**
   * Returns the version, or null if the table has none. {@code Table.version()} exists from Spark
   * 4.1 on.
   */
  public static String of(Table table) {
    Object version = null;
    try {
      version = Table.class.getMethod("version").invoke(table);
    } catch (ReflectiveOperationException e) {
      // On Spark 4.0, Iceberg has it in a property.
    }
    return version == null ? table.properties().get("current-snapshot-id") : version.toString();
  }
}
