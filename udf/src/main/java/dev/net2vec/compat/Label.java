package dev.net2vec.compat;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.expressions.PrettyAttribute;
import scala.Function1;
import scala.runtime.AbstractPartialFunction;

/**
 * A call as a user would write it; this names its result column.
 *
 * <p>Spark has such a method, but its signature differs between versions.
 */
public final class Label {
  private Label() {}

  public static String of(String function, List<Expression> arguments) {
    return arguments.stream().map(Label::of).collect(Collectors.joining(", ", function + "(", ")"));
  }

  private static String of(Expression argument) {
    return argument instanceof NamedArgumentExpression named
        ? named.key() + " => " + of(named.value())
        : argument.transform(new Pretty()).sql();
  }

  /** Prints columns without table names, literals without types, and no casts of Spark's own. */
  private static final class Pretty extends AbstractPartialFunction<Expression, Expression> {
    @Override
    public boolean isDefinedAt(Expression part) {
      return part instanceof AttributeReference || part instanceof Literal || isImplicit(part);
    }

    private static boolean isImplicit(Expression part) {
      return part instanceof Cast cast && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends Expression, B> B applyOrElse(A part, Function1<A, B> otherwise) {
      if (part instanceof AttributeReference column) {
        return (B) new PrettyAttribute(column.name(), column.dataType());
      } else if (part instanceof Literal literal) {
        return (B) new PrettyAttribute(literal.toString(), literal.dataType());
      } else if (isImplicit(part)) {
        return (B) new PrettyAttribute(Label.of(((Cast) part).child()), part.dataType());
      }
      return otherwise.apply(part);
    }
  }
}
