package dev.net2vec.job.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import scala.jdk.javaapi.CollectionConverters;

/** Tells which files are as they were when they were read before. */
final class InputStamps {
  private InputStamps() {}

  /**
   * Returns the stamp of a file: its size, its modification time and, if the store has one, its
   * tag.
   */
  static String of(FileStatus file) {
    String stamp = file.getLen() + ":" + file.getModificationTime();
    return file instanceof EtagSource store && store.getEtag() != null
        ? stamp + ":" + store.getEtag()
        : stamp;
  }

  /**
   * Returns the stamps of all files by their paths, as {@code _metadata.file_path} has them; empty
   * if a row may come from several files, or from one that other files change, as in Delta and
   * Iceberg.
   */
  static Optional<Map<String, String>> of(Dataset<Row> rows) {
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
    while (plan instanceof Project
        || plan instanceof Filter
        || plan instanceof SubqueryAlias
        || plan instanceof View) {
      plan = plan.children().head();
    }
    if (!(plan instanceof LogicalRelation relation
        && relation.relation() instanceof HadoopFsRelation files
        && files.location() instanceof PartitioningAwareFileIndex index
        && index.getClass().getName().startsWith("org.apache.spark."))) {
      return Optional.empty();
    }
    Map<String, String> stamps = new HashMap<>();
    for (FileStatus file : CollectionConverters.asJava(index.allFiles())) {
      // As _metadata.file_path spells it.
      stamps.put(new Path(file.getPath().toString()).toUri().toString(), of(file));
    }
    return Optional.of(stamps);
  }
}
