/**
 * Sweeps on Apache Spark: {@link vae.experiments.sweep.spark.SparkLauncher} in the driver has
 * trials run, {@link vae.experiments.sweep.spark.TrialsTask} is what an executor does. Spark is not
 * among our libraries: nothing else may touch a class of this package before {@link
 * vae.experiments.sweep.spark.SparkClasses} has found Spark's. Start at {@code SparkLauncher}. May
 * depend on {@code sweep}, {@code sweep.worker} and what those may use.
 */
package vae.experiments.sweep.spark;
