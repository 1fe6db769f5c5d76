package dev.net2vec.sql;

import java.util.List;

/** The version of Spark that the session is of. */
record SparkVersion(String name) {
  /** As the README's table of versions has them. */
  static final List<String> SUPPORTED = List.of("4.0", "4.1", "4.2");

  static SparkVersion running() {
    return new SparkVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }

  boolean isSupported() {
    return SUPPORTED.stream().anyMatch(version -> name.startsWith(version + "."));
  }

  /** Returns what a user of another Spark is told. */
  String message() {
    int last = SUPPORTED.size() - 1;
    return "Spark is %s, but must be %s or %s"
        .formatted(name, String.join(", ", SUPPORTED.subList(0, last)), SUPPORTED.get(last));
  }
}
