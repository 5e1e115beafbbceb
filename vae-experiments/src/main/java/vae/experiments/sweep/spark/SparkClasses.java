package vae.experiments.sweep.spark;

import java.util.Optional;

/** Whether Spark is on the class path: it is not one of our libraries. */
public final class SparkClasses {

  private static final String CONTEXT = "org.apache.spark.api.java.JavaSparkContext";

  private SparkClasses() {}

  /** What is missing and how to get it; empty where Spark is there. */
  public static Optional<String> missing() {
    try {
      Class.forName(CONTEXT, false, SparkClasses.class.getClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.of(
          """
          --launcher spark: Apache Spark 4 for Scala 2.13 is not on the class path.
          Set SPARK_HOME to its folder and start with ./vae, or start with
          spark-submit --class vae.experiments.cli.Main vae.jar sweep … --launcher spark.
          Without Spark on this machine: `mvn -pl vae-spark -am -DskipTests package` makes
          vae-spark/target/spark from Maven alone; docs/cluster.md tells more.\
          """);
    }
  }
}
