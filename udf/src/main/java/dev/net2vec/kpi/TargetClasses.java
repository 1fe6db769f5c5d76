package dev.net2vec.kpi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The classes of a label map that are foreground, instead of what is above a threshold.
 *
 * @param ids the classes; empty if the kind has none
 */
public record TargetClasses(Kind kind, List<Double> ids) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which classes are foreground. */
  enum Kind {
    /** No class: a threshold decides. */
    NONE,
    /** Any of the ids. */
    IDS,
    /** Of instance i, the id at i: one prediction is scored for every class of one label map. */
    EACH,
    /** The one class that a row gives in place of the threshold. */
    OF_ROW,
    /**
     * Of channel i of the prediction, class i of a label map of rank 2; without ids of every
     * channel, otherwise of these.
     */
    CHANNEL
  }

  /** A threshold decides, not a class. */
  public static final TargetClasses NONE = new TargetClasses(Kind.NONE, List.of());

  /** Each row has a class of its own. */
  public static final TargetClasses OF_ROW = new TargetClasses(Kind.OF_ROW, List.of());

  private static final TargetClasses CHANNEL = new TargetClasses(Kind.CHANNEL, List.of());

  private static final String EACH = "each:";
  private static final String CHANNELS = "channel:";

  /** Checks the ids. */
  public TargetClasses {
    ids = List.copyOf(ids);
    boolean areInstances = kind == Kind.EACH || kind == Kind.CHANNEL;
    if (areInstances && new HashSet<>(ids).size() < ids.size()) {
      throw new IllegalArgumentException(
          "target_class is " + ids + ", but must not repeat a class");
    }
    for (double id : ids) {
      if (kind == Kind.CHANNEL && !(id >= 0 && id == Math.rint(id) && id <= Integer.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "target_class is " + id + ", but the class of a channel must be an integer from 0");
      }
    }
  }

  /** Returns one instance for each class of one label map, all with the same prediction. */
  public static TargetClasses each(List<Double> ids) {
    return new TargetClasses(Kind.EACH, ids);
  }

  /** Returns one instance for each of these channels, against the class of its number. */
  public static TargetClasses channels(List<Double> ids) {
    return new TargetClasses(Kind.CHANNEL, ids);
  }

  /**
   * Parses one or several numbers, the same after {@code each:} or {@code channel:}, {@code
   * channel} or {@code none}, in any case.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static TargetClasses parse(String text) {
    String name = text.strip();
    if (name.equalsIgnoreCase(NONE.toString())) {
      return NONE;
    } else if (name.equalsIgnoreCase(CHANNEL.toString())) {
      return CHANNEL;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    for (Kind kind : new Kind[] {Kind.EACH, Kind.CHANNEL}) {
      String prefix = kind == Kind.EACH ? EACH : CHANNELS;
      if (lower.startsWith(prefix)) {
        return new TargetClasses(kind, ids(name.substring(prefix.length())));
      }
    }
    return new TargetClasses(Kind.IDS, ids(name));
  }

  private static List<Double> ids(String text) {
    List<Double> ids = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      double id = Double.parseDouble(part.strip());
      if (!Double.isFinite(id)) {
        throw new NumberFormatException("target_class is " + part + ", but must be finite");
      }
      ids.add(id == 0 ? 0.0 : id);
    }
    return ids;
  }

  /** Returns whether a threshold decides. */
  public boolean isNone() {
    return kind == Kind.NONE;
  }

  boolean isChannel() {
    return kind == Kind.CHANNEL;
  }

  /** Returns whether every channel is scored for the class of its number. */
  public boolean isEveryChannel() {
    return isChannel() && ids.isEmpty();
  }

  /** Returns whether one prediction is scored for every class. */
  boolean isEach() {
    return kind == Kind.EACH;
  }

  /** Returns the class that is the foreground of an instance. */
  double ofInstance(int instance) {
    return ids.isEmpty() ? instance : ids.get(instance);
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
    String numbers = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
    return switch (kind) {
      case IDS -> numbers;
      case EACH -> EACH + numbers;
      case CHANNEL -> ids.isEmpty() ? "channel" : CHANNELS + numbers;
      case NONE, OF_ROW -> kind.name().toLowerCase(Locale.ROOT);
    };
  }
}
