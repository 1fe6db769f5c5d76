package dev.net2vec.scan;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.spark.sql.execution.datasources.DataSourceUtils;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFilters;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.Filter;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A query's filters that skip row groups and pages of a file, converted like Spark's own reader
 * does, with the same settings.
 */
record PushedFilters(
    Seq<Filter> filters,
    boolean dates,
    boolean timestamps,
    boolean decimals,
    boolean strings,
    int inThreshold,
    boolean caseSensitive,
    String rebaseMode)
    implements Serializable {

  static PushedFilters of(Seq<Filter> filters, Map<String, String> options, SQLConf conf) {
    Seq<Filter> pushed =
        conf.parquetFilterPushDown()
            ? filters
            : CollectionConverters.asScala(List.<Filter>of()).toSeq();
    return new PushedFilters(
        pushed,
        conf.parquetFilterPushDownDate(),
        conf.parquetFilterPushDownTimestamp(),
        conf.parquetFilterPushDownDecimal(),
        conf.parquetFilterPushDownStringPredicate(),
        conf.parquetFilterPushDownInFilterThreshold(),
        conf.caseSensitiveAnalysis(),
        new ParquetOptions(options, conf).datetimeRebaseModeInRead());
  }

  /** Returns the predicate that skips rows of a file; empty if all rows are read. */
  Optional<FilterPredicate> in(FileMetaData file) {
    if (filters.isEmpty()) {
      return Optional.empty();
    }
    ParquetFilters converter =
        new ParquetFilters(
            file.getSchema(),
            dates,
            timestamps,
            decimals,
            strings,
            inThreshold,
            caseSensitive,
            DataSourceUtils.datetimeRebaseSpec(
                key -> file.getKeyValueMetaData().get(key), rebaseMode));
    Optional<FilterPredicate> all = Optional.empty();
    for (Filter filter : CollectionConverters.asJava(filters)) {
      Option<FilterPredicate> one = converter.createFilter(filter);
      if (one.isDefined()) {
        all = Optional.of(all.map(some -> FilterApi.and(some, one.get())).orElseGet(one::get));
      }
    }
    return all;
  }
}
