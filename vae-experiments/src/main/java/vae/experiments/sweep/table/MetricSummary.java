package vae.experiments.sweep.table;

/**
 * A metric of one group, with its two kinds of error kept apart.
 *
 * @param overSeeds mean, deviation and interval over training seeds
 * @param monteCarloError mean over seeds of the standard error of each run's own evaluation; 0
 *     where the metric is exact, NaN where some run's is not known
 */
public record MetricSummary(SeedSummary overSeeds, double monteCarloError) {}
