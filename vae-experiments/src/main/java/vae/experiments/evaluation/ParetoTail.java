package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The largest importance weights of one example, and the shape k̂ of the generalised Pareto
 * distribution that their excesses follow.
 *
 * <p>\[ \Pr(w - u > t \mid w > u) \approx \bigl(1 + k t / \sigma\bigr)^{-1/k}, \qquad M =
 * \min(K/5,\, 3 \sqrt K) \]
 *
 * <p>u is the largest weight outside the tail of M. Moments of order 1/k and above are infinite: at
 * k ≥ ½ the weights have no variance, at k ≥ 1 no mean. Only the M + 1 largest logarithms are kept,
 * whatever K. The estimate is that of Zhang and Stephens (2009), section 3, whose k has the
 * opposite sign, drawn to ½ by the weak prior (M k̂ + 5) / (M + 10) of Vehtari, Simpson, Gelman,
 * Yao and Gabry (2024).
 */
public final class ParetoTail {

  /** Tail weights below which no shape is estimated. */
  public static final int MIN_TAIL = 25;

  /** The shape above which importance sampling is unreliable however large K is. */
  private static final double MAX_SHAPE = 0.7;

  private static final double PRIOR_SCALE = 3;
  private static final double PRIOR_WEIGHT = 10;
  private static final double PRIOR_SHAPE = 0.5;
  private static final int MIN_POINTS = 30;

  /**
   * Excesses are at most e to this times their lower quartile: doubles hold their squares' logs.
   */
  private static final double MAX_LOG_EXCESS = 600;

  /** Logarithms of the largest weights; the smallest of them is the first. */
  private final double[] heap;

  private int size;

  /**
   * @param samples K ≥ 1
   */
  ParetoTail(int samples) {
    heap = new double[tail(samples) + 1];
  }

  /** M of K samples. */
  static int tail(int samples) {
    return (int) Math.ceil(Math.min(samples / 5.0, 3 * Math.sqrt(samples)));
  }

  /**
   * The shape above which K samples do not suffice: \(\min(1 - 1/\log_{10} K,\, 0.7)\).
   *
   * <p>Source: Vehtari et al. (2024).
   */
  public static double threshold(int samples) {
    return Math.min(1 - 1 / StrictMath.log10(samples), MAX_SHAPE);
  }

  /** Takes one more weight. */
  void add(double logWeight) {
    if (size < heap.length) {
      heap[size] = logWeight;
      for (int i = size++; i > 0 && heap[i] < heap[(i - 1) / 2]; i = (i - 1) / 2) {
        swap(i, (i - 1) / 2);
      }
    } else if (logWeight > heap[0]) {
      heap[0] = logWeight;
      sink();
    }
  }

  private void sink() {
    int i = 0;
    for (int least = least(i); least != i; least = least(i)) {
      swap(i, least);
      i = least;
    }
  }

  /** The place of the smallest of an entry and its two children. */
  private int least(int i) {
    int least = i;
    for (int child = 2 * i + 1; child <= 2 * i + 2 && child < size; child++) {
      least = heap[child] < heap[least] ? child : least;
    }
    return least;
  }

  private void swap(int i, int j) {
    double kept = heap[i];
    heap[i] = heap[j];
    heap[j] = kept;
  }

  /**
   * k̂; empty with fewer than {@value #MIN_TAIL} tail weights, and where a quarter of them are
   * equal to u: equal weights have no tail.
   */
  OptionalDouble shape() {
    if (size < heap.length || heap.length - 1 < MIN_TAIL) {
      return OptionalDouble.empty();
    }
    double[] excess = excesses();
    return excess.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(shape(excess));
  }

  /** w − u of the tail in rising order, divided by their lower quartile; none where that is 0. */
  private double[] excesses() {
    double[] logs = heap.clone();
    Arrays.sort(logs);
    double u = logs[0];
    double[] excess = new double[logs.length - 1];
    for (int i = 0; i < excess.length; i++) {
      double log = logs[i + 1];
      excess[i] = log > u ? log + StrictMath.log1p(-StrictMath.exp(u - log)) : u - MAX_LOG_EXCESS;
    }
    double quartile = excess[(int) (excess.length / 4.0 + 0.5) - 1];
    if (!(quartile > u - MAX_LOG_EXCESS)) {
      return new double[0];
    }
    for (int i = 0; i < excess.length; i++) {
      excess[i] = StrictMath.exp(Math.min(MAX_LOG_EXCESS, excess[i] - quartile));
    }
    return excess;
  }

  /**
   * The shape of excesses in rising order, their lower quartile 1: the mean of \(-\log(1 - \theta
   * x)\) at the posterior mean of θ over a grid, \(\theta_j = 1 / x_M + (1 - \sqrt{J / (j - ½)}) /
   * 3\).
   */
  static double shape(double[] excess) {
    int n = excess.length;
    int points = MIN_POINTS + (int) Math.sqrt(n);
    double[] theta = new double[points];
    double[] profile = new double[points];
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < points; j++) {
      theta[j] = 1 / excess[n - 1] + (1 - Math.sqrt(points / (j + 0.5))) / PRIOR_SCALE;
      double k = meanLog(theta[j], excess);
      profile[j] = n * (StrictMath.log(-theta[j] / k) - k - 1);
      most = Math.max(most, profile[j]);
    }
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < points; j++) {
      double weight = StrictMath.exp(profile[j] - most);
      sum += weight;
      weighted += weight * theta[j];
    }
    double k = meanLog(weighted / sum, excess);
    return (n * k + PRIOR_WEIGHT * PRIOR_SHAPE) / (n + PRIOR_WEIGHT);
  }

  private static double meanLog(double theta, double[] excess) {
    double sum = 0;
    for (double x : excess) {
      sum += StrictMath.log1p(-theta * x);
    }
    return sum / excess.length;
  }
}
