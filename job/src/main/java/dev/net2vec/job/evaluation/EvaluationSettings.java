package dev.net2vec.job.evaluation;

import dev.net2vec.job.error.JobException;
import dev.net2vec.job.resampling.ResamplingSettings;
import dev.net2vec.job.source.Diagnosis;
import dev.net2vec.job.source.ImageFiles;
import dev.net2vec.job.source.MapClasses;
import dev.net2vec.job.source.MaskColumns;
import dev.net2vec.job.source.OnAbsent;
import dev.net2vec.job.source.OnCorruptShard;
import dev.net2vec.kpi.IgnoreValues;
import dev.net2vec.kpi.PredictionScale;
import dev.net2vec.kpi.TargetClasses;
import dev.net2vec.setting.MaskOptions;
import dev.net2vec.setting.Settings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which masks are evaluated, which figures are computed, and what counts as success. The
 * constructor validates all settings.
 *
 * @param factorPosClass the b's, in ascending order with auto last; or only concept
 * @param options how each pair of masks is read and scored: the {@link Settings#SCORING}
 * @param output directory of the results, or null for none
 * @param measures what is measured beside Net2Vec
 * @param instances whether the results include each instance's values
 * @param image the images that the masks belong to, for the report; null if there are none
 * @param worst the number of instances with the smallest normalized values to list for each b
 * @param bootstrap the number of replicates for the figures' intervals; 0 for no intervals
 * @param filters whether every channel of the activations is evaluated alone, too
 * @param maxInvalidRatio the largest share of invalid rows, in [0, 1], that counts as success
 * @param strict whether a warning counts as failure
 */
public record EvaluationSettings(
    MaskColumns masks,
    List<Factor> factorPosClass,
    MaskOptions options,
    JobReduction reduction,
    Measures measures,
    String output,
    boolean instances,
    ImageFiles image,
    int worst,
    int bootstrap,
    boolean filters,
    OnInvalid onInvalid,
    double maxInvalidRatio,
    OnCorruptShard onCorruptShard,
    boolean strict) {

  /**
   * Checks every setting.
   *
   * @throws JobException if a setting is invalid; the message gives its name, its value and the
   *     allowed values
   */
  public EvaluationSettings {
    if (factorPosClass.isEmpty()) {
      throw JobException.usage("--factor-pos-class has no value, but must have at least one");
    }
    factorPosClass = factorPosClass.stream().sorted(Factor.ORDER).toList();
    try {
      factorPosClass.forEach(Factor::require);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(e.getMessage(), e);
    }
    if (new HashSet<>(factorPosClass).size() < factorPosClass.size()) {
      throw JobException.usage(
          "--factor-pos-class is " + factors(factorPosClass) + ", but must not repeat a value");
    }
    if (factorPosClass.contains(Factor.CONCEPT)
        && (factorPosClass.size() > 1 || !masks.source().hasConcepts())) {
      throw JobException.usage(
          "--factor-pos-class is %s, but concept must be its only value and needs --concepts"
              .formatted(factors(factorPosClass)));
    }
    if (filters && !masks.source().hasConcepts()) {
      throw JobException.usage("--filters is given without --activations and --concepts");
    }
    if (filters && !List.of(JobReduction.MEAN, JobReduction.SUM).contains(reduction)) {
      throw JobException.usage(
          "--filters is given with --reduction " + reduction + ", but needs mean or sum");
    }
    if (masks.classes() != null) {
      requireClasses(masks.classes(), options.get(Settings.TARGET_CLASS), filters);
    }
    if (!(maxInvalidRatio >= 0 && maxInvalidRatio <= 1)) {
      throw JobException.usage(
          "--max-invalid-ratio is " + maxInvalidRatio + ", but must be in [0, 1]");
    }
    if (instances && output == null) {
      throw JobException.usage(
          "--instances needs --output, the directory that they are written to");
    }
    if (measures.curve() && output == null) {
      throw JobException.usage(
          "--curve needs --output, the directory that the curves are written to");
    }
    if (worst < 0 || worst > Summary.MAX_ROWS) {
      throw JobException.usage(
          "--worst is %d, but must be in [0, %d]".formatted(worst, Summary.MAX_ROWS));
    }
    if (worst > 0 && masks.id().isEmpty()) {
      throw JobException.usage("--worst needs --id, the columns that identify an instance");
    }
    if (image != null && masks.id().isEmpty()) {
      throw JobException.usage("--image needs --id, the columns that identify an instance");
    }
    if (bootstrap != 0) {
      ResamplingSettings.of("--bootstrap", bootstrap, 0);
      if (masks.id().isEmpty()) {
        throw JobException.usage("--bootstrap needs --id, the columns that identify an instance");
      }
    }
    instances = instances || (reduction.equals(JobReduction.NONE) && output != null);
  }

  private static void requireClasses(MapClasses classes, TargetClasses given, boolean filters) {
    if (!given.isNone() && !given.isEveryChannel()) {
      throw JobException.usage(
          "%s is given with --target-class %s, but needs none or channel"
              .formatted(classes.option(), given));
    }
    if (filters) {
      throw JobException.usage("--filters is given with --classes, but needs one class of a row");
    }
  }

  public double targetThresh() {
    return options.get(Settings.TARGET_THRESH);
  }

  /** Returns what each row's masks are asked. */
  Diagnosis diagnosis() {
    return new Diagnosis(targetThresh(), measures.binarisedAt(), measures.curveThresholds(), false);
  }

  /** Returns the number of rows for each group. */
  int rowsPerGroup() {
    return factorPosClass.size() * measures.rows();
  }

  /** Returns the settings of a run over these masks, everything else at its default. */
  public static Builder of(MaskColumns masks) {
    return new Builder(masks);
  }

  /** Builds settings by name. */
  public static final class Builder {
    private final MaskColumns masks;
    private List<Factor> factorPosClass = List.of(Factor.DEFAULT);
    private MaskOptions options = MaskOptions.DEFAULTS;
    private JobReduction reduction = JobReduction.MEAN;
    private Measures measures = Measures.DEFAULT;
    private String output;
    private boolean instances;
    private ImageFiles image;
    private int worst;
    private int bootstrap;
    private boolean filters;
    private OnInvalid onInvalid = OnInvalid.QUARANTINE;
    private double maxInvalidRatio;
    private OnCorruptShard onCorruptShard = OnCorruptShard.FAIL;
    private boolean strict;

    private Builder(MaskColumns masks) {
      this.masks = masks;
    }

    public Builder factorPosClass(List<Factor> value) {
      factorPosClass = value;
      return this;
    }

    public Builder options(MaskOptions value) {
      options = value;
      return this;
    }

    public Builder reduction(JobReduction value) {
      reduction = value;
      return this;
    }

    public Builder measures(Measures value) {
      measures = value;
      return this;
    }

    public Builder output(String value) {
      output = value;
      return this;
    }

    public Builder instances(boolean value) {
      instances = value;
      return this;
    }

    public Builder image(ImageFiles value) {
      image = value;
      return this;
    }

    public Builder worst(int value) {
      worst = value;
      return this;
    }

    public Builder bootstrap(int value) {
      bootstrap = value;
      return this;
    }

    public Builder filters(boolean value) {
      filters = value;
      return this;
    }

    public Builder onInvalid(OnInvalid value) {
      onInvalid = value;
      return this;
    }

    public Builder maxInvalidRatio(double value) {
      maxInvalidRatio = value;
      return this;
    }

    public Builder onCorruptShard(OnCorruptShard value) {
      onCorruptShard = value;
      return this;
    }

    public Builder strict(boolean value) {
      strict = value;
      return this;
    }

    /**
     * Returns the settings.
     *
     * @throws JobException if a setting is invalid
     */
    public EvaluationSettings build() {
      return new EvaluationSettings(
          masks,
          factorPosClass,
          options,
          reduction,
          measures,
          output,
          instances,
          image,
          worst,
          bootstrap,
          filters,
          onInvalid,
          maxInvalidRatio,
          onCorruptShard,
          strict);
    }
  }

  private static List<Object> factors(List<Factor> factors) {
    return factors.stream().map(Factor::setting).toList();
  }

  /**
   * Returns the settings that define the figures, whatever the source: runs that agree on them can
   * be compared.
   */
  public Map<String, Object> measure() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(Settings.FACTOR_POS_CLASS.name(), factors(factorPosClass));
    Settings.SCORING.forEach(setting -> map.put(setting.name(), json(options.get(setting))));
    map.put(Settings.REDUCTION.name(), reduction.toString());
    map.putAll(measures.deciding());
    map.put("group_by", masks.groupBy());
    if (masks.classes() != null) {
      map.put("classes", masks.classes().file());
      map.put("absent", masks.classes().onAbsent().toString());
    }
    return map;
  }

  /** Returns one value as a number, several as their text, and none as null. */
  private static Object json(IgnoreValues ignored) {
    if (ignored.isNone()) {
      return null;
    } else if (ignored.numbers().isEmpty()) {
      return Double.NaN;
    }
    return ignored.numbers().size() == 1 && !ignored.isNaN()
        ? ignored.numbers().get(0)
        : ignored.toString();
  }

  private static Object json(Object value) {
    if (value instanceof IgnoreValues ignored) {
      return json(ignored);
    }
    if (value instanceof PredictionScale scale && !scale.isByEncoding()) {
      return scale.divisor();
    }
    return value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  /** Returns the settings of a run that was made before they existed: their defaults. */
  public static Map<String, Object> defaults() {
    Map<String, Object> map = new LinkedHashMap<>();
    Settings.SCORING.forEach(setting -> map.put(setting.name(), json(setting.defaultValue())));
    map.putAll(Measures.DEFAULT.toMap());
    return map;
  }

  /** Returns the settings under the config file's keys, so that they can serve as a config file. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(measure());
    // It is listed below, with the other columns.
    map.remove("group_by");
    // These follow in the same order for every run.
    map.keySet().removeAll(measures.toMap().keySet());
    map.putAll(measures.toMap());
    map.put("input", null);
    map.put("format", null);
    map.put("table", null);
    map.put("query", null);
    map.put("predictions", null);
    map.put("targets", null);
    map.put("join_on", null);
    map.put("predictions_index", null);
    map.put("metadata", null);
    map.put("metadata_key", null);
    map.put("activations", null);
    map.put("concepts", null);
    map.put("classes", masks.classes() == null ? null : masks.classes().file());
    map.put(
        "absent",
        (masks.classes() == null ? OnAbsent.INCLUDE : masks.classes().onAbsent()).toString());
    map.putAll(masks.source().settings());
    map.put("prediction", masks.prediction());
    map.put("target", masks.target());
    map.put("id", masks.id());
    map.put("group_by", masks.groupBy());
    map.put("image", image == null ? null : image.from());
    map.put("on_invalid", onInvalid.toString());
    map.put("max_invalid_ratio", maxInvalidRatio);
    map.put("on_corrupt_shard", onCorruptShard.toString());
    map.put("filters", filters);
    map.put("strict", strict);
    return map;
  }
}
