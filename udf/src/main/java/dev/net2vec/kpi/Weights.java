package dev.net2vec.kpi;

/** The weights of resizing along both axes. */
record Weights(Axis rows, Axis columns) {
  /** Returns what every enlarged pixel's weights add up to. */
  double scale() {
    return (double) rows.scale() * columns.scale();
  }

  /** Returns the sum of the weights of all enlarged pixels on one of the prediction. */
  long sum(int y, int x) {
    return rows.sum(y) * columns.sum(x);
  }

  /** Returns whether all sums of weights fit an int. */
  boolean sumsFitInts() {
    return sumsFit() && rows.largestSum() * columns.largestSum() <= Integer.MAX_VALUE;
  }

  /** Returns whether all sums of weights fit a long. */
  boolean sumsFit() {
    long row = rows.largestSum();
    long column = columns.largestSum();
    return Math.multiplyHigh(row, column) == 0 && row * column >= 0;
  }
}
