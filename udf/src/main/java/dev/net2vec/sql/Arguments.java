package dev.net2vec.sql;

import static dev.net2vec.kpi.MaskRole.PREDICTION;
import static dev.net2vec.kpi.MaskRole.TARGET;
import static dev.net2vec.sql.Signature.FACTOR_POS_CLASS;
import static dev.net2vec.sql.Signature.ORDER;
import static dev.net2vec.sql.Signature.REDUCTION;
import static dev.net2vec.sql.Signature.SUMMARY;
import static dev.net2vec.sql.Signature.TARGET_THRESH;
import static dev.net2vec.sql.Signature.VALUES;

import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.TargetThresh;
import dev.net2vec.mask.MaskDecoder;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The checked arguments of one call, with the session's settings for those left out. */
final class Arguments {
  private final String function;
  private final Signature signature;
  private final List<Expression> arguments;

  Arguments(String function, Signature signature, List<Expression> arguments) {
    if (!signature.counts().contains(arguments.size())) {
      throw SqlErrors.wrongArgumentCount(function, signature.counts(), arguments.size());
    }
    this.function = function;
    this.signature = signature;
    this.arguments = arguments;
  }

  String function() {
    return function;
  }

  /** The call as a user would write it, which is the name of its result column. */
  String label() {
    return Label.of(function, arguments);
  }

  Expression factorPosClass() {
    int position = signature.position(FACTOR_POS_CLASS);
    return arguments.size() > position
        ? number(arguments.get(position), FACTOR_POS_CLASS, FactorPosClass::require)
        : literal(Net2VecConf.factorPosClass());
  }

  Expression targetThresh() {
    int position = signature.position(TARGET_THRESH);
    return arguments.size() > position
        ? number(arguments.get(position), TARGET_THRESH, TargetThresh::require)
        : literal(Net2VecConf.targetThresh());
  }

  /** The column of numbers as an ARRAY of DOUBLE with no NULL in it. */
  Expression values() {
    return Call.of(new NumbersCall(function), ConfusionCall.RESULT, numbers());
  }

  /** The column of numbers as an ARRAY of DOUBLE. */
  Expression numbers() {
    Expression argument = arguments.get(signature.position(VALUES));
    DataType type = argument.dataType();
    if (type instanceof NumericType || type instanceof NullType) {
      argument = new CreateArray(Call.seq(List.of(argument)));
    } else if (!(type instanceof ArrayType array && array.elementType() instanceof NumericType)) {
      throw SqlErrors.wrongType(function, VALUES, type.sql(), "a number or an ARRAY of numbers");
    }
    return cast(argument, new ArrayType(DataTypes.DoubleType, true));
  }

  /** What gives the numbers an order; null where it is left out. */
  Expression order() {
    int position = signature.position(ORDER);
    if (position < 0 || arguments.size() <= position) {
      return null;
    }
    Expression order = arguments.get(position);
    if (!RowOrdering.isOrderable(order.dataType())) {
      throw SqlErrors.wrongType(
          function, ORDER, order.dataType().sql(), "of a type whose values have an order");
    }
    return order;
  }

  /** A field of the summary, cast to a type. */
  Expression summary(String field, DataType as) {
    Expression summary = arguments.get(signature.position(SUMMARY));
    if (!(summary.dataType() instanceof StructType struct
        && List.of(struct.fieldNames()).contains(field)
        && struct.apply(field).dataType() instanceof NumericType)) {
      throw SqlErrors.wrongType(
          function,
          SUMMARY,
          summary.dataType().sql(),
          "a STRUCT with " + field + ", as net2vec_summary returns it");
    }
    int position = struct.fieldIndex(field);
    return cast(new GetStructField(summary, position, Option.apply(field)), as);
  }

  /** Which of mean and sum a literal names; mean where it is left out. */
  ExactReduction.Kind reduction() {
    int position = signature.position(REDUCTION);
    if (arguments.size() <= position) {
      return ExactReduction.Kind.MEAN;
    }
    Expression argument = arguments.get(position);
    Object name = argument.foldable() ? argument.eval(null) : null;
    return switch (String.valueOf(name).toLowerCase(Locale.ROOT)) {
      case "mean" -> ExactReduction.Kind.MEAN;
      case "sum" -> ExactReduction.Kind.SUM;
      default -> throw SqlErrors.wrongType(function, REDUCTION, argument.sql(), "'mean' or 'sum'");
    };
  }

  /** The target's share of foreground in every instance, an ARRAY of DOUBLE. */
  Expression targetShares() {
    return Call.of(
        new TargetShareCall(function, decoder(TARGET), Net2VecConf.ignoreValue()),
        ConfusionCall.RESULT,
        mask(TARGET),
        targetThresh());
  }

  /** The call of the kernel, an ARRAY of DOUBLE. */
  Expression confusion(ConfusionCall.Instances instances, ConfusionCall.OnInvalid onInvalid) {
    return Call.of(
        confusionCall(instances, onInvalid),
        ConfusionCall.RESULT,
        mask(PREDICTION),
        mask(TARGET),
        targetThresh());
  }

  /** The call that tells an invalid pair instead of failing, a STRUCT. */
  Expression diagnosis() {
    return Call.of(
        new DiagnoseCall(confusionCall(ConfusionCall.Instances.ANY, ConfusionCall.OnInvalid.FAIL)),
        DiagnoseCall.RESULT,
        mask(PREDICTION),
        mask(TARGET),
        targetThresh());
  }

  private ConfusionCall confusionCall(
      ConfusionCall.Instances instances, ConfusionCall.OnInvalid onInvalid) {
    return new ConfusionCall(
        function,
        decoder(PREDICTION),
        decoder(TARGET),
        Net2VecConf.ignoreValue(),
        instances,
        onInvalid);
  }

  /** Returns what reads the cells of a mask's column. */
  MaskDecoder decoder(MaskRole role) {
    MaskDecoder decoder = MaskDecoder.of(mask(role).dataType(), role, Net2VecConf.maxPixels());
    return role == PREDICTION ? Net2VecConf.activation().of(decoder) : decoder;
  }

  /** Returns a mask's column. */
  Expression mask(MaskRole role) {
    Expression argument = arguments.get(signature.position(role.toString()));
    DataType type = argument.dataType();
    if (type instanceof NullType) {
      return cast(argument, new ArrayType(DataTypes.FloatType, true));
    }
    if (!MaskDecoder.reads(type)) {
      throw SqlErrors.wrongType(
          function, role.toString(), type.sql(), MaskDecoder.allowedFor(type));
    }
    return argument;
  }

  private Expression number(Expression argument, String name, DoubleConsumer require) {
    DataType type = argument.dataType();
    if (!(type instanceof NumericType || type instanceof NullType)) {
      throw SqlErrors.wrongType(function, name, type.sql(), "a number");
    }
    Expression number = cast(argument, DataTypes.DoubleType);
    if (number.foldable() && number.eval(null) instanceof Double value) {
      try {
        require.accept(value);
      } catch (IllegalArgumentException e) {
        throw SqlErrors.wrongValue(function, e);
      }
    }
    return number;
  }

  private static Expression cast(Expression expression, DataType type) {
    return expression.dataType().equals(type)
        ? expression
        : Cast$.MODULE$.apply(expression, type, true);
  }

  private static Expression literal(double value) {
    return new Literal(value, DataTypes.DoubleType);
  }
}
