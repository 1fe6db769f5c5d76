package dev.net2vec.scan;

import dev.net2vec.compat.SessionSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.CatalogFileIndex;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The number of rows that Spark decodes at once from files of one format.
 *
 * <p>Spark's own number is a session setting for narrow rows. It applies if the user has set it, if
 * that many rows fit, or if no footer can be read.
 */
enum BatchSize {
  PARQUET("spark.sql.parquet.columnarReaderBatchSize") {
    @Override
    RowWidth width() {
      return new ParquetRowWidth();
    }

    @Override
    int of(SQLConf conf) {
      return conf.parquetVectorizedReaderBatchSize();
    }
  },
  ORC("spark.sql.orc.columnarReaderBatchSize") {
    @Override
    RowWidth width() {
      return new OrcRowWidth();
    }

    @Override
    int of(SQLConf conf) {
      return conf.orcVectorizedReaderBatchSize();
    }
  };

  /** The target size of a batch: small enough for the processor's caches and for small heaps. */
  private static final double BYTES = 2 << 20;

  /** The number of footers read, spread over the files, so that thousands of files cost no more. */
  private static final int FOOTERS = 4;

  private final String key;

  BatchSize(String key) {
    this.key = key;
  }

  /** Returns the reader of the footers. */
  abstract RowWidth width();

  /** Returns the session's setting. */
  abstract int of(SQLConf conf);

  /** Returns the session's setting. */
  int of(SparkSession session) {
    return of(conf(session));
  }

  /** Returns the number of rows that fit; empty if the session's setting applies. */
  OptionalInt fitting(
      SparkSession session, FileIndex files, StructType columns, Configuration hadoop) {
    SQLConf conf = conf(session);
    if (conf.contains(key)) {
      return OptionalInt.empty();
    }
    double widest = 0;
    for (FileStatus file : sample(files)) {
      try {
        widest = Math.max(widest, width().of(file, columns, hadoop));
      } catch (IOException | RuntimeException e) {
        // The error will be reported when the file's rows are read.
      }
    }
    int rows = (int) Math.max(1, BYTES / Math.max(1, widest));
    return widest == 0 || rows >= of(conf) ? OptionalInt.empty() : OptionalInt.of(rows);
  }

  private static List<FileStatus> sample(FileIndex index) {
    List<FileStatus> files = files(index);
    List<FileStatus> sample = new ArrayList<>();
    int count = Math.min(FOOTERS, files.size());
    for (int i = 0; i < count; i++) {
      sample.add(files.get((int) ((long) i * files.size() / count)));
    }
    return sample;
  }

  private static List<FileStatus> files(FileIndex index) {
    if (index instanceof CatalogFileIndex catalog) {
      return files(
          catalog.filterPartitions(
              CollectionConverters.asScala(
                      List.<org.apache.spark.sql.catalyst.expressions.Expression>of())
                  .toSeq()));
    } else if (index instanceof PartitioningAwareFileIndex listed) {
      return CollectionConverters.asJava(listed.allFiles()).stream()
          .filter(file -> file.getLen() > 0 && !file.getPath().getName().startsWith("_"))
          .toList();
    }
    return List.of();
  }

  /** Returns the session's settings with another number of rows. */
  SQLConf conf(SparkSession session, int rows) {
    SQLConf conf = conf(session).clone();
    conf.setConfString(key, String.valueOf(rows));
    return conf;
  }

  /** Returns a session with another number of rows, from which Spark 4.0 takes the setting. */
  SparkSession session(SparkSession session, int rows) {
    return SessionSettings.with(session, key, rows);
  }

  static SQLConf conf(SparkSession session) {
    return ((org.apache.spark.sql.classic.SparkSession) session).sessionState().conf();
  }
}
