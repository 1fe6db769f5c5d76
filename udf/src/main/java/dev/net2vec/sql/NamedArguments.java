package dev.net2vec.sql;

import dev.net2vec.sql.expression.SqlErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.types.MapType;

/**
 * Matches a call's arguments to parameter names: {@code net2vec(prediction, target => t)}.
 *
 * <p>Spark does this for its own functions, but the method's signature differs between versions.
 */
final class NamedArguments {
  private final String function;
  private final Signature signature;
  private final Map<String, Expression> byName = new HashMap<>();

  private NamedArguments(String function, Signature signature) {
    this.function = function;
    this.signature = signature;
  }

  /** Returns the arguments by name, without the omitted ones. */
  static Map<String, Expression> of(
      String function, Signature signature, List<Expression> arguments) {
    NamedArguments named = new NamedArguments(function, signature);
    int positional = named.placed(arguments);
    named.named(arguments.subList(positional, arguments.size()));
    named.requireAll(arguments.size(), positional);
    return named.byName;
  }

  /** Stores the positional arguments and returns their number. */
  private int placed(List<Expression> arguments) {
    List<String> names = signature.names();
    int count = 0;
    while (count < arguments.size() && !(arguments.get(count) instanceof NamedArgumentExpression)) {
      if (count == names.size()) {
        throw SqlErrors.wrongArgumentCount(function, signature.counts(), arguments.size());
      }
      count++;
    }
    int last = count - 1;
    for (int i = 0; i < count; i++) {
      boolean options = i == last && i >= signature.required().size() && isMap(arguments.get(i));
      byName.put(options ? Signature.OPTIONS : names.get(i), arguments.get(i));
    }
    return count;
  }

  /** Returns whether an argument is the options: these may follow without the optional ones. */
  private boolean isMap(Expression argument) {
    return !signature.options().isEmpty() && argument.dataType() instanceof MapType;
  }

  private void named(List<Expression> arguments) {
    Map<String, Expression> given = new HashMap<>();
    String last = "";
    for (Expression argument : arguments) {
      if (!(argument instanceof NamedArgumentExpression named)) {
        throw SqlErrors.positionalAfterNamed(function, last);
      }
      last = named.key();
      String name = known(named.key());
      if (given.put(name, named.value()) != null) {
        throw SqlErrors.namedTwice(function, name);
      }
      if (byName.containsKey(name)) {
        throw SqlErrors.placedAndNamed(function, name);
      }
    }
    byName.putAll(given);
  }

  private String known(String key) {
    for (String name : signature.names()) {
      if (name.equalsIgnoreCase(key)) {
        return name;
      }
    }
    throw SqlErrors.unknownArgument(function, key, signature.names());
  }

  private void requireAll(int count, int positional) {
    List<String> names = signature.names();
    for (String name : signature.required()) {
      if (!byName.containsKey(name)) {
        throw count == positional
            ? SqlErrors.wrongArgumentCount(function, signature.counts(), count)
            : SqlErrors.missingArgument(function, name, names.indexOf(name));
      }
    }
  }
}
