package dev.net2vec.job.resampling;

import java.util.List;
import org.apache.spark.sql.Row;

/** The figures of a group as they are, and in each replicate. */
final class ResampledGroup {
  private final Row row;
  private final long count;
  private final List<Component> components;
  private final double[][] sums;
  private final double[] resampled;
  private final int replicates;
  private final Grid grid;

  /**
   * Returns a group.
   *
   * @param row the group's columns and other aggregates
   * @param sums of each side's components
   * @param resampled the state of {@link ResampledSums}: side after side, component after component
   */
  ResampledGroup(
      Row row,
      long count,
      List<Component> components,
      double[][] sums,
      double[] resampled,
      int replicates,
      Grid grid) {
    this.row = row;
    this.count = count;
    this.components = components;
    this.sums = sums;
    this.resampled = resampled;
    this.replicates = replicates;
    this.grid = grid;
  }

  Row row() {
    return row;
  }

  long count() {
    return count;
  }

  /** Returns a side's figure; null if it has none, as where no target has foreground. */
  Double figure(int side, InstanceMeasure measure) {
    double whole = sums[side][components.indexOf(measure.whole())];
    return whole > 0 ? sums[side][components.indexOf(measure.part())] / whole : null;
  }

  /** Returns a side's figure in each replicate. */
  Replicates figures(int side, InstanceMeasure measure) {
    return new Replicates(each(side, measure));
  }

  /** Returns the second side's figure less the first's in each replicate. */
  Replicates differences(InstanceMeasure measure) {
    double[] differences = each(1, measure);
    double[] first = each(0, measure);
    for (int r = 0; r < differences.length; r++) {
      differences[r] -= first[r];
    }
    return new Replicates(differences);
  }

  private double[] each(int side, InstanceMeasure measure) {
    int part = components.indexOf(measure.part());
    int whole = components.indexOf(measure.whole());
    double[] figures = new double[replicates];
    for (int r = 0; r < replicates; r++) {
      double of = sum(side, whole, r);
      figures[r] = of > 0 ? sum(side, part, r) / of : Double.NaN;
    }
    return figures;
  }

  private double sum(int side, int component, int replicate) {
    double onGrid = resampled[(side * components.size() + component) * replicates + replicate];
    return onGrid / grid.scale(component);
  }
}
