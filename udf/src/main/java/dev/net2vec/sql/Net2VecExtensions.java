package dev.net2vec.sql;

import dev.net2vec.compat.SparkVersion;
import dev.net2vec.kpi.Overlap;
import dev.net2vec.sql.plan.MaskScans;
import dev.net2vec.sql.plan.ScoreOnce;
import java.util.List;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Registers the SQL functions and the optimised mask scans in every session. Spark finds this class
 * on its class path through {@code META-INF/services}.
 *
 * <pre>{@code
 * spark-sql --jars net2vec-udf.jar -e "SELECT net2vec(array(0.25, 1.0), array(0, 1))"  // 0.875
 * }</pre>
 */
public final class Net2VecExtensions implements SparkSessionExtensionsProvider {
  static final List<SqlFunction> FUNCTIONS =
      List.of(
          new Net2Vec(),
          new Net2VecLossFunction(),
          new TryNet2Vec(),
          new Net2VecBatch(),
          new Net2VecCounts(),
          new Net2VecDiagnose(),
          new Net2VecMean(),
          new Net2VecSum(),
          new Net2VecReduce(),
          new Net2VecAutoFactor(),
          new Net2VecSummary(),
          new Net2VecOf(),
          new Net2VecExactMean(),
          new Net2VecExactSum(),
          new Net2VecExactStd(),
          new Net2VecStatistics(),
          new Net2VecStatisticsEach(),
          new Net2VecReduceValues(),
          new Net2VecProject(),
          new TryNet2VecProject(),
          new Net2VecDiagnoseProject(),
          new Net2VecChannels(),
          new TryNet2VecChannels(),
          new Net2VecNormalized(),
          new Net2VecNormalizedMean(),
          new MaskConfusion(),
          new MaskOverlap(Overlap.IOU),
          new MaskOverlap(Overlap.DICE),
          new MaskSetIou(),
          new MaskCurve(),
          new MaskCurveMerge(),
          new MaskCurveAt(),
          new MaskCurveSummary(),
          new MaskShape(),
          new MaskDiagnose(),
          new MaskValues(),
          new MaskToNpy(),
          new TryMaskToNpy(),
          new MaskResize(),
          new MaskToRle(),
          new TryMaskToRle());

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    SparkVersion version = SparkVersion.running();
    if (!version.isSupported()) {
      return refuse(extensions, version);
    }
    for (SqlFunction function : FUNCTIONS) {
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(function.name()),
              function.info(),
              arguments -> function.build(CollectionConverters.asJava(arguments))));
    }
    // After filters are pushed down and partitions pruned, so that only the rows and files to be
    // read are seen. StreamSettings comes first: it reads the calls as they were built.
    extensions.injectPreCBORule(StreamSettings::new);
    extensions.injectPreCBORule(session -> new ScoreOnce());
    extensions.injectPreCBORule(session -> new MaskScans());
    return BoxedUnit.UNIT;
  }

  /**
   * Registers functions that always fail with a one-line error. Spark only logs an exception thrown
   * here, and the functions would then be undefined. Does nothing else, because other Spark
   * versions may use another Scala version.
   */
  private static BoxedUnit refuse(SparkSessionExtensions extensions, SparkVersion version) {
    for (SqlFunction function : FUNCTIONS) {
      // Object, because the argument is a different Seq type under another Scala version.
      Function1<Object, Expression> fails =
          arguments -> {
            throw unchecked(version.error(function.name()));
          };
      @SuppressWarnings("unchecked")
      Function1<Seq<Expression>, Expression> builder =
          (Function1<Seq<Expression>, Expression>) (Function1<?, Expression>) fails;
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(function.name()),
              new ExpressionInfo(function.getClass().getName(), function.name()),
              builder));
    }
    return BoxedUnit.UNIT;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> RuntimeException unchecked(Exception error) throws E {
    throw (E) error;
  }
}
