package dev.net2vec.scan;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.StructFilters;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSet;
import org.apache.spark.sql.catalyst.expressions.Predicate$;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A query's filters on the columns that Spark reads. Spark drops the rows that do not pass, so that
 * their masks need not be read.
 */
final class RowFilter {
  /** From so many values on, Spark looks for one in a set, too. */
  private static final int SET = 10;

  private final BasePredicate predicate;

  private RowFilter(BasePredicate predicate) {
    this.predicate = predicate;
  }

  /**
   * Converts filters; leaves out those that Spark cannot convert.
   *
   * @param columns of the batches that Spark reads
   * @return empty if no filter is left
   */
  static Optional<RowFilter> of(Seq<Filter> filters, StructType columns, boolean caseSensitive) {
    return CollectionConverters.asJava(filters).stream()
        .map(filter -> expression(filter, columns, caseSensitive))
        .flatMap(Optional::stream)
        .reduce(And::new)
        .map(all -> new RowFilter(Predicate$.MODULE$.createInterpreted(all)));
  }

  private static Optional<Expression> expression(
      Filter filter, StructType columns, boolean caseSensitive) {
    Option<Expression> converted =
        StructFilters.filterToExpression(
            filter, name -> Option.apply(reference(name, columns, caseSensitive)));
    return converted.isEmpty() ? Optional.empty() : Optional.of(withSet(converted.get()));
  }

  private static BoundReference reference(String name, StructType columns, boolean caseSensitive) {
    StructField[] fields = columns.fields();
    int[] found =
        IntStream.range(0, fields.length)
            .filter(
                i ->
                    caseSensitive
                        ? fields[i].name().equals(name)
                        : fields[i].name().equalsIgnoreCase(name))
            .toArray();
    return found.length == 1
        ? new BoundReference(found[0], fields[found[0]].dataType(), true)
        : null;
  }

  private static Expression withSet(Expression expression) {
    if (expression instanceof In in && in.inSetConvertible() && in.list().size() > SET) {
      Set<Object> values = new HashSet<>();
      CollectionConverters.asJava(in.list()).forEach(value -> values.add(value.eval(null)));
      return new InSet(in.value(), CollectionConverters.asScala(values).toSet());
    }
    return expression;
  }

  /** Returns the indices of the rows that pass. */
  int[] rows(ColumnarBatch batch) {
    int[] rows = new int[batch.numRows()];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (predicate.eval(batch.getRow(i))) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
