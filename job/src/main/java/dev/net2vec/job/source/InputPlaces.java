package dev.net2vec.job.source;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.error.SparkErrors;
import dev.net2vec.job.storage.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.catalog.HiveTableRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The files and directories that a command reads, to check that it writes elsewhere.
 *
 * @param roots the input's files and directory trees, by the paths that name them
 * @param below files that are read below the roots, or their directories, which may hold other
 *     files
 */
public record InputPlaces(Map<String, Place> roots, Map<String, Place> below) {
  private static final String APART = ", but must be a directory outside the input";

  /**
   * Resolves the paths.
   *
   * @throws JobException if one cannot be resolved
   */
  public static InputPlaces of(
      Collection<Path> roots, Collection<Path> below, Configuration hadoop) {
    return new InputPlaces(places(roots, hadoop), places(below, hadoop));
  }

  private static Map<String, Place> places(Collection<Path> paths, Configuration hadoop) {
    Map<String, Place> places = new LinkedHashMap<>();
    for (Path path : paths) {
      try {
        places.put(path.toString(), Place.of(path, hadoop));
      } catch (IOException e) {
        throw JobException.usage("the input " + path + ": " + SparkErrors.rootLine(e), e);
      }
    }
    return places;
  }

  /** Finds the files and directories that a plan reads, as far as Spark knows them. */
  public static InputPlaces of(Dataset<Row> rows, Configuration hadoop) {
    Set<Path> roots = new LinkedHashSet<>();
    Set<Path> below = new LinkedHashSet<>();
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().analyzed();
    for (LogicalPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
      if (leaf instanceof LogicalRelation relation
          && relation.relation() instanceof HadoopFsRelation files) {
        roots.addAll(CollectionConverters.asJava(files.location().rootPaths()));
        if (files.location() instanceof PartitioningAwareFileIndex index) {
          for (FileStatus file : CollectionConverters.asJava(index.allFiles())) {
            // A local file may be a symbolic link to elsewhere.
            Path path = file.getPath();
            below.add("file".equals(path.toUri().getScheme()) ? path : path.getParent());
          }
        }
      } else if (leaf instanceof HiveTableRelation hive) {
        roots.add(new Path(hive.tableMeta().location()));
      } else if (leaf instanceof DataSourceV2Relation relation
          && relation.table().properties().get("location") != null) {
        roots.add(new Path(relation.table().properties().get("location")));
      }
    }
    return of(roots, below, hadoop);
  }

  /**
   * Checks the output directory of a command that replaces all of it.
   *
   * @throws JobException if it is, holds or lies in an input
   */
  public void requireApart(String output, Configuration hadoop) {
    Place to = place(output, hadoop);
    requireOutside(output, to);
    for (Map<String, Place> inputs : List.of(roots, below)) {
      inputs.forEach(
          (path, from) -> {
            if (to.holds(from)) {
              throw JobException.usage(
                  "--output is " + output + ", which contains the input " + path + APART);
            }
          });
    }
  }

  /**
   * Checks the output directory of a command that adds runs to it and deletes old ones.
   *
   * @throws JobException if it is or lies in an input, or an input lies among its runs
   */
  public void requireApartFromRuns(String output, Configuration hadoop) {
    requireOutside(output, place(output, hadoop));
    Place runs = place(output + "/runs", hadoop);
    for (Map<String, Place> inputs : List.of(roots, below)) {
      inputs.forEach(
          (path, from) -> {
            if (runs.holds(from)) {
              throw JobException.usage(
                  "--output is " + output + ", whose runs contain the input " + path + APART);
            }
          });
    }
  }

  private void requireOutside(String output, Place to) {
    if (roots.containsValue(to)) {
      throw JobException.usage("--output is " + output + ", which is an input" + APART);
    }
    roots.forEach(
        (path, from) -> {
          if (from.holds(to)) {
            throw JobException.usage(
                "--output is " + output + ", which lies in the input " + path + APART);
          }
        });
  }

  /**
   * Checks the table that rows are appended to.
   *
   * @throws JobException if its files lie in an input, or an input lies among its files
   */
  public void requireApart(String table, InputPlaces ofTable) {
    List<Place> tables = new ArrayList<>(ofTable.roots.values());
    roots.forEach(
        (path, from) -> {
          if (tables.stream().anyMatch(to -> to.holds(from) || from.holds(to))) {
            throw JobException.usage(
                "--output-table is %s, which shares files with the input %s, but must be a separate table"
                    .formatted(table, path));
          }
        });
  }

  private static Place place(String output, Configuration hadoop) {
    try {
      return Place.of(new Path(output), hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw JobException.usage("--output " + output + ": " + SparkErrors.rootLine(e), e);
    }
  }
}
