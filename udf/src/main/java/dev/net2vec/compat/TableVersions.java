package dev.net2vec.compat;

import org.apache.spark.sql.connector.catalog.Table;

/** The version or snapshot of a table that was read. */
public final class TableVersions {
  private TableVersions() {}

  /** Returns it, or null where the table has none. {@code Table.version()} is there from 4.1 on. */
  public static String of(Table table) {
    Object version = null;
    try {
      version = Table.class.getMethod("version").invoke(table);
    } catch (ReflectiveOperationException e) {
      // Spark 4.0: Iceberg says it by a property.
    }
    return version == null ? table.properties().get("current-snapshot-id") : version.toString();
  }
}
