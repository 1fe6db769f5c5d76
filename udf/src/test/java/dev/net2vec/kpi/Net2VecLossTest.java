package dev.net2vec.kpi;

import static dev.net2vec.kpi.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Net2VecLossTest {
  static final List<DataType> DTYPES =
      List.of(
          DataType.DOUBLE,
          DataType.FLOAT,
          DataType.FLOAT16,
          DataType.BFLOAT16,
          DataType.INT64,
          DataType.INT32,
          DataType.INT16,
          DataType.INT8,
          DataType.UINT64,
          DataType.UINT32,
          DataType.UINT16,
          DataType.UINT8,
          DataType.BOOL);

  private final Net2VecLoss loss = new Net2VecLoss();

  @Test
  void exampleOfTheJavadoc() {
    INDArray outputs = Nd4j.createFromArray(0.25f, 1.0f);
    INDArray targets = Nd4j.createFromArray(0, 1);

    assertThat(loss.forward(outputs, targets)).isEqualTo(Nd4j.scalar(0.875));
    assertThat(loss.loss(outputs, targets)).isEqualTo(Nd4j.scalar(-0.875));
    assertThat(loss.gradient(outputs, targets)).isEqualTo(Nd4j.createFromArray(-0.5, 0.5));
  }

  @ParameterizedTest
  @CsvSource({"1, 1.75", "0.5, 1.25", "0.25, 1", "0, 0.75"})
  void factorWeighsForegroundAgainstBackground(double factorPosClass, double expected) {
    // TP = 1 + 0.75, TN = 0 + 0.75
    INDArray outputs = Nd4j.createFromArray(new double[][] {{1, 0.75}, {1, 0.25}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{3, 0.5}, {0, -2}});

    INDArray value = new Net2VecLoss(factorPosClass).forward(outputs, targets);

    assertThat(value).isEqualTo(Nd4j.scalar(expected));
  }

  @Test
  void floatTargetsAreComparedAsTheNumbersTheyAre() {
    INDArray outputs = Nd4j.createFromArray(1.0f);
    INDArray targets = Nd4j.createFromArray(0.1f);
    assertThat(new Net2VecLoss(1, 0.1, BatchReduction.SUM).forward(outputs, targets).getDouble(0))
        .isEqualTo(1);
    assertThat(
            new Net2VecLoss(1, (double) 0.1f, BatchReduction.SUM)
                .forward(outputs, targets)
                .getDouble(0))
        .isZero();
  }

  @Test
  void onlyAboveTheThresholdIsForeground() {
    INDArray outputs = Nd4j.createFromArray(1.0, 1.0, 1.0);
    INDArray targets = Nd4j.createFromArray(0.3, Math.nextUp(0.3), Math.nextDown(0.3));

    INDArray value = new Net2VecLoss(1, 0.3, BatchReduction.MEAN).forward(outputs, targets);

    assertThat(value).isEqualTo(Nd4j.scalar(1.0));
  }

  @ParameterizedTest
  @CsvSource({"7, ''", "2x3, ''", "1x2x3, 1", "4x2x3, 4", "2x3x4x5, 2x3", "2x1x3x2x2, 2x1x3"})
  void valuesHaveTheShapeOfTheLeadingDims(String dims, String leading) {
    INDArray outputs = Nd4j.rand(DataType.DOUBLE, longs(dims));

    INDArray values = loss.instances(outputs, outputs);

    assertThat(values.shape()).isEqualTo(longs(leading));
    assertThat(values.dataType()).isEqualTo(DataType.DOUBLE);
    assertThat(loss.forward(outputs, outputs).rank()).isZero();
  }

  @Test
  void everyIndexOfTheLeadingDimsIsAnInstance() {
    Masks masks = Masks.random(11, 2, 3, 4, 5);

    INDArray values = loss.instances(masks.outputTensor(), masks.targetTensor());

    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 3; c++) {
        INDArray alone =
            loss.forward(
                masks.outputTensor().slice(n).slice(c), masks.targetTensor().slice(n).slice(c));
        assertClose(values.getDouble(n, c), alone.getDouble(0));
      }
    }
  }

  @Test
  void anyCallableReduces() {
    INDArray outputs = Nd4j.createFromArray(new double[][][] {{{1, 0}}, {{0, 1}}, {{1, 1}}});
    INDArray targets = Nd4j.createFromArray(new int[][][] {{{1, 0}}, {{1, 0}}, {{1, 0}}});

    assertThat(new Net2VecLoss(0.5, 0, INDArray::max).forward(outputs, targets))
        .isEqualTo(Nd4j.scalar(1.0));
    assertThat(new Net2VecLoss(0.5, 0, values -> values).forward(outputs, targets))
        .isEqualTo(Nd4j.createFromArray(1.0, 0.0, 0.5));
  }

  @ParameterizedTest
  @FieldSource("DTYPES")
  void outputsAndTargetsMayHaveAnyDtype(DataType dtype) {
    INDArray outputs = Nd4j.createFromArray(0.0, 1.0, 1.0, 0.0, 1.0).castTo(dtype);
    INDArray soft = Nd4j.createFromArray(0.5, 0.25, 0.75, 0.125, 1.0);

    assertThat(loss.forward(outputs, soft)).isEqualTo(Nd4j.scalar(1.5));
    assertThat(loss.forward(soft, outputs)).isEqualTo(Nd4j.scalar(0.5 * (2.0 + 1.375)));
    assertThat(loss.gradient(outputs, outputs).dataType()).isEqualTo(DataType.DOUBLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "HALF", "BFLOAT16"})
  void narrowFloatsAreSummedInDouble(DataType dtype) {
    // 0.1 is not exact; 10,000 of it drift in the narrow type itself.
    INDArray outputs = Nd4j.valueArrayOf(new long[] {10_000}, 0.1, DataType.DOUBLE).castTo(dtype);
    double exact = outputs.getDouble(0);

    INDArray value = new Net2VecLoss(1).forward(outputs, Nd4j.ones(DataType.BOOL, 10_000));

    assertClose(value.getDouble(0), 10_000 * exact);
  }

  @ParameterizedTest
  @CsvSource({"UINT64, 1e19", "UINT32, 4e9", "UINT16, 65535", "UBYTE, 255"})
  void unsignedTargetsAreNotNegative(DataType dtype, double large) {
    INDArray targets = Nd4j.createFromArray(large, 0.0).castTo(dtype);

    INDArray value = loss.forward(Nd4j.createFromArray(1.0, 0.0), targets);

    assertThat(value).isEqualTo(Nd4j.scalar(1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOUBLE", "FLOAT"})
  void viewsAndOrdersDoNotMatter(DataType dtype) {
    Masks masks = Masks.random(5, 4, 3, 6, 8);
    INDArray outputs = masks.outputTensor().castTo(dtype);
    INDArray targets = masks.targetTensor().castTo(dtype);
    List<INDArray[]> views = new ArrayList<>();
    views.add(new INDArray[] {outputs.dup('f'), targets});
    views.add(new INDArray[] {outputs, targets.dup('f')});
    views.add(new INDArray[] {outputs.permute(1, 0, 3, 2), targets.permute(1, 0, 3, 2)});
    views.add(new INDArray[] {part(outputs), part(targets)});
    views.add(new INDArray[] {outputs.slice(1).slice(2).transpose(), part2(targets)});

    for (INDArray[] view : views) {
      INDArray plainOutputs = Nd4j.createFromArray(rowMajor(view[0])).reshape(view[0].shape());
      INDArray plainTargets = Nd4j.createFromArray(rowMajor(view[1])).reshape(view[1].shape());
      assertThat(
              loss.instances(view[0], view[1])
                  .equalsWithEps(loss.instances(plainOutputs, plainTargets), 1e-12))
          .isTrue();
      assertThat(loss.gradient(view[0], view[1]))
          .isEqualTo(loss.gradient(plainOutputs, plainTargets));
    }
  }

  private static INDArray part(INDArray masks) {
    return masks.get(
        NDArrayIndex.interval(1, 2, 4),
        NDArrayIndex.point(1),
        NDArrayIndex.all(),
        NDArrayIndex.interval(2, 7));
  }

  private static INDArray part2(INDArray masks) {
    return masks.slice(1).slice(2).transpose();
  }

  /** Item by item, by index: knows nothing of strides. */
  private static double[] rowMajor(INDArray array) {
    Shape shape = Shape.of(Arrays.stream(array.shape()).mapToInt(d -> (int) d).toArray());
    double[] values = new double[shape.pixels()];
    for (int i = 0; i < values.length; i++) {
      int[] index = new int[shape.rank()];
      int rest = i;
      for (int d = index.length - 1; d >= 0; d--) {
        index[d] = rest % shape.dim(d);
        rest /= shape.dim(d);
      }
      values[i] = array.getDouble(index);
    }
    return values;
  }

  @Test
  void argumentsAreNotChanged() {
    Masks masks = Masks.random(6, 2, 3, 4);
    INDArray outputs = masks.outputTensor();
    INDArray targets = masks.targetTensor();

    loss.forward(outputs, targets);
    loss.loss(outputs, targets);
    loss.gradient(outputs, targets).addi(1);

    assertThat(outputs).isEqualTo(masks.outputTensor());
    assertThat(targets).isEqualTo(masks.targetTensor());
  }

  @Test
  void sumsOfManyPixelsKeepTheirDigits() {
    int side = 1024;
    INDArray outputs = Nd4j.valueArrayOf(new long[] {side, side}, 0.1, DataType.DOUBLE);

    INDArray value = new Net2VecLoss(1).forward(outputs, Nd4j.ones(DataType.BOOL, side, side));

    assertClose(value.getDouble(0), 0.1 * side * side);
  }

  private static long[] longs(String dims) {
    return dims.isEmpty()
        ? new long[0]
        : Arrays.stream(dims.split("x", -1)).mapToLong(Long::parseLong).toArray();
  }
}
