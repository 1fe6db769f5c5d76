package dev.net2vec.sql;

import static dev.net2vec.kpi.MaskRole.PREDICTION;
import static dev.net2vec.kpi.MaskRole.TARGET;
import static dev.net2vec.sql.Signature.ORDER;
import static dev.net2vec.sql.Signature.REDUCTION;
import static dev.net2vec.sql.Signature.SUMMARY;
import static dev.net2vec.sql.Signature.VALUES;

import dev.net2vec.compat.Label;
import dev.net2vec.kpi.EmptyScore;
import dev.net2vec.kpi.FactorPosClass;
import dev.net2vec.kpi.Interpolation;
import dev.net2vec.kpi.MaskRole;
import dev.net2vec.kpi.OutputThresh;
import dev.net2vec.kpi.OutputThreshs;
import dev.net2vec.kpi.ScoringOptions;
import dev.net2vec.kpi.TargetClasses;
import dev.net2vec.kpi.TargetThresh;
import dev.net2vec.mask.MaskDecoder;
import dev.net2vec.mask.NpyWriter;
import dev.net2vec.setting.Setting;
import dev.net2vec.setting.Settings;
import dev.net2vec.sql.aggregate.ExactReduction;
import dev.net2vec.sql.aggregate.ExactSteps;
import dev.net2vec.sql.aggregate.Statistics;
import dev.net2vec.sql.expression.Call;
import dev.net2vec.sql.expression.ConfusionCall;
import dev.net2vec.sql.expression.Curves;
import dev.net2vec.sql.expression.DiagnoseCall;
import dev.net2vec.sql.expression.InstancesCall;
import dev.net2vec.sql.expression.Labelled;
import dev.net2vec.sql.expression.Net2VecCall;
import dev.net2vec.sql.expression.Net2VecConf;
import dev.net2vec.sql.expression.NumbersCall;
import dev.net2vec.sql.expression.ProjectCall;
import dev.net2vec.sql.expression.SqlErrors;
import dev.net2vec.sql.expression.SummaryValueCall;
import dev.net2vec.sql.expression.TargetShareCall;
import dev.net2vec.sql.expression.ValueCall;
import dev.net2vec.sql.expression.ValuesCall;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** The checked arguments and options of one call; omitted ones are the session's settings. */
final class Arguments {
  private final String function;
  private final String label;
  private final Map<String, Expression> arguments;
  private final Options options;
  private final Map<String, String> fromSession = new TreeMap<>();

  Arguments(String function, Signature signature, List<Expression> arguments) {
    Net2VecConf.requireKnownSettings();
    this.function = function;
    this.label = Label.of(function, arguments);
    this.arguments = NamedArguments.of(function, signature, arguments);
    this.options =
        new Options(function, label, signature.options(), this.arguments.get(Signature.OPTIONS));
    this.options.requireApartFrom(this.arguments);
  }

  String function() {
    return function;
  }

  /** Returns the call as a user would write it; this names its result column. */
  String label() {
    return label;
  }

  Expression factorPosClass() {
    return number(Settings.FACTOR_POS_CLASS, FactorPosClass::require);
  }

  /** Returns the threshold; the row's class if that is a column, and decides instead. */
  Expression targetThresh() {
    return options.isColumn(Settings.TARGET_CLASS)
        ? number(
            options.written(Settings.TARGET_CLASS),
            Settings.TARGET_CLASS.name(),
            TargetThresh::require)
        : number(Settings.TARGET_THRESH, TargetThresh::require);
  }

  private TargetClasses targetClasses() {
    return options.isColumn(Settings.TARGET_CLASS)
        ? TargetClasses.OF_ROW
        : get(Settings.TARGET_CLASS);
  }

  /** Returns a setting that may be a column: of the call, or else of the session. */
  private Expression number(Setting<Double> setting, DoubleConsumer require) {
    Expression argument = arguments.getOrDefault(setting.name(), options.column(setting));
    return argument == null ? literal(session(setting)) : number(argument, setting.name(), require);
  }

  /** Returns the column of numbers as an ARRAY of DOUBLE without its NULLs. */
  Expression values() {
    return Call.of(new NumbersCall(function), NumbersCall.RESULT, numbers());
  }

  /** Returns the column of numbers as an ARRAY of DOUBLE. */
  Expression numbers() {
    Expression argument = arguments.get(VALUES);
    DataType type = argument.dataType();
    if (type instanceof NumericType || type instanceof NullType) {
      argument = new CreateArray(Call.seq(List.of(argument)));
    } else if (!(type instanceof ArrayType array && array.elementType() instanceof NumericType)) {
      throw SqlErrors.wrongType(label, VALUES, type.sql(), "a number or an ARRAY of numbers");
    }
    return cast(argument, new ArrayType(DataTypes.DoubleType, true));
  }

  /** Returns the ordering expression; null if omitted. */
  Expression order() {
    Expression order = arguments.get(ORDER);
    if (order != null && !RowOrdering.isOrderable(order.dataType())) {
      throw SqlErrors.wrongType(label, ORDER, order.dataType().sql(), "of an orderable type");
    }
    return order;
  }

  /** Returns a field of the summary, cast to the given type. */
  Expression summary(String field, DataType as) {
    Expression summary = arguments.get(SUMMARY);
    if (!(summary.dataType() instanceof StructType struct
        && List.of(struct.fieldNames()).contains(field)
        && struct.apply(field).dataType() instanceof NumericType)) {
      throw SqlErrors.wrongType(
          label,
          SUMMARY,
          summary.dataType().sql(),
          "a STRUCT with " + field + ", as net2vec_summary returns it");
    }
    int position = struct.fieldIndex(field);
    return cast(new GetStructField(summary, position, Option.apply(field)), as);
  }

  /** Returns the reduction that the literal names; mean if omitted. */
  SummaryValueCall.Reduction reduction() {
    Expression argument = arguments.get(REDUCTION);
    if (argument == null) {
      return SummaryValueCall.Reduction.MEAN;
    }
    Object name = argument.foldable() ? argument.eval(null) : null;
    return switch (String.valueOf(name).toLowerCase(Locale.ROOT)) {
      case "mean" -> SummaryValueCall.Reduction.MEAN;
      case "sum" -> SummaryValueCall.Reduction.SUM;
      default -> throw SqlErrors.wrongType(label, REDUCTION, argument.sql(), "'mean' or 'sum'");
    };
  }

  /** Returns each instance's foreground share of the target, as an ARRAY of DOUBLE. */
  Expression targetShares() {
    return Call.of(
        new TargetShareCall(function, decoder(TARGET), get(Settings.IGNORE_VALUE), targetClasses()),
        NumbersCall.RESULT,
        mask(TARGET),
        targetThresh());
  }

  /** Returns the scored pair, which all functions of mask pairs take their numbers from. */
  Expression scored() {
    return scored(scoring());
  }

  /** Returns the scored pair with its prediction binarised. */
  Expression binarised() {
    return scored(scoring().withOutputThresh(outputThresh()));
  }

  /** Returns the scored pair of each channel of the prediction and the target. */
  Expression channels() {
    return scored(scoring().withChannels(true));
  }

  /** Returns the pair's counts at every threshold. */
  Expression counted() {
    return scored(scoring().withThresholds(get(Settings.THRESHOLDS)));
  }

  private double outputThresh() {
    Expression argument = arguments.get(Signature.OUTPUT_THRESH);
    if (argument == null) {
      return get(Settings.OUTPUT_THRESH);
    }
    Expression number = number(argument, Signature.OUTPUT_THRESH, OutputThresh::require);
    if (number.foldable() && number.eval(null) instanceof Double thresh) {
      return thresh;
    }
    throw SqlErrors.wrongType(
        label,
        Signature.OUTPUT_THRESH,
        argument.sql(),
        "a literal: " + Settings.OUTPUT_THRESH.allowed());
  }

  /** Returns the threshold of a curve's point, DOUBLE. */
  Expression curveThresh() {
    return number(
        arguments.get(Signature.OUTPUT_THRESH), Signature.OUTPUT_THRESH, OutputThresh::require);
  }

  /** Returns the column of curves. */
  Expression curve() {
    Expression curve = arguments.get(Signature.CURVE_ARGUMENT);
    if (curve.dataType() instanceof NullType) {
      return cast(curve, Curves.TYPE);
    } else if (!(curve.dataType() instanceof BinaryType)
        && !curve.dataType().simpleString().equalsIgnoreCase(Curves.TYPE.simpleString())) {
      throw SqlErrors.wrongType(
          label,
          Signature.CURVE_ARGUMENT,
          curve.dataType().sql(),
          "a STRUCT as mask_curve returns it");
    }
    return curve;
  }

  /** Returns what an overlap measure gives where neither mask has foreground. */
  EmptyScore emptyScore() {
    return get(Settings.EMPTY_SCORE);
  }

  /** Returns the number of thresholds of a curve. */
  int thresholds() {
    return get(Settings.THRESHOLDS);
  }

  private Expression scored(ScoringOptions scoring) {
    return Call.of(
        new ConfusionCall(decoder(PREDICTION), decoder(TARGET), scoring),
        ConfusionCall.RESULT,
        mask(PREDICTION),
        mask(TARGET),
        targetThresh());
  }

  private ScoringOptions scoring() {
    return ScoringOptions.DEFAULT
        .withIgnoreValues(get(Settings.IGNORE_VALUE))
        .withTargetClasses(targetClasses())
        .withActivation(get(Settings.ACTIVATION))
        .withActivationOrder(get(Settings.ACTIVATION_ORDER))
        .withResize(get(Settings.RESIZE))
        .withAlignCorners(get(Settings.ALIGN_CORNERS))
        .withClip(get(Settings.CLIP));
  }

  /** Returns the projection of activations on a concept vector. */
  Expression projection(ValueCall.IfInvalid ifInvalid) {
    return projection(
        new ProjectCall(function, decoder(MaskRole.ACTIVATIONS), ifInvalid), ProjectCall.RESULT);
  }

  /** Returns the projection, or the reason why there is none, a STRUCT. */
  Expression diagnosedProjection() {
    return projection(
        new ProjectCall.Diagnosed(function, decoder(MaskRole.ACTIVATIONS)),
        ProjectCall.Diagnosed.RESULT);
  }

  private Expression projection(Net2VecCall call, DataType result) {
    Expression bias = arguments.get(Signature.BIAS);
    return Call.of(
        call,
        result,
        mask(MaskRole.ACTIVATIONS),
        weights(),
        bias == null ? literal(0) : number(bias, Signature.BIAS, any -> {}));
  }

  private Expression weights() {
    Expression argument = arguments.get(Signature.WEIGHTS);
    DataType type = argument.dataType();
    DataType item = type instanceof ArrayType array ? array.elementType() : type;
    boolean isArray = type instanceof ArrayType && item instanceof NumericType;
    if (!isArray && !(item instanceof NullType)) {
      throw SqlErrors.wrongType(label, Signature.WEIGHTS, type.sql(), "an ARRAY of numbers");
    }
    return cast(argument, new ArrayType(DataTypes.DoubleType, true));
  }

  /** Returns the value of the single instance, a DOUBLE. */
  Expression value(ValueCall.IfInvalid ifInvalid) {
    return Call.of(
        new ValueCall(function, ifInvalid), DataTypes.DoubleType, scored(), factorPosClass());
  }

  /** Returns the values of all instances, an ARRAY of DOUBLE. */
  Expression instanceValues() {
    return Call.of(new ValuesCall(function), NumbersCall.RESULT, scored(), factorPosClass());
  }

  /** Returns the writer of the item type that the literal names; null if omitted. */
  NpyWriter npyWriter() {
    Expression argument = arguments.get(Signature.ITEM_TYPE);
    if (argument == null) {
      return null;
    }
    Object type = argument.foldable() ? argument.eval(null) : null;
    return NpyWriter.of(String.valueOf(type).toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                SqlErrors.wrongType(
                    label, Signature.ITEM_TYPE, argument.sql(), "'u1', 'f2', 'f4' or 'f8'"));
  }

  /** Returns a labelled call on the mask argument, followed by any further arguments. */
  Expression ofMask(Net2VecCall call, DataType result, Expression... more) {
    Expression[] all = new Expression[1 + more.length];
    all[0] = mask(MaskRole.MASK);
    System.arraycopy(more, 0, all, 1, more.length);
    return new Labelled(Call.of(call, result, all), label);
  }

  /** Returns the exact reduction of the given values. */
  ExactReduction reduced(Expression values, ExactSteps steps) {
    return new ExactReduction(values, steps, function, label);
  }

  /** Returns the statistics of the column of numbers. */
  Statistics statistics(Statistics.Positions positions) {
    return new Statistics(numbers(), positions, function, label);
  }

  /** Returns the call that reports an invalid pair instead of failing, a STRUCT. */
  Expression diagnosis() {
    OutputThreshs threshs = options.get(Settings.OUTPUT_THRESHS).orElse(OutputThreshs.NONE);
    int thresholds = options.get(Settings.THRESHOLDS).orElse(0);
    boolean pictures = options.get(Settings.PICTURE).orElse(false);
    if (threshs.numbers().isEmpty() && thresholds == 0 && !pictures) {
      return Call.of(new DiagnoseCall(function), DiagnoseCall.RESULT, scored());
    }
    InstancesCall call =
        new InstancesCall(
            function,
            new ConfusionCall.Decoders(decoder(PREDICTION), decoder(TARGET)),
            scoring().withThresholds(thresholds),
            threshs,
            pictures);
    return Call.of(call, call.result(), mask(PREDICTION), mask(TARGET), targetThresh());
  }

  /** Returns the decoder of a mask column's cells. */
  MaskDecoder decoder(MaskRole role) {
    DataType type = mask(role).dataType();
    return switch (role) {
      case PREDICTION -> MaskDecoder.of(type, role, maxPixels(), get(Settings.PREDICTION_SCALE));
      case TARGET -> MaskDecoder.ofTarget(type, maxPixels(), get(Settings.TARGET_ENCODING));
      default -> MaskDecoder.of(type, role, maxPixels());
    };
  }

  /** Returns the most pixels of a mask. This is no setting of a stream: no value depends on it. */
  int maxPixels() {
    return options.get(Settings.MAX_PIXELS).orElseGet(() -> Net2VecConf.get(Settings.MAX_PIXELS));
  }

  /** Returns how the mask is resized; bilinear if no setting says. */
  Interpolation interpolation() {
    if (options.get(Settings.RESIZE).filter(Interpolation.NONE::equals).isPresent()) {
      throw SqlErrors.wrongType(label, Settings.RESIZE.name(), "'none'", "bilinear or nearest");
    }
    Interpolation interpolation = get(Settings.RESIZE);
    return interpolation == Interpolation.NONE ? Interpolation.BILINEAR : interpolation;
  }

  boolean alignCorners() {
    return get(Settings.ALIGN_CORNERS);
  }

  /** Returns the height or the width that a mask is resized to, an INT. */
  Expression side(String name) {
    Expression argument = arguments.get(name);
    DataType type = argument.dataType();
    if (!(type instanceof IntegralType || type instanceof NullType)) {
      throw SqlErrors.wrongType(label, name, type.sql(), "an INT");
    }
    if (argument.foldable() && argument.eval(null) instanceof Number side && side.longValue() < 1) {
      throw SqlErrors.wrongType(label, name, side.toString(), "at least 1");
    }
    return cast(argument, DataTypes.IntegerType);
  }

  /** Returns the session's reduction: mean, sum or a class name. */
  String sessionReduction() {
    return session(Settings.REDUCTION);
  }

  /** Returns the session settings that the call's result depends on; complete once it is built. */
  Map<String, String> fromSession() {
    return fromSession;
  }

  /** Returns a setting: of the call's options, or else of the session. */
  private <T> T get(Setting<T> setting) {
    return options.get(setting).orElseGet(() -> session(setting));
  }

  private <T> T session(Setting<T> setting) {
    T value = Net2VecConf.get(setting);
    fromSession.put(setting.key(), value.toString());
    return value;
  }

  /** Returns a mask column. */
  Expression mask(MaskRole role) {
    Expression argument = arguments.get(role.toString());
    DataType type = argument.dataType();
    if (type instanceof NullType) {
      return cast(argument, new ArrayType(DataTypes.FloatType, true));
    }
    if (!MaskDecoder.reads(type)) {
      throw SqlErrors.wrongType(label, role.toString(), type.sql(), MaskDecoder.allowedFor(type));
    }
    return argument;
  }

  private Expression number(Expression argument, String name, DoubleConsumer require) {
    DataType type = argument.dataType();
    if (!(type instanceof NumericType || type instanceof NullType)) {
      throw SqlErrors.wrongType(label, name, type.sql(), "a number");
    }
    Expression number = cast(argument, DataTypes.DoubleType);
    if (number.foldable() && number.eval(null) instanceof Double value) {
      try {
        require.accept(value);
      } catch (IllegalArgumentException e) {
        throw SqlErrors.wrongValue(label, e);
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
