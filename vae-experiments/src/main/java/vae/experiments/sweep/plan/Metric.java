package vae.experiments.sweep.plan;

/**
 * What the trials of a sweep are compared by.
 *
 * @param name as in {@code result.json}, such as {@code test/elbo}
 * @param maximize whether more is better
 */
public record Metric(String name, boolean maximize) {}
