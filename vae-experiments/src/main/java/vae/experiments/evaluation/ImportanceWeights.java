package vae.experiments.evaluation;

import java.util.OptionalDouble;

/**
 * The importance weights of one example, added up as they come.
 *
 * <p>Sums are kept relative to the largest weight so far, so they depend on the order of the
 * weights and on nothing else. Memory grows with the square root of their number: the tail is kept.
 */
public final class ImportanceWeights {

  /** Weight k is in block k modulo this number: a jackknife leaves out one block at a time. */
  private static final int BLOCKS = 32;

  private double largest = Double.NEGATIVE_INFINITY;
  private double sum;
  private double squares;
  private long count;
  private final double[] blocks = new double[BLOCKS];
  private final ParetoTail tail;

  /**
   * @param samples K ≥ 1, how many there will be
   */
  public ImportanceWeights(int samples) {
    tail = new ParetoTail(samples);
  }

  /**
   * @param logWeight log p(x, z) − log q(z | x) of one more sample
   */
  public void add(double logWeight) {
    tail.add(logWeight);
    int block = (int) (count++ % BLOCKS);
    if (logWeight == Double.NEGATIVE_INFINITY) {
      return;
    }
    if (logWeight > largest) {
      double shrink = StrictMath.exp(largest - logWeight);
      sum *= shrink;
      squares *= shrink * shrink;
      for (int b = 0; b < BLOCKS; b++) {
        blocks[b] *= shrink;
      }
      largest = logWeight;
    }
    double scaled = StrictMath.exp(logWeight - largest);
    sum += scaled;
    squares += scaled * scaled;
    blocks[block] += scaled;
  }

  /** \(L_K = \log \frac1K \sum_k w_k\), in nats. */
  public double logMean() {
    return largest + StrictMath.log(sum / count);
  }

  /** \((\sum_k w_k)^2 / \sum_k w_k^2\), from 1 to K. */
  public double effectiveSize() {
    return sum * sum / squares;
  }

  /** k̂ of the largest weights; empty where it cannot be had. */
  OptionalDouble shape() {
    return tail.shape();
  }

  /**
   * An estimate of the variance of \(L_K\) over other draws of the K samples.
   *
   * <p>\[ \sum_{b=1}^B \bigl(L_{(b)} - \tfrac1B \textstyle\sum_c L_{(c)}\bigr)^2, \qquad L_{(b)} =
   * L \text{ without block } b \]
   *
   * <p>Its expectation is at least the variance of L at K − K/B samples, whatever the law of the
   * weights; the first-order variance \(\sum w^2 / (\sum w)^2 - 1/K\) is below 1 however few
   * samples carry the sum. Source: Efron and Stein (1981), theorem 1.
   *
   * @return NaN with one sample, and where all but one block weigh nothing
   */
  public double variance() {
    int used = (int) Math.min(count, BLOCKS);
    if (used < 2) {
      return Double.NaN;
    }
    double[] without = new double[used];
    double before = 0;
    for (int b = 0; b < used; b++) {
      without[b] = before;
      before += blocks[b];
    }
    double after = 0;
    double mean = 0;
    for (int b = used - 1; b >= 0; b--) {
      without[b] = StrictMath.log((without[b] + after) / (count - size(b)));
      mean += without[b] / used;
      after += blocks[b];
    }
    double variance = 0;
    for (double log : without) {
      variance += (log - mean) * (log - mean); // NaN where a logarithm is of 0
    }
    return variance;
  }

  private long size(int block) {
    return count / BLOCKS + (block < count % BLOCKS ? 1 : 0);
  }
}
