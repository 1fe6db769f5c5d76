package dev.net2vec.kpi;

import java.util.Arrays;

/**
 * Adds up, on every pixel of a prediction, the weights of some pixels of the enlarged one: the
 * transpose of resizing, applied to a binary mask.
 *
 * <p>The mask's pixels come in runs along lines, which are its rows or its columns. A run is the
 * difference of two edges, and an edge takes constant time: what it adds to all pixels of the
 * prediction before it is only counted, and multiplied out at the end. Weights are integers, so
 * sums are exact, and rows, columns and any order give the same.
 *
 * <p>A line has a weight on two lines of the prediction. Where all sums fit an int, both are added
 * at once, as the halves of a long: what an edge adds may overflow its half, but the sums do not.
 */
final class WeightSums {
  private static final int HALF = Integer.SIZE;

  private Axis lines;
  private Axis along;
  private int stride;

  /** The distances, in row-major order, between lines and along them. */
  private int lineStep;

  private int step;
  private boolean paired;
  private long[] edges = new long[0];
  private long[] parts = new long[0];

  /** What the previous line adds to each pixel of a line, where both are added at once. */
  private long[] ofPrevious = new long[0];

  private long pixels;

  /** Starts with no pixel; lines are the target's rows. */
  void startRows(Weights weights) {
    start(weights.rows(), weights.columns(), weights.sumsFitInts());
    lineStep = along.in();
    step = 1;
  }

  /** Starts with no pixel; lines are the target's columns. */
  void startColumns(Weights weights) {
    start(weights.columns(), weights.rows(), weights.sumsFitInts());
    lineStep = 1;
    step = lines.in();
  }

  private void start(Axis acrossLines, Axis alongLines, boolean inPairs) {
    lines = acrossLines;
    along = alongLines;
    paired = inPairs;
    // One more line, and two more pixels, so that the last ones have a next one.
    stride = along.in() + 2;
    int size = (lines.in() + 1) * stride;
    if (edges.length < size) {
      edges = new long[size];
      parts = new long[size];
    } else {
      Arrays.fill(edges, 0, size, 0);
      Arrays.fill(parts, 0, size, 0);
    }
    pixels = 0;
  }

  /** Adds the pixels {@code from} to {@code to − 1} of a line. */
  void add(int line, int from, int to) {
    int at = lines.low(line) * stride;
    long next = lines.next(line);
    long low = lines.scale() - next;
    if (paired) {
      add(at, low + (next << HALF), from, to);
    } else {
      add(at, low, from, to);
      if (next != 0) {
        add(at + stride, next, from, to);
      }
    }
    pixels += to - from;
  }

  private void add(int at, long weight, int from, int to) {
    edge(at, -weight, from);
    edge(at, weight, to);
  }

  private void edge(int at, long weight, int end) {
    int pixel = at + along.low(end);
    edges[pixel] += weight;
    parts[pixel] += weight * along.atLow(end);
    parts[pixel + 1] += weight * along.atNext(end);
  }

  /** Returns the number of pixels added. */
  long pixels() {
    return pixels;
  }

  /** Writes the sums of all pixels of the prediction, in row-major order. */
  void write(long[] sums) {
    if (ofPrevious.length < along.in()) {
      ofPrevious = new long[along.in()];
    } else {
      Arrays.fill(ofPrevious, 0, along.in(), 0);
    }
    for (int line = 0; line < lines.in(); line++) {
      int at = line * stride;
      long whole = edges[at + along.in()];
      for (int pixel = along.in() - 1; pixel >= 0; pixel--) {
        long sum = parts[at + pixel] + whole * along.sum(pixel);
        whole += edges[at + pixel];
        sums[line * lineStep + pixel * step] = paired ? own(sum, pixel) : sum;
      }
    }
  }

  /** Returns a line's own half and the other half of the line before; keeps its other half. */
  private long own(long sum, int pixel) {
    int own = (int) sum;
    long both = own + ofPrevious[pixel];
    ofPrevious[pixel] = (sum - own) >> HALF;
    return both;
  }
}
