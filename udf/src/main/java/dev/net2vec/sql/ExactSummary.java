package dev.net2vec.sql;

import dev.net2vec.sql.TermsCall.Term;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The exact sums over all instances of all rows, from which the value for any b follows.
 *
 * <p>As {@link ExactReduction}, with one state per figure.
 */
public final class ExactSummary extends DeclarativeAggregate {
  private static final long serialVersionUID = 1L;

  static final String INSTANCES = "instances";

  private final Expression confusion;
  private final String label;
  private final EnumMap<Term, SumState> states = new EnumMap<>(Term.class);

  /** Used by Spark to copy the node. */
  public ExactSummary(Expression confusion, String label) {
    this.confusion = confusion;
    this.label = label;
    for (Term term : Term.values()) {
      states.put(term, new SumState());
    }
  }

  static String field(Term term) {
    String name = term.name().toLowerCase(Locale.ROOT);
    return term == Term.TARGET_SHARE ? "mean_" + name : name;
  }

  @Override
  public Seq<AttributeReference> aggBufferAttributes() {
    List<AttributeReference> columns = new ArrayList<>();
    states.values().forEach(state -> columns.addAll(state.columns()));
    return Call.seq(columns);
  }

  @Override
  public Seq<Expression> initialValues() {
    List<Expression> values = new ArrayList<>();
    states.values().forEach(state -> values.addAll(state.initial()));
    return Call.seq(values);
  }

  @Override
  public Seq<Expression> updateExpressions() {
    List<Expression> values = new ArrayList<>();
    states.forEach(
        (term, state) ->
            values.addAll(
                state.update(Call.of(new TermsCall(term), ConfusionCall.RESULT, confusion))));
    return Call.seq(values);
  }

  @Override
  public Seq<Expression> mergeExpressions() {
    List<AttributeReference> other = CollectionConverters.asJava(inputAggBufferAttributes());
    List<Expression> values = new ArrayList<>();
    int from = 0;
    for (SumState state : states.values()) {
      values.addAll(state.merge(other.subList(from, from + SumCall.STATE)));
      from += SumCall.STATE;
    }
    return Call.seq(values);
  }

  @Override
  public Expression evaluateExpression() {
    List<Expression> fields = new ArrayList<>();
    fields.add(name(INSTANCES));
    fields.add(states.get(Term.PIXELS).count());
    for (Map.Entry<Term, SumState> entry : states.entrySet()) {
      fields.add(name(field(entry.getKey())));
      SumState state = entry.getValue();
      fields.add(
          switch (entry.getKey()) {
            case PIXELS, TARGET_PIXELS -> state.whole();
            case TARGET_SHARE -> state.finish(ExactReduction.Kind.MEAN);
            default -> state.finish(ExactReduction.Kind.SUM);
          });
    }
    return new CreateNamedStruct(Call.seq(fields));
  }

  private static Expression name(String name) {
    return new Literal(UTF8String.fromString(name), DataTypes.StringType);
  }

  @Override
  public DataType dataType() {
    StructType type = new StructType().add(INSTANCES, DataTypes.LongType, false);
    for (Term term : Term.values()) {
      type =
          type.add(
              field(term),
              term == Term.PIXELS || term == Term.TARGET_PIXELS
                  ? DataTypes.LongType
                  : DataTypes.DoubleType);
    }
    return type;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<Expression> children() {
    return Call.seq(List.of(confusion));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ExactSummary(newChildren.head(), label);
  }

  @Override
  public String prettyName() {
    return "net2vec_summary";
  }

  @Override
  public String sql(boolean isDistinct) {
    return isDistinct ? label.replaceFirst("\\(", "(DISTINCT ") : label;
  }

  /** What {@code EXPLAIN} shows: the name says the rest. */
  @Override
  public Iterator<Object> stringArgs() {
    return Call.seq(List.<Object>of(confusion)).iterator();
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? confusion : label;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ExactSummary;
  }

  /** The label is left out: the same summary is computed once. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ExactSummary summary && confusion.equals(summary.confusion);
  }

  @Override
  public int hashCode() {
    return confusion.hashCode();
  }
}
