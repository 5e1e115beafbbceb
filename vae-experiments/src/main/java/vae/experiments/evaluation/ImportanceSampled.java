package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Log-likelihood estimates of examples from their importance weights. */
public final class ImportanceSampled {

  /** Effective samples below which an example's estimate is poor: its bias may exceed 0.05 nats. */
  public static final double POOR = 10;

  /**
   * Examples above which the jackknife's errors average out, however few samples carry each. With
   * fewer, the variance must be known from each example's samples alone.
   */
  private static final int MANY = 50;

  /** Effective samples that give an example's variance on their own. */
  private static final double ENOUGH = 100;

  private final int samples;
  private final double[] logMean;
  private final double[] effective;
  private final double[] variance;
  private final double[] shape;

  /**
   * @param samples K of each example
   */
  public ImportanceSampled(int examples, int samples) {
    this.samples = samples;
    logMean = new double[examples];
    effective = new double[examples];
    variance = new double[examples];
    shape = new double[examples];
  }

  /** Takes the K weights of an example. */
  public void set(int example, ImportanceWeights weights) {
    logMean[example] = weights.logMean();
    effective[example] = weights.effectiveSize();
    variance[example] = weights.variance();
    shape[example] = weights.shape().orElse(Double.NaN);
  }

  /** K. */
  public int samples() {
    return samples;
  }

  /**
   * The mean of −log p(x) over examples, as K samples give it.
   *
   * <p>The standard error is that of repeating the evaluation with other samples, about the
   * expectation <em>at this K</em>: the bias of finite K is not in it. It is not measured with one
   * sample, nor where fewer than {@value #MANY} examples are estimated by too few effective
   * samples.
   */
  public Measured mean() {
    double total = 0;
    double variances = 0;
    for (int i = 0; i < logMean.length; i++) {
      total += of(i);
      variances += variance[i];
    }
    double value = total / logMean.length;
    boolean known = logMean.length >= MANY || smallest() >= Math.min(ENOUGH, samples / 2.0);
    return known
        ? new Measured(value, Math.sqrt(variances) / logMean.length)
        : Measured.unmeasured(value);
  }

  /** −log p(x) of an example, in nats. */
  public double of(int example) {
    return -logMean[example];
  }

  /**
   * The standard error of {@link #of}, by a jackknife over its samples; NaN where it is not known.
   */
  public double standardError(int example) {
    return Math.sqrt(variance[example]);
  }

  /** The mean effective sample size, from 1 to K. */
  public double effectiveSize() {
    double total = 0;
    for (double size : effective) {
      total += size;
    }
    return total / effective.length;
  }

  /** The smallest effective sample size of an example, from 1 to K. */
  public double smallest() {
    return Arrays.stream(effective).min().orElse(Double.NaN);
  }

  /** The effective sample size of each example, [N]. */
  public double[] effectiveSizes() {
    return effective.clone();
  }

  /** Pareto k̂ of each example's largest weights, [N]; NaN where it cannot be had. */
  public double[] shapes() {
    return shape.clone();
  }

  /** The mean of k̂ over the examples that have one; empty where none has. */
  public OptionalDouble meanShape() {
    return Arrays.stream(shape).filter(k -> !Double.isNaN(k)).average();
  }

  /** The share of examples whose k̂ is above {@link ParetoTail#threshold}, from 0 to 1. */
  public double heavyTailed() {
    double most = ParetoTail.threshold(samples);
    return Arrays.stream(shape).filter(k -> k > most).count() / (double) shape.length;
  }

  /**
   * By how much finite K lowers the mean of log p̂(x), to first order: half the mean variance of an
   * example's estimate. Empty where a variance is not known; much too small where few effective
   * samples carry the estimates.
   */
  public OptionalDouble bias() {
    double mean = Arrays.stream(variance).average().orElse(Double.NaN) / 2;
    return Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
  }

  /** The share of examples with an effective sample size below {@value #POOR}, from 0 to 1. */
  public double poor() {
    return Arrays.stream(effective).filter(size -> !(size >= POOR)).count()
        / (double) effective.length;
  }
}
