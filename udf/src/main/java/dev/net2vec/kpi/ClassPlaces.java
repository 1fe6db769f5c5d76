package dev.net2vec.kpi;

import java.util.Arrays;
import java.util.List;

/** The places of classes in their list, by the items of label maps. */
final class ClassPlaces {
  private final int classes;

  /** In ascending order, each with its place. */
  private final double[] ids;

  private final int[] places;

  ClassPlaces(List<Double> classes) {
    this.classes = classes.size();
    this.ids = classes.stream().mapToDouble(id -> id).sorted().toArray();
    this.places = new int[this.classes];
    for (int i = 0; i < this.classes; i++) {
      places[Arrays.binarySearch(ids, classes.get(i))] = i;
    }
  }

  /** Returns the number of classes. */
  int size() {
    return classes;
  }

  /** Returns the place of an item's class; the number of classes if it is none of them. */
  int of(double item) {
    // Of −0.0, which is equal to 0 but would not be found, it makes 0.
    int at = Arrays.binarySearch(ids, item + 0.0);
    return at < 0 ? classes : places[at];
  }
}
