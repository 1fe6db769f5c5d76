package dev.net2vec.job.report;

import java.util.List;

/**
 * What the page shows, in its order; null or empty where the run has none of it.
 *
 * @param title of the page
 * @param subtitle the input that was evaluated
 * @param headline the figures that matter most
 * @param verdict of the gate
 * @param overall the figures of all instances
 * @param groups the figures of each group
 * @param groupsNote says what the table leaves out
 * @param data the charts' figures as JSON
 * @param about settings, sources, versions and times
 */
public record Page(
    String title,
    String subtitle,
    List<Fact> headline,
    Verdict verdict,
    Table overall,
    Table groups,
    String groupsNote,
    boolean byFactor,
    boolean curves,
    boolean histograms,
    Instances instances,
    Comparison comparison,
    boolean history,
    Rejected rejected,
    List<String> warnings,
    List<Table> about,
    String data,
    Assets assets) {

  /** A figure with its name. */
  public record Fact(String label, String value) {}

  /**
   * The verdict of the gate.
   *
   * @param sentence says how many checks failed
   * @param failed the failed checks, each in a sentence
   */
  public record Verdict(boolean passed, String sentence, List<String> failed, Table checks) {}

  /**
   * Single instances.
   *
   * @param note says how they were chosen
   */
  public record Instances(String note, List<Group> groups) {}

  /** The instances of one group. */
  public record Group(String name, Chosen worst, Chosen median) {}

  /**
   * Some instances.
   *
   * @param pictures of those that are drawn, in the order of the rows
   */
  public record Chosen(Table table, List<Picture> pictures) {}

  /**
   * A picture of an instance.
   *
   * @param source the PNG file as a URL
   * @param image that the masks belong to, as a URL; null if there is none
   */
  public record Picture(String source, String image, String id, String value) {}

  /**
   * The differences from another run.
   *
   * @param notes say what was compared, and how
   * @param worse the instances that got worse; null without instances of both runs
   * @param pictures of these
   */
  public record Comparison(
      String run, List<String> notes, Table groups, Table worse, List<TwoPictures> pictures) {}

  /** The pictures of an instance in the other run and in this one, and its image, as URLs. */
  public record TwoPictures(String there, String here, String image, String id, String values) {}

  /** The rows that could not be scored. */
  public record Rejected(String sentence, Table reasons, Table examples) {}
}
