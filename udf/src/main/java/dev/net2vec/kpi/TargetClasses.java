package dev.net2vec.kpi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The classes of a label map that are foreground, instead of what is above a threshold.
 *
 * @param ids the classes; empty unless the kind is {@link Kind#IDS}
 */
public record TargetClasses(Kind kind, List<Double> ids) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which classes are foreground. */
  enum Kind {
    /** No class: a threshold decides. */
    NONE,
    IDS,
    /** The one class that a row gives in place of the threshold. */
    OF_ROW,
    /** Of channel i of the prediction, class i of a label map of rank 2. */
    CHANNEL
  }

  /** A threshold decides, not a class. */
  public static final TargetClasses NONE = new TargetClasses(Kind.NONE, List.of());

  /** Each row has a class of its own. */
  public static final TargetClasses OF_ROW = new TargetClasses(Kind.OF_ROW, List.of());

  private static final TargetClasses CHANNEL = new TargetClasses(Kind.CHANNEL, List.of());

  /**
   * Parses one or several numbers, {@code channel} or {@code none}, in any case.
   *
   * @throws NumberFormatException if it is none of these
   */
  public static TargetClasses parse(String text) {
    String name = text.strip();
    if (name.equalsIgnoreCase(NONE.toString())) {
      return NONE;
    } else if (name.equalsIgnoreCase(CHANNEL.toString())) {
      return CHANNEL;
    }
    List<Double> ids = new ArrayList<>();
    for (String part : name.split(",", -1)) {
      double id = Double.parseDouble(part.strip());
      if (!Double.isFinite(id)) {
        throw new NumberFormatException("target_class is " + part + ", but must be finite");
      }
      ids.add(id == 0 ? 0.0 : id);
    }
    return new TargetClasses(Kind.IDS, List.copyOf(ids));
  }

  /** Returns whether a threshold decides. */
  public boolean isNone() {
    return kind == Kind.NONE;
  }

  boolean isChannel() {
    return kind == Kind.CHANNEL;
  }

  /** Returns whether an item is of these classes. */
  boolean contains(double item) {
    for (int i = 0; i < ids.size(); i++) {
      if (item == ids.get(i)) {
        return true;
      }
    }
    return false;
  }

  /** Returns {@code none}, {@code channel} or the classes: {@code 8.0,11.0}. */
  @Override
  public String toString() {
    return kind == Kind.IDS
        ? ids.stream().map(String::valueOf).collect(Collectors.joining(","))
        : kind.name().toLowerCase(Locale.ROOT);
  }
}
