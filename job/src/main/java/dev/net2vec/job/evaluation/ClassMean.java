package dev.net2vec.job.evaluation;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.net2vec.job.source.MapClasses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The means over the classes of label maps of the classes' figures, each of which is over all
 * instances: with set_iou, the mean IoU of semantic segmentation.
 *
 * @param key the group's other columns; empty without any
 * @param factorPosClass b; the mean of the classes' b if it is auto
 * @param classes the number of classes with an instance
 * @param figures by the names of their {@link Figure}s, each over the classes that have it; null if
 *     none has
 */
public record ClassMean(
    JsonNode key,
    Double factorPosClass,
    boolean auto,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double outputThresh,
    long classes,
    @JsonAnyGetter Map<String, Double> figures) {

  /** The class's name of the mean, in tables and of gates. */
  public static final String NAME = "(mean over classes)";

  private record Place(JsonNode key, boolean auto, Double factorPosClass, Double outputThresh) {
    static Place of(SummaryRow row) {
      ObjectNode key = row.key().deepCopy();
      key.remove(MapClasses.CLASS);
      return new Place(
          key, row.auto(), row.auto() ? null : row.factorPosClass(), row.outputThresh());
    }
  }

  /**
   * Returns the means of groups that differ in nothing but the class, in the groups' order.
   *
   * @param groups by key, then b and threshold
   */
  static List<ClassMean> of(List<SummaryRow> groups, Measures measures) {
    Map<Place, List<SummaryRow>> places = new LinkedHashMap<>();
    groups.forEach(
        row -> places.computeIfAbsent(Place.of(row), place -> new ArrayList<>()).add(row));
    List<ClassMean> means = new ArrayList<>();
    places.forEach((place, rows) -> means.add(of(place, rows, measures)));
    return means;
  }

  private static ClassMean of(Place place, List<SummaryRow> rows, Measures measures) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Figure figure : measures.figures()) {
      if (figure.isAveraged()) {
        figures.put(figure.column(), mean(rows.stream().map(row -> row.get(figure)).toList()));
      }
    }
    return new ClassMean(
        place.key(),
        place.auto()
            ? mean(rows.stream().map(SummaryRow::factorPosClass).toList())
            : place.factorPosClass(),
        place.auto(),
        place.outputThresh(),
        rows.stream().filter(row -> row.count() > 0).count(),
        figures);
  }

  private static Double mean(Collection<? extends Number> numbers) {
    List<? extends Number> present = numbers.stream().filter(Objects::nonNull).toList();
    double sum = 0;
    for (Number number : present) {
      sum += number.doubleValue();
    }
    return present.isEmpty() ? null : (Double) (sum / present.size());
  }
}
